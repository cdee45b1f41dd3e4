"""Compiled loops over the pairs of organisations that met. Import it only when it runs."""

import numpy as np
from numpy.typing import NDArray

from network.compiled import compiled

Ints = NDArray[np.int32]
Longs = NDArray[np.int64]
Floats = NDArray[np.float64]


@compiled
def transpose(rows: Ints, cols: Ints, n: int, m: int) -> tuple[Longs, Ints, Longs, Ints, Ints]:
    """Both list forms of the attendances (rows, cols), sorted by row, then column.

    Returns the meetings of each organisation (pointers (n+1,), list (k,)), the organisations
    at each meeting (pointers (m+1,), ascending list (k,)), and for each attendance in the
    first list the place it has in the second (k,). Time O(n + m + k).
    """
    k = len(rows)
    row_start = np.zeros(n + 1, np.int64)
    col_start = np.zeros(m + 1, np.int64)
    for e in range(k):
        row_start[rows[e] + 1] += 1
        col_start[cols[e] + 1] += 1
    for i in range(n):
        row_start[i + 1] += row_start[i]
    for c in range(m):
        col_start[c + 1] += col_start[c]
    fill = col_start.copy()
    members = np.empty(k, np.int32)
    place = np.empty(k, np.int32)
    for e in range(k):
        c = cols[e]
        members[fill[c]] = rows[e]
        place[e] = fill[c]
        fill[c] += 1
    return row_start, cols, col_start, members, place


@compiled
def count_pairs(
    row_start: Longs, events: Ints, col_start: Longs, members: Ints, place: Ints
) -> Longs:
    """Number of partners j > i of each organisation i; shape (n,)."""
    n = len(row_start) - 1
    seen = np.full(n, -1, np.int32)
    partners = np.zeros(n, np.int64)
    for i in range(n):
        found = 0
        for e in range(row_start[i], row_start[i + 1]):
            for q in range(place[e] + 1, col_start[events[e] + 1]):
                j = members[q]
                if seen[j] != i:
                    seen[j] = i
                    found += 1
        partners[i] = found
    return partners


@compiled
def fill_pairs(
    row_start: Longs,
    events: Ints,
    col_start: Longs,
    members: Ints,
    place: Ints,
    weight: Floats,
    start: Longs,
) -> tuple[Ints, Ints, Floats]:
    """Partner, shared meetings and summed meeting ``weight`` of each pair, partners ascending."""
    n = len(row_start) - 1
    total = start[n]
    partner = np.empty(total, np.int32)
    count = np.empty(total, np.int32)
    strength = np.empty(total, np.float64)
    met = np.zeros(n, np.int32)
    sums = np.zeros(n, np.float64)
    for i in range(n):
        at = start[i]
        for e in range(row_start[i], row_start[i + 1]):
            c = events[e]
            for q in range(place[e] + 1, col_start[c + 1]):
                j = members[q]
                if met[j] == 0:
                    partner[at] = j
                    at += 1
                met[j] += 1
                sums[j] += weight[c]
        block = partner[start[i] : at]
        block.sort()
        for p in range(start[i], at):
            j = partner[p]
            count[p] = met[j]
            strength[p] = sums[j]
            met[j] = 0
            sums[j] = 0.0
    return partner, count, strength
