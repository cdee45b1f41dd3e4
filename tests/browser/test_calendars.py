"""The calendar and the plan in a browser: by keyboard, without a script, on paper, in a frame."""

import re
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect


@pytest.fixture
def elsewhere(browser: Browser, live: Any) -> Iterator[Callable[[str], Page]]:
    """A page of another site, on a server of its own, that holds a frame with one of ours."""
    frames: list[str] = []

    class Other(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(f"<!doctype html><title>Kommunen</title>{frames[-1]}".encode())

        def log_message(self, *_words: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Other)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    context = browser.new_context(locale="nb-NO")

    def hold(path: str) -> Page:
        frames.append(f'<iframe src="{live.url}{path}"></iframe>')
        page = context.new_page()
        page.goto(f"http://localhost:{server.server_port}/")
        return page

    yield hold
    context.close()
    server.shutdown()
    server.server_close()


def test_another_site_shows_the_plan_of_a_forum_and_follows_its_months(elsewhere):
    page = elsewhere("/plan/styret/embed?language=nb&month=2026-11&months=2")
    frame = page.frame_locator("iframe")
    expect(frame.locator("h1")).to_have_text("Styret")
    expect(frame.locator("h2")).to_have_text(["November 2026", "Desember 2026"])
    frame.get_by_role("link", name="Senere måneder").click()
    frame.get_by_role("heading", name="Januar 2027").wait_for()
    meeting = frame.locator(".plan__what a")
    assert all(link.get_attribute("target") == "_blank" for link in meeting.all())


def test_no_other_page_of_ours_is_shown_in_a_frame(elsewhere):
    for path in ("/plan/styret", "/meetings/calendar", "/"):
        page = elsewhere(path)
        page.wait_for_load_state()
        [_main, frame] = page.frames
        assert "Møteplass" not in frame.content()


def test_by_keyboard_and_without_a_script_one_finds_the_meetings_of_a_forum(visit):
    page = visit("/meetings/calendar?date=2026-11-01", java_script_enabled=False)
    page.get_by_role("link", name="Neste måned").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**date=2026-12-01*")
    page.get_by_role("link", name="Liste").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**view=list*")
    chosen = page.get_by_label("Arena", exact=True)
    chosen.focus()
    page.keyboard.type("Styret")
    page.get_by_role("button", name="Vis").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**forum=styret*")
    assert "view=list" in page.url
    titles = page.locator(".cal__meeting a").all_inner_texts()
    assert titles
    assert set(titles) == {"Styret"}
    page.locator(".cal__meeting a").first.focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/meetings/\d+$"))
    expect(page.locator("h1")).to_contain_text("Styret")


@pytest.mark.parametrize(
    ("path", "meetings", "not_on_paper"),
    [
        ("/meetings/calendar?date=2026-11-01", ".cal__meeting", ".cal__nav, .cal__filter"),
        ("/meetings/calendar?date=2026-11-01&view=list", ".cal__meeting", ".cal__filter"),
        ("/plan/?month=2026-11", ".plan__meeting", ".cal__nav, .plan__forums, #embed"),
    ],
)
def test_paper_holds_the_meetings_and_no_buttons(visit, path, meetings, not_on_paper):
    page = visit(path)
    page.emulate_media(media="print")
    assert page.locator(meetings).count() > 3
    assert all(one.is_visible() for one in page.locator(meetings).all())
    for one in page.locator(f"{not_on_paper}, #subscribe, header.top, footer").all():
        assert not one.is_visible()
    assert page.locator("h1").is_visible()
    assert page.pdf().startswith(b"%PDF")


def test_every_meeting_says_in_words_what_its_colour_says(visit):
    page = visit("/meetings/calendar?date=2026-11-01")
    for meeting in page.locator(".cal__meeting").all():
        kind = meeting.get_attribute("class").rsplit("--", 1)[1]
        said = {
            "political": "politisk",
            "administrative": "administrativ",
            "professional": "faglig",
            "project": "prosjekt",
            "conference": "konferanse",
        }[kind]
        assert said in meeting.locator(".cal__kind").inner_text().lower()
