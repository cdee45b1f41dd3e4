"""A held meeting, its readers, and somebody who writes its minutes."""

from types import SimpleNamespace

import pytest

from arenas.accounts.passwords import hash_password
from arenas.database import db
from arenas.models import Account
from arenas.models.enums import Role
from tests.minutes.records import held
from tests.settings import PASSWORD


@pytest.fixture
def meeting(app):
    """Numbers only: a page must not share its reader with a session that the test holds open."""
    with app.app_context():
        made = held(db.session())
        made.actor.password_hash = hash_password(PASSWORD)
        for email, person in (("kari@ski.example", made.kari.id), ("annen@example.org", None)):
            db.session.add(
                Account(
                    email=email,
                    password_hash=made.actor.password_hash,
                    role=Role.MEMBER,
                    person_id=person,
                )
            )
        db.session.commit()
        return SimpleNamespace(
            id=made.id, forum=made.forum.id, items=[item.id for item in made.items]
        )


@pytest.fixture
def writer(app, meeting, signed_in):
    return signed_in(app, "skriver@example.org")
