"""A day to stand on, and records to stand beside the sample's."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from arenas.database import now
from arenas.models import AgendaItem, Forum, Meeting
from arenas.models.enums import ForumKind, MeetingState

ALL = "/calendar/all.ics"
TODAY = datetime(2026, 11, 23, 12, tzinfo=UTC)

MakeForum = Callable[..., Forum]
MakeMeeting = Callable[..., Meeting]


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    """It is 23 November 2026, noon in UTC."""
    with time_machine.travel(TODAY, tick=False) as traveller:
        yield traveller


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
