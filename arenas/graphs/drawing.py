"""A picture as data: the same nodes and ties are drawn, listed, written and read aloud."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from arenas.models.enums import Sector
from network.labels import shortened

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
class Node:
    """A sector or an organisation with its place. ``facts`` are lines of plain text.

    ``hollow``: it is there without having met anybody. ``weight`` orders: the most important
    first at the keyboard and for the labels.
    """

    id: str
    name: str
    sector: str
    size: float
    x: float
    y: float
    weight: float
    url: str
    facts: tuple[str, ...] = ()
    label: str = ""
    hollow: bool = False

    @property
    def short(self) -> str:
        return shortened(self.label or self.name)


@dataclass(frozen=True)
class Tie:
    """Two that met, or whose meeting is missing: a line of the drawing and a row of the table.

    ``meetings`` are those of both; ``strength`` is Newman's, of two organisations;
    ``expected`` what chance would give, where it is known.
    """

    a: str
    b: str
    meetings: int
    strength: float | None = None
    expected: float | None = None
    missing: bool = False
    words: str = ""

    @property
    def weight(self) -> float:
        """What the line is as thick as: strength, else meetings; where they are missing, those
        that were expected."""
        if self.missing:
            return self.expected or 0.0
        return float(self.meetings) if self.strength is None else self.strength


@dataclass(frozen=True)
class Area:
    """A group behind its members: a circle about (x, y), or a shape with ``corners``."""

    name: str
    x: float
    y: float
    radius: float = 0.0
    corners: tuple[tuple[float, float], ...] = ()


@dataclass(frozen=True)
class Drawing:
    """What is drawn. ``total`` are the ties there are, drawn or not.

    ``kind`` is sectors, organisations, map or around; ``centre`` the id in the middle of the
    last. ``thickest`` is how wide the strongest tie is drawn, in pixels; ``nodes_total`` how
    many organisations there are where only some are drawn, ``own`` and ``own_total`` the same
    of those that a sector or a county was chosen for.
    """

    kind: str
    nodes: list[Node]
    ties: list[Tie]
    total: int
    areas: list[Area] = field(default_factory=list)
    centre: str = ""
    thickest: float = 6.0
    nodes_total: int = 0
    own: int = 0
    own_total: int = 0

    @property
    def met(self) -> list[Tie]:
        return [tie for tie in self.ties if not tie.missing]

    @property
    def missing(self) -> list[Tie]:
        return [tie for tie in self.ties if tie.missing]

    def widths(self) -> list[float]:
        """How wide each tie is drawn, in proportion to its weight: at least a hair, at most as
        the strongest (around one organisation: the strongest of its own, and those that are not
        its own are thin).

        A missing tie of two sectors is as wide as the meetings that were expected would be; of
        two organisations all are alike.
        """
        own = [tie for tie in self.met if not self.centre or self.centre in (tie.a, tie.b)]
        strongest = max((tie.weight for tie in own), default=0.0) or 1.0
        return [self._width(tie, strongest) for tie in self.ties]

    def _width(self, tie: Tie, strongest: float) -> float:
        if tie.missing and self.kind != "sectors":
            return 1.8
        beside = self.centre and self.centre not in (tie.a, tie.b)
        most = 1.5 if beside else self.thickest
        return round(min(self.thickest * max(tie.weight / strongest, 0.04), most), 2)

    def by_importance(self) -> list[Node]:
        """The one in the middle, then by weight: in this order the keyboard meets them."""
        return sorted(by_weight(self.nodes), key=lambda node: node.id != self.centre)

    def names(self) -> dict[str, str]:
        return {node.id: node.name for node in self.nodes}

    def data(self) -> dict[str, Any]:
        """What the script reads: plain values."""
        return {
            "kind": self.kind,
            "centre": self.centre,
            "nodes": [_node(node) for node in self.by_importance()],
            "edges": [
                {
                    "from": tie.a,
                    "to": tie.b,
                    "meetings": tie.meetings,
                    "width": width,
                    "title": tie.words,
                    **({"missing": True} if tie.missing else {}),
                }
                for tie, width in zip(self.ties, self.widths(), strict=True)
            ],
            "areas": [_area(area) for area in self.areas],
        }


def _node(node: Node) -> dict[str, Any]:
    return {
        "id": node.id,
        "label": node.short,
        "name": node.name,
        "group": node.sector,
        "shape": SHAPES[Sector(node.sector)],
        "size": node.size,
        "x": node.x,
        "y": node.y,
        "url": node.url,
        "facts": list(node.facts),
        **({"hollow": True} if node.hollow else {}),
    }


def _area(area: Area) -> dict[str, Any]:
    shape: Mapping[str, Any] = (
        {"corners": [list(corner) for corner in area.corners]}
        if area.corners
        else {"radius": area.radius}
    )
    return {"name": area.name, "x": area.x, "y": area.y, **shape}


def by_weight(nodes: list[Node]) -> list[Node]:
    """The most important first; equals in the order of their ids."""
    return sorted(nodes, key=lambda node: (-node.weight, node.id))
