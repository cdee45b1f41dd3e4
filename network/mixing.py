"""How much ties stay inside the sectors: E-I index and assortativity, from a sector table."""

import numpy as np
from numpy.typing import NDArray

Longs = NDArray[np.int64]


def ei_index(table: Longs) -> float | None:
    """(external - internal) / (external + internal) links; -1 (all inside) to 1 (all outside).

    Parameters
    ----------
    table : int array, shape (s, s)
        Symmetric; links of each two sectors, and inside each on the diagonal.

    Returns
    -------
    float or None
        None when there is no link at all.

    References
    ----------
    D. Krackhardt, R. N. Stern, "Informal networks and organizational crises", Social
    Psychology Quarterly 51 (1988).

    Examples
    --------
    >>> ei_index(np.array([[3, 1], [1, 0]]))
    -0.5
    """
    internal = int(np.trace(table))
    external = int(np.triu(table, 1).sum())
    total = external + internal
    return (external - internal) / total if total else None


def assortativity(table: Longs) -> float | None:
    """(tr e - sum e^2) / (1 - sum e^2): 1 when all ties stay inside, 0 as by chance.

    Parameters
    ----------
    table : int array, shape (s, s)
        As for `ei_index`.

    Returns
    -------
    float or None
        None without links, and when every link end is in one sector.

    References
    ----------
    M. E. J. Newman, "Mixing patterns in networks", Phys. Rev. E 67, 026126 (2003).
    """
    ends = table + np.diag(np.diagonal(table))
    total = int(ends.sum())
    if not total:
        return None
    shares = [int(x) for x in ends.sum(axis=1)]
    expected = sum(x * x for x in shares)
    inside = int(np.trace(ends)) * total
    room = total * total - expected
    return (inside - expected) / room if room else None
