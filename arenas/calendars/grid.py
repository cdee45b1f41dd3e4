"""A month or a week as rows of days, with what happens on each. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from arenas.calendars.window import first_of_month

WEEK = timedelta(days=7)
HOLIDAY_WORDS = {"nb": "no", "en": "en_US"}


@dataclass(frozen=True)
class Happening:
    """A meeting on one of its days; ``goes_on`` where it began on a day before."""

    meeting: Any
    goes_on: bool


@dataclass(frozen=True)
class Day:
    date: date
    inside: bool
    holiday: str
    happenings: Sequence[Happening]


@dataclass(frozen=True)
class Week:
    number: int
    days: Sequence[Day]

    @property
    def told(self) -> list[Day]:
        """The days that a list tells of: those inside with a meeting or a holiday."""
        return [day for day in self.days if day.inside and (day.happenings or day.holiday)]


def month_span(day: date) -> tuple[date, date]:
    """The Monday that the month's page begins with, and the Monday after its last week.

    >>> month_span(date(2026, 12, 8))
    (datetime.date(2026, 11, 30), datetime.date(2027, 1, 4))
    """
    first, after = first_of_month(day, 0), first_of_month(day, 1)
    return monday(first), monday(after - timedelta(days=1)) + WEEK


def monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def weeks(
    span: tuple[date, date],
    month: int | None,
    meetings: Iterable[tuple[date, date, Any]],
    holidays: Mapping[date, str],
) -> list[Week]:
    """The weeks of the span; ``meetings`` are (first day, last day, meeting) in order of time.

    A day of another month than ``month`` is not inside.
    """
    on: dict[date, list[Happening]] = {}
    for first, last, meeting in meetings:
        for day in _days(max(first, span[0]), min(last + timedelta(days=1), span[1])):
            on.setdefault(day, []).append(Happening(meeting, goes_on=day > first))
    return [
        Week(
            start.isocalendar().week,
            [
                Day(day, month in {None, day.month}, holidays.get(day, ""), on.get(day, ()))
                for day in _days(start, start + WEEK)
            ],
        )
        for start in _days(*span, step=WEEK)
    ]


def number_in(meetings: Iterable[tuple[date, date, Any]], month: date | None) -> int:
    """How many of them take place in the month of that day; all of them without one.

    >>> seen = [(date(2026, 11, 30), date(2026, 12, 1), 1), (date(2027, 1, 2), date(2027, 1, 2), 2)]
    >>> number_in(seen, date(2026, 12, 8)), number_in(seen, None)
    (1, 2)
    """
    if month is None:
        return sum(1 for _one in meetings)
    first, after = first_of_month(month, 0), first_of_month(month, 1)
    return sum(1 for begins, ends, _meeting in meetings if begins < after and ends >= first)


def _days(start: date, end: date, step: timedelta = timedelta(days=1)) -> Iterable[date]:
    while start < end:
        yield start
        start += step


@lru_cache(maxsize=64)
def holidays_of(year: int, language: str) -> Mapping[date, str]:
    """Norway's public holidays. The library is loaded when the first page asks."""
    import holidays

    words = HOLIDAY_WORDS[language]
    return dict(holidays.country_holidays("NO", years=year, language=words).items())
