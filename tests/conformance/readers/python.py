"""The readers written in Python."""

import warnings
from datetime import UTC, date, datetime
from typing import Any

import icalendar

from tests.conformance.readers import Seen, Texts


def moment(value: date) -> str:
    if not isinstance(value, datetime):
        return value.isoformat()
    assert value.tzinfo is not None, "a floating time"
    return f"{value.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def icalendar_reader(data: bytes) -> list[Seen]:
    return [seen_by_icalendar(event) for event in icalendar.Calendar.from_ical(data).events]


def seen_by_icalendar(event: Any) -> Seen:
    return Seen(
        str(event["UID"]),
        moment(event.decoded("DTSTART")),
        moment(event.decoded("DTEND")),
        str(event["SUMMARY"]),
        str(event["STATUS"]),
    )


def icalendar_texts(data: bytes) -> list[Texts]:
    return [
        Texts(*(str(event.get(name, "")) for name in ("UID", "SUMMARY", "DESCRIPTION", "LOCATION")))
        for event in icalendar.Calendar.from_ical(data).events
    ]


def vobject_reader(data: bytes) -> list[Seen]:
    import vobject

    events: list[Any] = getattr(vobject.readOne(data.decode()), "vevent_list", [])
    return [seen_by_vobject(event) for event in events]


def seen_by_vobject(event: Any) -> Seen:
    return Seen(
        event.uid.value,
        moment(event.dtstart.value),
        moment(event.dtend.value),
        event.summary.value,
        event.status.value,
    )


def vobject_texts(data: bytes) -> list[Texts]:
    import vobject

    names = ("uid", "summary", "description", "location")
    return [
        Texts(*(event.getChildValue(name, "") for name in names))
        for event in getattr(vobject.readOne(data.decode()), "vevent_list", [])
    ]


def _ics_events(data: bytes) -> Any:
    import ics

    return ics.Calendar(data.decode()).events


def ics_texts(data: bytes) -> list[Texts]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return [
            Texts(event.uid, event.name or "", event.description or "", event.location or "")
            for event in _ics_events(data)
        ]


def ics_reader(data: bytes) -> list[Seen]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # its own dependencies' deprecations
        events = _ics_events(data)

        def when(value: Any, all_day: bool) -> str:
            return value.date().isoformat() if all_day else moment(value.datetime)

        return [
            Seen(
                event.uid,
                when(event.begin, event.all_day),
                when(event.end, event.all_day),
                event.name,
                event.status,
            )
            for event in events
        ]


def ical_reader(data: bytes) -> list[Seen]:
    from ical.calendar_stream import IcsCalendarStream

    return [
        Seen(
            event.uid, moment(event.dtstart), moment(event.end), event.summary or "",
            str(event.status.value),
        )
        for event in IcsCalendarStream.calendar_from_ics(data.decode()).events
    ]  # fmt: skip


def ical_texts(data: bytes) -> list[Texts]:
    from ical.calendar_stream import IcsCalendarStream

    return [
        Texts(event.uid, event.summary or "", event.description or "", event.location or "")
        for event in IcsCalendarStream.calendar_from_ics(data.decode()).events
    ]
