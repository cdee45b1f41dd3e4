"""Names that would break a page, a picture or a file stay names; who is one person is not drawn."""

import csv
import io
import json
import re
from xml.etree import ElementTree

import pytest
from sqlalchemy import delete, select

from arenas.database import db
from arenas.models import Organisation, Participation
from tests.pages import get

HOSTILE = {
    "oslo-kommune": '</script><script>alert(1)</script><img src=x onerror=alert(1)> "href" \'--',
    "asker-kommune": '=HYPERLINK("http://ond.example")&<b>fet</b>',
    "moss-kommune": "\u202eennok ssoM\u202c \u200fמוס",
    "drammen-kommune": "Drammen " + "m" * 290,
    "halden-kommune": "{{ 7 * 7 }} {% raw %} \x07 \ufffe Halden",
}
QUERIES = ("view=organisations", "view=map", "around=oslo-kommune&ties=all")
SHAPES = {"svg", "title", "rect", "g", "circle", "polygon", "line", "path", "text", "a"}
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture
def renamed(sample_copy, signed_in):
    """The sample region with names as nobody should have them, and a client of leadership."""
    with sample_copy.app_context():
        for slug, name in HOSTILE.items():
            one = db.session.scalar(select(Organisation).where(Organisation.slug == slug))
            one.name, one.short_name = name, name[:60]
        db.session.commit()
    return signed_in(sample_copy, "leadership@example.org")


@pytest.mark.parametrize(
    "query", ["view=organisations", "view=map", "around=oslo-kommune&ties=all"]
)
def test_a_hostile_name_is_text_in_the_page_its_data_its_pictures_and_its_file(renamed, query):
    page = get(renamed, f"/network/graph?{query}")
    assert "<img src=x" not in page.html
    assert "<b>fet</b>" not in page.html
    assert "alert(1)</script>" not in page.html.replace("\\u003c", "<¤")
    drawn = json.loads(re.search(r'id="graph-data">(.*?)</script>', page.html, re.DOTALL)[1])
    names = {node["id"]: node["name"] for node in drawn["nodes"]}
    assert names["oslo-kommune"] == HOSTILE["oslo-kommune"]
    assert all(len(node["label"]) <= 30 for node in drawn["nodes"])
    for path in (f"/network/graph.svg?{query}", None):
        text = (
            renamed.get(path).get_data(as_text=True)
            if path
            else re.search(r"<noscript>\s*(<svg.*?</svg>)", page.html, re.DOTALL)[1]
        )
        picture = ElementTree.fromstring(text)
        kinds = {element.tag.removeprefix(SVG) for element in picture.iter()}
        assert kinds <= {
            "svg",
            "title",
            "rect",
            "g",
            "circle",
            "polygon",
            "line",
            "path",
            "text",
            "a",
        }
    assert renamed.get(f"/network/graph.png?{query}").get_data().startswith(b"\x89PNG")
    text = renamed.get(f"/network/graph.csv?{query}").get_data(as_text=True)
    cells = [cell for row in csv.reader(io.StringIO(text)) for cell in row]
    assert not any(cell.startswith(("=", "+", "@")) for cell in cells)


def test_a_tie_with_a_hostile_name_is_a_page_as_any_other(renamed):
    page = get(renamed, "/network/ties/oslo-kommune/asker-kommune")
    assert "<b>fet</b>" not in page.html
    assert '<img src=x onerror=alert(1)> "href"' in page.text


@pytest.fixture
def alone(sample_copy, signed_in):
    """The sample region where one single person has stood for the municipality of Marker."""
    with sample_copy.app_context():
        session = db.session()
        rows = session.scalars(
            select(Participation)
            .join(Participation.organisation)
            .where(Organisation.slug == "marker-kommune")
        ).all()
        first = rows[0].person_id
        session.execute(
            delete(Participation).where(
                Participation.id.in_([row.id for row in rows if row.person_id != first])
            )
        )
        session.commit()
    return signed_in(sample_copy, "leadership@example.org")


def test_an_organisation_of_one_person_is_in_no_drawing_and_has_no_neighbourhood(alone):
    for query in ("view=organisations&ties=all", "view=map", "around=halden-kommune"):
        page = get(alone, f"/network/graph?{query}")
        assert "Marker" not in page.html
        assert "Én organisasjon er med i tallene, men nevnes ikke" in page.text
        for kind in ("csv", "svg"):
            assert "Marker" not in alone.get(f"/network/graph.{kind}?{query}").get_data(
                as_text=True
            )
    answer = alone.get("/network/graph?around=marker-kommune")
    assert answer.status_code == 404
    assert "Én person alene har stått for denne organisasjonen" in answer.get_data(as_text=True)
    for path in (
        "/network/ties/halden-kommune/marker-kommune",
        "/network/ties/halden-kommune/marker-kommune.csv",
        "/network/graph.csv?around=marker-kommune",
    ):
        assert alone.get(path).status_code == 404
