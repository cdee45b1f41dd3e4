"""The analysis: attendance records in, plain results out. No Flask, no database.

Stands on its own in a notebook; ``docs/analysis_tutorial.md`` shows how. What others build on:

Records
    ``read_records(organisations, events, attendance)`` from three CSV files;
    ``build(organisations, events, attendance)`` from objects in memory. Both raise
    ``RecordError`` (``.problems``: file, row, column, reason). ``Records`` has ``select``
    (period, forums) and ``without`` (organisations that leave).
Network
    ``project(records)`` gives ``Projection``: every pair that met, with shared meetings and
    Newman strength. ``sector_tables(records, projection)`` gives the observed tables.
Report
    ``observed_report(records)``: a dict ready for JSON, without what chance would give.
    ``analysis_report(records, samples=1000, seed=1, progress=None)`` is the whole of it.
    ``to_json(report)``. A progress function gets (done, samples) and may raise ``Cancelled``.
Picture
    ``organisation_picture(records, projection)``, ``sector_picture(tables)``: ``Picture`` with
    nodes, edges, options for vis-network, places computed; ``vis_network_folder()`` has
    vis-network.min.js and .css. ``backbone(projection, limit)``: the strongest ties.

Names from here load their room at first use, so that ``import network`` is quick.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from network.errors import Problem, RecordError
from network.records import Event, Organisation, Records, build

if TYPE_CHECKING:
    from network.analysis import analysis_report
    from network.cuts import components
    from network.introductions import Introduction, Upcoming, suggest_introductions
    from network.null_model import Cancelled, Sampler
    from network.picture import (
        Picture,
        backbone,
        organisation_picture,
        sector_picture,
        vis_network_folder,
    )
    from network.projection import (
        PROJECTION_COLUMNS,
        Projection,
        project,
        projection_rows,
        two_mode,
    )
    from network.reading import parse_date, read_records
    from network.report import Report, observed_report, to_json
    from network.sectors import SectorTables, sector_tables

_ROOMS = {
    "analysis": ("analysis_report",),
    "introductions": ("Introduction", "Upcoming", "suggest_introductions"),
    "null_model": ("Cancelled", "Sampler"),
    "cuts": ("components",),
    "picture": (
        "Picture",
        "backbone",
        "organisation_picture",
        "sector_picture",
        "vis_network_folder",
    ),
    "projection": ("PROJECTION_COLUMNS", "Projection", "project", "projection_rows", "two_mode"),
    "reading": ("parse_date", "read_records"),
    "report": ("Report", "observed_report", "to_json"),
    "sectors": ("SectorTables", "sector_tables"),
}
_ROOM_OF = {name: room for room, names in _ROOMS.items() for name in names}

__all__ = [
    "PROJECTION_COLUMNS",
    "Cancelled",
    "Event",
    "Introduction",
    "Organisation",
    "Picture",
    "Problem",
    "Projection",
    "RecordError",
    "Records",
    "Report",
    "Sampler",
    "SectorTables",
    "Upcoming",
    "analysis_report",
    "backbone",
    "build",
    "components",
    "observed_report",
    "organisation_picture",
    "parse_date",
    "project",
    "projection_rows",
    "read_records",
    "sector_picture",
    "sector_tables",
    "suggest_introductions",
    "to_json",
    "two_mode",
    "vis_network_folder",
]


def __getattr__(name: str) -> Any:
    if name not in _ROOM_OF:
        raise AttributeError(f"module 'network' has no attribute {name!r}")
    return getattr(import_module(f"network.{_ROOM_OF[name]}"), name)
