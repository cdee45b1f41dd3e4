"""Telling those invited: queued in the transaction that calls, moves or cancels the meeting.

Nothing is told of a draft, nor of a meeting that is over. One person, one message: nobody's
address is shown to another. What is queued again before it went takes the first's place.
"""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from arenas.bulk import insert_rows
from arenas.database import now
from arenas.invitations import seats, series_telling, tokens
from arenas.invitations.series_telling import together
from arenas.mail import services as outbox
from arenas.mail.services import Draft
from arenas.models import Forum, Invitation, Meeting, OutgoingMail, Participation, Person
from arenas.models.enums import MailState, MeetingState, Response

__all__ = ["ask", "call_off", "together", "withdraw"]
REQUEST, CANCEL = "REQUEST", "CANCEL"
TELLING = frozenset({"when", "where"})
"""The changes of a meeting that those invited are told of: each raises its SEQUENCE."""


def after_step(session: Session, meeting: Meeting, before: MeetingState) -> int:
    """Tell what a step of the meeting's life means. Returns how many are told."""
    steps = (before, meeting.state)
    if steps == (MeetingState.DRAFT, MeetingState.PLANNED):
        return ask(session, meeting)
    if steps == (MeetingState.CANCELLED, MeetingState.PLANNED):
        return ask(session, meeting, change="restored")
    if meeting.state is MeetingState.CANCELLED:
        return call_off(session, meeting)
    return 0


def after_change(session: Session, meeting: Meeting, changed: Collection[str]) -> int:
    """Tell of a new time or place; a new time is answered anew (RFC 5546, 3.2.2.1).

    Who had a seat has it until the answer, and who waits for one still does.
    """
    if {"where", "seats"} & set(changed):
        seats.promote(session, meeting)
    if meeting.state is not MeetingState.PLANNED or not TELLING & set(changed):
        return 0
    if "when" in changed:
        for row in session.scalars(
            select(Participation).where(
                Participation.meeting_id == meeting.id,
                Participation.response.not_in(
                    [Response.NEEDS_ACTION, Response.DELEGATED, Response.WAITING]
                ),
            )
        ):
            row.seat_kept = row.response is Response.ACCEPTED and seats.is_limited(meeting)
            row.response = Response.NEEDS_ACTION
        session.execute(
            update(Invitation).where(Invitation.meeting_id == meeting.id).values(reminded=False)
        )
        session.flush()
    return ask(session, meeting, change="changed")


def ask(
    session: Session,
    meeting: Meeting,
    *,
    people: Collection[int] | None = None,
    change: str = "new",
) -> int:
    """Ask these people of the list, or all of it; who was asked before is told what changed."""
    if not _is_told(meeting) or meeting.state is not MeetingState.PLANNED:
        return 0
    return _tell(session, meeting, _invitees(session, meeting, people), REQUEST, change)


def call_off(session: Session, meeting: Meeting) -> int:
    """Take the cancelled meeting out of the calendars of all who were asked."""
    return _take_out(session, meeting, _told(session, meeting), "cancelled")


def withdraw(session: Session, meeting: Meeting, person_id: int) -> int:
    """Take the meeting out of one person's calendar: to the others nothing has changed."""
    told = [row for row in _told(session, meeting) if row.id == person_id]
    return _take_out(session, meeting, told, "withdrawn")


def topic(uid: str) -> str:
    """What messages of a meeting's calendar entry have in common: the last one counts."""
    return f"entry:{uid}"


def reminder_topic(uid: str) -> str:
    return f"reminder:{uid}"


def _is_told(meeting: Meeting) -> bool:
    return meeting.state is not MeetingState.DRAFT and meeting.ends_at > now()


def _person_columns() -> Any:
    return select(Person.id, Person.email, Person.given_name, Person.family_name, Person.language)


def _invitees(session: Session, meeting: Meeting, people: Collection[int] | None) -> Sequence[Any]:
    query = (
        _person_columns()
        .join(Participation, Participation.person_id == Person.id)
        .where(
            Participation.meeting_id == meeting.id,
            Participation.invited,
            Person.email.is_not(None),
            Person.archived_at.is_(None),
        )
        .order_by(Participation.id)
    )
    if people is not None:
        query = query.where(Person.id.in_(people))
    rows: Sequence[Any] = session.execute(query).all()
    return rows


def _told(session: Session, meeting: Meeting) -> Sequence[Any]:
    """Those with the meeting in their calendar, at the address it was sent to."""
    rows: Sequence[Any] = session.execute(
        _person_columns()
        .with_only_columns(
            Person.id, Invitation.email, Person.given_name, Person.family_name, Person.language
        )
        .join(Invitation, Invitation.person_id == Person.id)
        .where(Invitation.meeting_id == meeting.id, Invitation.withdrawn.is_(False))
        .order_by(Invitation.id)
    ).all()
    return rows


def _take_out(session: Session, meeting: Meeting, told: Sequence[Any], change: str) -> int:
    """Who never got the invitation is not told that it is off: it just does not go."""
    if not _is_told(meeting) or not told:
        return 0
    if found := series_telling.of(session, meeting.id):
        for what in (reminder_topic(meeting.uid), seats.topic(meeting.uid)):
            outbox.supersede(session, what, [row.email for row in told])
        return series_telling.tell(session, found[0], meeting, told, change)
    for what in (topic(meeting.uid), reminder_topic(meeting.uid), seats.topic(meeting.uid)):
        outbox.supersede(session, what, [row.email for row in told])
    reached = _reached(session, meeting)
    heard = [row for row in told if outbox.sent_to(row.email) in reached]
    number = _tell(session, meeting, heard, CANCEL, change)
    gone = [row.id for row in told]
    for row in session.scalars(
        select(Invitation).where(
            Invitation.meeting_id == meeting.id, Invitation.person_id.in_(gone)
        )
    ):
        row.withdrawn = True
    session.flush()
    return number


def _reached(session: Session, meeting: Meeting) -> set[str]:
    """The addresses to which the invitation went, or may have gone."""
    return set(
        session.scalars(
            select(OutgoingMail.recipient).where(
                OutgoingMail.topic == topic(meeting.uid),
                or_(
                    OutgoingMail.state.in_([MailState.SENT, MailState.SENDING]),
                    OutgoingMail.attempts > 0,
                ),
            )
        )
    )


def _tell(
    session: Session, meeting: Meeting, people: Sequence[Any], method: str, change: str
) -> int:
    """Three statements, however many there are; of a date of a series, with its other dates."""
    if found := series_telling.of(session, meeting.id):
        return series_telling.tell(session, found[0], meeting, people, change)
    known = {
        row.person_id: row
        for row in session.execute(
            select(
                Invitation.id,
                Invitation.person_id,
                Invitation.email,
                Invitation.sequence,
                Invitation.withdrawn,
            ).where(Invitation.meeting_id == meeting.id)
        )
    }
    subject = _subject(meeting, session.get(Forum, meeting.forum_id))
    reached = _reached(session, meeting) if known else set()
    drafts, new, old, left = [], [], [], []
    told: dict[tuple[str, int], dict[str, Any]] = {}
    about = topic(meeting.uid)
    for person in people:
        row, email = known.get(person.id), outbox.sent_to(person.email)
        first = row is None or row.withdrawn or email not in reached
        values: dict[str, Any] = {
            "email": email,
            "withdrawn": method == CANCEL,
            "sequence": max(meeting.sequence, row.sequence + 1) if row else meeting.sequence,
        }
        if row is None:
            fresh = {"reminded": False, "answered_with_series": False, "deputies": 0}
            values |= fresh | tokens.another()
            new.append(values | {"meeting_id": meeting.id, "person_id": person.id})
        else:
            if row.email != email:
                values |= tokens.another()
                left.append(row.email)
            old.append(values | {"id": row.id})
        heard = {"changed": not first, "restored": email in reached}
        what = change if heard.get(change, True) else "new"
        payload = {"method": method, "change": what, "sequence": values["sequence"]}
        drafts.append(
            Draft(
                kind="invitation",
                recipient=person.email,
                subject=subject,
                payload=told.setdefault((what, values["sequence"]), payload),
                topic=about,
                person_id=person.id,
                meeting_id=meeting.id,
            )
        )
    if left:
        outbox.supersede(session, about, left)
    if new:
        insert_rows(session, Invitation, new)
    if old:
        session.execute(update(Invitation), old)
    return outbox.queue(session, drafts, first=not known)


def _subject(meeting: Meeting, forum: Forum | None) -> str:
    """Until the message is written in its recipient's language: what it is about."""
    name = forum.name if forum is not None else ""
    return (
        meeting.title if name.casefold() in meeting.title.casefold() else f"{name}: {meeting.title}"
    )
