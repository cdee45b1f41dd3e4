"""Every page in both languages, light and dark, wide and narrow: axe finds nothing."""

from functools import cache
from pathlib import Path

import axe_playwright_python
import pytest
from playwright.sync_api import Page, expect

from arenas import create_app
from tests import routes
from tests.settings import make_settings

AXE = next(Path(axe_playwright_python.__file__).parent.glob("**/axe.min.js"))
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
LOCALES = {"nb": "nb-NO", "en": "en-GB"}
SCHEMES = ("light", "dark")
WIDTHS = (1280, 320)
ROLES = ("admin", "member", None)
NOWHERE = "(no such page)"
ENDPOINTS = [*routes.endpoints(create_app(make_settings())), NOWHERE]


@cache
def script() -> str:
    return AXE.read_text()


def violations(page: Page, scheme: str) -> list[str]:
    """What axe finds. A scheme changes colours alone, so the dark one is asked about those."""
    rules = RULES if scheme == "light" else {"runOnly": ["color-contrast"]}
    found = page.evaluate("rules => axe.run(document, rules)", rules)["violations"]
    return [
        f"{rule['id']}: {node['target']} {node['html'][:160]} {node['failureSummary'][:300]}"
        for rule in found
        for node in rule["nodes"]
    ]


def overflow(page: Page) -> int:
    """By how many pixels the page is wider than the window: it must not scroll sideways."""
    width: int = page.evaluate(
        "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    return width


@pytest.fixture(scope="module")
def client_of(live, signed_in):
    """A client a role, to ask what an address answers before a browser opens it."""

    @cache
    def client(role: str | None):
        return signed_in(live.app, f"{role}@example.org") if role else live.app.test_client()

    return client


@pytest.mark.parametrize("language", LOCALES)
@pytest.mark.parametrize("endpoint", ENDPOINTS)
@pytest.mark.parametrize("role", ROLES)
def test_a_page_can_be_used_by_everybody(visit, live, client_of, role, endpoint, language):
    path = "/finnes-ikke" if endpoint == NOWHERE else routes.path(live.app, endpoint)
    answer = client_of(role).get(path)
    if answer.mimetype != "text/html" or answer.status_code in {302, 303, 308}:
        return  # a file, or another page's address
    if role != "admin" and answer.status_code in {403, 404} and endpoint != NOWHERE:
        return  # not for this role: that this is right, the matrix of roles tells
    assert answer.status_code == (404 if endpoint == NOWHERE else 200)
    page = visit(path, role=role, locale=LOCALES[language])
    page.evaluate(f"() => {{ {script()} }}")
    assert page.locator("html").get_attribute("lang") == language
    faults = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        for scheme in SCHEMES:
            page.emulate_media(color_scheme=scheme)
            faults += [f"{width} {scheme}: {fault}" for fault in violations(page, scheme)]
        if overflow(page) > 0:
            faults.append(f"{width}: {overflow(page)} px too wide")
    assert not faults, f"{path}\n" + "\n".join(faults)


@pytest.mark.parametrize("language", LOCALES)
@pytest.mark.parametrize("endpoint", [name for name in ENDPOINTS if name.endswith("new")])
def test_a_form_sent_empty_says_what_is_missing_and_can_be_used(visit, live, endpoint, language):
    path = routes.path(live.app, endpoint)
    page = visit(path, role="admin", locale=LOCALES[language], width=320)
    if not page.url.endswith(path):
        return  # its form stands on another page, which opens it on demand
    fields = page.locator("input:not([type=hidden]), select, textarea")
    page.locator("main form[method=post]").filter(has=fields).first.locator("button").last.click()
    invalid = page.locator("main [aria-invalid=true]")
    expect(invalid.first).to_be_attached()
    page.wait_for_load_state()
    for number in range(invalid.count()):
        said = invalid.nth(number).get_attribute("aria-describedby")
        assert said
        assert page.locator(f"#{said.split()[-1]}").inner_text().strip()
    page.evaluate(f"() => {{ {script()} }}")
    assert violations(page, "light") == []
    assert overflow(page) == 0
