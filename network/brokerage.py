"""Who stands between others: structural holes (Burt) and brokerage roles (Gould-Fernandez)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from network.projection import Projection
from network.records import Ints

Floats = NDArray[np.float64]
Longs = NDArray[np.int64]

HEAVY = 6_000_000_000
"""Elementary steps above which the measures here are left out: some ten seconds."""

ROLES = ("coordinator", "consultant", "representative", "gatekeeper", "liaison")


@dataclass(frozen=True, eq=False)
class Brokers:
    """Measures on the unweighted network; each column has shape (n,).

    Attributes
    ----------
    constraint : float64
        0 to 1.125; low where the partners do not know each other. nan for an isolate.
    effective_size : float64
        Partners minus their mean number of ties among each other; nan for an isolate.
    roles : int64, shape (n, 5)
        Open triads by `ROLES`. Without direction, representative and gatekeeper are the same
        triads, told twice.
    """

    constraint: Floats
    effective_size: Floats
    roles: Longs


def too_heavy(projection: Projection) -> bool:
    """True when `brokers` would take more than some ten seconds: the report leaves it out."""
    degree = projection.degree.astype(np.int64)
    words = 2 * projection.edges * (projection.n // 64 + 1) * 8
    return bool((degree * degree).sum() + words > HEAVY) or projection.n > 50_000


def brokers(projection: Projection, sector_of: Ints, sectors: int) -> Brokers:
    """Constraint, effective size and brokerage roles of every organisation.

    Parameters
    ----------
    projection : Projection
        Ties count once each, however often the two met.
    sector_of : int array, shape (n,)
        Position of the sector, -1 for none: such a one is neither broker nor end of a role.
    sectors : int

    Notes
    -----
    Time O(sum of squared degrees + edges x sectors x n / 64), memory O(n^2 / 64).

    References
    ----------
    R. S. Burt, "Structural Holes" (1992).
    S. P. Borgatti, "Structural holes: unpacking Burt's redundancy measures", Connections 20
    (1997), for the effective size without weights.
    R. V. Gould, R. M. Fernandez, "Structures of mediation", Sociological Methodology 19
    (1989). Each unordered pair of ends counts once; R's ``sna`` counts ordered pairs.
    """
    from network import measures_kernel as kernel

    start, partner = neighbours(projection)
    bits = kernel.neighbour_bits(start, partner)
    degree = projection.degree.astype(np.float64)
    ties = kernel.ties_among_partners(start, partner, bits)
    with np.errstate(invalid="ignore"):
        effective = degree - 2 * ties / degree
    four = kernel.roles(start, partner, bits, sector_of, sectors)
    roles = four[:, [0, 1, 2, 2, 3]]
    return Brokers(kernel.constraint(start, partner), effective, roles)


def neighbours(projection: Projection) -> tuple[Longs, Ints]:
    """Partners of each organisation: pointers (n + 1,) and ascending list (2 edges,)."""
    start = np.concatenate([[0], np.cumsum(projection.degree, dtype=np.int64)])
    ends = np.concatenate([projection.a, projection.b])
    others = np.concatenate([projection.b, projection.a])
    return start, others[np.lexsort((others, ends))]
