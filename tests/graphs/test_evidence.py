"""From a sentence to its meetings, and every view's numbers the same in page and file."""

import csv
import io
import json
import re
from html import unescape

import pytest

from arenas.models.enums import Sector
from arenas.web.labels import label
from tests.graphs import drawn
from tests.pages import get

PAIR = "/network/pairs/culture/industry"


@pytest.fixture(scope="module")
def app(templates):
    with drawn.region(templates, "evidence") as made:
        yield made


@pytest.fixture(scope="module")
def leader(app, signed_in):
    return signed_in(app, "leadership@example.org")


def rows(client, path):
    answer = client.get(path)
    assert (answer.status_code, answer.mimetype) == (200, "text/csv")
    return list(csv.DictReader(io.StringIO(answer.get_data(as_text=True))))


def cells(page, caption):
    """The cells of the table's rows as text, a list a row; the head is left out."""
    table = re.search(
        rf"<caption[^>]*>{re.escape(caption)}.*?<tbody>(.*?)</tbody>", page.html, re.DOTALL
    )
    assert table, caption
    found = []
    for row in re.findall(r"<tr>(.*?)</tr>", table[1], re.DOTALL):
        plain = [
            re.sub(r"<[^>]+>", "", one) for one in re.findall(r"<t[dh].*?>(.*?)</t[dh]>", row, re.S)
        ]
        found.append([" ".join(unescape(text).replace("\xa0", " ").split()) for text in plain])
    return found


def as_number(text):
    return float(text.replace(" ", "").replace(",", ".").replace("−", "-").rstrip("%"))


def test_the_gap_leads_to_its_meetings_in_two_clicks(leader):
    page = get(leader, "/network/")
    assert PAIR in page.links
    evidence = get(leader, PAIR)
    text = evidence.text.replace("\xa0", " ")
    assert re.search(r"Kulturliv og næringsliv møttes på 2 møter; \d+ var ventet", text)
    assert "inne i dem de har felles, er det 2 av 3 ventede" in text
    assert [link for link in evidence.links if re.fullmatch(r"/meetings/\d+", link)]


def test_p1_both_were_invited_to_29_meetings_and_met_at_two_of_the_best_conference(leader):
    page = get(leader, PAIR)
    assert "Begge var invitert til 29 møter; på 2 av dem kom begge." in page.text
    assert "6 av 208 mulige par av organisasjoner har møttes (2,9 %)" in page.text.replace(
        "\xa0", " "
    )
    files = rows(leader, f"{PAIR}.csv")
    assert len(files) == 2
    assert all("BEST" in row["title"] for row in files)
    assert page.text.count("BEST-konferansen") >= 2


@pytest.mark.parametrize(
    ("one", "other"), [("culture", "industry"), ("industry", "culture"), ("county", "county")]
)
def test_the_meetings_of_a_pair_are_as_many_as_the_report_says_and_equal_in_page_and_file(
    leader, one, other
):
    report = json.loads(leader.get("/network/gaps.json").get_data())
    pair = next(p for p in report["sector_pairs"] if [p["a"], p["b"]] == sorted((one, other)))
    files = rows(leader, f"/network/pairs/{one}/{other}.csv")
    assert len(files) == pair["meetings_with_both"]["observed"]
    assert sum(int(row["pairs"]) for row in files) == pair["pair_meetings"]["observed"]
    page = get(leader, f"/network/pairs/{one}/{other}?sort=-pairs")
    shown = cells(page, "Møter med begge sektorer, hvem som var der, og kontakter")
    files = rows(leader, f"/network/pairs/{one}/{other}.csv?sort=-pairs")
    assert [(row[1], int(row[-1])) for row in shown] == [
        (row["title"], int(row["pairs"])) for row in files[:50]
    ]
    contacts = f"{pair['pair_meetings']['observed']:,}".replace(",", " ")
    assert f"til sammen {contacts}." in page.text


def test_the_table_of_pairs_its_csv_and_its_json_have_equal_numbers(leader, app):
    with app.test_request_context():
        words = {sector.value: str(label(sector)) for sector in Sector}
    report = json.loads(leader.get("/network/gaps.json").get_data())
    by_json = {(pair["a"], pair["b"]): pair for pair in report["sector_pairs"]}
    caption = "Sektorpar: møter med begge, ventet antall, det samme inne i felles arenaer"
    shown = {row[0]: row for row in cells(get(leader, "/network/"), caption)}
    files = rows(leader, "/network/gaps.csv")
    assert len(shown) == len(files) == len(by_json) == 36
    for file in files:
        row = shown[f"{words[file['a']]} – {words[file['b']]}"]
        pair = by_json[file["a"], file["b"]]
        met, inside = pair["meetings_with_both"], pair["inside_forums"]
        assert as_number(row[1]) == met["observed"] == int(file["meetings_with_both_observed"])
        assert float(file["meetings_with_both_expected"]) == met["expected"]
        assert row[2] == f"{met['expected']:.0f} ({met['low']:.0f}–{met['high']:.0f})"
        assert row[4] == f"{inside['expected']:.0f} ({inside['low']:.0f}–{inside['high']:.0f})"
        linked = f"{pair['linked_pairs']['observed']} av {pair['possible_pairs']}"
        assert row[5].replace(" ", "") == linked.replace(" ", "")


def test_the_trend_says_the_same_in_table_drawing_file_and_command(leader, app):
    path = "/network/trend?pair=culture-industry"
    page, files = get(leader, path), rows(leader, path.replace("trend?", "trend.csv?"))
    shown = cells(page, "Møter med begge sektorer, halvår for halvår")
    assert len(shown) == len(files) == 12
    for row, file in zip(shown, files, strict=True):
        assert (as_number(row[1]), as_number(row[2])) == (
            int(file["meetings"]),
            int(file["observed"]),
        )
        if file["expected"]:
            assert as_number(row[3].split(" (")[0]) == round(float(file["expected"]), 1)
        else:
            assert row[3:] == ["–", "○ for lite data"]
    drawing = re.findall(r'class="chart__number"[^>]*>(\d+)<', page.html)
    assert [int(number) for number in drawing] == [int(file["observed"]) for file in files]
    assert sum(int(file["observed"]) for file in files) == 2
    assert page.html.count('class="chart__interval"') == sum(bool(row["low"]) for row in files)


def test_what_changed_is_equal_in_table_and_file_and_names_both_half_years(leader):
    path = "/network/changes?before=2024-2&after=2025-1&sort=pair"
    page, files = get(leader, path), rows(leader, path.replace("changes?", "changes.csv?"))
    shown = cells(page, "Sektorpar i to halvår: andel av ventet, og endringen")
    assert len(shown) == len(files) == 36
    for row, file in zip(shown, files, strict=True):
        for text, gap in ((row[1], file["before"]), (row[2], file["after"])):
            if gap:
                assert as_number(text) == round(100 * (1 - float(gap))) + 0
            else:
                assert text == "–"
    assert "Fra 2. halvår 2024 til 1. halvår 2025:" in page.text


def test_the_groups_are_equal_in_table_and_file_and_p2_stands_first(leader):
    page, files = get(leader, "/network/groups"), rows(leader, "/network/groups.csv")
    shown = cells(page, "Grupper som aldri har møtt en sektor")
    assert [(as_number(row[2]), as_number(row[3])) for row in shown] == [
        (int(file["organisations"]), int(file["possible_pairs"])) for file in files
    ]
    assert files[0] == {
        "sector": "municipality",
        "county": "Telemark",
        "other": "academia",
        "organisations": "8",
        "possible_pairs": "136",
    }
    link = next(link for link in page.links if "never=academia" in link)
    assert "8 treff" in get(leader, link).text


def test_the_organisations_are_equal_in_table_and_file(leader):
    query = "?sector=culture&sort=name"
    page = get(leader, f"/network/organisations{query}")
    files = rows(leader, f"/network/organisations.csv{query}")
    shown = cells(page, "Organisasjoner med møter, kontakter og sektorer de aldri har møtt")
    assert [(row[0], as_number(row[3]), as_number(row[4])) for row in shown] == [
        (file["name"], int(file["meetings"]), int(file["contacts"])) for file in files
    ]


def test_two_sectors_that_nobody_is_in_are_not_found_and_an_empty_choice_teaches_the_way(leader):
    get(leader, "/network/pairs/culture/sport", 404)
    empty = "?start=2019-01-01&end=2019-12-31"
    assert "Ingen fra begge sektorer" in get(leader, f"{PAIR}{empty}").text
    for path in ("trend", "changes", "groups"):
        assert "Ingen har møttes i dette utvalget" in get(leader, f"/network/{path}{empty}").text


def test_the_same_half_year_twice_and_one_that_is_not_there_are_told(leader):
    same = get(leader, "/network/changes?before=2025-1&after=2025-1")
    assert "Ingen to halvår å sammenligne" in same.text
    get(leader, "/network/changes?before=1999-1", 404)
