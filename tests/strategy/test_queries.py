"""What the strategy's pages read: order, and what is done about each activity."""

from datetime import date, timedelta

import pytest

from arenas.errors import UnknownRecord
from arenas.models import Activity
from arenas.models.enums import MeetingState, Role, Visibility
from arenas.strategy import queries
from arenas.strategy.queries import Coverage
from tests.forums.records import NOW, TODAY, a_forum, a_meeting, a_strategy, an_account


def test_strategies_in_force_stand_first_then_coming_ones_then_the_latest_past(session):
    for name, first, last in (("2017", 2017, 2020), ("2029", 2029, 2032), ("2021", 2021, 2024)):
        a_strategy(session, name, date(first, 1, 1), date(last, 12, 31))
    a_strategy(session, "nå")
    names = [strategy.name for strategy in queries.strategies(session, today=TODAY)]
    assert names == ["nå", "2029", "2021", "2017"]


def test_a_strategy_is_in_force_on_its_first_and_its_last_day(session):
    a_strategy(session, "ny", date(2027, 1, 1), date(2030, 12, 31))
    a_strategy(session, "gammel", date(2023, 1, 1), date(2026, 12, 31))
    first_on = [
        queries.strategies(session, today=day)[0].name
        for day in (date(2026, 12, 31), date(2027, 1, 1))
    ]
    assert first_on == ["gammel", "ny"]


def test_activities_stand_by_number_as_people_count_with_sub_activities_below():
    activities = [
        Activity(id=place, number=number, parent_id=parent)
        for place, (number, parent) in enumerate(
            [("2.10", None), ("2.9", None), ("2.9.2", 2), ("2.9.10", 2)], start=1
        )
    ]
    tree = [
        (branch.activity.number, [child.number for child in branch.children])
        for branch in queries.branches(activities)
    ]
    assert tree == [("2.9", ["2.9.2", "2.9.10"]), ("2.10", [])]


def test_coverage_counts_forums_in_use_and_meetings_held_or_coming(session):
    area = a_strategy(session, priorities={"Klima": ["Natur", "Energi"]}).priorities[0]
    nature, energy = area.activities
    serves = {"priorities": [area], "activities": [nature]}
    forum = a_forum(session, **serves)
    a_forum(session, "Nedlagt", archived_at=NOW, **serves)
    for days, state in (
        (-9, MeetingState.HELD),
        (-8, MeetingState.HELD),
        (-7, MeetingState.CANCELLED),
        (-6, MeetingState.PLANNED),
        (6, MeetingState.PLANNED),
        (7, MeetingState.DRAFT),
    ):
        a_meeting(session, forum, NOW + timedelta(days=days), state, **serves)
    found = queries.done(session, an_account(session), at=NOW)
    assert found.on_activity(nature.id) == Coverage(forums=1, held=2, planned=1)
    assert found.on_priority(area.id) == Coverage(forums=1, held=2, planned=1)
    assert found.on_activity(energy.id) == Coverage()
    assert [activity.text for activity in found.without_meetings([area])] == ["Energi"]


def test_a_member_counts_and_finds_only_what_he_or_she_may_see(session):
    area = a_strategy(session, priorities={"Klima": ["Natur"]}).priorities[0]
    hidden = a_forum(session, "Lukket", visibility=Visibility.INTERNAL, priorities=[area])
    a_meeting(session, hidden, NOW - timedelta(days=3), MeetingState.HELD, priorities=[area])
    a_meeting(session, hidden, priorities=[area])
    member, leader = an_account(session, Role.MEMBER), an_account(session, Role.LEADERSHIP)
    assert queries.done(session, member, at=NOW).on_priority(area.id) == Coverage()
    assert queries.done(session, leader, at=NOW).on_priority(area.id) == Coverage(1, 1, 1)
    for viewer, count in ((member, 0), (leader, 1)):
        assert len(queries.serving_forums(session, viewer, area.id)) == count
        for coming in (True, False):
            meetings = queries.serving_meetings(session, viewer, area.id, at=NOW, coming=coming)
            assert len(meetings) == count


def test_parts_are_found_through_their_own_parent_alone(session):
    strategy = a_strategy(session, priorities={"Klima": ["Natur"], "Transport": ["Gods"]})
    climate, transport = (queries.priority(session, area.id) for area in strategy.priorities)
    assert queries.activity_of(climate, climate.activities[0].id).text == "Natur"
    with pytest.raises(UnknownRecord):
        queries.activity_of(climate, transport.activities[0].id)
    with pytest.raises(UnknownRecord):
        queries.role_of(queries.one(session, strategy.id), 1)
    with pytest.raises(UnknownRecord):
        queries.one(session, 99)
    with pytest.raises(UnknownRecord):
        queries.priority(session, 99)
