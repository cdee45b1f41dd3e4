"""A message as bytes: text and HTML in one language, and an iCalendar part where there is one.

The calendar part comes twice (RFC 6047, 2.4, and what programs really do): as the last
alternative with its method and without Content-Disposition, which gives the answer buttons,
and as an attached file for programs that show none.
"""

from base64 import b64encode, encodebytes
from binascii import b2a_qp
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime, parseaddr

from arenas.calendars.text import line

_WORD = 42  # octets in one encoded word: 56 of base64, under 75 with what stands around it
_ATOMS = frozenset("!#$%&'*+-/=?^_`{|}~ ")


@dataclass(frozen=True)
class File:
    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True)
class Letter:
    """What is said. ``sender_name`` stands before our own address in From and Reply-To."""

    subject: str
    text: str
    html: str
    language: str
    sender_name: str = ""
    recipient_name: str = ""
    method: str | None = None
    calendar: bytes = b""
    files: tuple[File, ...] = ()


@dataclass(frozen=True)
class Envelope:
    """Whom it is from and to. ``key`` is the left half of the Message-ID, ``at`` its date."""

    sender: str
    recipient: str
    key: str
    at: datetime
    replies_to: str | None = None


def write(letter: Letter, envelope: Envelope) -> bytes:
    """The message. The same letter and envelope always give the same bytes.

    Put together by hand: the library takes ten times as long to fold headers that are short.
    """
    kind, body = _alternatives(letter, envelope.key)
    files = list(letter.files)
    if letter.method:
        media_type = f'application/ics; name="{_file_name(letter.method)}"'
        files.insert(0, File(_file_name(letter.method), media_type, letter.calendar))
    if files:
        first = _part([("Content-Type", kind)], body)
        parts = [first, *(_file(one.media_type, one.content, one.name) for one in files)]
        kind, body = _joined("mixed", f"=-m-{envelope.key}", parts)
    return _part([*_head(letter, envelope), ("Content-Type", kind)], body)


def _head(letter: Letter, envelope: Envelope) -> Iterator[tuple[str, str]]:
    own = _named(letter.sender_name, envelope.sender)
    yield "From", own
    yield "Reply-To", own
    yield "To", _named(letter.recipient_name, envelope.recipient)
    yield "Subject", encoded(letter.subject)
    yield "Date", format_datetime(envelope.at)
    yield "Message-ID", message_id(envelope.key, envelope.sender)
    if envelope.replies_to:
        yield "In-Reply-To", envelope.replies_to
        yield "References", envelope.replies_to
    yield "Auto-Submitted", "auto-generated"  # RFC 3834
    yield "X-Auto-Response-Suppress", "OOF, AutoReply"  # what Exchange heeds instead
    yield "Content-Language", letter.language
    yield "MIME-Version", "1.0"


def message_id(key: str, sender: str) -> str:
    return f"<{key}@{sender.rpartition('@')[2]}>"


def encoded(text: str) -> str:
    """The text of a header: as it stands, or in encoded words (RFC 2047) of one line each.

    >>> encoded("Budget"), encoded("Møte")
    ('Budget', '=?utf-8?b?TcO4dGU=?=')
    """
    clean = line(text)
    if clean.isascii() and len(clean) <= 200 and "=?" not in clean:
        return clean
    words, rest = [], clean
    while rest:
        piece = rest[:_WORD]
        while len(piece.encode()) > _WORD:
            piece = piece[:-1]
        rest = rest[len(piece) :]
        words.append(f"=?utf-8?b?{b64encode(piece.encode()).decode()}?=")
    return "\r\n ".join(words)


def _named(name: str, address: str) -> str:
    """Name and address, the name quoted or encoded where it must be.

    >>> _named("Kari Li", "a@b.no"), _named("Li, Kari", "a@b.no")
    ('Kari Li <a@b.no>', '"Li, Kari" <a@b.no>')
    """
    clean = line(name)
    if not clean:
        return address
    if not clean.isascii() or "=?" in clean or len(clean) > 70:
        return f"{encoded(clean)} <{address}>"
    if all(c.isalnum() or c in _ATOMS for c in clean):
        return f"{clean} <{address}>"
    quoted = clean.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{quoted}" <{address}>'


def _alternatives(letter: Letter, key: str) -> tuple[str, bytes]:
    parts = [_written("plain", letter.text), _written("html", letter.html)]
    if letter.method:
        parts.append(
            _file(f"text/calendar; charset=utf-8; method={letter.method}", letter.calendar)
        )
    return _joined("alternative", f"=-a-{key}", parts)


def _joined(subtype: str, boundary: str, parts: list[bytes]) -> tuple[str, bytes]:
    mark = f"--{boundary}".encode()
    body = b"".join(mark + b"\r\n" + part + b"\r\n" for part in parts) + mark + b"--\r\n"
    return f'multipart/{subtype}; boundary="{boundary}"', body


def _part(headers: list[tuple[str, str]], body: bytes) -> bytes:
    head = "".join(f"{name}: {value}\r\n" for name, value in headers)
    return head.encode("ascii") + b"\r\n" + body


def _written(subtype: str, text: str) -> bytes:
    headers = [
        ("Content-Type", f"text/{subtype}; charset=utf-8"),
        ("Content-Transfer-Encoding", "quoted-printable"),
    ]
    body = b2a_qp(text.encode().replace(b"\n", b"\r\n"), istext=True)
    return _part(headers, body)


def _file(media_type: str, content: bytes, name: str | None = None) -> bytes:
    headers = [("Content-Type", media_type), ("Content-Transfer-Encoding", "base64")]
    if name:
        headers.append(("Content-Disposition", f'attachment; filename="{name}"'))
    return _part(headers, encodebytes(content).replace(b"\n", b"\r\n"))


def _file_name(method: str) -> str:
    return "cancel.ics" if method == "CANCEL" else "invite.ics"


def own_address(setting: str) -> tuple[str, str]:
    """Name and address of a setting such as ``Møteplass <post@example.org>``."""
    return parseaddr(setting)
