"""An answer that a coordinator was told, by telephone or in the corridor; the caller commits."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from arenas.database import now
from arenas.invitations import seats
from arenas.mail import services as outbox
from arenas.models import Invitation, Meeting, Participation
from arenas.models.enums import AnswerWay, Response, Seat


def answer(
    session: Session, meeting: Meeting, row: Participation, response: Response, seat: Seat | None
) -> None:
    """Keep it. A yes has a seat whether there is one left or not; a seat given up goes on."""
    waited = row.response is Response.WAITING
    row.response = response
    if response is Response.ACCEPTED:
        row.seat, row.seat_kept, row.waiting_since = seat, False, None
    elif response is Response.WAITING:
        row.seat, row.seat_kept = seat, False
        row.waiting_since = row.waiting_since or seats.moment()
    else:
        seats.leave(row)
    session.flush()
    invitation = session.scalars(
        select(Invitation).where(
            Invitation.meeting_id == meeting.id, Invitation.person_id == row.person_id
        )
    ).first()
    if invitation is not None:
        invitation.answered_at, invitation.answered_by = now(), AnswerWay.TOLD
        invitation.answered_with_series = False
        outbox.supersede(session, seats.topic(meeting.uid), [invitation.email])
    if waited and response is Response.ACCEPTED:
        seats.tell(session, meeting, [row.person_id], seats.SEATED)
    elif response is Response.WAITING and not waited:
        seats.tell(session, meeting, [row.person_id], seats.WAITS)
    seats.promote(session, meeting)
