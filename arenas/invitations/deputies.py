"""Who comes in the invitee's place: named by the invitee, for the same organisation.

One at a time. Whom a holder of a link can have written to is bounded, and one who comes in
somebody's place sends nobody further: else a link would be a way to mail strangers.
"""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from arenas.database import now
from arenas.errors import N_, Refusal
from arenas.invitations import seats, services
from arenas.invitations.invited import Answer, Deputy, Invited
from arenas.mail.services import address, spellings
from arenas.models import (
    Affiliation,
    Meeting,
    Participation,
    Person,
    SeriesInvitation,
    SeriesOccurrence,
)
from arenas.models.enums import AnswerWay, ParticipationRole, Response
from arenas.text import search_text
from arenas.web.cleaning import one_line

MOST = 3
"""How many different people a holder of a link can name, for one meeting or one series."""


def settle(session: Session, invited: Invited, participation: Participation, given: Answer) -> None:
    """Bring the deputy that is named; send back one who is no longer and has not answered.

    Raises
    ------
    Refusal
        If the deputy cannot be written to, too many were named, or the invitee is one.
    """
    row = invited.invitation
    deputy = None
    if given.response is Response.DELEGATED:
        if participation.instead_of_id is not None:
            raise _sent_on(session, participation.instead_of_id)
        if given.deputy is not None:
            deputy = _deputy(session, invited, given.deputy)
        elif given.way is AnswerWay.LINK:
            raise Refusal(N_("Skriv hvem som kommer i ditt sted."), field="deputy_name")
    if row.deputy_id is not None and (deputy is None or deputy.id != row.deputy_id):
        _send_back(session, invited.meeting, row.deputy_id, participation)
    if deputy is not None and deputy.id != row.deputy_id:
        row.deputies += 1
        _bring(session, invited.meeting, deputy, participation)
    row.deputy_id = deputy.id if deputy is not None else None


def _sent_on(session: Session, person_id: int) -> Refusal:
    person = session.get(Person, person_id)
    return Refusal(
        N_("Du kommer selv i stedet for %(name)s. Kan du ikke, så svar nei og si fra dit."),
        field="answer",
        name=person.name if person is not None else "",
    )


def _deputy(session: Session, invited: Invited, named: Deputy) -> Person:
    """The person on record by that address, or a new one from the same organisation."""
    name = one_line(named.name)
    if name is None or len(name) > 180:
        raise Refusal(N_("Skriv navnet på den som kommer i ditt sted."), field="deputy_name")
    try:
        email = address(named.email)
    except Refusal as refusal:
        raise Refusal(refusal.text, field="deputy_email", **refusal.values) from None
    if invited.person.email in spellings(email):
        raise Refusal(N_("Det er din egen adresse."), field="deputy_email")
    person = session.scalars(select(Person).where(Person.email.in_(spellings(email)))).first()
    of_series = _count(session, invited, person)
    if person is None:
        person = _new(session, invited, name, email)
    if of_series is not None and person.id not in of_series.deputies:
        of_series.deputies = [*of_series.deputies, person.id]
    return person


def _count(session: Session, invited: Invited, person: Person | None) -> SeriesInvitation | None:
    """Refuse one too many. Returns where the deputies of a whole series are kept."""
    row = invited.invitation
    of_series = session.scalars(
        select(SeriesInvitation)
        .join(SeriesOccurrence, SeriesOccurrence.series_id == SeriesInvitation.series_id)
        .where(
            SeriesOccurrence.meeting_id == row.meeting_id,
            SeriesInvitation.person_id == row.person_id,
        )
    ).first()
    if person is not None and person.id == row.deputy_id:
        return of_series
    is_full = (
        row.deputies >= MOST
        if of_series is None
        else len(of_series.deputies) >= MOST
        and (person is None or person.id not in of_series.deputies)
    )
    if is_full:
        raise Refusal(
            N_("Du har allerede oppgitt %(most)s personer. Ta kontakt med den som kaller inn."),
            field="deputy_email",
            most=MOST,
        )
    return of_series


def _new(session: Session, invited: Invited, name: str, email: str) -> Person:
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
            instead_of_id=instead_of.person_id,
            seat=instead_of.seat,
            seat_kept=seats.holds(instead_of),
            waiting_since=instead_of.waiting_since,
        )
    )
    session.flush()
    services.ask(session, meeting, people=[deputy.id])


def _send_back(
    session: Session, meeting: Meeting, person_id: int, instead_of: Participation
) -> None:
    """One who was on the list for his or her own sake stays there."""
    row = session.scalars(
        select(Participation).where(
            Participation.meeting_id == meeting.id,
            Participation.person_id == person_id,
            Participation.instead_of_id == instead_of.person_id,
            Participation.response == Response.NEEDS_ACTION,
        )
    ).first()
    if row is not None:
        session.delete(row)
        session.flush()
        services.withdraw(session, meeting, person_id)
