"""Who sits in a forum: names for those who may know them, organisations for everybody."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Generic, NamedTuple, TypeVar

from sqlalchemy import Select, and_, func, or_, select
from sqlalchemy.orm import Session

from arenas.errors import N_, UnknownRecord
from arenas.forums.queries import sits_on
from arenas.models import Account, Affiliation, ForumMember, Organisation, Person
from arenas.models.enums import MemberRole, Sector
from arenas.ordering import alphabetical
from arenas.text import normalise
from arenas.visibility import reads_all

MOST_FOUND = 20
_RANK = {role: place for place, role in enumerate(MemberRole)}


class Seat(NamedTuple):
    """A person's seat in a forum; without an organisation its names are None."""

    id: int
    role: MemberRole
    starts_on: date | None
    ends_on: date | None
    person_id: int
    given_name: str
    family_name: str
    organisation_id: int | None
    organisation: str | None
    organisation_slug: str | None
    sector: Sector | None

    @property
    def person(self) -> str:
        return f"{self.given_name} {self.family_name}"

    def taken_on(self, day: date) -> bool:
        return (self.starts_on or day) <= day <= (self.ends_on or day)


class SeatedOrganisation(NamedTuple):
    """An organisation and how many people sit in the forum on its behalf."""

    name: str | None
    slug: str | None
    sector: Sector | None
    seats: int


Line = TypeVar("Line", Seat, SeatedOrganisation)


@dataclass(frozen=True)
class Group(Generic[Line]):
    """Those of one sector; None is for seats without an organisation."""

    sector: Sector | None
    lines: Sequence[Line]


def may_see_names(session: Session, viewer: Account | None, forum_id: int, *, today: date) -> bool:
    """Those who read everything, and those who sit in the forum today."""
    if reads_all(viewer):
        return True
    if viewer is None or viewer.person_id is None:
        return False
    own = select(ForumMember.id).where(
        ForumMember.forum_id == forum_id,
        ForumMember.person_id == viewer.person_id,
        sits_on(today),
    )
    return session.scalar(own.limit(1)) is not None


def seats(session: Session, forum_id: int) -> list[Seat]:
    """Every seat of the forum, past and coming too, by role and organisation."""
    rows = session.execute(
        _seats()
        .where(ForumMember.forum_id == forum_id)
        .order_by(
            alphabetical(func.coalesce(Organisation.name, "")),
            alphabetical(Person.family_name),
            alphabetical(Person.given_name),
            ForumMember.id,
        )
    )
    return sorted((Seat(*row) for row in rows), key=lambda seat: _RANK[seat.role])


def seat(session: Session, forum_id: int, member_id: int) -> Seat:
    """One seat of this forum.

    Raises
    ------
    UnknownRecord
        If there is none, or it is another forum's.
    """
    row = session.execute(
        _seats().where(ForumMember.id == member_id, ForumMember.forum_id == forum_id)
    ).one_or_none()
    if row is None:
        raise UnknownRecord(N_("Medlemmet finnes ikke i denne arenaen."))
    return Seat(*row)


def _seats() -> Select[*tuple[Any, ...]]:
    return (
        select(
            ForumMember.id,
            ForumMember.role,
            ForumMember.starts_on,
            ForumMember.ends_on,
            Person.id,
            Person.given_name,
            Person.family_name,
            Organisation.id,
            Organisation.name,
            Organisation.slug,
            Organisation.sector,
        )
        .join(ForumMember.person)
        .outerjoin(ForumMember.organisation)
    )


def organisations(session: Session, forum_id: int, *, today: date) -> list[SeatedOrganisation]:
    """The organisations that have a seat today; no name of a person is read."""
    rows = session.execute(
        select(
            Organisation.name,
            Organisation.slug,
            Organisation.sector,
            func.count(ForumMember.person_id.distinct()),
        )
        .select_from(ForumMember)
        .outerjoin(ForumMember.organisation)
        .where(ForumMember.forum_id == forum_id, sits_on(today))
        .group_by(Organisation.id, Organisation.name, Organisation.slug, Organisation.sector)
        .order_by(alphabetical(func.coalesce(Organisation.name, "")))
    )
    return [SeatedOrganisation(*row) for row in rows]


def by_sector(lines: Iterable[Line]) -> list[Group[Line]]:
    """In the order of the sectors, those without an organisation last."""
    lines = list(lines)
    groups = [
        Group(sector, [line for line in lines if line.sector == sector])
        for sector in (*Sector, None)
    ]
    return [group for group in groups if group.lines]


@dataclass
class Found:
    """A person a seat can be given to, and where he or she belongs today."""

    id: int
    name: str
    organisations: list[str]


def people_found(session: Session, q: str, *, today: date) -> list[Found]:
    """People in use by name, mail address or organisation; at most ``MOST_FOUND``."""
    words = normalise(q).split()
    if not words:
        return []
    belongs = and_(
        Affiliation.person_id == Person.id,
        or_(Affiliation.active_from.is_(None), Affiliation.active_from <= today),
        or_(Affiliation.active_to.is_(None), Affiliation.active_to >= today),
    )
    found = (
        select(Person.id)
        .outerjoin(Affiliation, belongs)
        .outerjoin(Affiliation.organisation)
        .where(
            Person.archived_at.is_(None),
            *(
                or_(
                    Person.search_text.contains(word, autoescape=True),
                    Organisation.search_text.contains(word, autoescape=True),
                )
                for word in words
            ),
        )
        .group_by(Person.id, Person.family_name, Person.given_name)
        .order_by(alphabetical(Person.family_name), alphabetical(Person.given_name), Person.id)
        .limit(MOST_FOUND)
        .subquery()
    )
    rows = session.execute(
        select(Person.id, Person.given_name, Person.family_name, Organisation.name)
        .join(found, found.c.id == Person.id)
        .outerjoin(Affiliation, belongs)
        .outerjoin(Affiliation.organisation)
        .order_by(alphabetical(Person.family_name), alphabetical(Person.given_name), Person.id)
    )
    people: dict[int, Found] = {}
    for person_id, given, family, organisation in rows:
        person = people.setdefault(person_id, Found(person_id, f"{given} {family}", []))
        person.organisations += [organisation] if organisation else []
    return list(people.values())


@dataclass(frozen=True)
class Candidate:
    """The person a seat is to be given to; ``own`` are the organisations of today, or of once."""

    id: int
    name: str
    own: Sequence[tuple[int, str]]
    others: Sequence[tuple[int, str]]


def candidate(session: Session, person_id: int, also: int | None = None) -> Candidate:
    """The person, and the organisations he or she may stand for, the nearest first.

    ``also`` is an organisation that is offered even if it is archived: the present one.

    Raises
    ------
    UnknownRecord
        If there is no such person.
    """
    person = session.execute(
        select(Person.given_name, Person.family_name).where(Person.id == person_id)
    ).one_or_none()
    if person is None:
        raise UnknownRecord(N_("Personen finnes ikke."))
    rows = session.execute(
        select(Affiliation.organisation_id, Organisation.name)
        .join(Affiliation.organisation)
        .where(Affiliation.person_id == person_id)
        .order_by(Affiliation.active_to.is_not(None), Affiliation.active_from.desc())
    )
    own: dict[int, str] = {}
    for organisation_id, name in rows:
        own.setdefault(organisation_id, name)
    others = session.execute(
        select(Organisation.id, Organisation.name)
        .where(
            or_(Organisation.archived_at.is_(None), Organisation.id == also),
            Organisation.id.not_in(own),
        )
        .order_by(alphabetical(Organisation.name))
    )
    return Candidate(
        person_id, " ".join(person), list(own.items()), [(row.id, row.name) for row in others]
    )
