"""iCalendar (RFC 5545, RFC 7986), written in one pass from plain records. Pure.

The writer is our own: a feed of 1,000 meetings takes a thirtieth of the time that the
icalendar library needs, and its texts need no second care. The library reads what we
write in the tests, and must serialise the same events to the same bytes.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from arenas.calendars import text, zones

PRODUCT = "-//Moteplass//Moteplass//NO"
REFRESH = "PT1H"
END = b"END:VCALENDAR\r\n"
STANDARD_ZONE = "Europe/Oslo"


@dataclass(frozen=True, slots=True)
class Attendee:
    """One who is asked to come. Invitations only: a feed holds nobody's address."""

    email: str
    name: str
    role: str = "REQ-PARTICIPANT"
    answer: str = "NEEDS-ACTION"
    rsvp: bool = True


@dataclass(frozen=True, slots=True)
class Alarm:
    """A reminder some minutes before the start."""

    minutes: int
    words: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A meeting as a calendar knows it: instants are aware; days are the first, and the
    first after the last. ``stamp`` is when the record last changed, never the clock.

    ``rule`` makes it a series but for ``left_out``; ``instead_of`` is the date of the series
    that it stands for. Both are wall times with their own ZoneInfo, or days.
    """

    uid: str
    starts: datetime | date
    ends: datetime | date
    summary: str
    stamp: datetime
    created: datetime | None = None
    sequence: int = 0
    status: str = "CONFIRMED"
    zone: str = STANDARD_ZONE
    description: str = ""
    location: str = ""
    categories: tuple[str, ...] = ()
    url: str | None = None
    conference: str | None = None
    contact: str | None = None
    geo: tuple[float, float] | None = None
    free: bool = False
    rule: str | None = None
    left_out: tuple[datetime | date, ...] = ()
    instead_of: datetime | date | None = None
    organizer: tuple[str, str] | None = None
    attendees: tuple[Attendee, ...] = ()
    alarms: tuple[Alarm, ...] = ()


@dataclass(frozen=True, slots=True)
class Frame:
    """What a calendar says of itself (RFC 7986) and the X- names that programs really read."""

    name: str = ""
    description: str = ""
    source: str | None = None
    url: str | None = None
    colour: str | None = None
    hex_colour: str | None = None
    zone: str = STANDARD_ZONE
    method: str | None = None


def calendar(frame: Frame, entries: Iterable[Entry]) -> Iterator[bytes]:
    """The file, piece by piece: its head, each zone before its first use, each event."""
    yield head(frame)
    seen: set[str] = set()
    for entry in entries:
        for zone in zones_of(entry):
            if zone not in seen:
                seen.add(zone)
                yield zones.vtimezone(zone)
        yield event(entry)
    yield END


def zones_of(entry: Entry) -> tuple[str, ...]:
    """The zones that the event's times name: days, and times in UTC, name none."""
    named = [] if _wall(entry) is None else [entry.zone]
    others = entry.left_out if entry.instead_of is None else (entry.instead_of, *entry.left_out)
    for moment in others:
        if isinstance(moment, datetime) and (zone := _own_zone(moment)) is not None:
            named.append(zone.key)
    return tuple(dict.fromkeys(named))


def head(frame: Frame) -> bytes:
    parts = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{PRODUCT}", "CALSCALE:GREGORIAN"]
    if frame.method:
        parts.append(f"METHOD:{frame.method}")
    if frame.name:
        parts += _names(frame)
    return b"".join(map(text.fold, parts))


def _names(frame: Frame) -> Iterator[str]:
    name = text.escape(text.line(frame.name))
    yield f"NAME:{name}"
    yield f"X-WR-CALNAME:{name}"
    if frame.description:
        description = text.escape(frame.description)
        yield f"DESCRIPTION:{description}"
        yield f"X-WR-CALDESC:{description}"
    yield f"X-WR-TIMEZONE:{frame.zone}"
    yield f"REFRESH-INTERVAL;VALUE=DURATION:{REFRESH}"
    yield f"X-PUBLISHED-TTL:{REFRESH}"
    if frame.source:
        yield f"SOURCE;VALUE=URI:{frame.source}"
    if frame.url:
        yield f"URL:{frame.url}"
    if frame.colour:
        yield f"COLOR:{frame.colour}"
    if frame.hex_colour:
        yield f"X-APPLE-CALENDAR-COLOR:{frame.hex_colour}"


def event(entry: Entry) -> bytes:
    """The VEVENT."""
    return b"".join(map(text.fold, _event(entry)))


def _event(entry: Entry) -> Iterator[str]:
    zone = _wall(entry)
    yield "BEGIN:VEVENT"
    yield f"UID:{text.escape(text.line(entry.uid))}"
    yield f"DTSTAMP:{utc(entry.stamp)}"
    if entry.created:
        yield f"CREATED:{utc(entry.created)}"
    yield f"LAST-MODIFIED:{utc(entry.stamp)}"
    yield f"SEQUENCE:{entry.sequence}"
    yield f"DTSTART{_when(entry.starts, zone)}"
    yield f"DTEND{_when(entry.ends, zone)}"
    yield from _recurrence(entry)
    yield f"SUMMARY:{text.escape(text.line(entry.summary))}"
    yield f"STATUS:{entry.status}"
    if entry.free:
        yield "TRANSP:TRANSPARENT"
    yield from _words(entry)
    yield from _people(entry)
    for alarm in entry.alarms:
        yield from _alarm(alarm)
    yield "END:VEVENT"


def _recurrence(entry: Entry) -> Iterator[str]:
    if entry.instead_of is not None:
        yield f"RECURRENCE-ID{_date_of_series(entry.instead_of)}"
    if entry.rule:
        yield f"RRULE:{entry.rule}"
    for moment in entry.left_out:
        yield f"EXDATE{_date_of_series(moment)}"


def _words(entry: Entry) -> Iterator[str]:
    if entry.description:
        yield f"DESCRIPTION:{text.escape(entry.description)}"
    if entry.location:
        yield f"LOCATION:{text.escape(text.line(entry.location))}"
    if entry.geo:
        yield f"GEO:{entry.geo[0]};{entry.geo[1]}"
    if entry.categories:
        names = ",".join(text.escape(text.line(name)) for name in entry.categories)
        yield f"CATEGORIES:{names}"
    if entry.url:
        yield f"URL:{entry.url}"
    if entry.conference and (link := text.uri(entry.conference)):
        yield f"CONFERENCE;VALUE=URI;FEATURE=AUDIO,VIDEO:{link}"
    if entry.contact:
        yield f"CONTACT:{text.escape(text.line(entry.contact))}"


def _people(entry: Entry) -> Iterator[str]:
    if entry.organizer:
        email, name = entry.organizer
        yield f"ORGANIZER;CN={text.parameter(name)}:mailto:{text.line(email)}"
    for one in entry.attendees:
        rsvp = ";RSVP=TRUE" if one.rsvp else ""
        yield (
            f"ATTENDEE;CN={text.parameter(one.name)};CUTYPE=INDIVIDUAL;PARTSTAT={one.answer}"
            f";ROLE={one.role}{rsvp}:mailto:{text.line(one.email)}"
        )


def _alarm(alarm: Alarm) -> Iterator[str]:
    yield "BEGIN:VALARM"
    yield "ACTION:DISPLAY"
    yield f"DESCRIPTION:{text.escape(text.line(alarm.words))}"
    yield f"TRIGGER:{_before(alarm.minutes)}"
    yield "END:VALARM"


def _before(minutes: int) -> str:
    days, rest = divmod(minutes, 24 * 60)
    if days and not rest:
        return f"-P{days}D"
    hours, left = divmod(minutes, 60)
    return f"-PT{hours}H" if hours and not left else f"-PT{minutes}M"


def _wall(entry: Entry) -> ZoneInfo | None:
    """The zone to write the times in; None for UTC.

    In the hour that comes twice, a wall time means the first (RFC 5545, 3.3.5): an event
    that begins or ends in the second is written in UTC.
    """
    zone = known_zone(entry.zone)
    if zone is None or not isinstance(entry.starts, datetime):
        return None
    ends = entry.ends if isinstance(entry.ends, datetime) else entry.starts
    if entry.starts.astimezone(zone).fold or ends.astimezone(zone).fold:
        return None
    return zone


@lru_cache(maxsize=600)
def known_zone(name: str) -> ZoneInfo | None:
    """None for UTC and for names that no zone has: such times are written in UTC."""
    return None if name in zones.UTC_NAMES or not zones.known(name) else ZoneInfo(name)


def _when(moment: datetime | date, zone: ZoneInfo | None) -> str:
    """The value with its parameters: a day, a wall time with its zone, or UTC."""
    if not isinstance(moment, datetime):
        return f";VALUE=DATE:{moment.year:04}{moment.month:02}{moment.day:02}"
    if zone is None:
        return f":{utc(moment)}"
    return f";TZID={zone.key}:{_digits(moment.astimezone(zone))}"


def _date_of_series(moment: datetime | date) -> str:
    """In the zone of the series, whatever zone the meeting itself has come to."""
    zone = _own_zone(moment) if isinstance(moment, datetime) else None
    return f";TZID={zone.key}:{_digits(moment)}" if zone else _when(moment, None)  # type: ignore[arg-type]


def _own_zone(moment: datetime) -> ZoneInfo | None:
    return known_zone(moment.tzinfo.key) if isinstance(moment.tzinfo, ZoneInfo) else None


def utc(moment: datetime) -> str:
    return f"{_digits(moment.astimezone(UTC))}Z"


def _digits(m: datetime) -> str:
    return f"{m.year:04}{m.month:02}{m.day:02}T{m.hour:02}{m.minute:02}{m.second:02}"


def day_after(last: date) -> date:
    """The exclusive end of an all-day event."""
    return last + timedelta(days=1)
