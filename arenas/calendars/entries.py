"""From the rows of a meeting to what a calendar shows of it. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from arenas.calendars import ical
from arenas.calendars.ical import Alarm, Entry

CANCELLED = "cancelled"
Agenda = tuple[tuple[str | None, str], ...]
Names = tuple[tuple[str, str | None], ...]
Geo = tuple[float, float]


class Answer(NamedTuple):
    """What the owner of a feed says to a meeting: whether it is a perhaps, and since when."""

    unsure: bool = False
    at: datetime | None = None


NO_ANSWER = Answer()


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
    more_of_all: str
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
    answer: Answer = NO_ANSWER,
    link: tuple[str, str] | None = None,
    geo: Geo | None = None,
) -> Entry:
    """``row`` is a ``queries.Row``; ``alarm`` is minutes before the start; ``answer`` is
    that of the feed's owner, who finds it in his or her own calendar; ``link`` the words before
    the page to read more on, and its address: the meeting's own, if nothing is said."""
    cancelled = row.state == CANCELLED
    all_day = row.first_day is not None
    more, address = link or (words.more, f"{base_url}/meetings/{row.id}")
    forum = words.of(row.forum_name, row.forum_name_en)
    summary = title(row.title, row.forum_name, row.forum_name_en, forum)
    return Entry(
        uid=row.uid,
        starts=row.first_day if all_day else row.starts_at,
        ends=ical.day_after(row.last_day) if all_day else row.ends_at,
        zone=row.timezone,
        summary=f"{words.cancelled} {summary}" if cancelled else summary,
        stamp=max(row.updated_at, answer.at or row.updated_at),
        created=row.created_at,
        sequence=row.sequence,
        status="CANCELLED" if cancelled else "TENTATIVE" if answer.unsure else "CONFIRMED",
        free=cancelled,
        description=description(row, agenda, words, f"{more} {address}"),
        location=row.place or (words.online if row.online_url else ""),
        categories=(forum, *(words.of(*names) for names in priorities)),
        url=address,
        conference=row.online_url,
        contact=row.contact,
        geo=geo,
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


def description(row: Any, agenda: Sequence[tuple[str | None, str]], words: Words, last: str) -> str:
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
    parts.append("\n".join([*links, last]))
    return "\n\n".join(parts)


@dataclass(frozen=True, eq=False)
class Manner:
    """How a feed writes its meetings. One object for each way: ``writing.manner``."""

    words: Words
    base_url: str
    alarm: int | None = None
