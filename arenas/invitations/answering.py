"""What an invitee answers, however it comes; the caller commits."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from arenas import audit
from arenas.database import now
from arenas.errors import N_, Refusal
from arenas.invitations import deputies, seats
from arenas.invitations.invited import Answer, Invited
from arenas.invitations.series_telling import together
from arenas.mail import services as outbox
from arenas.models import AgendaItem, Invitation, Person
from arenas.models.enums import AnswerWay, Response, Seat
from arenas.web.cleaning import many_lines

LONGEST_COMMENT = 1000
Choice = tuple[Response, Seat | None]


def answer(session: Session, invited: Invited, given: Answer) -> None:
    """Keep the answer; a later one takes its place, by whichever way it comes.

    Raises
    ------
    Refusal
        If no answer is taken any more, or a deputy is not named with name and address.
    """
    if closed := invited.closed:
        raise Refusal(closed)
    row, participation = invited.invitation, invited.participation
    assert participation is not None  # noqa: S101 - ``closed`` says so otherwise
    comment = many_lines(given.comment)
    if comment is not None and len(comment) > LONGEST_COMMENT:
        raise Refusal(N_("Kommentaren kan ha høyst 1000 tegn."), field="comment")
    counted = seats.is_limited(invited.meeting)
    if counted or given.response is Response.DELEGATED:
        seats.lock(session, invited.meeting, participation)
        session.refresh(row, ["deputy_id", "deputies"])
        if closed := invited.closed:
            raise Refusal(closed)
    deputies.settle(session, invited, participation, given)
    waited = participation.response is Response.WAITING
    seats.respond(session, invited.meeting, participation, given.response, given.seat)
    row.comment = comment
    row.answered_at, row.answered_by = given.at or now(), given.way
    row.answered_with_series = given.with_series
    session.flush()
    audit.record(session, None, "meeting.answer", "meeting", row.meeting_id, changed=1)
    if counted:
        _tell_of_seats(session, invited, waited=waited)


def _tell_of_seats(session: Session, invited: Invited, *, waited: bool) -> None:
    """Mail one who waits now, and those who get what has become free."""
    meeting, participation = invited.meeting, invited.participation
    assert participation is not None  # noqa: S101 - it was just answered for
    waits = participation.response is Response.WAITING
    if waited != waits:
        outbox.supersede(session, seats.topic(meeting.uid), [invited.invitation.email])
        if waits:
            seats.tell(session, meeting, [participation.person_id], seats.WAITS)
    seats.promote(session, meeting)


def answer_all(session: Session, dates: Iterable[Invited], given: Answer) -> int:
    """Give the same answer to these dates of a series: those that take one. Returns how many.

    A deputy is asked to all of them in one message.
    """
    taken = 0
    with together(session):
        for invited in dates:
            if not invited.closed:
                answer(session, invited, replace(given, with_series=True))
                taken += 1
    return taken


def answer_dates(
    session: Session,
    dates: Sequence[Invited],
    *,
    common: Choice | None,
    own: Mapping[int, Choice],
    comment: str | None,
) -> int:
    """Answers by the link of a series: ``own`` by meeting, ``common`` to the others.

    Raises
    ------
    Refusal
        If nothing is answered, or no date takes an answer any more.
    """
    open_dates = [one for one in dates if not one.closed]
    if not open_dates:
        raise Refusal(N_("Ingen av datoene i serien tar imot svar."))
    given = {
        one: Answer(
            choice[0],
            AnswerWay.LINK,
            comment,
            with_series=one.meeting.id not in own,
            seat=choice[1],
        )
        for one in open_dates
        if (choice := own.get(one.meeting.id, common)) is not None
    }
    if not given:
        raise Refusal(N_("Velg et svar."), field="answer")
    with together(session):
        for one, of_date in given.items():
            answer(session, one, of_date)
    return len(given)


def address_of_deputy(session: Session, row: Invitation) -> str | None:
    """Where the deputy that the invitee named was asked."""
    return session.scalar(
        select(Invitation.email).where(
            Invitation.meeting_id == row.meeting_id, Invitation.person_id == row.deputy_id
        )
    )


def agenda(session: Session, meeting_id: int) -> Sequence[Any]:
    """Number and title of each item."""
    rows: Sequence[Any] = session.execute(
        select(AgendaItem.number, AgendaItem.title)
        .where(AgendaItem.meeting_id == meeting_id)
        .order_by(AgendaItem.position)
    ).all()
    return rows


def name_of(session: Session, person_id: int) -> str:
    person = session.get(Person, person_id)
    return person.name if person is not None else ""


def remarks(session: Session, meeting_id: int) -> Sequence[Any]:
    """What came with the answers, the newest first: a comment, or who comes instead."""
    deputy = aliased(Person)
    rows: Sequence[Any] = session.execute(
        select(
            Person.given_name,
            Person.family_name,
            Invitation.comment,
            Invitation.answered_at,
            deputy.given_name.label("deputy_given"),
            deputy.family_name.label("deputy_family"),
        )
        .join(Person, Person.id == Invitation.person_id)
        .outerjoin(deputy, deputy.id == Invitation.deputy_id)
        .where(
            Invitation.meeting_id == meeting_id,
            Invitation.comment.is_not(None) | Invitation.deputy_id.is_not(None),
        )
        .order_by(Invitation.answered_at.desc(), Invitation.id)
    ).all()
    return rows
