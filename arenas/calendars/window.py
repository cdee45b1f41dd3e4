"""Which meetings a feed shows: from a year back to a year and a half ahead, by whole months.

Whole months, so that a feed's bytes move on once a month and not every midnight.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

CANCELLED_DAYS = 30  # a cancelled meeting stays for so long past its date


@dataclass(frozen=True, slots=True)
class Window:
    """A meeting is shown if it ends after ``since`` and starts before ``until``; a cancelled
    one if it ends after ``cancelled_since``. The next month begins on ``next_month``."""

    today: date
    zone: ZoneInfo
    since: datetime
    until: datetime
    cancelled_since: datetime
    next_month: date


def window(today: date, zone: ZoneInfo, *, past_months: int, future_months: int) -> Window:
    """The window of a day.

    >>> oslo = ZoneInfo("Europe/Oslo")
    >>> shown = window(date(2026, 11, 23), oslo, past_months=12, future_months=18)
    >>> shown.since.astimezone(oslo).date(), shown.until.astimezone(oslo).date()
    (datetime.date(2025, 11, 1), datetime.date(2028, 6, 1))
    """
    return Window(
        today=today,
        zone=zone,
        since=midnight(first_of_month(today, -past_months), zone),
        until=midnight(first_of_month(today, future_months + 1), zone),
        cancelled_since=midnight(today - timedelta(days=CANCELLED_DAYS), zone),
        next_month=first_of_month(today, 1),
    )


def first_of_month(day: date, months: int) -> date:
    """The first of the month so many months later.

    >>> first_of_month(date(2026, 1, 31), -1)
    datetime.date(2025, 12, 1)
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, 1)


def midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), tzinfo=zone).astimezone(UTC)


def leaves_on(ends_at: datetime, zone: ZoneInfo) -> date:
    """The first day on which a cancelled meeting is no longer shown."""
    last_day = (ends_at - timedelta(seconds=1)).astimezone(zone).date()
    return last_day + timedelta(days=CANCELLED_DAYS + 1)
