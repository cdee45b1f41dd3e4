"""What chance alone would give: draws in which who sat in which meeting is random, but every
organisation keeps its number of meetings and every meeting its size (the fixed degree
sequence model), drawn by curveball trades.

References
----------
G. Strona et al., "A fast and unbiased procedure to randomize ecological binary matrices with
fixed row and column totals", Nature Communications 5, 4114 (2014).
K. Godard, Z. P. Neal, "fastball: a fast algorithm to randomly sample bipartite graphs with
fixed degree sequences", Journal of Complex Networks 10 (2022).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from network.records import Ints, Records

Longs = NDArray[np.int64]
Progress = Callable[[int, int], object]
"""Called with (draws done, draws asked for) now and then; raise `Cancelled` in it to stop."""

BURN_IN = 20
BETWEEN = 5
"""Trades per row of the shorter side: before the first draw, and between draws."""

WORK = 4_000_000
"""About how many list entries are handled between two calls of a progress function."""


class Cancelled(Exception):
    """Raised by a progress function to stop the draws; nothing is kept."""


@dataclass(frozen=True, eq=False)
class Blocks:
    """The attendances as rows that may trade, block by block.

    Attributes
    ----------
    lists : shape (k,)
        Rows of organisations (their meetings) or of meetings (their organisations),
        whichever are fewer in the block; each sorted.
    start : shape (rows + 1,)
    owner : shape (rows,)
        The organisation, or the meeting, of each row.
    by_row : shape (rows,)
        True where the row is an organisation.
    blocks : shape (blocks + 1,)
    shorter : shape (blocks,)
        Rows in each block: min(n, m) of what takes part there.
    """

    lists: Ints
    start: Longs
    owner: Ints
    by_row: NDArray[np.bool_]
    blocks: Longs
    shorter: Longs


def blocks_of(records: Records, *, inside_forums: bool = False) -> Blocks:
    """All attendances as one block, or one block a forum. Time O(k log k).

    A meeting without a forum is a block of its own: nothing can move there.
    """
    part = records.forum_of[records.cols] if inside_forums else np.zeros(records.k, np.int32)
    order = np.argsort(part, kind="stable")
    edges = np.flatnonzero(np.diff(part[order], prepend=-1, append=-1))
    lists, owners, lengths, by_row, counts = [], [], [], [], []
    for first, last in pairwise(edges):
        rows, cols = records.rows[order[first:last]], records.cols[order[first:last]]
        by_organisation = len(np.unique(rows)) <= len(np.unique(cols))
        keys, items = (rows, cols) if by_organisation else (cols, rows)
        again = np.lexsort((items, keys))
        owner, length = np.unique(keys, return_counts=True)
        lists.append(items[again])
        owners.append(owner)
        lengths.append(length)
        by_row.append(np.full(len(owner), by_organisation))
        counts.append(len(owner))
    start = np.concatenate([[0], np.cumsum(np.concatenate([np.zeros(0, np.int64), *lengths]))])
    empty = np.zeros(0, np.int32)
    return Blocks(
        np.concatenate([empty, *lists]).astype(np.int32),
        start.astype(np.int64),
        np.concatenate([empty, *owners]).astype(np.int32),
        np.concatenate([empty, *by_row]).astype(np.bool_),
        np.concatenate([[0], np.cumsum(counts, dtype=np.int64)]).astype(np.int64),
        np.array(counts, np.int64),
    )


class Sampler:
    """A chain of curveball trades over `records`, one draw after another.

    Parameters
    ----------
    records : Records
    seed : int
        0 or more. The same records and seed give the same draws on every machine.
    inside_forums : bool
        Shuffle inside each forum only.

    Raises
    ------
    ValueError
        If ``seed`` is negative.

    Notes
    -----
    Every draw keeps all margins, exactly. Burn-in is 20 min(n, m) trades, 5 min(n, m) stand
    between draws (n and m of those who take part, in each block). Time per draw is linear in
    k; memory O(k + m). Rows stay sorted, trades use one random number an exchanged entry.
    """

    def __init__(self, records: Records, seed: int, *, inside_forums: bool = False) -> None:
        from network import null_kernel

        if seed < 0:
            raise ValueError(f"seed must be 0 or more, not {seed}")
        self._kernel = null_kernel
        self._state = null_kernel.seeded(
            np.uint64(seed & 0xFFFFFFFFFFFFFFFF), np.uint64(1 + inside_forums)
        )
        self._parts = blocks_of(records, inside_forums=inside_forums)
        longest = int(np.diff(self._parts.start).max(initial=0))
        self._work = np.zeros(4 * (2 * longest + 2), np.int32)
        self.col_start = np.concatenate([[0], np.cumsum(records.sizes, dtype=np.int64)])
        self.members = np.zeros(records.k, np.int32)
        """The organisations at each meeting in the present draw, ascending; shape (k,)."""
        self._fill = np.zeros(records.m, np.int64)
        self._trade(BURN_IN - BETWEEN)

    def _trade(self, times: int) -> None:
        parts = self._parts
        trades = times * parts.shorter
        self._kernel.shuffle(
            parts.lists, parts.start, parts.blocks, trades, self._work, self._state
        )

    def advance(self) -> None:
        """Trade on to the next draw, without laying it out in ``members``."""
        self._trade(BETWEEN)

    def draw(self) -> Ints:
        """The next draw: organisations at each meeting, ascending; shape (k,), reused."""
        self.advance()
        parts = self._parts
        self._kernel.members_of(
            parts.lists,
            parts.start,
            parts.owner,
            parts.by_row,
            self.col_start,
            self.members,
            self._fill,
        )
        return self.members


def chunks(samples: int, k: int, progress: Progress | None) -> Iterator[int]:
    """Sizes of the chunks in which ``samples`` draws, each of k numbers, are taken.

    Raises
    ------
    ValueError
        If ``samples`` is not positive.
    """
    if samples < 1:
        raise ValueError(f"samples must be positive, not {samples}")
    size = max(1, min(50, WORK // max(k, 1)))
    done = 0
    while done < samples:
        step = min(size, samples - done)
        yield step
        done += step
        if progress is not None:
            progress(done, samples)
