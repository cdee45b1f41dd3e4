"""Who gets published minutes: those asked and those who came, and the forum's informed list."""

from typing import Any

from sqlalchemy import delete, or_, select
from sqlalchemy.orm import Session

from arenas import audit
from arenas.errors import N_, Refusal
from arenas.invitations.pasted import Bad, lines
from arenas.mail import services as outbox
from arenas.mail.services import Draft
from arenas.models import Account, Forum, InformedAddress, Meeting, Minutes, Participation, Person
from arenas.models.enums import Attendance, Language

MOST = 500


def queue(session: Session, meeting: Meeting, minutes: Minutes) -> int:
    """One message to each, in the transaction that published the minutes. Returns how many."""
    drafts: dict[str, Draft] = {}
    for row in _people(session, meeting.id):
        drafts.setdefault(row.email, _draft(meeting, minutes, row, row.id))
    for informed in informed_of(session, meeting.forum_id):
        drafts.setdefault(informed.email, _draft(meeting, minutes, informed, None))
    return outbox.queue(session, drafts.values())


def number(session: Session, meeting: Meeting) -> int:
    """How many would be mailed."""
    addresses = {row.email for row in _people(session, meeting.id)}
    return len(addresses | {one.email for one in informed_of(session, meeting.forum_id)})


def informed_of(session: Session, forum_id: int) -> list[InformedAddress]:
    return list(
        session.scalars(
            select(InformedAddress)
            .where(InformedAddress.forum_id == forum_id)
            .order_by(InformedAddress.email)
        )
    )


def inform(session: Session, forum: Forum, text: str, *, actor: Account) -> list[Bad]:
    """Let the list be what the text says, one address a line; or say what is wrong with it.

    Those who stay keep their language.

    Raises
    ------
    Refusal
        If there are more than ``MOST``.
    """
    found, bad = lines(text)
    if bad:
        return bad
    if len(found) > MOST:
        raise Refusal(N_("Listen kan ha høyst %(most)s adresser."), field="addresses", most=MOST)
    languages = {one.email: one.language for one in informed_of(session, forum.id)}
    session.execute(delete(InformedAddress).where(InformedAddress.forum_id == forum.id))
    session.add_all(
        [
            InformedAddress(
                forum_id=forum.id,
                email=line.email,
                name=line.name,
                language=languages.get(line.email, Language.BOKMAL),
            )
            for line in found
        ]
    )
    audit.record(session, actor, "forum.informed", "forum", forum.id, count=len(found))
    session.flush()
    return []


def _people(session: Session, meeting_id: int) -> list[Any]:
    there = Participation.attendance.in_([Attendance.PRESENT, Attendance.PARTLY])
    rows = session.execute(
        select(Person.id, Person.email, Person.given_name, Person.family_name, Person.language)
        .join(Participation, Participation.person_id == Person.id)
        .where(
            Participation.meeting_id == meeting_id,
            or_(Participation.invited, there),
            Person.email.is_not(None),
            Person.archived_at.is_(None),
        )
        .order_by(Person.id)
    )
    return list(rows)


def _draft(meeting: Meeting, minutes: Minutes, one: Any, person_id: int | None) -> Draft:
    name = one.name if person_id is None else f"{one.given_name} {one.family_name}"
    return Draft(
        kind="minutes",
        recipient=one.email,
        subject=meeting.title,
        payload={
            "minutes": minutes.id,
            "edition": minutes.edition,
            "language": one.language.value,
            "name": name,
        },
        topic=f"minutes:{minutes.id}",
        person_id=person_id,
        meeting_id=meeting.id,
    )
