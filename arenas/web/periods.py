"""Days and periods, one on each line, as people write them in a form."""

from datetime import date

from flask_babel import gettext as _
from wtforms.validators import ValidationError

from arenas.web.cleaning import one_line
from arenas.web.fields import parse_day

Periods = tuple[tuple[date, date], ...]


def periods(text: str | None) -> Periods:
    """Pairs of days, one pair a line; a line with one day is that day.

    Raises
    ------
    ValidationError
        With words for people, if a line cannot be read.
    """
    found = []
    for line in (text or "").split("\n"):
        if clean := one_line(line):
            found.append(_period(clean))
    return tuple(found)


def kept(days: Periods) -> list[list[str]]:
    """The periods as records keep them."""
    return [[first.isoformat(), last.isoformat()] for first, last in days]


def said(blackouts: list[list[str]]) -> str:
    """The periods as the form takes them."""
    days = [[date.fromisoformat(day) for day in pair] for pair in blackouts]
    return "\n".join("–".join(f"{day:%d.%m.%Y}" for day in sorted(set(pair))) for pair in days)


def _period(line: str) -> tuple[date, date]:
    first, _dash, last = line.replace(" ", "").replace("—", "–").partition("–")
    try:
        start = parse_day(first)
        end = parse_day(last) if last else start
    except ValueError:
        raise ValidationError(
            _("«%(line)s» er ikke en dag eller periode, som 16.02.2026–20.02.2026.", line=line)
        ) from None
    if end < start:
        raise ValidationError(_("«%(line)s» slutter før den begynner.", line=line))
    return start, end
