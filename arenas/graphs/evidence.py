"""From a figure to the meetings it counts: a sector pair's meetings and who was there."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from arenas.graphs.figures import Figures
from arenas.ordering import alphabetical_key
from network.together import together


@dataclass(frozen=True)
class Named:
    """Organisations (id, name) of one sector at a meeting, and how many there were in all."""

    shown: list[tuple[str, str]]
    count: int

    @property
    def unnamed(self) -> int:
        """Those that count and are not named (`arenas.graphs.privacy`)."""
        return self.count - len(self.shown)


@dataclass(frozen=True)
class Seen:
    """A meeting with organisations of both sectors. ``pairs`` is what it adds to the contacts."""

    id: int
    title: str
    day: date | None
    forum: str
    one: Named
    other: Named
    pairs: int


def meetings_of(found: Figures, one: str, other: str) -> list[Seen]:
    """The meetings with both sectors: as many as the report says, the newest first.

    Of one sector with itself ``other`` holds the same organisations as ``one``.
    """
    sectors = found.sectors
    if one not in sectors or other not in sectors or is_withheld(found, one, other):
        return []
    places = together(found.counts, sectors.index(one), sectors.index(other))
    named = _named(found, {place.event for place in places}, {one, other})
    events = found.records.events
    seen = [
        Seen(
            id=int(events[place.event].id),
            title=events[place.event].name,
            day=events[place.event].date,
            forum=events[place.event].forum or "",
            one=Named(named.get((place.event, one), []), place.one),
            other=Named(named.get((place.event, other), []), place.other),
            pairs=place.pairs,
        )
        for place in places
    ]
    return sorted(seen, key=lambda row: (row.day or date.min, row.id), reverse=True)


def is_withheld(found: Figures, one: str, other: str) -> bool:
    hidden = found.report["withheld"]["sectors"]
    return one in hidden or other in hidden


SORTS: dict[str, Any] = {
    "day": lambda row: (row.day or date.min, row.id),
    "title": lambda row: alphabetical_key(row.title),
    "forum": lambda row: row.forum,
    "one": lambda row: row.one.count,
    "other": lambda row: row.other.count,
    "pairs": lambda row: row.pairs,
}


def _named(
    found: Figures, events: set[int], sectors: set[str]
) -> dict[tuple[int, str], list[tuple[str, str]]]:
    """The named organisations of these sectors at these meetings, in the order of the alphabet."""
    records = found.records
    rows: dict[tuple[int, str], list[tuple[str, str]]] = {}
    for row, event in zip(records.rows.tolist(), records.cols.tolist(), strict=True):
        one = records.organisations[row]
        if event in events and one.sector in sectors:
            rows.setdefault((event, str(one.sector)), []).append((one.id, one.name))
    for names in rows.values():
        names.sort(key=lambda pair: alphabetical_key(pair[1]))
    return rows
