"""Forums that gather the same people: P5 of the sample, and what is too few to say."""

import csv
import io
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from arenas.graphs.alike import forums_alike
from arenas.graphs.filters import MeetingFilter
from arenas.models import Forum, Meeting, Participation, Person
from arenas.models.enums import ForumKind, MeetingState
from tests.pages import get

OSLO = ZoneInfo("Europe/Oslo")
NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)


def ask(session, forum, people, state=MeetingState.HELD):
    meeting = Meeting(
        forum_id=forum.id, title="Møte", state=state, starts_at=NOW, ends_at=NOW.replace(hour=13)
    )
    session.add(meeting)
    session.flush()
    session.add_all(Participation(meeting_id=meeting.id, person_id=person.id) for person in people)
    session.flush()


@pytest.fixture
def forums(session):
    made = [
        Forum(slug=slug, name=slug.title(), kind=ForumKind.PROJECT) for slug in ("en", "to", "tre")
    ]
    session.add_all(made)
    session.flush()
    return made


@pytest.fixture
def people(session):
    made = [Person(given_name="Kari", family_name=f"Nr{number}") for number in range(5)]
    session.add_all(made)
    session.flush()
    return made


def test_the_share_is_those_asked_to_both_over_those_asked_to_either(
    database, session, forums, people
):
    ask(session, forums[0], people[:4])
    ask(session, forums[0], people[:1])  # the same person twice is one person
    ask(session, forums[1], people[1:])
    ask(session, forums[1], people[:1], MeetingState.CANCELLED)  # does not count
    [row] = forums_alike(session, MeetingFilter(), OSLO)
    assert (row.a, row.b, row.shared, row.either, row.share) == ("en", "to", 3, 5, 0.6)


def test_two_forums_with_two_people_in_common_are_not_shown(session, forums, people):
    ask(session, forums[0], people[:3])
    ask(session, forums[2], people[1:])
    assert forums_alike(session, MeetingFilter(), OSLO) == []


@pytest.fixture
def leader(sample_app, signed_in):
    return signed_in(sample_app, "leadership@example.org")


def test_p5_the_two_that_duplicate_each_other_stand_first_in_page_and_file(leader):
    page = get(leader, "/network/forums")
    assert (
        "Nettverk for internasjonal rekruttering og Talentforum samler de samme: 16 av 18 "
        "inviterte er invitert til begge (89 %)." in page.text
    )
    answer = leader.get("/network/forums.csv").get_data(as_text=True)
    first, second, *others = csv.DictReader(io.StringIO(answer))
    assert float(first["share"]) == pytest.approx(0.888889, abs=1e-6)
    assert float(second["share"]) == pytest.approx(0.607407, abs=1e-6)
    assert f"1–50 av {len(others) + 2}" in page.text


def test_a_choice_without_meetings_says_so(leader):
    assert "Ingen arenaer samler de samme" in get(leader, "/network/forums?end=2019-12-31").text


@pytest.mark.parametrize("sort", ["forums", "-forums", "shared", "-either"])
def test_the_table_is_put_in_order(leader, sort):
    get(leader, f"/network/forums?sort={sort}")
