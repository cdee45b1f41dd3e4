"""A real Chromium, and a real server with the sample region for it to visit."""

import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright
from werkzeug.serving import make_server

from arenas import create_app
from tests.browser import chromium
from tests.conftest import missing
from tests.databases import Databases, close
from tests.ports import free_port
from tests.settings import PASSWORD, make_settings

PATIENCE = 120_000  # milliseconds: a busy machine answers late, and is not wrong
expect.set_options(timeout=PATIENCE)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "tests/browser/" in item.nodeid:
            item.add_marker(pytest.mark.browser)


@dataclass(frozen=True)
class Live:
    """The served app, its address, and the state of browsers that have signed in to it."""

    app: Flask
    url: str
    states: dict[str, Any]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    try:
        program = chromium.program()
    except chromium.NoBrowserError as error:
        missing(str(error))
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(
            executable_path=program, args=chromium.flags(), timeout=PATIENCE
        )
        yield started
        started.close()


@pytest.fixture(scope="module")
def live(templates: Databases) -> Iterator[Live]:
    """The app on a port of this machine, for the tests of one module."""
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    app = create_app(make_settings(templates.sqlite("sample", f"live-{port}"), base_url=url))
    server = make_server("127.0.0.1", port, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield Live(app, url, {})
    server.shutdown()
    thread.join()
    server.server_close()
    close(app)


@pytest.fixture
def visit(browser: Browser, live: Live) -> Iterator[Callable[..., Page]]:
    """Open a page as ``role`` (or nobody). At the end: no script error, no foreign request."""
    complaints: list[str] = []
    with ExitStack() as stack:

        def open_page(path: str = "/", *, role: str | None = None, **wishes: Any) -> Page:
            if role and role not in live.states:
                live.states[role] = _sign_in(browser, live, role)
            context = _context(browser, live, live.states.get(role or ""), wishes)
            stack.callback(context.close)
            page = context.new_page()
            _listen(page, live, complaints)
            page.goto(path)
            return page

        yield open_page
    assert not complaints, "\n".join(complaints)


def _context(browser: Browser, live: Live, state: Any, wishes: dict[str, Any]) -> BrowserContext:
    width = wishes.pop("width", 1280)
    context = browser.new_context(
        base_url=live.url,
        locale=wishes.pop("locale", "nb-NO"),
        storage_state=state,
        viewport={"width": width, "height": 900},
        reduced_motion="reduce",
        **wishes,
    )
    context.set_default_timeout(PATIENCE)
    return context


def _sign_in(browser: Browser, live: Live, role: str) -> Any:
    context = _context(browser, live, None, {})
    page = context.new_page()
    page.goto("/login")
    page.locator("[name=email]").fill(f"{role}@example.org")
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("[name=password]").press("Enter")
    page.wait_for_url(lambda url: "/login" not in url)
    state = context.storage_state()
    context.close()
    return state


def _listen(page: Page, live: Live, complaints: list[str]) -> None:
    def on_console(message: Any) -> None:
        if (
            message.type == "error"
            and "the server responded with a status of 4" not in message.text
            and "net::ERR_INTERNET_DISCONNECTED" not in message.text  # a test cut the line
        ):
            complaints.append(f"{page.url}: {message.text}")

    def on_request(request: Any) -> None:
        if not request.url.startswith((live.url, "data:", "blob:")):
            complaints.append(f"{page.url} asks {request.url}")

    page.on("console", on_console)
    page.on("pageerror", lambda error: complaints.append(f"{page.url}: {error}"))
    page.on("request", on_request)
