"""Giving a date of a series back what the series says of it: held, on its day, at its place."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from arenas import audit
from arenas.database import now
from arenas.errors import N_, UnknownRecord
from arenas.invitations.series_telling import in_one_message
from arenas.meetings import laying_out, moving, recurrence, series_queries, states
from arenas.meetings.recurrence import Occurrence
from arenas.meetings.series_hours import Says
from arenas.meetings.series_queries import Dated
from arenas.meetings.when import When
from arenas.models import Account, Meeting, Series, SeriesOccurrence
from arenas.models.enums import MeetingState

KIND = "series"


class Lost(StrEnum):
    """What a date is without: it was cancelled, has gone its own way, or was never held."""

    CANCELLED = "cancelled"
    OWN_WAY = "own_way"
    NO_MEETING = "no_meeting"


@dataclass(frozen=True)
class Restorable:
    """A day of the rule that can be restored, and when its meeting then is; ``skipped`` says why
    the rule left it out."""

    day: date
    lost: Lost
    when: When
    meeting: Meeting | None = None
    skipped: Occurrence | None = None


def restorable(session: Session, series: Series, language: str = "no") -> list[Restorable]:
    """The dates to come that are not as the series says, by day. Two statements."""
    usual = series_queries.usual_days(series)
    found = [
        Restorable(one.day, lost, _when(series, one.day, usual), one.meeting)
        for one in series_queries.dated(session, series.id)
        if (lost := _lost(series, one, usual))
    ]
    with_meeting = set(
        session.scalars(
            select(SeriesOccurrence.day).where(
                SeriesOccurrence.series_id == series.id, SeriesOccurrence.meeting_id.is_not(None)
            )
        )
    )
    pattern = series_queries.pattern_of(series)
    found += [
        Restorable(one.day, Lost.NO_MEETING, _when(series, one.day, usual), skipped=one)
        for one in recurrence.laid_out(pattern, series.laid_out_to, language)
        if one.day not in with_meeting
    ]
    return sorted((one for one in found if one.when.starts_at > now()), key=lambda one: one.day)


def of_day(session: Session, series: Series, day: date) -> Restorable:
    """What can be restored on that day; raises ``UnknownRecord`` where nothing can."""
    for one in restorable(session, series):
        if one.day == day:
            return one
    raise UnknownRecord(N_("Det er ingenting å gjenopprette på denne datoen."))


@in_one_message
def restore(
    session: Session, series_id: int, day: date, *, overlap_is_meant: bool = False, actor: Account
) -> Meeting:
    """Set the date up as the series says, and tell those invited; returns its meeting.

    A cancelled meeting is planned again and put back on its day; one that was never held is made
    from the series' template, a draft where the series was saved as drafts.

    Raises
    ------
    UnknownRecord, Refusal
        If there is no such date to restore, or its meeting cannot be set up again.
    Overlap
        If the forum meets at that time already and ``overlap_is_meant`` does not say that it
        shall.
    """
    series = series_queries.one(session, series_id)
    found = of_day(session, series, day)
    meeting = found.meeting
    if meeting is None:
        held_on = [(day, found.when.day)]
        (meeting,) = laying_out.lay_out(
            session, series, held_on, overlap_is_meant=overlap_is_meant, actor=actor
        )
    else:
        if meeting.state is MeetingState.CANCELLED:
            version = meeting.version
            states.take(session, meeting.id, "reopen", version=version, actor=actor)
        says = Says.of(series, day)
        where = (says.mode, says.place, says.online_url)
        moving.move(session, meeting, found.when, where, actor=actor)
        if not overlap_is_meant:
            moving.check_overlap(session, series.forum_id, [meeting])
    audit.record(session, actor, "series.restore", KIND, series.id, meetings=1)
    return meeting


def _lost(series: Series, one: Dated, usual: dict[date, date]) -> Lost | None:
    if one.meeting.state is MeetingState.CANCELLED:
        return Lost.CANCELLED
    is_open = one.meeting.state in series_queries.OPEN and one.meeting.starts_at > now()
    if is_open and series_queries.has_own_way(series, one, usual):
        return Lost.OWN_WAY
    return None


def _when(series: Series, day: date, usual: dict[date, date]) -> When:
    return laying_out.hours(series, day, usual.get(day, day))
