"""Who is not there: groups that never met a sector, and what hangs on one organisation."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from network import cuts
from network.projection import Projection
from network.records import Records


@dataclass(frozen=True, slots=True)
class NeverMet:
    """The organisations of a sector in one county that never met anyone of another sector."""

    sector: str
    county: str
    other: str
    organisations: int
    possible_pairs: int


@dataclass(frozen=True, slots=True)
class Bridgehead:
    """An organisation without which others lose every link to the rest (articulation point).

    ``cut_off`` are the ids that would no longer reach the largest remaining part, in text
    order; ``parts`` the sizes of what its own part falls into, the largest first.
    """

    id: str
    cut_off: tuple[str, ...]
    parts: tuple[int, ...]


def never_met_groups(
    records: Records, projection: Projection, *, at_least: int = 2
) -> list[NeverMet]:
    """Groups (sector and county) that have met no organisation of another sector.

    Parameters
    ----------
    records, projection : Records, Projection
        The projection of the same records.
    at_least : int
        Smallest group shown, in organisations; a group of one is a person's absence as
        easily as a pattern. Default 2.

    Returns
    -------
    list of NeverMet
        The most possible pairs first, then in text order. The other sector has at least
        ``at_least`` organisations too. Organisations without sector or county are left out.

    Notes
    -----
    Time O(edges + groups x sectors). A count, not a test: whether chance alone would give
    it is for the null model to say.
    """
    s = len(records.sectors)
    groups = sorted({(o.sector, o.county) for o in records.organisations if o.sector and o.county})
    place: dict[tuple[str | None, str | None], int] = {
        group: index for index, group in enumerate(groups)
    }
    found_in = (place.get((o.sector, o.county), -1) for o in records.organisations)
    group_of = np.fromiter(found_in, np.int64, records.n)
    sizes = np.bincount(group_of[group_of >= 0], minlength=len(groups))
    sectors = np.bincount(records.sector_of[records.sector_of >= 0], minlength=s)
    met = np.zeros((len(groups), s), np.bool_)
    for here, there in ((projection.a, projection.b), (projection.b, projection.a)):
        group, sector = group_of[here], records.sector_of[there]
        known = (group >= 0) & (sector >= 0)
        met[group[known], sector[known]] = True
    found = [
        NeverMet(own, county, other, int(sizes[g]), int(sizes[g] * sectors[t]))
        for g, (own, county) in enumerate(groups)
        for t, other in enumerate(records.sectors)
        if other != own and not met[g, t] and min(sizes[g], sectors[t]) >= at_least
    ]
    return sorted(found, key=lambda x: (-x.possible_pairs, x.sector, x.county, x.other))


def bridgeheads(records: Records, projection: Projection) -> list[Bridgehead]:
    """Every articulation point, with whom it holds to the rest; the most cut off first.

    Time O(points x edges).

    References
    ----------
    J. Hopcroft, R. Tarjan, "Efficient algorithms for graph manipulation", Comm. ACM 16 (1973).
    """
    graph, ids = cuts.as_igraph(projection), records.ids
    found = [_without(graph, ids, point) for point in cuts.articulation_points(graph)]
    return sorted(found, key=lambda b: (-len(b.cut_off), b.id))


def _without(graph: Any, ids: list[str], point: int) -> Bridgehead:
    """What is left of the part ``point`` belongs to when it is gone."""
    part = sorted(i for i in graph.subcomponent(point) if i != point)
    named = graph.induced_subgraph(part)
    left = sorted(
        (sorted(ids[part[i]] for i in component) for component in named.connected_components()),
        key=lambda component: (-len(component), component),
    )
    cut_off = tuple(sorted(i for component in left[1:] for i in component))
    return Bridgehead(ids[point], cut_off, tuple(len(component) for component in left))
