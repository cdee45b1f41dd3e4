"""From running figures to the blocks of the report: gap, interval, p, q, enough data."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np

from network.gaps import ENOUGH, Expected
from network.pair_gaps import ALPHA, PairResult, benjamini_hochberg
from network.records import Records
from network.streaming import Summary

Block = dict[str, Any]

SATURATED = 0.5
"""An sd below which a table cell hardly varies under chance: nothing could show there."""


def finite(value: float) -> float | None:
    """The number, or None where it is not defined."""
    return float(value) if math.isfinite(value) else None


def gap(observed: float, expected: float) -> float | None:
    """1 - observed / expected: the share of what is expected that is missing.

    1 is never, 0 as expected, below 0 an overlap; None when nothing is expected.

    Examples
    --------
    >>> gap(95, 190), gap(3, 2), gap(0, 0)
    (0.5, -0.5, None)
    """
    return 1.0 - observed / expected if expected > 0 else None


def blocks(summary: Summary, enough: Sequence[bool]) -> list[Block]:
    """One block a figure; q is Benjamini-Hochberg over those with enough data, else None.

    Parameters
    ----------
    summary : Summary
        x figures.
    enough : sequence of bool, length x
        Whether each may be shown as a number.
    """
    p = summary.p
    shown = np.flatnonzero(np.asarray(enough, np.bool_))
    q = np.full(len(p), np.nan)
    q[shown] = benjamini_hochberg(p[shown])
    return [
        {
            "observed": int(summary.observed[x]),
            "expected": float(summary.mean[x]),
            "sd": finite(summary.sd[x]),
            "low": float(summary.low[x]),
            "high": float(summary.high[x]),
            "gap": gap(float(summary.observed[x]), float(summary.mean[x])),
            "p": float(p[x]) if summary.mean[x] > 0 else None,
            "q": finite(q[x]),
            "enough_data": bool(enough[x]),
        }
        for x in range(len(p))
    ]


def enough_meetings(summary: Summary, sizes: Sequence[int]) -> list[bool]:
    """For each sector pair (upper triangle): E[M] >= 5, and two or more in both sectors."""
    s = len(sizes)
    pairs = [(a, b) for a in range(s) for b in range(a, s)]
    return [
        bool(summary.mean[x] >= ENOUGH and min(sizes[a], sizes[b]) >= 2)
        for x, (a, b) in enumerate(pairs)
    ]


def organisation_blocks(records: Records, summary: Summary) -> list[Block]:
    """What each organisation's contacts with other sectors were expected to be."""
    known = records.sector_of >= 0
    found = blocks(summary, [bool(x) for x in known & (summary.mean >= ENOUGH)])
    keys = ("expected", "sd", "low", "high", "gap", "p", "q")
    result = []
    for block, has_sector in zip(found, known.tolist(), strict=True):
        row = {key: block[key] if has_sector else None for key in keys}
        result.append(row | {"enough_data": block["enough_data"]})
    return result


def pair_block(records: Records, edges: int, pairs: PairResult) -> Block:
    """The testable pairs in number, and those that met less than chance at .05.

    ``edges`` is how many pairs met; of the ``unmet`` ones only ``unmet_testable`` say anything.
    """
    ids = records.ids
    possible = records.n * (records.n - 1) // 2
    columns = (pairs.a, pairs.b, pairs.observed, pairs.expected, pairs.p, pairs.q)
    rows = zip(*(column.tolist() for column in columns), strict=True)
    return {
        "testable": pairs.testable,
        "possible": possible,
        "unmet": possible - edges,
        "unmet_testable": int((pairs.observed == 0).sum()),
        "alpha": ALPHA,
        "limited": pairs.limited,
        "gaps": [
            {"a": ids[a], "b": ids[b], "observed": met, "expected": mean, "p": p, "q": q}
            for a, b, met, mean, p, q in rows
            if q < ALPHA
        ],
    }


def convergence(expected: Expected) -> Block:
    """Whether the two halves of the draws agree on the expected meetings with both.

    They agree when, for every sector pair, the two means lie within 4 standard errors or
    within 0.5 % of each other. ``largest_difference`` is in standard errors, None when it is
    not defined (fewer than four draws, or no variation).
    """
    first, second = expected.halves
    sd = expected.sectors["meetings_with_both"].sd
    error = sd * 2 / math.sqrt(max(expected.samples, 1))
    away = np.abs(first - second)
    with np.errstate(invalid="ignore", divide="ignore"):
        scaled = np.where(away > 0, away / error, 0.0)
    agrees = (scaled < 4) | (away <= 0.005 * np.maximum(first, second))
    known = expected.samples >= 4 and bool(np.isfinite(scaled).all())
    return {
        "halves_agree": bool(agrees.all()) if known else None,
        "largest_difference": finite(float(scaled.max(initial=0.0))) if known else None,
    }


def draws_needed(report_pairs: Sequence[Block], samples: int) -> int:
    """Draws that let a single sector pair be called, 0 when there are enough.

    The smallest p is 1 / (S + 1), and Benjamini-Hochberg multiplies it by the number of pairs
    shown when one stands alone: 36 pairs need 720 draws at .05.
    """
    shown = sum(row["meetings_with_both"]["enough_data"] for row in report_pairs)
    needed = math.ceil(shown / ALPHA)
    return needed if needed > samples + 1 else 0


def saturated(expected: Expected) -> int:
    """Sector pairs whose meetings with both hardly vary by chance: no gap could show there."""
    summary = expected.sectors["meetings_with_both"]
    return int(((summary.sd < SATURATED) & (summary.mean >= ENOUGH)).sum())
