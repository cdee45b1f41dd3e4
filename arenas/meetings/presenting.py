"""Meetings in the words of a page: times, counts, and what the trail calls its entries."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime, timedelta
from enum import StrEnum
from itertools import groupby
from typing import Any, NamedTuple, TypeVar
from zoneinfo import ZoneInfo

from flask import get_template_attribute
from flask_babel import lazy_gettext as _l

from arenas.errors import Refusal
from arenas.meetings import attendance
from arenas.meetings.queries import SectorPeople
from arenas.models import Document, Meeting
from arenas.models.enums import Attendance, MeetingState, Response
from arenas.web import dates
from arenas.web.labels import label

Choice = TypeVar("Choice", bound=StrEnum)

ACTIONS = {
    "meeting.create": _l("Opprettet som utkast"),
    "meeting.change": _l("Endret"),
    "meeting.publish": _l("Publisert"),
    "meeting.hold": _l("Merket som holdt"),
    "meeting.cancel": _l("Avlyst"),
    "meeting.reopen": _l("Satt tilbake til planlagt"),
    "meeting.members": _l("Arenaens medlemmer lagt til"),
    "meeting.participant": _l("Deltakere endret"),
    "meeting.outcome": _l("Resultater ført"),
    "meeting.carry": _l("Saker flyttet til et senere møte"),
    "meeting.attendance": _l("Oppmøte ført"),
    "meeting.answer": _l("Svar mottatt"),
    "meeting.minutes": _l("Protokoll skrevet"),
    "meeting.minutes_published": _l("Protokoll publisert"),
    "meeting.minutes_reopened": _l("Protokoll åpnet igjen"),
}
PIECES = {
    "when": _l("tidspunkt"),
    "where": _l("sted eller lenke"),
    "seats": _l("antall plasser"),
    "forum": _l("arena"),
    "title": _l("tittel"),
    "description": _l("omtale"),
    "municipality": _l("vertskommune"),
    "agenda": _l("saksliste"),
    "documents": _l("dokumenter"),
    "serves": _l("innsatsområder og aktiviteter"),
}


MANY_TIMES = {"meeting.attendance", "meeting.participant", "meeting.outcome"}
"""What is done person by person: thirty marks in a room are one line."""
ONE_SITTING = timedelta(hours=3)
MOST_ENTRIES = 50


class Entry(NamedTuple):
    """What somebody did to a meeting, or did again and again in one sitting; ``at`` the last."""

    at: datetime
    action: str
    details: dict[str, Any]
    email: str | None


class Line(NamedTuple):
    """One meeting in the list, all its words ready; ``forum`` and ``state`` are drawn already."""

    id: int
    title: str
    forum: str
    iso: str
    day: str
    clock: str
    week: str
    where: str
    state: str


def rows(found: Sequence[Any], language: str, zone: ZoneInfo) -> list[Line]:
    """The list's rows; what repeats itself is drawn once."""
    states = {state: _drawn("state_of")(state) for state in {row.state for row in found}}
    modes = {mode: str(label(mode)) for mode in {row.mode for row in found}}
    forums = {
        slug: _drawn("forum_of")(slug, _name(row, language))
        for slug, row in {row.forum_slug: row for row in found}.items()
    }
    whole_day = str(_l("Hele dagen"))
    return [
        Line(
            row.id,
            row.title,
            forums[row.forum_slug],
            *_when(row, language, zone, whole_day),
            row.place or modes[row.mode],
            states[row.state],
        )
        for row in found
    ]


def _drawn(macro: str) -> Callable[..., str]:
    draw: Callable[..., str] = get_template_attribute("macros/meetings.html", macro)
    return draw


def _name(row: Any, language: str) -> str:
    return str(row.forum_name_en or row.forum_name) if language == "en" else str(row.forum_name)


def _when(row: Any, language: str, zone: ZoneInfo, whole_day: str) -> tuple[str, str, str, str]:
    """The day for programs and for people, the hours, and the week."""
    starts = row.starts_at.astimezone(zone)
    day: date = row.first_day or starts.date()
    if not row.first_day:
        clock = _span(starts, row.ends_at.astimezone(zone), language)
    elif row.last_day != row.first_day:
        clock = f"– {dates.day(row.last_day, language)}"
    else:
        clock = whole_day
    weekday = dates.WEEKDAYS[language][day.weekday()][:3]
    said = f"{weekday} {dates.day(day, language)}"
    return day.isoformat(), said, clock, dates.week(day, language)


def _span(starts: datetime, ends: datetime, language: str) -> str:
    if starts.date() == ends.date():
        return f"{dates.clock(starts, language)}–{dates.clock(ends, language)}"
    return f"{dates.clock(starts, language)} – {dates.moment(ends, language)}"


def history(found: Iterable[Any]) -> list[Entry]:
    """The trail, newest first, with what was done many times at a sitting counted together."""
    entries: list[Entry] = []
    begun = None
    for row in found:
        last = entries[-1] if entries else None
        if (
            last is not None
            and begun is not None
            and row.action in MANY_TIMES
            and (row.action, row.email) == (last.action, last.email)
            and row.details.keys() == last.details.keys()
            and begun - row.at < ONE_SITTING
        ):
            counted = Counter(last.details)
            counted.update(row.details)
            entries[-1] = last._replace(details=dict(counted))
        elif len(entries) == MOST_ENTRIES:
            break
        else:
            entries.append(Entry(row.at, row.action, row.details, row.email))
        begun = row.at
    return entries


def answers(groups: Sequence[SectorPeople]) -> list[tuple[Response, int]]:
    """How many gave each answer, in the order of the list, those that nobody gave left out."""
    return _summed(Response, (group.answers for group in groups))


def marks(groups: Sequence[SectorPeople]) -> list[tuple[Attendance, int]]:
    """How many came, stayed away and so on; nothing while nobody is marked."""
    summed = _summed(Attendance, (group.marks for group in groups))
    return [] if [mark for mark, _count in summed] == [Attendance.UNKNOWN] else summed


def by_organisation(groups: Sequence[SectorPeople]) -> list[tuple[str, list[Any]]]:
    """Everybody by the organisation they stand for, as the list is ordered."""
    rows = [row for group in groups for row in group.rows]
    return [
        (name or "", list(members))
        for name, members in groupby(rows, key=lambda row: row.organisation)
    ]


def documents(meeting: Meeting) -> dict[int | None, list[Document]]:
    """The documents by the item they belong to, None for the whole meeting."""
    sorted_out: dict[int | None, list[Document]] = {None: []}
    for document in meeting.documents:
        sorted_out.setdefault(document.agenda_item_id, []).append(document)
    return sorted_out


def by_item(found: Sequence[Any]) -> dict[int | None, list[Any]]:
    """Outcomes by the agenda item they are of, None for the whole meeting."""
    sorted_out: dict[int | None, list[Any]] = {}
    for row in found:
        sorted_out.setdefault(row.agenda_item_id, []).append(row)
    return sorted_out


def can_mark(meeting: Meeting) -> bool:
    if meeting.state is MeetingState.CANCELLED:
        return False
    try:
        attendance.check_can_mark(meeting)
    except Refusal:
        return False
    return True


def _summed(kind: type[Choice], counters: Iterable[Counter[Choice]]) -> list[tuple[Choice, int]]:
    total: Counter[Choice] = Counter()
    for counter in counters:
        total.update(counter)
    return [(member, total[member]) for member in kind if total[member]]
