"""Coverage: who works on what, worked out by hand on a small region and found on the sample."""

import csv
import io
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from sqlalchemy import select

from arenas.accounts import services as accounts
from arenas.database import db
from arenas.models import Activity
from arenas.models.enums import Attendance, MeetingState, Role, Sector, Visibility
from arenas.strategy import behind, coverage, coverage_page, queries
from arenas.strategy.coverage import Asked, Count
from arenas.strategy.halves import last_halves
from tests.forums.records import (
    NOW,
    a_forum,
    a_meeting,
    a_person,
    a_strategy,
    an_account,
    an_organisation,
    took_part,
)
from tests.pages import get
from tests.settings import PASSWORD
from tests.statements import recorded

OSLO = ZoneInfo("Europe/Oslo")
ON_SAMPLE = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


@pytest.fixture(autouse=True, scope="module")
def _sample_clock() -> Iterator[None]:
    with time_machine.travel(ON_SAMPLE, tick=True):
        yield


@pytest.fixture(scope="module")
def readers(_sample_clock, sample_app, signed_in):
    return {role: signed_in(sample_app, f"{role}@example.org") for role in ("leadership", "member")}


@pytest.fixture
def region(session):
    """A town and a firm; one activity has three meetings held and one planned, one has none."""
    area = a_strategy(session, priorities={"Klima": ["Natur", "Energi"]}).priorities[0]
    nature, energy = area.activities
    forum = a_forum(session, priorities=[area], activities=[nature])
    town = an_organisation(session, "Byen", Sector.MUNICIPALITY)
    firm = an_organisation(session, "Firmaet", Sector.INDUSTRY)
    serves = {"priorities": [area], "activities": [nature]}
    both = a_meeting(session, forum, NOW - timedelta(days=1), MeetingState.HELD, **serves)
    alone = a_meeting(session, forum, NOW - timedelta(days=200), MeetingState.HELD, **serves)
    nobody = a_meeting(session, forum, NOW - timedelta(days=400), MeetingState.HELD, **serves)
    coming = a_meeting(session, forum, NOW + timedelta(days=9), MeetingState.PLANNED, **serves)
    cancelled = a_meeting(session, forum, NOW + timedelta(days=8), MeetingState.CANCELLED, **serves)
    ann, bo, carl = (a_person(session, name) for name in ("Ann", "Bo", "Carl"))
    take_part(session, both, [(ann, town), (bo, town), (carl, firm)])
    take_part(session, alone, [(ann, town)])
    take_part(session, alone, [(carl, firm)], Attendance.ABSENT)
    take_part(session, nobody, [(ann, town)], Attendance.EXCUSED)
    take_part(session, coming, [(carl, firm)], Attendance.UNKNOWN)
    take_part(session, cancelled, [(carl, firm)], Attendance.UNKNOWN)
    session.commit()
    return area, nature, energy, forum


def take_part(session, meeting, people, attendance=Attendance.PRESENT):
    for person, organisation in people:
        took_part(session, meeting, person, organisation, attendance=attendance)


def asked(viewer, **days):
    return Asked(viewer, NOW, OSLO, **days)


def test_a_cell_counts_meetings_held_where_the_sector_was_there_and_planned_where_it_is_asked(
    session, region
):
    _area, nature, energy, _forum = region
    reader = asked(an_account(session, Role.LEADERSHIP))
    lines = coverage.by_activity(session, reader, [nature.id, energy.id])
    assert lines[nature.id].meetings == Count(held=3, planned=1)
    assert lines[nature.id].with_sector(Sector.MUNICIPALITY) == Count(held=2, planned=0)
    assert lines[nature.id].with_sector(Sector.INDUSTRY) == Count(held=1, planned=1)
    assert lines[nature.id].with_sector(Sector.CULTURE) == Count()
    assert lines[nature.id].alone is None
    assert not lines[energy.id].meetings


def test_an_activity_where_one_sector_alone_was_there_is_one_sided(session, region):
    _area, nature, _energy, _forum = region
    day = (NOW - timedelta(days=200)).date()
    reader = asked(an_account(session, Role.LEADERSHIP), start=day, end=day)
    line = coverage.by_activity(session, reader, [nature.id])[nature.id]
    assert (line.meetings, line.alone) == (Count(held=1), Sector.MUNICIPALITY)
    assert Sector.INDUSTRY in line.missing
    assert Sector.MUNICIPALITY not in line.missing


def test_meetings_held_fall_in_their_half_year(session, region):
    """23 November 2026, 200 days before is 7 May, 400 days before is 19 October 2025."""
    _area, nature, _energy, _forum = region
    halves = last_halves(NOW.date(), 3)
    reader = asked(an_account(session, Role.LEADERSHIP))
    line = coverage.by_activity(session, reader, [nature.id], halves)[nature.id]
    assert [(half.year, half.number) for half in halves] == [(2025, 2), (2026, 1), (2026, 2)]
    assert line.halves == (1, 1, 1)


def test_the_list_behind_each_cell_has_as_many_meetings_as_the_cell_says(session, region):
    _area, nature, _energy, _forum = region
    reader = asked(an_account(session, Role.LEADERSHIP))
    line = coverage.by_activity(session, reader, [nature.id])[nature.id]
    for sector in Sector:
        for state, count in (
            (coverage.HELD, line.with_sector(sector).held),
            (coverage.PLANNED, line.with_sector(sector).planned),
        ):
            found = behind.on_activity(
                session, reader, nature.id, sector=sector, state=state, page=1
            )
            assert (sector, state, found.total) == (sector, state, count)


def test_a_member_sees_only_what_is_open_to_members(session, region):
    _area, nature, _energy, forum = region
    forum.visibility = Visibility.INTERNAL
    session.flush()
    member = asked(an_account(session, Role.MEMBER))
    assert not coverage.by_activity(session, member, [nature.id])[nature.id].meetings
    found = behind.on_activity(session, member, nature.id, sector=None, state=None, page=1)
    assert found.total == 0
    assert coverage.dormant(session, member, NOW) == []


def test_a_forum_sleeps_when_it_has_not_met_since_then_and_has_nothing_planned(session):
    for name, days in (("Våken", -10), ("Sovende", -400), ("Reddet", -401)):
        forum = a_forum(session, name)
        a_meeting(session, forum, NOW + timedelta(days=days), MeetingState.HELD)
        if name == "Reddet":
            a_meeting(session, forum, NOW + timedelta(days=3), MeetingState.PLANNED)
    a_forum(session, "Aldri")
    a_forum(session, "Nedlagt", archived_at=NOW)
    reader = asked(an_account(session, Role.LEADERSHIP))
    asleep = coverage.dormant(session, reader, NOW - timedelta(days=365))
    assert [one.name for one in asleep] == ["Aldri", "Sovende"]
    assert [one.last for one in asleep] == [None, NOW - timedelta(days=400)]


def test_a_goal_counts_a_meeting_once_though_two_areas_serve_it(session):
    strategy = a_strategy(session, priorities={"Klima": ["Natur"], "Vekst": ["Handel"]})
    goal = next(goal for goal in queries.goals(session) if goal.number == 13)
    for area in strategy.priorities:
        area.sdgs = [goal]
    forum = a_forum(session)
    a_meeting(session, forum, NOW, MeetingState.HELD, priorities=list(strategy.priorities))
    reader = asked(an_account(session, Role.LEADERSHIP))
    found = coverage.by_goal(session, reader, [area.id for area in strategy.priorities])
    assert found == {13: Count(held=1)}


def test_what_was_planted_stands_on_the_first_page_of_the_strategy(readers):
    page = get(readers["leadership"], "/")
    assert "/strategy/" in page.links
    page = get(readers["leadership"], "/strategy/")
    assert "Én aktivitet har ingen møter, verken holdte eller planlagte:" in page.text
    assert "2.6 Ta vare på natur- og artsmangfold i regionen" in page.text
    assert "Sovende arena: Gods- og logistikkforum" in page.text
    assert "møttes sist 17.04.2023" in page.text


def test_every_number_of_the_page_leads_to_as_many_meetings(readers):
    page = get(readers["leadership"], "/strategy/")
    cells = [link for link in page.links if "/strategy/activities/" in link and "sector=" in link]
    assert len(cells) > 100
    rows = list(
        csv.DictReader(io.StringIO(get_text(readers["leadership"], "/strategy/coverage.csv")))
    )
    assert len(rows) == 24
    with_culture = {row["activity"]: int(row["culture_held"]) for row in rows}
    assert with_culture["2.6"] == 0
    for number in ("2.3", "3.1", "3.6"):
        path = f"/strategy/activities/{activity_id(readers, number)}/meetings"
        found = get(readers["leadership"], f"{path}?state=held&sector=culture")
        assert f"{with_culture[number]} treff" in found.text


def activity_id(readers, number):
    with readers["leadership"].application.app_context():
        return db.session().scalar(select(Activity.id).where(Activity.number == number))


def get_text(client, path):
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def test_a_period_without_meetings_says_so(readers):
    page = get(readers["leadership"], "/strategy/?start=1999-01-01&end=1999-12-31")
    assert "24 aktiviteter har ingen møter, verken holdte eller planlagte:" in page.text


def test_an_address_that_asks_for_what_is_not_there_is_not_found(readers):
    for path in (
        "/strategy/?strategy=99",
        "/strategy/?months=7",
        "/strategy/activities/999/meetings",
        "/strategy/activities/1/meetings?sector=x",
    ):
        get(readers["leadership"], path, 404)


def test_a_region_without_strategy_teaches_the_next_step(app, signed_in):
    with app.app_context():
        accounts.create_account(
            db.session(), email="kari@example.org", role=Role.COORDINATOR, password=PASSWORD
        )
        db.session.commit()
    client = signed_in(app, "kari@example.org")
    page = get(client, "/strategy/")
    assert "Ingen strategi ennå" in page.text
    assert "/strategy/new" in page.links
    get(client, "/strategy/coverage.csv", 404)


def test_the_pages_need_few_statements(readers, sample_app):
    for path, most in (("/strategy/", 18), ("/strategy/activities/1/meetings", 8)):
        with recorded(sample_app) as statements:
            get(readers["member"], path)
        statements.at_most(most)


def test_the_halves_begin_where_the_chosen_days_begin(session, region):
    area = region[0]
    page = coverage_page.read(
        session,
        an_account(session, Role.LEADERSHIP),
        area.strategy_id,
        at=NOW,
        zone=OSLO,
        start=date(2026, 2, 1),
    )
    assert [(half.year, half.number) for half in page.halves] == [(2026, 1), (2026, 2)]
    assert page.priorities[area.id].halves == (1, 1)
    assert [one.text for one in page.without_forum()] == ["Energi"]
