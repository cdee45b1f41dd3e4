"""Dates, times and numbers in words, in bokmål and English. Pure; each day is written once.

>>> weekday_date(date(2025, 12, 8), "nb")
'mandag 8. desember 2025'
>>> week(date(2025, 12, 8), "en")
'week 50'
"""

from datetime import date, datetime, time
from functools import lru_cache

HARD_SPACE = "\u00a0"
WEEKDAYS = {
    "nb": ("mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag", "søndag"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
MONTHS = {
    "nb": (
        "januar", "februar", "mars", "april", "mai", "juni",
        "juli", "august", "september", "oktober", "november", "desember",
    ),
    "en": (
        "January", "February", "March", "April", "May", "June",
        "July", "August", "September", "October", "November", "December",
    ),
}  # fmt: skip


@lru_cache(maxsize=4096)
def day(value: date, language: str) -> str:
    """The short form: 08.12.2025, in English 8 December 2025."""
    if language == "en":
        return f"{value.day} {MONTHS['en'][value.month - 1]} {value.year}"
    return f"{value.day:02}.{value.month:02}.{value.year}"


@lru_cache(maxsize=4096)
def long_day(value: date, language: str) -> str:
    """8. desember 2025, in English 8 December 2025."""
    point = "" if language == "en" else "."
    return f"{value.day}{point} {MONTHS[language][value.month - 1]} {value.year}"


@lru_cache(maxsize=4096)
def weekday_date(value: date, language: str) -> str:
    return f"{WEEKDAYS[language][value.weekday()]} {long_day(value, language)}"


@lru_cache(maxsize=1024)
def month(value: date, language: str) -> str:
    """desember 2025"""
    return f"{MONTHS[language][value.month - 1]} {value.year}"


@lru_cache(maxsize=1024)
def week(value: date, language: str) -> str:
    return f"{'week' if language == 'en' else 'uke'} {value.isocalendar().week}"


def clock(value: time | datetime, language: str) -> str:
    """12.00, in English 12:00."""
    separator = ":" if language == "en" else "."
    return f"{value.hour:02}{separator}{value.minute:02}"


def moment(value: datetime, language: str) -> str:
    """08.12.2025 kl. 12.00, in English 8 December 2025, 12:00."""
    joint = ", " if language == "en" else f" kl.{HARD_SPACE}"
    return day(value.date(), language) + joint + clock(value, language)


def time_span(start: datetime, end: datetime, language: str) -> str:
    """kl. 12.00–14.00, in English 12:00–14:00; over midnight with the day it ends."""
    first, last = clock(start, language), clock(end, language)
    head = first if language == "en" else f"kl.{HARD_SPACE}{first}"
    if start.date() == end.date():
        return f"{head}–{last}"
    return f"{head} – {moment(end, language)}"


def number(value: float, language: str, decimals: int = 0) -> str:
    """10 000 with a hard space and a decimal comma; in English 10,000 and a point.

    >>> number(1234.5, "nb", 1).replace(HARD_SPACE, "_")
    '1_234,5'
    """
    text = f"{value:,.{decimals}f}".replace("-", "\u2212")
    if language == "en":
        return text
    return text.replace(",", HARD_SPACE).replace(".", ",")
