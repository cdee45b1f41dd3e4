"""Days, times and lengths as a calendar file writes them (RFC 5545, sections 3.3.4 to 3.3.6)."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from arenas.errors import N_, Refusal
from arenas.exchange.ics.lines import Line
from arenas.exchange.ics.zones import UTC_ZONE, Zones

YEARS = range(1900, 2101)
_MOMENT = re.compile(
    r"(\d{4})-?(\d{2})-?(\d{2})(?:[T ](\d{2}):?(\d{2})(?::?(\d{2}))?(?:\.\d+)?(Z)?)?",
    re.ASCII,
)
_LENGTH = re.compile(
    r"([+-]?)P(?:(\d{1,5})W)?(?:(\d{1,5})D)?(?:T(?:(\d{1,5})H)?(?:(\d{1,6})M)?(?:(\d{1,7})S)?)?",
    re.ASCII,
)


@dataclass(frozen=True)
class Wall:
    """What clocks in ``zone`` show. ``note`` is what is to be said of the zone."""

    at: datetime
    zone: ZoneInfo
    note: tuple[str, str] | None = None

    def instant(self, at: datetime | None = None) -> datetime:
        """The moment of ``at`` on these clocks; a time that is skipped is read with the offset
        before (RFC 5545, section 3.3.5), of a time shown twice the first."""
        return (at or self.at).replace(tzinfo=self.zone).astimezone(UTC)


Point = date | Wall


def point(line: Line, zones: Zones, value: str | None = None) -> Point:
    """The day or the time of a line.

    Raises
    ------
    Refusal
        If it cannot be read, is no day, or its zone is unknown.
    """
    text = (line.value if value is None else value).strip()
    match = _MOMENT.fullmatch(text)
    try:
        if match is None:
            raise ValueError(text)
        day = date(int(match[1]), int(match[2]), int(match[3]))
        if day.year not in YEARS:
            raise ValueError(text)
        if match[4] is None:
            return day
        second = min(int(match[6] or 0), 59)
        at = datetime(day.year, day.month, day.day, int(match[4]), int(match[5]), second)  # noqa: DTZ001
    except ValueError:
        raise Refusal(
            N_("Linje %(line)s: %(name)s er «%(value)s», som ikke er en tid i kalenderen."),
            line=line.number,
            name=line.name,
            value=text[:40],
        ) from None
    return _wall(at, line, zones, is_utc=match[7] is not None)


def _wall(at: datetime, line: Line, zones: Zones, *, is_utc: bool) -> Wall:
    name = line.params.get("TZID", "")
    if is_utc:
        return Wall(at, UTC_ZONE)
    if not name:
        return Wall(at, zones.default)
    zone, note = zones.of(name)
    return Wall(at, zone, (note, name) if note else None)


def length(text: str) -> timedelta | None:
    """A DURATION, or None where it is none.

    >>> length("PT1H30M"), length("P1W"), length("snart")
    (datetime.timedelta(seconds=5400), datetime.timedelta(days=7), None)
    """
    match = _LENGTH.fullmatch(text.strip())
    if match is None or not any(match.groups()[1:]):
        return None
    weeks, days, hours, minutes, seconds = (int(one or 0) for one in match.groups()[1:])
    found = timedelta(weeks=weeks, days=days, hours=hours, minutes=minutes, seconds=seconds)
    return -found if match[1] == "-" else found
