"""Which time zone a name in a calendar file means: IANA, Windows, or described in the file."""

import re
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo, available_timezones

from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

from arenas.calendars.zones import UTC_NAMES
from arenas.errors import N_, Refusal
from arenas.exchange.ics.components import RawZone

UTC_ZONE = ZoneInfo("UTC")
COMMON = (
    "Europe/Oslo",
    "Europe/London",
    "Europe/Helsinki",
    "America/New_York",
    "America/Chicago",
    "America/Denver",
    "America/Los_Angeles",
    "Asia/Tokyo",
    "Australia/Sydney",
)
"""Tried in this order for a zone of which only the offsets are known."""
DESCRIBED = N_("Tidssonen «%(name)s» er ukjent, men beskrevet i filen: lest som %(zone)s.")
OTHERWISE = N_("Filen beskriver tidssonen «%(name)s» annerledes enn den er. Navnet gjelder.")
_OFFSET = re.compile(r"([+-])(\d{2})(\d{2})")


class Zones:
    """The zones of one file. ``default`` is for times that name none."""

    def __init__(self, described: list[RawZone], default: ZoneInfo) -> None:
        self.default = default
        self.described = {
            zone.names["TZID"]: zone for zone in reversed(described) if "TZID" in zone.names
        }
        self.found: dict[str, tuple[ZoneInfo, str | None]] = {}

    def of(self, name: str) -> tuple[ZoneInfo, str | None]:
        """The zone, and what is to be said of it.

        Raises
        ------
        Refusal
            If nobody knows it.
        """
        if name not in self.found:
            self.found[name] = self._look_up(name)
        return self.found[name]

    def _look_up(self, name: str) -> tuple[ZoneInfo, str | None]:
        described = self.described.get(name)
        zone = named(name)
        if zone is None and described is not None:
            zone = named(described.names.get("X-LIC-LOCATION", ""))
        if zone is not None:
            lies = described is not None and not _fits(zone, described)
            return zone, OTHERWISE if lies else None
        zone = _by_offsets(described, self.default) if described is not None else None
        if zone is None:
            raise Refusal(N_("Tidssonen «%(name)s» er ukjent."), name=name[:80])
        return zone, DESCRIBED


def named(name: str) -> ZoneInfo | None:
    """By its IANA name, also at the end of a path, its Windows name, or a city in it.

    >>> named("W. Europe Standard Time").key, named("/mozilla.org/20050126_1/Europe/Oslo").key
    ('Europe/Berlin', 'Europe/Oslo')
    >>> named("(UTC+01:00) Amsterdam, Berlin, Bern, Rome, Stockholm, Vienna").key
    'Europe/Amsterdam'
    """
    text = name.strip().strip('"')
    if not text or len(text) > 200:
        return None
    if text in UTC_NAMES or text.upper() in {"UTC", "GMT", "Z"}:
        return UTC_ZONE
    known, cities = _known()
    parts = text.split("/")
    tails = ["/".join(parts[-number:]) for number in (len(parts), 3, 2) if number <= len(parts)]
    keys = [known.get(tail.casefold()) for tail in tails]
    windows = _windows().get(text.casefold())
    places = re.sub(r"^\([^)]*\)\s*", "", text).split(",") if text.startswith("(") else []
    keys += [windows, *(cities.get(place.strip().casefold()) for place in places)]
    key = next((one for one in keys if one), None)
    return ZoneInfo(key) if key else None


@lru_cache(maxsize=1)
def _known() -> tuple[dict[str, str], dict[str, str]]:
    """By name, and by the city it ends with."""
    zones = sorted(name for name in available_timezones() if "/" in name)
    cities = {name.rpartition("/")[2].replace("_", " ").casefold(): name for name in zones}
    return {name.casefold(): name for name in zones}, cities


@lru_cache(maxsize=1)
def _windows() -> dict[str, str]:
    return {name.casefold(): zone for name, zone in WINDOWS_TO_OLSON.items()}


def _offsets_of(described: RawZone) -> dict[str, timedelta]:
    """The last offset of each part: STANDARD and DAYLIGHT."""
    found = {}
    for part, texts in described.offsets.items():
        if match := _OFFSET.match(texts[-1]):
            size = timedelta(hours=int(match[2]), minutes=int(match[3]))
            found[part] = -size if match[1] == "-" else size
    return found


@lru_cache(maxsize=600)
def _offsets_in(zone: ZoneInfo) -> frozenset[timedelta]:
    moments = (datetime(2026, month, 1, tzinfo=UTC) for month in (1, 7))
    return frozenset(moment.astimezone(zone).utcoffset() or timedelta() for moment in moments)


def _fits(zone: ZoneInfo, described: RawZone) -> bool:
    offsets = set(_offsets_of(described).values())
    return not offsets or bool(offsets & _offsets_in(zone))


def _by_offsets(described: RawZone, default: ZoneInfo) -> ZoneInfo | None:
    offsets = frozenset(_offsets_of(described).values())
    for zone in (default, *(ZoneInfo(name) for name in COMMON)):
        if offsets and _offsets_in(zone) == offsets:
            return zone
    if len(offsets) != 1:
        return None
    hours, rest = divmod(next(iter(offsets)), timedelta(hours=1))
    if rest or not -12 <= hours <= 14:
        return None
    return ZoneInfo(f"Etc/GMT{-hours:+d}" if hours else "Etc/GMT")
