"""How each kind of message is written when its time comes.

A message is kept as what it is about, not as text: queueing three hundred costs two
statements, and what goes out is right when it goes. A room that sends mail names its kind
here; ``letter`` is for those whose text is in the payload.
"""

from collections.abc import Callable
from dataclasses import dataclass
from html import escape
from importlib import import_module
from typing import cast

from sqlalchemy.orm import Session

from arenas.config import Settings
from arenas.mail.message import Envelope, Letter, own_address, write
from arenas.models import OutgoingMail

Builder = Callable[[Session, OutgoingMail, Settings], Letter | None]

KINDS: dict[str, str] = {
    "letter": "arenas.mail.builders:letter",
    "invitation": "arenas.invitations.letters:invitation",
    "series": "arenas.invitations.series_letters:series",
    "minutes": "arenas.minutes.letters:minutes",
    "actions": "arenas.actions.letters:actions",
    "poll": "arenas.polls.letters:poll",
}


@dataclass
class Builders:
    """Writes any message of the outbox, in the name of this installation."""

    settings: Settings

    def __call__(self, session: Session, mail: OutgoingMail) -> bytes | None:
        made = builder(mail.kind)(session, mail, self.settings)
        if made is None:
            return None
        mail.subject = made.subject[:300]
        envelope = Envelope(self.sender, mail.recipient, mail.key, mail.created_at)
        return write(made, envelope)

    @property
    def sender(self) -> str:
        return own_address(self.settings.mail_from)[1]


def builder(kind: str) -> Builder:
    module, _, name = KINDS[kind].partition(":")
    return cast(Builder, getattr(import_module(module), name))


def letter(session: Session, mail: OutgoingMail, settings: Settings) -> Letter:
    """Plain text from the payload: ``text``, ``language`` and perhaps ``name``."""
    text = str(mail.payload["text"])
    paragraphs = "\n".join(
        f"<p>{escape(part).replace(chr(10), '<br>')}</p>" for part in text.split("\n\n")
    )
    language = str(mail.payload.get("language", "nb"))
    return Letter(
        subject=mail.subject,
        text=text + "\n",
        html=page(paragraphs, language, mail.subject),
        language=language,
        sender_name=own_address(settings.mail_from)[0] or "Møteplass",
        recipient_name=str(mail.payload.get("name", "")),
    )


def page(body: str, language: str, title: str) -> str:
    """The HTML around ``body``, which is escaped already."""
    return (
        f'<!doctype html>\n<html lang="{language}">\n<head><meta charset="utf-8">'
        f"<title>{escape(title)}</title></head>\n<body>\n{body}\n</body>\n</html>\n"
    )
