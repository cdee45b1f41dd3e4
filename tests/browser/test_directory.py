"""Organisations and people in a real browser: two who edit, and what is wrong in a form."""

import pytest
from playwright.sync_api import expect

from tests.browser.test_every_page import WIDTHS, overflow, script, violations

NAME = "[name=short_name]"


def save(page):
    page.locator("form.form button[type=submit]").click()


def judged(page):
    page.evaluate(f"() => {{ {script()} }}")
    faults = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            faults += violations(page, scheme)
        assert overflow(page) <= 0
    return faults


@pytest.mark.parametrize("locale", ["nb-NO", "en-GB"])
def test_two_who_edit_see_both_texts_and_the_second_keeps_his(visit, live, locale):
    first, second = (
        visit("/organisations/halden-kommune/edit", role="coordinator", locale=locale)
        for _ in range(2)
    )
    first.locator(NAME).fill(f"Første {locale}")
    save(first)
    first.wait_for_url("**/organisations/halden-kommune")
    second.locator(NAME).fill(f"Andre {locale}")
    save(second)
    panel = second.locator(".summary")
    expect(panel.locator("td")).to_have_text([f"Første {locale}", f"Andre {locale}"])
    expect(second.locator(NAME)).to_have_value(f"Andre {locale}")
    expect(panel).to_be_focused()
    assert judged(second) == []
    save(second)
    second.wait_for_url("**/organisations/halden-kommune")


@pytest.mark.parametrize(
    "path", ["/organisations/new", "/people/new", "/people/1/affiliations/new"]
)
def test_an_empty_form_says_what_is_missing_and_leads_there(visit, path):
    page = visit(path, role="coordinator")
    save(page)
    page.locator(".summary a").first.click()
    expect(page.locator("[aria-invalid=true]:focus")).to_have_count(1)
    assert judged(page) == []


def test_a_list_is_used_with_the_keyboard_alone(visit):
    page = visit("/organisations/", role="leadership")
    page.locator("[name=q]").focus()
    page.keyboard.type("telemark fylkes")
    page.keyboard.press("Enter")
    page.wait_for_url("**/organisations/?q=telemark*")
    page.get_by_role("link", name="Telemark fylkeskommune").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/organisations/telemark-fylkeskommune")
    expect(page.locator("h1")).to_have_text("Telemark fylkeskommune")
