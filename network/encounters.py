"""Who met whom for the first time: what one meeting gave, and what one organisation has met.

Two organisations meet when both are represented at the same held meeting. Meetings come one
after the other: by when they began, then by number. The first of them where both were is their
first encounter; every count here can be made by hand from a list of who was where.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import combinations

import numpy as np

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Gathering:
    """A meeting that was held: its number, when it began, and the organisations that were there."""

    id: int
    at: datetime
    organisations: frozenset[str]


@dataclass(frozen=True, slots=True)
class MeetingYield:
    """What a meeting gave.

    Attributes
    ----------
    organisations : int
        How many were there.
    first : tuple of (id, id)
        Pairs that had never met before, in text order.
    bridged : tuple of (sector, sector, count)
        Pairs of different sectors, each with how many first encounters there are between
        them; the most first, then in text order.
    revived : tuple of (id, id, datetime)
        Pairs that had met before, but not since the moment asked about, with when they last
        did; the longest apart first.
    """

    organisations: int
    first: tuple[Pair, ...]
    bridged: tuple[tuple[str, str, int], ...]
    revived: tuple[tuple[str, str, datetime], ...]

    def of(self, own: str) -> MeetingYield:
        """The part that one organisation had in it; the number of organisations stays."""
        first = tuple(pair for pair in self.first if own in pair)
        revived = tuple(row for row in self.revived if own in row[:2])
        return MeetingYield(self.organisations, first, (), revived)

    def without(self, hidden: frozenset[str]) -> MeetingYield:
        """The same with no pair that names one of these; the counts of sectors stay."""
        first = tuple(pair for pair in self.first if hidden.isdisjoint(pair))
        revived = tuple(row for row in self.revived if hidden.isdisjoint(row[:2]))
        return MeetingYield(self.organisations, first, self.bridged, revived)


def meeting_yield(
    gatherings: Iterable[Gathering],
    meeting: int,
    sectors: Mapping[str, str | None],
    *,
    since: datetime,
) -> MeetingYield:
    """First encounters, sectors bridged and ties revived at one meeting.

    Parameters
    ----------
    gatherings : iterable of Gathering
        The meeting itself and those held before it, in any order; later ones do not count.
        Organisations that were not at the meeting may be left out of the earlier ones.
    meeting : int
        The number of the meeting.
    sectors : mapping
        The sector of each organisation; one without stays out of ``bridged``.
    since : datetime
        A tie is revived where its two met before, and last before this: twelve months before
        the meeting, say.

    Raises
    ------
    KeyError
        If the meeting is not among the gatherings.

    Notes
    -----
    Time O(sum over the earlier meetings of the square of how many of the present were there).

    Examples
    --------
    >>> day = lambda number: datetime(2026, number, 1)
    >>> seats = [Gathering(1, day(1), frozenset("ab")), Gathering(2, day(9), frozenset("abc"))]
    >>> found = meeting_yield(seats, 2, {"a": "x", "b": "x", "c": "y"}, since=day(3))
    >>> found.first, found.bridged
    ((('a', 'c'), ('b', 'c')), (('x', 'y', 2),))
    >>> [(a, b) for a, b, last in found.revived]
    [('a', 'b')]
    """
    inorder = sorted(gatherings, key=lambda one: (one.at, one.id))
    places = {one.id: place for place, one in enumerate(inorder)}
    this = inorder[places[meeting]]
    present = sorted(this.organisations)
    number = {slug: place for place, slug in enumerate(present)}
    last = np.full((len(present), len(present)), -1, np.int64)
    for place, one in enumerate(inorder[: places[meeting]]):
        there = [number[slug] for slug in one.organisations if slug in number]
        last[np.ix_(there, there)] = place
    first: list[Pair] = []
    revived: list[tuple[str, str, datetime]] = []
    for a, b in combinations(present, 2):
        before = int(last[number[a], number[b]])
        if before < 0:
            first.append((a, b))
        elif inorder[before].at < since:
            revived.append((a, b, inorder[before].at))
    revived.sort(key=lambda row: (row[2], row[0], row[1]))
    return MeetingYield(len(present), tuple(first), _bridged(first, sectors), tuple(revived))


def _bridged(
    pairs: Sequence[Pair], sectors: Mapping[str, str | None]
) -> tuple[tuple[str, str, int], ...]:
    counts: dict[Pair, int] = {}
    for a, b in pairs:
        one, other = sectors.get(a), sectors.get(b)
        if one and other and one != other:
            key = (min(one, other), max(one, other))
            counts[key] = counts.get(key, 0) + 1
    found = ((one, other, count) for (one, other), count in counts.items())
    return tuple(sorted(found, key=lambda row: (-row[2], row[0], row[1])))


@dataclass(frozen=True, slots=True)
class Acquaintance:
    """Another organisation as one's own has met it: in how many meetings, first and last when."""

    id: str
    meetings: int
    first: Gathering
    last: Gathering


@dataclass(frozen=True, slots=True)
class Mirror:
    """One organisation's own picture of a period.

    Attributes
    ----------
    meetings : int
        Meetings of the period that it was at.
    met : frozenset of str
        Whom it met in the period.
    new : tuple of Acquaintance
        Whom it met there for the first time ever; in the order of their first encounter.
    ever : mapping
        Everybody it has met up to the end of the period, by id.
    """

    meetings: int
    met: frozenset[str]
    new: tuple[Acquaintance, ...]
    ever: Mapping[str, Acquaintance]


def mirror(gatherings: Iterable[Gathering], own: str, *, start: datetime, end: datetime) -> Mirror:
    """Whom one organisation has met, and whom for the first time from ``start`` to ``end``.

    Parameters
    ----------
    gatherings : iterable of Gathering
        All meetings the organisation was at; others are passed over.
    own : str
    start, end : datetime
        Of the period: ``start <= at < end``. What came later does not count at all.

    Notes
    -----
    Time O(m log m + attendances of those meetings).

    Examples
    --------
    >>> day = lambda number: datetime(2026, number, 1)
    >>> seats = [Gathering(1, day(1), frozenset("ab")), Gathering(2, day(9), frozenset("abc"))]
    >>> found = mirror(seats, "a", start=day(3), end=day(12))
    >>> found.meetings, sorted(found.met), [one.id for one in found.new]
    (1, ['b', 'c'], ['c'])
    """
    mine = sorted(
        (one for one in gatherings if own in one.organisations and one.at < end),
        key=lambda one: (one.at, one.id),
    )
    ever: dict[str, Acquaintance] = {}
    for one in mine:
        for slug in sorted(one.organisations - {own}):
            known = ever.get(slug)
            ever[slug] = (
                Acquaintance(slug, known.meetings + 1, known.first, one)
                if known
                else Acquaintance(slug, 1, one, one)
            )
    inside = [one for one in mine if one.at >= start]
    met = frozenset(slug for one in inside for slug in one.organisations) - {own}
    new = tuple(one for one in ever.values() if one.first.at >= start)
    return Mirror(len(inside), met, new, ever)


@dataclass(frozen=True, slots=True)
class GoBetween:
    """Who sits in both worlds: meetings with one's own organisation, and with the others."""

    id: str
    with_own: int
    with_others: int


def go_betweens(
    with_own: Mapping[str, int], with_others: Mapping[str, int], *, most: int = 3
) -> list[GoBetween]:
    """Those who could introduce one's own organisation to a group it has not met.

    Ranked by the lesser of the two numbers of meetings, then by their sum, then by id: one who
    has sat often with both, as in `network.introductions.suggest_introductions`.

    Parameters
    ----------
    with_own, with_others : mapping
        Meetings of each organisation with one's own, and with anybody of the group.
    most : int

    Examples
    --------
    >>> [one.id for one in go_betweens({"a": 9, "b": 2, "c": 3}, {"a": 1, "b": 5, "d": 8})]
    ['b', 'a']
    """
    both = (
        GoBetween(slug, count, with_others[slug])
        for slug, count in with_own.items()
        if count and with_others.get(slug)
    )
    ranked = sorted(
        both,
        key=lambda one: (
            -min(one.with_own, one.with_others), -(one.with_own + one.with_others), one.id,
        ),
    )  # fmt: skip
    return ranked[:most]
