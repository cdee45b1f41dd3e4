"""From the rows of a meeting to what a calendar shows of it. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any, NamedTuple

from arenas.calendars import ical, zones
from arenas.calendars.ical import Alarm, Entry

CANCELLED = "cancelled"
Agenda = tuple[tuple[str | None, str], ...]
Names = tuple[tuple[str, str | None], ...]


@dataclass(frozen=True)
class Words:
    """The fixed words of a feed in its language."""

    english: bool
    everything: str
    cancelled: str
    reason: str
    agenda: str
    join: str
    more: str
    online: str

    def of(self, name: str, name_en: str | None) -> str:
        return name_en if self.english and name_en else name


def entry(
    row: Any,
    *,
    words: Words,
    base_url: str,
    agenda: Sequence[tuple[str | None, str]] = (),
    priorities: Iterable[tuple[str, str | None]] = (),
    alarm: int | None = None,
    unsure: bool = False,
) -> Entry:
    """``row`` has the names of ``queries.COLUMNS``; ``alarm`` is minutes before the start;
    ``unsure`` where the owner of the feed has answered with a perhaps."""
    cancelled = row.state == CANCELLED
    all_day = row.first_day is not None
    link = f"{base_url}/meetings/{row.id}"
    forum = words.of(row.forum_name, row.forum_name_en)
    summary = title(row.title, row.forum_name, row.forum_name_en, forum)
    return Entry(
        uid=row.uid,
        starts=row.first_day if all_day else row.starts_at,
        ends=ical.day_after(row.last_day) if all_day else row.ends_at,
        zone=row.timezone,
        summary=f"{words.cancelled} {summary}" if cancelled else summary,
        stamp=row.updated_at,
        created=row.created_at,
        sequence=row.sequence,
        status="CANCELLED" if cancelled else "TENTATIVE" if unsure else "CONFIRMED",
        free=cancelled,
        description=description(row, agenda, words, link),
        location=row.place or (words.online if row.online_url else ""),
        categories=(forum, *(words.of(*names) for names in priorities)),
        url=link,
        conference=row.online_url,
        contact=row.contact,
        alarms=(Alarm(alarm, summary),) if alarm is not None and not cancelled else (),
    )


def title(title: str, forum_name: str, forum_name_en: str | None, shown: str) -> str:
    """With the forum's name before it, unless the title says it already.

    >>> title("Budsjett", "Styret", "Board", "Styret"), title("Styret 8. mai", "Styret", None, "")
    ('Styret: Budsjett', 'Styret 8. mai')
    """
    said = title.casefold()
    if forum_name.casefold() in said or (forum_name_en or forum_name).casefold() in said:
        return title
    return f"{shown}: {title}"


def description(row: Any, agenda: Sequence[tuple[str | None, str]], words: Words, link: str) -> str:
    """Why it is cancelled, what it is about, the agenda, and where to join and to read more."""
    parts = []
    if row.state == CANCELLED and row.cancel_reason:
        parts.append(f"{words.reason} {row.cancel_reason}")
    if row.description:
        parts.append(row.description)
    if agenda:
        points = [
            f"{number or f'{place}.'} {text}" for place, (number, text) in enumerate(agenda, 1)
        ]
        parts.append("\n".join([words.agenda, *points]))
    links = [f"{words.join} {row.online_url}"] if row.online_url else []
    parts.append("\n".join([*links, f"{words.more} {link}"]))
    return "\n\n".join(parts)


@dataclass(frozen=True)
class Manner:
    """How a feed writes its meetings."""

    words: Words
    base_url: str
    alarm: int | None = None


class Piece(NamedTuple):
    """A meeting as it stands in the file, the zone it names, and its last day."""

    data: bytes
    zone: str | None
    last_day: date


@lru_cache(maxsize=5000)  # some 6 MB a worker; after one change all but one are here
def piece(row: Any, agenda: Agenda, priorities: Names, manner: Manner, unsure: bool) -> Piece:
    one = entry(
        row,
        words=manner.words,
        base_url=manner.base_url,
        agenda=agenda,
        priorities=priorities,
        alarm=manner.alarm,
        unsure=unsure,
    )
    zone = one.zone if ical.names_zone(one) else None
    return Piece(ical.event(one), zone, _day(one.ends))


def file(
    frame: ical.Frame, pieces: Sequence[Piece], *, limit: int, today: date
) -> tuple[bytes, bool]:
    """The calendar's bytes, and whether meetings were left out to keep it under ``limit``.

    What comes next is kept before what comes later, and that before what has been; the most
    recent of these first.
    """
    named = dict.fromkeys(one.zone for one in pieces if one.zone is not None)
    head = ical.head(frame) + b"".join(map(zones.vtimezone, named))
    room = limit - len(head) - len(ical.END)
    if sum(len(one.data) for one in pieces) <= room:
        return b"".join((head, *(one.data for one in pieces), ical.END)), False
    kept = sorted(_kept(pieces, room, today))
    return b"".join((head, *(pieces[place].data for place in kept), ical.END)), True


def _kept(pieces: Sequence[Piece], room: int, today: date) -> Iterable[int]:
    ahead = [place for place, one in enumerate(pieces) if one.last_day >= today]
    behind = [place for place, one in enumerate(pieces) if one.last_day < today]
    for place in (*ahead, *reversed(behind)):
        room -= len(pieces[place].data)
        if room < 0:
            return
        yield place


def _day(moment: date) -> date:
    return moment.date() if isinstance(moment, datetime) else moment
