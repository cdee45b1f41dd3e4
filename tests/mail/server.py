"""A real SMTP server for the tests: it keeps what it took, and answers as it is told to."""

import asyncio
from collections import Counter
from collections.abc import Callable
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any, cast

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP

from tests.ports import free_port

Answer = Callable[[str], str | None]


class Keeps:
    """Takes every message, unless ``answer`` has another answer for the recipient."""

    def __init__(self, answer: Answer = lambda _: None) -> None:
        self.answer = answer
        self.taken: list[tuple[str, bytes]] = []
        self.asked: Counter[str] = Counter()
        self.seconds = 0.0
        self.connections = 0

    async def handle_EHLO(  # noqa: N802 - aiosmtpd's names
        self, server: SMTP, session: Any, envelope: Any, hostname: str, responses: list[str]
    ) -> list[str]:
        self.connections += 1
        session.host_name = hostname
        return responses

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        self.asked[address] += 1
        refusal = self.answer(address)
        if refusal is None:
            envelope.rcpt_tos.append(address)
        return refusal or "250 OK"

    async def handle_DATA(self, server: SMTP, session: Any, envelope: Any) -> str:  # noqa: N802
        if self.seconds:
            await asyncio.sleep(self.seconds)
        self.taken.append((envelope.rcpt_tos[0], envelope.content))
        return "250 taken"

    @property
    def messages(self) -> list[EmailMessage]:
        return [read(content) for _, content in self.taken]

    @property
    def ids(self) -> Counter[str]:
        return Counter(str(message["Message-ID"]) for message in self.messages)


def read(content: bytes) -> EmailMessage:
    return cast(EmailMessage, message_from_bytes(content, policy=default))


def controller(handler: Keeps, port: int | None = None) -> Controller:
    """Patient: a busy machine starts a thread late, and is not wrong."""
    return Controller(handler, hostname="127.0.0.1", port=port or free_port(), ready_timeout=120)
