"""What leaves the analysis: read back by others, and nothing in it that breaks them."""

import csv
import io
import json
import xml.etree.ElementTree as ElementTree
from datetime import date

import networkx as nx
import numpy as np
import pytest

import network
from network import Event, Organisation
from network.plain import cell, plain
from network.tables import Table, to_csv
from tests.network import known

EVIL = '=cmd|"/c calc"!A1 \x00\x0b</data> & <x>'


@pytest.fixture(scope="module")
def region():
    records = known.sample_region()
    return records, network.project(records)


@pytest.fixture
def odd():
    records = network.build(
        [Organisation("a", EVIL), Organisation("b", "Bø", "industry"), Organisation("c", "Bø")],
        [Event("x")],
        [("a", "x"), ("b", "x")],
    )
    more = {
        "a": {
            "none": None, "day": date(2026, 11, 23), "list": ["p", None], "number": np.int64(3),
            "float": np.float32(0.5), "nan": float("nan"), "array": np.array([1, 2]),
            "set": {"z", "y"}, "viz": "x", "start": 1, "yes": np.True_,
        }
    }  # fmt: skip
    return records, network.project(records), more


@pytest.mark.parametrize(
    ("write", "read"),
    [(network.to_gexf, nx.read_gexf), (network.to_graphml, nx.read_graphml)],
)
def test_networkx_reads_the_whole_region_back(region, write, read):
    records, ties = region
    graph = read(io.BytesIO(write(records, ties)))
    assert graph.number_of_nodes() == 150
    assert graph.number_of_edges() == 7309
    assert sum(weight for *_, weight in graph.edges(data="meetings")) == ties.meetings.sum()
    assert graph.nodes["oslo-kommune"]["sector"] == "municipality"


@pytest.mark.parametrize(
    ("write", "read"),
    [(network.to_gexf, nx.read_gexf), (network.to_graphml, nx.read_graphml)],
)
def test_odd_values_and_names_survive_the_way_out_and_in(odd, write, read):
    records, ties, more = odd
    graph = read(io.BytesIO(write(records, ties, more)))
    node = graph.nodes["a"]
    assert (node["none"], node["day"], node["list"], node["number"]) == ("", "2026-11-23", "p|", 3)
    assert (node["nan"], node["array"], node["set"], node["viz_"]) == ("", "1|2", "y|z", "x")
    assert "\x00" not in node["label"]
    assert "</data> & <x>" in node["label"]


def test_gexf_is_the_schemas_own_elements(odd):
    root = ElementTree.fromstring(network.to_gexf(*odd[:2]))
    space = "{http://www.gexf.net/1.2draft}"
    assert root.tag == f"{space}gexf"
    assert len(root.findall(f"{space}graph/{space}nodes/{space}node")) == 3
    assert len(root.findall(f"{space}graph/{space}edges/{space}edge")) == 1


def test_kumu_joins_by_labels_that_are_each_its_own(odd):
    records, ties, more = odd
    found = json.loads(network.to_kumu(records, ties, more))
    labels = [element["label"] for element in found["elements"]]
    assert len(set(labels)) == 3
    assert labels[1:] == ["Bø (b)", "Bø (c)"]
    [connection] = found["connections"]
    assert {connection["from"], connection["to"]} == set(labels[:2])
    assert connection["direction"] == "undirected"
    assert found["elements"][0]["nan"] == ""


def test_the_edge_list_is_the_projection(region):
    rows = list(csv.DictReader(io.StringIO(network.to_edge_csv(*region))))
    assert len(rows) == 7309
    assert list(rows[0]) == ["a", "b", "meetings", "newman"]
    assert float(rows[0]["newman"]) == region[1].newman[0]


@pytest.mark.parametrize("value", ["=1+1", "+47", "-x", "@SUM(A1)", "\tx"])
def test_no_cell_of_text_starts_a_formula(value):
    assert cell(value) == f"'{value}"
    assert cell(-3.5) == -3.5


def test_a_truth_stays_a_truth_and_infinity_is_empty():
    assert plain(np.True_) is True
    assert plain(float("inf")) == ""
    assert plain(b"x") == "b'x'"


@pytest.mark.parametrize("make", [network.observed_report, network.analysis_report])
def test_the_report_is_tables_that_a_spreadsheet_reads(make):
    more = {"samples": 10} if make is network.analysis_report else {}
    records = network.build(
        [Organisation(EVIL, sector="=x"), Organisation("b", sector="y")],
        [Event("1", forum="f")],
        [(EVIL, "1"), ("b", "1")],
    )
    tables = {table.name: table for table in network.report_tables(make(records, **more))}
    for table in tables.values():
        rows = list(csv.reader(io.StringIO(network.to_csv(table))))
        assert rows[0] == list(table.columns)
        assert all(len(row) == len(table.columns) for row in rows)
        assert not any(value.startswith(("=", "@")) for row in rows for value in row)
    assert "meetings_with_both_observed" in tables["sector_pairs"].columns
    assert len(tables["organisations"].rows) == 2


def test_the_figures_in_the_table_are_those_of_the_report(region):
    report = network.analysis_report(region[0], samples=20, projection=region[1])
    [table] = [t for t in network.report_tables(report) if t.name == "sector_pairs"]
    column = table.columns.index("meetings_with_both_expected")
    assert [row[column] for row in table.rows] == [
        pair["meetings_with_both"]["expected"] for pair in report["sector_pairs"]
    ]
    assert len(table.rows) == 36


def test_a_network_that_is_too_large_to_draw_is_refused(region, monkeypatch):
    monkeypatch.setattr("network.projection.GRAPH_LIMIT", 10)
    with pytest.raises(ValueError, match="7309 edges are too many"):
        network.to_gexf(*region)


def test_a_lone_carriage_return_does_not_begin_a_row_and_full_width_signs_are_no_formula():
    text = to_csv(Table("t", ("name",), (("Ås\rkommune",), ("\r=1",), ("＝1+1",))))
    assert list(csv.reader(io.StringIO(text, newline=""))) == [
        ["name"],
        ["Ås\nkommune"],
        ["'\n=1"],
        ["'＝1+1"],
    ]
