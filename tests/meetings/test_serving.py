"""What a meeting works on: priority areas and activities of the strategy."""

from arenas.meetings import services
from tests.forums.records import a_strategy
from tests.meetings.records import details, make_account, make_forum


def test_an_activity_brings_its_area_with_it_as_in_a_forum(session):
    strategy = a_strategy(session, priorities={"Klima": ["Natur"], "Vekst": ["Handel"]})
    climate, growth = strategy.priorities
    meeting = services.create(
        session,
        details(
            make_forum(session),
            priority_ids=frozenset({growth.id}),
            activity_ids=frozenset({climate.activities[0].id}),
        ),
        actor=make_account(session),
    )
    assert [area.name for area in meeting.priorities] == ["Klima", "Vekst"]
    assert [activity.text for activity in meeting.activities] == ["Natur"]
