"""A copy of the sample region, and a sheet made of it."""

from datetime import date

import pytest

from arenas import create_app
from arenas.database import db
from arenas.models import Account
from arenas.sheets import making, services
from tests.databases import close
from tests.settings import make_settings

DRAWS = 40
FIRST, LAST = date(2025, 7, 1), date(2026, 6, 30)


@pytest.fixture
def drawing_app(request, templates):
    """The sample region in a copy of its own, in an app that draws."""
    kind = request.getfixturevalue("database") if "database" in request.fixturenames else "sqlite"
    url = getattr(templates, kind)("sample", "one-test-of-sheets")
    made = create_app(make_settings(url, draws=DRAWS))
    yield made
    close(made)


@pytest.fixture
def ask(drawing_app):
    """Ask for a sheet and give its id: ``ask(title="...")``."""

    def ask(title="Lederark", starts_on=FIRST, ends_on=LAST):
        with drawing_app.app_context():
            session = db.session()
            sheet = services.ask_for(
                session,
                services.Asked(title, starts_on, ends_on),
                samples=DRAWS,
                seed=1,
                zone=drawing_app.extensions["settings"].timezone,
                actor=session.get_one(Account, 1),
            )
            session.commit()
            number = sheet.id
            db.session.remove()
        return number

    return ask


@pytest.fixture
def sheet(drawing_app, ask):
    """The number of a sheet that is made."""
    number = ask()
    assert making.make(drawing_app, number)
    return number


@pytest.fixture
def leader(drawing_app, signed_in):
    return signed_in(drawing_app, "leadership@example.org")
