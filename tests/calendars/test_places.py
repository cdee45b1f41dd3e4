"""GEO where the place is an organisation whose own point the register has."""

from datetime import timedelta

import pytest
import time_machine
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from arenas.models import Organisation
from arenas.models.enums import Sector
from tests.calendars.conftest import ALL, make_forum, make_meeting, tag
from tests.calendars.test_feeds import lines


@pytest.fixture
def museum(session: Session) -> Organisation:
    made = Organisation(
        slug="museet", name="Museet på Åsen", sector=Sector.CULTURE, lat=59.91, lon=10.75
    )
    town = Organisation(
        slug="byen", name="Byen kommune", sector=Sector.MUNICIPALITY, lat=60.0, lon=11.0
    )
    session.add_all([made, town])
    session.commit()
    return made


@pytest.mark.parametrize(
    ("place", "geo"),
    [
        ("Museet på Åsen", ["GEO:59.91;10.75"]),
        ("MUSEET PÅ ÅSEN, rom 2", ["GEO:59.91;10.75"]),
        ("Museet", []),
        ("Byen kommune", []),
        (None, []),
    ],
)
def test_a_meeting_is_where_its_place_is_on_record(
    database: str, client: FlaskClient, session: Session, museum: Organisation,
    place: str | None, geo: list[str],
) -> None:  # fmt: skip
    meeting = make_meeting(session, make_forum(session), place=place)
    session.commit()
    for path in (ALL, f"/meetings/{meeting.id}.ics"):
        assert [one for one in lines(client, path) if one.startswith("GEO")] == geo


def test_a_point_that_is_corrected_alters_the_tag_and_the_stamp_of_what_is_held_there(
    client: FlaskClient, session: Session, museum: Organisation, clock: time_machine.Traveller
) -> None:
    forum = make_forum(session)
    make_meeting(session, forum, place="Museet på Åsen, rom 2")
    make_meeting(session, forum, place="Et annet sted", days=8)
    session.commit()
    before = tag(client)
    clock.shift(timedelta(minutes=5))
    museum.lat = 59.92
    session.commit()
    assert tag(client) != before
    read = lines(client, ALL)
    assert "GEO:59.92;10.75" in read
    assert read.count("LAST-MODIFIED:20261123T120500Z") == 1
