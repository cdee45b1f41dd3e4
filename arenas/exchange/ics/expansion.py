"""The days of a recurrence rule in a bounded stretch of the calendar (RFC 5545, section 3.3.10).

A library that looks for the next date of FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30 looks until the
year 9999. Here each day of the stretch is looked at once, and no other.
"""

from calendar import isleap, monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Self

DAY = timedelta(days=1)
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


@dataclass(frozen=True)
class Rule:
    """A rule of days. ``weekdays`` are pairs (place or 0, weekday from 0, Monday)."""

    frequency: str
    interval: int = 1
    week_starts: int = 0
    months: frozenset[int] = frozenset()
    weeks: frozenset[int] = frozenset()
    year_days: frozenset[int] = frozenset()
    month_days: frozenset[int] = frozenset()
    weekdays: frozenset[tuple[int, int]] = frozenset()
    places: tuple[int, ...] = ()

    @classmethod
    def of(cls, parts: dict[str, str], first: date) -> Self:
        """Of parts that are judged; what they leave open is taken from the first day."""
        frequency = parts["FREQ"]
        numbers = {
            name: frozenset(map(int, parts[key].split(","))) if key in parts else frozenset()
            for name, key in (
                ("months", "BYMONTH"),
                ("weeks", "BYWEEKNO"),
                ("year_days", "BYYEARDAY"),
                ("month_days", "BYMONTHDAY"),
            )
        }
        weekdays = frozenset(map(_weekday, parts["BYDAY"].split(","))) if "BYDAY" in parts else None
        if not (weekdays or numbers["year_days"] or numbers["month_days"]):
            if frequency == "WEEKLY" or numbers["weeks"]:
                weekdays = frozenset({(0, first.weekday())})
            elif frequency in {"MONTHLY", "YEARLY"}:
                numbers["month_days"] = frozenset({first.day})
                if frequency == "YEARLY" and not numbers["months"]:
                    numbers["months"] = frozenset({first.month})
        return cls(
            frequency,
            int(parts.get("INTERVAL", 1)),
            WEEKDAYS.index(parts.get("WKST", "MO")),
            weekdays=weekdays or frozenset(),
            places=tuple(map(int, parts["BYSETPOS"].split(","))) if "BYSETPOS" in parts else (),
            **numbers,
        )


def days(rule: Rule, first: date, last: date) -> Iterator[date]:
    """The days of the rule from ``first`` to ``last``, both included, in order."""
    if rule.frequency == "DAILY":
        if rule.places and not {1, -1} & set(rule.places):
            return  # a day has no second place
        every = range(first.toordinal(), last.toordinal() + 1, rule.interval)
        yield from (day for day in map(date.fromordinal, every) if _fits(rule, day))
        return
    for period in _periods(rule, first, last):
        chosen = [day for day in period if _fits(rule, day)]
        if rule.places:
            wanted = {place - 1 if place > 0 else len(chosen) + place for place in rule.places}
            chosen = [day for number, day in enumerate(chosen) if number in wanted]
        yield from (day for day in chosen if first <= day <= last)


def _weekday(text: str) -> tuple[int, int]:
    return int(text[:-2] or 0), WEEKDAYS.index(text[-2:])


def _periods(rule: Rule, first: date, last: date) -> Iterator[list[date]]:
    """Every interval-th day, week, month or year, as its days."""
    if rule.frequency in {"DAILY", "WEEKLY"}:
        length = 1 if rule.frequency == "DAILY" else 7
        start = first - DAY * ((first.weekday() - rule.week_starts) % 7 if length == 7 else 0)
        while start <= last:
            yield _row(start, length)
            start += DAY * length * rule.interval
        return
    step = rule.interval * (12 if rule.frequency == "YEARLY" else 1)
    month = first.year * 12 + (first.month - 1 if rule.frequency == "MONTHLY" else 0)
    while (start := date(month // 12, month % 12 + 1, 1)) <= last:
        year_long = 366 if isleap(start.year) else 365
        length = year_long if rule.frequency == "YEARLY" else monthrange(*divmod_month(month))[1]
        yield _row(start, length)
        month += step


def _row(start: date, length: int) -> list[date]:
    """So many days in a row. Counted by ordinals, in a third of the time of adding days."""
    first = start.toordinal()
    return list(map(date.fromordinal, range(first, first + length)))


def divmod_month(month: int) -> tuple[int, int]:
    """Year and month (1 to 12) of a count of months.

    >>> divmod_month(2026 * 12 + 11)
    (2026, 12)
    """
    return month // 12, month % 12 + 1


def _fits(rule: Rule, day: date) -> bool:
    if rule.months and day.month not in rule.months:
        return False
    if rule.month_days:
        length = monthrange(day.year, day.month)[1]
        if not {day.day, day.day - length - 1} & rule.month_days:
            return False
    if rule.weekdays and not _is_weekday(rule, day):
        return False
    if rule.year_days:
        number, length = _place_in_year(day)
        if not {number, number - length - 1} & rule.year_days:
            return False
    return not rule.weeks or _is_week(rule, day)


def _is_weekday(rule: Rule, day: date) -> bool:
    weekday = day.weekday()
    if (0, weekday) in rule.weekdays:
        return True
    if rule.frequency in {"DAILY", "WEEKLY"}:
        return any(weekday == one for _place, one in rule.weekdays)
    if rule.frequency == "MONTHLY" or rule.months:
        number, length = day.day, monthrange(day.year, day.month)[1]
    else:
        number, length = _place_in_year(day)
    places = ((number - 1) // 7 + 1, -((length - number) // 7 + 1))
    return any((place, weekday) in rule.weekdays for place in places)


def _is_week(rule: Rule, day: date) -> bool:
    """Whether its week is one of them, by the year that holds most of the week."""
    middle = day - DAY * ((day.weekday() - rule.week_starts) % 7) + DAY * 3
    number = (_place_in_year(middle)[0] - 1) // 7 + 1
    most = 53 if (middle + DAY * 7 * (53 - number)).year == middle.year else 52
    return number in rule.weeks or number - most - 1 in rule.weeks


def _place_in_year(day: date) -> tuple[int, int]:
    """Which day of its year it is, from 1, and how many the year has."""
    number = day.toordinal() - date(day.year, 1, 1).toordinal() + 1
    return number, 366 if isleap(day.year) else 365
