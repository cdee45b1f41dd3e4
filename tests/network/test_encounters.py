"""First encounters: worked out by hand, and by a second program that only counts."""

from datetime import UTC, datetime, timedelta
from itertools import combinations, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from network.encounters import Gathering, go_betweens, meeting_yield, mirror

START = datetime(2024, 1, 1, tzinfo=UTC)


def gathering(number, day, organisations):
    return Gathering(number, START + timedelta(days=day), frozenset(organisations))


FIVE = [
    gathering(1, 0, "ab"),
    gathering(2, 10, "bc"),
    gathering(3, 400, "abd"),
    gathering(4, 410, "abcd"),
    gathering(5, 500, "ad"),
]
SECTORS = {"a": "culture", "b": "industry", "c": "culture", "d": None}
A_YEAR = timedelta(days=365)


def test_what_the_fourth_of_five_meetings_gave():
    """a and c, c and d meet for the first time; b and c met on day 10, 400 days before."""
    found = meeting_yield(FIVE, 4, SECTORS, since=FIVE[3].at - A_YEAR)
    assert found.organisations == 4
    assert found.first == (("a", "c"), ("c", "d"))
    assert found.revived == (("b", "c", FIVE[1].at),)
    assert found.bridged == ()


def test_what_the_third_gave_between_sectors():
    """d has no sector, so that its first encounters bridge nothing; a and b had met on day 0."""
    found = meeting_yield(FIVE, 3, SECTORS, since=FIVE[2].at - A_YEAR)
    assert found.first == (("a", "d"), ("b", "d"))
    assert found.bridged == ()
    assert found.revived == (("a", "b", FIVE[0].at),)


def test_the_first_meeting_of_all_bridges_culture_and_industry():
    found = meeting_yield(FIVE, 1, SECTORS, since=START - A_YEAR)
    assert (found.first, found.bridged, found.revived) == (
        (("a", "b"),), (("culture", "industry", 1),), (),
    )  # fmt: skip


def test_two_meetings_that_begin_at_once_come_in_the_order_of_their_numbers():
    both = [gathering(8, 0, "ab"), gathering(7, 0, "ab")]
    assert meeting_yield(both, 7, {}, since=START).first == (("a", "b"),)
    assert meeting_yield(both, 8, {}, since=START).first == ()


def test_the_part_of_one_organisation_and_what_is_not_named():
    found = meeting_yield(FIVE, 4, SECTORS, since=FIVE[3].at - A_YEAR)
    assert found.of("a").first == (("a", "c"),)
    assert found.of("b").revived == (("b", "c", FIVE[1].at),)
    assert found.without(frozenset("d")).first == (("a", "c"),)
    assert found.without(frozenset("c")).revived == ()


def test_a_meeting_that_is_not_there_is_an_error():
    with pytest.raises(KeyError):
        meeting_yield(FIVE, 99, SECTORS, since=START)


def test_the_mirror_of_a_counts_its_new_ones_once():
    """From day 300: meetings 3, 4 and 5; b it knew, d is new on day 400 and c on day 410."""
    found = mirror(FIVE, "a", start=START + timedelta(days=300), end=START + timedelta(days=600))
    assert found.meetings == 3
    assert [(one.id, one.first.id, one.meetings) for one in found.new] == [("d", 3, 3), ("c", 4, 1)]
    assert found.met == frozenset("bcd")
    assert {slug: one.meetings for slug, one in found.ever.items()} == {"b": 3, "c": 1, "d": 3}


def test_what_came_after_the_period_does_not_count():
    found = mirror(FIVE, "a", start=START, end=START + timedelta(days=100))
    assert (set(found.ever), [one.id for one in found.new]) == ({"b"}, ["b"])


def test_who_can_introduce_has_met_both_and_sits_often_with_the_one_it_knows_less():
    found = go_betweens({"a": 9, "b": 4, "c": 3, "d": 7}, {"a": 1, "b": 3, "c": 3, "e": 9})
    assert [(one.id, one.with_own, one.with_others) for one in found] == [
        ("b", 4, 3), ("c", 3, 3), ("a", 9, 1),
    ]  # fmt: skip


calm = settings(max_examples=60, deadline=None)
MEETINGS = st.lists(
    st.tuples(st.integers(0, 1200), st.sets(st.sampled_from("abcdef"), min_size=1)),
    min_size=1, max_size=12,
)  # fmt: skip


@calm
@given(MEETINGS, st.data())
def test_a_second_program_that_only_counts_says_the_same(drawn, data):
    gatherings = [gathering(n, day, there) for n, (day, there) in enumerate(drawn)]
    this = data.draw(st.sampled_from(gatherings))
    since = this.at - A_YEAR
    found = meeting_yield(gatherings, this.id, SECTORS, since=since)
    first, revived = [], []
    for pair in combinations(sorted(this.organisations), 2):
        together = [
            one.at for one in gatherings
            if (one.at, one.id) < (this.at, this.id) and set(pair) <= one.organisations
        ]  # fmt: skip
        if not together:
            first.append(pair)
        elif max(together) < since:
            revived.append((*pair, max(together)))
    assert list(found.first) == first
    assert sorted(found.revived) == revived


@calm
@given(MEETINGS)
def test_everybody_is_new_exactly_once_over_all_periods(drawn):
    gatherings = [gathering(n, day, there) for n, (day, there) in enumerate(drawn)]
    ends = [START + timedelta(days=300 * n) for n in range(6)]
    new = [
        one.id
        for start, end in pairwise(ends)
        for one in mirror(gatherings, "a", start=start, end=end).new
    ]
    met = {slug for one in gatherings if "a" in one.organisations for slug in one.organisations}
    assert sorted(new) == sorted(met - {"a"})
