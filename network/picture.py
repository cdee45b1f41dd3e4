"""The network as plain data for vis-network: nodes, edges, options; never pyvis's own page.

pyvis holds the data and brings vis-network in its wheel. It is imported when a picture is
made, because it takes most of a second. Its lists are filled directly: ``add_edge`` looks
through every edge each time (WestHealth/pyvis#304). The page that draws this must put the
data in a non-script block; titles and labels are plain text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from network import layout
from network.backbone import strongest_ties
from network.projection import Projection
from network.records import Organisation, Records
from network.sectors import SectorTables

COLOURS = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#7a5c00", "#666666")
SHAPES = ("dot", "square", "triangle", "diamond", "star", "triangleDown", "hexagon", "dot")
NO_SECTOR = ("#9a9a9a", "dot")

OPTIONS: dict[str, Any] = {
    "autoResize": True,
    "physics": {"enabled": False},
    "layout": {"improvedLayout": False, "randomSeed": 1},
    "interaction": {
        "hover": True,
        "tooltipDelay": 150,
        "hideEdgesOnDrag": True,
        "keyboard": {"enabled": True, "bindToWindow": False},
    },
    "nodes": {
        "borderWidth": 1,
        "scaling": {"min": 8, "max": 28, "label": {"enabled": False, "drawThreshold": 9}},
        "font": {"size": 14},
    },
    "edges": {"smooth": False, "scaling": {"min": 1, "max": 8, "label": {"enabled": False}}},
}

NodeTitle = Callable[[Organisation, int, int], str]
EdgeTitle = Callable[[Organisation, Organisation, int], str]


@dataclass(frozen=True)
class Picture:
    """What vis-network draws: plain dicts, ready for JSON. ``shown`` of ``total`` ties."""

    nodes: list[dict[str, Any]]
    edges: list[dict[str, Any]]
    options: dict[str, Any]
    shown: int
    total: int


def vis_network_folder() -> Path:
    """The folder of the pyvis wheel with ``vis-network.min.js`` and ``vis-network.css``.

    Raises FileNotFoundError when pyvis is not installed. pyvis itself is not imported.
    """
    spec = find_spec("pyvis")
    if spec is None or spec.origin is None:
        raise FileNotFoundError("pyvis is not installed")
    return Path(spec.origin).parent / "lib" / "vis-9.1.2"


def sector_styles(
    sectors: Iterable[str], colours: Mapping[str, str] | None = None
) -> dict[str, tuple[str, str]]:
    """Colour and shape of each sector: a shape too, for those who see no colours."""
    given = colours or {}
    return {
        sector: (given.get(sector, COLOURS[i % len(COLOURS)]), SHAPES[i % len(SHAPES)])
        for i, sector in enumerate(sectors)
    }


def organisation_picture(
    records: Records,
    projection: Projection,
    *,
    limit: int = 600,
    seed: int = 1,
    colours: Mapping[str, str] | None = None,
    gaps: Iterable[tuple[str, str]] = (),
    node_title: NodeTitle | None = None,
    edge_title: EdgeTitle | None = None,
) -> Picture:
    """Organisations by sector, ties as thick as they are strong, gaps as dashed lines.

    Parameters
    ----------
    records, projection
        The projection is read, never changed.
    limit : int
        Ties drawn at most (see `strongest_ties`); never a hairball.
    seed : int
        For the places.
    colours : mapping, optional
        Sector to CSS colour; others take the built-in, colour-blind safe ones.
    gaps : iterable of (id, id)
        Pairs to draw as dashed lines.
    node_title, edge_title : callables, optional
        Plain text for the tooltip: (organisation, meetings, partners) and (one, other,
        shared meetings), so that the page can say it in its own language.
    """
    drawn = strongest_ties(projection, limit)
    places = layout.positions(drawn, seed=seed).tolist()
    styles = sector_styles(records.sectors, colours)
    meetings, partners = records.meetings.tolist(), projection.degree.tolist()
    nodes = []
    for i, one in enumerate(records.organisations):
        colour, shape = styles[one.sector] if one.sector else NO_SECTOR
        tell = node_title or _node_title
        nodes.append(
            {
                "id": one.id,
                "label": one.name or one.id,
                "title": tell(one, meetings[i], partners[i]),
                "group": one.sector or "",
                "color": colour,
                "shape": shape,
                "value": meetings[i],
                "x": places[i][0],
                "y": places[i][1],
            }
        )
    edges = [*_ties(records, drawn, edge_title or _edge_title), *_gap_lines(gaps)]
    return _collect(nodes, edges, drawn.edges, projection.edges)


def sector_picture(
    tables: SectorTables,
    *,
    colours: Mapping[str, str] | None = None,
    names: Mapping[str, str] | None = None,
) -> Picture:
    """The sectors on a circle, joined by the meetings where both were; sized by members."""
    styles = sector_styles(tables.sectors, colours)
    places = layout.circle(len(tables.sectors)).tolist()
    labels = [(names or {}).get(sector, sector) for sector in tables.sectors]
    nodes = [
        {
            "id": sector,
            "label": labels[i],
            "title": f"{labels[i]}: {int(tables.sizes[i])}",
            "group": sector,
            "color": styles[sector][0],
            "shape": styles[sector][1],
            "value": int(tables.sizes[i]),
            "x": places[i][0],
            "y": places[i][1],
        }
        for i, sector in enumerate(tables.sectors)
    ]
    edges = [
        {
            "id": f"{tables.sectors[s]}|{tables.sectors[t]}",
            "from": tables.sectors[s],
            "to": tables.sectors[t],
            "value": int(tables.meetings_with_both[s, t]),
            "title": f"{labels[s]} - {labels[t]}: {int(tables.meetings_with_both[s, t])}",
        }
        for s in range(len(tables.sectors))
        for t in range(s + 1, len(tables.sectors))
        if tables.meetings_with_both[s, t]
    ]
    return _collect(nodes, edges, len(edges), len(edges))


def _ties(records: Records, drawn: Projection, tell: EdgeTitle) -> Iterable[dict[str, Any]]:
    organisations = records.organisations
    columns = (drawn.a, drawn.b, drawn.meetings, drawn.newman)
    for a, b, meetings, newman in zip(*(c.tolist() for c in columns), strict=True):
        one, other = organisations[a], organisations[b]
        yield {
            "id": f"{one.id}|{other.id}",
            "from": one.id,
            "to": other.id,
            "value": round(newman, 6),
            "title": tell(one, other, meetings),
        }


def _gap_lines(gaps: Iterable[tuple[str, str]]) -> Iterable[dict[str, Any]]:
    for one, other in gaps:
        yield {"id": f"gap|{one}|{other}", "from": one, "to": other, "dashes": True, "value": 0}


def _collect(
    nodes: list[dict[str, Any]], edges: list[dict[str, Any]], shown: int, total: int
) -> Picture:
    """Through pyvis, its lists filled directly."""
    from pyvis.network import Network

    drawing = Network(directed=False)
    drawing.nodes, drawing.edges = nodes, edges
    drawing.node_ids = [node["id"] for node in nodes]
    drawing.node_map = {node["id"]: node for node in nodes}
    drawing.options = OPTIONS
    data = drawing.get_network_data()
    return Picture(data[0], data[1], OPTIONS, shown, total)


def _node_title(one: Organisation, meetings: int, partners: int) -> str:
    return f"{one.name or one.id}\n{one.sector or '-'}\n{meetings} meetings, {partners} partners"


def _edge_title(one: Organisation, other: Organisation, meetings: int) -> str:
    return f"{one.name or one.id} - {other.name or other.id}: {meetings}"
