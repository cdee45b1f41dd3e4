"""The nearest times at which nobody asked is elsewhere. Pure.

A time is as long as the one wanted, on a working day between eight and five; where the hours
wanted are outside, as of an evening meeting, it has those. On holidays and the other days that
are avoided there is none.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from arenas.clock import instant
from arenas.errors import Refusal
from arenas.meetings.when import When

DAY = timedelta(days=1)
REACH = 14 * DAY
"""How far before and after the wanted day is looked."""
STEP = timedelta(minutes=30)
OPENS, CLOSES = time(8), time(17)
OFFERED = 3


@dataclass(frozen=True)
class Busy:
    """From when to when something is that stands in the way; ``weight`` is how much."""

    starts_at: datetime
    ends_at: datetime
    weight: int = 1


@dataclass(frozen=True)
class Alternative:
    """A time, and how much stands in its way; 0 is free."""

    when: When
    weight: int


def nearest(
    wanted: When,
    busy: Sequence[Busy],
    is_avoided: Callable[[date], bool],
    zone: ZoneInfo,
    after: datetime,
) -> list[Alternative]:
    """At most three times, none overlapping another or the wanted one, by when they are.

    The nearest that are free; where fewer are, the ones with least in their way. None begins
    before ``after``.
    """
    open_ones = [
        Alternative(when, _weight(when, busy))
        for when in _candidates(wanted, is_avoided, zone)
        if when.starts_at > after and not _overlap(when, wanted)
    ]
    open_ones.sort(key=lambda one: (one.weight, abs(one.when.starts_at - wanted.starts_at)))
    chosen: list[Alternative] = []
    for one in open_ones:
        if not any(_overlap(one.when, other.when) for other in chosen):
            chosen.append(one)
        if len(chosen) == OFFERED:
            break
    return sorted(chosen, key=lambda one: one.when.starts_at)


def _candidates(wanted: When, is_avoided: Callable[[date], bool], zone: ZoneInfo) -> Iterator[When]:
    length = wanted.ends_at - wanted.starts_at
    for number in range(-REACH.days, REACH.days + 1):
        day = wanted.day + DAY * number
        if wanted.first_day is not None and wanted.last_day is not None:
            last = day + (wanted.last_day - wanted.first_day)
            if all(_is_fit(each, is_avoided) for each in _days(day, last)):
                yield When.days(day, last, zone)
        elif length < DAY and _is_fit(day, is_avoided):
            yield from _of_day(day, wanted, length, zone)


def _is_fit(day: date, is_avoided: Callable[[date], bool]) -> bool:
    return day.weekday() < 5 and not is_avoided(day)


def _days(first: date, last: date) -> list[date]:
    return [first + DAY * number for number in range((last - first).days + 1)]


def _of_day(day: date, wanted: When, length: timedelta, zone: ZoneInfo) -> Iterator[When]:
    """By the clocks of ``zone``: the hours wanted, and every half hour where these are usual."""
    wall = wanted.starts_at.astimezone(zone).replace(tzinfo=None)
    starts = {datetime.combine(day, wall.time())}
    opens, closes = datetime.combine(day, OPENS), datetime.combine(day, CLOSES)
    if wall.time() >= OPENS and datetime.combine(day, wall.time()) + length <= closes:
        starts |= {opens + STEP * number for number in range((closes - opens - length) // STEP + 1)}
    for start in sorted(starts):
        try:
            moment = instant(start, zone)
        except Refusal:  # clocks are put forward past it
            continue
        yield When(moment, moment + length, None, None, zone.key)


def _weight(when: When, busy: Sequence[Busy]) -> int:
    return sum(
        one.weight for one in busy if one.starts_at < when.ends_at and when.starts_at < one.ends_at
    )


def _overlap(one: When, other: When) -> bool:
    return one.starts_at < other.ends_at and other.starts_at < one.ends_at
