"""What a mail or an .ics file says as an answer (RFC 5546, 3.2.3; RFC 6047). Pure.

Read as calendar programs really write it: the part may be an attachment of any type, the
ORGANIZER may be missing (outlook.com), addresses come as MAILTO: in capitals, and several
attendees may be named. Nothing here decides whether the answer is believed.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from email.utils import getaddresses
from typing import Any, cast

from icalendar import Calendar

from arenas.errors import N_, Refusal
from arenas.mail import bounces

MOST_BYTES = 2_000_000
LARGEST = 2**31 - 1  # what a column for a number holds
_TOKEN = re.compile(r"/reply/(?:series/)?([A-Za-z0-9_-]{32})(?![A-Za-z0-9_-])")
_FORGED = re.compile(r"\bdmarc\s*=\s*fail\b", re.IGNORECASE)
_LINE_ENDS = re.compile(r"\r+\n")
_UNFOLD = re.compile(r"\r?\n[ \t]")


@dataclass(frozen=True)
class Attendee:
    email: str
    answer: str
    name: str = ""
    delegated_to: str | None = None


@dataclass(frozen=True)
class Reply:
    """One VEVENT of an answer."""

    method: str
    uid: str
    attendees: tuple[Attendee, ...]
    sequence: int | None = None
    stamp: datetime | None = None
    instead_of: datetime | date | None = None
    comment: str | None = None
    starts: datetime | None = None
    ends: datetime | None = None


@dataclass(frozen=True)
class Read:
    """A file, taken apart. ``sender`` is None for a bare .ics."""

    replies: tuple[Reply, ...] = ()
    tokens: tuple[str, ...] = ()
    sender: str | None = None
    subject: str = ""
    bounce: bounces.Bounce | None = None
    automatic: bool = False
    forged: bool = False

    @property
    def proposes(self) -> tuple[datetime, datetime | None] | None:
        """The time that a counter-proposal (RFC 5546, 3.2.7) asks for."""
        for reply in self.replies:
            if reply.method == "COUNTER" and reply.starts is not None:
                return reply.starts, reply.ends
        return None


def read(content: bytes) -> Read:
    """A mail or an .ics file.

    Raises
    ------
    Refusal
        If it is too large, or cannot be read.
    """
    if len(content) > MOST_BYTES:
        raise Refusal(N_("Filen er for stor til å være et svar."))
    try:
        return _read(content)
    except Refusal:
        raise
    except Exception as error:  # the libraries give up on odd mail in many ways
        raise Refusal(
            N_("Meldingen kan ikke leses: %(reason)s"), reason=type(error).__name__
        ) from error


def _read(content: bytes) -> Read:
    if content.lstrip(b"\xef\xbb\xbf \r\n")[:15].upper() == b"BEGIN:VCALENDAR":
        text = _decoded(content, "utf-8")
        return Read(tuple(_replies(text)), tuple(_TOKEN.findall(_UNFOLD.sub("", text))))
    return _mail(message_from_bytes(content, policy=default))


def _mail(message: EmailMessage) -> Read:
    replies: dict[Reply, None] = {}
    tokens: dict[str, None] = {}
    for part in message.walk():
        if part.is_multipart():
            continue
        is_calendar = _is_calendar(part)
        if is_calendar or part.get_content_maintype() == "text":
            text = _text(part)
            tokens |= dict.fromkeys(_TOKEN.findall(_UNFOLD.sub("", text) if is_calendar else text))
            if is_calendar:
                replies |= dict.fromkeys(_replies(text))
    return Read(
        tuple(replies),
        tuple(tokens),
        _first_address(message, "From"),
        _header(message, "Subject")[:300],
        bounces.of(message),
        _header(message, "Auto-Submitted").lower().startswith("auto-replied"),
        any(_FORGED.search(value) for value in _headers(message, "Authentication-Results")),
    )


def _is_calendar(part: EmailMessage) -> bool:
    name = (part.get_filename() or "").lower()
    return part.get_content_type() in {"text/calendar", "application/ics"} or name.endswith(".ics")


def _text(part: EmailMessage) -> str:
    payload = part.get_payload(decode=True)
    charset = part.get_content_charset() or "utf-8"
    return _decoded(payload if isinstance(payload, bytes) else b"", charset)


def _decoded(content: bytes, charset: str) -> str:
    for name in ("utf-8-sig", charset):
        try:
            return _storable(content.decode(name))
        except (UnicodeError, LookupError):
            continue
    return _storable(content.decode("latin-1"))


def _storable(text: str) -> str:
    """Without what no database takes: a mail that cannot be kept would be read for ever."""
    return text.replace("\0", "").encode("utf-8", "replace").decode("utf-8")


def _replies(text: str) -> Iterator[Reply]:
    try:
        calendar = Calendar.from_ical(_LINE_ENDS.sub("\n", text))
        method = str(calendar.get("METHOD", "")).upper()
        for event in calendar.walk("VEVENT"):
            yield _reply(method, event)
    except (ValueError, LookupError, TypeError, AttributeError, ArithmeticError, OSError) as error:
        raise Refusal(
            N_("Kalenderdelen kan ikke leses: %(reason)s"), reason=str(error)[:200]
        ) from error


def _reply(method: str, event: Any) -> Reply:
    found = event.get("ATTENDEE", [])
    attendees = [_attendee(one) for one in (found if isinstance(found, list) else [found])]
    comment = event.get("COMMENT", "")
    comments = comment if isinstance(comment, list) else [comment]
    sequence = event.get("SEQUENCE")
    return Reply(
        method,
        str(event.get("UID", "")).strip(),
        tuple(attendees),
        min(int(sequence), LARGEST) if sequence is not None else None,
        _moment(event.get("DTSTAMP")),
        _day_or_moment(event.get("RECURRENCE-ID")),
        "\n".join(str(one).strip() for one in comments if str(one).strip()) or None,
        _moment(event.get("DTSTART")),
        _moment(event.get("DTEND")),
    )


def _attendee(value: Any) -> Attendee:
    params = value.params
    to = params.get("DELEGATED-TO")
    first = to[0] if isinstance(to, list) and to else to
    return Attendee(
        _address(str(value)),
        str(params.get("PARTSTAT", "NEEDS-ACTION")).upper(),
        str(params.get("CN", "")),
        _address(str(first)) if first else None,
    )


def _address(value: str) -> str:
    """Of MAILTO:Kari@Example.org: kari@example.org."""
    return re.sub(r"^mailto:", "", value.strip().strip('"'), flags=re.IGNORECASE).strip().lower()


def _moment(value: Any) -> datetime | None:
    found = getattr(value, "dt", None)
    if not isinstance(found, datetime):
        return None
    return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)


def _day_or_moment(value: Any) -> datetime | date | None:
    found = getattr(value, "dt", None)
    return _moment(value) if isinstance(found, datetime) else cast("date | None", found)


def _headers(message: EmailMessage, name: str) -> list[str]:
    """The values of a header; one so broken that the library gives up is none."""
    try:
        return [_storable(str(value)) for value in message.get_all(name, [])]
    except (ValueError, LookupError, TypeError, AttributeError):
        return []


def _header(message: EmailMessage, name: str) -> str:
    return next(iter(_headers(message, name)), "")


def _first_address(message: EmailMessage, name: str) -> str:
    found = getaddresses([_header(message, name)])
    return found[0][1].strip().lower() if found else ""
