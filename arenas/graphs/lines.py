"""The trend as a drawing: where each mark stands. The template draws them, the table says them."""

from collections.abc import Sequence
from dataclasses import dataclass

from arenas.graphs.halves import Point

WIDTH, HEIGHT = 720, 240
LEFT, RIGHT, TOP, BOTTOM = 44, 16, 14, 44
BAR = 14


@dataclass(frozen=True)
class Dot:
    x: float
    y: float
    observed: int


@dataclass(frozen=True)
class Bar:
    """The interval of chance in one half-year."""

    x: float
    y: float
    height: float


@dataclass(frozen=True)
class Tick:
    at: float
    words: str


@dataclass(frozen=True)
class Chart:
    """``expected`` are the lines between half-years that follow each other with enough data."""

    observed: str
    dots: list[Dot]
    expected: list[str]
    bars: list[Bar]
    levels: list[Tick]
    halves: list[Tick]
    years: list[Tick]
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    right: int = WIDTH - RIGHT
    foot: int = HEIGHT - BOTTOM


def chart(points: Sequence[Point]) -> Chart:
    """Where the marks stand, in a drawing of ``WIDTH`` x ``HEIGHT``, upright from 0."""
    step = (WIDTH - LEFT - RIGHT) / max(len(points), 1)
    xs = [round(LEFT + step * (i + 0.5), 1) for i in range(len(points))]
    highest = max([1.0, *(max(p.observed or 0, p.high or 0) for p in points)])
    gap = _step(highest)
    top = gap * -(-highest // gap)

    def y(value: float) -> float:
        return round(HEIGHT - BOTTOM - (HEIGHT - BOTTOM - TOP) * value / top, 1)

    placed = list(zip(xs, points, strict=True))
    seen = [(x, p.observed) for x, p in placed if p.observed is not None]
    bars = [
        Bar(round(x - BAR / 2, 1), y(p.high), round(max(y(p.low) - y(p.high), 1.0), 1))
        for x, p in placed
        if p.low is not None and p.high is not None
    ]
    return Chart(
        observed=" ".join(f"{x},{y(value)}" for x, value in seen),
        dots=[Dot(x, y(value), value) for x, value in seen],
        expected=[
            " ".join(f"{x},{y(value)}" for x, value in part) for part in _runs(placed) if part
        ],
        bars=bars,
        levels=[Tick(y(gap * i), str(int(gap * i))) for i in range(int(top // gap) + 1)],
        halves=[Tick(x, str(p.number)) for x, p in placed],
        years=[Tick(x, str(p.year)) for x, p in _first_of_years(placed)],
    )


def _step(highest: float) -> int:
    """A round step that gives at most six lines.

    >>> [_step(x) for x in (1, 6, 12, 48, 400)]
    [1, 1, 2, 10, 100]
    """
    size = 1
    while True:
        for factor in (1, 2, 5):
            if highest <= 6 * factor * size:
                return factor * size
        size *= 10


def _runs(placed: Sequence[tuple[float, Point]]) -> list[list[tuple[float, float]]]:
    """Expected numbers by unbroken stretches of half-years with enough data."""
    found: list[list[tuple[float, float]]] = [[]]
    for x, point in placed:
        if point.expected is None:
            found.append([])
        else:
            found[-1].append((x, point.expected))
    return found


def _first_of_years(placed: Sequence[tuple[float, Point]]) -> list[tuple[float, Point]]:
    """The first half-year of each year in the drawing."""
    years: set[int] = set()
    found = []
    for x, point in placed:
        if point.year not in years:
            years.add(point.year)
            found.append((x, point))
    return found
