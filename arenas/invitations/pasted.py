"""A list of people as it is pasted: one a line, in the ways that people write them. Pure."""

import re
from dataclasses import dataclass, field
from typing import Any

from arenas.errors import N_, Refusal
from arenas.mail.services import address
from arenas.web.cleaning import one_line

MOST_LINES = 10_000
_ANGLES = re.compile(r"^(.*)<([^<>]*)>\s*(.*)$")


@dataclass(frozen=True)
class Line:
    number: int
    email: str
    name: str = ""
    organisation: str = ""


@dataclass(frozen=True)
class Bad:
    """What is wrong with a line: a text to translate, and what belongs in it."""

    number: int
    text: str
    values: dict[str, Any] = field(default_factory=dict)


def lines(text: str) -> tuple[list[Line], list[Bad]]:
    """Each line that can be read, and each that cannot; empty ones and repeats are left out.

    >>> lines("Kari Li <kari@example.org>; Ås kommune")[0]
    [Line(number=1, email='kari@example.org', name='Kari Li', organisation='Ås kommune')]

    Raises
    ------
    Refusal
        If there are more than ``MOST_LINES``.
    """
    rows = text.splitlines()
    if len(rows) > MOST_LINES:
        raise Refusal(
            N_("Listen har %(number)s linjer. Det kan være høyst 10 000 om gangen."),
            field="pasted",
            number=len(rows),
        )
    found: dict[str, Line] = {}
    bad = []
    for number, row in enumerate(rows, 1):
        if not row.strip():
            continue
        try:
            line = _line(number, row)
        except Refusal as refusal:
            bad.append(Bad(number, refusal.text, refusal.values))
        else:
            found.setdefault(line.email, line)
    return list(found.values()), bad


def _line(number: int, row: str) -> Line:
    match = _ANGLES.match(row)
    if match:
        name, email, rest = match.groups()
        return Line(number, address(email), _clean(name), _clean(rest))
    parts = [part.strip() for part in re.split(r"[;\t]|,(?!\S*@\S*$)|,(?=\s*\S+@)", row)]
    place = next((at for at, part in enumerate(parts) if "@" in part), None)
    if place is None:
        raise Refusal(N_("Linjen har ingen e-postadresse."))
    before = [_clean(part) for part in parts[:place] if part]
    after = [_clean(part) for part in parts[place + 1 :] if part]
    return Line(
        number,
        address(parts[place]),
        " ".join(before),
        after[0] if after else "",
    )


def _clean(text: str) -> str:
    return (one_line(text) or "").strip(' ";,').strip()[:200]
