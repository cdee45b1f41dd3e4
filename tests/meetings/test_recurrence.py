from datetime import date

import pytest

from arenas.errors import Refusal
from arenas.meetings.recurrence import MOST, Pattern, Repeats, Why, occurrences, rule
from arenas.models.enums import OnHoliday


def held(pattern: Pattern, **other) -> list[date]:
    return [one.held_on for one in occurrences(pattern, **other) if one.held_on]


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        (Pattern(Repeats.DAY, date(2026, 1, 5), every=3), "FREQ=DAILY;INTERVAL=3"),
        (
            Pattern(Repeats.WORKDAY, date(2026, 1, 5)),
            "FREQ=WEEKLY;INTERVAL=1;BYDAY=MO,TU,WE,TH,FR",
        ),
        (Pattern(Repeats.WEEK, date(2026, 1, 6), every=2), "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU"),
        (Pattern(Repeats.MONTH_DAY, date(2026, 1, 6)), "FREQ=MONTHLY;INTERVAL=1;BYMONTHDAY=6"),
        (
            Pattern(Repeats.MONTH_DAY, date(2026, 1, 30)),
            "FREQ=MONTHLY;INTERVAL=1;BYMONTHDAY=28,29,30;BYSETPOS=-1",
        ),
        (Pattern(Repeats.MONTH_WEEKDAY, date(2026, 1, 13)), "FREQ=MONTHLY;INTERVAL=1;BYDAY=2TU"),
        (Pattern(Repeats.MONTH_WEEKDAY, date(2026, 1, 30)), "FREQ=MONTHLY;INTERVAL=1;BYDAY=-1FR"),
    ],
)
def test_each_way_to_repeat_is_a_rule_of_rfc_5545(pattern, text):
    assert rule(pattern) == text


def test_the_last_days_of_a_month_never_leave_a_month_out():
    pattern = Pattern(Repeats.MONTH_DAY, date(2026, 1, 31), count=4, on_holiday=OnHoliday.KEEP)
    assert held(pattern) == [
        date(2026, 1, 31),
        date(2026, 2, 28),
        date(2026, 3, 31),
        date(2026, 4, 30),
    ]


def test_a_holiday_and_july_are_skipped_and_the_number_of_meetings_stays():
    pattern = Pattern(Repeats.MONTH_DAY, date(2026, 4, 1), count=4)
    found = occurrences(pattern)
    assert [one.held_on for one in found] == [
        date(2026, 4, 1),
        None,  # 1 May
        date(2026, 6, 1),
        None,  # July
        date(2026, 8, 1),
        date(2026, 9, 1),
    ]
    assert (found[1].why, found[3].why) == (Why.HOLIDAY, Why.JULY)
    assert "Arbeidernes" in found[1].holiday or "Arbeiderne" in found[1].holiday


def test_a_holiday_can_move_to_the_next_working_day():
    """Easter 2026: Maundy Thursday 2 April; the next working day is Tuesday 7 April."""
    pattern = Pattern(Repeats.MONTH_DAY, date(2026, 4, 2), count=1, on_holiday=OnHoliday.NEXT)
    assert held(pattern) == [date(2026, 4, 7)]


def test_a_day_that_would_move_onto_the_next_of_the_rule_is_skipped():
    pattern = Pattern(
        Repeats.DAY, date(2026, 4, 2), until=date(2026, 4, 7), on_holiday=OnHoliday.NEXT
    )
    assert held(pattern) == [date(2026, 4, 4), date(2026, 4, 7)]


def test_the_forums_own_days_are_avoided_like_holidays():
    winter_break = ((date(2026, 2, 16), date(2026, 2, 20)),)
    pattern = Pattern(
        Repeats.WEEK, date(2026, 2, 10), until=date(2026, 2, 24), blackouts=winter_break
    )
    assert held(pattern) == [date(2026, 2, 10), date(2026, 2, 24)]


def test_meetings_held_on_holidays_still_leave_the_forums_own_days_out():
    pattern = Pattern(
        Repeats.WEEK,
        date(2026, 4, 30),
        count=3,
        on_holiday=OnHoliday.KEEP,
        blackouts=((date(2026, 5, 7), date(2026, 5, 7)),),
    )
    # 14 May 2026 is Ascension Day.
    assert held(pattern) == [date(2026, 4, 30), date(2026, 5, 14), date(2026, 5, 21)]


def test_an_open_series_is_laid_out_a_year_ahead_and_goes_on_from_there():
    pattern = Pattern(Repeats.MONTH_WEEKDAY, date(2026, 1, 13), skips_july=False)
    first_year = held(pattern)
    assert (first_year[0], first_year[-1], len(first_year)) == (
        date(2026, 1, 13),
        date(2027, 1, 12),
        13,
    )
    assert held(pattern, after=date(2027, 1, 12))[0] == date(2027, 2, 9)


@pytest.mark.parametrize(
    ("pattern", "field"),
    [
        (Pattern(Repeats.WEEK, date(2026, 1, 6), every=0), "every"),
        (Pattern(Repeats.WEEK, date(2026, 1, 6), every=53), "every"),
        (Pattern(Repeats.WEEK, date(2026, 1, 6), count=0), "count"),
        (Pattern(Repeats.WEEK, date(2026, 1, 6), count=MOST + 1), "count"),
        (Pattern(Repeats.WEEK, date(2026, 1, 6), until=date(2026, 1, 5)), "until"),
        (Pattern(Repeats.DAY, date(2026, 1, 6), until=date(2046, 1, 5)), "until"),
        (Pattern(Repeats.DAY, date(2026, 7, 1), until=date(2026, 7, 31)), "repeats"),
        (
            Pattern(
                Repeats.WEEK,
                date(2026, 1, 6),
                count=5,
                blackouts=((date(2026, 1, 1), date(2099, 12, 31)),),
            ),
            "repeats",
        ),
        (
            Pattern(
                Repeats.WEEK,
                date(2026, 1, 6),
                blackouts=((date(2026, 2, 2), date(2026, 2, 1)),),
            ),
            "blackouts",
        ),
    ],
)
def test_a_rule_that_never_ends_or_never_meets_is_told(pattern, field):
    with pytest.raises(Refusal) as refusal:
        occurrences(pattern)
    assert refusal.value.field == field
