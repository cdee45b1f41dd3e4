"""Half-years: January to June, and July to December."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo


@dataclass(frozen=True, order=True)
class Half:
    """``number`` is 1 or 2."""

    year: int
    number: int

    @property
    def first(self) -> date:
        return date(self.year, 1 if self.number == 1 else 7, 1)

    @property
    def last(self) -> date:
        return date(self.year, 6, 30) if self.number == 1 else date(self.year, 12, 31)

    def before(self) -> "Half":
        return Half(self.year, 1) if self.number == 2 else Half(self.year - 1, 2)


def half_of(day: date) -> Half:
    """
    >>> half_of(date(2026, 6, 30)), half_of(date(2026, 7, 1))
    (Half(year=2026, number=1), Half(year=2026, number=2))
    """
    return Half(day.year, 1 if day.month <= 6 else 2)


def last_halves(day: date, count: int) -> list[Half]:
    """The half-year of ``day`` and those before it, the first one first.

    >>> last_halves(date(2026, 3, 1), 2)
    [Half(year=2025, number=2), Half(year=2026, number=1)]
    """
    found = [half_of(day)]
    while len(found) < count:
        found.append(found[-1].before())
    return found[::-1]


def months_before(moment: datetime, months: int) -> datetime:
    """The same clock that many months earlier, or the last day of a shorter month.

    >>> months_before(datetime(2026, 3, 31, 12), 13).isoformat()
    '2025-02-28T12:00:00'
    """
    year, month = divmod(moment.year * 12 + moment.month - 1 - months, 12)
    for day in range(moment.day, 27, -1):
        try:
            return moment.replace(year=year, month=month + 1, day=day)
        except ValueError:
            continue
    return moment.replace(year=year, month=month + 1)


def midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), tzinfo=zone)


def next_day(day: date) -> date:
    return day + timedelta(days=1)
