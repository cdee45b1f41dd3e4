"""The sectors as a drawing: ties as thick as there were meetings with both."""

from collections.abc import Callable
from typing import Any

from arenas.graphs.drawing import Drawing, Node, Tie
from arenas.graphs.figures import Figures
from arenas.graphs.places import ORDER
from arenas.graphs.tie_words import said_sectors, sector_facts
from arenas.graphs.verdicts import verdict
from arenas.graphs.words import group_first
from network.layout import circle

MISSING = 0.75
"""A tie is missing where this share of the expected meetings, or more, did not happen."""


def sectors(
    found: Figures, expected: list[dict[str, Any]], link: Callable[[str], str], *, missing: bool
) -> Drawing:
    """Every sector in its place, whatever period is shown, and every two of them.

    ``expected`` are the pairs of a report with draws, or nothing. Where ``missing`` is not
    wished for, what is missing is drawn as what there is.
    """
    known = {(pair["a"], pair["b"]): pair["meetings_with_both"] for pair in expected}
    pairs = [with_expected(pair, known) for pair in found.report["sector_pairs"]]
    inside = {pair["a"]: pair for pair in pairs if pair["a"] == pair["b"]}
    ties = [
        _tie(pair, missing=missing)
        for pair in pairs
        if pair["a"] != pair["b"] and not pair.get("withheld")
    ]
    ties.sort(key=lambda tie: (tie.missing, -tie.weight, tie.a, tie.b))
    shown = [tie for tie in ties if tie.meetings or tie.missing]
    return Drawing("sectors", _nodes(found, inside, link), shown, len(shown), thickest=18.0)


def with_expected(pair: dict[str, Any], known: dict[tuple[str, str], Any]) -> dict[str, Any]:
    """A pair as it was counted, with what the draws say of it: the gap is of what was counted."""
    figure, counted = known.get((pair["a"], pair["b"])), pair["meetings_with_both"]
    if not figure or pair.get("withheld") or figure.get("expected") is None:
        return pair
    gap = 1 - counted["observed"] / figure["expected"] if figure["expected"] else None
    return {**pair, "meetings_with_both": {**figure, **counted, "gap": gap}}


def is_missing(pair: dict[str, Any]) -> bool:
    """Whether next to nothing of what was expected happened; without draws, nothing at all."""
    said = verdict(pair)
    if said is None:
        return bool(pair["possible_pairs"]) and not pair["meetings_with_both"]["observed"]
    return said.kind == "gap" and pair["meetings_with_both"]["gap"] >= MISSING


def _tie(pair: dict[str, Any], *, missing: bool) -> Tie:
    figure = pair["meetings_with_both"]
    return Tie(
        pair["a"],
        pair["b"],
        figure["observed"],
        None,
        figure.get("expected"),
        missing=missing and is_missing(pair),
        words=said_sectors(pair),
    )


def _nodes(
    found: Figures, inside: dict[str, dict[str, Any]], link: Callable[[str], str]
) -> list[Node]:
    places = circle(len(ORDER), radius=330.0).tolist()
    sizes = found.report["sector_sizes"]
    most = max(sizes.values(), default=0) or 1
    return [
        Node(
            id=sector,
            name=group_first(sector),
            sector=sector,
            size=round(16 + 26 * (sizes[sector] / most) ** 0.5, 1),
            x=places[number][0],
            y=places[number][1],
            weight=float(sizes[sector]),
            url=link(sector),
            facts=sector_facts(sizes[sector], inside[sector]),
        )
        for number, sector in enumerate(ORDER)
        if sector in sizes
    ]
