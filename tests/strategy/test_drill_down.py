"""From every number of the coverage to its meetings, and what the numbers are of."""

import re
from collections.abc import Iterator
from datetime import timedelta
from html import unescape

import pytest
import time_machine

from arenas.models.enums import MeetingState, Role
from arenas.strategy import behind, coverage, queries
from arenas.strategy.coverage import Count
from tests.forums.records import NOW, a_forum, a_meeting, a_strategy, an_account
from tests.pages import get
from tests.strategy.test_coverage import ON_SAMPLE, asked


@pytest.fixture(scope="module")
def leader(sample_app, signed_in) -> Iterator:
    with time_machine.travel(ON_SAMPLE, tick=True):
        yield signed_in(sample_app, "leadership@example.org")


def test_a_meeting_on_an_activity_counts_in_its_area_and_in_the_goals_of_that(session):
    """One names both, one the activity alone, one the area alone: the area has three."""
    area = a_strategy(session, priorities={"Klima": ["Natur"]}).priorities[0]
    nature = area.activities[0]
    area.sdgs = [next(goal for goal in queries.goals(session) if goal.number == 13)]
    forum = a_forum(session)
    for serves in (
        {"priorities": [area], "activities": [nature]},
        {"activities": [nature]},
        {"priorities": [area]},
    ):
        a_meeting(session, forum, NOW - timedelta(days=1), MeetingState.HELD, **serves)
    viewer = an_account(session, Role.LEADERSHIP)
    reader = asked(viewer)
    assert coverage.by_activity(session, reader, [nature.id])[nature.id].meetings == Count(held=2)
    assert coverage.by_priority(session, reader, [area.id])[area.id].meetings == Count(held=3)
    assert coverage.by_goal(session, reader, [area.id]) == {13: Count(held=3)}
    assert queries.done(session, viewer, at=NOW).on_priority(area.id).held == 3
    listed = queries.serving_meetings(session, viewer, area.id, at=NOW, coming=False)
    assert len(listed) == 3
    found = behind.on_area(session, reader, area.id, sector=None, state=coverage.HELD, page=1)
    assert found.total == 3


LINK = re.compile(
    r'href="(/strategy/(?:activities|priorities)/\d+/meetings\?[^"]*)">(?:<strong>)?(\d+|ett)'
)


def test_every_half_year_and_every_area_leads_to_as_many_meetings(leader):
    """All of them in a window that cuts two half-years: links carry the days that count."""
    html = get(leader, "/strategy/?start=2025-03-01&end=2026-03-31").html
    links = [(unescape(path), count) for path, count in LINK.findall(html)]
    halves = [(path, count) for path, count in links if "2025-06-30" in path]
    areas = [(path, count) for path, count in links if "/priorities/" in path]
    assert {path.partition("start=")[2] for path, _ in halves} == {"2025-03-01&end=2025-06-30"}
    assert len(halves) > 10
    assert len(areas) >= 4 * 4
    for path, count in {*halves, *areas}:
        found = get(leader, path).text
        total = re.search(r"(\d+) treff", found) or re.search(r"1–\d+ av (\d+)", found)
        assert total is not None
        assert (path, total[1]) == (path, count.replace("ett", "1"))


def test_the_last_half_year_is_called_unfinished_only_while_it_lasts(leader):
    assert "Siste halvår er ikke over." in get(leader, "/strategy/").text
    past = get(leader, "/strategy/?end=2026-06-30").text
    assert "Siste halvår er ikke over." not in past
    assert "Et møte teller i hver aktivitet" in past
    assert "Holdte møter hvert halvår" not in get(leader, "/strategy/?start=2030-01-01").text


def test_a_goal_of_the_whole_strategy_is_not_said_to_have_no_meetings(leader):
    """The sample's five goals belong to the strategy, not to an area."""
    goals = get(leader, "/strategy/").html.split('id="goals"')[1]
    table = goals.partition("</table>")[0]
    assert table.count("hele strategien, ikke delt på innsatsområder") == 5
    assert ">ingen<" not in table


def test_an_area_has_as_many_meetings_in_the_list_and_in_the_network_as_here(leader):
    here = get(leader, "/strategy/priorities/1/meetings?state=held").text
    number = re.search(r"1–50 av (\d+)", here)[1]
    assert f"1–50 av {number}" in get(leader, "/meetings/?priority=1&state=held").text
    assert f"{number} avholdte møter" in get(leader, "/network/?priority=1").text
