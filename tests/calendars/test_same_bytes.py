"""The same records are the same bytes: on another day, in another process, in another database."""

import os
import subprocess
import sys
from datetime import timedelta

import time_machine
from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from arenas import create_app
from arenas.database import db
from arenas.models import Meeting, Rendering, Series
from tests.calendars.conftest import TODAY
from tests.calendars.world import lay_out
from tests.conftest import need_postgres
from tests.databases import Databases, close
from tests.settings import make_settings

ANOTHER = """
import sys
from datetime import datetime
import time_machine
from arenas import create_app
from tests.settings import make_settings
url, moment, *paths = sys.argv[1:]
with time_machine.travel(datetime.fromisoformat(moment), tick=False):
    client = create_app(make_settings(url)).test_client()
    for path in paths:
        sys.stdout.buffer.write(client.get(path).data)
"""


def _name(session: Session) -> None:
    """UIDs are drawn by lot, once: here each record gets the one it has elsewhere too."""
    for kind, model in (("m", Meeting), ("s", Series)):
        for record in session.scalars(select(model).order_by(model.id)):
            record.uid = record.uid and f"{kind}{record.id}@moteplass"
    session.commit()


def _laid_out(url: str) -> tuple[bytes, list[str]]:
    """The feeds of the small region in that database, and their addresses."""
    app = create_app(make_settings(url))
    with app.app_context():
        paths = lay_out(db.session())
        _name(db.session())
    client = app.test_client()
    data = b"".join(client.get(path).data for path in paths)
    assert data.count(b"BEGIN:VEVENT") > 10
    close(app)
    return data, paths


def test_both_databases_give_the_same_bytes(templates: Databases) -> None:
    need_postgres()
    here, _paths = _laid_out(templates.sqlite("empty", "same-bytes"))
    there, _other = _laid_out(templates.postgresql("empty", "same-bytes"))
    assert here == there


def _region(url: str) -> bytes:
    """The sample region's feeds in that database, each record known as it is in the other."""
    app = create_app(make_settings(url))
    with app.app_context():
        _name(db.session())
        for model in (Meeting, Series):
            db.session.execute(update(model).values(created_at=TODAY, updated_at=TODAY))
        db.session.commit()
    client = app.test_client()
    data = b"".join(
        client.get(path).data
        for path in ("/calendar/all.ics", "/calendar/all.ics?lang=en", "/calendar/priorities/1.ics")
    )
    close(app)
    return data


def test_the_region_s_feeds_which_every_reader_agrees_on_are_the_same_in_both(
    templates: Databases,
) -> None:
    need_postgres()
    here = _region(templates.sqlite("sample", "same-region"))
    assert here.count(b"BEGIN:VEVENT") > 100
    assert here == _region(templates.postgresql("sample", "same-region"))


def test_another_process_at_another_hour_on_another_machine_gives_the_same_bytes(
    templates: Databases, clock: time_machine.Traveller
) -> None:
    """Nothing that was kept is asked: each process has a database file of its own."""
    for number, (seed, zone) in enumerate((("0", "Asia/Tokyo"), ("7", "America/New_York"))):
        url = templates.sqlite("empty", f"process-{number}")
        here, paths = _laid_out(url)
        _forget(url)
        done = subprocess.run(
            [sys.executable, "-c", ANOTHER, url, str(TODAY + timedelta(hours=5)), *paths],
            capture_output=True,
            check=False,
            timeout=300,
            env={**os.environ, "PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": "C"},
        )
        assert done.stdout == here, done.stderr.decode()


def _forget(url: str) -> None:
    app = create_app(make_settings(url))
    with app.app_context():
        db.session.execute(delete(Rendering))
        db.session.commit()
    close(app)
