"""What the register has of the events of a file: read in before, or called from here."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from arenas.meetings.services import TRACES
from arenas.meetings.when import When
from arenas.models import (
    AgendaItem,
    Document,
    ImportedEvent,
    Meeting,
    Participation,
    Series,
)
from arenas.models.enums import MeetingState

MANY = 1000
T = TypeVar("T")


@dataclass(frozen=True)
class Before:
    """A date of an earlier file, and the meeting it has become. ``uid`` and ``key`` are digests."""

    key: str
    uid: str | None
    digest: str
    meeting_id: int
    state: MeetingState
    title: str
    when: When


def digest(uid: str) -> str:
    return sha256(uid.encode()).hexdigest()


def ours(session: Session, uids: Sequence[str]) -> set[str]:
    """Those under which the register itself has put meetings and series in calendars."""
    found: set[str] = set()
    for some in batches(uids):
        for column in (Meeting.uid, Series.uid):
            found |= {uid for uid in session.scalars(select(column).where(column.in_(some))) if uid}
    return found


def dates(session: Session, keys: Sequence[str], uids: Sequence[str]) -> list[Before]:
    """What has come of dates with these keys, and of the other dates of these events."""
    by_key = [_of(session, ImportedEvent.key.in_(some)) for some in batches(keys)]
    by_uid = [_of(session, ImportedEvent.uid.in_(some)) for some in batches(uids)]
    found = {one.meeting_id: one for some in (*by_key, *by_uid) for one in some}
    return list(found.values())


def in_use(session: Session, meetings: Sequence[int]) -> set[int]:
    """The meetings on which somebody here has done some work."""
    found: set[int] = set()
    for some in batches(meetings):
        for column, done in (
            (Participation.meeting_id, TRACES),
            (AgendaItem.meeting_id, AgendaItem.id.is_not(None)),
            (Document.meeting_id, Document.id.is_not(None)),
        ):
            found |= set(session.scalars(select(column).where(column.in_(some), done)))
    return found


def batches(items: Sequence[T]) -> Iterator[Sequence[T]]:
    return (items[start : start + MANY] for start in range(0, len(items), MANY))


def _of(session: Session, condition: ColumnElement[bool]) -> list[Before]:
    rows: Sequence[Any] = session.execute(
        select(
            ImportedEvent.key,
            ImportedEvent.uid,
            ImportedEvent.digest,
            Meeting.id,
            Meeting.state,
            Meeting.title,
            Meeting.starts_at,
            Meeting.ends_at,
            Meeting.first_day,
            Meeting.last_day,
            Meeting.timezone,
        )
        .join(ImportedEvent.meeting)
        .where(condition)
        .order_by(Meeting.starts_at, Meeting.id)
    ).all()
    return [
        Before(row.key, row.uid, row.digest, row.id, row.state, row.title, When(*row[6:]))
        for row in rows
    ]
