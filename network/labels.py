"""Which names are written beside their places: the most important first, none over another."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

NARROW, WIDE = frozenset("fijlrtI1.,:;'|!()[] -/"), frozenset("mwMWÆŒ@%")
LONGEST = 30


def shortened(name: str, longest: int = LONGEST) -> str:
    """A name that fits: cut at a word where that leaves enough, with three points in one.

    >>> shortened("Nasjonalt senter for kunst og kultur i opplæringen")
    'Nasjonalt senter for kunst og…'
    """
    if len(name) <= longest:
        return name
    cut = name[:longest]
    word = cut.rfind(" ")
    return f"{(cut[:word] if word > longest // 2 else cut[:-1]).rstrip()}…"


def width_of(text: str, size: float) -> float:
    """About how wide a text is in a sans serif of ``size`` pixels; a little too wide."""
    units = sum(0.34 if c in NARROW else 0.95 if c in WIDE else 0.6 for c in text)
    return units * size


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle: left, top, right, bottom."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: Box) -> bool:
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )


def readable(wanted: Iterable[Sequence[Box]], taken: Iterable[Box] = ()) -> list[Box | None]:
    """For each label, the most important first, a place where it has room; None where none has.

    Parameters
    ----------
    wanted : iterable of sequences of Box
        Where each label could be written, the best place first.
    taken : iterable of Box
        What no label may cover.

    Notes
    -----
    The boxes lie in a grid of cells, so that each is compared with its neighbours alone: about
    O(n) where labels are of like size.
    """
    cells: dict[tuple[int, int], list[Box]] = {}
    for box in taken:
        _put(cells, box)
    found: list[Box | None] = []
    for places in wanted:
        free = next((box for box in places if _is_free(cells, box)), None)
        if free is not None:
            _put(cells, free)
        found.append(free)
    return found


def _is_free(cells: dict[tuple[int, int], list[Box]], box: Box) -> bool:
    return not any(box.meets(other) for cell in _cells(box) for other in cells.get(cell, ()))


CELL = 120.0


def _put(cells: dict[tuple[int, int], list[Box]], box: Box) -> None:
    for cell in _cells(box):
        cells.setdefault(cell, []).append(box)


def _cells(box: Box) -> Iterable[tuple[int, int]]:
    for x in range(int(box.left // CELL), int(box.right // CELL) + 1):
        for y in range(int(box.top // CELL), int(box.bottom // CELL) + 1):
            yield x, y
