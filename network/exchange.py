"""The organisation network in other programs' formats: GEXF, GraphML, Kumu, CSV."""

from __future__ import annotations

import io
import json
from collections import Counter
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from network.plain import plain
from network.projection import PROJECTION_COLUMNS, Projection, projection_rows
from network.records import Records
from network.tables import Table, to_csv

if TYPE_CHECKING:
    import networkx as nx

More = Mapping[str, Mapping[str, Any]]
"""Attributes to add, by organisation id: any values, which are made plain."""


RESERVED = frozenset({"viz", "start", "end", "slices", "spells", "parents", "pid", "weight"})
"""Words with a meaning of their own in GEXF: an attribute of that name gets an underscore."""


def _given(more: More | None, name: str) -> dict[str, Any]:
    values = (more or {}).get(name, {})
    return {key + "_" * (key in RESERVED): plain(value) for key, value in values.items()}


def export_graph(records: Records, projection: Projection, more: More | None = None) -> nx.Graph:
    """A networkx graph with plain attributes alone; the edges have ``weight`` = meetings.

    Raises ValueError above 200,000 edges.
    """
    graph = projection.graph(records)
    meetings = records.meetings.tolist()
    for i, one in enumerate(records.organisations):
        given = _given(more, one.id)
        own = {"label": one.name or one.id, "sector": one.sector, "county": one.county}
        node = graph.nodes[one.id]
        node.clear()
        node.update(given | {key: plain(value) for key, value in own.items()})
        node["meetings"] = meetings[i]
    for _, _, tie in graph.edges(data=True):
        tie["weight"] = tie["meetings"]
    return graph


def to_gexf(records: Records, projection: Projection, more: More | None = None) -> bytes:
    """GEXF 1.2 for Gephi, UTF-8."""
    import networkx as nx

    text = io.BytesIO()
    nx.write_gexf(export_graph(records, projection, more), text)
    return text.getvalue()


def to_graphml(records: Records, projection: Projection, more: More | None = None) -> bytes:
    """GraphML, UTF-8; read by Gephi, yEd, Cytoscape, igraph and networkx."""
    import networkx as nx

    text = io.BytesIO()
    nx.write_graphml_xml(export_graph(records, projection, more), text)
    return text.getvalue()


def to_kumu(records: Records, projection: Projection, more: More | None = None) -> str:
    """Kumu's JSON: ``elements`` with label and type (the sector), ``connections`` by label.

    Kumu joins by label, so two organisations with the same name get their id in brackets.
    """
    names = [one.name or one.id for one in records.organisations]
    times = Counter(names)
    labels = [
        f"{name} ({one.id})" if times[name] > 1 else name
        for name, one in zip(names, records.organisations, strict=True)
    ]
    meetings = records.meetings.tolist()
    elements = [
        _given(more, one.id)
        | {
            "label": plain(label),
            "type": plain(one.sector),
            "id": one.id,
            "meetings": meetings[i],
        }
        for i, (one, label) in enumerate(zip(records.organisations, labels, strict=True))
    ]
    columns = (projection.a, projection.b, projection.meetings, projection.newman)
    connections = [
        {
            "from": plain(labels[a]),
            "to": plain(labels[b]),
            "direction": "undirected",
            "strength": newman,
            "meetings": count,
        }
        for a, b, count, newman in zip(*(c.tolist() for c in columns), strict=True)
    ]
    found = {"elements": elements, "connections": connections}
    return json.dumps(found, ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def to_edge_csv(records: Records, projection: Projection) -> str:
    """Every pair that met: a,b,meetings,newman."""
    rows = tuple(projection_rows(records, projection))
    return to_csv(Table("projection", PROJECTION_COLUMNS, rows))
