"""Which names a picture has room for, and where: of the groups first, then of those in them.

As static/js/graph/canvas.js does it on the page: none over another, none over the edge.
"""

from typing import Any

from arenas.graphs.drawing import Area, Drawing, Node
from network.labels import Box, readable, shortened, width_of

LONGEST_HEAD = 40
BOLDER = 1.15 * 1.08
"""How much larger and wider a group's name is written than an organisation's."""

Written = list[dict[str, Any]]


def written(drawn: Drawing, size: float, box: Box) -> tuple[Written, Written]:
    """The names of the groups and of the nodes, each with its middle, its foot and its words."""
    bodies = [
        Box(n.x - n.size * 0.7, n.y - n.size * 0.7, n.x + n.size * 0.7, n.y + n.size * 0.7)
        for n in drawn.nodes
    ]
    headed = readable((_inside(_head_boxes(area, size), box) for area in drawn.areas), bodies)
    heads = [found for found in headed if found is not None]
    order = drawn.by_importance()
    places = readable((_inside(_name_boxes(node, size), box) for node in order), [*bodies, *heads])
    return (
        [
            _name(shortened(area.name, LONGEST_HEAD), place, size * BOLDER)
            for area, place in zip(drawn.areas, headed, strict=True)
            if place is not None
        ],
        [
            _name(node.short, place, size)
            for node, place in zip(order, places, strict=True)
            if place is not None
        ],
    )


def _name(words: str, place: Box, size: float) -> dict[str, Any]:
    return {
        "x": round((place.left + place.right) / 2, 1),
        "y": round(place.bottom - size * 0.25, 1),
        "words": words,
    }


def _inside(places: list[Box], box: Box) -> list[Box]:
    return [
        place
        for place in places
        if box.left <= place.left
        and place.right <= box.right
        and box.top <= place.top
        and place.bottom <= box.bottom
    ]


def _head_boxes(area: Area, size: float) -> list[Box]:
    """Above a group, else below it, else beside it; a shape of the map has its name above."""
    width = width_of(shortened(area.name, LONGEST_HEAD), size * BOLDER)
    return _around(area.x, area.y, area.radius, width, size * BOLDER * 1.2, (0, 2, 1, 3))


def _name_boxes(node: Node, size: float) -> list[Box]:
    """Below, to the right, above, to the left; as labels.js tries them on the page."""
    reach = node.size + size * 0.2
    return _around(node.x, node.y, reach, width_of(node.short, size), size * 1.2, (2, 1, 0, 3))


def _around(
    x: float, y: float, reach: float, width: float, high: float, order: tuple[int, ...]
) -> list[Box]:
    """A box on each side of a circle; ``order`` of above, to the right, below, to the left."""
    middle, half = y - high / 2, width / 2
    sides = [
        Box(x - half, y - reach - high, x + half, y - reach),
        Box(x + reach, middle, x + reach + width, middle + high),
        Box(x - half, y + reach, x + half, y + reach + high),
        Box(x - reach - width, middle, x - reach, middle + high),
    ]
    return [sides[number] for number in order]
