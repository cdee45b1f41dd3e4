"""What stands behind a tie: meetings and their weights; and how two who never met are linked."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from network.cuts import as_igraph, components
from network.projection import Floats, Projection
from network.records import Event, Ints, Records


@dataclass(frozen=True, slots=True)
class Shared:
    """A meeting that two organisations, or two sectors, were both at, and what it counts."""

    event: Event
    weight: float


def shared_meetings(records: Records, weights: Floats, one: str, other: str) -> list[Shared]:
    """The meetings two organisations were both at, in the order of ``records``.

    Parameters
    ----------
    records : Records
    weights : float array, shape (m,)
        Of `network.projection.meeting_weights`: the weights of what is found here add up to
        the strength of the tie.
    one, other : str
        Ids; one that is not in ``records`` was at no meeting.
    """
    both = np.intersect1d(_meetings_of(records, one), _meetings_of(records, other))
    return [Shared(records.events[col], float(weights[col])) for col in both.tolist()]


@dataclass(frozen=True, slots=True)
class Link:
    """The nearest way between two who never met: ``through`` whom, one after the other.

    ``meetings`` are those of each step, one more than there are go-betweens.
    """

    through: tuple[str, ...]
    meetings: tuple[int, ...]


def nearest_link(records: Records, projection: Projection, one: str, other: str) -> Link | None:
    """The shortest way from one to the other along the ties; None where there is none.

    Of equally short ways the one whose weakest step has most meetings, then most meetings
    together, then the first in the order of the ids. Time O(edges) for ways of two steps and,
    where these do not exist, for any.
    """
    ids = records.ids
    here, there = ids.index(one), ids.index(other)
    met = _partners(projection, here), _partners(projection, there)
    common = sorted(met[0].keys() & met[1].keys())
    if common:
        best = max(
            common,
            key=lambda i: (min(met[0][i], met[1][i]), met[0][i] + met[1][i], -i),
        )
        return Link((ids[best],), (met[0][best], met[1][best]))
    part = components(projection)
    if part[here] != part[there]:
        return None
    path = as_igraph(projection).get_shortest_path(here, there)
    steps = [_partners(projection, a)[b] for a, b in pairwise(path)]
    return Link(tuple(ids[i] for i in path[1:-1]), tuple(steps))


@dataclass(frozen=True, slots=True)
class GoBetween:
    """An organisation of neither sector, and how many of each it has met."""

    id: str
    met_one: int
    met_other: int


def sector_go_betweens(
    records: Records, projection: Projection, one: str, other: str, *, top: int = 3
) -> list[GoBetween]:
    """Who of the other sectors knows most of both: by the lesser number, then the sum, then id.

    Nobody goes between a sector and itself. Time O(edges).
    """
    if one == other:
        return []
    counts = []
    for sector in (one, other):
        inside = np.array([o.sector == sector for o in records.organisations], np.int64)
        met = np.zeros(records.n, np.int64)
        np.add.at(met, projection.a, inside[projection.b])
        np.add.at(met, projection.b, inside[projection.a])
        counts.append(met.tolist())
    found = [
        GoBetween(o.id, counts[0][i], counts[1][i])
        for i, o in enumerate(records.organisations)
        if o.sector not in (one, other) and counts[0][i] and counts[1][i]
    ]
    found.sort(key=lambda g: (-min(g.met_one, g.met_other), -(g.met_one + g.met_other), g.id))
    return found[:top]


def _partners(projection: Projection, place: int) -> dict[int, int]:
    """Shared meetings of each partner of one organisation, by position."""
    found: dict[int, int] = {}
    for here, there in ((projection.a, projection.b), (projection.b, projection.a)):
        ties = here == place
        found.update(zip(there[ties].tolist(), projection.meetings[ties].tolist(), strict=True))
    return found


def _meetings_of(records: Records, one: str) -> Ints:
    if one not in records.ids:
        return np.zeros(0, np.int32)
    found: Ints = records.cols[records.rows == records.ids.index(one)]
    return found
