"""Two revisions of minutes side by side, line by line. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

Parts = Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Line:
    """A line on both sides; None where a side has none. ``changed``: they differ."""

    before: str | None
    after: str | None

    @property
    def changed(self) -> bool:
        return self.before != self.after


@dataclass(frozen=True)
class Part:
    title: str
    lines: tuple[Line, ...]


def compare(before: Parts, after: Parts) -> list[Part]:
    """The parts that differ, by title, in the order of the newer.

    >>> [part] = compare([("Sak", "en\\nto")], [("Sak", "en\\ntre")])
    >>> [(line.before, line.after) for line in part.lines]
    [('en', 'en'), ('to', 'tre')]
    """
    old, new = dict(before), dict(after)
    titles = [*new, *(title for title in old if title not in new)]
    pairs = ((title, old.get(title, ""), new.get(title, "")) for title in titles)
    return [
        Part(title, tuple(_lines(one.split("\n"), other.split("\n"))))
        for title, one, other in pairs
        if one != other
    ]


def _lines(before: list[str], after: list[str]) -> list[Line]:
    found = []
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for _kind, first, last, start, end in matcher.get_opcodes():
        left, right = before[first:last], after[start:end]
        for number in range(max(len(left), len(right))):
            found.append(
                Line(
                    left[number] if number < len(left) else None,
                    right[number] if number < len(right) else None,
                )
            )
    return found
