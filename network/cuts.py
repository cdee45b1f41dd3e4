"""Fragile links: who, if they stopped coming, would cut the region in two."""

from typing import Any

import numpy as np

from network.projection import Projection
from network.records import Ints


def as_igraph(projection: Projection) -> Any:
    """The projection as an igraph graph: vertex i is organisation i, edges in its order."""
    import igraph

    ends = np.column_stack([projection.a, projection.b])
    return igraph.Graph(n=projection.n, edges=ends)


def bridges(graph: Any) -> list[tuple[int, int]]:
    """Edges whose removal cuts a component in two, as sorted pairs of positions.

    R. E. Tarjan (1974), as igraph has it. Time O(n + edges).
    """
    return sorted(tuple(sorted(graph.es[e].tuple)) for e in graph.bridges())


def articulation_points(graph: Any) -> list[int]:
    """Organisations whose absence cuts a component in two, sorted. Time O(n + edges)."""
    return sorted(graph.articulation_points())


def components(projection: Projection) -> Ints:
    """A number for the component of each organisation, 0 for the largest; shape (n,).

    Ties go to the component with the first organisation. Time O(n + edges).
    """
    from scipy.sparse.csgraph import connected_components

    _, label = connected_components(projection.adjacency, directed=False)
    _, first, size = np.unique(label, return_index=True, return_counts=True)
    order = np.lexsort((first, -size))
    rank = np.empty(len(order), np.int32)
    rank[order] = np.arange(len(order), dtype=np.int32)
    found: Ints = rank[label]
    return found


BETWEENNESS_STEPS = 400_000_000


def betweenness(projection: Projection) -> list[float] | None:
    """Share of shortest paths through each organisation, 0..1; None when it would take long.

    Unweighted, normalised by (c - 1)(c - 2) / 2 over the c organisations that have met
    somebody: who never came does not change the others' figures.

    References
    ----------
    U. Brandes, "A faster algorithm for betweenness centrality", J. Math. Sociology 25 (2001);
    time O(n edges).
    """
    if projection.n * projection.edges > BETWEENNESS_STEPS:
        return None
    count = int((projection.degree > 0).sum())
    room = max((count - 1) * (count - 2) / 2, 1.0)
    return [float(value) / room for value in as_igraph(projection).betweenness()]
