"""Our writer against the icalendar library: the same events, the same bytes."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import icalendar
from hypothesis import given, settings
from hypothesis import strategies as st

from arenas.calendars import ical, text

OSLO = ZoneInfo("Europe/Oslo")
STAMP = datetime(2026, 11, 1, 8, 30, tzinfo=UTC)


def entry(**values: object) -> ical.Entry:
    given_values: dict[str, object] = {
        "uid": "5d0c@moteplass",
        "starts": datetime(2026, 12, 8, 11, tzinfo=UTC),
        "ends": datetime(2026, 12, 8, 13, tzinfo=UTC),
        "summary": "Styret",
        "stamp": STAMP,
    }
    return ical.Entry(**(given_values | values))  # type: ignore[arg-type]


def by_the_library(one: ical.Entry) -> bytes:
    """The same event, serialised by icalendar alone."""
    event = icalendar.Event()
    event.add("uid", one.uid)
    event.add("dtstamp", one.stamp)
    if one.created:
        event.add("created", one.created)
    event.add("last-modified", one.stamp)
    event.add("sequence", one.sequence)
    timed = isinstance(one.starts, datetime)
    event.add("dtstart", one.starts.astimezone(OSLO) if timed else one.starts)
    event.add("dtend", one.ends.astimezone(OSLO) if timed else one.ends)
    _add_recurrence(event, one)
    event.add("summary", text.line(one.summary))
    event.add("status", one.status)
    if one.description:
        event.add("description", text.lines(one.description))
    if one.location:
        event.add("location", text.line(one.location))
    if one.categories:
        event.add("categories", [text.line(name) for name in one.categories])
    if one.url:
        event.add("url", one.url)
    for attendee in one.attendees:
        address = icalendar.vCalAddress(f"mailto:{attendee.email}")
        address.params.update(
            CN=attendee.name, CUTYPE="INDIVIDUAL", PARTSTAT=attendee.answer, ROLE=attendee.role
        )
        address.params["RSVP"] = "TRUE"
        event.add("attendee", address)
    return event.to_ical(sorted=False)


def _add_recurrence(event: icalendar.Event, one: ical.Entry) -> None:
    if one.instead_of is not None:
        event.add("recurrence-id", one.instead_of)
    if one.rule:
        event.add("rrule", icalendar.vRecur.from_ical(one.rule))
    for moment in one.left_out:
        event.add("exdate", moment)


# The library turns a typed \N into a line break and may cut a doubled backslash in two
# at a fold; ours does neither (test_text.py), so backslashes are left to the test of reading.
words = st.text(st.characters(exclude_characters="\\", exclude_categories=["Cs"]), max_size=200)
instants = st.integers(0, 16 * 365 * 86400).map(
    lambda seconds: datetime(2020, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)
)


RULES = (
    "FREQ=DAILY;UNTIL=20270101T110000Z;INTERVAL=3",
    "FREQ=WEEKLY;UNTIL=20270101T110000Z;INTERVAL=2;BYDAY=MO,TU,WE,TH,FR",
    "FREQ=MONTHLY;UNTIL=20270101T110000Z;INTERVAL=1;BYDAY=-1TU",
    "FREQ=MONTHLY;UNTIL=20270101T110000Z;INTERVAL=1;BYMONTHDAY=28,29,30;BYSETPOS=-1",
)


def wall_times(days: bool) -> st.SearchStrategy[datetime | date]:
    """Dates of a series: days, or what its own clocks show."""
    if days:
        return st.dates(date(2020, 1, 1), date(2035, 12, 31))
    return instants.map(lambda at: at.astimezone(OSLO).replace(fold=0))


@st.composite
def entries(draw: st.DrawFn) -> ical.Entry:
    starts: datetime | date = draw(instants.filter(lambda at: not at.astimezone(OSLO).fold))
    length = draw(st.integers(1, 5000))
    ends: datetime | date = starts + timedelta(minutes=length)
    if draw(st.booleans()) or ends.astimezone(OSLO).fold:  # type: ignore[union-attr]
        starts = starts.date()  # type: ignore[union-attr]
        ends = starts + timedelta(days=1 + length % 7)
    named = wall_times(not isinstance(starts, datetime))
    return entry(
        starts=starts,
        ends=ends,
        instead_of=draw(st.none() | named),
        rule=draw(st.none() | st.sampled_from(RULES)),
        left_out=tuple(draw(st.lists(named, max_size=4))),
        created=draw(st.none() | instants),
        sequence=draw(st.integers(0, 99)),
        status=draw(st.sampled_from(["CONFIRMED", "TENTATIVE", "CANCELLED"])),
        summary=draw(words),
        description=draw(words),
        location=draw(words),
        categories=tuple(draw(st.lists(words, max_size=3))),
        url=draw(st.none() | st.just("https://example.org/meetings/1")),
        attendees=tuple(
            ical.Attendee(f"p{number}@example.org", f"Kåre Åse {number}")
            for number in range(draw(st.integers(0, 3)))
        ),
    )


@given(entries())
@settings(max_examples=300, deadline=None)
def test_the_bytes_are_those_of_the_icalendar_library(one: ical.Entry) -> None:
    assert ical.event(one) == by_the_library(one)


@given(st.text(max_size=300) | st.text(st.sampled_from("\\nN;,\n^ \x00\u2028"), max_size=200))
@settings(deadline=None)
def test_the_library_reads_back_what_was_typed(typed: str) -> None:
    data = b"".join(ical.calendar(ical.Frame("x"), [entry(description=typed, summary=typed)]))
    (event,) = icalendar.Calendar.from_ical(data).events
    if "\\N" not in typed:  # which the library reads as a line break, escaped or not
        assert str(event.get("summary", "")) == text.line(typed)
        assert str(event.get("description", "")) == text.lines(typed)
    assert len(event.property_items()) == 10 + bool(typed)


def test_a_meeting_names_its_zone_and_the_zone_comes_once_before_it() -> None:
    data = b"".join(ical.calendar(ical.Frame("x"), [entry(), entry(uid="other")])).decode()
    assert "DTSTART;TZID=Europe/Oslo:20261208T120000\r\n" in data
    assert data.count("BEGIN:VTIMEZONE") == 1
    assert data.index("BEGIN:VTIMEZONE") < data.index("BEGIN:VEVENT")


def test_the_second_of_two_hours_of_the_same_name_is_written_in_utc() -> None:
    """02:30 on 25 October 2026 comes twice: 00:30 and 01:30 UTC."""
    first = entry(
        starts=datetime(2026, 10, 25, 0, 30, tzinfo=UTC),
        ends=datetime(2026, 10, 25, 3, tzinfo=UTC),
    )
    second = entry(
        starts=datetime(2026, 10, 25, 1, 30, tzinfo=UTC),
        ends=datetime(2026, 10, 25, 3, tzinfo=UTC),
    )
    assert b"DTSTART;TZID=Europe/Oslo:20261025T023000\r\n" in ical.event(first)
    assert b"DTSTART:20261025T013000Z\r\nDTEND:20261025T030000Z\r\n" in ical.event(second)


def test_days_are_days_and_name_no_zone() -> None:
    data = b"".join(
        ical.calendar(ical.Frame("x"), [entry(starts=date(2026, 10, 24), ends=date(2026, 10, 26))])
    )
    assert b"DTSTART;VALUE=DATE:20261024\r\nDTEND;VALUE=DATE:20261026\r\n" in data
    assert b"VTIMEZONE" not in data


def test_a_zone_that_nobody_knows_is_written_in_utc() -> None:
    data = b"".join(ical.calendar(ical.Frame("x"), [entry(zone="Mars/Base\r\nX:1")]))
    assert b"DTSTART:20261208T110000Z\r\n" in data
    assert b"Mars" not in data


def test_a_calendar_says_its_name_refresh_and_colour_in_both_ways() -> None:
    frame = ical.Frame(
        name="Møteplass, alle",
        source="https://example.org/calendar/all.ics",
        colour="teal",
        hex_colour="#008080",
    )
    assert b"".join(ical.calendar(frame, [])).decode().split("\r\n") == [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Moteplass//Moteplass//NO",
        "CALSCALE:GREGORIAN",
        "NAME:Møteplass\\, alle",
        "X-WR-CALNAME:Møteplass\\, alle",
        "X-WR-TIMEZONE:Europe/Oslo",
        "REFRESH-INTERVAL;VALUE=DURATION:PT1H",
        "X-PUBLISHED-TTL:PT1H",
        "SOURCE;VALUE=URI:https://example.org/calendar/all.ics",
        "COLOR:teal",
        "X-APPLE-CALENDAR-COLOR:#008080",
        "END:VCALENDAR",
        "",
    ]


def test_a_reminder_is_days_hours_or_minutes() -> None:
    alarms = tuple(ical.Alarm(minutes, "Møte") for minutes in (15, 90, 120, 1440))
    data = ical.event(entry(alarms=alarms)).decode()
    triggers = [line for line in data.split("\r\n") if line.startswith("TRIGGER")]
    assert triggers == ["TRIGGER:-PT15M", "TRIGGER:-PT90M", "TRIGGER:-PT2H", "TRIGGER:-P1D"]
