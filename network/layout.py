"""Places on a circle, and igraph's dice: what is drawn or grouped twice comes out the same."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

_ONE_AT_A_TIME = Lock()


def circle(count: int, *, radius: float = 300.0) -> Floats:
    """``count`` places on a circle, the first on top, clockwise; shape (count, 2), pixels."""
    angle = 2 * np.pi * np.arange(count) / max(count, 1) - np.pi / 2
    return np.round(radius * np.column_stack([np.cos(angle), np.sin(angle)]), 1) + 0.0


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
