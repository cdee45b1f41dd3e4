"""When a meeting is: agreed in wall time, kept as instants."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Self
from zoneinfo import ZoneInfo

from arenas import clock
from arenas.errors import N_, Refusal
from arenas.models import Meeting

LONGEST = timedelta(days=31)
YEARS = range(1990, 2101)


@dataclass(frozen=True)
class When:
    """From ``starts_at`` to ``ends_at``; an all-day meeting is its days, both included."""

    starts_at: datetime
    ends_at: datetime
    first_day: date | None
    last_day: date | None
    timezone: str

    @classmethod
    def of(cls, meeting: Meeting) -> Self:
        return cls(
            meeting.starts_at,
            meeting.ends_at,
            meeting.first_day,
            meeting.last_day,
            meeting.timezone,
        )

    @classmethod
    def timed(
        cls,
        first: tuple[date, time],
        last: tuple[date, time],
        zone: ZoneInfo,
        *,
        before: "When | None" = None,
    ) -> Self:
        """What clocks show from ``first`` to ``last``; an hour shown twice is the first.

        ``before`` is when the meeting was until now: a time that reads the same stays the
        same instant, also in the hour that clocks show twice.

        Raises
        ------
        Refusal
            If it does not end after it starts, lasts longer than a month, or names a time
            that clocks skip. Its ``field`` is ``starts``, ``ends`` or ``last_day``.
        """
        _check_years(first[0], last[0])
        starts = _instant(first, zone, "starts", before.starts_at if before else None)
        ends = _instant(last, zone, "ends", before.ends_at if before else None)
        if ends <= starts:
            field = "ends" if last[0] == first[0] else "last_day"
            raise Refusal(N_("Møtet må slutte etter at det starter."), field=field)
        if ends - starts > LONGEST:
            raise Refusal(N_("Et møte kan vare i høyst 31 dager."), field="last_day")
        return cls(starts, ends, None, None, zone.key)

    @classmethod
    def days(cls, first: date, last: date, zone: ZoneInfo) -> Self:
        """All of the days from ``first`` to ``last``.

        Raises
        ------
        Refusal
            If the last day is before the first, or more than a month after it.
        """
        _check_years(first, last)
        if last < first:
            raise Refusal(N_("Siste dag kan ikke være før første dag."), field="last_day")
        if last - first >= LONGEST:
            raise Refusal(N_("Et møte kan vare i høyst 31 dager."), field="last_day")
        starts = clock.instant(datetime.combine(first, time()), zone)
        ends = clock.instant(datetime.combine(last + timedelta(days=1), time()), zone)
        return cls(starts, ends, first, last, zone.key)

    @property
    def day(self) -> date:
        """The day it begins, on the clocks it was agreed in."""
        return self.first_day or self.starts_at.astimezone(ZoneInfo(self.timezone)).date()


def _check_years(first: date, last: date) -> None:
    for day, field in ((first, "day"), (last, "last_day")):
        if day.year not in YEARS:
            raise Refusal(N_("Året må være mellom 1990 og 2100."), field=field)


def _instant(
    wall: tuple[date, time], zone: ZoneInfo, field: str, before: datetime | None
) -> datetime:
    shown = datetime.combine(*wall)
    if before is not None and clock.wall_time(before, zone) == shown:
        return before
    try:
        return clock.instant(shown, zone)
    except Refusal as refusal:
        raise Refusal(refusal.text, field=field, **refusal.values) from None
