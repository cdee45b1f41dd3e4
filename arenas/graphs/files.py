"""The network pages as tables for files: the very rows that the pages show, unrounded."""

from collections.abc import Sequence
from typing import Any

from arenas.graphs.alike import Alike
from arenas.graphs.evidence import Seen
from arenas.graphs.halves import Point
from network.absence import NeverMet
from network.periods import Change
from network.tables import Table

CHANGE = ("a", "b", "before", "after", "change", "low", "high", "p", "q")


def meetings_table(rows: Sequence[Seen]) -> Table:
    columns = (
        "meeting", "date", "title", "forum", "organisations_a", "organisations_b", "pairs",
        "names_a", "names_b",
    )  # fmt: skip
    return Table("meetings", columns, tuple(_meeting(row) for row in rows))


def _meeting(row: Seen) -> tuple[Any, ...]:
    names = ["; ".join(name for _id, name in side.shown) for side in (row.one, row.other)]
    day = row.day.isoformat() if row.day else None
    return row.id, day, row.title, row.forum, row.one.count, row.other.count, row.pairs, *names


def trend_table(rows: Sequence[Point]) -> Table:
    columns = ("half_year", "first", "last", "meetings", "observed", "expected", "low", "high")
    return Table(
        "trend",
        columns,
        tuple(
            (
                row.name, row.first.isoformat(), row.last.isoformat(), row.events,
                row.observed, row.expected, row.low, row.high,
            )
            for row in rows
        ),
    )  # fmt: skip


def changes_table(rows: Sequence[Change]) -> Table:
    return Table(
        "changes", CHANGE, tuple(tuple(getattr(row, key) for key in CHANGE) for row in rows)
    )


def groups_table(rows: Sequence[NeverMet]) -> Table:
    columns = ("sector", "county", "other", "organisations", "possible_pairs")
    return Table(
        "groups", columns, tuple(tuple(getattr(row, key) for key in columns) for row in rows)
    )


def forums_table(rows: Sequence[Alike]) -> Table:
    columns = ("a", "b", "shared", "either", "share")
    return Table(
        "forums", columns, tuple(tuple(getattr(row, key) for key in columns) for row in rows)
    )


def organisations_table(rows: Sequence[dict[str, Any]]) -> Table:
    columns = (
        "id", "name", "sector", "county", "meetings", "contacts", "contacts_other_sectors",
        "asked_in_vain", "sectors_never_met",
    )  # fmt: skip
    return Table("organisations", columns, tuple(tuple(row[k] for k in columns) for row in rows))
