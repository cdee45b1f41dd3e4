"""Text as people search for it, and text as it stands in an address."""

import re
import unicodedata
from collections.abc import Collection
from datetime import date

_DATED = re.compile(r"(.+) (\d\d)\.(\d\d)\.(\d{4})")
_SPELLED_OUT = str.maketrans({"æ": "ae", "ø": "o", "đ": "d", "ł": "l", "ß": "ss", "þ": "th"})


def normalise(text: str) -> str:
    """Lower case, accents off, one space between words: Ås and as, Sør-Odal and sor-odal meet.

    >>> normalise("  Sør-Odal  Kommune ")
    'sor-odal kommune'
    >>> normalise("Årdal à la Crème")
    'ardal a la creme'
    """
    letters = unicodedata.normalize("NFKD", text.casefold()).translate(_SPELLED_OUT)
    kept = (letter for letter in letters if not unicodedata.combining(letter))
    return " ".join("".join(kept).split())


def slug(text: str) -> str:
    """The text as a short name in an address: lower-case ASCII letters, digits and hyphens.

    >>> slug("Kollektiv- og jernbaneforum")
    'kollektiv-og-jernbaneforum'
    """
    return re.sub(r"[^a-z0-9]+", "-", normalise(text)).strip("-")[:80]


def search_text(*parts: str | None) -> str:
    """The parts that a record is found by, normalised, in one string for LIKE."""
    return normalise(" ".join(part for part in parts if part))


def without_day(title: str, days: Collection[date]) -> str:
    """A usual title without its date, where that is one of the days that stand beside it.

    >>> without_day("Styret 08.12.2026", [date(2026, 12, 8)]), without_day("Frist 01.10.2026", [])
    ('Styret', 'Frist 01.10.2026')
    """
    match = _DATED.fullmatch(title)
    if match is None:
        return title
    said = "-".join((match[4], match[3], match[2]))
    return match[1] if said in {day.isoformat() for day in days} else title
