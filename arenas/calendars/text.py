"""What users wrote, made safe for a line of iCalendar (RFC 5545, section 3.1 and 3.3.11).

One control character in a title makes three of twelve calendar programs refuse the whole
calendar, and a line break that slips through adds a property. So every text is cleaned
before it is escaped, and escaped before it is folded.
"""

import re
from urllib.parse import quote

LIMIT = 74  # octets on a line; a continuation line has a space before them: 75 in all

_BREAKS = re.compile("\r\n|[\r\n\x0b\x0c\x85\u2028\u2029]")
_UNWANTED = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufeff\ufffe\uffff]")
_SUSPECT = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")
_ADDRESS = re.compile(r"https?://[^\s/?#]+[^\s]*", re.IGNORECASE)
_URI_MARKS = "!#$%&'()*+,-./:;=?@[]_~"


def lines(text: str) -> str:
    r"""The text with \n as its only line break and no other control character.

    >>> lines("Kaffe\r\nog\x0bkake\x00")
    'Kaffe\nog\nkake'
    """
    if not _SUSPECT.search(text):
        return text
    return _UNWANTED.sub("", _BREAKS.sub("\n", text).replace("\t", " "))


def line(text: str) -> str:
    r"""The text on one line.

    >>> line("Styret\r\nATTENDEE:mailto:x@example.org")
    'Styret ATTENDEE:mailto:x@example.org'
    """
    if not _SUSPECT.search(text):
        return text
    return " ".join(lines(text).split())


def escape(text: str) -> str:
    r"""A TEXT value.

    >>> print(escape("Sted; dato, C:\\mappe\nneste"))
    Sted\; dato\, C:\\mappe\nneste
    """
    return (
        lines(text)
        .replace("\\", "\\\\")
        .replace(";", "\\;")
        .replace(",", "\\,")
        .replace("\n", "\\n")
    )


def parameter(text: str) -> str:
    """A parameter value in quotes, by RFC 6868.

    >>> parameter('Kari "Kaja" Li')
    '"Kari ^\\'Kaja^\\' Li"'
    """
    return '"' + line(text).replace("^", "^^").replace('"', "^'") + '"'


def uri(address: str | None) -> str | None:
    """A web address as ASCII without white space, or None where it is not one.

    >>> uri("https://møte.example/a b")
    >>> uri("https://example.org/møte")
    'https://example.org/m%C3%B8te'
    """
    if not address or _SUSPECT.search(address) or not _ADDRESS.fullmatch(address):
        return None
    return quote(address, safe=_URI_MARKS)


def fold(content: str) -> bytes:
    """A content line, folded before 75 octets, with its line end.

    No fold falls inside a character, nor between a backslash and the letter it escapes:
    Google drops an event for that (collective/icalendar#1501).
    """
    data = content.encode()
    if len(data) <= LIMIT:
        return data + b"\r\n"
    pieces = []
    start = 0
    while len(data) - start > LIMIT:
        end = _cut(data, start)
        pieces.append(data[start:end])
        start = end
    pieces.append(data[start:])
    return b"\r\n ".join(pieces) + b"\r\n"


def _cut(data: bytes, start: int) -> int:
    """Where the line that begins at ``start`` ends."""
    end = start + LIMIT
    while data[end] & 0xC0 == 0x80:  # the middle of a character
        end -= 1
    before = end
    while before > start and data[before - 1] in b"\\":
        before -= 1
    if (end - before) % 2 or data[end - 1] in b"^":
        return end - 1
    return end
