"""Notices every change that a feed is made of, whoever makes it, and raises the revision.

One place, in the session: a service that forgot would leave clients with an old calendar.
Bulk statements are noticed by their table. What only a page shows (minutes, documents,
attendance, a mandate) raises nothing.
"""

from collections.abc import Iterable
from typing import Any, cast

from sqlalchemy import ColumnElement, Table, event, insert, inspect, select, update
from sqlalchemy.orm import ORMExecuteState, Session

from arenas.calendars import queries
from arenas.database import Model, now
from arenas.models import (
    Account,
    AgendaItem,
    Forum,
    ForumMember,
    Meeting,
    Organisation,
    Participation,
    PriorityArea,
    Revision,
    Series,
    SeriesOccurrence,
)
from arenas.models.enums import MeetingState
from arenas.revision import CALENDAR

# Which attributes a feed shows, or chooses its meetings by.
SHOWN: dict[type[Model], tuple[str, ...]] = {
    Account: ("role", "person_id", "person"),
    AgendaItem: ("meeting_id", "meeting", "position", "number", "title"),
    Forum: ("slug", "name", "name_en", "kind", "level", "visibility", "archived_at",
            "contact_email", "priorities"),
    ForumMember: ("forum_id", "forum", "person_id", "person", "organisation_id", "organisation",
                  "starts_on", "ends_on"),
    Organisation: ("slug", "name", "sector", "lat", "lon"),
    Participation: ("meeting_id", "meeting", "person_id", "person", "organisation_id",
                    "organisation", "response"),
    PriorityArea: ("name", "name_en", "position"),
    SeriesOccurrence: ("series_id", "series", "day", "meeting_id", "meeting"),
}  # fmt: skip
STANDS_AT = ("name", "sector", "lat", "lon")
STANDS_IN_EVENT = ("slug", "name", "name_en", "contact_email")
TABLES = {
    "account", "agenda_item", "forum", "forum_member", "forum_priority", "meeting",
    "meeting_priority", "organisation", "participation", "priority_area", "series",
    "series_occurrence",
}  # fmt: skip


def listen() -> None:
    """Watch every session. A second call changes nothing."""
    if not event.contains(Session, "before_flush", _before_flush):
        event.listen(Session, "before_flush", _before_flush)
        event.listen(Session, "do_orm_execute", _on_execute)


def _before_flush(session: Session, _context: object, _instances: object) -> None:
    with session.no_autoflush:
        changed = [record for record in _touched(session) if _matters(session, record)]
        for record in changed:
            _stamp_meetings(session, record)
        if changed:
            _count_dates(session, changed)
            _raise(session)


def _on_execute(state: ORMExecuteState) -> None:
    if state.is_select or not (state.is_insert or state.is_update or state.is_delete):
        return
    table = getattr(state.statement, "table", None)
    if getattr(table, "name", None) in TABLES:
        _raise(state.session)


def _touched(session: Session) -> Iterable[Any]:
    return [*session.new, *session.deleted, *(one for one in session.dirty)]


def _matters(session: Session, record: Any) -> bool:
    if isinstance(record, (Meeting, Series)):
        return record not in session.dirty or session.is_modified(record)
    shown = SHOWN.get(type(record))
    if shown is None:
        return False
    if record in session.new or record in session.deleted:
        return not isinstance(record, Account)
    return _has_changed(record, shown)


def _stamp_meetings(session: Session, record: Any) -> None:
    """LAST-MODIFIED is the meeting's: it rises with what stands in its event from elsewhere."""
    if isinstance(record, AgendaItem):
        _stamp(session, record.meeting if "meeting" in record.__dict__ else None, record.meeting_id)
        for left in inspect(record).attrs.meeting_id.history.deleted:
            _stamp(session, None, left)
    elif record not in session.dirty:
        return
    elif isinstance(record, Meeting):
        if _has_changed(record, ("priorities",)):
            record.updated_at = now()
    elif isinstance(record, Participation):
        if _has_changed(record, ("response",)):
            record.answered_at = now()
    else:
        _stamp_those_of(session, record)


def _stamp_those_of(session: Session, record: Any) -> None:
    if isinstance(record, Forum) and _has_changed(record, STANDS_IN_EVENT):
        _stamp_all(session, Meeting.forum_id == record.id)
    elif isinstance(record, PriorityArea):
        _stamp_all(session, queries.of_priority(record.id))
    elif isinstance(record, Organisation) and _has_changed(record, STANDS_AT):
        for name in (record.name, *inspect(record).attrs.name.history.deleted):
            _stamp_all(session, Meeting.place.istartswith(name, autoescape=True))


def _count_dates(session: Session, changed: Iterable[Any]) -> None:
    """A series' SEQUENCE and LAST-MODIFIED rise, once a transaction, with dates that come or go."""
    found = {number for record in changed for number in _series_of(session, record)}
    connection = session.connection()
    known, counted = session.info.get("calendars_dates", (None, set()))
    if known is not session.get_transaction():
        counted = set()
        session.info["calendars_dates"] = (session.get_transaction(), counted)
    if new := found - counted:
        table = cast(Table, Series.__table__)
        connection.execute(
            update(table)
            .where(table.c.id.in_(sorted(new)), table.c.uid.is_not(None))
            .values(sequence=table.c.sequence + 1, updated_at=now())
        )
        counted |= new


def _series_of(session: Session, record: Any) -> Iterable[int]:
    """The series of which the record is a date that comes or goes."""
    if isinstance(record, SeriesOccurrence):
        return [record.series_id] if record.series_id is not None else []
    if isinstance(record, Meeting) and record not in session.new:
        states = inspect(record).attrs.state.history
        drafted = MeetingState.DRAFT in (*states.added, *states.deleted)
        if drafted or record in session.deleted:
            query = select(SeriesOccurrence.series_id).where(
                SeriesOccurrence.meeting_id == record.id
            )
            return session.connection().execute(query).scalars().all()
    return []


def _has_changed(record: Any, names: Iterable[str]) -> bool:
    attributes = inspect(record).attrs
    return any(attributes[name].history.has_changes() for name in names)


def _stamp_all(session: Session, condition: ColumnElement[bool]) -> None:
    session.connection().execute(
        update(cast(Table, Meeting.__table__)).where(condition).values(updated_at=now())
    )


def _stamp(session: Session, meeting: Meeting | None, meeting_id: int | None) -> None:
    if meeting is None and meeting_id is not None:
        meeting = session.get(Meeting, meeting_id)
    if meeting is not None and meeting not in session.new and meeting not in session.deleted:
        meeting.updated_at = now()


def _raise(session: Session) -> None:
    connection = session.connection()
    table = cast(Table, Revision.__table__)
    raised = connection.execute(
        update(table).where(table.c.scope == CALENDAR).values(value=table.c.value + 1)
    )
    if raised.rowcount == 0:
        connection.execute(insert(table).values(scope=CALENDAR, value=1))
