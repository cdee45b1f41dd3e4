"""Whom to ask, gathered from several places at once; each stands for an organisation.

Forum members, those who came before, organisations (the one who most often stood for each),
a sector, and a pasted list. All or nothing: one bad line, and nobody is asked.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Self

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from arenas import audit
from arenas.invitations import listed, services
from arenas.invitations.listed import Found, Pairs
from arenas.invitations.pasted import Bad
from arenas.meetings.participants import active_on, open_meeting
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
from arenas.models.enums import MemberRole, ParticipationRole, Response, Sector
from arenas.revision import NETWORK, raise_revision

FORMER = timedelta(days=730)
MANY = 1000


@dataclass(frozen=True)
class Occasion:
    """The meeting to ask people to, on record or not yet."""

    forum_id: int
    day: date
    meeting_id: int = 0

    @classmethod
    def of(cls, meeting: Meeting) -> Self:
        return cls(meeting.forum_id, When.of(meeting).day, meeting.id)


@dataclass(frozen=True)
class Wanted:
    """Where to look for people; ``people`` are named one by one."""

    members: bool = False
    former: bool = False
    people: Collection[int] = ()
    organisations: Collection[int] = ()
    sectors: Collection[Sector] = ()
    pasted: str = ""


@dataclass
class Gathered:
    """How many were asked, were on the list already; and what is wrong, then nobody was."""

    chosen: Pairs = field(default_factory=dict)
    asked: int = 0
    there: int = 0
    bad: list[Bad] = field(default_factory=list)


def gather(session: Session, meeting_id: int, wanted: Wanted, *, actor: Account) -> Gathered:
    """Put them on the meeting's list, and ask them if it is published.

    Raises
    ------
    UnknownRecord, Refusal
        If there is no such meeting, it is cancelled, or the list is too long.
    """
    meeting = open_meeting(session, meeting_id)
    found = find(session, Occasion.of(meeting), wanted)
    if found.bad:
        return Gathered(bad=found.bad)
    chosen = settle(session, found)
    asked = add(session, meeting, chosen, actor=actor)
    return Gathered(chosen, asked, len(chosen) - asked)


def find(session: Session, occasion: Occasion, wanted: Wanted) -> Found:
    """Look in all of the places; nothing is changed. With a bad line nothing else is looked for.

    Raises
    ------
    Refusal
        If the pasted list is too long.
    """
    found = listed.read(session, wanted.pasted, occasion.day)
    if found.bad:
        return found
    if wanted.members:
        _merge(found.pairs, _members(session, occasion))
    if wanted.people:
        _merge(found.pairs, _named(session, occasion, wanted.people))
    if wanted.former:
        _merge(found.pairs, _former(session, occasion))
    if wanted.organisations or wanted.sectors:
        _merge(found.pairs, _contacts(session, occasion, wanted))
    return found


def settle(session: Session, found: Found) -> Pairs:
    """All that were found, those who were unknown now on record too."""
    return found.pairs | listed.make(session, found.unknown)


def add(session: Session, meeting: Meeting, chosen: Pairs, *, actor: Account) -> int:
    """Put those on the list who are not on it. Returns how many that were."""
    there = set(
        session.scalars(
            select(Participation.person_id).where(Participation.meeting_id == meeting.id)
        )
    )
    new = {person: organisation for person, organisation in chosen.items() if person not in there}
    if new:
        _add(session, meeting, new, actor)
    return len(new)


def _merge(chosen: Pairs, more: Iterable[tuple[int, int | None]]) -> None:
    """What was said of a person first counts: a pasted line before a seat, a seat before a past."""
    for person, organisation in more:
        chosen.setdefault(person, organisation)


def _members(session: Session, occasion: Occasion) -> Iterable[tuple[int, int | None]]:
    rows = session.execute(
        select(ForumMember.person_id, ForumMember.organisation_id)
        .where(
            ForumMember.forum_id == occasion.forum_id,
            ForumMember.role != MemberRole.SUBSTITUTE,
            active_on(ForumMember, occasion.day),
        )
        .order_by(ForumMember.id)
    )
    return [(person, organisation) for person, organisation in rows]


def _former(session: Session, occasion: Occasion) -> Iterable[tuple[int, int | None]]:
    """Those asked to the forum's meetings of the last two years, as they last stood there."""
    since = datetime.combine(occasion.day, time(), UTC) - FORMER
    rows = session.execute(
        select(Participation.person_id, Participation.organisation_id)
        .join(Participation.meeting)
        .join(Participation.person)
        .where(
            Meeting.forum_id == occasion.forum_id,
            Meeting.id != occasion.meeting_id,
            Meeting.starts_at > since,
            Participation.response != Response.DECLINED,
            Person.archived_at.is_(None),
        )
        .order_by(Meeting.starts_at.desc(), Participation.id)
    )
    return [(person, organisation) for person, organisation in rows]


def _named(
    session: Session, occasion: Occasion, people: Collection[int]
) -> Iterable[tuple[int, int | None]]:
    """As they last stood in the forum, else as they are on the day."""
    stood: Pairs = {}
    _merge(stood, _former(session, occasion))
    places = listed.places(session, list(people), occasion.day)
    there = session.scalars(
        select(Person.id).where(Person.id.in_(people), Person.archived_at.is_(None))
    )
    return [(person, stood.get(person) or places.get(person)) for person in there]


def _contacts(
    session: Session, occasion: Occasion, wanted: Wanted
) -> Iterable[tuple[int, int | None]]:
    """One for each organisation: who most often stood for it, and can be written to."""
    times = func.count(Participation.id)
    rows = session.execute(
        select(Affiliation.organisation_id, Affiliation.person_id)
        .join(Affiliation.person)
        .join(Affiliation.organisation)
        .outerjoin(
            Participation,
            (Participation.person_id == Affiliation.person_id)
            & (Participation.organisation_id == Affiliation.organisation_id),
        )
        .where(
            Organisation.id.in_(wanted.organisations) | Organisation.sector.in_(wanted.sectors),
            active_on(Affiliation, occasion.day),
            Person.email.is_not(None),
            Person.archived_at.is_(None),
        )
        .group_by(Affiliation.organisation_id, Affiliation.person_id)
        .order_by(Affiliation.organisation_id, times.desc(), Affiliation.person_id)
    )
    first: dict[int, int] = {}
    for organisation, person in rows:
        first.setdefault(organisation, person)
    return [(person, organisation) for organisation, person in first.items()]


def _add(session: Session, meeting: Meeting, new: Pairs, actor: Account) -> None:
    rows = [
        {
            "meeting_id": meeting.id,
            "person_id": person,
            "organisation_id": organisation,
            "role": ParticipationRole.PARTICIPANT,
        }
        for person, organisation in new.items()
    ]
    for start in range(0, len(rows), MANY):
        session.execute(insert(Participation), rows[start : start + MANY])
    audit.record(session, actor, "meeting.participant", KIND, meeting.id, added=len(new))
    raise_revision(session, NETWORK)
    services.ask(session, meeting, people=list(new))
