"""Which ties to draw, so that a picture shows circles and not a hairball."""

import numpy as np

from network.cuts import as_igraph
from network.projection import Floats, Projection


def relative_strength(projection: Projection) -> Floats:
    """Newman's strength over the geometric mean of both ends' total strength; shape (edges,).

    Range (0, 1]: 1 where two organisations meet nobody but each other. It takes away the
    weight of those who meet everybody. Time O(edges).

    References
    ----------
    N. J. van Eck, L. Waltman, "How to normalize cooccurrence data?", J. Am. Soc. Inf. Sci.
    Tech. 60 (2009), the cosine.
    """
    total = np.zeros(projection.n)
    np.add.at(total, projection.a, projection.newman)
    np.add.at(total, projection.b, projection.newman)
    strength: Floats = projection.newman / np.sqrt(total[projection.a] * total[projection.b])
    return strength


def closest_ties(projection: Projection, per_organisation: int = 3) -> Projection:
    """Each organisation's closest few ties, and enough more to keep every component whole.

    Parameters
    ----------
    projection : Projection
        Read, never changed.
    per_organisation : int
        How many of its relatively strongest ties each organisation brings, at least 1; a tie
        that either end brings is kept. At most ``n * per_organisation`` ties and a spanning
        forest of at most ``n - 1``.

    Notes
    -----
    The same projection always keeps the same ties: equal strengths go by position. Time
    O(edges log edges).
    """
    if per_organisation < 1:
        raise ValueError(f"per_organisation must be at least 1, not {per_organisation}")
    strength = relative_strength(projection)
    ends = np.concatenate([projection.a, projection.b])
    ties = np.tile(np.arange(projection.edges), 2)
    order = np.lexsort((ties, -strength[ties], ends))
    start = np.searchsorted(ends[order], np.arange(projection.n))
    rank = np.arange(len(order)) - start[ends[order]]
    keep = np.zeros(projection.edges, np.bool_)
    keep[ties[order[rank < per_organisation]]] = True
    keep[as_igraph(projection).spanning_tree(weights=-strength, return_tree=False)] = True
    return Projection(
        projection.n,
        projection.a[keep],
        projection.b[keep],
        projection.meetings[keep],
        projection.newman[keep],
    )
