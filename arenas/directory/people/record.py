"""What a person's record page reads: places, seats and meetings, as the viewer may see them."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from arenas.directory.held import PRESENT
from arenas.errors import N_, UnknownRecord
from arenas.models import (
    Account,
    Affiliation,
    Forum,
    ForumMember,
    Meeting,
    Organisation,
    Participation,
    Person,
)
from arenas.models.enums import Language, MeetingState, MemberRole, Response, Sector
from arenas.visibility import (
    forum_visible_to,
    may_see_contacts,
    may_write,
    meeting_visible_to,
    reads_all,
)


class Record(NamedTuple):
    """A person; ``email`` and ``phone`` are None for those who may not see them.

    ``contacts`` says whether the viewer may see them, so that "none" can be told from "hidden".
    """

    id: int
    name: str
    language: Language
    archived_at: datetime | None
    contacts: bool
    email: str | None
    phone: str | None
    note: str | None


def record(session: Session, viewer: Account, person_id: int) -> Record:
    """The person, for those who may know of the record at all.

    Raises
    ------
    UnknownRecord
        If there is none, or the viewer is a member and it is somebody else.
    """
    own = viewer.person_id == person_id
    person = session.get(Person, person_id) if own or reads_all(viewer) else None
    if person is None:
        raise UnknownRecord(N_("Personen finnes ikke."))
    contacts = may_see_contacts(viewer, person_id)
    return Record(
        person.id,
        person.name,
        person.language,
        person.archived_at,
        contacts,
        person.email if contacts else None,
        person.phone if contacts else None,
        person.note if may_write(viewer) else None,
    )


class Place(NamedTuple):
    """A person's place in an organisation over time."""

    id: int
    slug: str
    name: str
    sector: Sector
    title: str | None
    active_from: date | None
    active_to: date | None

    def is_on(self, today: date) -> bool:
        return (self.active_from is None or self.active_from <= today) and not self.is_over(today)

    def is_over(self, today: date) -> bool:
        return self.active_to is not None and self.active_to < today


def places(session: Session, person_id: int) -> list[Place]:
    """Every affiliation, the ones without an end first, then the latest."""
    query = (
        select(
            Affiliation.id,
            Organisation.slug,
            Organisation.name,
            Organisation.sector,
            Affiliation.title,
            Affiliation.active_from,
            Affiliation.active_to,
        )
        .join(Affiliation.organisation)
        .where(Affiliation.person_id == person_id)
        .order_by(
            Affiliation.active_to.is_not(None),
            Affiliation.active_to.desc(),
            Affiliation.active_from.desc(),
            Organisation.name,
        )
    )
    return [Place(*row) for row in session.execute(query)]


class Seat(NamedTuple):
    """A seat in a forum, and on behalf of whom."""

    slug: str
    name: str
    name_en: str | None
    role: MemberRole
    starts_on: date | None
    ends_on: date | None
    organisation_slug: str | None
    organisation: str | None


def seats(session: Session, viewer: Account, person_id: int) -> list[Seat]:
    query = (
        select(
            Forum.slug,
            Forum.name,
            Forum.name_en,
            ForumMember.role,
            ForumMember.starts_on,
            ForumMember.ends_on,
            Organisation.slug,
            Organisation.name,
        )
        .select_from(ForumMember)
        .join(ForumMember.forum)
        .outerjoin(ForumMember.organisation)
        .where(ForumMember.person_id == person_id, forum_visible_to(viewer))
        .order_by(ForumMember.ends_on.is_not(None), ForumMember.ends_on.desc(), Forum.name)
    )
    return [Seat(*row) for row in session.execute(query)]


MEETING = (
    Meeting.id,
    Meeting.title,
    Meeting.starts_at,
    Meeting.ends_at,
    Meeting.first_day,
    Meeting.last_day,
    Meeting.state,
    Forum.slug.label("forum_slug"),
    Forum.name.label("name"),
    Forum.name_en.label("name_en"),
    Organisation.slug.label("organisation_slug"),
    Organisation.name.label("organisation"),
    Participation.response,
)


def _meetings(viewer: Account, person_id: int, *columns: Any) -> Select[Any]:
    return (
        select(*columns)
        .select_from(Participation)
        .join(Participation.meeting)
        .join(Meeting.forum)
        .outerjoin(Participation.organisation)
        .where(Participation.person_id == person_id, meeting_visible_to(viewer))
    )


def took_part(
    session: Session, viewer: Account, person_id: int, limit: int = 10
) -> tuple[Sequence[Any], int]:
    """The latest held meetings the person was at, on behalf of whom, and how many in all."""
    present = (Meeting.state == MeetingState.HELD, Participation.attendance.in_(PRESENT))
    latest = (
        _meetings(viewer, person_id, *MEETING)
        .where(*present)
        .order_by(Meeting.starts_at.desc(), Meeting.id)
    )
    count = _meetings(viewer, person_id, func.count()).where(*present)
    return session.execute(latest.limit(limit)).all(), session.scalar(count) or 0


def next_meetings(
    session: Session, viewer: Account, person_id: int, now: datetime, limit: int = 10
) -> Sequence[Any]:
    """The planned meetings the person is asked to and has not said no to."""
    query = (
        _meetings(viewer, person_id, *MEETING)
        .where(
            Meeting.state == MeetingState.PLANNED,
            Meeting.ends_at > now,
            Participation.response != Response.DECLINED,
        )
        .order_by(Meeting.starts_at, Meeting.id)
    )
    return session.execute(query.limit(limit)).all()
