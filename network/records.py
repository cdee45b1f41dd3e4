"""Attendance records: which organisation was represented at which meeting.

Everything here is put in text order of the ids, so that the same records give the same
figures whatever order they arrive in.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from network.errors import Problem, RecordError

Ints = NDArray[np.int32]

UNKNOWN = "unknown"
"""The sector name that means the same as none."""


@dataclass(frozen=True, slots=True)
class Organisation:
    """An organisation. Without a ``sector`` it takes part but stays out of the tables."""

    id: str
    name: str = ""
    sector: str | None = None
    county: str | None = None


@dataclass(frozen=True, slots=True)
class Event:
    """A meeting that was held. ``county`` is the host's; ``activities`` are strategy ids."""

    id: str
    name: str = ""
    date: date | None = None
    forum: str | None = None
    county: str | None = None
    activities: frozenset[str] = field(default=frozenset())


@dataclass(frozen=True, eq=False)
class Records:
    """A validated two-mode network of n organisations, m meetings and k attendances.

    Attributes
    ----------
    organisations, events : tuple
        In text order of their ids; lengths n and m, either may be 0.
    rows, cols : int32 arrays, shape (k,)
        Position of the organisation and of the meeting of each attendance, sorted by
        organisation, then meeting, each pair once.
    duplicates : int
        Attendances that were given more than once and count once (two persons who
        represent the same organisation are one attendance).
    """

    organisations: tuple[Organisation, ...]
    events: tuple[Event, ...]
    rows: Ints
    cols: Ints
    duplicates: int = 0

    @property
    def n(self) -> int:
        """Number of organisations."""
        return len(self.organisations)

    @property
    def m(self) -> int:
        """Number of meetings."""
        return len(self.events)

    @property
    def k(self) -> int:
        """Number of attendances."""
        return len(self.rows)

    @cached_property
    def ids(self) -> list[str]:
        """Ids of the organisations, in text order."""
        return [organisation.id for organisation in self.organisations]

    @cached_property
    def sectors(self) -> list[str]:
        """The sectors that at least one organisation has, in text order."""
        return sorted({o.sector for o in self.organisations if o.sector is not None})

    @cached_property
    def sector_of(self) -> Ints:
        """Position in ``sectors`` of each organisation, -1 without a sector; shape (n,)."""
        place = {sector: index for index, sector in enumerate(self.sectors)}
        found = (place[o.sector] if o.sector is not None else -1 for o in self.organisations)
        return np.fromiter(found, np.int32, self.n)

    @cached_property
    def forum_of(self) -> Ints:
        """A number for the forum of each meeting; a meeting without one is alone; shape (m,)."""
        numbers: dict[tuple[bool, str], int] = {}
        keys = ((e.forum is None, e.id if e.forum is None else e.forum) for e in self.events)
        return np.fromiter((numbers.setdefault(k, len(numbers)) for k in keys), np.int32, self.m)

    @cached_property
    def meetings(self) -> Ints:
        """Meetings of each organisation; shape (n,), 0..m."""
        return np.bincount(self.rows, minlength=self.n).astype(np.int32)

    @cached_property
    def sizes(self) -> Ints:
        """Organisations at each meeting (d_k); shape (m,), 0..n."""
        return np.bincount(self.cols, minlength=self.m).astype(np.int32)

    def select(
        self,
        *,
        start: date | None = None,
        end: date | None = None,
        forums: Collection[str] | None = None,
    ) -> Records:
        """The same organisations at fewer meetings: ``start <= date < end``, in ``forums``.

        A meeting without a date is left out as soon as a period is asked for. Time O(k + m).
        """
        keep = [
            _inside(event, start, end) and (forums is None or event.forum in forums)
            for event in self.events
        ]
        return self.at(np.array(keep, np.bool_))

    def at(self, keep: NDArray[np.bool_]) -> Records:
        """The same organisations at the meetings where ``keep`` (shape (m,)) is true."""
        number = np.cumsum(keep, dtype=np.int32) - np.int32(1)
        chosen = keep[self.cols] if self.m else np.zeros(0, np.bool_)
        return Records(
            self.organisations,
            tuple(e for e, kept in zip(self.events, keep, strict=True) if kept),
            self.rows[chosen],
            number[self.cols[chosen]],
        )

    def without(self, ids: Collection[str]) -> Records:
        """The network without the attendances of some organisations, who stay on the list.

        Raises
        ------
        RecordError
            If one of ``ids`` is not an organisation here.
        """
        unknown = sorted(set(ids) - set(self.ids))
        if unknown:
            raise RecordError(
                [Problem("organisations", None, "id", f"{i!r} is unknown") for i in unknown]
            )
        gone = np.array([i in ids for i in self.ids], np.bool_)
        stays = ~gone[self.rows]
        return replace(self, rows=self.rows[stays], cols=self.cols[stays])


def _inside(event: Event, start: date | None, end: date | None) -> bool:
    if start is None and end is None:
        return True
    if event.date is None:
        return False
    return (start is None or event.date >= start) and (end is None or event.date < end)


def build(
    organisations: Iterable[Organisation],
    events: Iterable[Event],
    attendance: Iterable[tuple[str, str]],
) -> Records:
    """Records from any source in memory.

    Parameters
    ----------
    organisations, events : iterables
        Each id once. No meetings at all is allowed: the report then says so.
    attendance : iterable of (organisation id, meeting id)
        Repeated pairs count once.

    Raises
    ------
    RecordError
        With every empty, repeated or unknown id; ``row`` is the position, from 1.

    Notes
    -----
    Time O((n + m + k) log(n + m + k)).

    Examples
    --------
    >>> found = build([Organisation("a"), Organisation("b")], [Event("x")], [("a", "x")] * 2)
    >>> found.n, found.m, found.k, found.duplicates
    (2, 1, 1, 1)
    """
    problems: list[Problem] = []
    orgs = sorted(organisations, key=lambda o: o.id)
    meetings = sorted(events, key=lambda e: e.id)
    row_of = _places([o.id for o in orgs], "organisations", problems)
    col_of = _places([e.id for e in meetings], "events", problems)
    pairs: list[tuple[int, int]] = []
    for row, (organisation_id, event_id) in enumerate(attendance, start=1):
        here, there = row_of.get(organisation_id), col_of.get(event_id)
        if here is None:
            reason = f"organisation {organisation_id!r} is unknown"
            problems.append(Problem("attendance", row, "organisation_id", reason))
        if there is None:
            reason = f"meeting {event_id!r} is unknown"
            problems.append(Problem("attendance", row, "event_id", reason))
        if here is not None and there is not None:
            pairs.append((here, there))
    if problems:
        raise RecordError(problems)
    tidy = [replace(o, sector=known_sector(o.sector)) for o in orgs]
    rows, cols, duplicates = unique_pairs(np.array(pairs, np.int64).reshape(-1, 2), len(meetings))
    return Records(tuple(tidy), tuple(meetings), rows, cols, duplicates)


def known_sector(sector: str | None) -> str | None:
    """``sector`` without surrounding space; None when it is empty or says "unknown"."""
    text = (sector or "").strip()
    return None if text.casefold() in ("", UNKNOWN) else text


def unique_pairs(pairs: NDArray[np.int64], width: int) -> tuple[Ints, Ints, int]:
    """Sorted distinct (row, column) of ``pairs``, shape (k, 2), and how many were repeats."""
    keys = np.unique(pairs[:, 0] * max(width, 1) + pairs[:, 1])
    rows, cols = np.divmod(keys, max(width, 1))
    return rows.astype(np.int32), cols.astype(np.int32), len(pairs) - len(keys)


def _places(ids: Sequence[str], source: str, problems: list[Problem]) -> dict[str, int]:
    places: dict[str, int] = {}
    for index, name in enumerate(ids):
        if not name:
            problems.append(Problem(source, None, "id", "an id is empty"))
        elif name in places:
            problems.append(Problem(source, None, "id", f"{name!r} stands more than once"))
        places.setdefault(name, index)
    return places
