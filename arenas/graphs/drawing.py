"""The graph as data for the page: what is drawn, where, and the same ties as rows."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from arenas.graphs.figures import Figures
from arenas.models.enums import Sector
from network.backbone import closest_ties
from network.picture import organisation_picture
from network.projection import Projection
from network.records import Organisation

MOST_TIES = 20_000

# The shapes of templates/macros/ui.html by the names of vis-network; a plus it does not have,
# so that the script draws it.
SHAPES = {
    Sector.MUNICIPALITY: "dot",
    Sector.COUNTY: "square",
    Sector.INDUSTRY: "triangle",
    Sector.CLUSTER: "triangleDown",
    Sector.ACADEMIA: "diamond",
    Sector.CULTURE: "star",
    Sector.NATIONAL_AUTHORITY: "hexagon",
    Sector.OTHER: "custom",
}


@dataclass(frozen=True)
class Tie:
    """Two organisations (ids) that met, how often, and Newman's strength of the tie."""

    a: str
    b: str
    meetings: int
    strength: float


@dataclass(frozen=True)
class Drawing:
    """``data`` is what the script reads; ``ties`` are the rows of the table beside it."""

    data: dict[str, Any]
    ties: list[Tie]
    total: int


def draw(
    figures: Figures,
    every_tie: bool,
    describe: Callable[[Organisation, int, int], str],
    describe_tie: Callable[[Organisation, Organisation, int], str],
    link: Callable[[str], str],
) -> Drawing:
    """Each organisation's closest ties, or every one, with all organisations in their places.

    ``describe`` gives an organisation's tooltip (organisation, meetings, partners),
    ``describe_tie`` a tie's (one, other, meetings) and ``link`` an organisation's address;
    all are plain text.
    """
    drawn = figures.projection if every_tie else closest_ties(figures.projection)
    partners = dict(zip(figures.records.ids, figures.projection.degree.tolist(), strict=True))
    picture = organisation_picture(
        figures.records,
        drawn,
        limit=MOST_TIES,
        node_title=lambda one, meetings, _drawn: describe(one, meetings, partners[one.id]),
        edge_title=describe_tie,
    )
    rows = ties(figures, drawn)
    nodes = [
        {
            **node,
            "name": node["label"],
            "url": link(node["id"]),
            "shape": SHAPES[Sector(node["group"])],
        }
        for node in picture.nodes
    ]
    edges = [
        {**edge, "meetings": tie.meetings} for edge, tie in zip(picture.edges, rows, strict=True)
    ]
    data = {"nodes": nodes, "edges": edges, "options": picture.options}
    return Drawing(data, rows, figures.projection.edges)


def ties(figures: Figures, projection: Projection) -> list[Tie]:
    """Every tie of ``projection`` as a row, in the order of the ids."""
    ids = figures.records.ids
    columns = (projection.a, projection.b, projection.meetings, projection.newman)
    return [
        Tie(ids[a], ids[b], meetings, strength)
        for a, b, meetings, strength in zip(*(c.tolist() for c in columns), strict=True)
    ]
