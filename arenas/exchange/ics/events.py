"""One event of a calendar file as a meeting of ours would have it, or why it cannot be."""

import re
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from arenas.clock import midnight
from arenas.errors import N_, Refusal
from arenas.exchange.ics import wording
from arenas.exchange.ics.components import RawEvent
from arenas.exchange.ics.lines import Line
from arenas.exchange.ics.moments import YEARS, Point, Wall, length, point
from arenas.exchange.ics.wording import Guest, Note, value
from arenas.exchange.ics.zones import UTC_ZONE, Zones
from arenas.meetings.details import is_link
from arenas.meetings.when import LONGEST, When

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
LINKS = (
    "CONFERENCE",
    "X-GOOGLE-CONFERENCE",
    "X-MICROSOFT-SKYPETEAMSMEETINGURL",
    "X-MICROSOFT-ONLINEMEETINGCONFLINK",
)


@dataclass(frozen=True)
class Event:
    """A VEVENT. ``instead_of`` is its RECURRENCE-ID; ``length`` is in wall time for days."""

    line: int
    uid: str
    sequence: int
    start: Point
    length: timedelta
    title: str
    description: str | None
    place: str | None
    online_url: str | None
    cancelled: bool
    guests: tuple[Guest, ...]
    instead_of: Point | None = None
    rule: Line | None = None
    more: tuple[Point, ...] = ()
    less: tuple[Point, ...] = ()
    notes: tuple[Note, ...] = field(default=())

    def when(self, zones: Zones, start: Point | None = None) -> When:
        """When it is, or the occurrence of the series that starts at ``start``.

        Raises
        ------
        Refusal
            If no meeting of ours can be then.
        """
        begins = self.start if start is None else start
        if not isinstance(begins, Wall):
            return When.days(begins, begins + max(self.length, DAY) - DAY, zones.default)
        zone = zones.default if begins.zone is UTC_ZONE else begins.zone
        starts = begins.instant()
        return When(starts, starts + self.length, None, None, zone.key)


def event(raw: RawEvent, zones: Zones) -> Event:
    """The event.

    Raises
    ------
    Refusal
        If it cannot be read; its text says why.
    """
    if raw.fault:
        raise Refusal(raw.fault[0], **raw.fault[1])
    notes: list[Note] = []
    start = _start(raw, zones)
    start, span = _length(raw, zones, start, notes)
    link = _link(raw)
    place = wording.line(raw, "LOCATION", 200, notes)
    if place and is_link(place):
        link, place = link or place, None
    read = Event(
        line=raw.number,
        uid=_uid(raw),
        sequence=_number(raw.first("SEQUENCE")),
        start=start,
        length=span,
        title=wording.line(raw, "SUMMARY", 200, notes) or "",
        description=wording.description(raw, notes),
        place=place,
        online_url=link,
        cancelled=value(raw, "STATUS").upper() == "CANCELLED",
        guests=wording.guests(raw),
        instead_of=_instead_of(raw, zones, notes),
        rule=_rule(raw),
        more=_points(raw, "RDATE", zones),
        less=_points(raw, "EXDATE", zones),
        notes=tuple(dict.fromkeys(notes + _of_letters(raw) + _of_zone(start))),
    )
    read.when(zones)
    return read


def _uid(raw: RawEvent) -> str:
    uid = value(raw, "UID")
    if not uid:
        raise Refusal(N_("Hendelsen mangler UID, så den kan ikke kjennes igjen neste gang."))
    if len(uid) > 1000:
        raise Refusal(N_("UID er på %(size)s tegn."), size=len(uid))
    return uid


def _start(raw: RawEvent, zones: Zones) -> Point:
    line = raw.first("DTSTART")
    if line is None:
        raise Refusal(N_("Hendelsen mangler starttid (DTSTART)."))
    start = point(line, zones)
    year = start.at.year if isinstance(start, Wall) else start.year
    if year not in YEARS[90:]:
        raise Refusal(N_("Året %(year)s er utenfor kalenderen (1990–2100)."), year=year)
    return start


def _length(
    raw: RawEvent, zones: Zones, start: Point, notes: list[Note]
) -> tuple[Point, timedelta]:
    """The start and how long it lasts; a day that Outlook wrote as midnights is a day."""
    span = _span(raw, zones, start)
    if isinstance(start, Wall) and value(raw, "X-MICROSOFT-CDO-ALLDAYEVENT").upper() == "TRUE":
        days = start.zone is not UTC_ZONE and start.at == midnight(start.at)
        if days and span is not None and span >= DAY - HOUR:
            return start.at.date(), timedelta(days=round(span / DAY))
    if span is None:
        if not isinstance(start, Wall):
            return start, DAY
        notes.append(Note(N_("Slutten mangler: satt til en time etter starten.")))
        return start, HOUR
    if not span and isinstance(start, Wall):
        notes.append(Note(N_("Starten og slutten er like: satt til en time.")))
        return start, HOUR
    if span <= timedelta():
        raise Refusal(N_("Hendelsen slutter før den starter."))
    if span > LONGEST:
        raise Refusal(
            N_("Hendelsen varer i %(days)s dager. Et møte kan vare i høyst 31."), days=span.days
        )
    return start, span


def _span(raw: RawEvent, zones: Zones, start: Point) -> timedelta | None:
    line = raw.first("DTEND")
    if line is None:
        return length(value(raw, "DURATION"))
    end = point(line, zones)
    if isinstance(start, Wall) and isinstance(end, Wall):
        return end.instant() - start.instant()
    if isinstance(start, Wall) or isinstance(end, Wall):
        raise Refusal(N_("Starten er et klokkeslett og slutten en dag, eller omvendt."))
    return end - start if end != start else DAY


def _instead_of(raw: RawEvent, zones: Zones, notes: list[Note]) -> Point | None:
    line = raw.first("RECURRENCE-ID")
    if line is None:
        return None
    if line.params.get("RANGE"):
        notes.append(Note(N_("Gjelder denne og de følgende i filen: bare denne er endret.")))
    return point(line, zones)


def _rule(raw: RawEvent) -> Line | None:
    found = raw.lines.get("RRULE", [])
    if len(found) > 1 or "EXRULE" in raw.lines:
        raise Refusal(N_("Serien har flere regler. Bare én RRULE kan leses."))
    return found[0] if found else None


def _points(raw: RawEvent, name: str, zones: Zones) -> tuple[Point, ...]:
    """All days and times of the lines; of a period its start."""
    return tuple(
        point(line, zones, value.partition("/")[0])
        for line in raw.lines.get(name, ())
        for value in line.value.split(",")
        if value.strip()
    )


def _link(raw: RawEvent) -> str | None:
    values = (value(raw, name) for name in LINKS)
    return next((value for value in values if is_link(value)), None)


def _number(line: Line | None) -> int:
    return int(line.value) if line and re.fullmatch(r"\d{1,9}", line.value.strip()) else 0


def _of_letters(raw: RawEvent) -> list[Note]:
    guessed = any(line.guessed for lines in raw.lines.values() for line in lines)
    return [Note(N_("Noen tegn var ikke UTF-8, og er lest som Windows-1252."))] if guessed else []


def _of_zone(start: Point) -> list[Note]:
    if not isinstance(start, Wall) or start.note is None:
        return []
    text, name = start.note
    return [Note(text, (("name", name[:80]), ("zone", start.zone.key)))]


def as_date(found: Point) -> date:
    return found.at.date() if isinstance(found, Wall) else found


def as_datetime(found: Point) -> datetime:
    return found.at if isinstance(found, Wall) else datetime.combine(found, datetime.min.time())
