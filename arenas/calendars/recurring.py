"""A series as calendars hold it: one event with its rule, and one for each date that differs.

Pure: rows in, entries out. The rule and hours are those the series was laid out with, so that
RECURRENCE-ID always names the same date; a later change of hours is told date by date. What
the rule's event says is what most of the meetings that are shown say, never more.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time
from functools import lru_cache
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from dateutil.rrule import rrulestr

from arenas.calendars import entries, ical
from arenas.calendars.entries import CANCELLED, NO_ANSWER, Agenda, Answer, Geo, Manner, Names
from arenas.calendars.ical import Entry
from arenas.models.enums import Visibility
from arenas.text import without_day

# ical.js, which Thunderbird and Nextcloud show calendars by, lays the first out as every one of
# those days; Outlook does not know it. A month that has no such day has its meeting by itself.
_AS_TOLD = {
    "BYMONTHDAY=28,29,30,31;BYSETPOS=-1": "BYMONTHDAY=-1",
    "BYMONTHDAY=28,29,30;BYSETPOS=-1": "BYMONTHDAY=30",
    "BYMONTHDAY=28,29;BYSETPOS=-1": "BYMONTHDAY=29",
}


class Master(NamedTuple):
    """What of a series never changes, and when the list of its dates last did."""

    uid: str
    rule: str
    first_day: date
    starts: time
    ends: time
    timezone: str
    sequence: int
    created_at: datetime
    updated_at: datetime


class Member(NamedTuple):
    """A meeting, and the day of the rule that it is held for."""

    row: Any
    day: date
    agenda: Agenda = ()
    priorities: Names = ()
    answer: Answer = NO_ANSWER
    geo: Geo | None = None


def whole(master: Master, members: Iterable[Member], manner: Manner) -> list[Entry]:
    """The series from its first to its last date among these, the rule's event first.

    All are on days of the rule (``is_on_rule``). Other days of the rule in between are left out.
    """
    shown = sorted(members, key=lambda one: one.day)
    told = [_told(master, one, manner) for one in shown]
    usual, like_it = _usual(master, shown, told)
    days = {one.day for one in shown}
    first, last = shown[0].day, shown[-1].day
    every = _days(master.rule, master.first_day, last.year)
    entry = replace(
        usual,
        uid=master.uid,
        starts=date_of(master, first),
        ends=_wall(master, first, master.ends),
        zone=master.timezone,
        stamp=max(master.updated_at, min(one.stamp for one in like_it)),
        created=master.created_at,
        sequence=master.sequence,
        rule=_until(master, last),
        left_out=tuple(
            date_of(master, day) for day in every if first < day < last and day not in days
        ),
    )
    differing = [
        instance(master, one, manner)
        for one, as_told in zip(shown, told, strict=True)
        if not _fits(master, one, as_told, usual)
    ]
    return [entry, *differing]


def instance(master: Master, one: Member, manner: Manner) -> Entry:
    """One date of the series by itself: in a feed where it differs, in a file, in a mail."""
    entry = _entry(_dateless(one), manner, None)
    return replace(
        entry,
        uid=master.uid,
        stamp=max(master.updated_at, entry.stamp),
        sequence=master.sequence + entry.sequence,
        instead_of=date_of(master, one.day),
    )


def single(found: Any, row: Any, manner: Manner) -> Entry:
    """One meeting of what was found (``rows.Meetings``), as its file and its mails have it: as
    a date of its series, if it has one there, else as an event of its own."""
    master, one = found.series.get(row.series_id), member(found, row)
    if master is not None and is_on_rule(master, one.day):
        return instance(master, one, manner)
    return _entry(one, manner, None)


def member(found: Any, row: Any) -> Member:
    """The meeting with what else was found of it."""
    return Member(
        row,
        row.series_day,
        found.agenda.get(row.id, ()),
        found.priorities[row.id],
        geo=found.geo(row.place),
    )


def is_on_rule(master: Master, day: date) -> bool:
    """Whether the rule of the series has the day; a meeting on another stands by itself.

    So do those of a series in UTC, which programs lay out on the clocks of X-WR-TIMEZONE.
    """
    return ical.known_zone(master.timezone) is not None and day in _days(
        master.rule, master.first_day, day.year
    )


def date_of(master: Master, day: date) -> datetime:
    """What RECURRENCE-ID says of the day, in the series' own zone."""
    return _wall(master, day, master.starts)


def _wall(master: Master, day: date, hour: time) -> datetime:
    return datetime.combine(day, hour, tzinfo=ZoneInfo(master.timezone))


def _until(master: Master, last: date) -> str:
    """The rule with its last date, in UTC as RFC 5545 asks (3.3.10), after FREQ.

    >>> moment = datetime(2026, 11, 1, tzinfo=UTC)
    >>> rule, first = "FREQ=WEEKLY;INTERVAL=2", date(2026, 12, 1)
    >>> _until(
    ...     Master("x", rule, first, time(12), time(14), "Europe/Oslo", 0, moment, moment),
    ...     date(2027, 6, 1),
    ... )
    'FREQ=WEEKLY;UNTIL=20270601T100000Z;INTERVAL=2'
    """
    frequency, semicolon, rest = _as_told(master.rule).partition(";")
    return f"{frequency};UNTIL={ical.utc(date_of(master, last))}{semicolon}{rest}"


def _as_told(rule: str) -> str:
    """The rule in the form that every calendar program lays out alike."""
    for ours, theirs in _AS_TOLD.items():
        rule = rule.replace(ours, theirs)
    return rule


@lru_cache(maxsize=1000)
def _days(rule: str, first: date, year: int) -> dict[date, None]:
    """The days of the rule from ``first`` to the end of the year, in order."""
    begins, ends = datetime.combine(first, time()), datetime.combine(date(year, 12, 31), time())
    found = rrulestr(_as_told(rule), dtstart=begins).between(begins, ends, inc=True)
    return {moment.date(): None for moment in found}


@lru_cache(maxsize=5000)
def _told(master: Master, one: Member, manner: Manner) -> Entry:
    """The meeting as the rule's event would have to say it: with the page of them all, since each
    meeting has its own."""
    link = (manner.words.more_of_all, page_of_all(one.row, manner.base_url))
    return _entry(_dateless(one), manner, link)


def page_of_all(row: Any, base_url: str) -> str:
    """The arena's page; of an internal arena, which a guest may not see, one's own meetings."""
    internal = row.forum_visibility == Visibility.INTERNAL
    return f"{base_url}/meetings/" if internal else f"{base_url}/forums/{row.forum_slug}"


def _entry(one: Member, manner: Manner, link: tuple[str, str] | None) -> Entry:
    return entries.entry(
        one.row,
        words=manner.words,
        base_url=manner.base_url,
        agenda=one.agenda,
        priorities=one.priorities,
        alarm=manner.alarm,
        answer=one.answer,
        link=link,
        geo=one.geo,
    )


def _dateless(one: Member) -> Member:
    """With a usual title without its date, which stands beside it in a calendar."""
    row = one.row
    if not row.title[-1:].isdigit():
        return one
    zone = ical.known_zone(row.timezone) or UTC
    held = row.first_day or row.starts_at.astimezone(zone).date()
    title = without_day(row.title, (one.day, held))
    return one if title == row.title else one._replace(row=row._replace(title=title))


def _usual(
    master: Master, shown: Sequence[Member], told: Sequence[Entry]
) -> tuple[Entry, list[Entry]]:
    """What most say, the earliest where there are as many, and those that say it.

    Asked are those held at the hours of the rule; else those that are held; else all.
    """
    everyone = list(zip(shown, told, strict=True))
    held = [pair for pair in everyone if pair[0].row.state != CANCELLED]
    on_time = [pair for pair in held if _on_time(master, pair[0])]
    asked = on_time or held or everyone
    [(words, _times)] = Counter(_words(entry) for _one, entry in asked).most_common(1)
    like_it = [entry for _one, entry in asked if _words(entry) == words]
    return like_it[0], like_it


def _fits(master: Master, one: Member, told: Entry, usual: Entry) -> bool:
    return _on_time(master, one) and _words(told) == _words(usual)


def _on_time(master: Master, one: Member) -> bool:
    row = one.row
    return (
        row.first_day is None
        and row.timezone == master.timezone
        and bool(row.starts_at == _instant(date_of(master, one.day)))
        and bool(row.ends_at == _instant(_wall(master, one.day, master.ends)))
    )


def _instant(wall: datetime) -> datetime:
    return wall.astimezone(UTC)


def _words(entry: Entry) -> tuple[Any, ...]:
    """All that an event says but when it is and how often it was changed."""
    return (
        entry.summary,
        entry.description,
        entry.location,
        entry.status,
        entry.free,
        entry.categories,
        entry.url,
        entry.conference,
        entry.contact,
        entry.geo,
        entry.alarms,
    )
