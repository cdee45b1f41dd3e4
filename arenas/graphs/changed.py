"""What changed since the half-year before, for the page of its own and for the overview."""

from collections.abc import Sequence
from dataclasses import dataclass

from arenas.database import now
from arenas.graphs import halves
from arenas.graphs.reports import Standing
from arenas.graphs.verdicts import moved
from arenas.web.filters import local
from arenas.web.lists import Listing
from network.periods import Change


@dataclass(frozen=True)
class Changed:
    """The pairs that changed more than chance explains; of the others how many there are."""

    clear: list[Change]
    same: int
    little: int


def changed(rows: Sequence[Change]) -> Changed:
    kinds = [moved(row).kind for row in rows]
    clear = [row for row in rows if moved(row).kind in ("rarer", "oftener")]
    return Changed(clear, kinds.count("same"), kinds.count("little"))


def changes_of(listing: Listing, drawn: Standing) -> tuple[tuple[str, ...], list[Change]]:
    """The two half-years that the address names, or the last two that are over, and the pairs."""
    if drawn.kept is None:
        return (), []
    trend = drawn.kept.trend
    usual = halves.usual_halves(trend, local(now()).date()) or ("", "")
    before = listing.filters.get("before") or usual[0]
    after = listing.filters.get("after") or usual[1]
    there = {half["name"] for half in trend}  # of the kept report, which may be older
    if before == after or not {before, after} <= there:
        return (), []
    return (before, after), halves.changes(trend, before, after)
