"""Sector tables: who meets whom, sector by sector, without any projection."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from network.projection import Projection
from network.records import Ints, Records

Longs = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class SectorTables:
    """Symmetric tables over the s sectors in text order, each shape (s, s), int64.

    Attributes
    ----------
    sizes : shape (s,)
        Organisations of each sector, whether or not they ever came.
    possible_pairs
        Pairs of organisations that could meet; s(s-1)/2 on the diagonal.
    meetings_with_both
        Meetings with at least one from each; on the diagonal with at least two.
    pair_meetings
        Sum over meetings of n_s n_t; n_s(n_s - 1)/2 on the diagonal.
    linked_pairs
        Distinct pairs of organisations that ever met; 0..possible_pairs.
    """

    sectors: list[str]
    sizes: Longs
    possible_pairs: Longs
    meetings_with_both: Longs
    pair_meetings: Longs
    linked_pairs: Longs


def sector_counts(records: Records) -> Longs:
    """N = X^T A: organisations of each sector at each meeting; shape (s, m). Time O(k + sm)."""
    s, m = len(records.sectors), records.m
    sector = records.sector_of[records.rows]
    known = sector >= 0
    keys = sector[known].astype(np.int64) * m + records.cols[known]
    return np.bincount(keys, minlength=s * m).reshape(s, m)


def meeting_tables(counts: Longs) -> tuple[Longs, Longs]:
    """``meetings_with_both`` and ``pair_meetings`` from N, shape (s, m); each (s, s).

    Products run in float64, exact below 2**53. Time O(s^2 m).
    """
    real = counts.astype(np.float64)
    present = (real > 0).astype(np.float64)
    both = np.rint(present @ present.T).astype(np.int64)
    pairs = np.rint(real @ real.T).astype(np.int64)
    np.fill_diagonal(both, (counts >= 2).sum(axis=1))
    np.fill_diagonal(pairs, (np.diagonal(pairs) - counts.sum(axis=1)) // 2)
    return both, pairs


def linked_table(sector_of: Ints, s: int, projection: Projection) -> Longs:
    """Distinct pairs that met, by sector pair; shape (s, s). Time O(edges)."""
    return edge_table(sector_of, s, projection, np.ones(projection.edges, np.int64))


def edge_table(sector_of: Ints, s: int, projection: Projection, weight: Longs) -> Longs:
    """Sum of ``weight`` (int, shape (edges,)) over the pairs of each two sectors; (s, s)."""
    one, other = sector_of[projection.a], sector_of[projection.b]
    known = (one >= 0) & (other >= 0)
    table = np.zeros((s, s), np.int64)
    np.add.at(table, (one[known], other[known]), weight[known])
    return table + table.T - np.diag(np.diagonal(table))


def sector_tables(records: Records, projection: Projection) -> SectorTables:
    """All four observed tables of `records`. Time O(k + s^2 m + edges)."""
    s = len(records.sectors)
    known = records.sector_of[records.sector_of >= 0]
    sizes = np.bincount(known, minlength=s).astype(np.int64)
    possible = np.outer(sizes, sizes)
    np.fill_diagonal(possible, sizes * (sizes - 1) // 2)
    both, pairs = meeting_tables(sector_counts(records))
    linked = linked_table(records.sector_of, s, projection)
    return SectorTables(records.sectors, sizes, possible, both, pairs, linked)


def contacts(records: Records) -> tuple[Longs, Longs]:
    """Contacts (meetings x organisations) of each organisation: all, and with other sectors.

    Both shape (n,). One without a sector counts in the first, and has 0 in the second, which
    is not defined for it. Time O(k + sm).
    """
    counts = sector_counts(records)
    sector = records.sector_of[records.rows]
    everyone = np.bincount(records.rows, records.sizes[records.cols] - 1, records.n)
    if not records.sectors:
        return everyone.astype(np.int64), np.zeros(records.n, np.int64)
    others = counts.sum(axis=0)[records.cols] - counts[np.maximum(sector, 0), records.cols]
    others[sector < 0] = 0
    other = np.bincount(records.rows, others, records.n)
    return everyone.astype(np.int64), other.astype(np.int64)


def never_met(records: Records, projection: Projection) -> list[list[str]]:
    """For each organisation the sectors, with anyone else in them, that it has never met.

    Its own sector counts when it has another member. Time O(n s + edges).
    """
    s = len(records.sectors)
    met = np.zeros((records.n, s + 1), np.bool_)
    met[projection.a, records.sector_of[projection.b]] = True
    met[projection.b, records.sector_of[projection.a]] = True
    sizes = np.bincount(records.sector_of[records.sector_of >= 0], minlength=s)
    alone = sizes == 1
    for i, own in enumerate(records.sector_of.tolist()):
        if own >= 0 and alone[own]:
            met[i, own] = True
    return [[records.sectors[t] for t in np.flatnonzero(~row[:s])] for row in met]
