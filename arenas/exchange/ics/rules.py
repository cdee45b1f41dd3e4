"""RRULE judged before anything expands it, and expanded no farther than a register needs.

FREQ=SECONDLY, BYHOUR=0,1,2,…, a rule that never comes true: each is told apart by reading the
rule, not by trying it (RFC 5545, section 3.3.10).
"""

import re
from datetime import UTC, date, datetime, time, timedelta
from itertools import chain, islice

from arenas.errors import N_, Refusal
from arenas.exchange.ics.expansion import Rule, days
from arenas.exchange.ics.lines import Line
from arenas.exchange.ics.moments import YEARS, Point, Wall, point
from arenas.exchange.ics.zones import Zones

LONGEST = 500
MOST_DATES = 500
BACK = timedelta(days=5 * 366)
AHEAD = timedelta(days=2 * 366)
FREQUENCIES = frozenset({"DAILY", "WEEKLY", "MONTHLY", "YEARLY"})
FINER = frozenset({"SECONDLY", "MINUTELY", "HOURLY"})
NUMBERS = {
    "BYMONTH": (1, 12),
    "BYMONTHDAY": (-31, 31),
    "BYYEARDAY": (-366, 366),
    "BYWEEKNO": (-53, 53),
    "BYSETPOS": (-366, 366),
}
_DAYS = re.compile(r"[+-]?\d{0,2}(?:MO|TU|WE|TH|FR|SA|SU)")
_WEEKDAY = re.compile("MO|TU|WE|TH|FR|SA|SU")


def dates(line: Line, start: Point, zones: Zones, today: date) -> list[datetime]:
    """The wall times at which the rule comes, from ``BACK`` to ``AHEAD`` of today.

    The first of a series is its DTSTART, whether the rule names it or not. At most
    ``MOST_DATES``.

    Raises
    ------
    Refusal
        If the rule cannot be read, comes oftener than daily, or too often.
    """
    parts = judged(line)
    wall = start.at if isinstance(start, Wall) else datetime.combine(start, time())
    last = today + AHEAD
    until = _until(parts, line, start, zones) or datetime.combine(last, time.max)
    first = datetime.combine(today - BACK, time())
    clock, begins = wall.time(), wall.date()
    walls = (datetime.combine(day, clock) for day in days(Rule.of(parts, begins), begins, last))
    every = chain([wall], (moment for moment in walls if wall < moment and moment <= until))
    counted = islice(every, int(parts["COUNT"])) if "COUNT" in parts else every
    found = list(islice((moment for moment in counted if moment >= first), MOST_DATES + 1))
    if len(found) > MOST_DATES:
        raise Refusal(
            N_("Linje %(line)s: serien har flere enn %(most)s datoer."),
            line=line.number,
            most=MOST_DATES,
        )
    return found


def judged(line: Line) -> dict[str, str]:
    """The parts of a rule that can be expanded in bounded time.

    Raises
    ------
    Refusal
        If it is none.
    """
    text = line.value.strip().upper()
    parts = dict(part.split("=", 1) for part in text.split(";") if part.count("=") == 1)
    frequency = parts.get("FREQ", "")
    if len(text) > LONGEST or text.strip(";").count(";") + 1 != len(parts):
        raise _unreadable(line)
    if frequency in FINER or {"BYSECOND", "BYMINUTE", "BYHOUR"} & parts.keys():
        raise Refusal(
            N_("Linje %(line)s: regelen gjentas oftere enn daglig (%(rule)s)."),
            line=line.number,
            rule=text[:60],
        )
    if frequency not in FREQUENCIES or not all(_is_right(*part) for part in parts.items()):
        raise _unreadable(line)
    return parts


def _is_right(name: str, value: str) -> bool:
    if name in {"INTERVAL", "COUNT"}:
        return bool(re.fullmatch(r"[1-9]\d{0,4}", value))
    if name == "BYDAY":
        return value.count(",") < 60 and all(map(_DAYS.fullmatch, value.split(",")))
    if name == "WKST":
        return bool(_WEEKDAY.fullmatch(value))
    if name in NUMBERS:
        return _are_numbers(value, *NUMBERS[name])
    return name in {"FREQ", "UNTIL"}


def _are_numbers(value: str, low: int, high: int) -> bool:
    texts = value.split(",")
    if len(texts) > 400 or not all(re.fullmatch(r"[+-]?\d{1,3}", text) for text in texts):
        return False
    return all(low <= int(text) <= high and int(text) for text in texts)


def _until(parts: dict[str, str], line: Line, start: Point, zones: Zones) -> datetime | None:
    """The last wall time of the rule, if it has one; a day is all of it."""
    text = parts.get("UNTIL")
    if text is None or text[:4] > f"{YEARS[-1]}":
        return None
    found = point(line, zones, text)
    if not isinstance(found, Wall):
        return datetime.combine(found, time.max)
    if isinstance(start, Wall) and text.endswith("Z"):
        return found.at.replace(tzinfo=UTC).astimezone(start.zone).replace(tzinfo=None)
    return found.at


def _unreadable(line: Line) -> Refusal:
    return Refusal(
        N_("Linje %(line)s: regelen kan ikke leses: %(rule)s"),
        line=line.number,
        rule=line.value[:100],
    )
