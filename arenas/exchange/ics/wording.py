"""The texts and people of an event: words without markup, addresses without their programs."""

import re
from dataclasses import dataclass
from html import unescape
from typing import Any

from arenas.errors import N_
from arenas.exchange.ics.components import RawEvent
from arenas.exchange.ics.lines import text_of
from arenas.meetings.details import is_link
from arenas.web.cleaning import many_lines, one_line

MOST_TEXT = 20_000
_ADDRESS = re.compile(r"[^@\s<>,;:\"]+@[^@\s<>,;:\"]+\.[^@\s<>,;:\"]+")
_MARKUP = re.compile(
    r"<(/?(?:p|br|b|i|u|a|em|strong|div|span|ul|ol|li|html|body|table|tr|td|font))\b[^<>]*>",
    re.IGNORECASE,
)
"""What Google and Outlook put around the words of a description."""


@dataclass(frozen=True)
class Note:
    """What is to be said of something that was read all the same: a text and its values."""

    text: str
    values: tuple[tuple[str, Any], ...] = ()


@dataclass(frozen=True)
class Guest:
    """Somebody asked: an address in lower case, and the name that stood beside it."""

    email: str
    name: str


def guests(raw: RawEvent) -> tuple[Guest, ...]:
    """The organiser and all who are asked, once each; rooms and equipment are left out."""
    found: dict[str, Guest] = {}
    for line in (*raw.lines.get("ORGANIZER", ()), *raw.lines.get("ATTENDEE", ())):
        if line.params.get("CUTYPE", "").upper() in {"ROOM", "RESOURCE"}:
            continue
        address = re.sub(r"^mailto:", "", line.value.strip(), flags=re.IGNORECASE)
        email = next(filter(_is_address, (address, line.params.get("EMAIL", ""))), "").lower()
        if not email:
            continue
        name = (one_line(line.params.get("CN", "").replace("\\,", ",")) or "")[:200]
        given = name if "@" not in name else ""
        if email not in found or not found[email].name:
            found[email] = Guest(email, given)
    return tuple(found.values())


def _is_address(text: str) -> bool:
    return len(text) <= 254 and _ADDRESS.fullmatch(text) is not None


def description(raw: RawEvent, notes: list[Note]) -> str | None:
    text = text_of(value(raw, "DESCRIPTION"))
    if _MARKUP.search(text):
        text = unescape(_MARKUP.sub(_words_of, text))
    link = value(raw, "URL")
    if is_link(link) and link not in text:
        text = f"{text}\n{link}"
    cleaned = many_lines(text)
    if cleaned and len(cleaned) > MOST_TEXT:
        notes.append(
            Note(N_("Beskrivelsen er kortet ned til %(most)s tegn."), (("most", MOST_TEXT),))
        )
        cleaned = cleaned[:MOST_TEXT]
    return cleaned


def line(raw: RawEvent, name: str, most: int, notes: list[Note]) -> str | None:
    text = one_line(text_of(value(raw, name)))
    if text and len(text) > most:
        notes.append(
            Note(N_("%(name)s er kortet ned til %(most)s tegn."), (("name", name), ("most", most)))
        )
        return text[:most].rstrip()
    return text


def value(raw: RawEvent, name: str) -> str:
    found = raw.first(name)
    return found.value.strip() if found else ""


def _words_of(match: re.Match[str]) -> str:
    return {"br": "\n", "p": "\n", "div": "\n", "li": "\n- "}.get(match[1].lower(), "")
