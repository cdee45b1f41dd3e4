"""The report as tables: for CSV, for a spreadsheet, for a page."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from network.plain import cell
from network.report import STATISTICS, Report

FIGURES = ("observed", "expected", "sd", "low", "high", "gap", "p", "q", "enough_data")


@dataclass(frozen=True, slots=True)
class Table:
    """A name, the columns and the rows; undefined cells are None, numbers are unrounded."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]


def report_tables(report: Report) -> list[Table]:
    """Every part of the report that is a table; ``observed_report`` gives fewer columns.

    Returns
    -------
    list of Table
        summary, sector_pairs, organisations, pair_gaps, introductions, bridges, notes.
    """
    pairs = report.get("pairs", {})
    keys = ("a", "b", "observed", "expected", "p", "q")
    reasons = (
        "a", "b", "score", "common_partners", "go_between", "shared_activities", "next_meeting",
    )  # fmt: skip
    return [
        _summary(report),
        _sector_pairs(report),
        _organisations(report),
        Table("pair_gaps", keys, _pick(pairs.get("gaps", ()), keys)),
        Table("introductions", reasons, _pick(pairs.get("introductions", ()), reasons)),
        Table("bridges", ("a", "b"), tuple((a, b) for a, b in report["bridges"])),
        Table("notes", ("code", "count"), _pick(report["notes"], ("code", "count"))),
    ]


def to_csv(table: Table) -> str:
    """The table as CSV text: comma, header, line feeds. No cell can start a formula."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(table.columns)
    writer.writerows([cell(value) for value in row] for row in table.rows)
    return text.getvalue()


def _pick(rows: Iterable[dict[str, Any]], keys: Sequence[str]) -> tuple[tuple[Any, ...], ...]:
    return tuple(tuple(row.get(key) for key in keys) for row in rows)


def _summary(report: Report) -> Table:
    single = ("organisations", "events", "attendances", "without_sector", "samples", "seed")
    rows = [(key, report[key]) for key in single if key in report]
    for block in ("projection", "ei", "assortativity", "convergence"):
        rows += [(f"{block}_{key}", value) for key, value in report.get(block, {}).items()]
    if "pairs" in report:
        rows += [(f"pairs_{key}", report["pairs"][key]) for key in ("testable", "possible")]
    rows.append(("articulation_points", report["articulation_points"]))
    return Table("summary", ("figure", "value"), tuple(rows))


def _sector_pairs(report: Report) -> Table:
    rows = report["sector_pairs"]
    single = ("a", "b", "possible_pairs", "density", "different_forums")
    plain = tuple(key for key in single if not rows or key in rows[0])
    blocks = [name for name in (*STATISTICS, "inside_forums") if not rows or name in rows[0]]
    figures = [(name, key) for name in blocks for key in FIGURES if _has(rows, name, key)]
    columns = (*plain, *(f"{name}_{key}" for name, key in figures))
    found = tuple(
        (*(row[key] for key in plain), *((row[name] or {}).get(key) for name, key in figures))
        for row in rows
    )
    return Table("sector_pairs", columns, found)


def _has(rows: Sequence[dict[str, Any]], name: str, key: str) -> bool:
    return not rows or any(key in (row[name] or {}) for row in rows)


def _organisations(report: Report) -> Table:
    rows = [_flat(row) for row in report["organisations_detail"]]
    columns = list(dict.fromkeys(key for row in rows for key in row))
    return Table("organisations", tuple(columns), _pick(rows, columns))


def _flat(row: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in row.items():
        if isinstance(value, dict):
            found |= {f"{key}_{inner}": one for inner, one in value.items()}
        else:
            found[key] = value
    return found
