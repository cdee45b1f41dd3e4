"""What is left when some organisations and some sectors may not be shown: counted, not named."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from typing import Any

import numpy as np

from network.projection import Projection
from network.records import Ints, Records
from network.report import Report

KEPT_OF_A_PAIR = ("a", "b")


def leave_out(
    records: Records, projection: Projection, ids: Collection[str]
) -> tuple[Records, Projection]:
    """Records and network without some organisations; the others' figures stay as they are.

    Parameters
    ----------
    records, projection : Records, Projection
        The projection of the same records. Its strengths are kept: a tie between two who are
        shown is as strong as it was among all.
    ids : collection of str
        Organisations; one that is not there is no fault.

    Notes
    -----
    Time O(n + k + edges).
    """
    if not ids:
        return records, projection
    keep = np.array([one.id not in ids for one in records.organisations], np.bool_)
    number = np.cumsum(keep, dtype=np.int32) - np.int32(1)
    seats = keep[records.rows]
    shown = Records(
        tuple(o for o, kept in zip(records.organisations, keep, strict=True) if kept),
        records.events,
        number[records.rows[seats]],
        records.cols[seats],
    )
    ties = keep[projection.a] & keep[projection.b]
    return shown, replace(
        projection,
        n=shown.n,
        a=_renumbered(number, projection.a[ties]),
        b=_renumbered(number, projection.b[ties]),
        meetings=projection.meetings[ties],
        newman=projection.newman[ties],
    )


def withhold(report: Report, ids: Collection[str], sectors: Collection[str]) -> Report:
    """The report with nothing said of these organisations by name, nor of these sectors.

    Totals are of all. Rows and pairs that name a withheld organisation are left out; the
    figures of a sector pair of which one is withheld are None, and the pair says
    ``withheld``. ``report["withheld"]`` says how many organisations and which sectors.
    """
    hidden = set(ids)
    found = {
        **report,
        "withheld": {"organisations": len(hidden), "sectors": sorted(sectors)},
        "sector_pairs": [
            _emptied(pair) if pair["a"] in sectors or pair["b"] in sectors else pair
            for pair in report["sector_pairs"]
        ],
        "organisations_detail": [
            _without(row, sectors)
            for row in report["organisations_detail"]
            if row["id"] not in hidden
        ],
        "bridges": [pair for pair in report["bridges"] if hidden.isdisjoint(pair)],
        "articulation_points": [i for i in report["articulation_points"] if i not in hidden],
    }
    if "pairs" in report:
        named = {
            name: [row for row in report["pairs"][name] if hidden.isdisjoint(_names(row))]
            for name in ("gaps", "introductions")
        }
        found["pairs"] = report["pairs"] | named
    return found


def _without(row: dict[str, Any], sectors: Collection[str]) -> dict[str, Any]:
    """The organisation's row, which says nothing of having met or not met these sectors."""
    return row | {"sectors_never_met": [s for s in row["sectors_never_met"] if s not in sectors]}


def _renumbered(number: Ints, old: Ints) -> Ints:
    new: Ints = number[old]
    return new


def _names(row: dict[str, Any]) -> set[str | None]:
    return {row["a"], row["b"], row.get("go_between")}


def _emptied(pair: dict[str, Any]) -> dict[str, Any]:
    """The same keys with None for every figure; the pair itself and that it is withheld stay."""
    found: dict[str, Any] = {}
    for key, value in pair.items():
        if key in KEPT_OF_A_PAIR:
            found[key] = value
        else:
            found[key] = dict.fromkeys(value) if isinstance(value, dict) else None
    return found | {"withheld": True}
