"""What is on record of a series: the rule, its meetings, and which have gone their own way."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session, contains_eager

from arenas.database import now
from arenas.errors import N_, UnknownRecord
from arenas.meetings import recurrence
from arenas.meetings.recurrence import Pattern, Repeats
from arenas.meetings.series_hours import Says
from arenas.models import Meeting, Series, SeriesOccurrence
from arenas.models.enums import MeetingState

OPEN = (MeetingState.DRAFT, MeetingState.PLANNED)


class Dated(NamedTuple):
    """A meeting of a series, and the day of the rule that it has there."""

    day: date
    meeting: Meeting


def one(session: Session, series_id: int) -> Series:
    """The series with its forum; raises ``UnknownRecord`` where there is none."""
    found = session.scalars(
        select(Series)
        .join(Series.forum)
        .where(Series.id == series_id)
        .options(contains_eager(Series.forum))
    ).one_or_none()
    if found is None:
        raise UnknownRecord(N_("Møteserien finnes ikke."))
    return found


def of_meeting(session: Session, meeting_id: int) -> tuple[Series, date] | None:
    """The series that the meeting is of, and the day it has there."""
    row = session.execute(
        select(SeriesOccurrence, Series)
        .join(SeriesOccurrence.series)
        .join(Series.forum)
        .where(SeriesOccurrence.meeting_id == meeting_id)
        .options(contains_eager(SeriesOccurrence.series).contains_eager(Series.forum))
    ).first()
    return None if row is None else (row[1], row[0].day)


def still_open(session: Session, series: Series, since: date | None = None) -> Sequence[Dated]:
    """The drafts and planned meetings that have not begun, from that day of the rule on."""
    found = dated(session, series.id)
    return [
        one
        for one in found
        if one.meeting.state in OPEN
        and one.meeting.starts_at > now()
        and (since is None or one.day >= since)
    ]


def drafts(session: Session, series: Series, since: date | None = None) -> Sequence[Dated]:
    """Those of them that are not published."""
    found = still_open(session, series, since)
    return [one for one in found if one.meeting.state is MeetingState.DRAFT]


def dated(session: Session, series_id: int) -> Sequence[Dated]:
    """All of the series' meetings that are still on record, by time."""
    rows = session.execute(
        select(SeriesOccurrence.day, Meeting)
        .join(Meeting, Meeting.id == SeriesOccurrence.meeting_id)
        .where(SeriesOccurrence.series_id == series_id)
        .order_by(Meeting.starts_at, Meeting.id)
    )
    return [Dated(day, meeting) for day, meeting in rows]


def to_change(session: Session, series: Series, meeting_id: int, since: date | None) -> list[Dated]:
    """Those of them that a change of the series reaches: the one it is said of, and all that
    have not gone their own way."""
    usual = usual_days(series)
    return [
        one
        for one in still_open(session, series, since)
        if one.meeting.id == meeting_id or not has_own_way(series, one, usual)
    ]


def has_own_way(series: Series, one: Dated, usual: Mapping[date, date]) -> bool:
    """Whether this one was moved or placed otherwise than the series, by hand.

    ``usual`` is from ``usual_days``.
    """
    zone, meeting, says = ZoneInfo(series.timezone), one.meeting, Says.of(series, one.day)
    if meeting.first_day is not None:
        return True
    starts, ends = meeting.starts_at.astimezone(zone), meeting.ends_at.astimezone(zone)
    held = (starts.date(), starts.time(), ends.date(), ends.time())
    day = usual.get(one.day, one.day)
    where = (meeting.mode, meeting.place, meeting.online_url)
    return held != (day, says.starts, day, says.ends) or where != (
        says.mode,
        says.place,
        says.online_url,
    )


def further_days(series: Series, pattern: Pattern) -> tuple[list[tuple[date, date]], date]:
    """The days after those laid out, each with the day it is held on, and how far that reaches."""
    found = recurrence.occurrences(pattern, after=series.laid_out_to)
    weekday = Says.now(series).weekday
    days = [
        (each.day, on_weekday(pattern, each.held_on, weekday)) for each in found if each.held_on
    ]
    return days, found[-1].day if found else series.laid_out_to


def usual_days(series: Series) -> dict[date, date]:
    """On which day each day of the rule is held, as long as nobody says otherwise."""
    pattern = pattern_of(series)
    return {
        one.day: on_weekday(pattern, one.held_on, Says.of(series, one.day).weekday)
        for one in recurrence.laid_out(pattern, series.laid_out_to)
        if one.held_on
    }


def on_weekday(pattern: Pattern, day: date, weekday: int | None) -> date:
    """That day of the same week, unless the series avoids it; None: the day itself."""
    if weekday is None:
        return day
    other = day + timedelta(days=weekday - day.weekday())
    return day if recurrence.is_avoided(pattern, other) else other


def pattern_of(series: Series) -> Pattern:
    return Pattern(
        repeats=Repeats(series.repeats),
        first=series.first_day,
        every=series.every,
        until=series.until,
        count=series.count,
        on_holiday=series.on_holiday,
        skips_july=series.skips_july,
        blackouts=tuple(
            (date.fromisoformat(first), date.fromisoformat(last))
            for first, last in series.blackouts
        ),
    )


def meetings(session: Session, series_id: int) -> Sequence[Meeting]:
    return [one.meeting for one in dated(session, series_id)]
