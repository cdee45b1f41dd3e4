"""Synergy, load, hosts, forums, groups, time and absence: worked by hand."""

import math
from datetime import date

import networkx as nx
import pytest

import network
from network import Event, Organisation
from network.communities import adjusted_rand
from tests.network import known

HELIX = {"M": "municipality", "I": "industry", "A": "academia"}


def test_two_independent_helices_that_fix_the_third_are_one_bit_of_synergy():
    # A comes when exactly one of M and I does (exclusive or): T = 3 - 6 + 2 = -1.
    records = known.attended("", "MA", "IA", "MI", sectors=HELIX)
    assert network.helix_synergy(records) == pytest.approx(-1.0)


def test_three_helices_that_always_come_together_share_one_bit():
    # H = 1 for each, for each two and for all: T = 3 - 3 + 1 = 1.
    records = known.attended("MIA", "", sectors=HELIX)
    assert network.helix_synergy(records) == pytest.approx(1.0)


def test_without_one_of_the_helices_there_is_no_synergy_to_speak_of():
    records = known.attended("MI", sectors={"M": "municipality", "I": "industry"})
    assert network.helix_synergy(records) is None
    assert network.helix_synergy(known.attended()) is None
    with pytest.raises(ValueError, match="three helices"):
        network.helix_synergy(records, {"industry": "industry"})


def dated(*meetings, sectors=None):
    """Meetings as (letters, date, forum, county)."""
    letters = sorted({letter for word, *_ in meetings for letter in word})
    return network.build(
        [Organisation(x, sector=(sectors or {}).get(x)) for x in letters],
        [
            Event(f"m{i:03}", date=date.fromisoformat(day), forum=forum, county=county)
            for i, (_, day, forum, county) in enumerate(meetings)
        ],
        [(x, f"m{i:03}") for i, (word, *_) in enumerate(meetings) for x in word],
    )


@pytest.fixture
def year():
    return dated(
        ("AB", "2026-01-10", "f", "Oslo"),
        ("AC", "2026-02-10", "f", "Oslo"),
        ("AB", "2026-07-10", "g", "Viken"),
        ("BC", "2026-12-10", "g", None),
    )


def test_load_and_regularity_are_counted_by_quarter(year):
    [a, b, c] = network.loads(year)
    assert (a.meetings, a.per_quarter, a.busiest, a.regularity) == (3, 0.75, 2, 0.5)
    assert (b.meetings, b.busiest, b.regularity) == (3, 1, 0.75)
    assert c.regularity == 0.5
    assert network.loads(known.attended("A"))[0].regularity is None


def test_hosts_are_shares_of_the_meetings_whose_county_is_known(year):
    assert network.host_counties(year) == {
        "Oslo": pytest.approx(2 / 3),
        "Viken": pytest.approx(1 / 3),
    }


def test_what_a_forum_alone_brings_are_the_pairs_that_meet_nowhere_else(year):
    shares = {share.forum: share for share in network.forum_shares(year)}
    assert (shares["f"].linked_pairs, shares["f"].only_here) == (2, 1)
    assert (shares["g"].linked_pairs, shares["g"].only_here) == (2, 1)
    assert shares["g"].organisations == 3


def test_two_forums_of_the_sample_region_are_nearly_the_same_people():
    held = {row["id"]: row["arena_id"] for row in known.rows(known.SAMPLE / "meetings.csv")}
    invited = {}
    for row in known.rows(known.SAMPLE / "attendance.csv"):
        if row["invited"] == "1":
            invited.setdefault(held[row["meeting_id"]], set()).add(row["person_id"])
    first, second, *_ = network.overlaps(invited)
    assert (first.a, first.b, round(first.jaccard, 6)) == ("a08", "a09", 0.888889)
    assert (second.a, second.b, round(second.jaccard, 6)) == ("a20", "a21", 0.607407)


def test_two_cliques_are_two_groups_every_time():
    records = known.from_graph(nx.barbell_graph(6, 0))
    found = network.find_communities(network.project(records), seed=3)
    assert found.count == 2
    assert found.stability == 1.0
    assert len({found.label[records.ids.index(str(i))] for i in range(6)}) == 1
    graph = nx.barbell_graph(6, 0)
    oracle = nx.community.modularity(graph, [set(range(6)), set(range(6, 12))])
    assert found.modularity == pytest.approx(oracle)


def test_groups_of_a_network_without_ties_are_not_defined():
    found = network.find_communities(network.project(known.attended("A", "B")))
    assert (found.count, found.modularity, found.stability) == (0, None, None)
    with pytest.raises(ValueError, match="runs must be 2"):
        network.find_communities(network.project(known.attended("AB")), runs=1)


def test_the_rand_index_of_a_published_example():
    # Hubert & Arabie's index by its formula: 2 of 15 pairs together in both, 3 and 4 in each.
    import numpy as np

    one, other = np.array([0, 0, 0, 1, 1, 2]), np.array([0, 0, 1, 1, 1, 1])
    together = (4 * 7) / 15
    assert adjusted_rand(one, other) == pytest.approx((2 - together) / ((4 + 7) / 2 - together))


def test_half_years_span_the_meetings_without_holes(year):
    spans = network.split_periods(year)
    assert [(s.name, s.start.isoformat(), s.end.isoformat()) for s in spans] == [
        ("2026-1", "2026-01-01", "2026-07-01"),
        ("2026-2", "2026-07-01", "2027-01-01"),
    ]
    assert [s.name for s in network.split_periods(year, "year")] == ["2026"]
    assert len(network.split_periods(year, "quarter")) == 4
    assert network.split_periods(known.attended("A")) == []
    with pytest.raises(ValueError, match="step must be"):
        network.split_periods(year, "week")


def test_a_series_splits_the_meetings_among_its_periods(year):
    found = network.series(year, network.split_periods(year), samples=5)
    assert [report["events"] for _, report in found] == [2, 2]
    assert [report["organisations"] for _, report in found] == [3, 3]


def halves(together):
    """40 meetings of four; x and y share ``together`` of them, else sit apart."""
    words = ["ABab" if i < together else ("ABCD" if i % 2 else "abcd") for i in range(40)]
    sectors = {letter: "x" if letter.isupper() else "y" for letter in "ABCDabcd"}
    return network.analysis_report(known.attended(*words, sectors=sectors), samples=200, seed=1)


def test_a_gap_opens_closes_and_is_kept():
    apart, mixed = halves(1), halves(40)
    state = {}
    for name, pair in {"opened": (mixed, apart), "closed": (apart, mixed)}.items():
        [row] = [c for c in network.compare(*pair) if (c.a, c.b) == ("x", "y")]
        state[name] = row
        assert row.state == name
        assert row.low < row.change < row.high
    assert state["opened"].change == pytest.approx(-state["closed"].change)
    assert state["opened"].p < 0.05
    [kept] = [c for c in network.compare(apart, apart) if (c.a, c.b) == ("x", "y")]
    assert (kept.state, kept.change, kept.p) == ("kept", 0.0, 1.0)


def test_the_change_has_the_error_of_both_periods():
    one, other = halves(5), halves(12)
    [row] = [c for c in network.compare(one, other) if (c.a, c.b) == ("x", "y")]
    blocks = [
        next(p["meetings_with_both"] for p in r["sector_pairs"] if (p["a"], p["b"]) == ("x", "y"))
        for r in (one, other)
    ]
    error = math.hypot(*(b["sd"] / b["expected"] for b in blocks))
    assert row.high - row.low == pytest.approx(2 * 1.96 * error)


def test_too_little_data_in_one_period_gives_no_change():
    few = network.analysis_report(
        known.attended("Aa", sectors={"A": "x", "B": "x", "a": "y", "b": "y"}), samples=5
    )
    [row] = [c for c in network.compare(few, halves(5)) if (c.a, c.b) == ("x", "y")]
    assert (row.before, row.change, row.p) == (None, None, None)


def test_an_organisation_stays_while_one_of_its_people_does():
    seats = [("A", "1", "p"), ("A", "1", "q"), ("B", "1", "r"), ("A", "2", "p"), ("C", "2", "s")]
    sectors = {"A": "x", "B": "y", "C": "y"}
    orgs = [Organisation(i, sector=s) for i, s in sectors.items()]
    events = [Event("1"), Event("2")]
    before = network.build(orgs, events, [(o, e) for o, e, _ in seats])
    after = network.build(orgs, events, network.without_people(seats, {"p"}))
    lost = network.loss(before, after)
    assert lost.links == 1
    assert lost.alone == ("C",)
    assert (lost.components_before, lost.components_after) == (1, 1)
    assert lost.meetings_with_both == (("x", "y", 2, 1),)
    with pytest.raises(ValueError, match="same organisations"):
        network.loss(before, known.attended("AB"))


def test_the_region_without_its_broker_falls_in_two():
    records = known.sample_region()
    lost = network.loss(records, records.without({"smart-innovation-norway-as"}))
    assert (lost.components_before, lost.components_after) == (1, 2)
    assert "smart-innovation-norway-as" in lost.alone
