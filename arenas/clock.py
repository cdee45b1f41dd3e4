"""Wall time and instants: the one way from what a clock shows to a moment, and back."""

from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

from arenas.errors import N_, Refusal


def instant(wall: datetime, zone: ZoneInfo) -> datetime:
    """The moment at which clocks in ``zone`` show ``wall``; of two such, the first.

    Raises
    ------
    Refusal
        If clocks are put forward past it, so that they never show it.

    >>> instant(datetime(2025, 10, 26, 2, 30), ZoneInfo("Europe/Oslo")).isoformat()
    '2025-10-26T00:30:00+00:00'
    """
    moment = wall.replace(tzinfo=zone, fold=0).astimezone(UTC)
    if moment.astimezone(zone).replace(tzinfo=None) != wall.replace(fold=0):
        raise Refusal(
            N_("Klokken %(clock)s finnes ikke %(date)s: da stilles klokken frem."),
            clock=f"{wall:%H.%M}",
            date=f"{wall:%d.%m.%Y}",
        )
    return moment


def wall_time(moment: datetime, zone: ZoneInfo) -> datetime:
    """What clocks in ``zone`` show at ``moment``, without the zone."""
    return moment.astimezone(zone).replace(tzinfo=None)


def midnight(wall: datetime) -> datetime:
    """The beginning of that day, on the same clocks."""
    return datetime.combine(wall.date(), time())
