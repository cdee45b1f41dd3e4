"""The sample region with a report of 400 draws, read by leadership."""

from dataclasses import replace
from zoneinfo import ZoneInfo

import pytest
from flask import Flask

from arenas import create_app
from arenas.database import db
from arenas.graphs.figures import figures_of
from arenas.graphs.filters import MeetingFilter
from arenas.graphs.reports import Wanted, make
from tests.conftest import PASSWORD, form_token
from tests.databases import close
from tests.settings import make_settings

OSLO = ZoneInfo("Europe/Oslo")


@pytest.fixture(scope="module")
def drawn_app(templates) -> Flask:
    """The sample region with a report of 400 draws."""
    app = create_app(replace(make_settings(templates.sqlite("sample", "graph")), draws=400))
    with app.app_context():
        make(db.engine, Wanted(MeetingFilter(), 400, OSLO))
    yield app
    close(app)


@pytest.fixture(scope="module")
def drawn_leader(drawn_app):
    client = drawn_app.test_client()
    token = form_token(client.get("/login"))
    client.post(
        "/login",
        data={"email": "leadership@example.org", "password": PASSWORD, "csrf_token": token},
    )
    return client


@pytest.fixture
def found(drawn_app):
    with drawn_app.app_context():
        yield figures_of(db.session(), MeetingFilter(), OSLO)
