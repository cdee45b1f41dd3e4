"""On which days a series meets: a rule of RFC 5545 in wall time, and the days it avoids.

Pure: days in, days out. The rule has no COUNT or UNTIL of its own: the last day and the number
are of meetings that take place, so that a skipped holiday costs nobody a meeting.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from functools import lru_cache
from itertools import islice

from dateutil.rrule import rrulestr
from holidays import country_holidays

from arenas.errors import N_, Refusal
from arenas.models.enums import OnHoliday

MOST = 120
LOOKED_AT = 3000
AHEAD = timedelta(days=366)
FARTHEST = timedelta(days=20 * 366)
DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
JULY = 7
DAY = timedelta(days=1)


class Repeats(StrEnum):
    DAY = "day"
    WORKDAY = "workday"
    WEEK = "week"
    MONTH_DAY = "month_day"
    MONTH_WEEKDAY = "month_weekday"


class Why(StrEnum):
    """What stands in the way of a day of the rule."""

    HOLIDAY = "holiday"
    JULY = "july"
    BLACKOUT = "blackout"


@dataclass(frozen=True)
class Pattern:
    """How often, from when, until when, and what is avoided. ``count`` and ``until`` None: open.

    ``blackouts`` are pairs (first day, last day), both included.
    """

    repeats: Repeats
    first: date
    every: int = 1
    until: date | None = None
    count: int | None = None
    on_holiday: OnHoliday = OnHoliday.SKIP
    skips_july: bool = True
    blackouts: tuple[tuple[date, date], ...] = field(default=())


@dataclass(frozen=True)
class Occurrence:
    """A day of the rule; ``held_on`` is None where it is skipped, another day where it moves."""

    day: date
    held_on: date | None
    why: Why | None = None
    holiday: str = ""


def rule(pattern: Pattern) -> str:
    """The rule as RFC 5545 writes it, without an end.

    >>> rule(Pattern(Repeats.MONTH_WEEKDAY, date(2026, 12, 8), every=2))
    'FREQ=MONTHLY;INTERVAL=2;BYDAY=2TU'
    """
    day = pattern.first
    weekday = DAYS[day.weekday()]
    place = (day.day - 1) // 7 + 1
    monthdays = ",".join(str(number) for number in range(28, day.day + 1)) or str(day.day)
    last_of_these = ";BYSETPOS=-1" if day.day > 28 else ""
    kinds = {
        Repeats.DAY: "DAILY",
        Repeats.WORKDAY: "WEEKLY",
        Repeats.WEEK: "WEEKLY",
        Repeats.MONTH_DAY: "MONTHLY",
        Repeats.MONTH_WEEKDAY: "MONTHLY",
    }
    parts = {
        Repeats.DAY: "",
        Repeats.WORKDAY: ";BYDAY=MO,TU,WE,TH,FR",
        Repeats.WEEK: f";BYDAY={weekday}",
        Repeats.MONTH_DAY: f";BYMONTHDAY={monthdays}{last_of_these}",
        Repeats.MONTH_WEEKDAY: f";BYDAY={-1 if place == 5 else place}{weekday}",
    }
    kind = pattern.repeats
    return f"FREQ={kinds[kind]};INTERVAL={pattern.every}{parts[kind]}"


def check(pattern: Pattern) -> None:
    """Refuse a pattern that can never be, before anything is counted."""
    if not 1 <= pattern.every <= 52:
        raise Refusal(N_("Tallet må være fra 1 til 52."), field="every")
    if pattern.count is not None and not 1 <= pattern.count <= MOST:
        raise Refusal(N_("En serie kan ha fra 1 til %(most)s møter."), field="count", most=MOST)
    if pattern.until is not None and pattern.until < pattern.first:
        raise Refusal(N_("Siste dag kan ikke være før første dag."), field="until")
    for first, last in pattern.blackouts:
        if last < first:
            raise Refusal(N_("En periode uten møter slutter før den begynner."), field="blackouts")


def occurrences(
    pattern: Pattern, *, after: date | None = None, language: str = "no"
) -> list[Occurrence]:
    """Every day of the rule up to its end, an open one a year from ``after`` or its first day.

    Skipped days stand among the others. With ``after`` only later days are given.

    Raises
    ------
    Refusal
        If the pattern cannot be, never meets, or meets more often than a series may.
    """
    check(pattern)
    found = list(islice(_walk(pattern, after, language), LOOKED_AT))
    held = [one for one in found if one.held_on is not None]
    if not held and after is None:
        raise Refusal(N_("Denne serien får aldri noen møter. Endre reglene."), field="repeats")
    if len(held) > MOST:
        raise Refusal(
            N_("Serien får flere enn %(most)s møter. Velg en tidligere siste dag."),
            field="until",
            most=MOST,
        )
    return found


def laid_out(pattern: Pattern, last: date, language: str = "no") -> list[Occurrence]:
    """Every day of the rule from the first to ``last``, wherever the series ends."""
    whole = replace(pattern, until=last, count=None)
    return list(islice(_walk(whole, None, language), LOOKED_AT))


def is_avoided(pattern: Pattern, day: date) -> bool:
    """Whether something stands in the way of a meeting of the series on that day."""
    return _hindrance(pattern, day, "no")[0] is not None


def _walk(pattern: Pattern, after: date | None, language: str) -> Iterator[Occurrence]:
    farthest = (after or pattern.first) + FARTHEST
    open_end = farthest if pattern.count is not None else (after or pattern.first) + AHEAD
    horizon = min(pattern.until or open_end, farthest)
    left = pattern.count if pattern.count is not None else LOOKED_AT
    start = datetime.combine(pattern.first, time())
    days = (moment.date() for moment in rrulestr(rule(pattern), dtstart=start))
    day = next(days, None)
    while day is not None and day <= horizon and left > 0:
        following = next(days, None)
        occurrence = _decide(pattern, day, following, language)
        left -= occurrence.held_on is not None
        if after is None or day > after:
            yield occurrence
        day = following


def _decide(pattern: Pattern, day: date, following: date | None, language: str) -> Occurrence:
    why, holiday = _hindrance(pattern, day, language)
    if why is None:
        return Occurrence(day, day)
    if why is Why.JULY or pattern.on_holiday is not OnHoliday.NEXT:
        return Occurrence(day, None, why, holiday)
    free = _next_free(pattern, day, language, before=following)
    return Occurrence(day, free, why, holiday)


def _hindrance(pattern: Pattern, day: date, language: str) -> tuple[Why | None, str]:
    if pattern.skips_july and day.month == JULY:
        return Why.JULY, ""
    if any(first <= day <= last for first, last in pattern.blackouts):
        return Why.BLACKOUT, ""
    name = holiday_name(day, language)
    if name and pattern.on_holiday is not OnHoliday.KEEP:
        return Why.HOLIDAY, name
    return None, ""


def _next_free(pattern: Pattern, day: date, language: str, *, before: date | None) -> date | None:
    """The next working day without a hindrance within two weeks, before the rule's next day."""

    def fits(one: date) -> bool:
        return (
            one.weekday() < 5
            and _hindrance(pattern, one, language)[0] is None
            and not holiday_name(one, language)
        )

    ahead = (day + DAY * number for number in range(1, 15))
    free = next((one for one in ahead if fits(one)), None)
    return free if free and (before is None or free < before) else None


def holiday_name(day: date, language: str = "no") -> str:
    """The public holiday on that day in Norway; empty where it is none."""
    return str(_holidays(day.year, "en_US" if language == "en" else "no").get(day, ""))


@lru_cache(maxsize=64)
def _holidays(year: int, language: str) -> dict[date, str]:
    return dict(country_holidays("NO", years=year, language=language))
