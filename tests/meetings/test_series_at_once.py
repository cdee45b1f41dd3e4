"""Two publish the drafts of a series at once: one wins, and there is one set of mails."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from arenas.accounts.passwords import hash_password
from arenas.database import db
from arenas.models import Meeting, OutgoingMail, Person
from arenas.models.enums import MeetingState
from tests.meetings.records import make_account
from tests.pages import form_token, get, post
from tests.settings import PASSWORD


@pytest.fixture
def two(database, app, ids, client, signed_in) -> list[FlaskClient]:
    """Both have the page open; everybody has an address."""
    with app.app_context():
        other = make_account(db.session())
        other.email, other.password_hash = "other@example.org", hash_password(PASSWORD)
        for number, person in enumerate(db.session.scalars(select(Person))):
            person.email = f"p{number}@example.org"
        db.session.commit()
    return [client, signed_in(app, "other@example.org")]


def press(clients: list[FlaskClient], path: str, sent: dict[str, Any]) -> list[int]:
    """Each presses the button of its own page, all at the same moment."""
    tokens = [form_token(one.get(path)) for one in clients]
    ready = Barrier(len(clients))

    def one(client: FlaskClient, token: str) -> int:
        ready.wait()
        return client.post(path, data={"csrf_token": token} | sent).status_code

    with ThreadPoolExecutor(len(clients)) as pool:
        return sorted(pool.map(one, clients, tokens))


def mails(app) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count(OutgoingMail.id)))


def test_the_drafts_of_a_series_are_published_once(two, app, ids, read):
    form = {
        "forum": ids["forum"],
        "day": "08.01.2030",
        "starts": "12.00",
        "ends": "14.00",
        "mode": "physical",
        "place": "Rådhuset",
        "with_members": "y",
        "repeats": "week",
        "every": "1",
        "count": "5",
        "on_holiday": "keep",
        "do": "save",
    }
    path = post(two[0], "/meetings/series/new", form).location
    press(two, f"{path}/publish", {})
    assert mails(app) == 2
    once = select(func.count(Meeting.id)).where(
        Meeting.state == MeetingState.PLANNED, Meeting.sequence == 1
    )
    assert read(once) == 5
    said = [get(client, path).text for client in two]
    assert sum("5 møter er publisert." in text for text in said) == 1
