"""The nearest free times, worked out by hand on the clocks of Oslo."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from arenas.meetings.alternatives import Busy, nearest
from arenas.meetings.when import When

OSLO = ZoneInfo("Europe/Oslo")
LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)


def at(day, start, end):
    return When.timed((day, start), (day, end), OSLO)


def busy(day, start, end, weight=1):
    when = at(day, start, end)
    return Busy(when.starts_at, when.ends_at, weight)


def times(found):
    return [
        (
            f"{one.when.starts_at.astimezone(OSLO):%d.%m. %H.%M}",
            f"{one.when.ends_at.astimezone(OSLO):%H.%M}",
            one.weight,
        )
        for one in found
    ]


def nowhere(_day):
    return False


def test_the_nearest_are_before_and_after_on_the_same_day():
    tuesday = date(2027, 2, 9)
    found = nearest(
        at(tuesday, time(12), time(14)),
        [busy(tuesday, time(12), time(14))],
        nowhere,
        OSLO,
        LONG_AGO,
    )
    # 10-12 and 14-16 touch the wanted time; 8-10 is the next that overlaps neither.
    assert times(found) == [
        ("09.02. 08.00", "10.00", 0),
        ("09.02. 10.00", "12.00", 0),
        ("09.02. 14.00", "16.00", 0),
    ]


def test_a_full_day_leads_to_the_days_around_and_never_to_a_weekend():
    friday = date(2027, 2, 12)
    found = nearest(
        at(friday, time(12), time(14)),
        [busy(friday, time(7), time(20)), busy(date(2027, 2, 11), time(7), time(20))],
        nowhere,
        OSLO,
        LONG_AGO,
    )
    # Wednesday 15-17 is 45 hours away, Wednesday 13-15 47; Monday 08-10 is 68.
    assert times(found) == [
        ("10.02. 11.00", "13.00", 0),
        ("10.02. 13.00", "15.00", 0),
        ("10.02. 15.00", "17.00", 0),
    ]


def test_an_evening_meeting_is_offered_evenings():
    tuesday = date(2027, 2, 9)
    found = nearest(
        at(tuesday, time(18), time(20)),
        [busy(tuesday, time(8), time(20)), busy(date(2027, 2, 10), time(19), time(20))],
        nowhere,
        OSLO,
        LONG_AGO,
    )
    # Monday is a day away, Thursday two and Friday three; the Friday before is four.
    assert times(found) == [
        ("08.02. 18.00", "20.00", 0),
        ("11.02. 18.00", "20.00", 0),
        ("12.02. 18.00", "20.00", 0),
    ]


def test_a_day_that_is_avoided_is_not_offered_and_neither_is_the_past():
    tuesday = date(2027, 2, 9)
    after = at(tuesday, time(11), time(12)).starts_at
    found = nearest(
        at(tuesday, time(12), time(14)),
        [busy(tuesday, time(7), time(20))],
        lambda day: day == date(2027, 2, 10),
        OSLO,
        after,
    )
    assert times(found) == [
        ("11.02. 08.00", "10.00", 0),
        ("11.02. 10.00", "12.00", 0),
        ("11.02. 12.00", "14.00", 0),
    ]


def test_where_nothing_is_free_the_least_in_the_way_comes_first():
    start = date(2027, 1, 25)
    days = [start + timedelta(days=number) for number in range(31)]
    everything = [busy(day, time(7), time(21), 5) for day in days]
    everything += [busy(day, time(7), time(21), 100) for day in days if day != date(2027, 2, 11)]
    found = nearest(at(date(2027, 2, 9), time(12), time(14)), everything, nowhere, OSLO, LONG_AGO)
    assert {one.when.day for one in found} == {date(2027, 2, 11)}
    assert {one.weight for one in found} == {5}


def test_over_the_change_of_clocks_the_wall_time_stays():
    friday = date(2027, 3, 26)  # clocks go forward on Sunday the 28th
    found = nearest(
        at(friday, time(8), time(17)),
        [busy(friday, time(8), time(17))],
        lambda day: day < date(2027, 3, 29),
        OSLO,
        LONG_AGO,
    )
    assert times(found)[0] == ("29.03. 08.00", "17.00", 0)
    assert found[0].when.starts_at == datetime(2027, 3, 29, 6, tzinfo=UTC)


def test_whole_days_are_offered_whole_days():
    monday = date(2027, 2, 8)
    wanted = When.days(monday, monday + timedelta(days=1), OSLO)
    found = nearest(wanted, [Busy(wanted.starts_at, wanted.ends_at)], nowhere, OSLO, LONG_AGO)
    # 10-11 is two days away, 4-5 four, 2-3 six and 15-16 seven; none touches a weekend.
    assert [(one.when.first_day.day, one.when.last_day.day) for one in found] == [
        (2, 3),
        (4, 5),
        (10, 11),
    ]
