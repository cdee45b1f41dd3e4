"""Time: two periods compared, a series by quarter or half-year, gaps that open and close."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import numpy as np

from network.analysis import SAMPLES, analysis_report
from network.null_model import Progress
from network.pair_gaps import ALPHA, benjamini_hochberg
from network.records import Records
from network.report import Report

OPENED, CLOSED, KEPT, NEVER = "opened", "closed", "kept", "none"


@dataclass(frozen=True, slots=True)
class Change:
    """One sector pair in two periods.

    Attributes
    ----------
    a, b : str
    before, after : float or None
        The gap in each period; None where there is too little data to say.
    change : float or None
        After minus before: above 0 the gap has widened.
    low, high : float or None
        95 % interval of the change, from what chance alone varies in both periods.
    p, q : float or None
        Two-sided, of no change; q is Benjamini-Hochberg over the pairs compared.
    state : {"opened", "closed", "kept", "none"}
        A gap is one with q below .05. "none": in neither period.
    """

    a: str
    b: str
    before: float | None
    after: float | None
    change: float | None
    low: float | None
    high: float | None
    p: float | None
    state: str
    q: float | None = None


def compare(before: Report, after: Report) -> list[Change]:
    """What changed between two reports, sector pair by sector pair, in text order.

    Parameters
    ----------
    before, after : Report
        Of `analysis_report`, over two periods that do not overlap.

    Notes
    -----
    The gap is 1 - M / E, and under chance M varies by sd: its standard error is taken as
    sd / E in each period, the periods as independent, the difference as normal. A pair that
    is in one report only is left out.
    """
    later = {(row["a"], row["b"]): row["meetings_with_both"] for row in after["sector_pairs"]}
    found = []
    for row in before["sector_pairs"]:
        key = row["a"], row["b"]
        if key in later:
            found.append(_change(*key, row["meetings_with_both"], later[key]))
    return _with_q(found)


def _with_q(found: list[Change]) -> list[Change]:
    known = [change.p for change in found if change.p is not None]
    called = iter(benjamini_hochberg(np.array(known, np.float64)).tolist())
    return [one if one.p is None else replace(one, q=next(called)) for one in found]


def _change(a: str, b: str, one: dict[str, Any], other: dict[str, Any]) -> Change:
    state = _state(_is_gap(one), _is_gap(other))
    before = one["gap"] if one["enough_data"] else None
    after = other["gap"] if other["enough_data"] else None
    if before is None or after is None or None in (one["sd"], other["sd"]):
        return Change(a, b, before, after, None, None, None, None, state)
    change = after - before
    error = math.hypot(one["sd"] / one["expected"], other["sd"] / other["expected"])
    p = math.erfc(abs(change) / error / math.sqrt(2)) if error else float(change == 0)
    return Change(
        a, b, before, after, change, change - 1.96 * error, change + 1.96 * error, p, state
    )


def _is_gap(block: dict[str, Any]) -> bool:
    return block["q"] is not None and block["gap"] > 0 and block["q"] < ALPHA


def _state(before: bool, after: bool) -> str:
    if before:
        return KEPT if after else CLOSED
    return OPENED if after else NEVER


@dataclass(frozen=True, slots=True)
class Period:
    """From ``start`` until before ``end``."""

    name: str
    start: date
    end: date


def split_periods(records: Records, step: str = "half-year") -> list[Period]:
    """The quarters, half-years or years that the dated meetings span, without holes.

    Parameters
    ----------
    records : Records
    step : {"quarter", "half-year", "year"}

    Raises
    ------
    ValueError
        For another word.

    Examples
    --------
    >>> from network import Event, build
    >>> days = [Event("x", date=date(2026, 5, 1)), Event("y", date=date(2027, 1, 31))]
    >>> [period.name for period in split_periods(build([], days, []))]
    ['2026-1', '2026-2', '2027-1']
    """
    months = {"quarter": 3, "half-year": 6, "year": 12}.get(step)
    if months is None:
        raise ValueError(f"step must be quarter, half-year or year, not {step!r}")
    days = [event.date for event in records.events if event.date]
    if not days:
        return []
    first, last = ((day.year * 12 + day.month - 1) // months for day in (min(days), max(days)))
    found = []
    for number in range(first, last + 1):
        start, end = (date(x * months // 12, x * months % 12 + 1, 1) for x in (number, number + 1))
        part = (start.month - 1) // months + 1
        name = str(start.year) if months == 12 else f"{start.year}-{part}"
        found.append(Period(name, start, end))
    return found


def series(
    records: Records,
    spans: Sequence[Period],
    *,
    samples: int = SAMPLES,
    seed: int = 1,
    progress: Progress | None = None,
) -> list[tuple[Period, Report]]:
    """The whole report for each period: the same organisations, each time other meetings."""
    return [
        (
            span,
            analysis_report(
                records.select(start=span.start, end=span.end),
                samples=samples,
                seed=seed,
                progress=progress,
            ),
        )
        for span in spans
    ]
