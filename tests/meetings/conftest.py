"""A small register to write in, and somebody who may."""

from typing import Any

import pytest
from flask.testing import FlaskClient

from arenas.accounts.passwords import hash_password
from arenas.database import db
from arenas.models import AgendaItem
from tests.meetings.records import (
    make_account,
    make_forum,
    make_meeting,
    make_organisation,
    make_participation,
    make_person,
    make_seat,
)
from tests.settings import PASSWORD


@pytest.fixture
def ids(app) -> dict[str, int]:
    """A forum with two meetings, two people in two organisations, and a coordinator."""
    with app.app_context():
        session = db.session()
        account = make_account(session)
        account.email, account.password_hash = "me@example.org", hash_password(PASSWORD)
        forum = make_forum(session)
        town, school = make_organisation(session), make_organisation(session, "NMBU")
        one = make_person(session, "Åse Østby", town)
        other = make_person(session, "Ola Dahl", school)
        make_seat(session, forum, one, town)
        make_seat(session, forum, other, school)
        meeting = make_meeting(session, forum, title="Første møte")
        second = make_meeting(session, make_forum(session, "Rådet"), title="Andre møte")
        foreign = make_participation(session, second, one, town)
        item = AgendaItem(meeting_id=second.id, position=1, title="Fremmed sak")
        session.add(item)
        session.commit()
        return {
            "forum": forum.id,
            "meeting": meeting.id,
            "second": second.id,
            "one": one.id,
            "other": other.id,
            "school": school.id,
            "foreign": foreign.id,
            "item": item.id,
        }


@pytest.fixture
def client(app, ids, signed_in) -> FlaskClient:
    return signed_in(app, "me@example.org")


@pytest.fixture
def read(app):
    def read_(query) -> Any:
        with app.app_context():
            value = db.session.scalar(query)
            db.session.expunge_all()
            db.session.rollback()
            return value

    return read_
