"""Compiled measures on neighbourhoods, with the neighbours of each organisation as bits.

Import it only when it runs. Sums run in a fixed order, so that they are the same everywhere.
"""

import numpy as np
from numpy.typing import NDArray

from network.compiled import compiled

Ints = NDArray[np.int32]
Longs = NDArray[np.int64]
Words = NDArray[np.uint64]
Floats = NDArray[np.float64]

ONE, TWO, FOUR, LAST, SIX = (np.uint64(x) for x in (1, 2, 4, 56, 6))
ODD, PAIRS = np.uint64(0x5555555555555555), np.uint64(0x3333333333333333)
NIBBLES, BYTES = np.uint64(0x0F0F0F0F0F0F0F0F), np.uint64(0x0101010101010101)


@compiled
def _ones(x: np.uint64) -> int:
    """Number of bits that are set."""
    x = x - ((x >> ONE) & ODD)
    x = (x & PAIRS) + ((x >> TWO) & PAIRS)
    x = (x + (x >> FOUR)) & NIBBLES
    return int((x * BYTES) >> LAST)


@compiled
def neighbour_bits(start: Longs, partner: Ints) -> Words:
    """Neighbours of each organisation as bits; shape (n, n // 64 + 1)."""
    n = len(start) - 1
    bits = np.zeros((n, n // 64 + 1), np.uint64)
    for i in range(n):
        for e in range(start[i], start[i + 1]):
            j = partner[e]
            bits[i, j >> 6] |= ONE << np.uint64(j & 63)
    return bits


@compiled
def constraint(start: Longs, partner: Ints) -> Floats:
    """Burt's constraint on the unweighted network; shape (n,), nan for an isolate.

    Sum over partners j of (p_ij + sum over q of p_iq p_qj)^2 with p_ij = 1 / degree(i).
    Time O(sum of squared degrees).
    """
    n = len(start) - 1
    found = np.full(n, np.nan)
    through = np.zeros(n)
    for i in range(n):
        degree = start[i + 1] - start[i]
        if degree == 0:
            continue
        for e in range(start[i], start[i + 1]):
            through[partner[e]] = 0.0
        for e in range(start[i], start[i + 1]):
            q = partner[e]
            share = 1.0 / (start[q + 1] - start[q])
            for f in range(start[q], start[q + 1]):
                through[partner[f]] += share
        total = 0.0
        for e in range(start[i], start[i + 1]):
            tie = (1.0 + through[partner[e]]) / degree
            total += tie * tie
        found[i] = total
    return found


@compiled
def ties_among_partners(start: Longs, partner: Ints, bits: Words) -> Longs:
    """Ties among the partners of each organisation; shape (n,). Time O(edges n / 64)."""
    n = len(start) - 1
    ties = np.zeros(n, np.int64)
    for i in range(n):
        double = 0
        for e in range(start[i], start[i + 1]):
            j = partner[e]
            for w in range(bits.shape[1]):
                double += _ones(bits[i, w] & bits[j, w])
        ties[i] = double // 2
    return ties


@compiled
def _around(
    i: int,
    partners: Ints,
    bits: Words,
    mask: Words,
    sector: Ints,
    size: Longs,
    linked: Longs,
) -> None:
    """Partners of i by sector (s,), and ends of ties among them by sector pair (s, s)."""
    size[:] = 0
    linked[:] = 0
    for j in partners:
        t = sector[j]
        if t < 0:
            continue
        size[t] += 1
        for w in range(bits.shape[1]):
            shared = bits[i, w] & bits[j, w]
            if shared:
                for u in range(len(size)):
                    linked[t, u] += _ones(shared & mask[u, w])


@compiled
def roles(start: Longs, partner: Ints, bits: Words, sector: Ints, s: int) -> Longs:
    """Open triads around each organisation; shape (n, 4).

    Columns: all three of one sector; ends of one, broker of another; broker with one of the
    ends; all three differ. Each unordered pair of ends once. One without a sector is neither
    broker nor end. Time O(edges s n / 64).
    """
    n = len(start) - 1
    mask = np.zeros((s, bits.shape[1]), np.uint64)
    for i in range(n):
        if sector[i] >= 0:
            mask[sector[i], i >> 6] |= ONE << np.uint64(i & 63)
    found = np.zeros((n, 4), np.int64)
    size = np.zeros(s, np.int64)
    linked = np.zeros((s, s), np.int64)
    for i in range(n):
        own = sector[i]
        if own < 0:
            continue
        _around(i, partner[start[i] : start[i + 1]], bits, mask, sector, size, linked)
        for t in range(s):
            found[i, 0 if t == own else 1] += (size[t] * (size[t] - 1) - linked[t, t]) // 2
            for u in range(t):
                role = 2 if own in (t, u) else 3
                found[i, role] += size[t] * size[u] - linked[t, u]
    return found
