"""The analysis: attendance records in, plain results out. No Flask, no database.

Stands on its own in a notebook; ``docs/analysis_tutorial.md`` shows how. What others build on:

Records
    ``read_records(organisations, events, attendance)`` from three CSV files;
    ``build(organisations, events, attendance)`` from objects in memory;
    ``from_tables(...)`` from data frames or dicts of columns. All raise ``RecordError``
    (``.problems``: file, row, column, reason). ``Records`` has ``select`` (period, forums)
    and ``without`` (organisations that leave).
Network
    ``project(records)`` gives ``Projection``: every pair that met, with shared meetings and
    Newman strength. ``sector_tables(records, projection)`` gives the observed tables.
Report
    ``observed_report(records)``: a dict ready for JSON, without what chance would give.
    ``analysis_report(records, samples=1000, seed=1, progress=None)`` is the whole of it; a
    progress function gets (done, samples) and may raise ``Cancelled``. ``to_json(report)``;
    ``report_tables(report)`` for CSV (``to_csv``) and spreadsheets.
Time and absence
    ``split_periods``, ``series``, ``compare(before, after)``: gaps opened, closed, kept.
    ``without_people``, ``loss``: the network without those who leave.
    ``meeting_yield``, ``mirror``, ``go_betweens``: first encounters, of a meeting and of one's own.
Measures
    ``find_communities``, ``helix_synergy``, ``loads``, ``host_counties``, ``overlaps``,
    ``forum_members``, ``forum_shares``, ``activity_meetings``, ``suggest_introductions``.
Picture and files
    ``closest_ties(projection)``: a backbone to draw; ``vis_network_folder()`` has
    vis-network.min.js and .css. ``to_gexf``, ``to_graphml``, ``to_kumu``, ``to_edge_csv``.

Names from here load their room at first use, so that ``import network`` is quick.
``python -m network.warm`` compiles ahead what is compiled.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from network.errors import Problem, RecordError
from network.records import Event, Organisation, Records, build

if TYPE_CHECKING:
    from network.analysis import analysis_report
    from network.backbone import closest_ties
    from network.communities import Communities, find_communities
    from network.cuts import components
    from network.encounters import (
        Gathering,
        GoBetween,
        MeetingYield,
        Mirror,
        go_betweens,
        meeting_yield,
        mirror,
    )
    from network.exchange import to_edge_csv, to_gexf, to_graphml, to_kumu
    from network.introductions import Introduction, Upcoming, suggest_introductions
    from network.leaving import Loss, loss, without_people
    from network.measures import (
        activity_meetings,
        forum_members,
        forum_shares,
        helix_synergy,
        host_counties,
        loads,
        overlaps,
    )
    from network.null_model import Cancelled, Sampler
    from network.periods import Change, Period, compare, series, split_periods
    from network.picture import vis_network_folder
    from network.projection import (
        PROJECTION_COLUMNS,
        Projection,
        project,
        projection_rows,
        two_mode,
    )
    from network.reading import from_tables, parse_date, read_records
    from network.report import Report, observed_report, to_json
    from network.sectors import SectorTables, sector_tables
    from network.tables import Table, report_tables, to_csv

_ROOMS = {
    "backbone": ("closest_ties",),
    "analysis": ("analysis_report",),
    "communities": (
        "Communities",
        "find_communities",
    ),
    "cuts": ("components",),
    "encounters": (
        "Gathering",
        "GoBetween",
        "MeetingYield",
        "Mirror",
        "go_betweens",
        "meeting_yield",
        "mirror",
    ),
    "exchange": (
        "to_edge_csv",
        "to_gexf",
        "to_graphml",
        "to_kumu",
    ),
    "introductions": (
        "Introduction",
        "Upcoming",
        "suggest_introductions",
    ),
    "leaving": (
        "Loss",
        "loss",
        "without_people",
    ),
    "measures": (
        "activity_meetings",
        "forum_members",
        "forum_shares",
        "helix_synergy",
        "host_counties",
        "loads",
        "overlaps",
    ),
    "null_model": (
        "Cancelled",
        "Sampler",
    ),
    "periods": (
        "Change",
        "Period",
        "compare",
        "series",
        "split_periods",
    ),
    "picture": ("vis_network_folder",),
    "projection": (
        "PROJECTION_COLUMNS",
        "Projection",
        "project",
        "projection_rows",
        "two_mode",
    ),
    "reading": (
        "from_tables",
        "parse_date",
        "read_records",
    ),
    "report": (
        "Report",
        "observed_report",
        "to_json",
    ),
    "sectors": (
        "SectorTables",
        "sector_tables",
    ),
    "tables": (
        "Table",
        "report_tables",
        "to_csv",
    ),
}
_ROOM_OF = {name: room for room, names in _ROOMS.items() for name in names}

__all__ = [
    "PROJECTION_COLUMNS",
    "Cancelled",
    "Change",
    "Communities",
    "Event",
    "Gathering",
    "GoBetween",
    "Introduction",
    "Loss",
    "MeetingYield",
    "Mirror",
    "Organisation",
    "Period",
    "Problem",
    "Projection",
    "RecordError",
    "Records",
    "Report",
    "Sampler",
    "SectorTables",
    "Table",
    "Upcoming",
    "activity_meetings",
    "analysis_report",
    "build",
    "closest_ties",
    "compare",
    "components",
    "find_communities",
    "forum_members",
    "forum_shares",
    "from_tables",
    "go_betweens",
    "helix_synergy",
    "host_counties",
    "loads",
    "loss",
    "meeting_yield",
    "mirror",
    "observed_report",
    "overlaps",
    "parse_date",
    "project",
    "projection_rows",
    "read_records",
    "report_tables",
    "sector_tables",
    "series",
    "split_periods",
    "suggest_introductions",
    "to_csv",
    "to_edge_csv",
    "to_gexf",
    "to_graphml",
    "to_json",
    "to_kumu",
    "two_mode",
    "vis_network_folder",
    "without_people",
]


def __getattr__(name: str) -> Any:
    if name not in _ROOM_OF:
        raise AttributeError(f"module 'network' has no attribute {name!r}")
    return getattr(import_module(f"network.{_ROOM_OF[name]}"), name)
