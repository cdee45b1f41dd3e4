"""Putting the meetings of a series on record, each as the series says."""

from collections.abc import Sequence
from datetime import date
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from arenas.invitations import gathering
from arenas.meetings import inviting, participants, services, states
from arenas.meetings.details import Details, Item, Link
from arenas.meetings.series_hours import Says
from arenas.meetings.when import When
from arenas.models import Account, Meeting, Series, SeriesOccurrence

Days = Sequence[tuple[date, date]]
"""Days of the rule, and the day that each is held on."""


def lay_out(
    session: Session, series: Series, days: Days, *, overlap_is_meant: bool, actor: Account
) -> list[Meeting]:
    """A meeting for each of these days, which are returned.

    Raises
    ------
    Refusal, Overlap, UnknownRecord
        As a single meeting.
    """
    session.add(series)
    session.flush()
    begins = series.template
    guests = dict(begins.get("guests", ()))
    still = inviting.in_use(session, guests) if guests else set()
    guests = {person: at for person, at in guests.items() if person in still}
    empty = {
        row.day: row
        for row in session.scalars(
            select(SeriesOccurrence).where(
                SeriesOccurrence.series_id == series.id, SeriesOccurrence.meeting_id.is_(None)
            )
        )
    }
    made = []
    for day, held_on in days:
        meeting = services.create(
            session, details(series, day, held_on), actor=actor, overlap_is_meant=overlap_is_meant
        )
        if day in empty:
            empty[day].meeting_id = meeting.id
        else:
            session.add(SeriesOccurrence(series_id=series.id, day=day, meeting_id=meeting.id))
        if begins["with_members"]:
            without = begins.get("left_out", ())
            participants.add_members(session, meeting.id, without=without, actor=actor)
        if guests:
            gathering.add(session, meeting, guests, actor=actor)
        if begins["publish"]:
            states.take(session, meeting.id, "publish", version=meeting.version, actor=actor)
        made.append(meeting)
    session.flush()
    return made


def hours(series: Series, day: date, held_on: date) -> When:
    """When the meeting of that day of the rule is, where it is held on ``held_on``."""
    says = Says.of(series, day)
    return When.timed((held_on, says.starts), (held_on, says.ends), ZoneInfo(series.timezone))


def details(series: Series, day: date, held_on: date) -> Details:
    """The meeting of that day of the rule, from the series' template."""
    begins, says = series.template, Says.of(series, day)
    return Details(
        forum_id=series.forum_id,
        when=hours(series, day, held_on),
        mode=says.mode,
        title=begins["title"],
        place=says.place,
        online_url=says.online_url,
        municipality_code=begins["municipality_code"],
        description=begins["description"],
        seats=begins.get("seats"),
        online_seats=begins.get("online_seats"),
        agenda=tuple(Item(**item) for item in begins["agenda"]),
        documents=tuple(Link(**link) for link in begins["documents"]),
        priority_ids=frozenset(begins["priorities"]),
        activity_ids=frozenset(begins["activities"]),
    )
