"""The meetings of a calendar as plain rows; one SELECT a kind of row, whatever the number.

They are kept as the driver hands them out: reading a date out of each column of a thousand
rows costs more than all else that a feed of unchanged meetings needs.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property, lru_cache
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, Dialect, select
from sqlalchemy.orm import Session

from arenas.calendars.entries import Agenda, Geo, Names
from arenas.calendars.recurring import Master
from arenas.models import (
    AgendaItem,
    Forum,
    Meeting,
    Organisation,
    PriorityArea,
    Series,
    SeriesOccurrence,
    forum_priority,
    meeting_priority,
)
from arenas.models.enums import MeetingState, Sector, Visibility

Raw = tuple[Any, ...]


class Row(NamedTuple):
    """A meeting, what of its forum stands in its event, and its day in a series."""

    id: int
    series_id: int | None
    series_day: date | None
    forum_id: int
    uid: str
    title: str
    description: str | None
    starts_at: datetime
    ends_at: datetime
    first_day: date | None
    last_day: date | None
    timezone: str
    state: MeetingState
    place: str | None
    online_url: str | None
    cancel_reason: str | None
    sequence: int
    created_at: datetime
    updated_at: datetime
    forum_slug: str
    forum_name: str
    forum_name_en: str | None
    contact: str | None
    forum_visibility: Visibility


COLUMNS = (
    Meeting.id,
    SeriesOccurrence.series_id,
    SeriesOccurrence.day,
    Meeting.forum_id,
    Meeting.uid,
    Meeting.title,
    Meeting.description,
    Meeting.starts_at,
    Meeting.ends_at,
    Meeting.first_day,
    Meeting.last_day,
    Meeting.timezone,
    Meeting.state,
    Meeting.place,
    Meeting.online_url,
    Meeting.cancel_reason,
    Meeting.sequence,
    Meeting.created_at,
    Meeting.updated_at,
    Forum.slug,
    Forum.name,
    Forum.name_en,
    Forum.contact_email,
    Forum.visibility,
)
ID, SERIES, DAY, FORUM = range(4)  # what of a raw row is used unread
_OWNER, _POINT = itemgetter(0), itemgetter(1, 2)  # of an agenda point: whose it is, what it says
PLACE = Row._fields.index("place")
AREAS = (Sector.MUNICIPALITY, Sector.COUNTY)


@dataclass(frozen=True)
class Meetings:
    """``raw`` rows by time; agenda and names of priority areas by meeting id; the series that
    some are of by its id: those with a UID of their own; where organisations are, by name."""

    raw: Sequence[Raw]
    read: Callable[[Raw], Row]
    agenda: Mapping[int, Agenda]
    priorities: Mapping[int, Names]
    series: Mapping[int, Master]
    places: Mapping[str, Geo]

    def geo(self, place: str | None) -> Geo | None:
        """Where the organisation is that the place begins with the name of."""
        if not self.places or not place:
            return None
        return self.places.get(place.partition(",")[0].casefold())

    @cached_property
    def rows(self) -> list[Row]:
        return [self.read(raw) for raw in self.raw]


def meetings(session: Session, *conditions: ColumnElement[bool]) -> Meetings:
    """The meetings under the conditions on Meeting joined to Forum."""
    connection = session.connection()  # plain rows: the session's own reading takes twice as long
    chosen = select(Meeting.id).join(Meeting.forum).where(*conditions)
    raw = _raw(
        connection,
        select(*COLUMNS)
        .join(Meeting.forum)
        .outerjoin(SeriesOccurrence, SeriesOccurrence.meeting_id == Meeting.id)
        .where(*conditions)
        .order_by(Meeting.starts_at, Meeting.id),
    )
    points = _raw(
        connection,
        select(AgendaItem.meeting_id, AgendaItem.number, AgendaItem.title)
        .where(AgendaItem.meeting_id.in_(chosen))
        .order_by(AgendaItem.meeting_id, AgendaItem.position, AgendaItem.id),
    )
    return Meetings(
        raw,
        reader(connection.dialect),
        {number: tuple(map(_POINT, of_one)) for number, of_one in groupby(points, _OWNER)},
        _priorities(connection, raw, chosen),
        _series(connection, {one[SERIES] for one in raw if one[SERIES] is not None}),
        _places(connection),
    )


@lru_cache(maxsize=4)
def reader(dialect: Dialect) -> Callable[[Raw], Row]:
    """What makes a ``Row`` of the driver's row."""
    types = [column.type.dialect_impl(dialect) for column in COLUMNS]
    found = [one.result_processor(dialect, None) for one in types]
    processors = [(place, process) for place, process in enumerate(found) if process is not None]

    def read(raw: Raw) -> Row:
        values = list(raw)
        for place, process in processors:
            values[place] = process(values[place])
        return Row(*values)

    return read


def _raw(connection: Connection, query: Any) -> Sequence[Raw]:
    """The rows as the driver gives them."""
    result = connection.execute(query)
    assert result.cursor is not None  # noqa: S101 - a SELECT has one
    rows: Sequence[Raw] = result.cursor.fetchall()
    result.close()
    return rows


def _series(connection: Connection, wanted: set[int]) -> dict[int, Master]:
    if not wanted:
        return {}
    query = select(
        Series.id,
        Series.uid,
        Series.master_rule,
        Series.master_first_day,
        Series.master_starts,
        Series.master_ends,
        Series.timezone,
        Series.sequence,
        Series.created_at,
        Series.updated_at,
    ).where(Series.uid.is_not(None))
    rows: Sequence[Any] = connection.execute(query).all()
    return {row.id: Master(*row[1:]) for row in rows if row.id in wanted}


def _places(connection: Connection) -> dict[str, Geo]:
    """The register's point of a municipality or county is the middle of it, not a place."""
    rows = connection.execute(
        select(Organisation.name, Organisation.lat, Organisation.lon)
        .where(
            Organisation.lat.is_not(None),
            Organisation.lon.is_not(None),
            Organisation.sector.not_in(AREAS),
        )
        .order_by(Organisation.id)
    ).all()
    return {row.name.casefold(): (row.lat, row.lon) for row in rows}


def _priorities(connection: Connection, rows: Sequence[Raw], chosen: Any) -> dict[int, Names]:
    """Each meeting's own; else its forum's."""
    names = (PriorityArea.name, PriorityArea.name_en)
    own: dict[int, list[tuple[str, str | None]]] = defaultdict(list)
    for meeting_id, name, name_en in connection.execute(
        select(meeting_priority.c.meeting_id, *names)
        .join(PriorityArea, PriorityArea.id == meeting_priority.c.priority_id)
        .where(meeting_priority.c.meeting_id.in_(chosen))
        .order_by(PriorityArea.position, PriorityArea.id)
    ).all():
        own[meeting_id].append((name, name_en))
    by_forum: dict[int, list[tuple[str, str | None]]] = defaultdict(list)
    for forum_id, name, name_en in connection.execute(
        select(forum_priority.c.forum_id, *names)
        .join(PriorityArea, PriorityArea.id == forum_priority.c.priority_id)
        .order_by(PriorityArea.position, PriorityArea.id)
    ).all():
        by_forum[forum_id].append((name, name_en))
    by_meeting = {number: tuple(found) for number, found in own.items()}
    of_forum = {number: tuple(found) for number, found in by_forum.items()}
    return {row[ID]: by_meeting.get(row[ID]) or of_forum.get(row[FORUM], ()) for row in rows}
