"""The rules of RFC 5545 and 7986 on the raw bytes of a feed, and our choices beyond them. Pure.

``faults`` gives what is wrong in words, with the number of the line; an empty list is a feed
that a strict reader takes. It reads bytes, not what a library made of them.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from arenas.calendars import check_series

LONGEST_LINE = 75
MOST_BYTES = 1_000_000
ONCE = {
    "VCALENDAR": ("VERSION", "PRODID"),
    "VEVENT": ("UID", "DTSTAMP", "DTSTART", "SUMMARY", "SEQUENCE", "LAST-MODIFIED", "STATUS"),
    "VTIMEZONE": ("TZID",),
    "STANDARD": ("DTSTART", "TZOFFSETFROM", "TZOFFSETTO"),
    "DAYLIGHT": ("DTSTART", "TZOFFSETFROM", "TZOFFSETTO"),
    "VALARM": ("ACTION", "TRIGGER"),
}
INSIDE = {
    "VCALENDAR": ("",),
    "VEVENT": ("VCALENDAR",),
    "VTIMEZONE": ("VCALENDAR",),
    "STANDARD": ("VTIMEZONE",),
    "DAYLIGHT": ("VTIMEZONE",),
    "VALARM": ("VEVENT",),
}
_VALUE = r'(?:"[^"]*"|[^";:,]*)'
_LINE = re.compile(rf"([A-Za-z0-9-]+)((?:;[A-Za-z0-9-]+={_VALUE}(?:,{_VALUE})*)*):(.*)")
_CONTROL = re.compile("[\x00-\x08\x0a-\x1f\x7f-\x9f\u2028\u2029]")
_TIME = re.compile(r"\d{8}T\d{6}Z?")
_DAY = re.compile(r"\d{8}")
_TZID = re.compile(r";TZID=([^;:]+)")


@dataclass
class Component:
    name: str
    line: int
    properties: list[tuple[str, str, str]] = field(default_factory=list)

    def first(self, name: str) -> tuple[str, str] | None:
        """Parameters and value."""
        return next(((p, v) for n, p, v in self.properties if n == name), None)


def faults(data: bytes) -> list[str]:
    """What is wrong with the file; empty where nothing is."""
    found = list(_bytes(data))
    if found:
        return found
    components: list[Component] = []
    found += _parse(data, components)
    for component in components:
        found += _required(component)
    found += _zones(components)
    events = [one for one in components if one.name == "VEVENT"]
    found += _events(events)
    found += check_series.faults((one.line, one.properties) for one in events)
    return found


def _bytes(data: bytes) -> Iterator[str]:
    if not data.endswith(b"\r\n"):
        yield "the file does not end with CRLF"
    if len(data) > MOST_BYTES:
        yield f"{len(data)} bytes: more than {MOST_BYTES}"
    for number, line in enumerate(data.split(b"\r\n"), 1):
        yield from (f"line {number}: {fault}" for fault in _line_faults(line))
    for match in re.finditer(rb"(\\+)\r\n[ \t]", data):
        if len(match[1]) % 2:
            number = data.count(b"\r\n", 0, match.start()) + 1
            yield f"line {number}: a fold inside an escape"


def _line_faults(line: bytes) -> Iterator[str]:
    if len(line) > LONGEST_LINE:
        yield f"{len(line)} octets, {LONGEST_LINE} are allowed"
    try:
        text = line.decode()
    except UnicodeDecodeError:
        yield "not UTF-8, or a fold inside a character"
        return
    if _CONTROL.search(text):
        yield "a control character"


def _parse(data: bytes, components: list[Component]) -> Iterator[str]:
    open_: list[Component] = []
    unfolded = data.decode().replace("\r\n ", "").replace("\r\n\t", "").removesuffix("\r\n")
    for number, line in enumerate(unfolded.split("\r\n"), 1):
        match = _LINE.fullmatch(line)
        if match is None:
            yield f"content line {number}: not a name, a colon and a value"
        elif fault := _take(open_, components, number, (match[1].upper(), match[2], match[3])):
            yield f"content line {number}: {fault}"
    if open_:
        yield f"{open_[-1].name} of content line {open_[-1].line} is not closed"


def _take(
    open_: list[Component], components: list[Component], number: int, said: tuple[str, str, str]
) -> str:
    """Put the line where it belongs; what is wrong with its place, if anything."""
    name, _parameters, value = said
    if name == "BEGIN":
        parent = open_[-1].name if open_ else ""
        open_.append(Component(value, number))
        components.append(open_[-1])
        allowed = parent in INSIDE.get(value, (parent,))
        return "" if allowed else f"{value} inside {parent or 'nothing'}"
    if name == "END":
        return "" if open_ and open_.pop().name == value else f"END:{value} closes nothing"
    if not open_:
        return f"{name} outside VCALENDAR"
    open_[-1].properties.append(said)
    return ""


def _required(component: Component) -> Iterator[str]:
    counts = Counter(name for name, _parameters, _value in component.properties)
    for name in ONCE.get(component.name, ()):
        if counts[name] != 1:
            yield f"{component.name} of content line {component.line}: {name} {counts[name]} times"


def _zones(components: list[Component]) -> Iterator[str]:
    """Each TZID has its VTIMEZONE, and that has rules, not lists of dates."""
    zones = [one for one in components if one.name == "VTIMEZONE"]
    defined = Counter(found[1] for one in zones if (found := one.first("TZID")))
    used = {
        match[1]
        for component in components
        for _name, parameters, _value in component.properties
        if (match := _TZID.search(parameters))
    }
    for zone in sorted(used - set(defined)):
        yield f"TZID={zone} without its VTIMEZONE"
    for zone in sorted(set(defined) - used):
        yield f"VTIMEZONE {zone} is used by nothing"
    for zone, times in defined.items():
        if times > 1:
            yield f"VTIMEZONE {zone} {times} times"
    for one in components:
        if one.name in {"STANDARD", "DAYLIGHT"} and one.first("RDATE"):
            yield f"{one.name} of content line {one.line}: RDATE, which Outlook misreads"


def _events(events: list[Component]) -> Iterator[str]:
    seen: set[tuple[str, str]] = set()
    for event in events:
        where = f"VEVENT of content line {event.line}"
        instead_of = event.first("RECURRENCE-ID")
        key = ((event.first("UID") or ("", ""))[1], instead_of[1] if instead_of else "")
        if key in seen:
            yield f"{where}: UID {key[0]} stands twice"
        seen.add(key)
        yield from (f"{where}: {fault}" for fault in _times(event))
        if any(name in {"ATTENDEE", "ORGANIZER"} for name, _p, _v in event.properties):
            yield f"{where}: people's addresses do not belong in a feed"


def _times(event: Component) -> Iterator[str]:
    starts, ends = event.first("DTSTART"), event.first("DTEND")
    for name, found in (("DTSTART", starts), ("DTEND", ends)):
        if found is None:
            continue
        form = _DAY if "VALUE=DATE" in found[0] else _TIME
        if not form.fullmatch(found[1]):
            yield f"{name} {found[1]} is no time"
        if "TZID" in found[0] and found[1].endswith("Z"):
            yield f"{name} in UTC with a TZID"
        if form is _TIME and "TZID" not in found[0] and not found[1].endswith("Z"):
            yield f"{name} floats: neither UTC nor a TZID"
    if starts and ends and len(starts[1]) != len(ends[1]):
        yield "DTSTART and DTEND are of different kinds"
    if starts and ends and starts[0] == ends[0] and ends[1] <= starts[1]:
        yield "DTEND is not after DTSTART"
