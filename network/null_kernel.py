"""Compiled curveball trades. Integers only, with a generator of its own: the same seed gives
the same draws on every machine. Import it only when it runs.
"""

import numpy as np
from numpy.typing import NDArray

from network.compiled import compiled

Ints = NDArray[np.int32]
Longs = NDArray[np.int64]
Words = NDArray[np.uint64]

U11, U17, U23 = np.uint64(11), np.uint64(17), np.uint64(23)
U19, U27, U30, U31, U32 = (np.uint64(x) for x in (19, 27, 30, 31, 32))
U41, U45 = np.uint64(41), np.uint64(45)
STEP = np.uint64(0x9E3779B97F4A7C15)
MIX_1, MIX_2 = np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB)


@compiled
def seeded(seed: np.uint64, stream: np.uint64) -> Words:
    """State of xoshiro256++ from two numbers, spread by splitmix64; shape (4,)."""
    state = np.empty(4, np.uint64)
    word = seed ^ (stream * MIX_2)
    for i in range(4):
        word = word + STEP
        z = word
        z = (z ^ (z >> U30)) * MIX_1
        z = (z ^ (z >> U27)) * MIX_2
        state[i] = z ^ (z >> U31)
    return state


@compiled
def _next(state: Words) -> np.uint64:
    """The next 64 bits (Blackman & Vigna 2019, xoshiro256++)."""
    total = state[0] + state[3]
    result: np.uint64 = ((total << U23) | (total >> U41)) + state[0]
    kept = state[1] << U17
    state[2] ^= state[0]
    state[3] ^= state[1]
    state[1] ^= state[2]
    state[0] ^= state[3]
    state[2] ^= kept
    state[3] = (state[3] << U45) | (state[3] >> U19)
    return result


@compiled
def _below(state: Words, bound: int) -> int:
    """A whole number in 0..bound-1, by multiplication (Lemire 2019); bias below 2**-32 bound."""
    return int(((_next(state) >> U32) * np.uint64(bound)) >> U32)


@compiled
def _merge(lists: Ints, a: int, a_end: int, b: int, b_end: int, work: Ints) -> tuple[int, int]:
    """Both rows as one sorted list in ``work``, each entry once, marked 1 where both have it.

    Returns how many there are, and how many are marked. Free of branches that guess wrong.
    """
    size = len(work) // 4
    p, q, filled, common = a, b, 0, 0
    while p < a_end and q < b_end:
        x, y = lists[p], lists[q]
        first, second = x <= y, y <= x
        same = int(first and second)
        work[filled] = x if first else y
        work[size + filled] = same
        filled += 1
        common += same
        p += int(first)
        q += int(second)
    for e in range(p, a_end):
        work[filled] = lists[e]
        work[size + filled] = 0
        filled += 1
    for e in range(q, b_end):
        work[filled] = lists[e]
        work[size + filled] = 0
        filled += 1
    return filled, common


@compiled
def _trade(lists: Ints, a: int, a_end: int, b: int, b_end: int, work: Ints, state: Words) -> None:
    """One trade between the sorted rows lists[a:a_end] and lists[b:b_end].

    What only one of them has is dealt anew, each deal that keeps both lengths equally likely;
    both rows stay sorted (the "fastball" of Godard & Neal 2022). ``work``: 4 rows of
    2 max(row length) + 2. Time O(length of both).
    """
    size = len(work) // 4
    filled, common = _merge(lists, a, a_end, b, b_end, work)
    mine = a_end - a - common
    left = filled - common
    if mine == 0 or left == mine:
        return
    one, other = 2 * size, 3 * size
    for t in range(filled):
        value = work[t]
        work[one] = value
        work[other] = value
        if work[size + t] == 1:
            one += 1
            other += 1
        else:
            take = int(((_next(state) >> U32) * np.uint64(left)) >> U32) < mine
            one += int(take)
            other += int(not take)
            mine -= int(take)
            left -= 1
    for t in range(a_end - a):
        lists[a + t] = work[2 * size + t]
    for t in range(b_end - b):
        lists[b + t] = work[3 * size + t]


@compiled
def shuffle(
    lists: Ints, start: Longs, blocks: Longs, trades: Longs, work: Ints, state: Words
) -> None:
    """``trades[i]`` curveball trades inside each block i of rows, in place.

    Parameters
    ----------
    lists : shape (k,)
        The rows one after another, each sorted; every row keeps its length and every column
        keeps its number of rows, always.
    start : shape (rows + 1,)
        Where each row begins.
    blocks : shape (blocks + 1,)
        Where each block begins among the rows. Rows trade inside their block only.
    work : shape (4 (2 longest + 2),)
    state : shape (4,)
        Of `seeded`; it moves on.
    """
    for block in range(len(blocks) - 1):
        first = blocks[block]
        rows = blocks[block + 1] - first
        if rows < 2:
            continue
        for _ in range(trades[block]):
            i = _below(state, rows)
            j = _below(state, rows - 1)
            j += int(j >= i)
            i, j = i + first, j + first
            _trade(lists, start[i], start[i + 1], start[j], start[j + 1], work, state)


@compiled
def members_of(
    lists: Ints,
    start: Longs,
    owner: Ints,
    by_row: NDArray[np.bool_],
    col_start: Longs,
    members: Ints,
    fill: Longs,
) -> None:
    """Fill ``members`` (k,): the organisations at each meeting, ascending, from any rows.

    ``owner[r]`` is the organisation of row r where ``by_row[r]``, else its meeting. ``fill`` is
    scratch, shape (m,). Time O(k + m).
    """
    for c in range(len(fill)):
        fill[c] = col_start[c]
    for r in range(len(owner)):
        own = owner[r]
        if by_row[r]:
            for e in range(start[r], start[r + 1]):
                c = lists[e]
                members[fill[c]] = own
                fill[c] += 1
        else:
            at = col_start[own]
            for e in range(start[r], start[r + 1]):
                members[at] = lists[e]
                at += 1
