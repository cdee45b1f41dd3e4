"""The whole report: gaps with their certainty, at three levels, and what cannot be said."""

import json
import math

import networkx as nx
import numpy as np
import pytest
from scipy.stats import false_discovery_control

import network
from network.figures import gap
from network.pair_gaps import benjamini_hochberg
from tests.network import known
from tests.network.test_sample_region import TELEMARK

BLOCK = {"observed", "expected", "sd", "low", "high", "gap", "p", "q", "enough_data"}


@pytest.fixture(scope="module")
def region():
    return network.analysis_report(known.sample_region(), samples=1000, seed=1)


def pair(report, a, b):
    a, b = sorted((a, b))
    [found] = [p for p in report["sector_pairs"] if (p["a"], p["b"]) == (a, b)]
    return found


def test_the_report_has_its_final_form(region):
    assert {
        "organisations", "events", "attendances", "without_sector", "sector_sizes", "samples",
        "seed", "projection", "sector_pairs", "ei", "assortativity", "organisations_detail",
        "pairs", "bridges", "articulation_points",
    } <= region.keys()  # fmt: skip
    row = region["sector_pairs"][0]
    assert {"a", "b", "possible_pairs", "density"} <= row.keys()
    for name in ("meetings_with_both", "pair_meetings", "linked_pairs", "inside_forums"):
        assert row[name].keys() == BLOCK
    assert region["ei"].keys() == {"links", "pair_meetings", "links_expected", "links_sd"}
    assert {
        "id", "sector", "meetings", "contacts", "contacts_other_sectors", "gap", "constraint",
        "effective_size", "brokerage", "sectors_never_met",
    } <= region["organisations_detail"][0].keys()  # fmt: skip
    assert {"testable", "gaps", "introductions"} <= region["pairs"].keys()
    json.loads(network.to_json(region))


@pytest.mark.slow
def test_the_same_seed_gives_the_same_bytes():
    reports = [network.analysis_report(known.unfccc(), samples=60, seed=9) for _ in range(2)]
    assert network.to_json(reports[0]) == network.to_json(reports[1])


def test_culture_and_industry_are_a_gap_that_the_forums_explain(region):
    row = pair(region, "culture", "industry")
    both = row["meetings_with_both"]
    assert both["observed"] == 2
    assert 95 < both["expected"] < 112
    assert both["gap"] == pytest.approx(1 - 2 / both["expected"])
    assert both["q"] < 0.05
    assert both["low"] < both["expected"] < both["high"]
    assert row["different_forums"] == pytest.approx(both["gap"] - row["inside_forums"]["gap"])


def test_every_gap_agrees_with_its_own_figures(region):
    for row in region["sector_pairs"]:
        for name in ("meetings_with_both", "pair_meetings", "linked_pairs", "inside_forums"):
            block = row[name]
            assert block["gap"] == pytest.approx(1 - block["observed"] / block["expected"])
            assert block["low"] <= block["high"]
            assert 0 < block["p"] <= 1


def test_the_q_values_are_those_of_scipy_over_the_pairs_shown(region):
    blocks = [row["meetings_with_both"] for row in region["sector_pairs"]]
    shown = [block for block in blocks if block["enough_data"]]
    oracle = false_discovery_control([block["p"] for block in shown])
    assert [block["q"] for block in shown] == pytest.approx(oracle.tolist())


@pytest.mark.parametrize("size", [0, 1, 2, 57])
def test_benjamini_hochberg_agrees_with_scipy(size):
    p = np.random.default_rng(size).uniform(size=size)
    expected = false_discovery_control(p) if size else p
    assert benjamini_hochberg(p) == pytest.approx(expected)


def test_the_telemark_municipalities_lack_academia_at_the_third_level(region):
    details = {d["id"]: d for d in region["organisations_detail"]}
    unmet = {(row["a"], row["b"]) for row in region["pairs"]["gaps"] if row["observed"] == 0}
    academia = {i for i, d in details.items() if d["sector"] == "academia"}
    for one in TELEMARK:
        assert any(tuple(sorted((one, other))) in unmet for other in academia), one
    tested = region["pairs"]
    assert 0 < tested["testable"] < tested["possible"] == 150 * 149 // 2
    assert all(row["q"] < 0.05 for row in tested["gaps"])


def test_the_broker_has_the_planted_betweenness(region):
    ranked = sorted(region["organisations_detail"], key=lambda d: -d["betweenness"])
    assert ranked[0]["id"] == "smart-innovation-norway-as"
    assert round(ranked[0]["betweenness"], 6) == 0.080505
    assert {d["id"] for d in ranked[1:5]} == {
        "akershus-fylkeskommune", "buskerud-fylkeskommune", "innlandet-fylkeskommune",
        "oslo-kommune",
    }  # fmt: skip
    assert {round(d["betweenness"], 6) for d in ranked[1:5]} == {0.010406}


def test_no_pair_of_the_southern_women_survives():
    report = network.analysis_report(known.southern_women(), samples=4000, seed=1)
    assert report["pairs"]["testable"] > 0
    assert report["pairs"]["gaps"] == []


def test_the_draws_of_the_southern_women_agree_with_each_other():
    report = network.analysis_report(known.southern_women(), samples=1000, seed=1)
    assert report["convergence"] == {"halves_agree": True, "largest_difference": 0.0}


@pytest.mark.slow
def test_few_large_meetings_say_next_to_nothing_and_the_report_says_so():
    report = network.analysis_report(known.unfccc(), samples=300, seed=1)
    assert {"code": "saturated", "count": 15} in report["notes"]
    assert report["pairs"]["gaps"] == []
    pairs = report["pairs"]
    assert pairs["unmet"] == 610 * 609 // 2 - 103801
    assert pairs["unmet_testable"] / pairs["unmet"] < 0.01
    untestable = pairs["unmet"] - pairs["unmet_testable"]
    assert {"code": "unmet_untestable", "count": untestable} in report["notes"]
    assert all(abs(row["meetings_with_both"]["gap"]) < 0.05 for row in report["sector_pairs"])


def test_a_pair_that_cannot_be_told_from_chance_is_not_testable():
    # Two organisations at one meeting each of ten: never meeting is the rule.
    report = network.analysis_report(known.attended(*"ABCDEFGHIJ", "AC"), samples=100)
    assert report["pairs"]["testable"] == 0
    assert {"code": "nothing_testable", "count": 1} in report["notes"]


def test_two_who_come_to_nearly_all_and_never_meet_are_a_gap():
    # A and B each at 10 of 20 meetings of three, never the same one: chance gives about 5.
    words = ["A" + "cd"[i % 2] + "ef"[i // 2 % 2] for i in range(10)]
    words += ["B" + "cd"[i % 2] + "ef"[i // 2 % 2] for i in range(10)]
    report = network.analysis_report(known.attended(*words), samples=2000, seed=1)
    rows = {(row["a"], row["b"]): row for row in report["pairs"]["gaps"]}
    assert rows["A", "B"]["observed"] == 0
    assert rows["A", "B"]["expected"] > 3
    assert rows["A", "B"]["p"] < 0.01


def test_introductions_are_scored_as_networkx_scores_them():
    sectors = {letter: "xy"[i % 2] for i, letter in enumerate("ABCDEFGH")}
    records = known.attended("AC", "CD", "DA", "CB", "BE", "EH", "FG", "GB", sectors=sectors)
    ties = network.project(records)
    graph = ties.graph(records)
    found = network.suggest_introductions(records, ties, top=100)
    expected = {
        tuple(sorted(edge)): score
        for *edge, score in nx.adamic_adar_index(graph)
        if score > 0 and sectors[edge[0]] != sectors[edge[1]]
    }
    assert {(one.a, one.b): one.score for one in found} == pytest.approx(expected)
    for one in found:
        partners = set(nx.common_neighbors(graph, one.a, one.b))
        assert one.go_between in partners
        assert one.common_partners == len(partners)


def test_an_introduction_gives_its_reasons():
    records = network.build(
        [network.Organisation(x, sector=s) for x, s in zip("ABM", "xyz", strict=True)],
        [
            network.Event("1", activities=frozenset({"2.1", "3.1"})),
            network.Event("2", activities=frozenset({"3.1"})),
        ],
        [("A", "1"), ("M", "1"), ("B", "2"), ("M", "2")],
    )
    day = network.parse_date
    upcoming = [
        network.Upcoming("late", day("2027-02-01"), frozenset("AB")),
        network.Upcoming("soon", day("2027-01-01"), frozenset("AB")),
        network.Upcoming("first", day("2026-12-01"), frozenset("AM")),
    ]
    [one] = network.suggest_introductions(records, network.project(records), upcoming=upcoming)
    assert (one.a, one.b, one.go_between) == ("A", "B", "M")
    assert one.score == pytest.approx(1 / math.log(2))
    assert one.shared_activities == ("3.1",)
    assert one.next_meeting == "soon"
    assert one.go_between_meetings == (1, 1)


def test_a_gap_is_what_is_missing_and_nothing_where_nothing_is_expected():
    assert gap(95, 190) == 0.5
    assert gap(0, 12) == 1
    assert gap(14, 10) == pytest.approx(-0.4)
    assert gap(0, 0) is None


@pytest.mark.parametrize(
    "records",
    [
        known.attended(),
        known.attended("A"),
        known.attended("AB"),
        known.attended("", sectors={"A": "x"}),
        known.attended("AB", "A", sectors={"A": "x", "B": "x"}),
        known.attended("ABC", "AC", sectors={"A": "x", "B": "y"}),
    ],
)
def test_small_and_odd_records_still_give_a_report(records):
    report = network.analysis_report(records, samples=10)
    json.loads(network.to_json(report))
    assert report["notes"]
    for row in report["sector_pairs"]:
        assert row["meetings_with_both"]["enough_data"] is False
        assert row["meetings_with_both"]["q"] is None


def test_ten_thousand_organisations_that_met_once_give_a_report():
    ids = [f"o{i:05}" for i in range(10_000)]
    records = network.build(
        [network.Organisation(x, sector="xyz"[i % 3]) for i, x in enumerate(ids)],
        [network.Event(f"m{i:04}", forum="f") for i in range(2_500)],
        [(x, f"m{i % 2_500:04}") for i, x in enumerate(ids)],
    )
    report = network.analysis_report(records, samples=20)
    assert report["projection"]["edges"] == 2_500 * 6
    assert report["pairs"]["testable"] == 0
    assert "nothing_testable" in {note["code"] for note in report["notes"]}


def test_without_forums_there_is_no_inside():
    report = network.analysis_report(
        known.attended(*["AB"] * 9, sectors={"A": "x", "B": "y"}), samples=5
    )
    assert {row["inside_forums"] for row in report["sector_pairs"]} == {None}


@pytest.mark.slow
def test_draws_that_cannot_call_a_single_pair_are_said_to_be_too_few():
    records = known.sample_region()
    notes = network.analysis_report(records, samples=400)["notes"]
    # 36 pairs shown: 36 / (S + 1) is at most .05 from 719 draws on.
    assert {"code": "too_few_draws", "count": 720} in notes
    enough = network.analysis_report(records, samples=719)["notes"]
    assert "too_few_draws" not in {note["code"] for note in enough}


def test_sectors_missing_for_half_leave_the_shuffle_whole():
    whole = known.sample_region()
    half = network.build(
        [
            network.Organisation(o.id, sector=o.sector if i % 2 else "unknown")
            for i, o in enumerate(whole.organisations)
        ],
        whole.events,
        [
            (whole.ids[r], whole.events[c].id)
            for r, c in zip(whole.rows.tolist(), whole.cols.tolist(), strict=True)
        ],
    )
    report = network.analysis_report(half, samples=30)
    assert report["without_sector"] == 75
    assert {"code": "without_sector", "count": 75} in report["notes"]
    assert report["projection"]["edges"] == 7309
    # Pair meetings are linear in the sectors: what is drawn is the same, counted for half.
    possible = sum(row["possible_pairs"] for row in report["sector_pairs"])
    assert possible == 75 * 74 // 2


def test_a_sector_for_each_organisation_is_slow_but_sound():
    ids = [f"o{i:03}" for i in range(120)]
    records = network.build(
        [network.Organisation(x, sector=x) for x in ids],
        [network.Event(f"m{i}") for i in range(40)],
        [(x, f"m{(i * j) % 40}") for i, x in enumerate(ids) for j in (1, 3, 7)],
    )
    report = network.analysis_report(records, samples=20)
    assert len(report["sector_pairs"]) == 120 * 121 // 2
    assert not any(row["meetings_with_both"]["enough_data"] for row in report["sector_pairs"])
