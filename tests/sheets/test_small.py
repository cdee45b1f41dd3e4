"""Regions with little in them get their sheet too, and it says no more than is known."""

import re
from datetime import UTC, datetime
from xml.etree import ElementTree

import pytest
from sqlalchemy import delete, select, update

from arenas.database import db
from arenas.models import Meeting, Organisation, Participation
from arenas.models.enums import MeetingState, Sector
from arenas.sheets import making
from arenas.sheets.tables import coverage
from tests.pages import get
from tests.sheets.conftest import FIRST, LAST


def one_sector(session):
    session.execute(update(Organisation).values(sector=Sector.MUNICIPALITY))


def one_seat(session):
    """One organisation at one of the period's meetings, and nobody else anywhere."""
    seat = session.scalars(
        select(Participation.id)
        .join(Participation.meeting)
        .where(
            Meeting.state == MeetingState.HELD,
            Meeting.title.like("%2026%"),
            Participation.attendance == "present",
            Participation.organisation_id.is_not(None),
        )
        .order_by(Participation.id)
    ).first()
    session.execute(delete(Participation).where(Participation.id != seat))


@pytest.mark.parametrize("emptied", [one_sector, one_seat])
def test_a_region_of_one_sector_or_one_seat_gets_a_sheet_without_a_trend(
    drawing_app, ask, leader, emptied
):
    with drawing_app.app_context():
        emptied(db.session())
        db.session().commit()
    number = ask()
    assert making.make(drawing_app, number)
    page = get(leader, f"/network/sheets/{number}")
    assert "Utviklingen, halvår for halvår" not in page.text
    assert "utvikling-nb.svg" not in page.html
    assert leader.get(f"/network/sheets/{number}/files/ark-nb.pdf").data.startswith(b"%PDF")
    assert leader.get(f"/network/sheets/{number}/files/utvikling-nb.svg").status_code == 404


def test_a_sector_that_came_before_the_years_of_the_trend_stands_there_with_dashes(
    drawing_app, ask, leader
):
    """Culture is asked for before July 2022 alone; the trend of a period to 2026 begins then."""
    with drawing_app.app_context():
        session = db.session()
        culture = select(Organisation.id).where(Organisation.sector == Sector.CULTURE)
        later = select(Meeting.id).where(Meeting.starts_at >= datetime(2022, 6, 30, 22, tzinfo=UTC))
        session.execute(
            delete(Participation).where(
                Participation.organisation_id.in_(culture), Participation.meeting_id.in_(later)
            )
        )
        session.commit()
    number = ask(starts_on=FIRST.replace(year=2021, month=1), ends_on=LAST)
    assert making.make(drawing_app, number)
    text = get(leader, f"/network/sheets/{number}").text
    assert "Kultur" in text
    assert re.search(r"jan\.–juni 2026 – –", text)


def test_an_activity_is_not_said_to_be_one_sectors_where_another_is_withheld():
    """Towns were there, and of culture nothing may be said: it may have been there too."""
    row = {
        "number": "1.1", "text": "Natur", "text_en": None, "is_part": False, "forums": 1, "held": 3,
        "sectors": {one.value: 0 for one in Sector} | {"municipality": 3, "culture": None},
    }  # fmt: skip
    strategy = {"name": "Strategi", "name_en": None}

    def said(alone):
        found = {"strategy": strategy, "activities": [row | {"alone": alone}], "dormant": []}
        return coverage(found, FIRST, LAST)["lines"]

    assert said(None) == []
    assert said("municipality") == ["Bare kommuner var med på: 1.1."]


def test_everything_in_the_matrix_picture_stands_inside_it(sheet, leader):
    """A letter is taken to be 6 wide: the legend of four once ran out at the right."""
    for name in ("matrise-nb.svg", "matrix-en.svg"):
        drawn = ElementTree.fromstring(leader.get(f"/network/sheets/{sheet}/files/{name}").data)
        width, height = (float(drawn.get(one)) for one in ("width", "height"))
        for one in drawn.iter("{http://www.w3.org/2000/svg}text"):
            assert float(one.get("y")) < height
            if one.get("text-anchor") == "start":
                assert float(one.get("x")) + 6 * len(one.text) < width, one.text
