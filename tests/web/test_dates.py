"""Dates, times and numbers in words, with hand-written values."""

from datetime import UTC, date, datetime

import pytest

from arenas.web import dates, filters

DAY = date(2025, 12, 8)


@pytest.mark.parametrize(
    ("write", "bokmal", "english"),
    [
        (dates.day, "08.12.2025", "8 December 2025"),
        (dates.long_day, "8. desember 2025", "8 December 2025"),
        (dates.weekday_date, "mandag 8. desember 2025", "Monday 8 December 2025"),
        (dates.month, "desember 2025", "December 2025"),
        (dates.week, "uke 50", "week 50"),
    ],
)
def test_a_day_in_words(write, bokmal, english):
    assert write(DAY, "nb") == bokmal
    assert write(DAY, "en") == english


@pytest.mark.parametrize(
    ("day", "week"),
    [(date(2027, 1, 3), "uke 53"), (date(2024, 12, 30), "uke 1"), (date(2026, 12, 31), "uke 53")],
)
def test_weeks_are_those_of_iso(day, week):
    assert dates.week(day, "nb") == week


def test_a_span_of_time():
    start, end = datetime(2025, 12, 8, 12, tzinfo=UTC), datetime(2025, 12, 8, 14, 5, tzinfo=UTC)
    assert dates.time_span(start, end, "nb") == "kl.\u00a012.00–14.05"
    assert dates.time_span(start, end, "en") == "12:00–14:05"


def test_a_span_over_midnight_says_the_day_it_ends():
    start, end = datetime(2025, 12, 8, 18, tzinfo=UTC), datetime(2025, 12, 9, 9, tzinfo=UTC)
    assert dates.time_span(start, end, "nb") == "kl.\u00a018.00 – 09.12.2025 kl.\u00a009.00"


@pytest.mark.parametrize(
    ("value", "decimals", "bokmal", "english"),
    [
        (0, 0, "0", "0"),
        (10_000, 0, "10\u00a0000", "10,000"),
        (-1234.5, 1, "\u22121\u00a0234,5", "\u22121,234.5"),
        (0.125, 2, "0,12", "0.12"),
    ],
)
def test_numbers_have_hard_spaces_and_decimal_commas(value, decimals, bokmal, english):
    assert dates.number(value, "nb", decimals) == bokmal
    assert dates.number(value, "en", decimals) == english


def test_an_instant_is_shown_on_the_clocks_of_the_region(app):
    winter, summer = datetime(2025, 12, 8, 23, tzinfo=UTC), datetime(2025, 7, 8, 22, tzinfo=UTC)
    with app.test_request_context("/"):
        assert filters.day(winter) == "09.12.2025"
        assert filters.moment(summer) == "09.07.2025 kl.\u00a000.00"
        assert filters.iso(summer) == "2025-07-09T00:00:00+02:00"
        assert filters.day(None) == ""
        assert filters.number(None) == "–"
