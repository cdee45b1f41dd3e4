"""What the list of organisations reads: columns, and figures that are kept between pages."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from arenas.directory import held
from arenas.directory.kept import kept, revisions, slice_of
from arenas.models import Account, Organisation
from arenas.models.enums import Membership, Sector
from arenas.ordering import alphabetical_key
from arenas.paging import Page
from arenas.text import normalise
from arenas.visibility import reads_all

ROW = (
    Organisation.id,
    Organisation.slug,
    Organisation.name,
    Organisation.sector,
    Organisation.county,
    Organisation.membership,
    Organisation.archived_at,
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
            Organisation.search_text.contains(word, autoescape=True)
            for word in normalise(self.q).split()
        ]
        if self.sector:
            found.append(Organisation.sector == self.sector)
        if self.county:
            found.append(Organisation.county == self.county)
        if self.membership:
            found.append(Organisation.membership == self.membership)
        if self.archived == "only":
            found.append(Organisation.archived_at.is_not(None))
        elif not self.archived:
            found.append(Organisation.archived_at.is_(None))
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
) -> Page[Row]:
    """The list's page ``number``: three statements, once warm.

    Equals stand by name. Those who never met stand last, whichever way the last meeting or
    the number of meetings is sorted; those without a county likewise.

    Raises
    ------
    UnknownRecord
        If there are not that many pages.
    """
    under = revisions(session)
    sight = "all" if reads_all(viewer) else viewer.person_id
    figures = kept(session, under, ("held", sight), lambda: held.by_organisation(session, viewer))
    names = kept(session, under, "organisation names", lambda: _by_name(session))
    matching = session.execute(
        select(Organisation.id, Organisation.sector, Organisation.county).where(
            *filters.conditions()
        )
    ).all()
    keys: dict[int, Any] = {row.id: _key(sort, row, figures.get(row.id)) for row in matching}
    ids = sorted(keys, key=lambda each: names.get(each, len(names)))
    if sort == "name":
        ids = ids[::-1] if falling else ids
    else:
        known = [each for each in ids if keys[each] is not None]
        known.sort(key=keys.__getitem__, reverse=falling)  # stable: equals stay by name
        ids = known + [each for each in ids if keys[each] is None]
    wanted = slice_of(ids, number)
    rows = {row.id: row for row in session.execute(select(*ROW).where(Organisation.id.in_(wanted)))}
    return Page([Row(*rows[each], figures.get(each)) for each in wanted], len(ids), number)


def _key(sort: str, row: Any, figures: held.Held | None) -> Any:
    """What the row is sorted by; None stands last."""
    if sort == "sector":
        return SECTORS[row.sector]
    if sort == "county":
        return alphabetical_key(row.county) if row.county else None
    if figures is None:
        return None
    return figures.last if sort == "last" else figures.meetings


def _by_name(session: Session) -> dict[int, int]:
    """Each organisation's place in the alphabet."""
    rows = session.execute(select(Organisation.id, Organisation.name)).all()
    in_order = sorted(rows, key=lambda row: (alphabetical_key(row.name), row.id))
    return {row.id: place for place, row in enumerate(in_order)}


def counties(session: Session) -> list[str]:
    """The counties that organisations are in, by the alphabet."""

    def make() -> list[str]:
        names = session.scalars(select(Organisation.county).distinct())
        return sorted((name for name in names if name), key=alphabetical_key)

    return kept(session, revisions(session), "counties", make)
