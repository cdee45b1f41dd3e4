from datetime import date, time

import pytest

from arenas.errors import Refusal
from arenas.meetings.when import When
from tests.meetings.records import OSLO, at, utc

AUTUMN = date(2025, 10, 26)
SPRING = date(2026, 3, 29)


def test_winter_time_is_one_hour_ahead_and_summer_time_two():
    assert at(date(2025, 12, 8)).starts_at == utc(2025, 12, 8, 11)
    assert at(date(2025, 6, 9)).starts_at == utc(2025, 6, 9, 10)


def test_the_hour_that_clocks_show_twice_is_the_first():
    assert at(AUTUMN, "02:30", "04:00").starts_at == utc(2025, 10, 26, 0, 30)


def test_a_meeting_kept_in_the_second_of_the_two_hours_stays_there_when_it_reads_the_same():
    second = When(utc(2025, 10, 26, 1, 30), utc(2025, 10, 26, 3), None, None, OSLO.key)
    again = When.timed((AUTUMN, time(2, 30)), (AUTUMN, time(4)), OSLO, before=second)
    assert again == second


@pytest.mark.parametrize(
    ("starts", "ends", "field"), [("02:30", "04:00", "starts"), ("01:00", "02:15", "ends")]
)
def test_an_hour_that_clocks_skip_is_refused_beside_its_field(starts, ends, field):
    with pytest.raises(Refusal, match="stilles klokken frem") as refusal:
        at(SPRING, starts, ends)
    assert refusal.value.field == field


def test_a_meeting_that_ends_when_it_starts_or_before_is_refused():
    for ends in ("12:00", "11:59"):
        with pytest.raises(Refusal, match="slutte etter") as refusal:
            at(ends=ends)
        assert refusal.value.field == "ends"


def test_a_meeting_can_end_on_a_later_day_within_a_month():
    first, last = date(2025, 12, 8), date(2025, 12, 9)
    when = When.timed((first, time(9)), (last, time(8)), OSLO)
    assert (when.ends_at - when.starts_at).total_seconds() == 23 * 3600
    with pytest.raises(Refusal, match="31 dager"):
        When.timed((first, time(9)), (date(2026, 1, 9), time(8)), OSLO)


def test_an_all_day_meeting_runs_from_midnight_to_midnight_across_the_change_of_clocks():
    when = When.days(date(2025, 10, 25), AUTUMN, OSLO)
    assert when.starts_at == utc(2025, 10, 24, 22)
    assert when.ends_at == utc(2025, 10, 26, 23)
    assert (when.ends_at - when.starts_at).total_seconds() == 49 * 3600
    assert when.day == date(2025, 10, 25)


def test_the_last_day_cannot_be_before_the_first_nor_a_month_after():
    with pytest.raises(Refusal, match="før første dag"):
        When.days(AUTUMN, date(2025, 10, 25), OSLO)
    with pytest.raises(Refusal, match="31 dager"):
        When.days(AUTUMN, date(2025, 11, 26), OSLO)


@pytest.mark.parametrize("year", [1, 1989, 2101, 9999])
def test_a_year_far_from_ours_is_refused(year):
    with pytest.raises(Refusal, match="mellom 1990 og 2100"):
        When.days(date(year, 12, 31), date(year, 12, 31), OSLO)
