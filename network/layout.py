"""Where to draw each organisation: computed here, seeded, so that a picture stays as it was.

Each component is laid out apart and isolates are packed in rows below, else a few stray nodes
squeeze the rest into a blob.
"""

from __future__ import annotations

import math
import random
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock
from typing import Any

import numpy as np
from numpy.typing import NDArray

from network.cuts import as_igraph, components
from network.projection import Projection

Floats = NDArray[np.float64]
Longs = NDArray[np.int64]

_ONE_AT_A_TIME = Lock()

SPACING = 90.0
"""Room for one node, in the pixels of the picture at its natural size."""


def positions(projection: Projection, *, seed: int = 1) -> Floats:
    """A place for each organisation.

    Parameters
    ----------
    projection : Projection
        The ties that are drawn: usually a backbone, not all of them.
    seed : int
        The same ties and seed give the same places.

    Returns
    -------
    float array, shape (n, 2)
        x to the right, y downwards, in pixels, centred about (0, 0), rounded to 0.1.

    Notes
    -----
    Fruchterman-Reingold (1991) by igraph, weighted by tie strength: about 0.14 s at 500
    organisations. The shelf packing of the components is O(c log c).
    """
    label = components(projection)
    place = np.zeros((projection.n, 2))
    count = int(label.max(initial=-1)) + 1
    graph = as_igraph(projection)
    graph.es["weight"] = np.log1p(projection.meetings).tolist()
    order = np.argsort(label, kind="stable").astype(np.int64)
    edges = np.searchsorted(label[order], np.arange(count + 1))
    boxes: list[tuple[float, float]] = []
    with seeded(seed):
        for number in range(count):
            members = order[edges[number] : edges[number + 1]]
            place[members], box = _component(graph, members)
            boxes.append(box)
    for number, corner in enumerate(_shelves(boxes)):
        place[order[edges[number] : edges[number + 1]]] += corner
    if projection.n:
        place -= (place.min(axis=0) + place.max(axis=0)) / 2
    return np.round(place, 1) + 0.0


def circle(count: int, *, radius: float = 300.0) -> Floats:
    """``count`` places on a circle, the first on top, clockwise; shape (count, 2), pixels."""
    angle = 2 * np.pi * np.arange(count) / max(count, 1) - np.pi / 2
    return np.round(radius * np.column_stack([np.cos(angle), np.sin(angle)]), 1) + 0.0


def _component(graph: Any, members: Longs) -> tuple[Floats, tuple[float, float]]:
    """Places of one component from its own top left corner, and the box it fills."""
    if len(members) == 1:
        return np.zeros((1, 2)), (SPACING, SPACING)
    part = graph.induced_subgraph(members.tolist())
    found = part.layout_fruchterman_reingold(weights="weight", niter=500)
    place = np.array(found.coords)
    place -= place.min(axis=0)
    side = SPACING * math.sqrt(len(members)) * 1.5
    place *= side / max(float(place.max()), 1e-9)
    width, height = place.max(axis=0) + SPACING * 1.5
    return place, (float(width), float(height))


def _shelves(boxes: list[tuple[float, float]]) -> Iterator[tuple[float, float]]:
    """Top left corner of each box, given by falling number of members, row by row."""
    area = sum(width * height for width, height in boxes)
    room = max(1.4 * math.sqrt(area), max((width for width, _ in boxes), default=0.0))
    x = y = shelf = 0.0
    for width, height in boxes:
        if x and x + width > room:
            x, y, shelf = 0.0, y + shelf, 0.0
        yield x, y
        x += width
        shelf = max(shelf, height)


@contextmanager
def seeded(seed: int) -> Iterator[None]:
    """igraph, which has one generator for all, draws from ``seed`` in here: one at a time."""
    import igraph

    with _ONE_AT_A_TIME:
        igraph.set_random_number_generator(random.Random(seed))  # noqa: S311
        try:
            yield
        finally:
            igraph.set_random_number_generator(random)
