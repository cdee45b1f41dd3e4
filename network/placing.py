"""Places that stay: they follow from who there is, hardly from who met whom.

A picture is recognised when its organisations lie where they lay last time, so that none of
these places is the outcome of a simulation that a new meeting could tip over.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

SPACING = 46.0
"""From one organisation to the next inside a group, in the pixels of the picture."""

GOLDEN = math.pi * (3 - math.sqrt(5))


def disc(count: int, *, spacing: float = SPACING) -> Floats:
    """``count`` places that fill a circle about (0, 0) evenly, by their angle; (count, 2).

    The seeds of a sunflower, ordered as the hand of a clock meets them from the top: those
    who follow each other on a list share a slice of the circle.

    References
    ----------
    H. Vogel, "A better way to construct the sunflower head", Math. Biosciences 44 (1979).
    """
    number = np.arange(count)
    reach = spacing * 0.56 * np.sqrt(number + (count > 1) * 0.5)
    angle = number * GOLDEN
    place = np.column_stack([reach * np.sin(angle), -reach * np.cos(angle)])
    return place[np.lexsort((number, np.round(angle % (2 * math.pi), 9)))]


def disc_radius(count: int, *, spacing: float = SPACING) -> float:
    """How far `disc` reaches, with half a spacing of air."""
    return spacing * (0.56 * math.sqrt(max(count, 1)) + 0.5)


def ring(radii: Sequence[float], *, air: float = 60.0) -> Floats:
    """Centres of circles that stand around one large circle and do not touch; (count, 2).

    Parameters
    ----------
    radii : sequence of float
        In the order around, the first on top, clockwise.
    air : float
        Least distance between two of them.
    """
    count = len(radii)
    if count < 2:
        return np.zeros((count, 2))
    halves = [radius + air / 2 for radius in radii]
    low, high = max(halves), sum(halves) * 2
    while high - low > 0.01:  # the smallest circle on which all have room
        middle = (low + high) / 2
        if sum(math.asin(half / middle) for half in halves) > math.pi:
            low = middle
        else:
            high = middle
    widths = np.array([math.asin(half / high) for half in halves])
    widths *= math.pi / widths.sum()
    angle = np.cumsum(2 * widths) - widths - widths[0]
    return high * np.column_stack([np.sin(angle), -np.cos(angle)])


def grouped(label: Sequence[int], count: int) -> tuple[Floats, Floats, list[float]]:
    """Everybody in the circle of the own group, and the circles around one large one.

    Parameters
    ----------
    label : sequence of int
        Group of each, 0..count - 1, in the order they shall follow each other in a group.
    count : int
        Number of groups; one without members has its place all the same.

    Returns
    -------
    places, shape (n, 2); centres, shape (count, 2); radii of the circles.
    """
    group = np.asarray(label, np.int64)
    sizes = np.bincount(group, minlength=count).tolist()
    radii = [disc_radius(size) for size in sizes]
    centres = ring(radii)
    place = np.zeros((len(group), 2))
    for number, size in enumerate(sizes):
        place[group == number] = centres[number] + disc(size)
    return np.round(place, 1), np.round(centres, 1), [round(radius, 1) for radius in radii]


def around(order: Sequence[int], *, first: float = 250.0, step: float = 110.0) -> Floats:
    """Places on rings about (0, 0): the nearest on the innermost; shape (n, 2).

    Parameters
    ----------
    order : sequence of int
        For each, by falling nearness, where it belongs around the clock: equal numbers stand
        beside each other.
    first, step : float
        Radius of the first ring, and how much wider each next one is.
    """
    place = np.zeros((len(order), 2))
    start, ring_number = 0, 0
    while start < len(order):
        radius = first + ring_number * step
        room = int(2 * math.pi * radius / 88)
        members = np.arange(start, min(start + room, len(order)))
        turn = np.lexsort((members, np.asarray(order)[members]))
        share = (np.arange(len(members)) + 0.5 * (ring_number % 2)) / max(len(members), 1)
        angle = 2 * math.pi * share
        place[members[turn]] = radius * np.column_stack([np.sin(angle), -np.cos(angle)])
        start, ring_number = start + room, ring_number + 1
    return np.round(place, 1) + 0.0


def on_map(latitude: Sequence[float], longitude: Sequence[float], *, width: float = 1600) -> Floats:
    """Degrees as pixels: x east, y south, centred, moved apart where they lie on each other.

    Parameters
    ----------
    latitude, longitude : sequence of float
        WGS 84; a few hundred kilometres at most, else the plane is too plain for the globe.
    width : float
        Of the picture; the height follows.
    """
    if not len(latitude):
        return np.zeros((0, 2))
    north, east = np.asarray(latitude, float), np.asarray(longitude, float)
    middle = math.cos(math.radians(float(north.min() + north.max()) / 2))
    place = np.column_stack([east * middle, -north])
    place -= (place.min(axis=0) + place.max(axis=0)) / 2
    extent = float((place.max(axis=0) - place.min(axis=0)).max())
    return np.round(spread(place * (width / extent if extent else 0.0)), 1) + 0.0


def spread(place: Floats, *, apart: float = 26.0, rounds: int = 200) -> Floats:
    """The same places, pushed just far enough from each other; deterministic.

    Time O(rounds x close pairs).
    """
    from scipy.spatial import cKDTree

    moved = np.array(place, float)
    angle = np.arange(len(moved)) * GOLDEN  # where two lie on one point, each has its own way
    moved += 0.5 * np.column_stack([np.cos(angle), np.sin(angle)])
    for _ in range(rounds):
        pairs = cKDTree(moved).query_pairs(apart * 0.999, output_type="ndarray")
        if not len(pairs):
            break
        gap = moved[pairs[:, 1]] - moved[pairs[:, 0]]
        distance = np.maximum(np.linalg.norm(gap, axis=1), 1e-9)
        push = gap * ((apart - distance) / distance / 2)[:, None]
        np.add.at(moved, pairs[:, 0], -push * 0.9)
        np.add.at(moved, pairs[:, 1], push * 0.9)
    return moved


def outline(place: Floats, *, air: float = 26.0) -> list[tuple[float, float]]:
    """Corners of the hull of some places with air around it, rounded; nothing for none."""
    if not len(place):
        return []
    turn = np.linspace(0, 2 * math.pi, 12, endpoint=False)
    circle = air * np.column_stack([np.cos(turn), np.sin(turn)])
    points = (place[:, None, :] + circle[None, :, :]).reshape(-1, 2)
    from scipy.spatial import ConvexHull

    corners = np.round(points[ConvexHull(points).vertices], 1)
    return [(float(x), float(y)) for x, y in corners]
