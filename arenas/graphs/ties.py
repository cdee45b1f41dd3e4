"""What stands behind one tie of the graph: the meetings, and what they add up to."""

import math
from dataclasses import dataclass
from datetime import date

from arenas.errors import N_, UnknownRecord
from arenas.graphs.figures import Figures
from network.evidence import Link, nearest_link, shared_meetings
from network.tables import Table


@dataclass(frozen=True)
class Row:
    """A meeting behind the tie. ``weight`` is what it counts in the strength."""

    meeting: str
    title: str
    day: date | None
    forum: str
    weight: float


@dataclass(frozen=True)
class TieEvidence:
    """One tie with its meetings; for two who never met, how they are linked.

    ``number`` is the strength that the graph draws: read from there, not added up from the rows.
    """

    one: str
    other: str
    number: float
    meetings: list[Row]
    link: Link | None = None

    @property
    def sum(self) -> float:
        return math.fsum(row.weight for row in self.meetings)

    def table(self) -> Table:
        return Table(
            "meetings",
            ("meeting", "date", "title", "forum", "weight"),
            tuple(
                (row.meeting, row.day, row.title, row.forum, row.weight) for row in self.meetings
            ),
        )


def of_organisations(found: Figures, one: str, other: str) -> TieEvidence:
    """The tie of two organisations.

    Raises
    ------
    UnknownRecord
        If one of them is not in these figures, or is not named (`arenas.graphs.privacy`).
    """
    for slug in (one, other):
        if slug not in found.place_of:
            raise UnknownRecord(N_("En av organisasjonene er ikke med i disse tallene."))
    if one == other:
        raise UnknownRecord(N_("Et bånd går mellom to ulike organisasjoner."))
    tie = found.tie(one, other)
    rows = [
        Row(
            shared.event.id,
            shared.event.name,
            shared.event.date,
            shared.event.forum or "",
            shared.weight,
        )
        for shared in shared_meetings(found.records, found.weights, one, other)
    ]
    if tie is not None:
        return TieEvidence(one, other, tie[1], rows)
    link = nearest_link(found.records, found.projection, one, other)
    return TieEvidence(one, other, 0.0, rows, link)
