"""Content lines of a calendar file (RFC 5545, section 3.1): unfolded before they are decoded.

A fold may fall inside a character, so that a file decoded first loses letters. Lines are read
one by one, and only those that somebody asks for are decoded: an attachment of megabytes costs
nothing.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO

from arenas.errors import N_, Refusal

MOST_BYTES = 50_000_000
LONGEST = 100_000
"""Octets of a line that is read; a longer one is as good as missing."""

_NAME = re.compile(rb"[A-Za-z0-9-]+")
_HEAD = re.compile(
    rb'[A-Za-z0-9-]+((?:;[^:;="]+=(?:"[^"]*"|[^";:,]*)(?:,(?:"[^"]*"|[^";:,]*))*)*):'
)
_PARAMETER = re.compile(rb';([^:;="]+)=("[^"]*"|[^";:]*)')
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_CARET = re.compile(r"\^([n'^])")


@dataclass(frozen=True, slots=True)
class Line:
    """One content line. ``number`` is of the line in the file where it begins, from 1."""

    number: int
    name: str
    params: dict[str, str]
    value: str
    guessed: bool = False
    """The octets were no UTF-8, and were read as Windows-1252."""


def plain(content: bytes) -> bytes:
    """The file as UTF-8 with line feeds, whatever line ends and byte order mark it had.

    Raises
    ------
    Refusal
        If it is larger than ``MOST_BYTES``, or is no calendar.
    """
    if len(content) > MOST_BYTES:
        raise Refusal(
            N_("Filen er på %(size)s MB. Den kan være høyst %(most)s MB."),
            size=len(content) // 1_000_000,
            most=MOST_BYTES // 1_000_000,
        )
    if content[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        content = content.decode("utf-16", "replace").encode()
    content = content.removeprefix(b"\xef\xbb\xbf").lstrip()
    if content[:15].upper() != b"BEGIN:VCALENDAR":
        raise Refusal(
            N_("Filen begynner ikke med BEGIN:VCALENDAR og er ingen kalender. Velg en .ics-fil.")
        )
    return content if b"\n" in content else content.replace(b"\r", b"\n")


def unfolded(content: bytes) -> Iterator[tuple[int, bytes]]:
    """Each content line with the number of its first line; empty ones are left out.

    Of a line that is longer than ``LONGEST`` so much is kept that it is seen to be.
    """
    first = 0
    line: bytes | bytearray = b""
    for number, raw in enumerate(BytesIO(content), 1):
        piece = raw.rstrip(b"\r\n")
        if piece[:1] in {b" ", b"\t"}:
            if not isinstance(line, bytearray):
                line = bytearray(line)
            if len(line) <= LONGEST:
                line += memoryview(piece)[1:]
            continue
        if line:
            yield first, bytes(line)
        first, line = number, piece
    if line:
        yield first, bytes(line)


def name_of(raw: bytes) -> str:
    """The property's name in capitals; empty where there is none."""
    match = _NAME.match(raw, 0, 60)
    return _upper(match[0]) if match else ""


def parsed(number: int, raw: bytes) -> Line | None:
    """The line taken apart; None where it has no value or is longer than ``LONGEST``.

    Outlook writes TZID=(UTC+01:00) Amsterdam, Berlin without quotes: where the head cannot be
    read by the grammar, the value is what follows the last colon.
    """
    if len(raw) > LONGEST:
        return None
    match = None if b"TZID=(" in raw[:60] else _HEAD.match(raw)
    if match:
        head, value = match[1], raw[match.end() :]
    else:
        before, colon, value = raw.rpartition(b":")
        if not colon:
            return None
        head = before[len(name_of(raw)) :]
    text, guessed = _decoded(value)
    return Line(number, name_of(raw), _parameters(head), text, guessed)


def text_of(value: str) -> str:
    r"""A TEXT value without its escapes (RFC 5545, section 3.3.11).

    >>> text_of(r"Sted\, dato\; kl. 12\nneste \\ linje")
    'Sted, dato; kl. 12\nneste \\ linje'
    """
    if "\\" not in value:
        return value
    return _ESCAPED.sub(lambda match: "\n" if match[1] in "nN" else match[1], value)


@lru_cache(maxsize=5_000)
def _parameters(head: bytes) -> dict[str, str]:
    if not head:
        return {}
    if head.upper().startswith(b";TZID=") and b"(" in head and b'"' not in head:
        return {"TZID": _decoded(head[6:])[0]}
    found = {}
    for name, value in _PARAMETER.findall(head):
        text = _decoded(value.strip(b'"'))[0]
        found[_upper(name.strip())] = _CARET.sub(_uncaret, text) if "^" in text else text
    return found


def _uncaret(match: re.Match[str]) -> str:
    """RFC 6868."""
    return {"n": "\n", "'": '"', "^": "^"}[match[1]]


def _decoded(value: bytes) -> tuple[str, bool]:
    try:
        return value.decode(), False
    except UnicodeDecodeError:
        return value.decode("cp1252", "replace"), True


@lru_cache(maxsize=500)
def _upper(name: bytes) -> str:
    return name.decode("ascii", "replace").upper()
