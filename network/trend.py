"""The headline figure period by period: observed and expected meetings with both, with interval."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

import numpy as np

from network import figures
from network.gaps import expect_meetings
from network.null_model import Progress
from network.periods import Period, split_periods
from network.records import Records


def trend(
    records: Records,
    spans: Sequence[Period] | None = None,
    *,
    samples: int,
    seed: int,
    progress: Progress | None = None,
) -> list[dict[str, Any]]:
    """For each period the meetings with both of every sector pair, as `analysis_report` has them.

    Parameters
    ----------
    records : Records
        Already filtered. The organisations are the same in every period.
    spans : sequence of Period, optional
        The half-years that the meetings span, when left out.
    samples, seed
        Of the draws, in each period by itself; see `network.analysis.analysis_report`.
    progress : callable, optional
        Called with (done, samples) in each period.

    Returns
    -------
    list of dict
        name, start (first day), end (first day after), events, attendances, and
        ``sector_pairs`` in the order of the report: a, b, and the block of meetings_with_both.

    Notes
    -----
    Time O(samples x k), as the meetings of one period are in no other.
    """
    spans = split_periods(records) if spans is None else spans
    return [_period(records, span, samples, seed, progress) for span in spans]


def withhold_trend(
    found: Sequence[dict[str, Any]], sectors: Collection[str]
) -> list[dict[str, Any]]:
    """The trend without a figure of these sectors; see `network.withholding.withhold`."""
    return [
        {
            **period,
            "sector_pairs": [
                pair
                if pair["a"] not in sectors and pair["b"] not in sectors
                else {**dict.fromkeys(pair), "a": pair["a"], "b": pair["b"], "withheld": True}
                for pair in period["sector_pairs"]
            ],
        }
        for period in found
    ]


def _period(
    records: Records, span: Period, samples: int, seed: int, progress: Progress | None
) -> dict[str, Any]:
    part = records.select(start=span.start, end=span.end)
    known = records.sector_of[records.sector_of >= 0]
    sizes = np.bincount(known, minlength=len(records.sectors)).tolist()
    summary = expect_meetings(part, samples=samples, seed=seed, progress=progress)
    blocks = figures.blocks(summary, figures.enough_meetings(summary, sizes))
    s = len(records.sectors)
    pairs = [(a, b) for a in range(s) for b in range(a, s)]
    return {
        "name": span.name,
        "start": span.start.isoformat(),
        "end": span.end.isoformat(),
        "events": part.m,
        "attendances": part.k,
        "sector_pairs": [
            {"a": records.sectors[a], "b": records.sectors[b], **block}
            for (a, b), block in zip(pairs, blocks, strict=True)
        ],
    }
