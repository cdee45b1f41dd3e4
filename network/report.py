"""The analysis report: one plain dict, ready for JSON, in the form of ``docs/analysis.md``.

Numbers are unrounded and what is undefined is None. A key that was not computed is left out.
"""

from __future__ import annotations

import json
from typing import Any

from network import cuts, mixing
from network.projection import Projection, project, projection_figures
from network.records import Records
from network.sectors import SectorTables, contacts, never_met, sector_tables

Report = dict[str, Any]

STATISTICS = ("meetings_with_both", "pair_meetings", "linked_pairs")


def observed_report(records: Records, projection: Projection | None = None) -> Report:
    """What the records show, without what chance would give.

    Parameters
    ----------
    records : Records
        Any size, empty too: ``notes`` then says what cannot be said, and why.
    projection : Projection, optional
        ``project(records)``, when the caller has it already.

    Notes
    -----
    Time O(n + m + sum of squared meeting sizes).
    """
    projection = projection if projection is not None else project(records)
    tables = sector_tables(records, projection)
    graph = cuts.as_igraph(projection)
    ids = records.ids
    return {
        "organisations": records.n,
        "events": records.m,
        "attendances": records.k,
        "without_sector": int((records.sector_of < 0).sum()),
        "sector_sizes": dict(zip(tables.sectors, tables.sizes.tolist(), strict=True)),
        "projection": projection_figures(records, projection),
        "sector_pairs": [_sector_pair(tables, s, t) for s, t in sector_pair_places(tables)],
        "ei": _both(mixing.ei_index, tables),
        "assortativity": _both(mixing.assortativity, tables),
        "organisations_detail": _organisations(records, projection),
        "bridges": [[ids[a], ids[b]] for a, b in cuts.bridges(graph)],
        "articulation_points": [ids[i] for i in cuts.articulation_points(graph)],
        "notes": notes(records),
    }


def sector_pair_places(tables: SectorTables) -> list[tuple[int, int]]:
    """Positions (s, t), s <= t, of the sector pairs in the order of the report."""
    s = len(tables.sectors)
    return [(a, b) for a in range(s) for b in range(a, s)]


def notes(records: Records) -> list[dict[str, Any]]:
    """What the reader must know of these records, as a code and its number.

    Codes: no_meetings, no_attendance, no_contact (no meeting of two or more), one_sector,
    no_sectors, without_sector (organisations left out of the tables), meetings_of_one,
    duplicates (attendances given more than once, counted once).
    """
    without = int((records.sector_of < 0).sum())
    alone = int((records.sizes == 1).sum())
    found = [
        ("no_meetings", int(not records.m)),
        ("no_attendance", int(records.m > 0 and not records.k)),
        ("no_contact", int(records.k > 0 and not (records.sizes > 1).any())),
        ("no_sectors", int(not records.sectors)),
        ("one_sector", int(len(records.sectors) == 1)),
        ("without_sector", without),
        ("meetings_of_one", alone),
        ("duplicates", records.duplicates),
    ]
    return [{"code": code, "count": count} for code, count in found if count]


def to_json(report: Report | list[Any]) -> str:
    """The report as JSON text: the same bytes for the same records and seed."""
    return json.dumps(report, ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def _both(figure: Any, tables: SectorTables) -> dict[str, float | None]:
    return {
        "links": figure(tables.linked_pairs),
        "pair_meetings": figure(tables.pair_meetings),
    }


def _sector_pair(tables: SectorTables, s: int, t: int) -> dict[str, Any]:
    possible = int(tables.possible_pairs[s, t])
    linked = int(tables.linked_pairs[s, t])
    pair: dict[str, Any] = {
        "a": tables.sectors[s],
        "b": tables.sectors[t],
        "possible_pairs": possible,
        "density": linked / possible if possible else None,
    }
    for name in STATISTICS:
        pair[name] = {"observed": int(getattr(tables, name)[s, t])}
    return pair


def _organisations(records: Records, projection: Projection) -> list[dict[str, Any]]:
    everyone, others = (column.tolist() for column in contacts(records))
    meetings = records.meetings.tolist()
    missing = never_met(records, projection)
    return [
        {
            "id": organisation.id,
            "sector": organisation.sector,
            "meetings": meetings[i],
            "contacts": everyone[i],
            "contacts_other_sectors": others[i] if organisation.sector is not None else None,
            "sectors_never_met": missing[i],
        }
        for i, organisation in enumerate(records.organisations)
    ]
