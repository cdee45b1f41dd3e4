"""A series is one event, and every reader lays it out to the same meetings."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import icalendar
import pytest
from hypothesis import assume, given, reject, settings
from hypothesis import strategies as st

from arenas.calendars import check, ical, recurring
from arenas.calendars.recurring import Member
from arenas.errors import Refusal
from arenas.meetings.recurrence import Pattern, Repeats
from arenas.models.enums import MeetingState, OnHoliday
from tests.conformance.laid_out import (
    STAMP,
    days_long,
    expected,
    master_of,
    meeting,
    members_of,
    words,
    written,
)
from tests.conformance.readers import MissingReaderError, Seen
from tests.conformance.readers.expanding import expanders
from tests.conformance.readers.expanding import recurring as recurring_reader
from tests.conformance.readers.other_languages import ruby_recurrence
from tests.conftest import missing

# A year from September 2026: clocks go back on 25 October and forward on 28 March.
FIRST, LAST = date(2026, 9, 8), date(2027, 9, 7)
TUESDAYS = Pattern(Repeats.WEEK, FIRST, until=date(2027, 4, 27))


def read(name: str, data: bytes) -> list[Seen]:
    try:
        return sorted(expanders()[name](data))
    except MissingReaderError as error:
        missing(str(error))


@pytest.mark.parametrize("on_holiday", OnHoliday)
@pytest.mark.parametrize("every", [1, 2, 3, 5])
@pytest.mark.parametrize("repeats", Repeats)
@pytest.mark.parametrize("name", expanders())
def test_every_reader_lays_a_pattern_out_as_the_program_does(
    name: str, repeats: Repeats, every: int, on_holiday: OnHoliday
) -> None:
    """Two changes of clocks, Christmas, Easter and July: skipped, moved or kept."""
    until = LAST if repeats not in {Repeats.DAY, Repeats.WORKDAY} else date(2026, 12, 31)
    pattern = Pattern(
        repeats, FIRST, every=every, until=until, on_holiday=on_holiday,
        blackouts=((date(2026, 10, 19), date(2026, 10, 30)),),
    )  # fmt: skip
    members = members_of(pattern)
    assert len(members) > 1
    data = written(master_of(pattern), members)
    assert check.faults(data) == []
    assert read(name, data) == expected(members)


@pytest.mark.parametrize("name", expanders())
@pytest.mark.parametrize("first", [date(2026, 8, 31), date(2026, 10, 30), date(2026, 9, 29)])
@pytest.mark.parametrize("repeats", [Repeats.MONTH_DAY, Repeats.MONTH_WEEKDAY])
def test_every_reader_finds_the_last_day_and_the_last_weekday_of_a_month(
    name: str, first: date, repeats: Repeats
) -> None:
    pattern = Pattern(repeats, first, until=LAST, on_holiday=OnHoliday.KEEP, skips_july=False)
    members = members_of(pattern)
    data = written(master_of(pattern), members)
    assert check.faults(data) == []
    assert b"BYSETPOS" not in data
    if repeats == Repeats.MONTH_DAY:  # February 2027 has 28 days: its meeting stands by itself
        end = {31: b"BYMONTHDAY=-1\r\n", 30: b"BYMONTHDAY=30\r\n", 29: b"BYMONTHDAY=29\r\n"}
        assert end[first.day] in data
        assert (b"UID:2027-02-28@moteplass" in data) == (first.day != 31)
    assert read(name, data) == expected(members, master_of(pattern))


@pytest.mark.parametrize("name", expanders())
def test_every_reader_sees_what_has_become_of_each_date(name: str) -> None:
    """The second is later, the third is off, the fourth is a week of days, the fifth was
    deleted, the sixth is on another day, the seventh in another zone, the rest as the rule."""
    members = members_of(TUESDAYS)
    day = [one.day for one in members]
    changed = [
        members[0],
        meeting(day[1], at=time(15)),
        meeting(day[2], state=MeetingState.CANCELLED, cancel_reason="Sykdom"),
        days_long(day[3], date(2026, 9, 28), date(2026, 10, 2)),
        meeting(day[5], held=date(2026, 10, 14), title="Styret 13.10.2026"),
        meeting(day[6], timezone="Europe/London"),
        *members[7:],
    ]
    data = written(master_of(TUESDAYS), changed)
    assert data.count(b"BEGIN:VEVENT") == 6
    assert check.faults(data) == []
    assert read(name, data) == expected(changed)


@pytest.mark.parametrize("name", expanders())
def test_every_reader_keeps_a_series_on_the_clocks_it_was_agreed_in(
    name: str,
) -> None:
    """Noon in New York is 16 in UTC until 1 November, then 17; the second is an hour late."""
    zone = "America/New_York"
    members = []
    for number, one in enumerate(members_of(TUESDAYS)):
        starts = datetime.combine(one.day, time(12 + (number == 1)), tzinfo=ZoneInfo(zone))
        starts = starts.astimezone(UTC)
        row = one.row._replace(timezone=zone, starts_at=starts, ends_at=starts + timedelta(hours=2))
        members.append(one._replace(row=row))
    del members[3]
    data = written(master_of(TUESDAYS, timezone=zone), members)
    assert check.faults(data) == []
    assert data.count(b"BEGIN:VEVENT") == 2
    seen = read(name, data)
    assert seen == expected(members)
    assert [one.starts[11:13] for one in seen[:3]] == ["16", "17", "16"]
    november = [one.starts[11:13] for one in seen if one.starts.startswith("2026-11")]
    assert november == ["17", "17", "17", "17"]


@pytest.mark.parametrize("zone", ["UTC", "Etc/UTC", "Mars/Base"])
def test_a_series_on_no_clocks_of_a_country_is_told_meeting_by_meeting(zone: str) -> None:
    assert not recurring.is_on_rule(master_of(TUESDAYS, timezone=zone), FIRST)
    assert recurring.is_on_rule(master_of(TUESDAYS), FIRST)


@pytest.mark.parametrize("name", expanders())
def test_every_reader_sees_the_few_that_somebody_is_invited_to(name: str) -> None:
    """The third and the tenth: the dates between them, and those around them, are not there."""
    members = members_of(TUESDAYS)
    few = [members[2], members[9]]
    data = written(master_of(TUESDAYS), few)
    assert data.count(b"EXDATE") == 6
    assert read(name, data) == expected(few)
    one = [members[4]]
    assert read(name, written(master_of(TUESDAYS), one)) == expected(one)


@pytest.mark.parametrize("name", [name for name in expanders() if "sabre" not in name])
def test_a_date_by_itself_is_one_meeting_for_every_reader(name: str) -> None:
    """As its file and its mails have it. sabre/vobject 2.1 lays out nothing without a rule."""
    moved = meeting(FIRST, at=time(15))
    entry = recurring.instance(master_of(TUESDAYS), moved, words())
    data = b"".join(ical.calendar(ical.Frame(), [entry]))
    assert b"RECURRENCE-ID;TZID=Europe/Oslo:20260908T120000\r\n" in data
    assert check.faults(data) == []
    assert read(name, data) == expected([moved])


def test_the_ruby_gem_reads_rule_and_dates_as_they_are_meant() -> None:
    members = members_of(TUESDAYS)
    changed = [members[0], meeting(members[1].day, at=time(15)), *members[3:9]]
    try:
        seen = ruby_recurrence(written(master_of(TUESDAYS), changed))
    except MissingReaderError as error:
        missing(str(error))
    rule = "FREQ=WEEKLY;UNTIL=20261103T110000Z;INTERVAL=1;BYDAY=TU"
    assert seen == [
        ("series@moteplass", "", rule, ["2026-09-22T10:00:00Z"]),
        ("series@moteplass", "2026-09-15T10:00:00Z", "", []),
    ]


patterns = st.builds(
    Pattern,
    repeats=st.sampled_from(Repeats),
    first=st.dates(date(2026, 1, 1), date(2027, 12, 31)),
    every=st.integers(1, 52),
    count=st.integers(1, 30),
    on_holiday=st.sampled_from(OnHoliday),
    skips_july=st.booleans(),
)


def laid_out(pattern: Pattern) -> list[Member]:
    """As far as readers are asked to look; a pattern that never meets is no series."""
    try:
        found = members_of(pattern)
    except Refusal:
        reject()
    shown = [one for one in found if one.day.year < 2036]
    assume(shown)
    return shown


@given(patterns, st.data())
@settings(max_examples=150, deadline=None)
def test_any_pattern_with_any_dates_shown_is_laid_out_right(
    pattern: Pattern, data: st.DataObject
) -> None:
    members = laid_out(pattern)
    shown = data.draw(st.lists(st.sampled_from(members), min_size=1, unique_by=lambda m: m.day))
    bytes_ = written(master_of(pattern), shown)
    assert check.faults(bytes_) == []
    assert sorted(recurring_reader(bytes_)) == expected(shown, master_of(pattern))


def test_a_meeting_that_looks_like_the_rest_adds_no_event() -> None:
    members = members_of(TUESDAYS)
    assert written(master_of(TUESDAYS), members).count(b"BEGIN:VEVENT") == 1


def test_a_changed_date_is_one_event_more_and_no_other_byte() -> None:
    members = members_of(TUESDAYS)
    before = written(master_of(TUESDAYS), members)
    later = datetime(2026, 10, 1, tzinfo=UTC)
    changed = meeting(members[4].day, at=time(15), sequence=2, updated_at=later)
    after = written(master_of(TUESDAYS), [*members[:4], changed, *members[5:]])
    [_, added] = after.split(b"END:VEVENT\r\n", 1)
    added = added.removesuffix(b"END:VCALENDAR\r\n")
    assert after.replace(added, b"") == before
    assert b"SEQUENCE:3\r\n" in added  # two of its own, one of its series


def test_the_rule_says_what_most_say_and_nothing_that_none_of_the_shown_says() -> None:
    """A text that was taken out of every meeting that is shown is not in the feed."""
    first = meeting(FIRST, description="Hemmelig")
    second, third = (
        meeting(date(2026, 9, day), description="Åpent", updated_at=STAMP.replace(hour=hour))
        for day, hour in ((15, 10), (22, 9))
    )
    told = recurring.whole(master_of(TUESDAYS), [first, second, third], words())
    assert [("Hemmelig" in one.description, one.instead_of) for one in told] == [
        (False, None),
        (True, recurring.date_of(master_of(TUESDAYS), FIRST)),
    ]
    assert told[0].stamp == STAMP.replace(hour=9)
    told = recurring.whole(master_of(TUESDAYS), [second, third], words())
    assert [one.description.partition("\n")[0] for one in told] == ["Åpent"]


def test_a_series_that_is_off_altogether_says_so_in_its_rule() -> None:
    members = [
        meeting(one.day, state=MeetingState.CANCELLED, cancel_reason="Nedlagt")
        for one in members_of(TUESDAYS)[:4]
    ]
    [entry] = recurring.whole(master_of(TUESDAYS), members, words())
    assert (entry.status, entry.summary) == ("CANCELLED", "Avlyst: Styret")


def test_a_title_of_its_own_stands_and_another_date_in_it_stays() -> None:
    members = [
        meeting(FIRST, title="Budsjett"),
        meeting(date(2026, 9, 15), title="Budsjett"),
        meeting(date(2026, 9, 22), title="Frist 01.10.2026"),
    ]
    told = recurring.whole(master_of(TUESDAYS), members, words())
    assert [one.summary for one in told] == ["Styret: Budsjett", "Styret: Frist 01.10.2026"]


@given(patterns, st.integers(0, 5))
@settings(max_examples=60, deadline=None)
def test_rule_and_dates_are_the_bytes_of_the_icalendar_library(
    pattern: Pattern, hidden: int
) -> None:
    members = laid_out(pattern)
    members = members[hidden:] or members
    for entry in recurring.whole(master_of(pattern), members[::2], words()):
        event = icalendar.Event()
        if entry.instead_of is not None:
            event.add("recurrence-id", entry.instead_of)
        if entry.rule:
            event.add("rrule", icalendar.vRecur.from_ical(entry.rule))
        for moment in entry.left_out:
            event.add("exdate", moment)
        lines = event.to_ical(sorted=False).splitlines(keepends=True)[1:-1]
        assert b"".join(lines) in ical.event(entry)
