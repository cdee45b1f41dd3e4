"""Feeds written once for each change, and kept until the next (design, "State", 6)."""

import hashlib
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NamedTuple, cast

from sqlalchemy import (
    Connection,
    Engine,
    Table,
    bindparam,
    delete,
    func,
    insert,
    literal_column,
    select,
    update,
)
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from arenas.calendars.direct import Direct, instant
from arenas.database import now
from arenas.engine import without_begin, writer
from arenas.models import Rendering, Revision
from arenas.revision import CALENDAR, revision

PATIENCE = 500  # milliseconds that a poll waits for another writer, before it keeps nothing
_TABLE = cast(Table, Rendering.__table__)
_NOW = (
    select(func.coalesce(func.max(Revision.value), literal_column("0")))
    .where(Revision.scope == literal_column(f"'{CALENDAR}'"))
    .scalar_subquery()
)
_FIND = select(_TABLE.c.etag, _TABLE.c.last_modified).where(
    _TABLE.c.key == bindparam("key"),
    _TABLE.c.made_by == bindparam("made_by"),
    _TABLE.c.valid_until > bindparam("today"),
    _TABLE.c.revision == _NOW,
)
_BODY = select(_TABLE.c.body).where(
    _TABLE.c.key == bindparam("key"), _TABLE.c.etag == bindparam("etag")
)


class Version(NamedTuple):
    """What a client is told of the bytes before, or instead of, the bytes."""

    etag: str
    last_modified: datetime


@dataclass(frozen=True)
class Written:
    """A feed's bytes, and the day from which they may be other bytes."""

    body: bytes
    valid_until: date


class Polls:
    """What a poll asks of the database: one small statement.

    Nine polls in ten find nothing new, so that this is the whole of their cost.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = without_begin(engine)
        self._find = Direct(engine, _FIND)

    def current(self, key: str, made_by: str, today: date) -> Version | None:
        """The version on record, if it is still right."""
        row = self._find.first(key=key, made_by=made_by, today=today.isoformat())
        return None if row is None else Version(row[0], instant(row[1]))

    def body(self, key: str, version: Version) -> bytes | None:
        """The bytes of that version; None if another was written meanwhile."""
        with self._engine.connect() as connection:
            return connection.scalar(_BODY, {"key": key, "etag": version.etag})


def renew(
    engine: Engine, key: str, made_by: str, write: Callable[[Session], Written | None]
) -> tuple[Version, bytes] | None:
    """Write the feed anew and put it on record; None, and nothing on record, if it is gone.

    The revision is read before the meetings: what changes in between is written next time.
    """
    with Session(engine) as session:
        seen = revision(session, CALENDAR)
        written = write(session)
        known = session.scalar(select(_TABLE.c.etag).where(_TABLE.c.key == key)) is not None
    if written is None:
        if known:
            with suppress(DBAPIError), writer(engine, patience=PATIENCE) as connection:
                connection.execute(delete(_TABLE).where(_TABLE.c.key == key))
        return None
    etag = hashlib.sha256(written.body).hexdigest()[:32]
    try:
        with writer(engine, patience=PATIENCE) as connection:
            version = _store(connection, key, made_by, seen, etag, written)
    except DBAPIError:  # another worker was first, or the database takes no writing now
        version = Version(etag, now())
    return version, written.body


def _store(
    connection: Connection, key: str, made_by: str, seen: int, etag: str, written: Written
) -> Version:
    before = connection.execute(
        select(_TABLE.c.etag, _TABLE.c.last_modified).where(_TABLE.c.key == key)
    ).first()
    values = {"made_by": made_by, "revision": seen, "valid_until": written.valid_until}
    if before is not None and before.etag == etag:
        connection.execute(update(_TABLE).where(_TABLE.c.key == key).values(values))
        return Version(etag, before.last_modified)
    moment = now()
    if before is None:
        connection.execute(
            insert(_TABLE).values(
                key=key, etag=etag, last_modified=moment, body=written.body, **values
            )
        )
        return Version(etag, moment)
    moment = max(moment, before.last_modified + timedelta(seconds=1))
    connection.execute(
        update(_TABLE)
        .where(_TABLE.c.key == key)
        .values(etag=etag, last_modified=moment, body=written.body, **values)
    )
    return Version(etag, moment)
