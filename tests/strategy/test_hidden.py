"""Nothing of a sector behind which fewer than three people stand is shown in the coverage.

At the meeting on Natur were Ann, Bo and Carl of the town, and Dag alone of the museum.
"""

import csv
import io
from datetime import timedelta

import pytest

from arenas.accounts import services as accounts
from arenas.database import db
from arenas.models.enums import Attendance, MeetingState, Role, Sector
from arenas.strategy.hidden import hidden_sectors
from tests.forums.records import (
    NOW,
    a_forum,
    a_meeting,
    a_person,
    a_strategy,
    an_organisation,
    took_part,
)
from tests.pages import get
from tests.settings import PASSWORD


@pytest.fixture
def activity(session):
    found = a_strategy(session, priorities={"Klima": ["Natur"]}).priorities[0].activities[0]
    forum = a_forum(session)
    meeting = a_meeting(
        session, forum, NOW - timedelta(days=1), MeetingState.HELD, activities=[found]
    )
    town = an_organisation(session, "Byen", Sector.MUNICIPALITY)
    museum = an_organisation(session, "Museet", Sector.CULTURE)
    for name, body in (("Ann", town), ("Bo", town), ("Carl", town), ("Dag", museum)):
        took_part(session, meeting, a_person(session, name), body, attendance=Attendance.PRESENT)
    session.commit()
    return found.id


def test_a_sector_of_one_person_is_hidden_and_one_of_three_is_not(database, session, activity):
    assert hidden_sectors(session) == {Sector.CULTURE}


@pytest.fixture
def leader(app, signed_in):
    with app.app_context():
        accounts.create_account(
            db.session(), email="leder@example.org", role=Role.LEADERSHIP, password=PASSWORD
        )
        db.session.commit()
    return signed_in(app, "leder@example.org")


def test_neither_page_nor_file_nor_list_of_meetings_tells_where_that_person_was(leader, activity):
    page = get(leader, "/strategy/")
    assert "Skjult, fordi færre enn tre personer står bak: kulturliv." in page.text
    assert not [link for link in page.links if "sector=culture" in link]
    assert "Ingen møter med kulturliv" not in page.text
    assert "Bare kommuner" not in page.text  # which would say that the museum was not there
    file = leader.get("/strategy/coverage.csv").get_data(as_text=True)
    [row] = csv.DictReader(io.StringIO(file))
    assert (row["municipality_held"], row["culture_held"], row["culture_planned"]) == ("1", "", "")
    behind = get(leader, f"/strategy/activities/{activity}/meetings?sector=culture", 404)
    assert "færre enn tre personer står bak den" in behind.text
