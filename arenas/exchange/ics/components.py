"""The events and time zones of a calendar file, as their content lines; nothing is judged yet."""

from dataclasses import dataclass, field
from typing import Any

from arenas.errors import N_, Refusal
from arenas.exchange.ics.lines import LONGEST, Line, name_of, parsed, plain, unfolded

MOST_EVENTS = 20_000
MOST_OF_ONE = 3_000
"""Lines of one name in an event: nobody asks as many to a meeting."""
DEEPEST = 8
EVENT_LINES = frozenset(
    {
        "UID",
        "RECURRENCE-ID",
        "SEQUENCE",
        "DTSTART",
        "DTEND",
        "DURATION",
        "SUMMARY",
        "DESCRIPTION",
        "LOCATION",
        "URL",
        "CONFERENCE",
        "X-MICROSOFT-CDO-ALLDAYEVENT",
        "X-GOOGLE-CONFERENCE",
        "X-MICROSOFT-SKYPETEAMSMEETINGURL",
        "X-MICROSOFT-ONLINEMEETINGCONFLINK",
        "STATUS",
        "RRULE",
        "RDATE",
        "EXDATE",
        "EXRULE",
        "ORGANIZER",
        "ATTENDEE",
    }
)
ZONE_LINES = frozenset({"TZID", "X-LIC-LOCATION"})
CALENDAR_LINES = frozenset({"X-WR-CALNAME", "NAME", "X-WR-TIMEZONE", "METHOD"})


@dataclass
class RawEvent:
    """A VEVENT. ``fault`` is why it cannot be read, if that is known already."""

    number: int
    lines: dict[str, list[Line]] = field(default_factory=dict)
    fault: tuple[str, dict[str, Any]] | None = None

    def first(self, name: str) -> Line | None:
        found = self.lines.get(name)
        return found[0] if found else None

    def blame(self, text: str, **values: Any) -> None:
        self.fault = self.fault or (text, values)


@dataclass
class RawZone:
    """A VTIMEZONE: its names, and the offsets that its parts lead to."""

    names: dict[str, str] = field(default_factory=dict)
    offsets: dict[str, list[str]] = field(default_factory=dict)


@dataclass
class RawCalendar:
    """``others`` counts components that are no meetings: tasks, journals, free-busy."""

    lines: dict[str, str] = field(default_factory=dict)
    events: list[RawEvent] = field(default_factory=list)
    zones: list[RawZone] = field(default_factory=list)
    others: int = 0


def components(content: bytes) -> RawCalendar:
    """The calendar taken apart, in one pass. Time and memory are linear in the file.

    Raises
    ------
    Refusal
        If it is no calendar, too large, or has more than ``MOST_EVENTS`` events.
    """
    reader = _Reader()
    for number, raw in unfolded(plain(content)):
        reader.take(number, raw)
    reader.close_all()
    return reader.calendar


class _Reader:
    def __init__(self) -> None:
        self.calendar = RawCalendar()
        self.open: list[str] = []
        self.event: RawEvent | None = None
        self.zone: RawZone | None = None

    def take(self, number: int, raw: bytes) -> None:
        name = name_of(raw)
        if name == "BEGIN":
            self._begin(number, raw.partition(b":")[2].strip().upper().decode("ascii", "replace"))
        elif name == "END":
            self._end(raw.partition(b":")[2].strip().upper().decode("ascii", "replace"))
        elif self.event is not None:
            self._line_of_event(number, name, raw)
        elif self.zone is not None:
            self._line_of_zone(number, name, raw)
        elif name in CALENDAR_LINES and (line := parsed(number, raw)):
            self.calendar.lines.setdefault(name, line.value)

    def close_all(self) -> None:
        if self.event is not None:
            self.event.blame(N_("Filen slutter midt i hendelsen."))
        for _ in range(len(self.open)):
            self._close(self.open.pop())

    def _begin(self, number: int, kind: str) -> None:
        self.open.append(kind)
        if len(self.open) > DEEPEST:
            raise Refusal(
                N_("Linje %(line)s: filen har komponenter inni hverandre i mer enn %(most)s lag."),
                line=number,
                most=DEEPEST,
            )
        if kind == "VEVENT" and self.event is not None:
            self.event.blame(N_("Hendelsen har en annen hendelse inni seg."))
        elif kind == "VEVENT":
            self.event = RawEvent(number)
        elif kind == "VTIMEZONE":
            self.zone = RawZone()
        elif self.event is None and self.zone is None and kind not in {"VCALENDAR", "VALARM"}:
            self.calendar.others += 1

    def _end(self, kind: str) -> None:
        """Close the innermost of that kind, and what was left open in it."""
        if kind not in self.open:
            return
        while (closed := self.open.pop()) != kind:
            self._close(closed)
        self._close(kind)

    def _close(self, kind: str) -> None:
        if kind == "VEVENT" and self.event is not None and "VEVENT" not in self.open:
            if len(self.calendar.events) == MOST_EVENTS:
                raise Refusal(
                    N_("Filen har flere enn %(most)s hendelser. Del den opp."), most=MOST_EVENTS
                )
            self.calendar.events.append(self.event)
            self.event = None
        elif kind == "VTIMEZONE" and self.zone is not None:
            self.calendar.zones.append(self.zone)
            self.zone = None

    def _line_of_event(self, number: int, name: str, raw: bytes) -> None:
        event = self.event
        if event is None or (event.fault and name != "SUMMARY"):
            return
        if name not in EVENT_LINES or self.open[-1] != "VEVENT":
            return
        line = parsed(number, raw)
        if line is None:
            too_long = N_("Linje %(line)s: %(name)s er på %(size)s tegn og kan ikke leses.")
            wrong = N_("Linje %(line)s: %(name)s har ingen verdi.")
            text = too_long if len(raw) > LONGEST else wrong
            event.blame(text, line=number, name=name, size=len(raw))
            return
        found = event.lines.setdefault(name, [])
        if len(found) < MOST_OF_ONE:
            found.append(line)
        else:
            event.blame(
                N_("Hendelsen har flere enn %(most)s linjer med %(name)s."),
                most=MOST_OF_ONE,
                name=name,
            )

    def _line_of_zone(self, number: int, name: str, raw: bytes) -> None:
        zone = self.zone
        line = parsed(number, raw) if zone is not None else None
        if zone is None or line is None:
            return
        if name in ZONE_LINES:
            zone.names.setdefault(name, line.value.strip())
        elif name == "TZOFFSETTO":
            found = zone.offsets.setdefault(self.open[-1], [])
            if len(found) < MOST_OF_ONE:
                found.append(line.value.strip())
