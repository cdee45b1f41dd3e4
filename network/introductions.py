"""Introductions: who ought to be brought together, by whom, why and where."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from network.projection import Projection
from network.records import Records

Floats = NDArray[np.float64]

LIMIT = 3000
STEPS = 1_500_000_000
"""Organisations, and steps of two ties, above which introductions are left out."""


@dataclass(frozen=True, slots=True)
class Upcoming:
    """A meeting to come: ``expected`` are the organisations that usually sit in its forum."""

    id: str
    date: date
    expected: frozenset[str]


@dataclass(frozen=True, slots=True)
class Introduction:
    """A pair that has never met, and the reasons to bring it together.

    ``score`` is Adamic-Adar, above 0: a common partner who meets few says much.
    ``go_between`` has met both most often; ``shared_activities`` are strategy activities both
    work on; ``next_meeting`` the first one to come where both could sit.
    """

    a: str
    b: str
    score: float
    common_partners: int
    go_between: str
    go_between_meetings: tuple[int, int]
    shared_activities: tuple[str, ...]
    next_meeting: str | None

    def as_dict(self) -> dict[str, Any]:
        """Plain values, ready for JSON."""
        return {
            "a": self.a,
            "b": self.b,
            "score": self.score,
            "common_partners": self.common_partners,
            "go_between": self.go_between,
            "go_between_meetings": list(self.go_between_meetings),
            "shared_activities": list(self.shared_activities),
            "next_meeting": self.next_meeting,
        }


def suggest_introductions(
    records: Records,
    projection: Projection,
    *,
    top: int = 20,
    sector_pairs: Collection[tuple[str, str]] | None = None,
    activities: Mapping[str, Collection[str]] | None = None,
    upcoming: Sequence[Upcoming] = (),
) -> list[Introduction]:
    """Pairs of organisations of different sectors that have never met, best first.

    Parameters
    ----------
    records, projection
    top : int
        How many at most, positive.
    sector_pairs : collection of (sector, sector), optional
        Only between these sectors: those with a gap. All when it is not given.
    activities : mapping, optional
        Strategy activities of each organisation; those of the meetings it was at when not
        given.
    upcoming : sequence of Upcoming

    Returns
    -------
    list of Introduction
        By falling score, then ids. Pairs without a common partner are left out, and so are
        all when there are `too_many`.

    Raises
    ------
    ValueError
        If ``top`` is not positive.

    Notes
    -----
    Time O(sum of squared degrees + n^2).

    References
    ----------
    L. A. Adamic, E. Adar, "Friends and neighbors on the Web", Social Networks 25 (2003).
    """
    if top < 1:
        raise ValueError(f"top must be positive, not {top}")
    if not projection.edges or too_many(projection):
        return []
    score, common = _scores(projection)
    score[~_wanted(records, sector_pairs)] = 0.0
    score[projection.a, projection.b] = 0.0
    a, b = np.nonzero(np.triu(score, 1))
    best = np.lexsort((b, a, -score[a, b]))[:top]
    work = activities if activities is not None else _activities(records)
    coming = sorted(upcoming, key=lambda meeting: (meeting.date, meeting.id))
    weights = _weights(projection)
    found = []
    for i, j in zip(a[best].tolist(), b[best].tolist(), strict=True):
        one, other = records.ids[i], records.ids[j]
        middle, with_one, with_other = _go_between(weights, i, j)
        shared = sorted(set(work.get(one, ())) & set(work.get(other, ())))
        seats = (m.id for m in coming if one in m.expected and other in m.expected)
        found.append(
            Introduction(
                one,
                other,
                float(score[i, j]),
                int(common[i, j]),
                records.ids[middle],
                (with_one, with_other),
                tuple(shared),
                next(seats, None),
            )
        )
    return found


def too_many(projection: Projection) -> bool:
    """True when introductions would take more than some ten seconds."""
    degree = projection.degree.astype(np.int64)
    return projection.n > LIMIT or int((degree * degree).sum()) > STEPS


def _scores(projection: Projection) -> tuple[Floats, NDArray[np.int32]]:
    """Adamic-Adar scores and numbers of common partners, both (n, n)."""
    from scipy.sparse import diags_array

    degree = projection.degree.astype(np.float64)
    share = np.zeros(projection.n)
    share[degree > 1] = 1.0 / np.log(degree[degree > 1])
    ties = projection.adjacency
    score = np.asarray((ties @ diags_array(share) @ ties).toarray(), np.float64)
    return score, np.asarray((ties @ ties).toarray(), np.int32)


def _wanted(
    records: Records, sector_pairs: Collection[tuple[str, str]] | None
) -> NDArray[np.bool_]:
    """True for pairs of different known sectors, among ``sector_pairs`` if given; (n, n)."""
    s = len(records.sectors)
    open_ = np.zeros((s + 1, s + 1), np.bool_)
    for t, one in enumerate(records.sectors):
        for u, other in enumerate(records.sectors[t + 1 :], start=t + 1):
            open_[t, u] = open_[u, t] = sector_pairs is None or (one, other) in sector_pairs
    wanted: NDArray[np.bool_] = open_[records.sector_of[:, None], records.sector_of[None, :]]
    return wanted


def _activities(records: Records) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for row, col in zip(records.rows.tolist(), records.cols.tolist(), strict=True):
        found.setdefault(records.ids[row], set()).update(records.events[col].activities)
    return found


def _weights(projection: Projection) -> NDArray[np.int32]:
    """Shared meetings of each two organisations; (n, n), symmetric."""
    table = np.zeros((projection.n, projection.n), np.int32)
    table[projection.a, projection.b] = projection.meetings
    table[projection.b, projection.a] = projection.meetings
    return table


def _go_between(weights: NDArray[np.int32], i: int, j: int) -> tuple[int, int, int]:
    """Who has met both most often (the lesser of the two counts, then the sum, then order)."""
    least = np.minimum(weights[i], weights[j]).astype(np.int64)
    total = weights[i].astype(np.int64) + weights[j]
    middle = int(np.lexsort((-total, -least))[0])
    return middle, int(weights[i, middle]), int(weights[j, middle])
