"""Seats and the waiting list: who answers yes first has a seat, the others wait in that order.

A seat that becomes free goes to the first who waits for one of its kind, who is mailed. Only
yes holds a seat, and ``seat_kept``. A coordinator can give a seat beyond the number.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from arenas.database import now
from arenas.errors import N_, Refusal
from arenas.invitations import series_telling
from arenas.mail import services as outbox
from arenas.mail.services import Draft
from arenas.models import Invitation, Meeting, Organisation, Participation, Person
from arenas.models.enums import MeetingMode, MeetingState, Response, Seat

WAITS, SEATED = "waiting", "seated"
NEWS = frozenset({WAITS, SEATED})
"""The changes that are about a seat: nothing of the meeting is new, so its SEQUENCE stays."""
AS_IT_IS = ("version", "mode", "state", "seats", "online_seats", "ends_at")


@dataclass(frozen=True)
class Standing:
    """One kind of seat of a meeting. ``most`` None: there is one for all who are asked."""

    seat: Seat
    most: int | None
    taken: int
    waiting: int

    @property
    def free(self) -> int | None:
        return None if self.most is None else max(0, self.most - self.taken)

    @property
    def is_full(self) -> bool:
        return self.free == 0


def is_hybrid(meeting: Meeting) -> bool:
    return meeting.mode is MeetingMode.HYBRID


def kinds(meeting: Meeting) -> tuple[Seat, ...]:
    """The kinds of seats; a meeting that is not hybrid has one, counted as the room."""
    return (Seat.ROOM, Seat.ONLINE) if is_hybrid(meeting) else (Seat.ROOM,)


def kind(meeting: Meeting, participation: Participation) -> Seat:
    """Where the person takes part, or waits to."""
    return (participation.seat or Seat.ROOM) if is_hybrid(meeting) else Seat.ROOM


def most(meeting: Meeting, seat: Seat) -> int | None:
    return meeting.online_seats if seat is Seat.ONLINE else meeting.seats


def is_limited(meeting: Meeting) -> bool:
    return any(most(meeting, seat) is not None for seat in kinds(meeting))


def holds(participation: Participation) -> bool:
    return participation.response is Response.ACCEPTED or participation.seat_kept


def standings(session: Session, meeting: Meeting) -> list[Standing]:
    """How it stands with each kind of seat; one statement, none where nothing is counted."""
    if not is_limited(meeting):
        return [Standing(seat, None, 0, 0) for seat in kinds(meeting)]
    taken: Counter[Seat] = Counter()
    waiting: Counter[Seat] = Counter()
    for seat, response, number in session.execute(
        select(Participation.seat, Participation.response, func.count())
        .where(
            Participation.meeting_id == meeting.id,
            or_(
                Participation.response.in_((Response.ACCEPTED, Response.WAITING)),
                Participation.seat_kept,
            ),
        )
        .group_by(Participation.seat, Participation.response)
    ):
        counted = waiting if response is Response.WAITING else taken
        counted[(seat or Seat.ROOM) if is_hybrid(meeting) else Seat.ROOM] += number
    return [
        Standing(seat, most(meeting, seat), taken[seat], waiting[seat]) for seat in kinds(meeting)
    ]


def hold(session: Session, meeting: Meeting) -> None:
    """Until the commit nobody else changes who has a seat: two would give the same one away."""
    session.refresh(meeting, AS_IT_IS, with_for_update=True)


def lock(session: Session, meeting: Meeting, participation: Participation) -> None:
    """Let those who answer at once do so one after the other, from what is on record then.

    Raises
    ------
    Refusal
        If the person has been taken off the list meanwhile.
    """
    hold(session, meeting)
    found = session.scalars(
        select(Participation)
        .where(Participation.id == participation.id)
        .execution_options(populate_existing=True)
    ).one_or_none()
    if found is None:
        raise Refusal(N_("Du er ikke lenger invitert til dette møtet."))


def take(
    session: Session, meeting: Meeting, participation: Participation, wanted: Seat | None
) -> Response:
    """A seat for one who says yes: accepted, or waiting where there is none left.

    Raises
    ------
    Refusal
        If the person has a seat and asks for one of the other kind, which are all taken.
    """
    chosen = (wanted or kind(meeting, participation)) if is_hybrid(meeting) else None
    seat = chosen or Seat.ROOM
    has_it = holds(participation) and kind(meeting, participation) is seat
    standing = next(one for one in standings(session, meeting) if one.seat is seat)
    if standing.is_full and not has_it:
        if holds(participation):
            words = {
                Seat.ROOM: N_("Rommet er fullt. Du har fortsatt plass på nett."),
                Seat.ONLINE: N_("Det er fullt på nett. Du har fortsatt plass i rommet."),
            }
            raise Refusal(words[seat], field="answer")
        participation.seat = chosen
        participation.waiting_since = participation.waiting_since or moment()
        return Response.WAITING
    participation.seat, participation.seat_kept = chosen, False
    participation.waiting_since = None
    return Response.ACCEPTED


def moment() -> datetime:
    """Now, finer than a second: the order of the queue."""
    return datetime.now(UTC)


def respond(
    session: Session,
    meeting: Meeting,
    participation: Participation,
    response: Response,
    wanted: Seat | None,
) -> None:
    """Put the answer on the list, with the seat that it asks for or gives up."""
    if response is Response.ACCEPTED:
        participation.response = take(session, meeting, participation, wanted)
    else:
        participation.response = response
        leave(participation)


def leave(participation: Participation) -> None:
    """Give up the seat, or the place in the queue."""
    participation.seat, participation.seat_kept = None, False
    participation.waiting_since = None


def promote(session: Session, meeting: Meeting) -> int:
    """Give the seats that are free to those who have waited longest. Returns how many.

    The caller has the meeting locked, or has changed it.
    """
    if meeting.state is not MeetingState.PLANNED or meeting.ends_at <= now():
        return 0
    session.flush()
    queue = waiting_rows(session, meeting.id)
    if not queue:
        return 0
    free = {one.seat: one.free for one in standings(session, meeting)}
    people = []
    for row in queue:
        left = free[kind(meeting, row)]
        if left == 0:
            continue
        if left is not None:
            free[kind(meeting, row)] = left - 1
        row.response, row.waiting_since = Response.ACCEPTED, None
        people.append(row.person_id)
    session.flush()
    tell(session, meeting, people, SEATED)
    return len(people)


def waiting_rows(session: Session, meeting_id: int) -> Sequence[Participation]:
    """Those who wait, the first first."""
    return session.scalars(
        select(Participation)
        .where(Participation.meeting_id == meeting_id, Participation.response == Response.WAITING)
        .order_by(Participation.waiting_since.asc().nulls_last(), Participation.id)
        .execution_options(populate_existing=True)
    ).all()


def queue(session: Session, meeting_id: int) -> Sequence[Any]:
    """The waiting list as the coordinator sees it, the first first."""
    return session.execute(
        select(
            Participation.id,
            Person.given_name,
            Person.family_name,
            Organisation.name.label("organisation"),
            Organisation.sector,
            Participation.seat,
            Participation.waiting_since,
        )
        .join(Participation.person)
        .outerjoin(Participation.organisation)
        .where(Participation.meeting_id == meeting_id, Participation.response == Response.WAITING)
        .order_by(Participation.waiting_since.asc().nulls_last(), Participation.id)
    ).all()


def number(session: Session, meeting: Meeting, participation: Participation) -> int:
    """The person's place in the queue for that kind of seat, from 1."""
    before = [
        row
        for row in waiting_rows(session, meeting.id)
        if kind(meeting, row) is kind(meeting, participation)
    ]
    return [row.id for row in before].index(participation.id) + 1


def topic(uid: str) -> str:
    """What news of seats have in common: the last one counts."""
    return f"seat:{uid}"


def tell(session: Session, meeting: Meeting, people: Sequence[int], change: str) -> None:
    """Mail these people that they wait, or that they have got a seat.

    Of a date of a series with what else is told of its dates: twelve dates are one message.
    """
    if not people:
        return
    rows = session.execute(
        select(Person.id, Person.email, Invitation.sequence)
        .join(Invitation, Invitation.person_id == Person.id)
        .where(
            Invitation.meeting_id == meeting.id,
            Invitation.withdrawn.is_(False),
            Person.id.in_(people),
            Person.email.is_not(None),
            Person.archived_at.is_(None),
        )
    ).all()
    if found := series_telling.of(session, meeting.id):
        series_telling.tell(session, found[0], meeting, rows, change)
        return
    drafts = [
        Draft(
            kind="invitation",
            recipient=row.email or "",
            subject=meeting.title,
            payload={"method": "REQUEST", "change": change, "sequence": row.sequence},
            topic=topic(meeting.uid),
            person_id=row.id,
            meeting_id=meeting.id,
        )
        for row in rows
    ]
    outbox.queue(session, drafts)
