"""The graph and its twin on the sample region: levels, ties, missing ones, files; equal numbers."""

import csv
import io
import json
import re
from collections import Counter
from xml.etree import ElementTree
from zoneinfo import ZoneInfo

import pytest

from arenas.graphs import background, draw_organisations, graph_page
from arenas.graphs.graph_words import sentences
from tests.pages import get
from tests.statements import recorded

OSLO = ZoneInfo("Europe/Oslo")
SVG = "{http://www.w3.org/2000/svg}"
VIEWS = (
    "",
    "view=organisations",
    "view=organisations&by=community",
    "view=organisations&sector=culture",
    "view=map",
    "around=halden-kommune",
    "around=oslo-kommune&ties=all",
)


def view(app, query):
    with app.test_request_context(f"/network/graph?{query}"):
        seen = graph_page.read()
        assert seen.drawn
        return seen


def data(page):
    return json.loads(re.search(r'id="graph-data">(.*?)</script>', page.html, re.DOTALL)[1])


def rows_of(page):
    """The rows of the page's table body, as markup."""
    return re.findall(
        r"<tr>.*?</tr>", page.html.partition("<tbody>")[2].partition("</tbody>")[0], re.DOTALL
    )


def plain(page):
    return page.text.replace("\xa0", " ")


def test_eight_sectors_are_drawn_first_and_nearly_empty_pairs_are_missing(drawn_leader):
    page = get(drawn_leader, "/network/graph")
    drawn = data(page)
    assert len(drawn["nodes"]) == 8
    missing = {(e["from"], e["to"]) for e in drawn["edges"] if e.get("missing")}
    assert {
        ("culture", "industry"),
        ("academia", "culture"),
        ("cluster", "culture"),
        ("culture", "municipality"),
    } <= missing
    assert ("municipality", "other") not in missing
    widest = max((e for e in drawn["edges"] if not e.get("missing")), key=lambda e: e["width"])
    assert (widest["from"], widest["to"], widest["meetings"]) == ("municipality", "other", 428)
    assert "Kommuner og andre har møttes mest: på 428 møter." in plain(page)
    assert "Mest mangler mellom" in plain(page)


def test_what_is_missing_can_be_left_out(drawn_leader):
    drawn = data(get(drawn_leader, "/network/graph?missing=no"))
    assert not any(edge.get("missing") for edge in drawn["edges"])
    assert {
        e["meetings"] for e in drawn["edges"] if {e["from"], e["to"]} == {"culture", "industry"}
    } == {2}
    page = get(drawn_leader, "/network/graph?view=organisations&missing=no")
    assert not any(edge.get("missing") for edge in data(page)["edges"])


def test_organisations_that_miss_each_other_were_never_in_the_same_room(drawn_app, found):
    missing = view(drawn_app, "view=organisations").drawn.missing
    assert len(missing) == 20
    for tie in missing:
        assert tie.meetings == 0
        assert tie.expected > 3
        assert not found.have_met(tie.a, tie.b)


@pytest.mark.parametrize("query", VIEWS)
def test_the_drawing_the_table_and_the_file_hold_the_same_numbers(drawn_app, drawn_leader, query):
    drawn = data(get(drawn_leader, f"/network/graph?{query}"))
    by_drawing = {
        (e["from"], e["to"]): (e["meetings"], "missing" if e.get("missing") else "met")
        for e in drawn["edges"]
    }
    text = drawn_leader.get(f"/network/graph.csv?{query}").get_data(as_text=True)
    by_file = {
        (row["a"], row["b"]): (int(row["meetings"]), row["tie"])
        for row in csv.DictReader(io.StringIO(text))
    }
    assert by_file == by_drawing
    by_table = {}
    words = {"har møttes": "met", "mangler": "missing", "har ikke møttes": "met"}
    for number in range(1, 1 + -(-len(by_drawing) // 50)):
        for row in rows_of(get(drawn_leader, f"/network/graph?{query}&page={number}")):
            a, b = re.search(r"/network/(?:ties|pairs)/([^/]+)/([^/?\"]+)", row).groups()
            kind, meetings = re.findall(r"<td[^>]*>([^<]*)</td>", row)[:2]
            by_table[a, b] = (int(re.sub(r"\D", "", meetings)), words[kind])
    assert by_table == by_drawing


@pytest.mark.parametrize("query", VIEWS)
def test_without_a_script_a_drawing_with_the_same_nodes_and_ties_stands_in_the_page(
    drawn_leader, query
):
    page = get(drawn_leader, f"/network/graph?{query}")
    drawn = data(page)
    picture = ElementTree.fromstring(
        re.search(r"<noscript>\s*(<svg.*?</svg>)", page.html, re.DOTALL)[1]
    )
    paths = picture.findall(f".//{SVG}a/{SVG}path")
    assert len(paths) == len(drawn["nodes"])
    assert len(picture.findall(f".//{SVG}line")) == len(drawn["edges"])
    names = {link.get("aria-label") for link in picture.findall(f".//{SVG}a")}
    assert names == {node["name"] for node in drawn["nodes"]}


def test_the_pictures_can_be_taken_along(drawn_leader):
    answer = drawn_leader.get("/network/graph.svg?view=map")
    picture = ElementTree.fromstring(answer.get_data())
    assert answer.headers["Content-Disposition"] == 'attachment; filename="graph.svg"'
    assert len(picture.findall(f".//{SVG}g[@class='picture__nodes']/{SVG}path")) == 150
    said = " ".join(picture.itertext())
    assert "Organisasjonene som har møttes, på kartet. 11.01.2021–23.09.2026" in said
    assert "400 trekninger, frø 1" in said
    assert "Kulturliv" in said
    assert not picture.findall(f".//{SVG}a")
    image = drawn_leader.get("/network/graph.png").get_data()
    assert image.startswith(b"\x89PNG")
    assert int.from_bytes(image[16:20]) == 1600


def test_an_organisation_lies_where_it_lay_whatever_half_year_is_shown(drawn_app):
    for kind in ("organisations", "organisations&by=community", "map"):
        whole = {n.id: (n.x, n.y) for n in view(drawn_app, f"view={kind}").drawn.nodes}
        half = view(drawn_app, f"view={kind}&start=2023-07-01&end=2023-12-31").drawn
        assert half.nodes
        assert {n.id: (n.x, n.y) for n in half.nodes}.items() <= whole.items()
    sectors = {n.id: (n.x, n.y) for n in view(drawn_app, "").drawn.nodes}
    spring = view(drawn_app, "start=2021-01-01&end=2021-06-30").drawn
    assert {n.id: (n.x, n.y) for n in spring.nodes}.items() <= sectors.items()


def test_the_time_line_has_every_half_year_and_its_meetings(drawn_app, drawn_leader):
    page = get(drawn_leader, "/network/graph?start=2024-01-01&end=2024-06-30")
    seen = view(drawn_app, "start=2024-01-01&end=2024-06-30")
    assert [half.name for half in seen.halves][:2] == ["2021-1", "2021-2"]
    assert sum(half.meetings for half in seen.halves) == 548
    assert seen.half.meetings == seen.found.report["events"]
    assert f"{seen.half.meetings} avholdte møter" in plain(page)
    assert "/network/graph?start=2024-07-01&end=2024-12-31" in page.links
    assert seen.half.words == "1. halvår 2024"


def test_a_half_year_shows_what_was_expected_in_it(drawn_app):
    spring = view(drawn_app, "start=2024-01-01&end=2024-06-30")
    trend = next(p for p in spring.report.trend if p["name"] == "2024-1")
    expected = {(p["a"], p["b"]): p["expected"] for p in trend["sector_pairs"]}
    drawn = {(tie.a, tie.b): tie.expected for tie in spring.drawn.ties}
    assert drawn
    assert drawn.items() <= expected.items()


def test_around_one_organisation_its_partners_and_what_it_never_met_are_told(drawn_leader):
    page = get(drawn_leader, "/network/graph?around=notodden-kommune")
    drawn = data(page)
    assert drawn["nodes"][0]["id"] == drawn["centre"] == "notodden-kommune"
    assert "Har aldri møtt: akademia" in plain(page)
    own = [e for e in drawn["edges"] if "notodden-kommune" in (e["from"], e["to"])]
    assert len([e for e in own if not e.get("missing")]) == 24
    assert "De 24 nærmeste er tegnet." in plain(page)
    every = data(get(drawn_leader, "/network/graph?around=notodden-kommune&ties=all&missing=no"))
    assert len(every["nodes"]) == 78  # itself and the 77 it has met
    assert "Notodden kommune har møtt 77 andre organisasjoner på 60 møter." in plain(page)


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/network/graph?view=evil", 404),
        ("/network/graph?by=evil", 404),
        ("/network/graph?missing=evil", 404),
        ("/network/graph?around=finnes-ikke", 404),
        ("/network/graph?sector=evil", 404),
        ("/network/graph.svg?around=finnes-ikke", 404),
        ("/network/graph.csv?forum=nedlagt", 410),
        ("/network/ties/oslo-kommune/oslo-kommune", 404),
        ("/network/ties/oslo-kommune/finnes-ikke", 404),
        ("/network/ties/sectors/culture/evil", 404),
    ],
)
def test_what_is_not_there_is_not_found(drawn_leader, path, status):
    assert drawn_leader.get(path).status_code == status


def test_a_period_without_meetings_has_no_drawing_and_says_so(drawn_leader):
    for query in ("view=organisations&", "view=map&", ""):
        text = get(drawn_leader, f"/network/graph?{query}start=2019-01-01&end=2019-12-31").text
        assert "Ingen har møttes i dette utvalget" in text
    assert drawn_leader.get("/network/graph.svg?start=2019-01-01&end=2019-12-31").status_code == 200
    assert drawn_leader.get("/network/graph.png?end=2019-12-31").status_code == 200


def test_the_choice_of_meetings_follows_to_the_levels_the_files_and_the_ties(drawn_leader):
    page = get(drawn_leader, "/network/graph?kind=political&view=organisations")
    assert "/network/graph?kind=political&view=map" in page.links
    assert "/network/graph.png?kind=political&view=organisations" in page.links
    assert any("/network/ties/" in one and one.endswith("?kind=political") for one in page.links)


def test_a_warm_graph_asks_a_bounded_number_of_statements(drawn_app, drawn_leader):
    background._one_at_a_time.submit(lambda: None).result()  # what others asked for is made
    for query in ("", "view=map", "around=oslo-kommune"):
        get(drawn_leader, f"/network/graph?{query}")
        with recorded(drawn_app) as statements:
            get(drawn_leader, f"/network/graph?{query}")
        statements.at_most(8)


def test_of_many_organisations_those_with_most_meetings_are_drawn_first(drawn_app, monkeypatch):
    monkeypatch.setattr(draw_organisations, "MOST_NODES", 100)
    seen = view(drawn_app, "view=organisations&missing=no")
    assert len(seen.drawn.nodes) == 100
    ids = {node.id for node in seen.drawn.nodes}
    assert all({tie.a, tie.b} <= ids for tie in seen.drawn.ties)
    tied = Counter(end for tie in seen.drawn.ties for end in (tie.a, tie.b))
    assert min(tied[one] for one in ids) >= 3  # the closest of those that are drawn
    every = view(drawn_app, "view=organisations&missing=no&ties=all").drawn
    assert len(every.nodes) == 150
    fewest = min(node.weight for node in seen.drawn.nodes)
    assert all(node.weight <= fewest for node in every.nodes if node.id not in ids)
    with drawn_app.test_request_context("/network/graph?view=organisations"):
        assert "100 av 150 organisasjoner er tegnet" in " ".join(sentences(graph_page.read()))
