"""Names that would break a page run no script in the graph, its panel, its search and its tips."""

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from arenas.database import db
from arenas.models import Organisation
from tests.graphs.test_graph_names import HOSTILE

DRAWN = ".graph__canvas[data-drawn=yes]"


@pytest.fixture(autouse=True)
def hostile(live):
    with live.app.app_context():
        for slug, name in HOSTILE.items():
            one = db.session.scalar(select(Organisation).where(Organisation.slug == slug))
            one.name, one.short_name = name, name[:60]
        db.session.commit()


@pytest.mark.parametrize("query", ["?view=organisations", "?view=map", "?around=oslo-kommune"])
def test_a_hostile_name_is_drawn_read_and_found_as_a_name(visit, query):
    page = visit(f"/network/graph{query}", role="leadership")
    said = []
    page.on("dialog", lambda dialog: said.append(dialog.message) or dialog.dismiss())
    page.wait_for_selector(DRAWN)
    page.locator("#graph-search").fill("onerror")
    page.keyboard.press("Enter")
    expect(page.locator("#graph-panel h2")).to_have_text(HOSTILE["oslo-kommune"])
    ties = page.locator(".graph__tie")
    assert ties.count() > 2
    ties.first.click()
    page.locator("#graph-panel tbody tr").first.wait_for()
    page.locator("#graph-search").fill("fet<")
    expect(page.locator(".graph-find__list button")).to_have_text(HOSTILE["asker-kommune"])
    assert page.locator("img").count() == 0
    assert said == []
    width = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert page.evaluate(width) <= 0
