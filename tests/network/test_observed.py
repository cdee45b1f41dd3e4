"""What the records show, against published figures and against other ways of counting."""

import itertools
import math

import networkx as nx
import pytest
from networkx.algorithms import bipartite

import network
from network import mixing
from network.report import STATISTICS
from tests.network import known


def pair(report, a, b):
    a, b = sorted((a, b))
    [found] = [p for p in report["sector_pairs"] if (p["a"], p["b"]) == (a, b)]
    return found


def test_southern_women_has_its_published_figures():
    report = network.observed_report(known.southern_women())
    assert (report["organisations"], report["events"], report["attendances"]) == (18, 14, 89)
    assert report["projection"]["edges"] == 139
    assert report["projection"]["pair_meetings"] == 322
    assert report["projection"]["newman_total"] == pytest.approx(44.5, abs=1e-12)


@pytest.mark.parametrize(
    "data", [known.southern_women, pytest.param(known.unfccc, marks=pytest.mark.slow)]
)
def test_the_projection_agrees_with_networkx(data):
    records = data()
    graph = nx.Graph()
    graph.add_nodes_from(records.ids, bipartite=0)
    events = [("event", event.id) for event in records.events]
    graph.add_nodes_from(events)
    for row, col in zip(records.rows, records.cols, strict=True):
        graph.add_edge(records.ids[row], events[col])
    counts = bipartite.weighted_projected_graph(graph, records.ids)
    newman = bipartite.collaboration_weighted_projected_graph(graph, records.ids)
    ties = network.project(records)
    found = {(a, b): (m, w) for a, b, m, w in network.projection_rows(records, ties)}
    assert len(found) == counts.number_of_edges()
    for a, b, weight in counts.edges(data="weight"):
        meetings, strength = found[min(a, b), max(a, b)]
        assert meetings == weight
        assert strength == pytest.approx(newman[a][b]["weight"], rel=1e-12)
    assert ties.degree.tolist() == [counts.degree(i) for i in records.ids]


def test_the_projection_agrees_with_scipy():
    records = known.unfccc()
    matrix = network.two_mode(records)
    product = (matrix @ matrix.T).toarray()
    ties = network.project(records)
    assert (product[ties.a, ties.b] == ties.meetings).all()
    assert (product > 0).sum() - records.n == 2 * ties.edges


def brute_force_tables(records):
    """Sector figures by sets and loops, meeting by meeting and pair by pair."""
    guests = {event.id: set() for event in records.events}
    for row, col in zip(records.rows.tolist(), records.cols.tolist(), strict=True):
        guests[records.events[col].id].add(row)
    sector = [organisation.sector for organisation in records.organisations]
    tables = {name: {} for name in STATISTICS}
    met = set()
    for there in guests.values():
        here = {}
        for one, other in itertools.combinations(sorted(there), 2):
            if sector[one] and sector[other]:
                key = tuple(sorted((sector[one], sector[other])))
                here[key] = here.get(key, 0) + 1
                met.add((one, other))
        for key, number in here.items():
            tables["meetings_with_both"][key] = tables["meetings_with_both"].get(key, 0) + 1
            tables["pair_meetings"][key] = tables["pair_meetings"].get(key, 0) + number
    for one, other in met:
        key = tuple(sorted((sector[one], sector[other])))
        tables["linked_pairs"][key] = tables["linked_pairs"].get(key, 0) + 1
    return tables


@pytest.mark.parametrize("data", [known.unfccc, known.sample_region])
def test_the_sector_tables_agree_with_counting_by_hand(data):
    records = data()
    expected = brute_force_tables(records)
    for row in network.observed_report(records)["sector_pairs"]:
        for name in STATISTICS:
            assert row[name]["observed"] == expected[name].get((row["a"], row["b"]), 0)


def test_meetings_of_a_sector_with_itself_need_two_of_it():
    records = known.attended("AB", "AC", "C", sectors={"A": "x", "B": "x", "C": "y"})
    report = network.observed_report(records)
    assert [pair(report, "x", "x")[name]["observed"] for name in STATISTICS] == [1, 1, 1]
    assert [pair(report, "x", "y")[name]["observed"] for name in STATISTICS] == [1, 1, 1]
    assert [pair(report, "y", "y")[name]["observed"] for name in STATISTICS] == [0, 0, 0]
    assert pair(report, "y", "y")["density"] is None
    assert pair(report, "x", "y")["density"] == 0.5


def test_an_organisation_without_a_sector_meets_but_stays_out_of_the_tables():
    report = network.observed_report(known.attended("ABC", sectors={"A": "x", "B": "y"}))
    assert report["without_sector"] == 1
    assert report["projection"]["edges"] == 3
    assert [p["linked_pairs"]["observed"] for p in report["sector_pairs"]] == [0, 1, 0]
    contacts = {d["id"]: d for d in report["organisations_detail"]}
    assert contacts["A"]["contacts"] == 2
    assert contacts["A"]["contacts_other_sectors"] == 1
    assert contacts["C"]["contacts_other_sectors"] is None


def test_the_karate_club_is_split_as_krackhardt_and_newman_count_it():
    graph = nx.karate_club_graph()
    clubs = dict(graph.nodes(data="club"))
    report = network.observed_report(known.from_graph(graph, clubs))
    assert report["ei"]["links"] == pytest.approx((11 - 67) / 78)
    assert report["assortativity"]["links"] == pytest.approx(0.71753, abs=5e-6)
    for node in graph:
        graph.nodes[node]["sector"] = clubs[node]
    oracle = nx.attribute_assortativity_coefficient(graph, "sector")
    assert report["assortativity"]["links"] == pytest.approx(oracle)


def test_the_florentine_marriages_hang_on_five_bridges():
    report = network.observed_report(known.from_graph(nx.florentine_families_graph()))
    assert len(report["bridges"]) == 5
    assert report["articulation_points"] == ["Albizzi", "Guadagni", "Medici", "Salviati"]
    oracle = sorted(sorted(edge) for edge in nx.bridges(nx.florentine_families_graph()))
    assert report["bridges"] == oracle


def test_a_meeting_fades_to_half_in_one_half_life():
    records = network.build(
        [network.Organisation(i) for i in "ab"],
        [
            network.Event("new", date=network.parse_date("2026-01-31")),
            network.Event("old", date=network.parse_date("2026-01-01")),
        ],
        [(i, e) for i in "ab" for e in ("new", "old")],
    )
    assert network.project(records, half_life=30).newman.tolist() == [1.5]
    with pytest.raises(ValueError, match="half_life must be a positive"):
        network.project(records, half_life=0)


@pytest.mark.parametrize(
    ("records", "code"),
    [
        (known.attended(), "no_meetings"),
        (known.attended("", sectors={"A": "x"}), "no_attendance"),
        (known.attended("A", "B"), "no_contact"),
        (known.attended("AB"), "no_sectors"),
        (known.attended("AB", sectors={"A": "x", "B": "x"}), "one_sector"),
        (known.attended("AB", sectors={"A": "x"}), "without_sector"),
        (known.attended("AB", "A"), "meetings_of_one"),
    ],
)
def test_a_report_says_what_it_cannot_say(records, code):
    report = network.observed_report(records)
    assert code in [note["code"] for note in report["notes"]]
    assert network.to_json(report)


def test_nothing_measured_is_null_and_never_nought():
    report = network.observed_report(known.attended())
    assert report["ei"] == {"links": None, "pair_meetings": None}
    assert report["assortativity"] == {"links": None, "pair_meetings": None}


def test_the_newman_strengths_of_an_organisation_sum_to_its_meetings_of_two_or_more():
    records = known.unfccc()
    ties = network.project(records)
    total = math.fsum(ties.newman.tolist()) * 2
    assert total == pytest.approx(int((records.sizes[records.cols] > 1).sum()), rel=1e-12)


def test_mixing_of_an_empty_table_is_not_defined():
    empty = network.sector_tables(known.attended(), network.project(known.attended()))
    assert mixing.ei_index(empty.linked_pairs) is None
