"""What else the records say: synergy of the helices, load and regularity, hosts, forums."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from typing import Any

import numpy as np

from network.projection import project
from network.records import Records
from network.sectors import sector_counts

HELICES = {
    "municipality": "government",
    "county": "government",
    "industry": "industry",
    "academia": "academia",
}
"""Which sectors make up the triple helix."""


def helix_synergy(records: Records, helices: Mapping[str, str] = HELICES) -> float | None:
    """Leydesdorff's T over the presence of three helices at the meetings, in bits.

    T = H(a) + H(b) + H(c) - H(ab) - H(ac) - H(bc) + H(abc), where a meeting is one
    observation and a, b, c say whether each helix was there. Negative is synergy: the three
    together tell more than two and two. Between -1 and 1.

    Parameters
    ----------
    records : Records
    helices : mapping
        Sector to helix; exactly three helices.

    Returns
    -------
    float or None
        None without meetings, or when a helix has no organisation here.

    Raises
    ------
    ValueError
        If there are not three helices.

    References
    ----------
    L. Leydesdorff, "The mutual information of university-industry-government relations",
    Scientometrics 58 (2003). Time O(k + m).
    """
    names = sorted(set(helices.values()))
    if len(names) != 3:
        raise ValueError(f"there must be three helices, not {len(names)}")
    counts = sector_counts(records)
    there = []
    for name in names:
        rows = [i for i, sector in enumerate(records.sectors) if helices.get(sector) == name]
        if not rows or not records.m:
            return None
        there.append((counts[rows].sum(axis=0) > 0).tolist())
    total = 0.0
    for size, sign in ((1, 1.0), (2, -1.0), (3, 1.0)):
        for chosen in combinations(there, size):
            total += sign * _entropy(Counter(zip(*chosen, strict=True)))
    return total


def _entropy(counts: Counter[Any]) -> float:
    total = sum(counts.values())
    shares = [counts[key] / total for key in sorted(counts)]
    return -math.fsum(share * math.log2(share) for share in shares)


@dataclass(frozen=True, slots=True)
class Load:
    """How much and how evenly one organisation takes part.

    ``meetings`` in all; ``per_quarter`` their mean over the quarters of the records;
    ``busiest`` quarter's number; ``regularity`` the share of quarters with any, 0..1; the last
    three None without dated meetings.
    """

    id: str
    meetings: int
    per_quarter: float | None
    busiest: int | None
    regularity: float | None


def loads(records: Records) -> list[Load]:
    """Load and regularity of every organisation, in the order of the records. Time O(k + nq)."""
    days = [event.date for event in records.events]
    quarters = np.array([d.year * 4 + (d.month - 1) // 3 if d else -1 for d in days], np.int64)
    dated = quarters[quarters >= 0]
    meetings = records.meetings.tolist()
    if not len(dated):
        ids = zip(records.ids, meetings, strict=True)
        return [Load(i, number, None, None, None) for i, number in ids]
    first, span = int(dated.min()), int(np.ptp(dated)) + 1
    table = np.zeros((records.n, span), np.int64)
    when = quarters[records.cols]
    np.add.at(table, (records.rows[when >= 0], when[when >= 0] - first), 1)
    rows = zip(records.ids, meetings, table, strict=True)
    return [
        Load(i, number, float(row.sum()) / span, int(row.max()), float((row > 0).sum()) / span)
        for i, number, row in rows
    ]


def host_counties(records: Records) -> dict[str, float]:
    """Share of the meetings in each host county, 0..1, by falling share; unknown left out."""
    found = Counter(event.county for event in records.events if event.county)
    total = found.total()
    ranked = sorted(found.items(), key=lambda item: (-item[1], item[0]))
    return {county: number / total for county, number in ranked}


@dataclass(frozen=True, slots=True)
class Overlap:
    """Two groups and their Jaccard index: shared members over all members, 0..1."""

    a: str
    b: str
    jaccard: float
    shared: int


def overlaps(groups: Mapping[str, Collection[str]]) -> list[Overlap]:
    """How far each two groups (the members of forums, say) are the same; most alike first.

    Pairs that share nobody are left out. Time O(groups^2 x members).

    Examples
    --------
    >>> overlaps({"x": "abc", "y": "bcd", "z": "e"})
    [Overlap(a='x', b='y', jaccard=0.5, shared=2)]
    """
    sets = {name: frozenset(members) for name, members in groups.items()}
    found = []
    for one, other in combinations(sorted(sets), 2):
        shared = len(sets[one] & sets[other])
        if shared:
            found.append(Overlap(one, other, shared / len(sets[one] | sets[other]), shared))
    return sorted(found, key=lambda o: (-o.jaccard, o.a, o.b))


def forum_members(records: Records) -> dict[str, set[str]]:
    """The organisations that came to each forum at least once."""
    found: dict[str, set[str]] = {}
    for row, col in zip(records.rows.tolist(), records.cols.tolist(), strict=True):
        forum = records.events[col].forum
        if forum is not None:
            found.setdefault(forum, set()).add(records.ids[row])
    return found


@dataclass(frozen=True, slots=True)
class ForumShare:
    """What one forum alone brings: the pairs that meet nowhere else; ``last`` met when."""

    forum: str
    meetings: int
    last: date | None
    organisations: int
    linked_pairs: int
    only_here: int


def forum_shares(records: Records) -> list[ForumShare]:
    """Leave one out: what the network would lose with each forum; the greatest loss first.

    ``linked_pairs`` met there at least once, ``only_here`` met nowhere else.
    Time O(forums x sum of squared meeting sizes).
    """
    whole = project(records).edges
    forums = np.array([event.forum or "" for event in records.events])
    members = forum_members(records)
    found = []
    for forum in sorted(members):
        here = forums == forum
        found.append(
            ForumShare(
                forum,
                int(here.sum()),
                max((e.date for e in records.events if e.forum == forum and e.date), default=None),
                len(members[forum]),
                project(records.at(here)).edges,
                whole - project(records.at(~here)).edges,
            )
        )
    return sorted(found, key=lambda share: (-share.only_here, share.forum))


def activity_meetings(records: Records, activities: Collection[str]) -> dict[str, int]:
    """Meetings that worked on each of the ``activities``, 0 for one that none did. O(m)."""
    found = Counter(one for event in records.events for one in event.activities)
    return {one: found[one] for one in sorted(activities)}
