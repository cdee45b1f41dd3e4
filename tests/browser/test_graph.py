"""The graph in a real browser: mouse, keyboard, search, time, and what stands there without it."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.test_every_page import WIDTHS, overflow, script, violations

LEVELS = (
    "",
    "?view=organisations",
    "?view=organisations&by=community",
    "?view=map",
    "?around=oslo-kommune",
)
DRAWN = ".graph__canvas[data-drawn=yes]"
PANEL = "#graph-panel"


@pytest.fixture
def graph(visit):
    """The graph at an address, drawn, as leadership sees it."""

    def open_graph(query: str = "", **wishes) -> Page:
        page = visit(f"/network/graph{query}", role="leadership", **wishes)
        page.wait_for_selector(DRAWN)
        return page

    return open_graph


@pytest.mark.parametrize("query", LEVELS)
def test_every_level_can_be_used_by_everybody_with_its_panel_open(graph, query):
    page = graph(query)
    page.evaluate(f"() => {{ {script()} }}")
    page.locator(".graph__keys button").first.focus()
    page.keyboard.press("Enter")
    page.locator(f"{PANEL} h2").wait_for()
    faults = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            faults += [f"{width} {scheme}: {fault}" for fault in violations(page, scheme)]
        assert overflow(page) <= 0
    assert faults == []


def test_tab_meets_the_most_important_first_and_can_pass_the_drawing_by(graph):
    page = graph("?view=organisations&missing=no")
    page.locator(".skip--graph").focus()
    page.keyboard.press("Tab")
    expect(node(page, "osloregionen-interkommunalt-politisk-rad")).to_be_focused()
    page.keyboard.press("Tab")
    expect(node(page, "oslo-kommune")).to_be_focused()
    fetched: list[str] = []
    page.on("request", lambda asked: fetched.append(asked.url))
    page.locator(".skip--graph").focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("#ties$"))
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Last ned som CSV")).to_be_focused()
    page.go_back()
    expect(page).not_to_have_url(re.compile("#ties$"))
    assert not [url for url in fetched if "/network/graph" in url]


def test_arrows_follow_the_ties_and_enter_opens_the_panel(graph):
    page = graph("?around=halden-kommune&missing=no")
    node(page, "halden-kommune").focus()
    page.keyboard.press("ArrowDown")
    expect(node(page, "halden-kommune")).not_to_be_focused()
    other = page.evaluate("document.activeElement.dataset.node")
    assert other in {"aremark-kommune", "hvaler-kommune", "marker-kommune", "rakkestad-kommune",
                     "esmart-systems-as", "smart-innovation-norway-as"}  # fmt: skip
    page.keyboard.press("ArrowUp")
    expect(node(page, "halden-kommune")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(f"{PANEL} h2")).to_have_text("Halden kommune")
    expect(page.locator(PANEL)).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Escape")
    expect(node(page, "halden-kommune")).to_be_focused()
    expect(page.locator(f"{PANEL} h2")).to_have_text("Kort sagt")


def test_a_tie_opens_the_meetings_it_is_made_of(graph):
    page = graph("?around=halden-kommune&missing=no")
    node(page, "halden-kommune").focus()
    page.keyboard.press("Enter")
    tie = page.locator(".graph__tie", has_text="Marker kommune")
    meetings = int(tie.locator("span").inner_text())
    tie.click()
    rows = page.locator(f"{PANEL} tbody tr")
    expect(rows).to_have_count(meetings)
    weights = [
        float(text.replace(",", "."))
        for text in page.locator(f"{PANEL} tbody td.numeric").all_inner_texts()
    ]
    total = page.locator(f"{PANEL} tfoot strong").inner_text().replace(",", ".")
    assert abs(sum(weights) - float(total)) < 0.0005 * (len(weights) + 1)


def test_the_mouse_tells_what_lies_under_it_and_opens_it(graph):
    page = graph()
    box = page.locator(DRAWN).bounding_box()
    tip = page.locator(".graph__tip")
    for down in range(20, int(box["height"]), 12):
        page.mouse.move(box["x"] + box["width"] / 2, box["y"] + down)
        if tip.is_visible() and "Kommuner" in tip.inner_text():
            break
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + down)
    expect(page.locator(f"{PANEL} h2")).to_have_text("Kommuner")
    expect(page.locator(f"{PANEL} .graph__tie")).to_have_count(7)


def test_three_letters_find_an_organisation(graph):
    page = graph("?view=organisations")
    page.locator("#graph-search").fill("ha")
    expect(page.locator(".graph-find__list")).to_be_hidden()
    page.locator("#graph-search").fill("hald")
    expect(page.locator(".graph-find__list")).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator(f"{PANEL} h2")).to_have_text("Halden kommune")
    expect(page.locator(PANEL).get_by_role("link", name="Vis hvem den møter")).to_have_count(1)


def test_from_the_sectors_a_search_leads_to_the_organisation_and_back_is_back(graph):
    page = graph()
    page.locator("#graph-search").fill("ØSTFOLD f")
    page.keyboard.press("Enter")
    page.wait_for_url("**/network/graph?around=ostfold-fylkeskommune")
    page.locator("h1", has_text="Rundt Østfold fylkeskommune").wait_for()
    page.go_back()
    page.locator("h1", has_text="Hvem som har møttes").wait_for()
    expect(page).not_to_have_url(re.compile("around"))


def test_the_slider_shows_a_half_year_in_the_same_places_with_the_table_of_the_same(graph):
    page = graph("?view=organisations")
    whole = nodes(page)
    slider = page.locator("#graph-time")
    slider.focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_url("**start=2021-01-01*")
    expect(page.locator(".times output")).to_have_text("1. halvår 2021")
    expect(page.locator(".heading__lead")).to_contain_text("fra 11.01.2021")
    page.locator(DRAWN).wait_for()
    expect(page.locator("#graph-time")).to_be_focused()
    spring = nodes(page)
    assert spring.items() <= whole.items()
    assert page.locator(".chosen").inner_text().count("2021") == 2
    page.keyboard.press("Home")
    page.wait_for_url(lambda url: "start" not in url)


def test_a_level_is_changed_without_leaving_the_page_and_its_address_can_be_shared(graph):
    page = graph()
    page.evaluate("window.stayed = true")
    page.get_by_role("link", name="Kart", exact=True).click()
    page.wait_for_url("**view=map")
    expect(page.get_by_role("link", name="Kart", exact=True)).to_be_focused()
    page.locator(DRAWN).wait_for()
    assert page.evaluate("window.stayed")
    assert len(nodes(page)) == 150


def test_the_draws_that_another_level_waits_for_are_followed(graph):
    page = graph()
    bar = '<p data-progress="/network/progress.json"><progress max="9" value="0"></progress></p>'

    def waiting(route):
        body = route.fetch().text().replace("<div data-view>", f"<div data-view>{bar}")
        route.fulfill(body=body, content_type="text/html; charset=utf-8")

    page.route(re.compile(r"graph\?view=map"), waiting)
    page.route("**/network/progress.json", lambda route: route.fulfill(json={"drawn": 5}))
    page.get_by_role("link", name="Kart", exact=True).click()
    expect(page.locator("[data-progress] progress")).to_have_attribute("value", "5")


def test_without_a_script_the_drawing_the_time_line_and_the_search_are_there(visit):
    page = visit("/network/graph?view=organisations", role="leadership", java_script_enabled=False)
    assert page.locator("svg.picture path").count() == 150
    assert page.locator("svg.picture").is_visible()
    assert page.locator("#ties tbody tr").count() == 50
    assert page.locator(".graph__canvas").is_hidden()
    page.locator(".times__halves a", has_text="1. halvår 2024").click()
    expect(page).to_have_url(re.compile("start=2024-01-01"))
    page.locator("#graph-around").select_option(label="Halden kommune")
    page.get_by_role("button", name="Vis hvem den møter").click()
    expect(page.locator("h1")).to_have_text("Rundt Halden kommune")
    expect(page).to_have_url(re.compile("start=2024-01-01"))
    page.locator("svg.picture a[aria-label='Marker kommune']").click()
    expect(page.locator("h1")).to_have_text("Rundt Marker kommune")
    assert overflow(page) <= 0


def test_nothing_moves_for_who_asked_for_less_motion(graph):
    page = graph()
    moves = """async () => {
        const { Drawing } = await import('/static/js/graph/canvas.js');
        return Drawing.prototype.motion();
    }"""
    assert page.evaluate(moves) is False
    page.emulate_media(reduced_motion="no-preference")
    page.reload()
    assert page.evaluate(moves)["duration"] > 0


@pytest.mark.parametrize("query", LEVELS)
@pytest.mark.parametrize("zoom", [0.3, 1, 3])
def test_no_name_is_written_over_another_at_any_zoom(graph, query, zoom):
    page = graph(query)
    written = page.evaluate(
        """async (zoom) => {
            const { Drawing } = await import('/static/js/graph/canvas.js');
            const frame = document.querySelector('.graph__canvas').cloneNode();
            document.querySelector('.graph__stage').append(frame);
            const data = JSON.parse(document.getElementById('graph-data').textContent);
            const drawing = new Drawing(frame, data);
            drawing.network.moveTo({ scale: drawing.network.getScale() * zoom });
            await new Promise((done) => {
                drawing.network.once("afterDrawing", done);
                drawing.network.redraw();
            });
            return drawing.written;
        }""",
        zoom,
    )
    assert written or (query, zoom) == ("", 3)  # between the sectors there is nobody
    for place, one in enumerate(written):
        for other in written[:place]:
            apart = (
                one["left"] >= other["right"]
                or other["left"] >= one["right"]
                or one["top"] >= other["bottom"]
                or other["top"] >= one["bottom"]
            )
            assert apart, (one, other)


def node(page: Page, slug: str) -> Locator:
    """The key of one organisation or sector in the drawing."""
    return page.locator(f"[data-node={slug}]")


def nodes(page: Page) -> dict[str, tuple[float, float]]:
    """The organisations of the drawing and their places, as the script read them."""
    found = page.evaluate("JSON.parse(document.getElementById('graph-data').textContent).nodes")
    return {node["id"]: (node["x"], node["y"]) for node in found}


def test_the_page_weighs_less_than_a_megabyte_and_asks_this_host_alone(graph):
    sizes = []
    page = graph()
    page.context.new_cdp_session(page).send("Network.setCacheDisabled", {"cacheDisabled": True})
    page.on("requestfinished", lambda asked: sizes.append(asked.sizes()["responseBodySize"]))
    page.goto("/network/graph?view=organisations")
    page.wait_for_selector(DRAWN)
    hosts = page.evaluate(
        "performance.getEntriesByType('resource').map((one) => new URL(one.name).host)"
    )
    assert set(hosts) == {re.sub(r"https?://", "", page.evaluate("location.origin"))}
    assert sum(sizes) < 1_000_000
