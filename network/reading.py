"""Records from three CSV files: organisations, events (meetings) and attendance.

Comma or semicolon; UTF-8 with or without BOM, or Windows-1252 as Excel writes it. Columns may
stand in any order and others may be there. All rows are taken or none: every fault is named
with file, row, column and reason.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from os import PathLike
from pathlib import Path
from typing import Any, Protocol

from network.errors import Problem, RecordError
from network.records import Event, Organisation, Records, build, known_sector

EVIDENCE = ("invited", "accepted", "attended")
"""The ladder of evidence, weakest first. A row that says nothing counts as attended."""

NEEDED = {
    "organisations": ("id",),
    "events": ("id",),
    "attendance": ("organisation_id", "event_id"),
}


class Columns(Protocol):
    """A data frame, or a dict of columns of the same length."""

    def __iter__(self) -> Iterator[Any]: ...

    def __getitem__(self, name: str, /) -> Iterable[Any]: ...


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table: its number (the header is 1) and its cells by column, stripped."""

    number: int
    cells: Mapping[str, str]

    def get(self, column: str) -> str:
        """The cell, or "" where the table has no such column."""
        return self.cells.get(column, "")


def read_records(
    organisations: str | PathLike[str],
    events: str | PathLike[str],
    attendance: str | PathLike[str],
    *,
    evidence: str = "attended",
) -> Records:
    """Records from three CSV files in the form of ``tests/data/unfccc_precop``.

    Parameters
    ----------
    organisations : path
        Columns id; and, when known, name, sector, county. An empty sector and "unknown"
        mean the same.
    events : path
        Columns id; and, when known, name, date (2026-11-23, 23.11.2026, 2026-11 or 2026),
        forum, county, activities (separated by ``|``). Only meetings that were held.
    attendance : path
        Columns organisation_id, event_id; and, when known, evidence.
    evidence : {"attended", "accepted", "invited"}
        The weakest evidence that counts.

    Raises
    ------
    RecordError
        With every fault found: unreadable file, missing column, ragged row, empty, repeated
        or unknown id, a date that is none, no meeting at all.
    ValueError
        If ``evidence`` is not a step of the ladder.

    Notes
    -----
    Time and memory O(rows). Attendance that stands twice counts once.
    """
    least = ladder(evidence)
    problems: list[Problem] = []
    given = {"organisations": organisations, "events": events, "attendance": attendance}
    rows: dict[str, Iterable[Row]] = {
        "organisations": list(_rows(organisations, "organisations", problems)),
        "events": list(_rows(events, "events", problems)),
        "attendance": _rows(attendance, "attendance", problems),
    }
    names = {kind: _name(path) for kind, path in given.items()}
    if not problems and not rows["events"]:
        problems.append(Problem(names["events"], None, None, "there is no meeting in it"))
    return _records(rows, names, least, problems)


def _records(
    rows: Mapping[str, Iterable[Row]], names: Mapping[str, str], least: int, problems: list[Problem]
) -> Records:
    orgs = list(_organisations(rows["organisations"]))
    meetings = list(_events(rows["events"], names["events"], problems))
    _check_ids(names["organisations"], orgs, problems)
    _check_ids(names["events"], meetings, problems)
    known = ({one.id: one.id for _, one in orgs}, {one.id: one.id for _, one in meetings})
    pairs = list(_pairs(rows["attendance"], names["attendance"], known, least, problems))
    if problems:
        raise RecordError(problems)
    return build((o for _, o in orgs), (e for _, e in meetings), pairs)


def _listed(table: Columns, kind: str, problems: list[Problem]) -> list[Row]:
    names = [str(name) for name in table]
    missing = [name for name in NEEDED[kind] if name not in names]
    problems += [Problem(kind, 1, name, "the column is missing") for name in missing]
    if missing:
        return []
    columns = [[_cell(value) for value in table[name]] for name in names]
    lines = zip(*columns, strict=True)
    return [Row(i, dict(zip(names, line, strict=True))) for i, line in enumerate(lines, start=2)]


def _cell(value: Any) -> str:
    """Text of a cell; what does not equal itself (nan, NaT) is missing."""
    return "" if value is None or value != value else str(value).strip()


def from_tables(
    organisations: Columns, events: Columns, attendance: Columns, *, evidence: str = "attended"
) -> Records:
    """Records from tables in memory: data frames, or dicts of columns, as `read_records` has.

    Missing values (None, nan, NaT) are empty; other values are taken as text.

    Raises
    ------
    RecordError
        As `read_records`; ``row`` is the position, where the first row is 2 as in a file.
    """
    problems: list[Problem] = []
    given = {"organisations": organisations, "events": events, "attendance": attendance}
    rows = {kind: _listed(table, kind, problems) for kind, table in given.items()}
    return _records(rows, {kind: kind for kind in given}, ladder(evidence), problems)


def ladder(evidence: str) -> int:
    """The step of ``evidence``, 0 (invited) to 2 (attended); ValueError for another word."""
    if evidence not in EVIDENCE:
        raise ValueError(f"evidence must be one of {', '.join(EVIDENCE)}, not {evidence!r}")
    return EVIDENCE.index(evidence)


def read_table(path: str | PathLike[str], needed: Sequence[str]) -> Iterator[Row]:
    """The lines of one CSV file; empty lines are left out.

    Raises
    ------
    RecordError
        If the file cannot be read, a needed column is missing or stands twice, or a line has
        more or fewer cells than the header.
    """
    source = _name(path)
    text = _text(path)
    first = text.split("\n", 1)[0]
    delimiter = ";" if first.count(";") > first.count(",") else ","
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        header = [cell.strip().casefold() for cell in next(lines, [])]
        _check_header(source, header, needed)
        for cells in lines:
            if not any(cell.strip() for cell in cells):
                continue
            if len(cells) != len(header):
                reason = f"it has {len(cells)} cells, the header has {len(header)}"
                raise RecordError([Problem(source, lines.line_num, None, reason)])
            row = dict(zip(header, (cell.strip() for cell in cells), strict=True))
            yield Row(lines.line_num, row)
    except csv.Error as error:
        raise RecordError([Problem(source, lines.line_num, None, str(error))]) from error


def parse_date(text: str) -> date:
    """2026-11-23 (with or without a time), 23.11.2026, 2026-11 or 2026; else ValueError.

    Examples
    --------
    >>> parse_date("23.11.2026"), parse_date("1991")
    (datetime.date(2026, 11, 23), datetime.date(1991, 1, 1))
    """
    if text.count(".") == 2:
        day, month, year = (int(part) for part in text.split("."))
        return date(year, month, day)
    parts = text[:10].split("-")
    if not all(part.isascii() and part.isdigit() for part in parts) or len(parts[0]) != 4:
        raise ValueError(text)
    year, month, day = (int(part) for part in (*parts, "1", "1")[:3])
    return date(year, month, day)


def _name(path: str | PathLike[str]) -> str:
    return Path(path).name


def _text(path: str | PathLike[str]) -> str:
    try:
        raw = Path(path).read_bytes()
    except OSError as error:
        reason = f"it cannot be read ({error.strerror})"
        raise RecordError([Problem(_name(path), None, None, reason)]) from error
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        try:
            return raw.decode("cp1252")
        except UnicodeDecodeError as error:
            reason = "it is neither UTF-8 nor Windows-1252"
            raise RecordError([Problem(_name(path), None, None, reason)]) from error


def _check_header(source: str, header: Sequence[str], needed: Sequence[str]) -> None:
    wrong = [
        Problem(source, 1, name, "the column is missing") for name in needed if name not in header
    ]
    wrong += [
        Problem(source, 1, name, "the column stands more than once")
        for name in sorted(set(header))
        if name and header.count(name) > 1
    ]
    if wrong:
        raise RecordError(wrong)


def _rows(path: str | PathLike[str], kind: str, problems: list[Problem]) -> Iterator[Row]:
    """The lines of a file, one at a time; what is wrong with it goes to ``problems``."""
    try:
        yield from read_table(path, NEEDED[kind])
    except RecordError as error:
        problems.extend(error.problems)


def _organisations(rows: Iterable[Row]) -> Iterator[tuple[Row, Organisation]]:
    for row in rows:
        sector = known_sector(row.get("sector"))
        yield row, Organisation(row.get("id"), row.get("name"), sector, row.get("county") or None)


def _events(
    rows: Iterable[Row], source: str, problems: list[Problem]
) -> Iterator[tuple[Row, Event]]:
    for row in rows:
        day = None
        try:
            day = parse_date(row.get("date")) if row.get("date") else None
        except ValueError:
            reason = f"{row.get('date')!r} is not a date such as 2026-11-23 or 23.11.2026"
            problems.append(Problem(source, row.number, "date", reason))
        activities = frozenset(part for part in row.get("activities").split("|") if part)
        forum, county = row.get("forum") or None, row.get("county") or None
        yield row, Event(row.get("id"), row.get("name"), day, forum, county, activities)


def _check_ids(
    source: str,
    found: Sequence[tuple[Row, Organisation | Event]],
    problems: list[Problem],
) -> None:
    first: dict[str, int] = {}
    for row, item in found:
        if not item.id:
            problems.append(Problem(source, row.number, "id", "it is empty"))
        elif item.id in first:
            reason = f"{item.id!r} stands already in row {first[item.id]}"
            problems.append(Problem(source, row.number, "id", reason))
        first.setdefault(item.id, row.number)


def _pairs(
    rows: Iterable[Row],
    source: str,
    known: tuple[dict[str, str], dict[str, str]],
    least: int,
    problems: list[Problem],
) -> Iterator[tuple[str, str]]:
    for row in rows:
        faults = [
            Problem(source, row.number, column, f"{row.get(column)!r} is unknown")
            for column, ids in zip(NEEDED["attendance"], known, strict=True)
            if row.get(column) not in ids
        ]
        step = row.get("evidence") or "attended"
        if step not in EVIDENCE:
            reason = f"{step!r} is none of {', '.join(EVIDENCE)}"
            faults.append(Problem(source, row.number, "evidence", reason))
        problems.extend(faults)
        if not faults and EVIDENCE.index(step) >= least:
            # The ids of the tables, so that the row itself can be forgotten.
            yield known[0][row.get("organisation_id")], known[1][row.get("event_id")]
