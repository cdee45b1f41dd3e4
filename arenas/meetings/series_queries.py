"""What is on record of a series: the rule, its meetings, and which have gone their own way."""

from collections.abc import Sequence
from datetime import date
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session, contains_eager

from arenas.database import now
from arenas.errors import N_, UnknownRecord
from arenas.meetings.recurrence import Pattern, Repeats
from arenas.models import Meeting, Series, SeriesOccurrence
from arenas.models.enums import MeetingState

OPEN = (MeetingState.DRAFT, MeetingState.PLANNED)


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


def still_open(session: Session, series: Series, since: date | None = None) -> Sequence[Meeting]:
    """The drafts and planned meetings that have not begun, from that day of the rule on."""
    query = (
        select(Meeting)
        .join(SeriesOccurrence, SeriesOccurrence.meeting_id == Meeting.id)
        .where(
            SeriesOccurrence.series_id == series.id,
            Meeting.state.in_(OPEN),
            Meeting.starts_at > now(),
        )
        .order_by(Meeting.starts_at)
    )
    if since is not None:
        query = query.where(SeriesOccurrence.day >= since)
    return session.scalars(query).all()


def has_own_way(series: Series, meeting: Meeting) -> bool:
    """Whether this one was moved or placed otherwise than the series, by hand."""
    zone = ZoneInfo(series.timezone)
    if meeting.first_day is not None:
        return True
    hours = (
        meeting.starts_at.astimezone(zone).time(),
        meeting.ends_at.astimezone(zone).time(),
    )
    usual = series.template
    where = (meeting.mode.value, meeting.place, meeting.online_url)
    return hours != (series.starts, series.ends) or where != (
        usual["mode"],
        usual["place"],
        usual["online_url"],
    )


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
    """All of the series' meetings that are still on record, by time."""
    return session.scalars(
        select(Meeting)
        .join(SeriesOccurrence, SeriesOccurrence.meeting_id == Meeting.id)
        .where(SeriesOccurrence.series_id == series_id)
        .order_by(Meeting.starts_at)
    ).all()
