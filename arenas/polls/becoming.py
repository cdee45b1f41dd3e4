"""A poll becomes a meeting: the draft, its people, and word to those who were asked."""

from datetime import datetime
from typing import Any

from sqlalchemy import Table, insert, select
from sqlalchemy.orm import Session

from arenas import audit, versions
from arenas.database import now
from arenas.errors import N_, Refusal, UnknownRecord
from arenas.meetings import services as meetings
from arenas.meetings.details import Details
from arenas.meetings.when import When
from arenas.models import (
    Account,
    Meeting,
    Participation,
    Person,
    Poll,
    PollDate,
    PollPerson,
    forum_activity,
    forum_priority,
)
from arenas.models.enums import PollState
from arenas.polls import asking
from arenas.polls.services import KIND, open_poll
from arenas.revision import NETWORK, raise_revision


def settle(
    session: Session,
    poll_id: int,
    date_id: int,
    *,
    version: int,
    actor: Account,
    overlap_is_meant: bool = False,
) -> tuple[Meeting, int]:
    """Make the meeting of that date, as a draft with all who were asked on its list.

    The poll closes, and those asked are told which date it became. Returns the meeting and how
    many are told.

    Raises
    ------
    ChangedMeanwhile
        If somebody else has changed or closed the poll since.
    UnknownRecord
        If the date is of another poll, or the forum is archived.
    Refusal, Overlap
        If the poll is closed, the date is past, or as ``arenas.meetings.services.create``.
    """
    poll = open_poll(session, poll_id)
    versions.check(poll, version)
    date = next((one for one in poll.dates if one.id == date_id), None)
    if date is None:
        raise UnknownRecord(N_("Datoen er ikke med i denne forespørselen."))
    if date.starts_at <= now():
        raise Refusal(N_("Datoen er passert."))
    meeting = meetings.create(
        session, _details(session, poll, date), actor=actor, overlap_is_meant=overlap_is_meant
    )
    listed = _list(session, poll, meeting)
    date.chosen = True
    poll.state, poll.meeting_id = PollState.SETTLED, meeting.id
    versions.flush(session)
    audit.record(session, actor, "meeting.participant", meetings.KIND, meeting.id, added=listed)
    raise_revision(session, NETWORK)
    told = asking.close(session, poll, asking.SETTLED)
    audit.record(session, actor, "poll.settle", KIND, poll.id, meeting=meeting.id, told=told)
    return meeting, told


def _details(session: Session, poll: Poll, date: PollDate) -> Details:
    return Details(
        forum_id=poll.forum_id,
        when=_when(date.starts_at, date.ends_at, poll.timezone),
        mode=poll.mode,
        title=poll.title or "",
        place=poll.place,
        online_url=poll.online_url,
        description=poll.description,
        priority_ids=_serves(session, forum_priority.c.priority_id, forum_priority, poll),
        activity_ids=_serves(session, forum_activity.c.activity_id, forum_activity, poll),
    )


def _when(starts: datetime, ends: datetime, zone: str) -> When:
    return When(starts, ends, None, None, zone)


def _serves(session: Session, column: Any, table: Table, poll: Poll) -> frozenset[int]:
    return frozenset(session.scalars(select(column).where(table.c.forum_id == poll.forum_id)))


def _list(session: Session, poll: Poll, meeting: Meeting) -> int:
    """Put on the meeting's list all who were asked, for the organisations they stand for."""
    rows = session.execute(
        select(PollPerson.person_id, PollPerson.organisation_id, PollPerson.role)
        .join(PollPerson.person)
        .where(PollPerson.poll_id == poll.id, Person.archived_at.is_(None))
        .order_by(PollPerson.id)
    ).all()
    if rows:
        session.execute(
            insert(Participation),
            [
                {
                    "meeting_id": meeting.id,
                    "person_id": row.person_id,
                    "organisation_id": row.organisation_id,
                    "role": row.role,
                }
                for row in rows
            ],
        )
    return len(rows)
