"""The five that lay series out themselves: every meeting of a calendar, at its instant.

icalendar with recurring-ical-events, ical (Home Assistant), sabre/vobject (Nextcloud) and ical.js,
where it is there, do all of it; vobject (dateutil) and libical lay out one event's rule without
its dates that are left out, and the program around them puts the dates that differ in their place,
as here.
"""

import ctypes
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import icalendar
import recurring_ical_events

from tests.conformance.readers import Seen
from tests.conformance.readers.other_languages import (
    VEVENT,
    IcalTime,
    has_ical_js,
    ical_js_reader,
    libical,
    libical_seen,
    libical_time,
    sabre_reader,
)
from tests.conformance.readers.python import moment, seen_by_icalendar, seen_by_vobject

SINCE, UNTIL = datetime(2020, 1, 1, tzinfo=UTC), datetime(2036, 1, 1, tzinfo=UTC)


def expanders() -> dict[str, Callable[[bytes], list[Seen]]]:
    found: dict[str, Callable[[bytes], list[Seen]]] = {
        "recurring-ical-events": recurring,
        "ical (Home Assistant)": ical,
        "vobject (dateutil)": vobject,
        "libical (GNOME, KDE)": libical_expanded,
        "sabre/vobject (Nextcloud)": lambda data: sabre_reader(data, "expand"),
    }
    if has_ical_js():
        found["ical.js (Thunderbird)"] = lambda data: ical_js_reader(data, "expand")
    return found


def recurring(data: bytes) -> list[Seen]:
    calendar = icalendar.Calendar.from_ical(data)
    found = recurring_ical_events.of(calendar).between(SINCE, UNTIL)
    return [seen_by_icalendar(event) for event in found]


def ical(data: bytes) -> list[Seen]:
    from ical.calendar_stream import IcsCalendarStream

    calendar = IcsCalendarStream.calendar_from_ics(data.decode())
    return [
        Seen(
            event.uid, moment(event.dtstart), moment(event.end), event.summary or "",
            str(event.status.value) if event.status else "",
        )
        for event in calendar.timeline.included(SINCE, UNTIL)
    ]  # fmt: skip


def vobject(data: bytes) -> list[Seen]:
    import vobject as library

    events: list[Any] = getattr(library.readOne(data.decode()), "vevent_list", [])
    seen, replaced = [], set()
    for event in events:
        if hasattr(event, "recurrence_id"):
            replaced.add((event.uid.value, moment(event.recurrence_id.value)))
            seen.append(seen_by_vobject(event))
    for event in events:
        if hasattr(event, "recurrence_id"):
            continue
        if event.rruleset is None:
            seen.append(seen_by_vobject(event))
            continue
        first = seen_by_vobject(event)
        starts, ends = event.dtstart.value, event.dtend.value
        for day in event.rruleset:
            at = moment(day)
            if (first.uid, at) not in replaced:
                until = moment(_wall_plus(day, ends, starts))
                seen.append(Seen(first.uid, at, until, first.summary, first.status))
    return seen


def _wall_plus(day: Any, ends: Any, starts: Any) -> Any:
    """So long after on the clock, as the rule's first event lasts."""
    if not isinstance(day, datetime):
        return day + (ends - starts)
    length = ends.replace(tzinfo=None) - starts.replace(tzinfo=None)
    return (day.replace(tzinfo=None) + length).replace(tzinfo=day.tzinfo)


class Span(ctypes.Structure):
    """struct icaltime_span of libical 3."""

    _fields_ = (("start", ctypes.c_long), ("end", ctypes.c_long), ("is_busy", ctypes.c_int))


_CALLBACK = ctypes.CFUNCTYPE(None, ctypes.c_void_p, ctypes.POINTER(Span), ctypes.c_void_p)


def libical_expanded(data: bytes) -> list[Seen]:
    library = libical()
    root = library.icalparser_parse_string(data)
    assert root, "libical refuses the file"
    events = []
    event = library.icalcomponent_get_first_component(root, VEVENT)
    while event:
        events.append(event)
        event = library.icalcomponent_get_next_component(root, VEVENT)
    seen = [libical_seen(event) for event in events]
    named = [_libical_date(event, seen, events) for event in events]
    replaced = {(one.uid, name) for one, name in zip(seen, named, strict=True) if name}
    found = [one for one, name in zip(seen, named, strict=True) if name]
    for event, one, name in zip(events, seen, named, strict=True):
        if not name:
            found += [at for at in _spans(event, one) if (at.uid, at.starts) not in replaced]
    library.icalcomponent_free(root)
    return found


def _libical_date(event: int, seen: list[Seen], events: list[int]) -> str:
    """RECURRENCE-ID, whose zone libical leaves to the program: it is that of the rule's event."""
    library = libical()
    named = library.icalcomponent_get_recurrenceid(event)
    uid = seen[events.index(event)].uid
    for other, one in zip(events, seen, strict=True):
        if one.uid == uid and not library.icalcomponent_get_recurrenceid(other).year:
            named.zone = named.zone or library.icalcomponent_get_dtstart(other).zone
    return libical_time(named)


def _spans(event: int, one: Seen) -> list[Seen]:
    if len(one.starts) == len("2026-12-01"):
        return [one]
    found: list[Seen] = []

    def take(_event: object, span: Any, _data: object) -> None:
        starts, ends = (
            f"{datetime.fromtimestamp(at, UTC):%Y-%m-%dT%H:%M:%SZ}"
            for at in (span.contents.start, span.contents.end)
        )
        found.append(Seen(one.uid, starts, ends, one.summary, one.status))

    libical().icalcomponent_foreach_recurrence(
        event, _libical_day(SINCE), _libical_day(UNTIL), _CALLBACK(take), None
    )
    return found


def _libical_day(day: date) -> IcalTime:
    utc = libical().icaltimezone_get_utc_timezone()
    return IcalTime(day.year, day.month, day.day, 0, 0, 0, 0, 0, utc)
