"""Groups that meet among themselves, and how far the answer can be trusted."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from network.cuts import as_igraph
from network.layout import seeded
from network.projection import Projection
from network.records import Ints


@dataclass(frozen=True, eq=False)
class Communities:
    """A division of the network.

    Attributes
    ----------
    label : int array, shape (n,)
        Group of each organisation, 0 for the largest; one who met nobody is alone.
    count : int
        Groups of two or more.
    modularity : float or None
        -0.5..1; None without ties.
    stability : float or None
        Mean agreement (adjusted Rand index, at most 1) of the best division with those of the
        other runs: near 1 the groups are there, below about 0.8 they are one answer of many.
    runs : int
    """

    label: Ints
    count: int
    modularity: float | None
    stability: float | None
    runs: int


def find_communities(projection: Projection, *, seed: int = 1, runs: int = 10) -> Communities:
    """Louvain's method on Newman's strengths, several times; the division of best modularity.

    Parameters
    ----------
    projection : Projection
    seed : int
        The same ties and seed give the same groups.
    runs : int
        Two or more, to tell how stable the groups are.

    Raises
    ------
    ValueError
        If ``runs`` is less than 2.

    Notes
    -----
    Time about O(runs x edges).

    References
    ----------
    V. D. Blondel et al., "Fast unfolding of communities in large networks", J. Stat. Mech.
    P10008 (2008). L. Hubert, P. Arabie, "Comparing partitions", J. Classification 2 (1985).
    """
    if runs < 2:
        raise ValueError(f"runs must be 2 or more, not {runs}")
    if not projection.edges:
        alone = np.arange(projection.n, dtype=np.int32)
        return Communities(alone, 0, None, None, runs)
    graph = as_igraph(projection)
    weights = projection.newman.tolist()
    with seeded(seed):
        found = [graph.community_multilevel(weights=weights) for _ in range(runs)]
    scores = [round(float(graph.modularity(one, weights=weights)), 12) for one in found]
    best = int(np.argmax(scores))
    labels = [np.array(one.membership, np.int32) for one in found]
    others = [adjusted_rand(labels[best], one) for i, one in enumerate(labels) if i != best]
    label = _by_size(labels[best])
    count = int((np.bincount(label) > 1).sum())
    return Communities(label, count, scores[best], sum(others) / len(others), runs)


def adjusted_rand(one: Ints, other: Ints) -> float:
    """Agreement of two divisions of the same n: 1 alike, about 0 by chance. Time O(n).

    Examples
    --------
    >>> adjusted_rand(np.array([0, 0, 1, 1]), np.array([5, 5, 2, 2]))
    1.0
    """
    table = np.zeros((one.max() + 1, other.max() + 1), np.int64)
    np.add.at(table, (one, other), 1)
    both, first, second, everyone = (
        int((x * (x - 1) // 2).sum())
        for x in (table, table.sum(axis=1), table.sum(axis=0), np.array([len(one)]))
    )
    expected = first * second / max(everyone, 1)
    room = (first + second) / 2 - expected
    return (both - expected) / room if room else 1.0


def _by_size(label: Ints) -> Ints:
    _, first, inverse, size = np.unique(
        label, return_index=True, return_inverse=True, return_counts=True
    )
    rank = np.empty(len(size), np.int32)
    rank[np.lexsort((first, -size))] = np.arange(len(size), dtype=np.int32)
    found: Ints = rank[inverse]
    return found
