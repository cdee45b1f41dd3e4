"""What else is set up around some times, and what of ours it takes.

Meetings, and the dates that open polls hold until one of them is chosen or none is.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, and_, func, or_, select
from sqlalchemy.orm import Session

from arenas.meetings.alternatives import DAY
from arenas.meetings.when import LONGEST, When
from arenas.models import Forum, Meeting, Participation, Poll, PollAnswer, PollDate, PollPerson
from arenas.models.enums import DateChoice, MeetingMode, MeetingState, PollState, Response
from arenas.text import normalise

Seats = Mapping[int, int | None]
"""People, and the organisation that each stands for."""
ELSEWHERE = frozenset({Response.DECLINED, Response.DELEGATED})
"""Who has answered so is not at that meeting."""
STOPS = 1000


@dataclass(frozen=True)
class Asked:
    """Whose time it is: those chosen, else those on the meeting's list, else the members.

    The meetings of ``but`` are not in the way, nor are the dates of ``poll_id``.
    """

    forum_id: int
    meeting_id: int | None = None
    place: str | None = None
    chosen: Seats | None = None
    but: frozenset[int] = frozenset()
    poll_id: int | None = None


@dataclass(eq=False)
class Taken:
    """A meeting near the wanted times, or a date that a poll holds, and who of ours is in it."""

    row: Row[*tuple[Any, ...]]
    when: When
    poll_id: int | None = None
    people: set[int] = field(default_factory=set)
    organisations: set[int] = field(default_factory=set)
    room: bool = False
    forum: bool = False

    @property
    def weight(self) -> int:
        """A room that is taken or the forum itself stops the meeting; people can be missed."""
        stops = STOPS * (self.room or self.forum)
        return stops + len(self.people) + len(self.organisations)

    def overlaps(self, wanted: When) -> bool:
        return self.when.starts_at < wanted.ends_at and wanted.starts_at < self.when.ends_at


def around(
    session: Session, asked: Asked, seats: Seats, whens: Sequence[When], *, reach: timedelta
) -> list[Taken]:
    """All that takes something of ours in and around these times, by time.

    Four statements at most, however much there is.
    """
    since = min(when.starts_at for when in whens) - reach
    until = max(when.ends_at for when in whens) + reach
    meetings = _meetings(session, asked, seats, since, until)
    held = _held(session, asked, seats, since, until)
    return sorted(
        (one for one in [*meetings, *held] if one.weight),
        key=lambda one: (one.when.starts_at, one.poll_id is not None, one.row.id),
    )


def _meetings(
    session: Session, asked: Asked, seats: Seats, since: datetime, until: datetime
) -> Iterable[Taken]:
    span = (
        Meeting.state != MeetingState.CANCELLED,
        Meeting.starts_at < until,
        Meeting.ends_at > since,
        Meeting.starts_at > since - LONGEST - DAY,  # what no meeting lasts longer than
        Meeting.id.not_in([*asked.but, asked.meeting_id or 0]),
    )
    rows = session.execute(
        select(
            Meeting.id,
            Meeting.title,
            Meeting.forum_id,
            Meeting.mode,
            Meeting.place,
            Meeting.starts_at,
            Meeting.ends_at,
            Meeting.first_day,
            Meeting.last_day,
            Meeting.timezone,
        ).where(*span)
    )
    found = {
        row.id: Taken(
            row, When(row.starts_at, row.ends_at, row.first_day, row.last_day, row.timezone)
        )
        for row in rows
    }
    people = (
        select(
            Participation.meeting_id.label("id"),
            Participation.person_id,
            Participation.organisation_id,
        )
        .join(Participation.meeting)
        .where(*span, Participation.response.not_in(ELSEWHERE))
    )
    _fill(session, asked, seats, found, people, Participation)
    return found.values()


def _held(
    session: Session, asked: Asked, seats: Seats, since: datetime, until: datetime
) -> Iterable[Taken]:
    """The dates of open polls; who has said no to one of them is free then."""
    span = (
        Poll.state == PollState.OPEN,
        Poll.id != (asked.poll_id or 0),
        PollDate.starts_at < until,
        PollDate.ends_at > since,
    )
    rows = session.execute(
        select(
            PollDate.id,
            func.coalesce(Poll.title, Forum.name).label("title"),
            Poll.id.label("poll_id"),
            Poll.forum_id,
            Poll.mode,
            Poll.place,
            PollDate.starts_at,
            PollDate.ends_at,
            Poll.timezone,
        )
        .join(Poll, Poll.id == PollDate.poll_id)
        .join(Poll.forum)
        .where(*span)
    )
    found = {
        row.id: Taken(
            row, When(row.starts_at, row.ends_at, None, None, row.timezone), poll_id=row.poll_id
        )
        for row in rows
    }
    people = (
        select(PollDate.id, PollPerson.person_id, PollPerson.organisation_id)
        .join(Poll, Poll.id == PollDate.poll_id)
        .join(PollPerson, PollPerson.poll_id == Poll.id)
        .outerjoin(
            PollAnswer,
            and_(PollAnswer.asked_id == PollPerson.id, PollAnswer.date_id == PollDate.id),
        )
        .where(*span, or_(PollAnswer.choice.is_(None), PollAnswer.choice != DateChoice.NO))
    )
    _fill(session, asked, seats, found, people, PollPerson)
    return found.values()


def _fill(
    session: Session,
    asked: Asked,
    seats: Seats,
    found: Mapping[int, Taken],
    people: Any,
    listed: type[Participation] | type[PollPerson],
) -> None:
    """Mark what of ours each of them takes; ``people`` are those who are asked to them."""
    place = normalise(asked.place or "")
    for one in found.values():
        theirs = normalise(one.row.place or "") if one.row.mode is not MeetingMode.ONLINE else ""
        one.room = bool(place) and theirs == place
        one.forum = one.row.forum_id == asked.forum_id
    if not found or not seats:
        return
    organisations = {at for at in seats.values() if at is not None}
    ours = or_(listed.person_id.in_(list(seats)), listed.organisation_id.in_(list(organisations)))
    for row in session.execute(people.where(ours)):
        one = found[row.id]
        if row.person_id in seats:
            one.people.add(row.person_id)
        if row.organisation_id in organisations:
            one.organisations.add(row.organisation_id)
