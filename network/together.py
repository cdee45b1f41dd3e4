"""The meetings behind a sector pair's figures, so that each can be followed to its meetings."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from network.sectors import Longs


@dataclass(frozen=True, slots=True)
class Together:
    """One meeting with organisations of both sectors.

    ``event`` is its position in the records; ``one`` and ``other`` are how many organisations
    of each sector were there; ``pairs`` is what the meeting adds to ``pair_meetings``.
    """

    event: int
    one: int
    other: int
    pairs: int


def together(counts: Longs, one: int, other: int) -> list[Together]:
    """The meetings that ``meetings_with_both`` counts, in the order of the records.

    Parameters
    ----------
    counts : shape (s, m)
        Organisations of each sector at each meeting; see `network.sectors.sector_counts`.
    one, other : int
        Rows of ``counts``. One sector with itself needs two organisations at the meeting.

    Examples
    --------
    >>> counts = np.array([[2, 0, 1], [3, 1, 0]])
    >>> [(x.event, x.pairs) for x in together(counts, 0, 1)]
    [(0, 6)]
    >>> [(x.event, x.pairs) for x in together(counts, 1, 1)]
    [(0, 3)]
    """
    here, there = counts[one], counts[other]
    if one == other:
        found, pairs = here >= 2, here * (here - 1) // 2
    else:
        found, pairs = (here > 0) & (there > 0), here * there
    return [
        Together(int(k), int(here[k]), int(there[k]), int(pairs[k])) for k in np.flatnonzero(found)
    ]
