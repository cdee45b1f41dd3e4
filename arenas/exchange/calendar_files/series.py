"""Series of a calendar file as series of the register, where the register knows such a rule.

A rule is known by its dates: of our patterns the one that gives the same days. Others, and
series of whole days or in UTC, become meetings one by one.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from arenas.exchange.calendar_files.comparing import Judged, Row
from arenas.exchange.ics.expansion import Rule, days
from arenas.exchange.ics.reading import Dated, Found
from arenas.meetings import recurrence
from arenas.meetings.details import Details
from arenas.meetings.recurrence import Pattern, Repeats
from arenas.meetings.series import Plan, begins_with
from arenas.models import Forum, Meeting, Series, SeriesOccurrence
from arenas.models.enums import MeetingMode, OnHoliday

COMPARED = timedelta(days=4 * 366)
"""So long must two rules give the same days to be the same."""
KEY = "%Y%m%dT%H%M%SZ"


@dataclass(frozen=True)
class Known:
    """A series of the file in our words: its pattern, its first meeting, and the day in the rule
    of each key."""

    pattern: Pattern
    master: Dated
    days: Mapping[str, date]


def put_in_series(
    session: Session, forum: Forum, rows: Sequence[Row], made: Mapping[str, Meeting]
) -> None:
    """Tie the new meetings of each series together, and to those of it that were there before."""
    for row in rows:
        moved = any(one.moved for one in row.dates)
        if not (moved or any(one.key in made for one in row.dates)):
            continue
        found = known(row.found)
        if found is None:
            continue
        dates = [one for one in row.dates if one.date.key in found.days]
        there = [one.meeting_id for one in dates if one.meeting_id is not None]
        series_id = _before(session, there) if there else None
        tied = [one for one in dates if one.key in made]
        if series_id is None:
            series_id, tied = _start(session, forum, found), dates
        elif moved:
            _move(session, series_id, found.master)
        _tie(session, series_id, {found.days[one.date.key]: _meeting(one, made) for one in tied})


def _meeting(one: Judged, made: Mapping[str, Meeting]) -> int | None:
    return made[one.key].id if one.key in made else one.meeting_id


def _tie(session: Session, series_id: int, meetings: Mapping[date, int | None]) -> None:
    """Put the meetings on their days; a day whose draft was deleted gets its meeting again."""
    query = select(SeriesOccurrence).where(SeriesOccurrence.series_id == series_id)
    there = {one.day: one for one in session.scalars(query)}
    for day, meeting_id in meetings.items():
        if meeting_id is None:
            continue
        one = there.get(day)
        if one is None:
            session.add(SeriesOccurrence(series_id=series_id, day=day, meeting_id=meeting_id))
        elif one.meeting_id is None:
            one.meeting_id = meeting_id
    session.flush()


def of_meetings(session: Session, meetings: Sequence[int]) -> set[int]:
    """The series that the meetings are of."""
    query = select(SeriesOccurrence.series_id).where(SeriesOccurrence.meeting_id.in_(meetings))
    return set(session.scalars(query))


def remove_empty(session: Session, series: Collection[int]) -> None:
    """Take away those of the series that have no meeting left."""
    query = select(SeriesOccurrence.series_id).where(
        SeriesOccurrence.series_id.in_(series), SeriesOccurrence.meeting_id.is_not(None)
    )
    held = set(session.scalars(query))
    for number in sorted(set(series) - held):
        session.delete(session.get_one(Series, number, options=[selectinload(Series.occurrences)]))
    session.flush()


def _move(session: Session, series_id: int, master: Dated) -> None:
    """What is laid out later comes at the hours that the file has now."""
    series = session.get(Series, series_id)
    if series is not None:
        series.starts, series.ends = _hours(master)


def known(found: Found) -> Known | None:
    """The series in our words; None where we have none for it."""
    master = found.master
    if found.rule is None or master is None or master.when.first_day is not None:
        return None
    zone = ZoneInfo(master.when.timezone)
    of_key = {one.key: _day(one.key, zone) for one in found.dates}
    parts = dict(part.split("=", 1) for part in found.rule.strip().upper().split(";") if part)
    begun = master.when.starts_at.astimezone(zone).date()
    in_rule = set(days(Rule.of(parts, begun), begun, max(of_key.values())))
    shared = {key: day for key, day in of_key.items() if day in in_rule}
    clocks = {_clock(key, zone) for key in shared}
    if len(clocks) != 1 or len(set(shared.values())) != len(shared):
        return None
    first, last = min(shared.values()), max(shared.values())
    pattern = _pattern(parts, begun, first)
    if pattern is None:
        return None
    ends = last if {"COUNT", "UNTIL"} & parts.keys() else None
    return Known(Pattern(**{**vars(pattern), "until": ends}), master, shared)


def _pattern(parts: Mapping[str, str], begun: date, first: date) -> Pattern | None:
    wanted = list(days(Rule.of(dict(parts), begun), first, first + COMPARED))
    for repeats in Repeats:
        every = int(parts.get("INTERVAL", 1))
        ours = Pattern(repeats, first, every, on_holiday=OnHoliday.KEEP, skips_july=False)
        rule = dict(part.split("=", 1) for part in recurrence.rule(ours).split(";"))
        if every <= 52 and list(days(Rule.of(rule, first), first, first + COMPARED)) == wanted:
            return ours
    return None


def _before(session: Session, meetings: Sequence[int]) -> int | None:
    """The series that the meetings have been put in before, if any."""
    return session.scalar(
        select(SeriesOccurrence.series_id)
        .where(SeriesOccurrence.meeting_id.in_(meetings[:500]))
        .limit(1)
    )


def _start(session: Session, forum: Forum, found: Known) -> int:
    master, pattern = found.master, found.pattern
    starts, ends = _hours(master)
    plan = Plan(pattern, _details(forum, master), starts, ends, with_members=False)
    series = Series(
        forum_id=forum.id,
        repeats=pattern.repeats.value,
        every=pattern.every,
        rule=recurrence.rule(pattern),
        first_day=pattern.first,
        until=pattern.until,
        starts=starts,
        ends=ends,
        timezone=master.when.timezone,
        on_holiday=pattern.on_holiday,
        skips_july=pattern.skips_july,
        blackouts=[],
        template=begins_with(plan),
        laid_out_to=max(found.days.values()),
    )
    session.add(series)
    session.flush()
    return series.id


def _hours(master: Dated) -> tuple[time, time]:
    zone = ZoneInfo(master.when.timezone)
    starts, ends = (
        moment.astimezone(zone).time() for moment in (master.when.starts_at, master.when.ends_at)
    )
    return starts, ends


def _details(forum: Forum, master: Dated) -> Details:
    return Details(
        forum_id=forum.id,
        when=master.when,
        mode=mode_of(master),
        title=master.title,
        place=master.place,
        online_url=master.online_url,
        description=master.description,
    )


def mode_of(date: Dated) -> MeetingMode:
    """With a link on line, with a place too hybrid."""
    if date.online_url is None:
        return MeetingMode.PHYSICAL
    return MeetingMode.HYBRID if date.place else MeetingMode.ONLINE


def _moment(key: str, zone: ZoneInfo) -> datetime:
    return datetime.strptime(key, KEY).replace(tzinfo=UTC).astimezone(zone)


def _day(key: str, zone: ZoneInfo) -> date:
    """The day of a date, by the wall time at which the rule has it."""
    return _moment(key, zone).date()


def _clock(key: str, zone: ZoneInfo) -> object:
    return _moment(key, zone).time()
