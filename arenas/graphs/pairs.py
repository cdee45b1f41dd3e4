"""The sector pairs of a report as rows: found by sector, and put in order."""

from collections.abc import Callable
from typing import Any

from arenas.models.enums import Sector
from arenas.ordering import alphabetical_key
from arenas.web.labels import label

Pair = dict[str, Any]


def by_sectors(report: dict[str, Any]) -> Callable[[str, str], Pair | None]:
    """A look-up of the report's entry for two sectors, in either order; None without one."""
    found = {(pair["a"], pair["b"]): pair for pair in report["sector_pairs"]}
    return lambda one, other: found.get((min(one, other), max(one, other)))


def in_order(report: dict[str, Any], sort: str, *, descending: bool) -> list[Pair]:
    """By ``sort``; what is undefined or too little to say stands last, whichever way."""
    value = VALUES[sort]
    said = [pair for pair in report["sector_pairs"] if value(pair) is not None]
    unsaid = [pair for pair in report["sector_pairs"] if value(pair) is None]
    said.sort(key=_words)
    said.sort(key=value, reverse=descending)
    return said + sorted(unsaid, key=lambda pair: (_density(pair), _words(pair)))


def _words(pair: Pair) -> tuple[str, str]:
    one, other = (alphabetical_key(str(label(Sector(pair[end])))) for end in "ab")
    return one, other


def _density(pair: Pair) -> float:
    return 2.0 if pair["density"] is None else float(pair["density"])


def _gap(pair: Pair) -> Any:
    figure = pair["meetings_with_both"]
    return figure["gap"] if figure.get("enough_data") else None


VALUES: dict[str, Callable[[Pair], Any]] = {
    "gap": _gap,
    "meetings": lambda pair: pair["meetings_with_both"]["observed"],
    "expected": lambda pair: pair["meetings_with_both"].get("expected"),
    "density": lambda pair: pair["density"],
    "pair": _words,
}
