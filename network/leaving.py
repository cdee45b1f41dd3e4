"""What if these people left (an election, say): the network without them."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from network import cuts
from network.projection import Projection, project
from network.records import Records
from network.sectors import sector_tables


def without_people(
    seats: Iterable[tuple[str, str, str]], leaving: Collection[str]
) -> list[tuple[str, str]]:
    """Attendance that remains when some people had not been there.

    Parameters
    ----------
    seats : iterable of (organisation id, meeting id, person id)
    leaving : collection of person id

    Returns
    -------
    list of (organisation id, meeting id)
        Each once: an organisation was there if anyone else represented it.

    Examples
    --------
    >>> without_people([("a", "x", "p"), ("a", "x", "q"), ("b", "x", "p")], {"p"})
    [('a', 'x')]
    """
    gone = frozenset(leaving)
    return sorted({(one, event) for one, event, person in seats if person not in gone})


@dataclass(frozen=True, slots=True)
class Loss:
    """What the network loses.

    Attributes
    ----------
    links : int
        Pairs of organisations that would not have met.
    alone : tuple of str
        Organisations that would have met nobody.
    components_before, components_after : int
        Parts of two or more organisations.
    meetings_with_both : tuple of (sector, sector, before, after)
        The sector pairs that would have fewer.
    """

    links: int
    alone: tuple[str, ...]
    components_before: int
    components_after: int
    meetings_with_both: tuple[tuple[str, str, int, int], ...]


def loss(before: Records, after: Records) -> Loss:
    """Compare a network with itself after some have left.

    Parameters
    ----------
    before, after : Records
        The same organisations; ``after`` from `without_people`, or `Records.without`.

    Raises
    ------
    ValueError
        If the organisations differ.
    """
    if before.ids != after.ids:
        raise ValueError("both must have the same organisations")
    one, other = project(before), project(after)
    alone = [i for i in range(before.n) if one.degree[i] and not other.degree[i]]
    tables = (sector_tables(before, one), sector_tables(after, other))
    both = [table.meetings_with_both.tolist() for table in tables]
    names = before.sectors
    fewer = [
        (names[s], names[t], both[0][s][t], both[1][s][t])
        for s in range(len(names))
        for t in range(s, len(names))
        if both[1][s][t] < both[0][s][t]
    ]
    return Loss(
        one.edges - other.edges,
        tuple(before.ids[i] for i in alone),
        _parts(one),
        _parts(other),
        tuple(fewer),
    )


def _parts(projection: Projection) -> int:
    label = cuts.components(projection)
    return len(set(label[projection.degree > 0].tolist()))
