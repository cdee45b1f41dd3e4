"""Of more than can be read at once a part is drawn, each organisation in some part; its names."""

import pytest

from arenas.graphs import draw_organisations, graph_page
from arenas.graphs.graph_svg import shapes
from arenas.graphs.graph_words import sentences, title
from network.labels import Box, width_of
from tests.graphs.test_graph import VIEWS, view
from tests.pages import get


def said(app, query):
    with app.test_request_context(f"/network/graph?{query}"):
        seen = graph_page.read()
        return " ".join([title(seen), *sentences(seen)])


def test_a_county_is_drawn_with_those_it_met_and_more_than_can_be_read_are_never_drawn(
    drawn_app, monkeypatch
):
    monkeypatch.setattr(draw_organisations, "MOST_NODES", 60)
    whole = view(drawn_app, "view=organisations")
    assert (len(whole.drawn.nodes), whole.drawn.nodes_total) == (60, 150)
    seen = set()
    for county, count in whole.places():
        query = f"view=organisations&sector=municipality&place={county}"
        part = view(drawn_app, query)
        own = {n.id for n in part.drawn.nodes if n.id in part.found.names}
        here = {
            one.id for one in part.found.records.organisations
            if (one.sector, one.county) == ("municipality", county)
        }  # fmt: skip
        assert here <= own
        assert len(own) <= 60
        assert all({tie.a, tie.b} & here for tie in part.drawn.ties)
        assert len([o for o in whole.found.records.organisations if o.county == county]) == count
        seen |= here
    assert len(seen) == 72  # every municipality of the region


def test_nobody_is_drawn_beside_a_part_without_a_line_to_it(drawn_app):
    part = view(drawn_app, "view=organisations&sector=municipality&place=Telemark")
    tied = {end for tie in part.drawn.ties for end in (tie.a, tie.b)}
    counties = {one.id: one.county for one in part.found.records.organisations}
    assert all(n.id in tied for n in part.drawn.nodes if counties[n.id] != "Telemark")
    assert len(part.drawn.missing) <= 20


def test_the_words_say_which_part_is_drawn_and_the_way_to_the_others(drawn_app, monkeypatch):
    monkeypatch.setattr(draw_organisations, "MOST_NODES", 60)
    assert "60 av 150 organisasjoner er tegnet" in said(drawn_app, "view=organisations")
    sector = said(drawn_app, "view=organisations&sector=municipality")
    assert "Organisasjonene som har møttes. Kommuner." in sector
    assert "60 av 72 organisasjoner er tegnet" in sector
    assert "Velg en sektor eller et fylke under tegningen" in sector
    monkeypatch.setattr(draw_organisations, "MOST_NODES", 20)
    part = said(drawn_app, "view=map&sector=municipality&place=Telemark")
    assert "på kartet. Kommuner, Telemark." in part
    assert "Alle de 8 valgte organisasjonene er tegnet, og 12 av de" in part


def test_the_counties_are_offered_where_not_everybody_is_drawn(drawn_leader, monkeypatch):
    words = "Velg et fylke for å se organisasjonene der"
    assert words not in get(drawn_leader, "/network/graph?view=organisations").html
    monkeypatch.setattr(draw_organisations, "MOST_NODES", 60)
    page = get(drawn_leader, "/network/graph?view=organisations&sector=municipality")
    assert words in page.html
    assert "Telemark (8)" in page.text
    assert drawn_leader.get("/network/graph?view=organisations&place=Atlantis").status_code == 404


def test_who_has_met_nobody_is_not_told_that_nobody_has_met(drawn_leader):
    """P4 of PLANTED.md: Telenor was invited to 69 meetings and came to none."""
    page = get(drawn_leader, "/network/graph?around=telenor-asa")
    assert "Telenor ASA har ikke møtt noen i dette utvalget" in page.text
    assert "Invitert til 69 møter, men kom ikke til noen av dem." in page.text
    assert "Ingen har møttes" not in page.text
    assert "data-find" in page.html


def test_the_menu_of_organisations_follows_the_norwegian_alphabet(drawn_app):
    names = [name for _slug, name in view(drawn_app, "").names]
    assert names.index("Østre Toten kommune") < names.index("Ås kommune")


@pytest.mark.parametrize("query", VIEWS)
def test_no_name_of_a_picture_lies_over_another_or_over_the_edge(drawn_app, query):
    drawn = view(drawn_app, query).drawn
    found = shapes(drawn, "Tittel")
    boxes = [
        Box(x - half, y - high, x + half, y)
        for names, size in ((found.heads, found.size * 1.15), (found.names, found.size))
        for one in names
        for x, y in [(one["x"], one["y"])]
        for half, high in [(width_of(one["words"], size) / 2, size * 0.8)]
    ]
    assert len(found.heads) >= len(drawn.areas) - 1
    assert all(found.box.left <= box.left and box.right <= found.box.right for box in boxes)
    assert all(found.box.top - 1 <= box.top for box in boxes)
    for place, box in enumerate(boxes):
        assert not any(box.meets(other) for other in boxes[:place])
