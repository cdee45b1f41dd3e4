"""What a calendar file would change: each date new, changed, the same, gone, or not to be taken."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from hashlib import sha256

from sqlalchemy.orm import Session

from arenas.exchange.calendar_files import earlier, guests
from arenas.exchange.calendar_files.earlier import Before
from arenas.exchange.calendar_files.guests import Known
from arenas.exchange.ics.reading import CalendarFile, Dated, Found
from arenas.exchange.ics.wording import Guest
from arenas.models.enums import MeetingState


class Fate(StrEnum):
    """What becomes of a date of the file.

    KEPT: the file says something new of a meeting that has been called or worked on here, so
    that it is not ours to move or remove. GONE: a draft of an earlier file, still to come, that
    this file has left out of the same event. LEFT_OUT: it is cancelled in the file and was
    never here. OURS: it was called from here, and is in somebody's calendar for that reason.
    """

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    KEPT = "kept"
    GONE = "gone"
    LEFT_OUT = "left_out"
    OURS = "ours"


@dataclass(frozen=True)
class Judged:
    """A date and its fate. ``meeting_id`` is of the meeting it has become before, if any;
    ``moved`` where that was at another hour of the same day."""

    date: Dated
    key: str
    digest: str
    fate: Fate
    meeting_id: int | None = None
    moved: bool = False


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

    Some statements for each thousand dates or addresses, and three more.
    """
    ours = earlier.ours(session, [found.uid for found in file.found])
    keyed = [(found, {_key(found, one): one for one in found.dates}) for found in file.found]
    before = earlier.dates(
        session,
        [key for _found, dates in keyed for key in dates],
        [earlier.digest(found.uid) for found, _dates in keyed],
    )
    by_key = {one.key: one for one in before}
    by_uid: dict[str | None, list[Before]] = defaultdict(list)
    for one in before:
        by_uid[one.uid].append(one)
    rows = []
    for found, dates in keyed:
        if found.uid in ours:
            judged = [Judged(one, key, "", Fate.OURS) for key, one in dates.items()]
        else:
            others = [one for one in by_uid[earlier.digest(found.uid)] if one.key not in dates]
            judged = list(_judged(dates, by_key, others if found.whole else [], file.today))
        judged.sort(key=lambda one: one.date.when.starts_at)
        rows.append(Row(found, tuple(judged)))
    kept = _but_in_use(session, rows)
    return Preview(file, kept, guests.known(session, _asked(kept)))


def _asked(rows: Sequence[Row]) -> list[Guest]:
    asked = {
        guest.email: guest
        for row in rows
        for one in row.dates
        if one.fate in {Fate.NEW, Fate.CHANGED} and not one.date.cancelled
        for guest in one.date.guests
    }
    return list(asked.values())


def _judged(
    dates: dict[str, Dated], by_key: dict[str, Before], others: Sequence[Before], today: date
) -> Iterator[Judged]:
    """The dates of an event, and of the ``others`` it had before those that have left it.

    A series that was moved by an hour names all its dates anew: each is the one of that day.
    """
    on_day: dict[date, list[Before]] = defaultdict(list)
    for one in others:
        on_day[one.when.day].append(one)
    for key, said in dates.items():
        known = by_key.get(key)
        moved = known is None and bool(on_day.get(said.when.day))
        yield _of_date(key, said, on_day[said.when.day].pop(0) if moved else known, moved=moved)
    for left in on_day.values():
        for one in left:
            if one.when.day >= today and one.state is not MeetingState.CANCELLED:
                yield _of_left(one)


def _of_date(key: str, said: Dated, known: Before | None, *, moved: bool) -> Judged:
    digest = sha256(repr(said).encode()).hexdigest()
    if known is None:
        return Judged(said, key, digest, Fate.LEFT_OUT if said.cancelled else Fate.NEW)
    if known.digest == digest:
        fate = Fate.SAME
    else:
        fate = Fate.CHANGED if known.state is MeetingState.DRAFT else Fate.KEPT
    return Judged(said, key, digest, fate, known.meeting_id, moved)


def _of_left(one: Before) -> Judged:
    said = Dated("", one.when, one.title, None, None, None, cancelled=True, guests=())
    fate = Fate.GONE if one.state is MeetingState.DRAFT else Fate.KEPT
    return Judged(said, one.key, one.digest, fate, one.meeting_id)


def _but_in_use(session: Session, rows: Sequence[Row]) -> tuple[Row, ...]:
    """With the drafts that somebody has worked on kept instead of gone."""
    gone = [one for row in rows for one in row.dates if one.fate is Fate.GONE]
    used = earlier.in_use(session, [one.meeting_id for one in gone if one.meeting_id])
    return tuple(replace(row, dates=tuple(_kept(row.dates, used))) for row in rows)


def _kept(dates: Sequence[Judged], used: Collection[int]) -> Iterator[Judged]:
    for one in dates:
        is_kept = one.fate is Fate.GONE and one.meeting_id in used
        yield replace(one, fate=Fate.KEPT) if is_kept else one


def _key(found: Found, date: Dated) -> str:
    return sha256(f"{found.uid}\0{date.key}".encode()).hexdigest()
