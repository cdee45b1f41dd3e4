import json

import networkx as nx
import numpy as np
import pytest

import network
from network import layout
from tests.network import known


@pytest.fixture(scope="module")
def florence():
    records = known.from_graph(nx.florentine_families_graph(), {"Medici": "bank"})
    return records, network.project(records)


def test_a_picture_is_plain_data_with_places_and_without_physics(florence):
    picture = network.organisation_picture(*florence)
    assert json.loads(json.dumps(picture.nodes)) == picture.nodes
    assert json.loads(json.dumps(picture.options))["physics"] == {"enabled": False}
    assert all({"x", "y", "title", "shape"} <= node.keys() for node in picture.nodes)
    assert (len(picture.nodes), len(picture.edges)) == (15, 20)


def test_drawing_leaves_the_ties_as_they_were(florence):
    records, ties = florence
    before = [column.copy() for column in (ties.a, ties.b, ties.meetings, ties.newman)]
    network.organisation_picture(records, ties, limit=3)
    after = (ties.a, ties.b, ties.meetings, ties.newman)
    assert all((one == other).all() for one, other in zip(before, after, strict=True))


def test_a_name_full_of_markup_stays_a_name():
    evil = '</script><img src=x onerror=alert(1)> "href"'
    records = network.build(
        [network.Organisation("a", evil), network.Organisation("b")],
        [network.Event("x")],
        [("a", "x"), ("b", "x")],
    )
    picture = network.organisation_picture(records, network.project(records))
    assert picture.nodes[0]["label"] == evil
    assert picture.nodes[0]["title"].startswith(evil)


def test_the_backbone_keeps_every_component_whole():
    records = known.unfccc()
    ties = network.project(records)
    drawn = network.strongest_ties(ties, 1000)
    assert drawn.edges == 1000
    assert nx.is_connected(drawn.graph(records))
    assert network.strongest_ties(ties, 10).edges == records.n - 1


def test_the_backbone_keeps_the_strongest_ties():
    records = known.attended("AB", "AB", "AB", "BC", "BC", "AC")
    drawn = network.strongest_ties(network.project(records), 2)
    assert list(zip(drawn.a.tolist(), drawn.b.tolist(), strict=True)) == [(0, 1), (1, 2)]


def test_the_same_seed_gives_the_same_places(florence):
    one, again, other = (layout.positions(florence[1], seed=seed) for seed in (1, 1, 2))
    assert (one == again).all()
    assert (one != other).any()


def test_components_and_isolates_do_not_lie_on_top_of_each_other():
    records = known.attended("ABCDE", "FGHI", "JK", *"LMNOPQRSTUVWXYZ")
    place = layout.positions(network.project(records))
    apart = np.linalg.norm(place[:, None] - place[None], axis=2)
    np.fill_diagonal(apart, np.inf)
    assert apart.min() > 20
    assert np.isfinite(place).all()


def test_an_empty_network_gives_an_empty_picture():
    records = known.attended()
    picture = network.organisation_picture(records, network.project(records))
    assert (picture.nodes, picture.edges) == ([], [])


def test_a_gap_is_a_dashed_line(florence):
    picture = network.organisation_picture(*florence, gaps=[("Medici", "Strozzi")])
    assert picture.edges[-1]["dashes"] is True
    assert picture.shown == picture.total == 20


def test_sectors_are_drawn_on_a_circle_with_their_meetings():
    records = known.attended("AB", "AB", "BC", sectors={"A": "x", "B": "y", "C": "z"})
    picture = network.sector_picture(network.sector_tables(records, network.project(records)))
    assert [node["id"] for node in picture.nodes] == ["x", "y", "z"]
    assert [edge["value"] for edge in picture.edges] == [2, 1]


def test_vis_network_comes_from_the_wheel():
    folder = network.vis_network_folder()
    assert (folder / "vis-network.min.js").is_file()
    assert (folder / "vis-network.css").is_file()
