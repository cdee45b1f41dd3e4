"""What the list of people and their record pages read. Contact data only by right."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, false, func, null, or_, select
from sqlalchemy.orm import Session

from arenas.directory.held import active_on
from arenas.directory.kept import Revisions, kept, revisions, slice_of
from arenas.models import Account, Affiliation, Organisation, Person
from arenas.models.enums import Sector
from arenas.ordering import alphabetical_key
from arenas.paging import Page
from arenas.text import normalise
from arenas.visibility import may_write

SORTS = ("name", "organisation")


@dataclass(frozen=True)
class Filters:
    """What the list is narrowed to; ``archived`` is "" (active only), "only" or "all".

    ``organisation`` is a slug. It and ``sector`` look at affiliations in force today.
    """

    q: str = ""
    organisation: str = ""
    sector: Sector | None = None
    archived: str = ""

    def conditions(self, viewer: Account, today: date) -> list[ColumnElement[bool]]:
        found = [_has(word, viewer, today) for word in normalise(self.q).split()]
        place: list[ColumnElement[bool]] = []
        if self.organisation:
            place.append(Organisation.slug == self.organisation)
        if self.sector:
            place.append(Organisation.sector == self.sector)
        if place:
            found.append(_represents(today, *place))
        if self.archived == "only":
            found.append(Person.archived_at.is_not(None))
        elif not self.archived:
            found.append(Person.archived_at.is_(None))
        return found


def _has(word: str, viewer: Account, today: date) -> ColumnElement[bool]:
    """The word in the name or the organisation; in the mail address for those who may see it."""
    mail = Person.email.contains(word, autoescape=True) if may_write(viewer) else false()
    return or_(
        Person.search_text.contains(word, autoescape=True),
        _represents(today, Organisation.search_text.contains(word, autoescape=True)),
        mail,
    )


def _represents(today: date, *conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    places = (
        select(Affiliation.person_id)
        .join(Affiliation.organisation)
        .where(active_on(today), *conditions)
    )
    return Person.id.in_(places)


class Place(NamedTuple):
    """An organisation that a person stands for today."""

    slug: str
    name: str
    sector: Sector
    title: str | None


class Row(NamedTuple):
    """A line of the list; ``email`` is None for those who may not see it."""

    id: int
    name: str
    email: str | None
    archived_at: datetime | None
    places: Sequence[Place]


def page(
    session: Session,
    viewer: Account,
    filters: Filters,
    today: date,
    *,
    sort: str = "name",
    falling: bool = False,
    number: int = 1,
    under: Revisions | None = None,
) -> Page[Row]:
    """The list's page ``number``: four statements, once warm.

    Raises
    ------
    UnknownRecord
        If there are not that many pages.
    """
    names = kept(session, under or state(session), "people by name", lambda: _by_name(session))
    matching = session.scalars(select(Person.id).where(*filters.conditions(viewer, today)))
    ids = sorted(matching, key=lambda each: names.get(each, len(names)))
    if sort == "organisation":
        ids = _by_organisation(ids, _places(session, None, today), falling)
    elif falling:
        ids.reverse()
    wanted = slice_of(ids, number)
    people, places = _people(session, viewer, wanted), _places(session, wanted, today)
    rows = [Row(each, *people[each], places[each]) for each in wanted]
    return Page(rows, len(ids), number)


def _people(
    session: Session, viewer: Account, wanted: Sequence[int]
) -> dict[int, tuple[str, str | None, datetime | None]]:
    """Name, mail address by right, and when archived."""
    mail = Person.email if may_write(viewer) else null()
    query = select(
        Person.id, Person.given_name, Person.family_name, mail, Person.archived_at
    ).where(Person.id.in_(wanted))
    return {row[0]: (f"{row[1]} {row[2]}", row[3], row[4]) for row in session.execute(query)}


def _by_name(session: Session) -> dict[int, int]:
    """Each person's place in the alphabet: family name, then given name."""
    rows = session.execute(select(Person.id, Person.family_name, Person.given_name)).all()
    in_order = sorted(
        rows, key=lambda row: (alphabetical_key(row[1]), alphabetical_key(row[2]), row[0])
    )
    return {row[0]: place for place, row in enumerate(in_order)}


def _by_organisation(ids: list[int], places: dict[int, list[Place]], falling: bool) -> list[int]:
    """By the first organisation's name, then as they stood; those without one last."""
    placed = [each for each in ids if places[each]]
    placed.sort(key=lambda each: alphabetical_key(places[each][0].name), reverse=falling)
    return placed + [each for each in ids if not places[each]]


def _places(session: Session, people: Iterable[int] | None, today: date) -> dict[int, list[Place]]:
    """What each of ``people`` (None: everybody) stands for today, by the alphabet."""
    query = (
        select(
            Affiliation.person_id,
            Organisation.slug,
            Organisation.name,
            Organisation.sector,
            Affiliation.title,
        )
        .join(Affiliation.organisation)
        .where(active_on(today))
    )
    if people is not None:
        query = query.where(Affiliation.person_id.in_(people))
    found: dict[int, list[Place]] = defaultdict(list)
    for row in session.execute(query):
        found[row[0]].append(Place(*row[1:]))
    for places in found.values():
        places.sort(key=lambda place: alphabetical_key(place.name))
    return found


def organisation_choices(session: Session, also: int | None = None) -> list[tuple[int, str]]:
    """(id, name) of the organisations that a person can stand for; ``also`` one archived."""
    query = select(Organisation.id, Organisation.name).where(
        or_(Organisation.archived_at.is_(None), Organisation.id == (also or 0))
    )
    found = [(row[0], row[1]) for row in session.execute(query)]
    return sorted(found, key=lambda one: alphabetical_key(one[1]))


def represented(session: Session, under: Revisions, today: date) -> list[tuple[str, str]]:
    """(slug, name) of the organisations that somebody stands for today: the list's filter."""

    def make() -> list[tuple[str, str]]:
        query = select(Organisation.slug, Organisation.name).where(
            Organisation.id.in_(select(Affiliation.organisation_id).where(active_on(today)))
        )
        found = [(row[0], row[1]) for row in session.execute(query)]
        return sorted(found, key=lambda one: alphabetical_key(one[1]))

    return kept(session, under, ("represented", today), make)


def organisation_id(session: Session, slug: str | None) -> int | None:
    """The organisation with this address, if there is one."""
    if not slug:
        return None
    return session.scalar(select(Organisation.id).where(Organisation.slug == slug))


def state(session: Session) -> Revisions:
    """What the list depends on: the revisions, and every person's version."""
    people = Person.__table__.c
    count, total = session.execute(select(func.count(), func.sum(people.version))).one()
    return (*revisions(session), ("people", count), ("versions", total or 0))
