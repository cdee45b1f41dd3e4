"""What the list of organisations reads: columns, and figures that are kept between pages."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from arenas.directory import held
from arenas.directory.kept import Revisions, kept, revisions, slice_of
from arenas.models import Account, Organisation
from arenas.models.enums import Membership, Sector
from arenas.ordering import alphabetical_key
from arenas.paging import Page
from arenas.text import normalise
from arenas.visibility import reads_all

# The table itself, not the mapped class: the rows of a list are never changed, and reading
# them as plain columns costs a third.
TABLE = Organisation.__table__.c
ROW = (
    TABLE.id,
    TABLE.slug,
    TABLE.name,
    TABLE.sector,
    TABLE.county,
    TABLE.membership,
    TABLE.archived_at,
)
SORTS = ("name", "sector", "county", "last", "meetings")
SECTORS = {sector: place for place, sector in enumerate(Sector)}


@dataclass(frozen=True)
class Filters:
    """What the list is narrowed to; ``archived`` is "" (active only), "only" or "all"."""

    q: str = ""
    sector: Sector | None = None
    county: str = ""
    membership: Membership | None = None
    archived: str = ""

    def conditions(self) -> list[ColumnElement[bool]]:
        found: list[ColumnElement[bool]] = [
            TABLE.search_text.contains(word, autoescape=True) for word in normalise(self.q).split()
        ]
        if self.sector:
            found.append(TABLE.sector == self.sector)
        if self.county:
            found.append(TABLE.county == self.county)
        if self.membership:
            found.append(TABLE.membership == self.membership)
        if self.archived == "only":
            found.append(TABLE.archived_at.is_not(None))
        elif not self.archived:
            found.append(TABLE.archived_at.is_(None))
        return found


class Row(NamedTuple):
    """A line of the list; ``held`` is None where the organisation never met."""

    id: int
    slug: str
    name: str
    sector: Sector
    county: str | None
    membership: Membership
    archived_at: datetime | None
    held: held.Held | None


def page(
    session: Session,
    viewer: Account,
    filters: Filters,
    *,
    sort: str = "name",
    falling: bool = False,
    number: int = 1,
    under: Revisions | None = None,
) -> Page[Row]:
    """The list's page ``number``: three statements, once warm.

    Equals stand by name. Those who never met stand last, whichever way the last meeting or
    the number of meetings is sorted; those without a county likewise.

    Raises
    ------
    UnknownRecord
        If there are not that many pages.
    """
    under = under or state(session)
    sight = "all" if reads_all(viewer) else viewer.person_id
    figures = kept(session, under, ("held", sight), lambda: held.by_organisation(session, viewer))
    places = kept(session, under, "places", lambda: _places(session))
    matching = session.scalars(select(TABLE.id).where(*filters.conditions())).all()
    ids = sorted(matching, key=lambda each: places[each].name if each in places else len(places))
    if sort == "name":
        ids = ids[::-1] if falling else ids
    else:
        keys = {each: _key(sort, places.get(each), figures.get(each)) for each in ids}
        known = [each for each in ids if keys[each] is not None]
        known.sort(key=keys.__getitem__, reverse=falling)  # stable: equals stay by name
        ids = known + [each for each in ids if keys[each] is None]
    wanted = slice_of(ids, number)
    rows = {row[0]: row for row in session.execute(select(*ROW).where(TABLE.id.in_(wanted)))}
    items = [Row(*rows[each], figures.get(each)) for each in wanted if each in rows]
    return Page(items, len(ids), number)


class Place(NamedTuple):
    """Where an organisation stands in the alphabet, among the sectors and among the counties."""

    name: int
    sector: int
    county: str | None


def _key(sort: str, place: Place | None, figures: held.Held | None) -> Any:
    """What a row is sorted by; None stands last."""
    if sort in {"sector", "county"}:
        return None if place is None else place.sector if sort == "sector" else place.county
    if figures is None:
        return None
    return figures.last if sort == "last" else figures.meetings


def _places(session: Session) -> dict[int, Place]:
    rows = session.execute(select(TABLE.id, TABLE.name, TABLE.sector, TABLE.county)).all()
    in_order = sorted(rows, key=lambda row: (alphabetical_key(row.name), row.id))
    return {
        row.id: Place(
            number, SECTORS[row.sector], alphabetical_key(row.county) if row.county else None
        )
        for number, row in enumerate(in_order)
    }


def counties(session: Session, under: Revisions) -> list[str]:
    """The counties that organisations are in, by the alphabet."""

    def make() -> list[str]:
        names = session.scalars(select(TABLE.county).distinct())
        return sorted((name for name in names if name), key=alphabetical_key)

    return kept(session, under, "counties", make)


def state(session: Session) -> Revisions:
    """What the list depends on: the revisions, and every organisation's version.

    The second holds also where somebody changed a record without raising a revision.
    """
    versions = select(func.count(), func.sum(TABLE.version))
    count, total = session.execute(versions).one()
    return (*revisions(session), ("organisations", count), ("versions", total or 0))
