"""A program that subscribes over HTTP, polling as programs do, sees each change in its turn."""

from collections.abc import Callable
from http.client import HTTPConnection

import pytest
from sqlalchemy.orm import Session

from arenas.calendars import personal
from arenas.calendars.personal import FeedDetails
from arenas.models import Account
from arenas.models.enums import MeetingState
from tests.calendars.conftest import make_forum, make_meeting
from tests.conformance.readers.python import vobject_reader

pytestmark = pytest.mark.usefixtures("database")


class Subscriber:
    """Keeps its copy and its tag, and polls with both: what a calendar program does."""

    def __init__(self, port: int, path: str) -> None:
        self._port = port
        self.path = path
        self.tag = ""
        self.copy = b""

    def poll(self) -> int:
        connection = HTTPConnection("127.0.0.1", self._port, timeout=120)
        headers = {"If-None-Match": self.tag} if self.tag else {}
        connection.request("GET", self.path, headers=headers)
        answer = connection.getresponse()
        body = answer.read()
        connection.close()
        if answer.status == 200:
            self.tag, self.copy = answer.headers["ETag"], body
        return answer.status

    def events(self) -> list[tuple[str, str]]:
        return [(one.summary, one.status) for one in vobject_reader(self.copy)]


@pytest.fixture
def subscribe(served: int) -> Callable[[str], Subscriber]:
    return lambda path: Subscriber(served, path)


def test_a_subscriber_follows_a_change_a_cancellation_and_a_new_address(
    session: Session, owner: Account, subscribe: Callable[[str], Subscriber]
) -> None:
    forum = make_forum(session)
    meeting = make_meeting(session, forum)
    feed, token = personal.create(session, owner, FeedDetails("Min", own=False, forums=[forum.id]))
    session.commit()
    public = subscribe("/calendar/forums/prove.ics")
    private = subscribe(f"/calendar/feeds/{token}.ics")
    for subscriber in (public, private):
        assert subscriber.poll() == 200
        assert subscriber.events() == [("Prøveforum: Budsjett", "CONFIRMED")]
        assert subscriber.poll() == 304

    meeting.title, meeting.sequence = "Regnskap", 1
    session.commit()
    for subscriber in (public, private):
        assert subscriber.poll() == 200
        assert subscriber.events() == [("Prøveforum: Regnskap", "CONFIRMED")]
        assert subscriber.poll() == 304

    meeting.state, meeting.sequence = MeetingState.CANCELLED, 2
    session.commit()
    for subscriber in (public, private):
        assert subscriber.poll() == 200
        assert subscriber.events() == [("Avlyst: Prøveforum: Regnskap", "CANCELLED")]

    new = personal.rotate(session, feed, owner)
    session.commit()
    assert private.poll() == 404
    assert subscribe(f"/calendar/feeds/{new}.ics").poll() == 200
    assert public.poll() == 304
