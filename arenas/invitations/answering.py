"""What an invitee answers, however it comes; the caller commits."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased, contains_eager

from arenas import audit
from arenas.database import now
from arenas.errors import N_, Refusal, UnknownRecord
from arenas.invitations import services, tokens
from arenas.mail.services import address
from arenas.models import Affiliation, Invitation, Meeting, Participation, Person
from arenas.models.enums import AnswerWay, MeetingState, ParticipationRole, Response
from arenas.text import search_text
from arenas.web.cleaning import many_lines, one_line

LONGEST_COMMENT = 1000


@dataclass(frozen=True)
class Deputy:
    """Who comes instead, as the invitee names him or her."""

    name: str
    email: str


@dataclass(frozen=True)
class Answer:
    """``at`` is when it was given; ``deputy`` goes with DELEGATED alone."""

    response: Response
    way: AnswerWay
    comment: str | None = None
    deputy: Deputy | None = None
    at: datetime | None = None


@dataclass(frozen=True)
class Invited:
    """The invitation, its meeting and the person's line on the list; None: taken off it."""

    invitation: Invitation
    meeting: Meeting
    person: Person
    participation: Participation | None

    @property
    def closed(self) -> str | None:
        """Why no answer is taken any more; None where one is."""
        if self.meeting.state is MeetingState.CANCELLED:
            return N_("Møtet er avlyst.")
        if self.participation is None or self.invitation.withdrawn:
            return N_("Du er ikke lenger invitert til dette møtet.")
        if self.meeting.ends_at <= now():
            return N_("Møtet er over.")
        if self.meeting.state is not MeetingState.PLANNED:
            return N_("Møtet er ikke åpent for svar.")
        return None


def by_token(session: Session, token: str) -> Invited:
    """Whose link it is.

    Raises
    ------
    UnknownRecord
        If it is nobody's.
    """
    if len(token) != tokens.LENGTH or not token.isascii():
        raise UnknownRecord(N_("Denne lenken er ikke i bruk."))
    found = _invited(session, Invitation.token_digest == tokens.digest(token))
    if found is None:
        raise UnknownRecord(N_("Denne lenken er ikke i bruk."))
    return found


def by_id(session: Session, invitation_id: int) -> Invited | None:
    return _invited(session, Invitation.id == invitation_id)


def _invited(session: Session, condition: object) -> Invited | None:
    row = session.execute(
        select(Invitation, Meeting, Person, Participation)
        .join(Invitation.meeting)
        .join(Meeting.forum)
        .join(Person, Person.id == Invitation.person_id)
        .outerjoin(
            Participation,
            (Participation.meeting_id == Meeting.id) & (Participation.person_id == Person.id),
        )
        .where(condition)  # type: ignore[arg-type]
        .options(contains_eager(Invitation.meeting).contains_eager(Meeting.forum))
    ).one_or_none()
    return Invited(*row) if row is not None else None


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
    _settle_deputy(session, invited, participation, given)
    participation.response = given.response
    row.comment = comment
    row.answered_at, row.answered_by = given.at or now(), given.way
    session.flush()
    audit.record(session, None, "meeting.answer", "meeting", row.meeting_id, changed=1)


def _settle_deputy(
    session: Session, invited: Invited, participation: Participation, given: Answer
) -> None:
    """Bring the deputy that is named; send back one who is no longer and has not answered."""
    row = invited.invitation
    deputy = None
    if given.response is Response.DELEGATED and given.deputy is not None:
        deputy = _deputy(session, invited, given.deputy)
    elif given.response is Response.DELEGATED and given.way is AnswerWay.LINK:
        raise Refusal(N_("Skriv hvem som kommer i ditt sted."), field="deputy_name")
    if row.deputy_id is not None and (deputy is None or deputy.id != row.deputy_id):
        _send_back(session, invited.meeting, row.deputy_id)
    row.deputy_id = deputy.id if deputy is not None else None
    if deputy is not None:
        _bring(session, invited.meeting, deputy, participation)


def _deputy(session: Session, invited: Invited, named: Deputy) -> Person:
    """The person on record by that address, or a new one from the same organisation."""
    name = one_line(named.name)
    if name is None or len(name) > 180:
        raise Refusal(N_("Skriv navnet på den som kommer i ditt sted."), field="deputy_name")
    try:
        email = address(named.email)
    except Refusal as refusal:
        raise Refusal(refusal.text, field="deputy_email", **refusal.values) from None
    if email == (invited.person.email or ""):
        raise Refusal(N_("Det er din egen adresse."), field="deputy_email")
    person = session.scalars(select(Person).where(Person.email == email)).first()
    if person is not None:
        return person
    given, _, family = name.rpartition(" ")
    person = Person(
        given_name=(given or family)[:100],
        family_name=family[:100] if given else "–",
        email=email,
        language=invited.person.language,
        search_text=search_text(name, email),
    )
    session.add(person)
    session.flush()
    _affiliate(session, person, invited)
    return person


def _affiliate(session: Session, person: Person, invited: Invited) -> None:
    participation = invited.participation
    if participation is not None and participation.organisation_id is not None:
        today: date = now().date()
        session.add(
            Affiliation(
                person_id=person.id,
                organisation_id=participation.organisation_id,
                active_from=today,
            )
        )
        session.flush()


def _bring(session: Session, meeting: Meeting, deputy: Person, instead_of: Participation) -> None:
    """On the list for the same organisation, and asked like the others."""
    there = session.scalar(
        select(Participation.id).where(
            Participation.meeting_id == meeting.id, Participation.person_id == deputy.id
        )
    )
    if there is not None:
        return
    role = instead_of.role
    session.add(
        Participation(
            meeting_id=meeting.id,
            person_id=deputy.id,
            organisation_id=instead_of.organisation_id,
            role=ParticipationRole.PARTICIPANT if role is ParticipationRole.CHAIR else role,
        )
    )
    session.flush()
    services.ask(session, meeting, people=[deputy.id])


def _send_back(session: Session, meeting: Meeting, person_id: int) -> None:
    row = session.scalars(
        select(Participation).where(
            Participation.meeting_id == meeting.id,
            Participation.person_id == person_id,
            Participation.response == Response.NEEDS_ACTION,
        )
    ).first()
    if row is not None:
        session.delete(row)
        session.flush()
        services.withdraw(session, meeting, person_id)


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
