"""Filters for templates: dates and numbers in the language and the zone of the page."""

from datetime import date, datetime
from typing import Any

from flask import Flask

from arenas.text import without_day
from arenas.web import dates
from arenas.web.current import settings
from arenas.web.language import current_language
from arenas.web.periods import said


def init_app(app: Flask) -> None:
    app.jinja_env.filters.update(
        date=day,
        long_date=long_day,
        weekday_date=weekday_date,
        month=month,
        week=week,
        clock=clock,
        moment=moment,
        number=number,
        iso=iso,
        local=local,
        undated=undated,
        sentence=sentence,
        periods=said_in_a_row,
    )
    app.jinja_env.globals.update(time_span=time_span)


def undated(meeting: Any) -> str:
    """The title of a meeting whose day stands beside it: a usual title holds the day too."""
    return without_day(meeting.title, (meeting.first_day or local(meeting.starts_at).date(),))


def sentence(text: str) -> str:
    """With a capital first letter, and the rest as it is.

    >>> sentence("week 48, November 2026")
    'Week 48, November 2026'
    """
    return text[:1].upper() + text[1:]


def local(value: datetime) -> datetime:
    """An instant as the clocks of the region show it."""
    return value.astimezone(settings().timezone)


def said_in_a_row(periods: list[list[str]]) -> str:
    """16.02.2026–20.02.2026, 01.04.2026"""
    return ", ".join(said(periods).split("\n"))


def _day(value: date) -> date:
    return local(value).date() if isinstance(value, datetime) else value


def day(value: date | None) -> str:
    return "" if value is None else dates.day(_day(value), current_language())


def long_day(value: date | None) -> str:
    return "" if value is None else dates.long_day(_day(value), current_language())


def weekday_date(value: date | None) -> str:
    return "" if value is None else dates.weekday_date(_day(value), current_language())


def month(value: date | None) -> str:
    return "" if value is None else dates.month(_day(value), current_language())


def week(value: date | None) -> str:
    return "" if value is None else dates.week(_day(value), current_language())


def clock(value: datetime | None) -> str:
    return "" if value is None else dates.clock(local(value), current_language())


def moment(value: datetime | None) -> str:
    return "" if value is None else dates.moment(local(value), current_language())


def time_span(start: datetime, end: datetime) -> str:
    return dates.time_span(local(start), local(end), current_language())


def number(value: float | None, decimals: int = 0) -> str:
    return "–" if value is None else dates.number(value, current_language(), decimals)


def iso(value: date | datetime) -> str:
    """For the ``datetime`` attribute of ``<time>``."""
    return (local(value) if isinstance(value, datetime) else value).isoformat()
