"""The page of actions, and those on the overview."""

from datetime import date

import pytest

from tests import pages
from tests.accounts.conftest import account_of
from tests.statements import recorded

__all__ = ["account_of"]


@pytest.fixture
def ase(app, given, signed_in):
    return signed_in(app, "mostby@example.org")


@pytest.fixture
def three(act, given):
    """Åse has one that is overdue and one that is not, Bo has one."""
    return [
        act("Send referat", date(2026, 12, 1)),
        act("Bestill rom", date(2026, 12, 20)),
        act("Skriv brev", date(2026, 12, 2), given.bo),
    ]


def test_a_member_sees_own_actions_alone_the_overdue_first(ase, three):
    page = pages.get(ase, "/actions/")
    assert "Mine oppgaver" in page.headings
    assert page.text.index("Send referat") < page.text.index("Bestill rom")
    assert "Over fristen 01.12.2026" in page.text
    assert "frist 20.12.2026" in page.text
    assert "Skriv brev" not in page.text
    assert "Skriv brev" not in pages.get(ase, "/actions/?whose=all").text


def test_it_is_marked_as_done_there_and_found_among_the_done(ase, three):
    done = f"/actions/{three[0]}/done"
    answer = pages.post(ase, done, {"back": "/actions/?q=referat"}, at="/actions/")
    assert answer.headers["Location"] == "/actions/?q=referat"
    assert "Send referat" not in pages.get(ase, "/actions/").text
    page = pages.get(ase, "/actions/?state=done")
    assert "Utført 07.12.2026" in page.text
    pages.post(ase, f"/actions/{three[0]}/open", at="/actions/")
    assert "Send referat" in pages.get(ase, "/actions/").text


def test_nobody_is_led_away_to_another_host(ase, three):
    answer = pages.post(
        ase, f"/actions/{three[0]}/done", {"back": "//evil.example/"}, at="/actions/"
    )
    assert answer.headers["Location"] == "/actions/"


def test_another_s_action_cannot_be_marked(ase, three):
    assert pages.post(ase, f"/actions/{three[2]}/done", at="/actions/").status_code == 404


def test_those_who_read_everything_see_everybody_s_and_coordinators_mark_them(account_of, three):
    leadership, coordinator = account_of("leadership"), account_of("coordinator")
    page = pages.get(leadership, "/actions/?whose=all")
    assert "Bo Li" in page.text
    assert "Merk som utført" not in page.text
    assert "Merk som utført" in pages.get(coordinator, "/actions/").text
    done = pages.post(coordinator, f"/actions/{three[2]}/done", at="/actions/")
    assert done.status_code == 303
    assert "Skriv brev" not in pages.get(coordinator, "/actions/?whose=all").text


def test_words_are_searched_and_an_unknown_filter_is_not_found(account_of, three):
    coordinator = account_of("coordinator")
    page = pages.get(coordinator, "/actions/?q=BREV&whose=all")
    assert "Skriv brev" in page.text
    assert "Send referat" not in page.text
    pages.get(coordinator, "/actions/?state=lost", 404)
    assert "Ingen oppgaver passer" in pages.get(coordinator, "/actions/?q=%25&whose=all").text


def test_the_overview_shows_a_member_s_own_and_marks_them_there(ase, three):
    page = pages.get(ase, "/")
    assert "Dine oppgaver" in page.text
    assert "Send referat" in page.text
    answer = pages.post(ase, f"/actions/{three[0]}/done", {"back": "/#actions"}, at="/")
    assert answer.headers["Location"] == "/#actions"
    assert "Send referat" not in pages.get(ase, "/").text


def test_the_overview_shows_a_coordinator_what_is_overdue(account_of, three):
    page = pages.get(account_of("coordinator"), "/")
    assert "2 oppgaver er over fristen" in page.text
    assert "Bestill rom" not in page.text


def test_the_page_asks_few_things_of_the_database(app, account_of, three):
    client = account_of("coordinator")
    pages.get(client, "/actions/?whose=all")
    with recorded(app) as statements:
        pages.get(client, "/actions/?whose=all")
    statements.at_most(6)
