"""The sample region with its report drawn, for tests of what the network pages then say."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from zoneinfo import ZoneInfo

from flask import Flask

from arenas import create_app
from arenas.database import db
from arenas.graphs.filters import MeetingFilter
from arenas.graphs.reports import Wanted, make
from tests.databases import Databases, close
from tests.settings import make_settings

DRAWS = 200
OSLO = ZoneInfo("Europe/Oslo")


@contextmanager
def region(templates: Databases, name: str, *chosen: MeetingFilter) -> Iterator[Flask]:
    """The app with the report of every meeting, and of each choice, made."""
    app = create_app(replace(make_settings(templates.sqlite("sample", name)), draws=DRAWS))
    with app.app_context():
        for one in (MeetingFilter(), *chosen):
            make(db.engine, Wanted(one, DRAWS, OSLO))
    yield app
    close(app)
