"""A day to stand on, and records to stand beside the sample's."""

import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.serving import make_server

from arenas.calendars import personal
from arenas.calendars.personal import FeedDetails
from arenas.database import now
from arenas.models import Account, AgendaItem, Forum, Meeting, Person
from arenas.models.enums import ForumKind, MeetingState, Role
from tests.ports import free_port

ALL = "/calendar/all.ics"
TODAY = datetime(2026, 11, 23, 12, tzinfo=UTC)

MakeForum = Callable[..., Forum]
MakeMeeting = Callable[..., Meeting]


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    """It is 23 November 2026, noon in UTC."""
    with time_machine.travel(TODAY, tick=False) as traveller:
        yield traveller


@pytest.fixture
def served(app: Flask) -> Iterator[int]:
    """The port on which the app is served, while the test runs."""
    port = free_port()
    server = make_server("127.0.0.1", port, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield port
    server.shutdown()
    thread.join()
    server.server_close()


def make_forum(session: Session, **values: object) -> Forum:
    forum = Forum(**{"slug": "prove", "name": "Prøveforum", "kind": ForumKind.PROJECT} | values)
    session.add(forum)
    session.flush()
    return forum


def make_meeting(session: Session, forum: Forum, *, days: float = 7, **values: object) -> Meeting:
    """A planned meeting of two hours, so many days from now."""
    starts = now() + timedelta(days=days)
    meeting = Meeting(
        **{
            "forum_id": forum.id,
            "title": "Budsjett",
            "starts_at": starts,
            "ends_at": starts + timedelta(hours=2),
            "state": MeetingState.PLANNED,
        }
        | values
    )
    session.add(meeting)
    session.flush()
    return meeting


@pytest.fixture
def meeting(session: Session) -> Meeting:
    made = make_meeting(
        session, make_forum(session), agenda=[AgendaItem(position=1, title="Åpning")]
    )
    session.commit()
    return made


def tag(client: FlaskClient, path: str = ALL) -> str:
    return client.get(path).headers["ETag"]


@pytest.fixture
def owner(session: Session) -> Account:
    person = Person(given_name="Kari", family_name="Li", search_text="kari li")
    session.add(person)
    session.flush()
    account = Account(email="kari@example.org", role=Role.MEMBER, person_id=person.id)
    session.add(account)
    session.commit()
    return account


@pytest.fixture
def actor(session: Session) -> Account:
    account = Account(email="coordinator@example.org", role=Role.COORDINATOR)
    session.add(account)
    session.flush()
    return account


def make_feed(session: Session, owner: Account, **details: Any) -> str:
    """The path of a new feed."""
    _feed, token = personal.create(session, owner, FeedDetails(name="Min", **details))
    session.commit()
    return f"/calendar/feeds/{token}.ics"
