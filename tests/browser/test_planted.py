"""Each planted fact of the sample region is found by clicking from the first page, by leadership.

PLANTED.md of the sample's author has the facts; every step here is a link that one sees.
"""

import pytest
from playwright.sync_api import expect


@pytest.fixture
def first_page(visit):
    return visit("/", role="leadership")


def through_the_menu(page, word):
    page.get_by_role("navigation").get_by_text("Nettverk", exact=True).first.click()
    page.get_by_role("navigation").get_by_role("link", name=word, exact=True).click()


def test_p1_culture_and_industry_from_the_gaps_to_the_two_meetings(first_page):
    through_the_menu(first_page, "Samarbeidsgap")
    sentence = first_page.get_by_text("Kulturliv og næringsliv møtes minst: 6 av 208")
    sentence.get_by_role("link", name="Se hvilke").click()
    expect(first_page.locator("main")).to_contain_text(
        "Begge var invitert til 29 møter; på 2 av dem kom begge."
    )
    rows = first_page.locator("#meetings tbody tr")
    expect(rows).to_have_count(2)
    rows.first.get_by_role("link").first.click()
    expect(first_page.locator("main")).to_contain_text("BEST-konferansen")


def test_p2_the_municipalities_of_telemark_that_never_met_academia(first_page):
    said = first_page.get_by_text("Kommuner i Telemark har aldri møtt akademia: 0 av 136")
    expect(said).to_be_visible()
    first_page.get_by_role("link", name="Se alle slike grupper").click()
    first_page.get_by_role("row", name="Telemark").first.get_by_role("link").first.click()
    expect(first_page.locator("main tbody tr")).to_have_count(8)
    expect(first_page.locator("main")).to_contain_text("Porsgrunn kommune")


def test_p3_the_only_broker_and_whom_it_holds_to_the_rest(first_page):
    first_page.get_by_role("link", name="Alle samarbeidsgap").click()
    said = first_page.get_by_role("listitem").filter(has_text="er den eneste som knytter")
    expect(said).to_contain_text("6 organisasjoner til resten av nettverket")
    expect(said).to_contain_text("Rakkestad kommune")
    said.get_by_role("link", name="Smart Innovation Norway AS").click()
    expect(first_page.get_by_role("heading", level=1)).to_have_text("Smart Innovation Norway AS")


def test_p4_those_who_were_asked_and_never_came(first_page):
    first_page.get_by_role("link", name="Alle samarbeidsgap").click()
    said = first_page.get_by_role("listitem").filter(has_text="er invitert, men har aldri møtt")
    for named in ("Telenor ASA (69 møter)", "Sentralen (25 møter)", "NLA Høgskolen (29 møter)"):
        expect(said).to_contain_text(named)


def test_p5_the_two_forums_that_gather_the_same(first_page):
    first_page.get_by_role("link", name="Se alle like arenaer").click()
    row = first_page.locator("main tbody tr").first
    expect(row).to_contain_text("Talentforum")
    expect(row).to_contain_text("Nettverk for internasjonal rekruttering")
    expect(row).to_contain_text("89")


def test_p6_the_activity_that_no_meeting_works_on(first_page):
    said = first_page.locator("#forums")
    expect(said).to_contain_text("2.6 Ta vare på natur- og artsmangfold i regionen")
    through_the_menu(first_page, "Strategi")
    expect(first_page.locator("#facts")).to_contain_text("2.6 Ta vare på")


def test_p7_the_forum_that_went_to_sleep(first_page):
    said = first_page.get_by_role("listitem").filter(has_text="Sovende arena")
    expect(said).to_contain_text("møttes sist 17.04.2023")
    said.get_by_role("link", name="Gods- og logistikkforum").click()
    expect(first_page.get_by_role("heading", level=1)).to_have_text("Gods- og logistikkforum")
