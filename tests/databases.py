"""Databases for the tests: made once as templates, then copied, on SQLite and on PostgreSQL."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import time
from itertools import count
from pathlib import Path

from flask import Flask
from sqlalchemy import null, select

from arenas import create_app, migrate
from arenas.database import db
from arenas.models import Meeting, Series, SeriesOccurrence
from arenas.models.enums import MeetingState
from arenas.sample import accounts, loader
from tests.postgres import Cluster, cluster
from tests.settings import PASSWORD, make_settings


class Databases:
    """Hands out the address of a fresh copy: of the empty schema, or of the sample region."""

    def __init__(self, folder: Path, stack: ExitStack) -> None:
        self._folder = folder
        self._stack = stack
        self._cluster: Cluster | None = None
        self._templates: set[str] = set()
        self._numbers = count()

    def sqlite(self, template: str, name: str) -> str:
        source = self._folder / f"template-{template}.db"
        self._fill(template, f"sqlite:///{source}")
        # Each copy has a name of its own: a connection left open to an earlier one harms nobody.
        target = self._folder / f"{name}-{next(self._numbers)}.db"
        shutil.copyfile(source, target)
        return f"sqlite:///{target}"

    def postgresql(self, template: str, name: str) -> str:
        source = f"template-{template}"
        if f"postgresql {template}" not in self._templates:
            self.cluster.create(source)
        self._fill(template, self.cluster.url(source))
        return self.cluster.create(name, template=source)

    @property
    def cluster(self) -> Cluster:
        if self._cluster is None:
            self._cluster = self._stack.enter_context(cluster())
        return self._cluster

    def _fill(self, template: str, url: str) -> None:
        key = f"{url.partition(':')[0].partition('+')[0]} {template}"
        if key in self._templates:
            return
        app = create_app(make_settings(url))
        with app.app_context():
            FILLS[template]()
            db.session.remove()
            if url.startswith("sqlite"):  # one file to copy, no journal beside it
                with db.engine.connect() as connection:
                    raw = connection.connection.dbapi_connection
                    assert raw is not None
                    raw.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
        close(app)
        self._templates.add(key)


def _empty() -> None:
    migrate.upgrade(db.engine)


def _sample() -> None:
    migrate.upgrade(db.engine)
    loader.load(db.session())
    _series()
    accounts.create(db.session(), PASSWORD)
    db.session.commit()


def _series() -> None:
    """A series of one meeting to come, so that its pages have a record to show.

    It is from before series had a UID, so that it survives the migrations down and up.
    """
    session = db.session()
    meeting = session.scalars(
        select(Meeting).where(Meeting.state == MeetingState.PLANNED).order_by(Meeting.starts_at)
    ).first()
    assert meeting is not None
    day = meeting.starts_at.date()
    series = Series(
        forum_id=meeting.forum_id,
        repeats="week",
        rule="FREQ=WEEKLY;INTERVAL=1",
        first_day=day,
        starts=time(12),
        ends=time(14),
        laid_out_to=day,
        uid=null(),
        template={"title": "", "mode": "physical", "place": None, "online_url": None},
    )
    session.add(series)
    session.flush()
    session.add(SeriesOccurrence(series_id=series.id, day=day, meeting_id=meeting.id))


FILLS: dict[str, Callable[[], None]] = {"blank": lambda: None, "empty": _empty, "sample": _sample}


def close(app: Flask) -> None:
    """Let go of every connection, so that the database can be copied or dropped."""
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


@contextmanager
def databases(folder: Path) -> Iterator[Databases]:
    with ExitStack() as stack:
        yield Databases(folder, stack)
