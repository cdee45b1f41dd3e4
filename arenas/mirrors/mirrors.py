"""An organisation's mirror: whom it met, which sectors it misses, and who could introduce it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from arenas.graphs.coming import Coming
from arenas.mirrors import queries
from arenas.mirrors.queries import Everybody
from arenas.models.enums import Sector
from network.encounters import Acquaintance, Gathering, GoBetween, Mirror, go_betweens, mirror

FEWEST = 2
"""Organisations of a sector that there must be for it to be missed."""


@dataclass(frozen=True)
class SectorLine:
    """A sector as the organisation has met it. ``number`` is without itself.

    None in ``met`` where few people stand behind the sector: its figures are withheld.
    """

    sector: Sector
    number: int
    met: int | None
    in_period: int | None
    new: int | None

    @property
    def share(self) -> float:
        return (self.met or 0) / self.number if self.number else 1.0


@dataclass(frozen=True)
class Introducer:
    """Who could introduce the organisation, and the next meeting where both could sit."""

    slug: str
    name: str
    with_own: int
    with_others: int
    meeting: Coming | None


@dataclass(frozen=True)
class Way:
    """A sector to be introduced to: never met (``never``), or met least. ``others`` are unmet."""

    sector: Sector
    never: bool
    others: int
    introducers: list[Introducer]
    meeting: Coming | None


@dataclass(frozen=True)
class Picture:
    """``unnamed`` of the new ones are counted and not named, since one person stands for each."""

    found: Mirror
    lines: list[SectorLine]
    new: list[Acquaintance]
    unnamed: int
    ways: list[Way]

    @property
    def never_met(self) -> list[Sector]:
        return [way.sector for way in self.ways if way.never]


def picture(
    session: Session,
    slug: str,
    gatherings: Sequence[Gathering],
    everybody: Everybody,
    *,
    start: datetime,
    end: datetime,
    coming: Sequence[Coming],
) -> Picture:
    """All of it; ``gatherings`` are the meetings it was at. One statement a sector it misses."""
    found = mirror(gatherings, slug, start=start, end=end)
    lines = [line for sector in Sector if (line := _line(sector, slug, everybody, found)).number]
    new = [one for one in found.new if one.id not in everybody.hidden.organisations]
    return Picture(
        found,
        lines,
        new,
        len(found.new) - len(new),
        _ways(session, slug, everybody, found, lines, coming) if found.ever else [],
    )


def _line(sector: Sector, own: str, everybody: Everybody, found: Mirror) -> SectorLine:
    there = everybody.of(sector) - {own}
    if sector.value in everybody.hidden.sectors:
        return SectorLine(sector, len(there), None, None, None)
    new = {one.id for one in found.new}
    return SectorLine(
        sector,
        len(there),
        len(there & found.ever.keys()),
        len(there & found.met),
        len(there & new),
    )


def _ways(
    session: Session,
    own: str,
    everybody: Everybody,
    found: Mirror,
    lines: list[SectorLine],
    coming: Sequence[Coming],
) -> list[Way]:
    """To each sector never met; where there is none, to the one of which fewest were met."""
    open_ = [line for line in lines if line.met is not None and line.number >= FEWEST]
    wanted = [line for line in open_ if not line.met]
    least = sorted((line for line in open_ if line.share < 1), key=lambda line: line.share)
    hidden = everybody.hidden.organisations
    with_own = {
        slug: one.meetings for slug, one in found.ever.items()
        if slug not in hidden and not everybody.entries[slug].is_archived
    }  # fmt: skip
    ways: list[Way] = []
    for line in wanted or least:
        others = everybody.of(line.sector) - {own} - found.ever.keys()
        between = go_betweens(with_own, queries.meetings_with(session, others))
        if line.met and not between:
            continue
        ways.append(
            Way(
                line.sector,
                not line.met,
                len(others),
                [_introducer(one, own, everybody, coming) for one in between],
                next(
                    (m for m in coming if own in m.organisations and m.organisations & others), None
                ),
            )
        )
        if line.met:
            break
    return ways


def _introducer(
    one: GoBetween, own: str, everybody: Everybody, coming: Sequence[Coming]
) -> Introducer:
    together = (m for m in coming if {own, one.id} <= m.organisations)
    return Introducer(
        one.id,
        everybody.entries[one.id].name,
        one.with_own,
        one.with_others,
        next(together, None),
    )
