"""What a calendar file would change: each date new, changed, the same, or not to be taken."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256

from sqlalchemy import select
from sqlalchemy.orm import Session

from arenas.exchange.calendar_files import guests
from arenas.exchange.calendar_files.guests import Known
from arenas.exchange.ics.reading import CalendarFile, Dated, Found
from arenas.models import ImportedEvent, Meeting
from arenas.models.enums import MeetingState

MANY = 1000


class Fate(StrEnum):
    """What becomes of a date of the file.

    KEPT: the file says something new of a meeting that has been called here, so that it is not
    ours to move. LEFT_OUT: it is cancelled in the file and was never here.
    """

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    KEPT = "kept"
    LEFT_OUT = "left_out"


@dataclass(frozen=True)
class Judged:
    """A date and its fate. ``meeting_id`` is of the meeting it has become before, if any."""

    date: Dated
    key: str
    digest: str
    fate: Fate
    meeting_id: int | None = None


@dataclass(frozen=True)
class Row:
    """An event or a series of the file, date by date."""

    found: Found
    dates: tuple[Judged, ...]

    @property
    def fates(self) -> list[tuple[Fate, int]]:
        """How many dates of each fate, in the order of the fates."""
        counted = Counter(one.fate for one in self.dates)
        return [(fate, counted[fate]) for fate in Fate if counted[fate]]


@dataclass(frozen=True)
class Preview:
    """The whole file, compared. ``known`` is who its addresses are."""

    file: CalendarFile
    rows: tuple[Row, ...]
    known: Known

    def count(self, fate: Fate) -> int:
        return sum(number for row in self.rows for one, number in row.fates if one is fate)

    def having(self, fate: Fate | None) -> list[Row]:
        """The rows with a date of that fate; all of them without one."""
        if fate is None:
            return list(self.rows)
        return [row for row in self.rows if any(one is fate for one, _ in row.fates)]


def compare(session: Session, file: CalendarFile) -> Preview:
    """Compare a file with what is on record; nothing is changed.

    One statement for each thousand dates or addresses, and three more.
    """
    keyed = [(found, [(_key(found, date), date) for date in found.dates]) for found in file.found]
    stored = _stored(session, [key for _, dates in keyed for key, _ in dates])
    rows = tuple(
        Row(found, tuple(_judged(key, date, stored.get(key)) for key, date in dates))
        for found, dates in keyed
    )
    asked = {
        guest.email: guest
        for row in rows
        for one in row.dates
        if one.fate in {Fate.NEW, Fate.CHANGED} and not one.date.cancelled
        for guest in one.date.guests
    }
    return Preview(file, rows, guests.known(session, list(asked.values())))


def _judged(key: str, date: Dated, stored: "_Stored | None") -> Judged:
    digest = sha256(repr(date).encode()).hexdigest()
    if stored is None:
        return Judged(date, key, digest, Fate.LEFT_OUT if date.cancelled else Fate.NEW)
    if stored.digest == digest:
        fate = Fate.SAME
    else:
        fate = Fate.CHANGED if stored.state is MeetingState.DRAFT else Fate.KEPT
    return Judged(date, key, digest, fate, stored.meeting_id)


@dataclass(frozen=True)
class _Stored:
    digest: str
    meeting_id: int
    state: MeetingState


def _stored(session: Session, keys: Sequence[str]) -> dict[str, _Stored]:
    found: dict[str, _Stored] = {}
    for some in _batches(keys):
        rows = session.execute(
            select(ImportedEvent.key, ImportedEvent.digest, Meeting.id, Meeting.state)
            .join(ImportedEvent.meeting)
            .where(ImportedEvent.key.in_(some))
        )
        found |= {key: _Stored(digest, meeting, state) for key, digest, meeting, state in rows}
    return found


def _batches(keys: Sequence[str]) -> Iterator[Sequence[str]]:
    return (keys[start : start + MANY] for start in range(0, len(keys), MANY))


def _key(found: Found, date: Dated) -> str:
    return sha256(f"{found.uid}\0{date.key}".encode()).hexdigest()
