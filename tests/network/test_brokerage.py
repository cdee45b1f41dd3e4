"""Structural holes, brokerage roles and fragile links against networkx and counting by hand."""

import itertools

import networkx as nx
import numpy as np
import pytest

import network
from network import brokerage, cuts
from network.brokerage import ROLES, brokers
from tests.network import known


def measured(graph, sectors=None):
    records = known.from_graph(graph, sectors)
    ties = network.project(records)
    found = brokers(ties, records.sector_of, len(records.sectors))
    return records, ties, found


def test_the_florentine_marriages_have_burts_constraint():
    records, _, found = measured(nx.florentine_families_graph())
    constraint = dict(zip(records.ids, found.constraint, strict=True))
    assert constraint["Medici"] == pytest.approx(0.2099, abs=5e-5)
    assert constraint["Guadagni"] == pytest.approx(0.25)
    assert constraint["Strozzi"] == pytest.approx(0.4583, abs=5e-5)


def test_the_two_heads_of_the_karate_club_are_the_least_constrained():
    records, _, found = measured(nx.karate_club_graph())
    constraint = dict(zip(records.ids, found.constraint, strict=True))
    assert constraint["0"] == pytest.approx(0.1554, abs=5e-5)
    assert constraint["33"] == pytest.approx(0.1564, abs=5e-5)


@pytest.mark.parametrize("seed", range(3))
def test_constraint_and_effective_size_agree_with_networkx(seed):
    graph = nx.gnp_random_graph(70, 0.12, seed=seed)
    graph = graph.subgraph(node for node, degree in graph.degree if degree)
    records, _, found = measured(graph)
    constraint, size = nx.constraint(graph), nx.effective_size(graph)
    for i, name in enumerate(records.ids):
        assert found.constraint[i] == pytest.approx(constraint[int(name)], rel=1e-12)
        assert found.effective_size[i] == pytest.approx(size[int(name)], rel=1e-12)


def test_who_met_nobody_has_neither_constraint_nor_size():
    records = known.attended("AB", "C")
    found = brokers(network.project(records), records.sector_of, 0)
    assert np.isnan(found.constraint).tolist() == [False, False, True]
    assert np.isnan(found.effective_size).tolist() == [False, False, True]


def roles_by_hand(graph, sectors):
    """Every open triad a - broker - b, looked at one by one."""
    found = {node: dict.fromkeys(ROLES, 0) for node in graph}
    for broker in graph:
        for a, b in itertools.combinations(graph[broker], 2):
            kinds = [sectors.get(node) for node in (a, broker, b)]
            if graph.has_edge(a, b) or None in kinds:
                continue
            one, own, other = kinds
            if one == own == other:
                found[broker]["coordinator"] += 1
            elif one == other:
                found[broker]["consultant"] += 1
            elif own in (one, other):
                found[broker]["representative"] += 1
                found[broker]["gatekeeper"] += 1
            else:
                found[broker]["liaison"] += 1
    return found


@pytest.mark.parametrize("seed", range(4))
def test_the_roles_agree_with_looking_at_every_triad(seed):
    graph = nx.gnp_random_graph(90, 0.1, seed=seed)
    graph = graph.subgraph(node for node, degree in graph.degree if degree)
    sectors = {node: "abcd"[node % 4] for node in graph if node % 7}
    records, _, found = measured(graph, sectors)
    expected = roles_by_hand(graph, sectors)
    for i, name in enumerate(records.ids):
        assert dict(zip(ROLES, found.roles[i].tolist(), strict=True)) == expected[int(name)]


def test_one_of_each_role_around_one_broker():
    # M is of x; its partners: two of x, two of y, one of z; nobody else has met.
    sectors = dict(zip("Mabcde", "xxxyyz", strict=True))
    records = known.attended("Ma", "Mb", "Mc", "Md", "Me", sectors=sectors)
    found = brokers(network.project(records), records.sector_of, 3)
    roles = dict(zip(ROLES, found.roles[records.ids.index("M")].tolist(), strict=True))
    assert roles == {
        "coordinator": 1,  # a-b
        "consultant": 1,  # c-d
        "representative": 6,  # a or b with c, d or e
        "gatekeeper": 6,
        "liaison": 2,  # c-e, d-e
    }


@pytest.mark.parametrize("seed", range(3))
def test_betweenness_bridges_and_cuts_agree_with_networkx(seed):
    graph = nx.gnp_random_graph(60, 0.05, seed=seed)
    graph = graph.subgraph(node for node, degree in graph.degree if degree)
    records, ties, _ = measured(graph)
    oracle = nx.betweenness_centrality(graph)
    assert dict(zip(records.ids, cuts.betweenness(ties), strict=True)) == pytest.approx(
        {str(node): value for node, value in oracle.items()}
    )
    drawn = cuts.as_igraph(ties)
    ids = records.ids
    assert {frozenset((ids[a], ids[b])) for a, b in cuts.bridges(drawn)} == {
        frozenset(map(str, edge)) for edge in nx.bridges(graph)
    }
    assert {ids[i] for i in cuts.articulation_points(drawn)} == {
        str(node) for node in nx.articulation_points(graph)
    }


def test_a_network_that_would_take_minutes_is_left_out(monkeypatch):
    ties = network.project(known.attended("ABC"))
    assert not brokerage.too_heavy(ties)
    monkeypatch.setattr(brokerage, "HEAVY", 1)
    report = network.analysis_report(known.attended("ABC"), samples=3)
    assert report["organisations_detail"][0]["constraint"] is None
    assert {"code": "measures_left_out", "count": 1} in report["notes"]
