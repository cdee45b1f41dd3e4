"""How a message leaves: over SMTP, or (sample data) into a folder that one can open."""

import re
import smtplib
import ssl
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol
from urllib.parse import unquote, urlsplit

from arenas.config import INSTANCE, LOOPBACK, Settings

SECONDS = 30.0
MOST_ON_ONE_CONNECTION = 200
FOLDER = INSTANCE / "mail"


class Refused(Exception):
    """The server will never take this message for this recipient."""


class PutOff(Exception):
    """The server may take it later."""


class Down(Exception):
    """No server that takes mail: nothing is wrong with the message."""


class Transport(Protocol):
    def open(self) -> None: ...
    def send(self, sender: str, recipient: str, message: bytes) -> None: ...
    def close(self) -> None: ...


def of(settings: Settings) -> Transport | None:
    """None where messages have to wait, because no server is named."""
    if settings.smtp_url:
        return Smtp(settings.smtp_url)
    return Folder(FOLDER) if settings.sample else None


class Smtp:
    """One connection for many messages. TLS wherever the server offers it, unless it is here."""

    def __init__(self, url: str, seconds: float = SECONDS) -> None:
        parts = urlsplit(url)
        self._host = parts.hostname or "localhost"
        self._tls = parts.scheme == "smtps"
        self._port = parts.port or (465 if self._tls else 25)
        self._user = unquote(parts.username or "")
        self._password = unquote(parts.password or "")
        self._seconds = seconds
        self._connection: smtplib.SMTP | None = None
        self._sent = 0

    def open(self) -> None:
        """Raises ``Down`` where nobody answers, or the server does not let us in."""
        if self._connection is not None and self._sent < MOST_ON_ONE_CONNECTION:
            return
        self.close()
        try:
            self._connection = self._connected()
        except (OSError, smtplib.SMTPException) as error:
            raise Down(f"{self._host}:{self._port}: {_words(error)}") from error

    def _connected(self) -> smtplib.SMTP:
        context = ssl.create_default_context()
        connection: smtplib.SMTP
        if self._tls:
            connection = smtplib.SMTP_SSL(
                self._host, self._port, timeout=self._seconds, context=context
            )
        else:
            connection = smtplib.SMTP(self._host, self._port, timeout=self._seconds)
        try:
            connection.ehlo_or_helo_if_needed()
            here = self._host in (*LOOPBACK, "::1")
            if not (self._tls or here) and connection.has_extn("starttls"):
                connection.starttls(context=context)
            if self._user:
                connection.login(self._user, self._password)
        except BaseException:
            connection.close()
            raise
        return connection

    def send(self, sender: str, recipient: str, message: bytes) -> None:
        """Hand over one message. Returns once the server has said that it has it."""
        self.open()
        assert self._connection is not None  # noqa: S101 - open() made it or raised
        try:
            self._connection.sendmail(sender, [recipient], message)
        except smtplib.SMTPRecipientsRefused as error:
            code, text = next(iter(error.recipients.values()))
            self._answered(code, text)
        except smtplib.SMTPSenderRefused as error:
            self.close()  # not this recipient's fault: nobody's mail would go
            raise Down(f"{self._host}: {_words(error)}") from error
        except smtplib.SMTPDataError as error:
            self._answered(error.smtp_code, error.smtp_error)
        except (OSError, smtplib.SMTPException) as error:
            self.close()
            raise Down(f"{self._host}: {_words(error)}") from error
        self._sent += 1

    def _answered(self, code: int, text: bytes | str) -> None:
        if code == 421:
            self.close()
        kind = PutOff if 400 <= code < 500 else Refused
        raise kind(f"{code} {_plain(text)}")

    def close(self) -> None:
        if self._connection is not None:
            connection, self._connection, self._sent = self._connection, None, 0
            try:
                connection.quit()
            except (OSError, smtplib.SMTPException):
                connection.close()


class Folder:
    """Each message as a file by its time and recipient, whole or not at all."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def open(self) -> None:
        self._path.mkdir(mode=0o700, parents=True, exist_ok=True)

    def send(self, sender: str, recipient: str, message: bytes) -> None:
        stamp = datetime.now(UTC).strftime("%Y%m%d-%H%M%S-%f")
        name = f"{stamp}-{re.sub(r'[^a-z0-9@.-]', '_', recipient)[:120]}.eml"
        draft = self._path / f".{name}"
        draft.write_bytes(message)
        draft.rename(self._path / name)

    def close(self) -> None:
        return


def _words(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPResponseException):
        return f"{error.smtp_code} {_plain(error.smtp_error)}"
    return _plain(str(error) or type(error).__name__)


def _plain(text: bytes | str) -> str:
    if isinstance(text, bytes):
        text = text.decode("utf-8", "replace")
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())[:300]
