"""The network pages on the sample region: the planted facts can be read off them.

The figures are those that the sample's author counted from the files by another program.
"""

import csv
import io
import json
import re
from dataclasses import replace
from zoneinfo import ZoneInfo

import networkx as nx
import pytest
from python_calamine import CalamineWorkbook

from arenas import create_app
from arenas.database import db
from arenas.graphs.filters import MeetingFilter
from arenas.graphs.reports import Wanted, make
from tests.databases import close
from tests.pages import get
from tests.settings import make_settings
from tests.statements import recorded

ANSWERS = ("/network/", "/network/organisations", "/network/graph", "/network/gaps.json")


@pytest.fixture(scope="module")
def leader(sample_app, sign_in_once):
    return sign_in_once(sample_app, "leadership@example.org")


@pytest.fixture(scope="module")
def sign_in_once():
    from tests.conftest import PASSWORD, form_token

    def sign_in(app, email):
        client = app.test_client()
        token = form_token(client.get("/login"))
        client.post("/login", data={"email": email, "password": PASSWORD, "csrf_token": token})
        return client

    return sign_in


def rows(client, path):
    return list(csv.DictReader(io.StringIO(client.get(path).get_data(as_text=True))))


def test_p1_culture_and_industry_are_named_as_the_two_that_meet_least(leader):
    page = get(leader, "/network/")
    assert (
        "Kulturliv og næringsliv møtes minst: 6 av 208 mulige par av organisasjoner har møttes "
        "(2,9 %), på 2 møter." in page.text.replace("\xa0", " ")
    )


def test_p2_the_municipalities_of_telemark_have_met_nobody_in_academia(leader):
    text = get(leader, "/network/").text.replace("\xa0", " ")
    assert (
        "Kommuner i Telemark har aldri møtt akademia: 0 av 136 mulige par, 8 organisasjoner."
        in text
    )


def test_p3_the_only_broker_is_named_with_the_six_it_holds_to_the_rest(leader):
    text = get(leader, "/network/").text
    sentence = text[text.index("Smart Innovation Norway AS er den eneste") :]
    assert "knytter 6 organisasjoner til resten av nettverket" in sentence
    for name in ("Aremark", "eSmart Systems", "Halden", "Hvaler", "Marker", "Rakkestad"):
        assert name in sentence[:400]


def test_p4_those_who_were_asked_and_never_came_are_named_with_how_often(leader):
    text = get(leader, "/network/").text
    for named in (
        "Telenor ASA (69 møter)",
        "Skiptvet kommune (51 møter)",
        "Krødsherad kommune (42 møter)",
        "NLA Høgskolen (29 møter)",
        "Sentralen (25 møter)",
    ):
        assert named in text.replace("\xa0", " ")


SECTOR_PAIRS = {  # possible pairs, pairs that met, held meetings with both
    ("county", "municipality"): (432, 390, 193),
    ("industry", "municipality"): (1152, 519, 222),
    ("academia", "municipality"): (1224, 789, 149),
    ("culture", "municipality"): (936, 146, 25),
    ("culture", "industry"): (208, 6, 2),
    ("academia", "culture"): (221, 30, 2),
    ("cluster", "culture"): (143, 20, 2),
    ("municipality", "other"): (216, 167, 428),
    ("national_authority", "other"): (36, 36, 145),
}


def test_the_matrix_the_csv_and_the_json_hold_the_same_planted_numbers(leader):
    report = json.loads(leader.get("/network/gaps.json").get_data())
    by_json = {
        (pair["a"], pair["b"]): (
            pair["possible_pairs"],
            pair["linked_pairs"]["observed"],
            pair["meetings_with_both"]["observed"],
        )
        for pair in report["sector_pairs"]
    }
    by_csv = {
        (row["a"], row["b"]): (
            int(row["possible_pairs"]),
            int(row["linked_pairs_observed"]),
            int(row["meetings_with_both_observed"]),
        )
        for row in rows(leader, "/network/gaps.csv")
    }
    assert by_csv == by_json
    assert {pair: by_json[pair] for pair in SECTOR_PAIRS} == SECTOR_PAIRS
    assert report["projection"]["edges"] == 7309
    assert report["articulation_points"] == ["smart-innovation-norway-as"]


def test_with_draws_the_page_says_what_would_be_expected_and_how_sure_it_is(templates, signed_in):
    app = create_app(replace(make_settings(templates.sqlite("sample", "with-draws")), draws=40))
    client = signed_in(app, "leadership@example.org")
    with app.app_context():
        make(db.engine, Wanted(MeetingFilter(), 40, ZoneInfo("Europe/Oslo")))
    text = get(client, "/network/").text.replace("\xa0", " ")
    assert "40 trekninger, frø 1, registeret i revisjon 1, regnet ut" in text
    assert re.search(r"Kulturliv og næringsliv møttes på 2 møter; \d+ var ventet \(\d+–\d+\)", text)
    assert "gap 98 %" in text
    kept = json.loads(client.get("/network/gaps.json").get_data())
    assert kept["samples"] == 40
    by_csv = {(row["a"], row["b"]): row for row in rows(client, "/network/gaps.csv")}
    for pair in kept["sector_pairs"]:
        row = by_csv[pair["a"], pair["b"]]
        assert float(row["meetings_with_both_expected"]) == pair["meetings_with_both"]["expected"]
    close(app)


def test_the_matrix_says_each_number_in_words(leader):
    text = get(leader, "/network/").text.replace("\xa0", " ")
    assert "2 møter med kulturliv og næringsliv, 6 av 208 par 2,9 %" in text


def test_the_ties_that_are_drawn_are_those_of_the_table_and_the_file_has_every_one(leader):
    page = get(leader, "/network/graph?view=organisations")
    data = json.loads(re.search(r'id="graph-data">(.*?)</script>', page.html, re.S)[1])
    assert len(data["nodes"]) == 150
    assert f"1–50 av {len(data['edges'])}" in page.text
    everyone = rows(leader, "/network/export.csv")
    assert len(everyone) == 7309
    drawn = {(edge["from"], edge["to"]): edge["meetings"] for edge in data["edges"]}
    files = {(row["a"], row["b"]): int(row["meetings"]) for row in everyone}
    assert drawn.items() <= files.items()


def test_other_programs_read_the_network_with_every_tie(leader, tmp_path):
    for name, reader in (("gexf", nx.read_gexf), ("graphml", nx.read_graphml)):
        file = tmp_path / f"network.{name}"
        file.write_bytes(leader.get(f"/network/export.{name}").get_data())
        graph = reader(file)
        assert (graph.number_of_nodes(), graph.number_of_edges()) == (150, 7309)
    kumu = json.loads(leader.get("/network/export.kumu.json").get_data())
    assert (len(kumu["elements"]), len(kumu["connections"])) == (150, 7309)


def test_the_workbook_has_the_sheets_of_the_report_with_numbers_as_numbers(leader):
    book = CalamineWorkbook.from_filelike(io.BytesIO(leader.get("/network/gaps.xlsx").get_data()))
    header, *found = book.get_sheet_by_name("sector_pairs").to_python()
    row = next(row for row in found if row[:2] == ["culture", "industry"])
    assert dict(zip(header, row, strict=True))["possible_pairs"] == 208
    assert len(book.get_sheet_by_name("organisations").to_python()) == 151


def test_every_tie_is_drawn_when_asked_for(leader):
    assert "1–50 av 7" in get(leader, "/network/graph?view=organisations&ties=all").text.replace(
        "\xa0", " "
    )


def test_a_period_without_meetings_says_so_and_how_to_mend_it(leader):
    for path in ("/network/", "/network/graph"):
        text = get(leader, f"{path}?start=2019-01-01&end=2019-12-31").text
        assert "Ingen har møttes i dette utvalget" in text
        assert "Velg en lengre periode" in text
    assert "Ingen organisasjoner" in get(leader, "/network/organisations?end=2019-12-31").text


def test_a_chosen_day_is_said_as_the_language_writes_it(leader):
    assert "Fra og med: 01.02.2024" in get(leader, "/network/?start=2024-02-01").text


def test_the_filter_follows_from_page_to_page(leader):
    page = get(leader, "/network/?kind=political&start=2024-01-01")
    assert "/network/graph?start=2024-01-01&kind=political" in page.links


@pytest.mark.parametrize(
    "query",
    ["kind=evil", "level=evil", "evidence=evil", "start=2026-02-30", "sort=evil", "page=0"],
)
@pytest.mark.parametrize("path", ANSWERS)
def test_an_address_that_asks_for_what_is_not_there_is_not_found(leader, path, query):
    assert leader.get(f"{path}?{query}").status_code == 404


@pytest.mark.parametrize("query", ["forum=nedlagt", "priority=9999", "priority=x", "county=Utopia"])
@pytest.mark.parametrize("path", ANSWERS)
def test_a_link_to_what_has_gone_says_so_and_shows_the_way_back(leader, path, query):
    answer = leader.get(f"{path}?{query}&start=2024-01-01")
    text = answer.get_data(as_text=True)
    assert answer.status_code == 410
    assert query.split("=")[1] in text
    if not path.endswith(".json"):
        assert f'href="{path}?start=2024-01-01"' in text


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("level=national", "Nivå: Nasjonalt"),
        ("county=Telemark", "Bare organisasjoner i: Telemark"),
        ("evidence=invited", "Regnes som til stede: Invitert"),
    ],
)
def test_the_page_says_which_meetings_its_figures_are_for(leader, query, said):
    assert f"Utvalg: {said}." in get(leader, f"/network/?{query}").text


def test_a_page_that_the_list_does_not_have_is_not_found(leader):
    assert leader.get("/network/organisations?page=4").status_code == 404
    assert leader.get("/network/organisations?page=3").status_code == 200


def test_organisations_can_be_chosen_by_county_and_sector(leader):
    page = get(leader, "/network/organisations?place=Telemark&sector=municipality")
    assert "8 treff" in page.text
    assert page.text.count("Akademia") >= 8


def test_the_pages_hold_no_person(leader):
    for path in (*ANSWERS, "/network/export.csv"):
        text = leader.get(path).get_data(as_text=True)
        assert "Drømmemo" not in text
        assert "@" not in re.sub(r"\S+@example\.org", "", text).replace("leadership@", "")


def test_a_warm_page_asks_a_bounded_number_of_statements(sample_app, leader):
    get(leader, "/network/")
    with recorded(sample_app) as statements:
        get(leader, "/network/")
    statements.at_most(5)
