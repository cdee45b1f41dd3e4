"""The trend by half-year as rows, and what changed from one half-year to another."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from network.periods import Change, compare

Trend = Sequence[dict[str, Any]]


@dataclass(frozen=True)
class Point:
    """A sector pair in one half-year, as the table, the file and the drawing have it.

    ``events`` are all meetings held. ``expected``, ``low`` and ``high`` are None where there is
    too little data for a number, ``observed`` too where it is withheld.
    """

    name: str
    first: date
    last: date
    events: int
    observed: int | None
    expected: float | None
    low: float | None
    high: float | None
    pair: dict[str, Any]

    @property
    def year(self) -> int:
        return self.first.year

    @property
    def number(self) -> int:
        return 1 if self.first.month == 1 else 2


def points(trend: Trend, one: str, other: str) -> list[Point]:
    """The half-years of two sectors, the first one first."""
    ends = tuple(sorted((one, other)))
    return [
        _point(half, pair)
        for half in trend
        for pair in half["sector_pairs"]
        if (pair["a"], pair["b"]) == ends
    ]


def _point(half: dict[str, Any], block: dict[str, Any]) -> Point:
    is_number = bool(block["enough_data"])
    return Point(
        name=half["name"],
        first=date.fromisoformat(half["start"]),
        last=_last(half),
        events=half["events"],
        observed=block["observed"],
        expected=block["expected"] if is_number else None,
        low=block["low"] if is_number else None,
        high=block["high"] if is_number else None,
        pair=_as_pair(block),
    )


def _as_pair(block: dict[str, Any]) -> dict[str, Any]:
    """The block in the form of the report, for `arenas.graphs.verdicts`."""
    return {
        "a": block["a"],
        "b": block["b"],
        "withheld": block.get("withheld", False),
        "meetings_with_both": block,
    }


def _last(half: dict[str, Any]) -> date:
    return date.fromisoformat(half["end"]) - timedelta(days=1)


def names_between(first: date, last: date) -> list[str]:
    """
    >>> names_between(date(2025, 7, 1), date(2026, 6, 30))
    ['2025-2', '2026-1']
    """
    places = range(*(2 * day.year + (day.month > 6) + i for i, day in enumerate((first, last))))
    return [f"{place // 2}-{place % 2 + 1}" for place in places]


def usual_halves(trend: Trend, today: date) -> tuple[str, str] | None:
    """The last two half-years that are over (of which there may be none), the earlier first."""
    over = [half["name"] for half in trend if half["events"] and _last(half) < today]
    return (over[-2], over[-1]) if len(over) > 1 else None


def changes(trend: Trend, before: str, after: str) -> list[Change]:
    """Every sector pair from one half-year to another; what is withheld is left out."""
    halves = {half["name"]: half for half in trend}
    one, other = (_as_report(halves[name]) for name in (before, after))
    return compare(one, other)


def _as_report(half: dict[str, Any]) -> dict[str, Any]:
    shown = (block for block in half["sector_pairs"] if not block.get("withheld"))
    return {"sector_pairs": [_as_pair(block) for block in shown]}
