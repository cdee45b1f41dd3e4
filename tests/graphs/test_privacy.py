"""What would point at one person is withheld: from lists, downloads, graph, report and trend."""

import json
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from arenas.graphs.figures import figures
from arenas.graphs.filters import MeetingFilter
from arenas.graphs.making import made
from arenas.graphs.privacy import Withheld, shown_groups, withheld
from arenas.graphs.queries import register
from arenas.models import Forum, Meeting, Organisation, Participation, Person
from arenas.models.enums import Attendance, ForumKind, MeetingState, Sector
from network.absence import NeverMet
from network.records import Organisation as Known

OSLO = ZoneInfo("Europe/Oslo")


def people(**numbers):
    return {slug: frozenset(range(count)) for slug, count in numbers.items()}


def test_an_organisation_for_which_one_person_stands_is_withheld_and_one_with_two_is_not():
    known = [Known("alene", sector="culture"), Known("to", sector="culture")]
    assert withheld(known, people(alene=1, to=2)).organisations == {"alene"}


def test_a_sector_with_two_people_behind_it_is_withheld_and_one_with_three_is_not():
    known = [Known("a", sector="culture"), Known("b", sector="industry", county="Telemark")]
    hidden = withheld(known, people(a=2, b=3))
    assert hidden.sectors == {"culture"}
    assert hidden.groups == {("culture", None)}


def test_one_person_who_stands_for_two_organisations_is_one_person_behind_the_sector():
    known = [Known("a", sector="culture"), Known("b", sector="culture")]
    assert withheld(known, people(a=2, b=2)).sectors == {"culture"}


def test_a_group_of_a_county_with_few_people_is_not_named():
    group = NeverMet("culture", "Telemark", "industry", 2, 8)
    hidden = Withheld(frozenset(), frozenset(), frozenset({("culture", "Telemark")}))
    assert shown_groups([group], hidden) == []
    assert shown_groups([group], Withheld(frozenset(), frozenset(), frozenset())) == [group]


@pytest.fixture
def read(database, session):
    """Six meetings of three: a council and a firm with two people each, and a one-man museum."""
    forum = Forum(slug="rad", name="Råd", kind=ForumKind.POLITICAL)
    session.add(forum)
    persons = {}
    for slug, sector, count in (
        ("kommunen", "municipality", 4),
        ("firmaet", "industry", 3),
        ("enmannsmuseet", "culture", 1),
    ):
        one = Organisation(slug=slug, name=slug.title(), sector=Sector(sector))
        persons[one] = [Person(given_name="Kari", family_name=f"{slug}{i}") for i in range(count)]
        session.add_all([one, *persons[one]])
    session.flush()
    for day in range(1, 7):
        at = datetime(2026, 3, day, 12, tzinfo=UTC)
        meeting = Meeting(
            forum_id=forum.id,
            title="Møte",
            state=MeetingState.HELD,
            starts_at=at,
            ends_at=at.replace(hour=14),
        )
        session.add(meeting)
        session.flush()
        for one, known in persons.items():
            session.add(
                Participation(
                    meeting_id=meeting.id,
                    person_id=known[day % len(known)].id,
                    organisation_id=one.id,
                    attendance=Attendance.PRESENT,
                )
            )
    session.flush()
    assert session.scalar(select(Participation.id).limit(1))
    return register(session, MeetingFilter(), OSLO)


def test_a_one_man_museum_is_named_in_no_list_tie_or_file_but_counts_in_the_totals(read):
    found = figures(read)
    assert found.records.ids == ["firmaet", "kommunen"]
    assert found.projection.meetings.tolist() == [6]
    assert found.report["organisations"] == 3
    assert found.report["withheld"] == {"organisations": 1, "sectors": ["culture"]}
    assert "enmannsmuseet" not in json.dumps(found.report)
    assert "enmannsmuseet" not in found.names
    assert found.projection.newman.tolist() == [3.0]  # six meetings of three: 6 x 1/2, as before


def test_with_draws_too_nothing_names_it_and_no_half_year_shows_its_sector(read):
    found = made(read, 20, 1)
    assert "enmannsmuseet" not in json.dumps(found.report)
    for pairs in (found.report["sector_pairs"], found.trend[0]["sector_pairs"]):
        hidden = [pair for pair in pairs if "culture" in (pair["a"], pair["b"])]
        assert hidden
        assert all(pair["withheld"] for pair in hidden)
    assert all(
        pair["meetings_with_both"]["observed"] is None
        for pair in found.report["sector_pairs"]
        if pair["a"] == "culture"
    )
