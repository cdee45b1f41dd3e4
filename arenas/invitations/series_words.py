"""A series in words, as a letter says it: how often, at what hours, how many from when to when.

Read past the request: the language is the invitee's own.
"""

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from arenas.invitations.wording import translations
from arenas.web import dates

Rows = Sequence[Any]


def rhythm(repeats: str, every: int, first: date, language: str) -> str:
    """How often the series meets.

    >>> rhythm("month_weekday", 1, date(2027, 1, 4), "nb")
    'månedlig, første mandag'
    >>> rhythm("week", 2, date(2027, 1, 4), "nb")
    'annenhver uke, mandag'
    """
    catalogue = translations(language)
    _ = catalogue.gettext
    often = {
        "day": (_("daglig"), _("annenhver dag"), _("hver %(every)s. dag")),
        "workday": (
            _("alle virkedager"),
            _("alle virkedager annenhver uke"),
            _("alle virkedager hver %(every)s. uke"),
        ),
        "week": (_("ukentlig"), _("annenhver uke"), _("hver %(every)s. uke")),
        "month": (_("månedlig"), _("annenhver måned"), _("hver %(every)s. måned")),
    }[repeats.partition("_")[0]]
    said: str = often[min(every, 3) - 1] % {"every": every}
    weekday = dates.WEEKDAYS[language][first.weekday()]
    if repeats == "week":
        return f"{said}, {weekday}"
    if repeats == "month_day":
        return said + str(_(", den %(day)s.")) % {"day": first.day}
    if repeats == "month_weekday":
        place = (_("første"), _("andre"), _("tredje"), _("fjerde"), _("siste"))[
            (first.day - 1) // 7
        ]
        return f"{said}, {place} {weekday}"
    return said


def span(rows: Rows, language: str) -> str:
    """11 møter fra 5. januar til 7. desember 2027; of one its day."""
    days = [day_of(row) for row in rows]
    first, last = min(days), max(days)
    count = translations(language).ngettext("%(num)s møte", "%(num)s møter", len(rows))
    number = count % {"num": len(rows)}
    if first == last:
        return f"{number}, {dates.weekday_date(first, language)}"
    begins = dates.long_day(first, language)
    if first.year == last.year:
        begins = begins.removesuffix(f" {first.year}")
    values = {"first": begins, "last": dates.long_day(last, language)}
    _ = translations(language).gettext
    said: str = _("fra %(first)s til %(last)s") % values
    return f"{number} {said}"


def hours(rows: Rows, language: str) -> str:
    """Those of most of the meetings; empty where they are on whole days."""
    [(usual, _times)] = Counter(_hours(row, language) for row in rows).most_common(1)
    return usual


def _hours(row: Any, language: str) -> str:
    if row.first_day is not None:
        return ""
    starts, ends = _wall(row.starts_at, row), _wall(row.ends_at, row)
    return dates.time_span(starts, ends, language).replace(dates.HARD_SPACE, " ")


def day_of(row: Any) -> date:
    first: date | None = row.first_day
    return first or _wall(row.starts_at, row).date()


def _wall(moment: datetime, row: Any) -> datetime:
    return moment.astimezone(ZoneInfo(row.timezone))
