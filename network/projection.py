"""From organisations x meetings to organisations x organisations."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from network.records import Ints, Records

if TYPE_CHECKING:
    import networkx as nx
    from scipy.sparse import csr_array

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Projection:
    """The one-mode network: every pair of organisations that met, once.

    Attributes
    ----------
    n : int
        Number of organisations, isolates too.
    a, b : int32 arrays, shape (edges,)
        Positions in ``records.organisations``, ``a < b``, sorted by a, then b.
    meetings : int32 array, shape (edges,)
        Meetings both were at, 1..m.
    newman : float64 array, shape (edges,)
        Tie strength: the sum over shared meetings of 1 / (size - 1), so that a plenary of 200
        does not make everyone friends. Above 0, at most ``meetings``; smaller with a half-life.
    """

    n: int
    a: Ints
    b: Ints
    meetings: Ints
    newman: Floats

    @property
    def edges(self) -> int:
        """Number of distinct pairs that met."""
        return len(self.a)

    @cached_property
    def degree(self) -> Ints:
        """Distinct partners of each organisation; shape (n,), 0..n-1."""
        both = np.concatenate([self.a, self.b])
        return np.bincount(both, minlength=self.n).astype(np.int32)

    @cached_property
    def adjacency(self) -> csr_array[Any, tuple[int, int]]:
        """Symmetric 0/1 matrix, shape (n, n), int32, indices sorted."""
        from scipy.sparse import coo_array

        ones = np.ones(2 * self.edges, np.int32)
        ends = (np.concatenate([self.a, self.b]), np.concatenate([self.b, self.a]))
        return coo_array((ones, ends), shape=(self.n, self.n)).tocsr()

    def graph(self, records: Records) -> nx.Graph[str]:
        """A networkx graph with ``meetings`` and ``newman`` on the edges, ``sector`` on nodes.

        For what is drawn or exported. Raises ValueError above 200,000 edges.
        """
        import networkx as nx

        if self.edges > GRAPH_LIMIT:
            raise ValueError(f"{self.edges} edges are too many for a networkx graph")
        graph: nx.Graph[str] = nx.Graph()
        for organisation in records.organisations:
            graph.add_node(organisation.id, name=organisation.name, sector=organisation.sector)
        ids = records.ids
        columns = (self.a, self.b, self.meetings, self.newman)
        for a, b, meetings, newman in zip(*(c.tolist() for c in columns), strict=True):
            graph.add_edge(ids[a], ids[b], meetings=meetings, newman=newman)
        return graph


GRAPH_LIMIT = 200_000


def two_mode(records: Records) -> csr_array[Any, tuple[int, int]]:
    """The matrix A: organisations x meetings, 0/1, shape (n, m), int32, k entries."""
    from scipy.sparse import csr_array

    start = np.zeros(records.n + 1, np.int32)
    np.cumsum(records.meetings, out=start[1:])
    ones = np.ones(records.k, np.int32)
    return csr_array((ones, records.cols, start), shape=(records.n, records.m))


def project(
    records: Records, *, half_life: float | None = None, today: date | None = None
) -> Projection:
    """Every pair of organisations that met, with shared meetings and Newman's tie strength.

    Parameters
    ----------
    records : Records
    half_life : float, optional
        Days after which a meeting counts half in ``newman``. A meeting without a date, and
        one after ``today``, counts whole.
    today : date, optional
        From when age is counted; the last meeting when it is not given.

    Raises
    ------
    ValueError
        If ``half_life`` is not positive.

    Notes
    -----
    Time O(n + m + sum of squared meeting sizes), half of what A @ A.T takes; memory O(edges).

    References
    ----------
    M. E. J. Newman, "Scientific collaboration networks II", Phys. Rev. E 64, 016132 (2001).
    """
    from network import pairs_kernel as kernel

    lists = kernel.transpose(records.rows, records.cols, records.n, records.m)
    start = np.zeros(records.n + 1, np.int64)
    np.cumsum(kernel.count_pairs(*lists), out=start[1:])
    weight = meeting_weights(records, half_life=half_life, today=today)
    partner, meetings, newman = kernel.fill_pairs(*lists, weight, start)
    first = np.repeat(np.arange(records.n, dtype=np.int32), np.diff(start))
    return Projection(records.n, first, partner, meetings, newman)


def meeting_weights(
    records: Records, *, half_life: float | None = None, today: date | None = None
) -> Floats:
    """1 / (size - 1) of each meeting, 0 for a meeting of one, faded by age; shape (m,)."""
    if half_life is not None and not half_life > 0:
        raise ValueError(f"half_life must be a positive number of days, not {half_life}")
    weight = np.zeros(records.m)
    met = records.sizes > 1
    weight[met] = 1.0 / (records.sizes[met] - 1)
    if half_life is None:
        return weight
    dates = [event.date for event in records.events]
    now = today or max((day for day in dates if day), default=None)
    ages = [max((now - day).days, 0) if now and day else 0 for day in dates]
    weight *= np.array([0.5 ** (age / half_life) for age in ages])
    return weight


def projection_figures(records: Records, projection: Projection) -> dict[str, object]:
    """The block ``projection`` of the report: size of the network and its total strength."""
    sizes = records.sizes.astype(np.int64)
    return {
        "edges": projection.edges,
        "pair_meetings": int((sizes * (sizes - 1) // 2).sum()),
        "max_count": int(projection.meetings.max(initial=0)),
        "isolates": int((projection.degree == 0).sum()),
        "newman_total": math.fsum(projection.newman.tolist()),
    }


PROJECTION_COLUMNS = ("a", "b", "meetings", "newman")


def projection_rows(
    records: Records, projection: Projection
) -> Iterator[tuple[str, str, int, float]]:
    """Every pair that met as (a, b, meetings, newman), ids in text order, numbers unrounded."""
    ids = records.ids
    columns = (projection.a, projection.b, projection.meetings, projection.newman)
    for a, b, meetings, newman in zip(*(c.tolist() for c in columns), strict=True):
        yield ids[a], ids[b], meetings, newman
