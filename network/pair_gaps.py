"""Single pairs of organisations: which met less than chance, and which say too little."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from network.records import Ints, Records

Longs = NDArray[np.int64]
Floats = NDArray[np.float64]

ALPHA = 0.05
LIMIT = 2000
"""At most this many organisations are followed pair by pair: 5 x LIMIT^2 x 4 bytes."""

LEAST_EXPECTED = 1.5
"""Half of what a pair needs to be testable at .05, about 3: below it none is followed."""


@dataclass(frozen=True, eq=False)
class PairResult:
    """The testable pairs, by falling evidence.

    Attributes
    ----------
    followed : int
        Organisations that were followed pair by pair: the others are in too few meetings.
    limited : bool
        True when more could have been testable than `LIMIT`; the busiest were followed.
    testable : int
        Pairs with P(no shared meeting | chance) below alpha, whether they met or not.
    a, b : shape (testable,)
        Positions of the organisations, a < b.
    observed : shape (testable,)
    expected, p, q : shape (testable,)
        Lower tail and its Benjamini-Hochberg value over the testable pairs.
    """

    followed: int
    limited: bool
    testable: int
    a: Longs
    b: Longs
    observed: Longs
    expected: Floats
    p: Floats
    q: Floats


class PairDraws:
    """Keeps, over the draws, how often each pair that could be testable met.

    Parameters
    ----------
    records : Records
        Followed are the organisations whose busiest possible pair has an expected number of
        shared meetings, r_i r_j sum d(d-1) / k^2, of at least 1.5; at most `LIMIT` of them.
    """

    def __init__(self, records: Records) -> None:
        n, k = records.n, records.k
        self._sector = records.sector_of
        self._chosen, self.limited = _followed(records)
        size = len(self._chosen)
        self._candidate = np.full(n, -1, np.int32)
        self._candidate[self._chosen] = np.arange(size, dtype=np.int32)
        self._row_start = np.concatenate([[0], np.cumsum(records.meetings, dtype=np.int64)])
        self._sums = np.zeros((size, size), np.int64)
        self._positive = np.zeros((size, size), np.int32)
        self._greater = np.zeros((size, size), np.int32)
        self._observed = _shared(records, self._chosen)
        self._scratch = (
            np.zeros(k, np.int32),
            np.zeros(k, np.int32),
            np.zeros(n, np.int64),
            np.zeros(n, np.int32),
            np.zeros(n + 1, np.int32),
        )

    def take(self, col_start: Longs, members: Ints, linked: Longs) -> None:
        """Count one draw, and add its linked pairs to the sector table ``linked`` (s, s)."""
        from network.count_kernel import count_links

        count_links(
            col_start,
            members,
            self._row_start,
            self._sector,
            linked,
            self._candidate,
            self._observed,
            self._sums,
            self._positive,
            self._greater,
            self._scratch,
        )

    def result(self, samples: int) -> PairResult:
        """What ``samples`` draws said. Time O(followed^2)."""
        x, y = np.triu_indices(len(self._chosen), 1)
        never = (1.0 + samples - self._positive[x, y]) / (samples + 1.0)
        x, y = x[never < ALPHA], y[never < ALPHA]
        p: Floats = np.asarray((1.0 + samples - self._greater[x, y]) / (samples + 1.0))
        expected = self._sums[x, y] / samples
        a, b = self._chosen[x], self._chosen[y]
        order = np.lexsort((b, a, -expected, p))
        return PairResult(
            followed=len(self._chosen),
            limited=self.limited,
            testable=len(p),
            a=a[order],
            b=b[order],
            observed=self._observed[x, y].astype(np.int64)[order],
            expected=expected[order],
            p=p[order],
            q=benjamini_hochberg(p)[order],
        )


def benjamini_hochberg(p: Floats) -> Floats:
    """The false discovery rate at which each p is called; same shape, in (0, 1].

    References
    ----------
    Y. Benjamini, Y. Hochberg, "Controlling the false discovery rate", J. R. Stat. Soc. B 57
    (1995).

    Examples
    --------
    >>> benjamini_hochberg(np.array([0.01, 0.04, 0.03])).tolist()
    [0.03, 0.04, 0.04]
    """
    count = len(p)
    order = np.argsort(-p, kind="stable")
    ranks = np.arange(count, 0, -1)
    steps = np.minimum.accumulate(np.minimum(p[order] * count / ranks, 1.0))
    q = np.empty(count)
    q[order] = steps
    return q


def _followed(records: Records) -> tuple[Longs, bool]:
    meetings = records.meetings.astype(np.float64)
    sizes = records.sizes.astype(np.float64)
    pairs = float((sizes * (sizes - 1)).sum()) / max(records.k, 1) ** 2
    likely = np.flatnonzero(meetings * meetings.max(initial=0.0) * pairs >= LEAST_EXPECTED)
    busiest = likely[np.argsort(-meetings[likely], kind="stable")][:LIMIT]
    return np.sort(busiest).astype(np.int64), len(likely) > LIMIT


def _shared(records: Records, chosen: Longs) -> Ints:
    """Meetings that each two of the ``chosen`` shared, square, int32."""
    from network.projection import two_mode

    part = two_mode(records)[chosen]
    found: Ints = np.asarray((part @ part.T).toarray(), np.int32)
    return found
