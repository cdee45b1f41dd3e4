"""Those who came without standing on the list: unasked, in somebody's place, or unknown till now.

Each is put down as present at once, and nobody is mailed; the caller commits.
"""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from arenas.directory.people import services as people
from arenas.directory.people.places import AffiliationDetails
from arenas.directory.people.services import PersonDetails
from arenas.meetings import attendance, participants
from arenas.meetings.when import When
from arenas.models import Account, Participation
from arenas.models.enums import Attendance, ParticipationRole


@dataclass(frozen=True)
class Behalf:
    """Whom one stands for. ``instead_of`` is the participation of the one who stayed away;
    ``organisation_id`` None: that one's organisation, or the person's own on the day. ``alone``:
    no organisation at all."""

    instead_of: int | None = None
    organisation_id: int | None = None
    alone: bool = False


def arrive(
    session: Session, meeting_id: int, person_id: int, behalf: Behalf, *, actor: Account
) -> Participation:
    """Put one who came on the list as present; the one he or she came for is excused, unless
    marked as away already, or as there for a part.

    Raises
    ------
    UnknownRecord
        If the person or organisation is not on record, or the one stood for not on the list.
    Refusal
        If the person is on the list, has no organisation, or it is too early to mark.
    """
    meeting = participants.open_meeting(session, meeting_id)
    attendance.check_can_mark(meeting)
    away = (
        participants.one(session, meeting_id, behalf.instead_of)
        if behalf.instead_of is not None
        else None
    )
    row = participants.add_person(
        session,
        meeting_id,
        person_id=person_id,
        organisation_id=behalf.organisation_id or (away.organisation_id if away else None),
        role=ParticipationRole.PARTICIPANT,
        alone=behalf.alone,
        invited=False,
        actor=actor,
    )
    marks = {row.id: Attendance.PRESENT}
    if away is not None:
        row.instead_of_id = away.person_id
        if away.attendance in {Attendance.UNKNOWN, Attendance.PRESENT}:
            marks[away.id] = Attendance.EXCUSED
        session.flush()
    attendance.mark(session, meeting_id, marks, actor=actor)
    return row


def arrive_unknown(
    session: Session, meeting_id: int, details: PersonDetails, behalf: Behalf, *, actor: Account
) -> Participation:
    """The same for somebody who is not on record: a person of that organisation from the day.

    Raises
    ------
    Refusal, Duplicate, UnknownRecord
        As ``arrive`` and as for a new person.
    """
    meeting = participants.open_meeting(session, meeting_id)
    organisation_id = behalf.organisation_id
    if organisation_id is None and behalf.instead_of is not None and not behalf.alone:
        organisation_id = participants.one(session, meeting_id, behalf.instead_of).organisation_id
    place = (
        AffiliationDetails(organisation_id, active_from=When.of(meeting).day)
        if organisation_id is not None
        else None
    )
    person = people.create(session, details, actor, place)
    return arrive(session, meeting_id, person.id, behalf, actor=actor)
