"""Which introductions a sheet names: first those that bridge the gaps it speaks of."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from arenas.graphs.privacy import Withheld
from arenas.graphs.verdicts import is_gap, largest_gaps
from arenas.sheets.reading import Reading
from network.introductions import Introduction, Upcoming, suggest_introductions
from network.projection import Projection

MOST = 6
EACH_GAP = 2
EACH_ORGANISATION = 2
ASKED_FOR = 2000
"""Introductions looked at, so that enough are left when those not to be named are gone."""


def introductions(
    read: Reading, ties: Projection, report: dict[str, Any], hidden: Withheld
) -> list[dict[str, Any]]:
    """Two for each of the largest gaps, in the order of the sentences, then the best of the rest.

    The rest are those between sectors with any gap, or between all where there is none. The
    best in one gap may be few organisations that meet everybody, so in one gap each stands
    once, and in all of them twice at most.
    """
    headline = [(pair["a"], pair["b"]) for pair in largest_gaps(report)]
    gaps = [(pair["a"], pair["b"]) for pair in report["sector_pairs"] if is_gap(pair)]
    sectors = {one.id: one.sector for one in read.period.records.organisations}
    seen: Counter[str] = Counter()
    kept: list[Introduction] = []
    bridging = _suggested(read, ties, headline, hidden) if headline else []
    for pair in headline:
        inside = (one for one in bridging if {sectors[one.a], sectors[one.b]} == set(pair))
        kept += _best(inside, EACH_GAP, seen, once=True)
    rest = _suggested(read, ties, gaps or None, hidden)
    left = (one for one in rest if one not in kept)
    kept += _best(left, MOST - len(kept), seen)
    meetings = {str(one.id): one for one in read.coming}
    rows = []
    for one in kept:
        meeting = meetings.get(one.next_meeting or "")
        where = meeting and {
            "id": meeting.id,
            "title": meeting.title,
            "day": meeting.day.isoformat(),
        }
        rows.append(one.as_dict() | {"next_meeting": where})
    return rows


def _suggested(
    read: Reading, ties: Projection, pairs: list[tuple[str, str]] | None, hidden: Withheld
) -> list[Introduction]:
    found = suggest_introductions(
        read.period.records,
        ties,
        top=ASKED_FOR,
        sector_pairs=pairs,
        activities={
            slug: {str(number) for number in numbers} for slug, numbers in read.activities.items()
        },
        upcoming=[Upcoming(str(one.id), one.day, one.organisations) for one in read.coming],
    )
    return [one for one in found if hidden.organisations.isdisjoint((one.a, one.b, one.go_between))]


def _best(
    found: Iterable[Introduction], most: int, seen: Counter[str], *, once: bool = False
) -> list[Introduction]:
    """The first ones whose two have not been named too often; ``seen`` is kept up to date."""
    kept: list[Introduction] = []
    here: set[str] = set()
    for one in found:
        pair = {one.a, one.b}
        if len(kept) == most:
            break
        if max(seen[one.a], seen[one.b]) < EACH_ORGANISATION and not (once and pair & here):
            seen.update(pair)
            here |= pair
            kept.append(one)
    return kept
