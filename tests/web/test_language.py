"""The language of a page: the account's, else the switch's, else the browser's wish."""

import pytest

from tests.pages import get, post


@pytest.mark.parametrize(
    ("wish", "language"),
    [
        ("", "nb"),
        ("nb", "nb"),
        ("no", "nb"),
        ("nn-NO", "nb"),
        ("en-GB,en;q=0.8", "en"),
        ("de,en;q=0.5,nb;q=0.4", "en"),
        ("de", "nb"),
        ("en;q=0,nb;q=0.1", "nb"),
        ("nn;q=0.9,en;q=0.8", "nb"),
        (";;;,=", "nb"),
    ],
)
def test_the_browsers_first_language_that_we_have_is_taken(client, wish, language):
    answer = client.get("/login", headers={"Accept-Language": wish})
    assert f'<html lang="{language}">' in answer.text
    assert answer.headers["Content-Language"] == language


def test_the_switch_holds_against_the_browsers_wish(client):
    answer = client.get("/language/en?next=/login%3Fnext%3D/meetings/")
    assert answer.headers["Location"] == "/login?next=/meetings/"
    assert get(client, "/login", **{"Accept-Language": "nb"}).lang == "en"


def test_the_switch_leads_to_no_other_site(client):
    assert client.get("/language/en?next=//evil.example").headers["Location"] == "/"


def test_a_language_we_do_not_have_is_not_found(client):
    assert client.get("/language/de").status_code == 404


def test_an_account_keeps_its_language_in_every_browser(account_of):
    client = account_of("member")
    assert get(client, "/account/").lang == "nb"
    post(client, "/account/language", {"language": "en", "next": "/account/"}, at="/account/")
    assert get(client, "/account/").lang == "en"
    elsewhere = account_of("member")
    assert get(elsewhere, "/account/", **{"Accept-Language": "nb"}).lang == "en"
