"""The graph as the shapes of an SVG: where there is no script, and as a picture to take along.

What a person wrote is text and nothing else. On the page the style sheet gives the colours
(light and dark), in a file the attributes of templates/graphs/picture.svg do.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from flask import render_template

from arenas.graphs.drawing import Area, Drawing, Node, by_weight
from arenas.graphs.graph_names import written
from network.labels import Box, width_of
from network.plain import plain

FONT = "system-ui, 'Segoe UI', Roboto, 'Noto Sans', 'Liberation Sans', Arial, sans-serif"
MARGIN, SIZE, WIDTH = 40.0, 13.0, 1400.0
FILE_WIDTH = 1600
"""Pixels of a picture that is taken along; the height follows."""


@dataclass(frozen=True)
class Shapes:
    """Everything that the template writes, in the order it is painted; texts are plain."""

    title: str
    box: Box
    size: float
    areas: list[dict[str, Any]]
    lines: list[dict[str, Any]]
    nodes: list[dict[str, Any]]
    names: list[dict[str, Any]]
    heads: list[dict[str, Any]]

    @property
    def width(self) -> float:
        return round(self.box.right - self.box.left, 1)

    @property
    def height(self) -> float:
        return round(self.box.bottom - self.box.top, 1)


@dataclass(frozen=True)
class Caption:
    """What stands around a picture that is taken along: plain text; ``sectors`` with words."""

    title: str
    source: str
    sectors: Sequence[tuple[str, str]] = ()


def svg(drawn: Drawing, caption: Caption, *, font: str = FONT) -> str:
    """The picture as a file, which tells by itself what it shows and what it is made of."""
    found = shapes(drawn, caption.title)
    size, box = found.size * 1.1, found.box
    wide = found.width - 2 * MARGIN
    above = wrapped(caption.title, size * 1.2, wide)
    below = wrapped(caption.source, size, wide)
    keys, rows = _keys(caption.sectors, size, wide)
    high = Box(
        box.left,
        box.top - size * 1.7 * len(above),
        box.right,
        box.bottom + size * (1.7 * rows + 1.5 * len(below) + 1),
    )
    found = replace(found, box=high)
    return render_template(
        "graphs/picture.svg",
        shapes=found,
        file=True,
        font=font,
        wide=FILE_WIDTH,
        high=round(FILE_WIDTH * found.height / found.width),
        left=box.left + MARGIN,
        text_size=round(size, 1),
        above=[(_text(line), high.top + size * 1.7 * (i + 1)) for i, line in enumerate(above)],
        keys=[{**key, "y": key["y"] + box.bottom, "x": key["x"] + box.left} for key in keys],
        below=[
            (_text(line), box.bottom + size * (1.7 * rows + 1.5 * (i + 1)))
            for i, line in enumerate(below)
        ],
    )


def wrapped(text: str, size: float, width: float) -> list[str]:
    """The text in lines that are no wider than ``width``, broken between words."""
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and width_of(longer, size) > width:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines if lines[0] else []


def _keys(
    sectors: Sequence[tuple[str, str]], size: float, width: float
) -> tuple[list[dict[str, Any]], int]:
    """A shape and its word for each sector, in rows from (0, 0), and how many rows."""
    found: list[dict[str, Any]] = []
    x, row = MARGIN, 0
    for sector, words in sectors:
        long = size * 3 + width_of(words, size)
        if x > MARGIN and x + long > width + MARGIN:
            x, row = MARGIN, row + 1
        y = size * (1.7 * row + 1)
        shape = Node(sector, words, sector, size * 0.5, 0, 0, 0, "")
        found.append({"sector": sector, "words": words, "path": _path(shape), "x": x, "y": y})
        x += long
    return found, row + 1 if sectors else 0


def shapes(drawn: Drawing, title: str) -> Shapes:
    """Names are written where they have room, the most important first; text is as large as it
    must be to be read when the picture is as wide as a page.
    """
    box = _bounds(drawn)
    scale = max((box.right - box.left) / WIDTH, 0.6)
    size = (SIZE if drawn.areas else 1.5 * SIZE) * scale
    heads, names = written(drawn, size, box)
    return Shapes(
        title=_text(title),
        box=box,
        size=round(size, 1),
        areas=[_area(area) for area in drawn.areas],
        lines=list(_lines(drawn, scale)),
        nodes=[_node(node) for node in reversed(by_weight(drawn.nodes))],
        names=[{**one, "words": _text(one["words"])} for one in names],
        heads=[{**one, "words": _text(one["words"])} for one in heads],
    )


def _bounds(drawn: Drawing) -> Box:
    edges = [Box(n.x - n.size, n.y - n.size, n.x + n.size, n.y + n.size) for n in drawn.nodes]
    for area in drawn.areas:
        corners = area.corners or (
            (area.x - area.radius, area.y - area.radius - 24),
            (area.x + area.radius, area.y + area.radius),
        )
        xs, ys = zip(*corners, strict=True)
        edges.append(Box(min(xs), min(ys), max(xs), max(ys)))
    if not edges:
        return Box(-100, -100, 100, 100)
    side = 90 if drawn.kind in {"sectors", "around"} else MARGIN
    return Box(
        min(edge.left for edge in edges) - side,
        min(edge.top for edge in edges) - MARGIN,
        max(edge.right for edge in edges) + side,
        max(edge.bottom for edge in edges) + MARGIN + 20,
    )


def _area(area: Area) -> dict[str, Any]:
    return {
        "x": area.x,
        "y": area.y,
        "radius": area.radius,
        "corners": " ".join(f"{x:g},{y:g}" for x, y in area.corners),
    }


def _lines(drawn: Drawing, scale: float) -> Iterable[dict[str, Any]]:
    """The thinnest first, so that the strong ties lie above them."""
    place = {node.id: node for node in drawn.nodes}
    faint = 0.35 if len(drawn.ties) > 400 else 0.55
    for tie, width in sorted(
        zip(drawn.ties, drawn.widths(), strict=True), key=lambda pair: pair[1]
    ):
        yield {
            "a": place[tie.a],
            "b": place[tie.b],
            "width": round(width * max(scale, 1), 2),
            "faint": 0.25 if drawn.centre and drawn.centre not in (tie.a, tie.b) else faint,
            "dashes": _dashes(width, scale) if tie.missing else "",
            "words": _text(tie.words),
        }


def _dashes(width: float, scale: float) -> str:
    return f"{max(8 * scale, 2.5 * width):.1f} {max(6 * scale, 1.6 * width):.1f}"


def _node(node: Node) -> dict[str, Any]:
    return {
        "sector": node.sector,
        "hollow": node.hollow,
        "path": _path(node),
        "name": _text(node.name),
        "words": _text("\n".join((node.name, *node.facts))),
        "url": node.url,
    }


def _path(node: Node) -> str:
    """The outline of the sector's shape about the node's place; as in macros/ui.html."""
    x, y, r = node.x, node.y, node.size
    if node.sector == "municipality":
        return f"M{x - r:g} {y:g}a{r:g} {r:g} 0 1 0 {2 * r:g} 0a{r:g} {r:g} 0 1 0 {-2 * r:g} 0z"
    points = [(x + r * across, y + r * down) for across, down in CORNERS[node.sector]]
    return "M" + "L".join(f"{px:.1f} {py:.1f}" for px, py in points) + "z"


def _turned(count: int, start: float, inner: float = 0.0) -> list[tuple[float, float]]:
    """Corners around the clock from ``start`` (turns from the top); every other one inside."""
    found = []
    for step in range(count):
        reach = inner if inner and step % 2 else 1.0
        angle = 2 * math.pi * (start + step / count)
        found.append((reach * math.sin(angle), -reach * math.cos(angle)))
    return found


_ARM = 0.33
CORNERS = {
    "county": [(-0.9, -0.9), (0.9, -0.9), (0.9, 0.9), (-0.9, 0.9)],
    "industry": [(0, -1.05), (1.05, 0.85), (-1.05, 0.85)],
    "cluster": [(0, 1.05), (1.05, -0.85), (-1.05, -0.85)],
    "academia": [(0, -1.1), (1.1, 0), (0, 1.1), (-1.1, 0)],
    "culture": _turned(10, 0.0, 0.45),
    "national_authority": _turned(6, 0.25),
    "other": [
        (-_ARM, -1), (_ARM, -1), (_ARM, -_ARM), (1, -_ARM), (1, _ARM), (_ARM, _ARM),
        (_ARM, 1), (-_ARM, 1), (-_ARM, _ARM), (-1, _ARM), (-1, -_ARM), (-_ARM, -_ARM),
    ],
}  # fmt: skip


def _text(words: str) -> str:
    """Without the characters that XML cannot hold; the template escapes the rest."""
    return str(plain(words))
