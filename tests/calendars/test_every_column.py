"""A tag changes when, and only when, the bytes would: tried on every column and every row.

The bytes that ought to be are written from nothing, without anything that is kept of a feed.
"""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from flask.testing import FlaskClient
from sqlalchemy import Table, and_, delete, insert, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from arenas.calendars import pieces, recurring
from arenas.database import Model
from arenas.models import (
    Account,
    AgendaItem,
    Forum,
    ForumMember,
    Meeting,
    Organisation,
    Participation,
    PriorityArea,
    Rendering,
    Series,
    SeriesOccurrence,
)
from tests.calendars.world import lay_out, others

OWN = {"calendar_rendering", "revision", "personal_feed"}  # what feeds themselves keep
NEVER = {
    "version", "created_at", "updated_at",  # what a record is known by, and its own stamps
    "master_rule", "master_first_day", "master_starts", "master_ends", "timezone of series",
    "day of series_occurrence", "series_id of series_occurrence",
}  # fmt: skip
"""What no program gives a record another of."""
UNSTAMPED = (Account, SeriesOccurrence)  # whose feed it is, and which meeting a date is
ROWS = 2  # of each table
SHOWN = (
    Account, AgendaItem, Forum, ForumMember, Meeting, Organisation, Participation, PriorityArea,
    Series, SeriesOccurrence,
)  # fmt: skip
OTHERS = sorted(
    (
        mapper.class_
        for mapper in Model.registry.mappers
        if mapper.class_ not in SHOWN and mapper.class_.__tablename__ not in OWN
    ),
    key=lambda one: one.__name__,
)


class Watch:
    """Polls every feed after a change, and says where the answer is not what it ought to be."""

    def __init__(
        self, client: FlaskClient, session: Session, clock: time_machine.Traveller
    ) -> None:
        self._client, self._session, self._clock = client, session, clock
        self._feeds = lay_out(session)
        self._kept = self._afresh()
        self.altered = 0
        self.stamps = True

    def tick(self) -> None:
        self._clock.shift(timedelta(minutes=2))

    def faults(self, what: str) -> list[str]:
        """Of every feed as it was before: where the poll's answer is not what it ought to be."""
        polled = {path: self._poll(path) for path in self._feeds}
        kept, self._kept = self._kept, self._afresh()
        return [
            f"{what}: {path} {fault}"
            for path in self._feeds
            for fault in self._judge(kept[path], polled[path], self._kept[path][0])
        ]

    def look_again(self) -> None:
        """Begin from how it is now."""
        self._kept = self._afresh()

    def _poll(self, path: str) -> tuple[int, bytes, int]:
        """With the tag, and with the date alone."""
        headers = self._kept[path][1]
        tag, date = headers.get("ETag", ""), headers.get("Last-Modified", "")
        answer = self._client.get(path, headers={"If-None-Match": tag})
        by_date = self._client.get(path, headers={"If-Modified-Since": date})
        return answer.status_code, answer.data, by_date.status_code

    def _judge(
        self, kept: tuple[bytes, Any], polled: tuple[int, bytes, int], ought: bytes
    ) -> Iterator[str]:
        before, (status, body, by_date) = kept[0], polled
        self.altered += before != ought
        expected = 404 if not ought else 304 if ought == before else 200
        if status != expected:
            yield f"answers {status} and not {expected}"
        if status == 200 and body != ought:
            yield "gives other bytes than the records"
        if before and ought != before and by_date == 304:
            yield "is not modified by its date"
        if before and ought and self.stamps:
            yield from _stamps(before, ought)

    def _afresh(self) -> dict[str, tuple[bytes, Any]]:
        """The feeds written from nothing; no bytes where there is none."""
        self._session.execute(delete(Rendering))
        self._session.commit()
        for kept in (pieces.meeting, pieces.series, pieces._event, recurring._told):
            kept.cache_clear()
        answers = {path: self._client.get(path) for path in self._feeds}
        assert {answer.status_code for answer in answers.values()} <= {200, 404}
        return {
            path: (answer.data, answer.headers) if answer.status_code == 200 else (b"", {})
            for path, answer in answers.items()
        }


def _stamps(before: bytes, after: bytes) -> Iterator[str]:
    """An event that says something else has another LAST-MODIFIED."""
    old, new = _events(before), _events(after)
    for key in old.keys() & new.keys():
        if old[key] != new[key] and _stamp(old[key]) == _stamp(new[key]):
            yield f"{key.decode()} is another, and LAST-MODIFIED is not"


def _events(data: bytes) -> dict[bytes, bytes]:
    found = [one.partition(b"END:VEVENT")[0] for one in data.split(b"BEGIN:VEVENT\r\n")[1:]]
    return {_line(one, b"UID") + _line(one, b"RECURRENCE-ID"): one for one in found}


def _line(event: bytes, name: bytes) -> bytes:
    return next((one for one in event.split(b"\r\n") if one.startswith(name)), b"")


def _stamp(event: bytes) -> bytes:
    return _line(event, b"LAST-MODIFIED")


@pytest.fixture
def watch(client: FlaskClient, session: Session, clock: time_machine.Traveller) -> Watch:
    return Watch(client, session, clock)


def _rows(session: Session, table: Table) -> list[dict[str, Any]]:
    return [dict(row) for row in session.execute(select(table).limit(ROWS)).mappings()]


def _keys(session: Session, column: Any) -> list[Any]:
    for key in column.foreign_keys:
        return list(session.scalars(select(key.column).order_by(key.column)))
    return []


def _changes(session: Session, table: Table) -> Iterator[tuple[Any, str, Any, Any]]:
    """Key of the row, column, what it holds and what it is to hold."""
    for row in _rows(session, table):
        for column in table.columns:
            named = {column.name, f"{column.name} of {table.name}"}
            if not column.primary_key and NEVER.isdisjoint(named):
                for value in others(column, row[column.name], _keys(session, column)):
                    yield row[table.primary_key.columns[0].name], column, row[column.name], value


def _set(session: Session, model: Any, key: Any, column: Any, value: Any) -> bool:
    """Whether the database takes it."""
    record = session.get_one(model, key)
    setattr(record, model.__mapper__.get_property_by_column(column).key, value)
    try:
        session.commit()
    except IntegrityError:
        session.rollback()
        return False
    return True


@pytest.mark.parametrize("model", SHOWN, ids=lambda one: one.__name__)
def test_a_column_that_feeds_are_made_from_alters_the_tags_it_ought_to(
    model: Any, watch: Watch, session: Session
) -> None:
    faults: list[str] = []
    watch.stamps = model not in UNSTAMPED
    for key, column, old, new in list(_changes(session, model.__table__)):
        watch.tick()
        if _set(session, model, key, column, new):
            faults += watch.faults(f"{model.__name__} {key}: {column.name} {old!r} -> {new!r}")
            assert _set(session, model, key, column, old)
            watch.look_again()
    assert not faults, "\n".join(faults)
    assert watch.altered


def test_a_column_of_any_other_table_alters_no_tag(watch: Watch, session: Session) -> None:
    """Every one of them at once; a fault is then sought with one."""
    changed = set()
    for model in OTHERS:
        for key, column, _old, new in list(_changes(session, model.__table__)):
            if _set(session, model, key, column, new):
                changed.add(model.__name__)
    watch.tick()
    assert watch.faults("a column of a table that no feed is made from") == []
    assert not watch.altered
    assert changed >= {"Person", "Affiliation", "Document", "Invitation", "Outcome", "Strategy"}


def test_a_row_that_comes_or_goes_alters_the_tags_it_ought_to(
    watch: Watch, session: Session
) -> None:
    """By a statement that no record knows of; what others point to stays."""
    watch.stamps = False
    faults: list[str] = []
    seen = set()
    for table in reversed(Model.metadata.sorted_tables):
        for row in [] if table.name in OWN else _rows(session, table):
            watch.tick()
            keys = and_(*(column == row[column.name] for column in table.primary_key.columns))
            try:
                session.execute(delete(table).where(keys))
                session.commit()
            except IntegrityError:
                session.rollback()
                continue
            faults += watch.faults(f"a row of {table.name} goes")
            session.execute(insert(table).values(row))
            session.commit()
            faults += watch.faults(f"a row of {table.name} comes")
            seen.add(table.name)
    assert not faults, "\n".join(faults)
    assert seen >= {"agenda_item", "forum_priority", "meeting_priority", "series_occurrence"}
    assert seen >= {"forum_member", "participation"}
    assert watch.altered
