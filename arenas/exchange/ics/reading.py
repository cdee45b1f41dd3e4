"""A calendar file as dates that can become meetings: series expanded, exceptions put in place."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from arenas.errors import N_, Refusal
from arenas.exchange.ics import rules
from arenas.exchange.ics.components import MOST_OF_ONE, RawCalendar, RawEvent, components
from arenas.exchange.ics.events import Event, as_date, as_datetime, event
from arenas.exchange.ics.lines import Line
from arenas.exchange.ics.moments import Point, Wall
from arenas.exchange.ics.wording import Guest, Note
from arenas.exchange.ics.zones import Zones
from arenas.meetings.when import When
from arenas.web.cleaning import one_line

MOST_DAYS = 600_000
"""Days that all rules of a file together may run over: each costs some microseconds."""
MOST_LISTED = 50_000
"""Dates beside rules (RDATE, EXDATE) that a file may hold, and meetings that it may become."""
TOO_MUCH = N_("Filen har for mange lange serier. Del den opp.")
ANSWERS = frozenset({"REPLY", "REFRESH", "COUNTER", "DECLINECOUNTER"})


@dataclass(frozen=True)
class Dated:
    """One gathering. ``key`` tells it from the others of its UID; empty for a single event."""

    key: str
    when: When
    title: str
    description: str | None
    place: str | None
    online_url: str | None
    cancelled: bool
    guests: tuple[Guest, ...]


@dataclass(frozen=True)
class Found:
    """An event or a series of the file, its dates in order. ``rule`` and ``master``, when its
    first meeting is, are of a series. ``whole`` is False where the file has single dates of a
    series and says nothing of the others."""

    line: int
    uid: str
    title: str
    dates: tuple[Dated, ...]
    rule: str | None = None
    master: Dated | None = None
    notes: tuple[Note, ...] = ()
    whole: bool = True


@dataclass(frozen=True)
class Unreadable:
    """An event that cannot be read, where it stands in the file, and why."""

    line: int
    title: str
    reason: Note


@dataclass(frozen=True)
class CalendarFile:
    """``others`` counts what is no event: tasks, journals. ``today`` is when it was read."""

    name: str
    found: tuple[Found, ...]
    unreadable: tuple[Unreadable, ...]
    today: date
    others: int = 0


@dataclass
class _Group:
    """What the file says of one UID."""

    master: Event | None = None
    exceptions: dict[str, Event] = field(default_factory=dict)
    notes: list[Note] = field(default_factory=list)


def read(content: bytes, zone: ZoneInfo, today: date) -> CalendarFile:
    """Read a calendar file. ``zone`` is for times that name none.

    Series are laid out from five years back to two years ahead of ``today``.

    Raises
    ------
    Refusal
        If it is no calendar file, or larger than one may be.
    """
    raw = components(content)
    _is_of_meetings(raw)
    default = Zones([], zone)
    named = raw.lines.get("X-WR-TIMEZONE", "").strip()
    zones = Zones(raw.zones, _zone_or(named, default))
    groups, bad = _grouped(raw, zones)
    found = []
    days, room = MOST_DAYS, MOST_LISTED
    for group in groups.values():
        first = group.master or next(iter(group.exceptions.values()))
        try:
            days -= _cost(group.master, today)
            if days < 0:
                raise Refusal(TOO_MUCH)
            one = _laid_out(group, first, zones, today)
            room -= len(one.dates)
            if room < 0:
                raise Refusal(TOO_MUCH)
            found.append(one)
        except Refusal as refusal:
            bad.append(_unreadable(first.line, first.title, refusal))
    name = one_line(raw.lines.get("NAME") or raw.lines.get("X-WR-CALNAME")) or ""
    found.sort(key=lambda one: one.line)
    bad.sort(key=lambda one: one.line)
    return CalendarFile(name[:200], tuple(found), tuple(bad), today, raw.others)


def _is_of_meetings(raw: RawCalendar) -> None:
    """An answer holds the meeting it answers: read as a meeting, it would be called again.

    Raises
    ------
    Refusal
        If the file is an answer (RFC 5546, section 1.4).
    """
    method = raw.lines.get("METHOD", "").strip().upper()
    if method in ANSWERS:
        raise Refusal(
            N_("Filen er et svar på en innkalling (%(method)s), ikke en kalender."), method=method
        )
    if method == "CANCEL":
        for one in raw.events:
            one.lines["STATUS"] = [Line(one.number, "STATUS", {}, "CANCELLED")]


def _zone_or(name: str, default: Zones) -> ZoneInfo:
    try:
        return default.of(name)[0] if name else default.default
    except Refusal:
        return default.default


def _grouped(raw: RawCalendar, zones: Zones) -> tuple[dict[str, _Group], list[Unreadable]]:
    groups: dict[str, _Group] = {}
    bad = []
    room = MOST_LISTED
    for one in raw.events:
        try:
            room -= _listed(one)
            if room < 0:
                raise Refusal(TOO_MUCH)
            _put(groups, event(one, zones))
        except Refusal as refusal:
            title = one.first("SUMMARY")
            bad.append(_unreadable(one.number, title.value if title else "", refusal))
    return groups, bad


def _listed(raw: RawEvent) -> int:
    """How many dates stand beside the rule, counted before any is read."""
    listed = 0
    for name in ("RDATE", "EXDATE"):
        number = sum(line.value.count(",") + 1 for line in raw.lines.get(name, ()))
        if number > MOST_OF_ONE:
            raise Refusal(
                N_("Hendelsen har flere enn %(most)s datoer i %(name)s."),
                most=MOST_OF_ONE,
                name=name,
            )
        listed += number
    return listed


def _put(groups: dict[str, _Group], new: Event) -> None:
    """Of two that say the same date, the one with the higher SEQUENCE counts, else the later."""
    group = groups.setdefault(new.uid, _Group())
    key = "" if new.instead_of is None else _key(new.instead_of)
    old = group.exceptions.get(key) if key else group.master
    if old is not None:
        group.notes.append(
            Note(N_("Filen har den samme hendelsen flere ganger: den nyeste gjelder."))
        )
        if old.sequence > new.sequence:
            return
    if key:
        group.exceptions[key] = new
    else:
        group.master = new


def _cost(master: Event | None, today: date) -> int:
    if master is None or master.rule is None:
        return 0
    return max(0, (today + rules.AHEAD - as_date(master.start)).days)


def _laid_out(group: _Group, first: Event, zones: Zones, today: date) -> Found:
    left = dict(group.exceptions)
    dates = []
    if group.master is not None:
        is_series = group.master.rule is not None or bool(group.master.more)
        for start in _starts(group.master, zones, today):
            key = _key(start) if is_series else ""
            exception = left.pop(key, None) or left.pop(_day_key(start), None)
            dates.append(
                _dated(exception or group.master, key, zones, None if exception else start)
            )
    strays = [_dated(one, key, zones, None) for key, one in left.items()]
    notes = [*group.notes, *first.notes]
    for one in group.exceptions.values():
        notes += one.notes
    if strays and group.master is not None:
        notes.append(Note(N_("Noen endrede datoer er ikke i seriens regel. De er tatt med.")))
    if not dates and not strays:
        raise Refusal(N_("Serien har ingen datoer fra fem år tilbake til to år frem."))
    ordered = sorted([*dates, *strays], key=lambda one: (one.when.starts_at, one.key))
    series = group.master if group.master and group.master.rule else None
    return Found(
        first.line,
        first.uid,
        first.title,
        tuple(ordered),
        series.rule.value if series and series.rule else None,
        _dated(series, _key(series.start), zones, None) if series else None,
        tuple(dict.fromkeys(notes)),
        group.master is not None,
    )


def _starts(master: Event, zones: Zones, today: date) -> Iterator[Point]:
    """When each date of the series starts, those left out (EXDATE) left out."""
    less = {_key(one) for one in master.less}
    days = {as_date(one) for one in master.less if not isinstance(one, Wall)}
    starts: dict[str, Point] = {}
    walls = rules.dates(master.rule, master.start, zones, today) if master.rule else [None]
    for wall in walls:
        start = master.start if wall is None else _at(master.start, wall)
        starts[_key(start)] = start
    for extra in master.more:
        starts.setdefault(_key(extra), extra)
    for key, start in starts.items():
        if key not in less and as_date(start) not in days:
            yield start


def _at(start: Point, wall: datetime) -> Point:
    return replace(start, at=wall) if isinstance(start, Wall) else wall.date()


def _dated(one: Event, key: str, zones: Zones, start: Point | None) -> Dated:
    return Dated(
        key,
        one.when(zones, start),
        one.title,
        one.description,
        one.place,
        one.online_url,
        one.cancelled,
        one.guests,
    )


def _key(found: Point) -> str:
    """A date of a series, the same however the program writes it: the instant in UTC, or a day."""
    if not isinstance(found, Wall):
        return _day_key(found)
    return found.instant().astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def _day_key(found: Point) -> str:
    return f"{as_datetime(found):%Y%m%d}"


def _unreadable(line: int, title: str, refusal: Refusal) -> Unreadable:
    return Unreadable(
        line, (one_line(title) or "")[:200], Note(refusal.text, tuple(refusal.values.items()))
    )
