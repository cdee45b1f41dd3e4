"""Who is asked to a meeting on behalf of whom, and what they answered."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.orm import Session

from arenas import audit
from arenas.errors import N_, Refusal, UnknownRecord
from arenas.invitations import seats, told
from arenas.invitations import services as invitations
from arenas.meetings.services import KIND
from arenas.meetings.when import When
from arenas.models import (
    Account,
    Affiliation,
    ForumMember,
    Meeting,
    Organisation,
    Participation,
    Person,
)
from arenas.models.enums import (
    Attendance,
    MeetingState,
    MemberRole,
    ParticipationRole,
    Response,
    Seat,
)
from arenas.revision import NETWORK, raise_revision

ROLE_OF_MEMBER = {
    MemberRole.CHAIR: ParticipationRole.CHAIR,
    MemberRole.SECRETARY: ParticipationRole.SECRETARY,
    MemberRole.OBSERVER: ParticipationRole.OBSERVER,
}


def active_on(model: type[ForumMember] | type[Affiliation], day: date) -> ColumnElement[bool]:
    """The condition that a seat or an affiliation holds on ``day``, both ends included."""
    starts, ends = (
        (model.starts_on, model.ends_on)
        if issubclass(model, ForumMember)
        else (model.active_from, model.active_to)
    )
    return or_(starts.is_(None), starts <= day) & or_(ends.is_(None), ends >= day)


def add_members(
    session: Session, meeting_id: int, *, without: Collection[int] = (), actor: Account
) -> int:
    """Ask everybody who has a seat in the forum on the day; those asked already stay.

    Substitutes, who come in somebody's place, and those of ``without`` are left out. Returns how
    many were added.

    Raises
    ------
    UnknownRecord, Refusal
        As ``open_meeting``.
    """
    meeting = open_meeting(session, meeting_id)
    asked = set(session.scalars(_people_of(meeting.id)))
    seats = session.scalars(
        select(ForumMember)
        .where(
            ForumMember.forum_id == meeting.forum_id,
            ForumMember.role != MemberRole.SUBSTITUTE,
            active_on(ForumMember, When.of(meeting).day),
        )
        .order_by(ForumMember.id)
    )
    added: list[int] = []
    for seat in seats:
        if seat.person_id in asked or seat.person_id in without:
            continue
        asked.add(seat.person_id)
        session.add(
            Participation(
                meeting_id=meeting.id,
                person_id=seat.person_id,
                organisation_id=seat.organisation_id,
                role=ROLE_OF_MEMBER.get(seat.role, ParticipationRole.PARTICIPANT),
            )
        )
        added.append(seat.person_id)
    if added:
        _changed(session, meeting, actor, "meeting.members", added=len(added))
        invitations.ask(session, meeting, people=added)
    return len(added)


def add_person(
    session: Session,
    meeting_id: int,
    *,
    person_id: int,
    organisation_id: int | None,
    role: ParticipationRole,
    invited: bool = True,
    alone: bool = False,
    actor: Account,
) -> Participation:
    """Ask one person on behalf of an organisation; None: the one he or she is in on the day,
    or ``alone`` no organisation.

    Raises
    ------
    UnknownRecord
        If the person or the organisation is not on record.
    Refusal
        If the person is on the list already, or has no organisation on the day.
    """
    meeting = open_meeting(session, meeting_id)
    person = session.get(Person, person_id)
    if person is None or person.is_archived:
        raise UnknownRecord(N_("Personen finnes ikke i registeret."), field="person")
    there = session.scalars(
        select(Participation).where(
            Participation.meeting_id == meeting.id, Participation.person_id == person_id
        )
    ).first()
    if there is not None and there.response is Response.WAITING and not invited:
        there.response, there.waiting_since = Response.ACCEPTED, None  # waited, and came
        return there
    if there is not None:
        raise Refusal(N_("%(name)s står allerede på listen."), field="person", name=person.name)
    stands_for = None if alone else _organisation(session, meeting, person, organisation_id)
    row = Participation(
        meeting_id=meeting.id,
        person_id=person_id,
        organisation_id=stands_for,
        role=role,
        invited=invited,
    )
    session.add(row)
    session.flush()
    _changed(session, meeting, actor, "meeting.participant", added=1)
    if invited:
        invitations.ask(session, meeting, people=[person_id])
    return row


def _organisation(
    session: Session, meeting: Meeting, person: Person, organisation_id: int | None
) -> int:
    """The chosen one; None: where the person belongs on the day."""
    if organisation_id is not None:
        if session.get(Organisation, organisation_id) is None:
            raise UnknownRecord(N_("Organisasjonen finnes ikke."), field="organisation")
        return organisation_id
    own = affiliation_on(session, person.id, When.of(meeting).day)
    if own is None:
        raise Refusal(
            N_("%(name)s har ingen tilknytning den dagen. Velg hvem personen representerer."),
            field="organisation",
            name=person.name,
        )
    return own


def affiliation_on(session: Session, person_id: int, day: date) -> int | None:
    """The organisation of the person on that day; of several the newest."""
    return session.scalar(
        select(Affiliation.organisation_id)
        .where(Affiliation.person_id == person_id, active_on(Affiliation, day))
        .order_by(Affiliation.active_from.desc().nulls_last(), Affiliation.id.desc())
        .limit(1)
    )


def change(
    session: Session,
    meeting_id: int,
    participation_id: int,
    *,
    role: ParticipationRole,
    response: Response,
    organisation_id: int | None,
    seat: Seat | None = None,
    actor: Account,
) -> Participation:
    """Record role, answer and organisation as the coordinator was told them.

    A yes has a seat, also beyond the number: that is the coordinator's to decide.

    Raises
    ------
    UnknownRecord
        If the participation is of another meeting, or the organisation is not on record.
    """
    meeting = open_meeting(session, meeting_id)
    seats.hold(session, meeting)
    row = one(session, meeting_id, participation_id)
    if organisation_id is not None and session.get(Organisation, organisation_id) is None:
        raise UnknownRecord(N_("Organisasjonen finnes ikke."), field="organisation")
    wanted = (role, response, organisation_id, seat)
    if wanted != (row.role, row.response, row.organisation_id, row.seat):
        row.role, row.organisation_id = role, organisation_id
        session.flush()
        _changed(session, meeting, actor, "meeting.participant", changed=1)
        if (response, seat) != (row.response, row.seat):
            told.answer(session, meeting, row, response, seat)
    return row


def give_seat(
    session: Session, meeting_id: int, participation_id: int, *, actor: Account
) -> Participation:
    """Let one who waits take part, out of turn and beyond the number; he or she is mailed."""
    row = one(session, meeting_id, participation_id)
    if row.response is not Response.WAITING:
        raise Refusal(N_("Personen står ikke på venteliste."))
    return change(
        session,
        meeting_id,
        participation_id,
        role=row.role,
        response=Response.ACCEPTED,
        organisation_id=row.organisation_id,
        seat=row.seat,
        actor=actor,
    )


def remove(session: Session, meeting_id: int, participation_id: int, *, actor: Account) -> None:
    """Take somebody off the list, as long as it is not on record that he or she was there.

    Raises
    ------
    Refusal
        If the person is marked as present or partly present.
    """
    meeting = open_meeting(session, meeting_id)
    seats.hold(session, meeting)
    row = one(session, meeting_id, participation_id)
    if row.attendance in {Attendance.PRESENT, Attendance.PARTLY}:
        raise Refusal(N_("Den som har møtt, kan ikke fjernes. Endre oppmøtet først."))
    session.delete(row)
    session.flush()
    _changed(session, meeting, actor, "meeting.participant", removed=1)
    invitations.withdraw(session, meeting, row.person_id)
    seats.promote(session, meeting)


def one(session: Session, meeting_id: int, participation_id: int) -> Participation:
    """The participation, if it is one of that meeting."""
    row = session.get(Participation, participation_id, populate_existing=True)
    if row is None or row.meeting_id != meeting_id:
        raise UnknownRecord(N_("Deltakelsen finnes ikke i dette møtet."))
    return row


def open_meeting(session: Session, meeting_id: int) -> Meeting:
    """The meeting, if its list of people can be changed.

    Raises
    ------
    UnknownRecord
        If there is no such meeting.
    Refusal
        If it is cancelled.
    """
    meeting = session.get(Meeting, meeting_id)
    if meeting is None:
        raise UnknownRecord(N_("Møtet finnes ikke."))
    if meeting.state is MeetingState.CANCELLED:
        raise Refusal(N_("Møtet er avlyst, så deltakerlisten kan ikke endres."))
    return meeting


def _people_of(meeting_id: int) -> Select[int]:
    return select(Participation.person_id).where(Participation.meeting_id == meeting_id)


def _changed(
    session: Session, meeting: Meeting, actor: Account, action: str, **counts: int
) -> None:
    audit.record(session, actor, action, KIND, meeting.id, **counts)
    raise_revision(session, NETWORK)
