"""The feeds to judge: the sample region's, or the address that ``--feed`` names.

.venv/bin/pytest tests/conformance --feed https://example.org/calendar/all.ics
"""

import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta

import pytest
from flask import Flask

from arenas.database import db
from arenas.meetings.recurrence import Pattern, Repeats
from arenas.meetings.series import Plan, start
from arenas.meetings.series_queries import meetings
from arenas.models import Account
from arenas.models.enums import MeetingState, OnHoliday, Role
from tests.calendars.conftest import make_forum
from tests.meetings.records import OSLO, details

SAMPLE = ("/calendar/all.ics", "/calendar/all.ics?lang=en", "/calendar/forums/styret.ics")
SERIES = "/calendar/forums/serieforum.ics"


@dataclass(frozen=True)
class Answer:
    status: int
    headers: Mapping[str, str]
    body: bytes


Ask = Callable[..., Answer]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--feed", action="append", help="The address of a calendar to judge.")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "address" in metafunc.fixturenames:
        metafunc.parametrize(
            "address", metafunc.config.getoption("--feed", None) or [*SAMPLE, SERIES]
        )


@pytest.fixture
def ask(address: str, request: pytest.FixtureRequest) -> Ask:
    """Ask for the feed: ``ask(method="HEAD", if_none_match=...)``."""
    if address == SERIES:
        app = request.getfixturevalue("sample_copy")
        _lay_out(app)
        return _of_app(app, address)
    if address.startswith("/"):
        return _of_app(request.getfixturevalue("sample_app"), address)
    return lambda method="GET", **headers: _over_http(address, method, _named(headers))


def _lay_out(app: Flask) -> None:
    """A series every second working week for a year, one date later and one cancelled."""
    with app.app_context():
        session = db.session()
        actor = Account(email="series@example.org", role=Role.COORDINATOR)
        session.add(actor)
        forum = make_forum(session, name="Serieforum", slug="serieforum")
        today = datetime.now(OSLO).date()
        pattern = Pattern(Repeats.WORKDAY, today, every=2, count=80, on_holiday=OnHoliday.NEXT)
        plan = Plan(
            pattern, details(forum, title=""), time(12), time(14), with_members=False, publish=True
        )
        made = start(session, plan, OSLO, actor=actor)
        dates = meetings(session, made.id)
        dates[40].starts_at += timedelta(hours=1)
        dates[41].state = MeetingState.CANCELLED
        session.commit()


def _named(headers: Mapping[str, str]) -> dict[str, str]:
    return {name.replace("_", "-"): value for name, value in headers.items()}


def _of_app(app: Flask, path: str) -> Ask:
    def ask(method: str = "GET", **headers: str) -> Answer:
        answer = app.test_client().open(path, method=method, headers=_named(headers))
        return Answer(answer.status_code, answer.headers, answer.data)

    return ask


def _over_http(address: str, method: str, headers: dict[str, str]) -> Answer:
    wanted = urllib.request.Request(address, method=method, headers=headers)
    try:
        with urllib.request.urlopen(wanted, timeout=60) as answer:
            return Answer(answer.status, answer.headers, answer.read())
    except urllib.error.HTTPError as error:
        return Answer(error.code, error.headers, error.read())
