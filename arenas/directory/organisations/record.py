"""What an organisation's record page reads: who stands for it, where it meets, whom it misses."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from arenas.directory import held
from arenas.models import Account, Affiliation, Forum, Meeting, Organisation, Participation, Person
from arenas.models.enums import MeetingState, Sector
from arenas.visibility import may_write, meeting_visible_to, reads_all


class Representative(NamedTuple):
    """A person's place in the organisation; contacts are None for those who may not see them."""

    person_id: int
    name: str
    title: str | None
    active_from: date | None
    active_to: date | None
    email: str | None
    phone: str | None
    archived: bool

    def is_on(self, today: date) -> bool:
        """Whether the person stands for the organisation that day."""
        return (self.active_from is None or self.active_from <= today) and (
            self.active_to is None or self.active_to >= today
        )


def affiliations(
    session: Session, viewer: Account | None, organisation_id: int
) -> list[Representative]:
    """Everybody who ever stood for the organisation, the newest first.

    A member sees his own place only: other people's records are not his to open.
    """
    contacts = (Person.email, Person.phone) if may_write(viewer) else ()
    query = (
        select(
            Person.id,
            Person.given_name,
            Person.family_name,
            Affiliation.title,
            Affiliation.active_from,
            Affiliation.active_to,
            Person.archived_at,
            *contacts,
        )
        .join(Affiliation.person)
        .where(Affiliation.organisation_id == organisation_id)
        .order_by(
            Affiliation.active_to.is_not(None),
            Affiliation.active_to.desc(),
            Affiliation.active_from.desc(),
            Person.family_name,
            Person.given_name,
        )
    )
    if not reads_all(viewer):
        own = viewer.person_id if viewer is not None else None
        query = query.where(Person.id == (own or 0))
    return [
        Representative(
            row[0], f"{row[1]} {row[2]}", row[3], row[4], row[5], *_contacts(row[7:]), bool(row[6])
        )
        for row in session.execute(query)
    ]


def _contacts(columns: Sequence[str | None]) -> tuple[str | None, str | None]:
    return (columns[0], columns[1]) if columns else (None, None)


def represented_by(session: Session, organisation_id: int, today: date) -> int:
    """How many stand for the organisation today: a number that everybody may know."""
    query = select(func.count(Affiliation.person_id.distinct())).where(
        Affiliation.organisation_id == organisation_id, held.active_on(today)
    )
    return session.scalar(query) or 0


class MeetingPlace(NamedTuple):
    """A forum where the organisation met: how many held meetings it was at, the last one."""

    slug: str
    name: str
    name_en: str | None
    meetings: int
    last: datetime


def meeting_places(
    session: Session, viewer: Account | None, organisation_id: int
) -> list[MeetingPlace]:
    """The forums where somebody represented the organisation, the latest first."""
    last = func.max(Meeting.starts_at)
    query = (
        held.attended(
            Forum.slug, Forum.name, Forum.name_en, func.count(Meeting.id.distinct()), last
        )
        .join(Meeting.forum)
        .where(Participation.organisation_id == organisation_id, meeting_visible_to(viewer))
        .group_by(Forum.id, Forum.slug, Forum.name, Forum.name_en)
        .order_by(last.desc(), Forum.name)
    )
    return [MeetingPlace(*row) for row in session.execute(query)]


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
)


def last_meetings(
    session: Session, viewer: Account | None, organisation_id: int, limit: int = 5
) -> Sequence[Any]:
    """The latest held meetings where somebody represented the organisation."""
    query = (
        held.attended(*MEETING)
        .join(Meeting.forum)
        .where(Participation.organisation_id == organisation_id, meeting_visible_to(viewer))
        .distinct()
        .order_by(Meeting.starts_at.desc(), Meeting.id)
    )
    return session.execute(query.limit(limit)).all()


def next_meetings(
    session: Session, viewer: Account | None, organisation_id: int, now: datetime, limit: int = 5
) -> Sequence[Any]:
    """The next planned meetings to which somebody is asked on behalf of the organisation."""
    query = (
        select(*MEETING)
        .join(Meeting.forum)
        .join(Participation, Participation.meeting_id == Meeting.id)
        .where(
            Participation.organisation_id == organisation_id,
            Meeting.state == MeetingState.PLANNED,
            Meeting.ends_at > now,
            meeting_visible_to(viewer),
        )
        .distinct()
        .order_by(Meeting.starts_at, Meeting.id)
    )
    return session.execute(query.limit(limit)).all()


def sectors_never_met(session: Session, organisation_id: int) -> list[Sector] | None:
    """The sectors with somebody to meet whom the organisation never sat with; None if it never met.

    As in `gaps.md`: held meetings where both were represented. Counted over every meeting,
    whoever asks: the answer names sectors, never a meeting.
    """
    mine = held.attended(Meeting.id).where(Participation.organisation_id == organisation_id)
    if session.scalar(mine.limit(1)) is None:
        return None
    other = aliased(Organisation)
    others = (
        held.attended(other.sector)
        .join(other, other.id == Participation.organisation_id)
        .where(Meeting.id.in_(mine), other.id != organisation_id)
    )
    there = select(Organisation.sector).where(
        Organisation.id != organisation_id, Organisation.archived_at.is_(None)
    )
    met, known = set(session.scalars(others.distinct())), set(session.scalars(there.distinct()))
    return [sector for sector in Sector if sector in known - met]
