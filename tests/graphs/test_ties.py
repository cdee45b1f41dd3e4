"""A tie of the graph: its meetings add up to its number, and who never met are linked somehow."""

import csv
import io
import math
import re

from arenas.graphs.evidence import meetings_of
from arenas.graphs.ties import of_organisations
from tests.graphs.test_graph import data, plain, rows_of, view
from tests.pages import get


def test_the_meetings_behind_every_tie_add_up_to_its_strength(found):
    ids, ties = found.records.ids, found.projection
    assert ties.edges == 7309
    for a, b, meetings, strength in zip(
        ties.a.tolist(), ties.b.tolist(), ties.meetings.tolist(), ties.newman.tolist(), strict=True
    ):
        tie = of_organisations(found, ids[a], ids[b])
        assert tie.number == strength
        assert len(tie.meetings) == meetings
        assert math.isclose(tie.sum, strength, rel_tol=0, abs_tol=1e-9)


def test_the_meetings_behind_every_two_sectors_are_as_many_as_the_number_drawn(drawn_app, found):
    ties = view(drawn_app, "").drawn.ties
    assert len(ties) == 28
    for tie in ties:
        assert len(meetings_of(found, tie.a, tie.b)) == tie.meetings


def test_the_only_broker_stands_between_its_six_and_the_rest(drawn_leader):
    page = get(drawn_leader, "/network/graph?around=halden-kommune&missing=no")
    assert {node["id"] for node in data(page)["nodes"]} == {
        "halden-kommune",
        "aremark-kommune",
        "esmart-systems-as",
        "hvaler-kommune",
        "marker-kommune",
        "rakkestad-kommune",
        "smart-innovation-norway-as",
    }
    tie = get(drawn_leader, "/network/ties/halden-kommune/oslo-kommune")
    assert "har aldri vært på samme møte" in plain(tie)
    assert "Smart Innovation Norway AS" in plain(tie)


def test_two_who_never_met_are_told_through_whom_they_are_nearest(drawn_leader):
    text = plain(get(drawn_leader, "/network/ties/notodden-kommune/universitetet-i-oslo"))
    assert "Notodden kommune og Universitetet i Oslo har aldri vært på samme møte." in text
    assert "Nærmeste ledd er" in text


def test_a_tie_lists_its_meetings_with_what_each_counts(drawn_leader):
    page = get(drawn_leader, "/network/ties/oslo-kommune/osloregionen-interkommunalt-politisk-rad")
    assert len(rows_of(page)) == 225
    text = drawn_leader.get(
        "/network/ties/oslo-kommune/osloregionen-interkommunalt-politisk-rad.csv"
    ).get_data(as_text=True)
    weights = [float(row["weight"]) for row in csv.DictReader(io.StringIO(text))]
    total = re.search(r"<tfoot>.*<strong>([\d,]+)</strong>", page.html, re.DOTALL)[1]
    assert f"{sum(weights):.3f}" == total.replace(",", ".")


def test_the_two_meetings_of_culture_and_industry_are_two_clicks_away(drawn_leader):
    page = get(drawn_leader, "/network/graph")
    address = "/network/pairs/culture/industry"
    assert address in page.links
    text = plain(get(drawn_leader, address))
    assert text.count("BEST-konferansen") >= 2
    assert "6 av 208 mulige par" in text
