"""A feed's bytes, put together from what has not changed since it was last written. Pure.

Meetings come as the database driver hands them out; only those that are new or changed are
read, told and written. So a feed of a thousand meetings costs little more than its SELECTs.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from functools import lru_cache
from typing import Any, NamedTuple

from arenas.calendars import entries, ical, recurring, zones
from arenas.calendars.entries import Agenda, Answer, Geo, Manner, Names
from arenas.calendars.ical import Entry
from arenas.calendars.recurring import Master, Member

Raw = tuple[Any, ...]
Read = Callable[[Raw], Any]


class Piece(NamedTuple):
    """A meeting or a series as it stands in the file, the zones it names, its last day, and
    when the first cancelled meeting in it ended, which is to leave in time."""

    data: bytes
    zones: tuple[str, ...]
    last_day: date
    cancelled: datetime | None


class Told(NamedTuple):
    """A meeting's row as the driver gave it, and what else its event says."""

    raw: Raw
    agenda: Agenda
    priorities: Names
    answer: Answer
    geo: Geo | None


@lru_cache(maxsize=5000)  # some 6 MB a worker; after one change all but one are here
def meeting(told: Told, manner: Manner, read: Read) -> Piece:
    """A meeting that stands by itself."""
    row = read(told.raw)
    entry = entries.entry(
        row,
        words=manner.words,
        base_url=manner.base_url,
        agenda=told.agenda,
        priorities=told.priorities,
        alarm=manner.alarm,
        answer=told.answer,
        geo=told.geo,
    )
    return _piece([entry], [row])


@lru_cache(maxsize=300)
def series(master: Master, told: tuple[Told, ...], manner: Manner, read: Read) -> tuple[Piece, ...]:
    """A series; a meeting that was never on its rule follows by itself."""
    on_rule, alone = [], []
    for one in told:
        row = read(one.raw)
        if recurring.is_on_rule(master, row.series_day):
            on_rule.append(Member(row, row.series_day, *one[1:]))
        else:
            alone.append(meeting(one, manner, read))
    if not on_rule:
        return tuple(alone)
    entries_ = recurring.whole(master, on_rule, manner)
    return (_piece(entries_, [one.row for one in on_rule]), *alone)


def _piece(told: Sequence[Entry], rows: Sequence[Any]) -> Piece:
    return Piece(
        b"".join(map(_event, told)),
        tuple(dict.fromkeys(zone for one in told for zone in ical.zones_of(one))),
        max(_day(row.last_day or row.ends_at) for row in rows),
        min((row.ends_at for row in rows if row.state == entries.CANCELLED), default=None),
    )


_event = lru_cache(maxsize=2000)(ical.event)


def _day(moment: date) -> date:
    return moment.date() if isinstance(moment, datetime) else moment


def file(
    frame: ical.Frame, pieces: Sequence[Piece], *, limit: int, today: date
) -> tuple[bytes, bool]:
    """The calendar's bytes, and whether meetings were left out to keep it under ``limit``.

    What comes next is kept before what comes later, and that before what has been; the most
    recent of these first. A series is kept or left out whole.
    """
    head = _head(frame, pieces)
    room = limit - len(head) - len(ical.END)
    if sum(len(one.data) for one in pieces) <= room:
        return b"".join((head, *(one.data for one in pieces), ical.END)), False
    kept = [pieces[place] for place in sorted(_kept(pieces, room, today))]
    return b"".join((_head(frame, kept), *(one.data for one in kept), ical.END)), True


def _head(frame: ical.Frame, pieces: Iterable[Piece]) -> bytes:
    named = dict.fromkeys(zone for one in pieces for zone in one.zones)
    return ical.head(frame) + b"".join(map(zones.vtimezone, named))


def _kept(pieces: Sequence[Piece], room: int, today: date) -> Iterable[int]:
    ahead = [place for place, one in enumerate(pieces) if one.last_day >= today]
    behind = [place for place, one in enumerate(pieces) if one.last_day < today]
    for place in (*ahead, *reversed(behind)):
        room -= len(pieces[place].data)
        if room < 0:
            return
        yield place
