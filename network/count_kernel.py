"""Compiled counting of one draw: sector tables, contacts, linked pairs, shared meetings."""

import numpy as np
from numpy.typing import NDArray

from network.compiled import compiled

Ints = NDArray[np.int32]
Longs = NDArray[np.int64]


@compiled
def _tally(guests: Ints, sector: Ints, count: Longs, present: Longs, contacts: Longs) -> int:
    """Count the sectors at one meeting, and its guests' contacts with other sectors.

    Fills ``count`` (s,) and the first of ``present`` (s,); returns how many sectors came.
    """
    kinds = 0
    known = 0
    for i in guests:
        t = sector[i]
        if t >= 0:
            if count[t] == 0:
                present[kinds] = t
                kinds += 1
            count[t] += 1
            known += 1
    for i in guests:
        if sector[i] >= 0:
            contacts[i] += known - count[sector[i]]
    return kinds


@compiled
def count_sectors(
    col_start: Longs,
    members: Ints,
    sector: Ints,
    s: int,
    both: Longs,
    pairs: Longs,
    contacts: Longs,
) -> None:
    """Add one draw's meetings with both and pair meetings (s, s), upper, and contacts (n,).

    ``contacts`` are those with other sectors; 0 for an organisation without one.
    Time O(k + m (sectors present)^2).
    """
    count = np.zeros(s, np.int64)
    present = np.empty(s, np.int64)
    for c in range(len(col_start) - 1):
        guests = members[col_start[c] : col_start[c + 1]]
        kinds = _tally(guests, sector, count, present, contacts)
        for x in range(kinds):
            t = present[x]
            both[t, t] += int(count[t] >= 2)
            pairs[t, t] += count[t] * (count[t] - 1) // 2
            for y in range(x):
                u = present[y]
                low, high = min(t, u), max(t, u)
                both[low, high] += 1
                pairs[low, high] += count[t] * count[u]
        for x in range(kinds):
            count[present[x]] = 0


@compiled
def _by_organisation(
    col_start: Longs, members: Ints, row_start: Longs, events: Ints, place: Ints, fill: Longs
) -> None:
    """The meetings of each organisation, and where in ``members`` each attendance stands."""
    fill[:] = row_start[:-1]
    for c in range(len(col_start) - 1):
        for q in range(col_start[c], col_start[c + 1]):
            i = members[q]
            events[fill[i]] = c
            place[fill[i]] = q
            fill[i] += 1


@compiled
def _partners(
    i: int,
    col_start: Longs,
    members: Ints,
    row_start: Longs,
    events: Ints,
    place: Ints,
    met: Ints,
    touched: Ints,
) -> int:
    """Shared meetings of organisation i with each later one in ``met``; those in ``touched``."""
    found = 0
    for e in range(row_start[i], row_start[i + 1]):
        for q in range(place[e] + 1, col_start[events[e] + 1]):
            j = members[q]
            touched[found] = j
            found += int(met[j] == 0)
            met[j] += 1
    return found


@compiled
def count_links(
    col_start: Longs,
    members: Ints,
    row_start: Longs,
    sector: Ints,
    linked: Longs,
    candidate: Ints,
    observed: Ints,
    sums: Longs,
    positive: Ints,
    greater: Ints,
    scratch: tuple[Ints, Ints, Longs, Ints, Ints],
) -> None:
    """Add one draw's linked pairs (s, s), upper; and what the draws say of single pairs.

    ``candidate[i]`` is the number of organisation i in the square tables ``observed``,
    ``sums``, ``positive`` (draws with any shared meeting) and ``greater`` (draws with more
    than observed), upper triangles, or -1. Time O(k + sum of squared meeting sizes).
    """
    events, place, fill, met, touched = scratch
    _by_organisation(col_start, members, row_start, events, place, fill)
    for i in range(len(row_start) - 1):
        found = _partners(i, col_start, members, row_start, events, place, met, touched)
        t, x = sector[i], candidate[i]
        for f in range(found):
            j = touched[f]
            u, y = sector[j], candidate[j]
            if t >= 0 and u >= 0:
                linked[min(t, u), max(t, u)] += 1
            if x >= 0 and y >= 0:
                sums[x, y] += met[j]
                positive[x, y] += 1
                greater[x, y] += np.int32(met[j] > observed[x, y])
            met[j] = 0


@compiled
def _coarsen(counts: Ints, base: int) -> int:
    """Join the bins two and two, with room on both sides; the new first bin."""
    bins = len(counts)
    old = counts.copy()
    counts[:] = 0
    first = (base >> 1) - bins // 4
    for b in range(bins):
        counts[((base + b) >> 1) - first] += old[b]
    return first


@compiled
def fold(
    values: Longs,
    target: Longs,
    counts: Ints,
    base: Longs,
    shift: Longs,
    total: Longs,
    square: NDArray[np.float64],
    below: Longs,
    started: bool,
) -> None:
    """Take draws (draws, x) into the running figures of x statistics; nothing grows.

    ``total`` is the sum of (value - target), exact; ``square`` the sum of its squares;
    ``below`` the draws at or below target; ``counts`` (x, bins) a histogram whose bins are
    2**shift wide from base * 2**shift, doubled when a value falls outside.
    """
    bins = counts.shape[1]
    for d in range(values.shape[0]):
        for x in range(values.shape[1]):
            value = values[d, x]
            away = value - target[x]
            total[x] += away
            square[x] += float(away) * float(away)
            below[x] += int(away <= 0)
            if d == 0 and not started:
                base[x] = value - bins // 2
            at = (value >> shift[x]) - base[x]
            while at < 0 or at >= bins:
                base[x] = _coarsen(counts[x], base[x])
                shift[x] += 1
                at = (value >> shift[x]) - base[x]
            counts[x, at] += 1
