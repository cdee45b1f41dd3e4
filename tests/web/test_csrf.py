"""No form is taken that did not come from a page of ours."""

import pytest

from arenas.accounts.access import public
from tests.pages import form_token


@pytest.fixture
def client(app):
    @public
    def change():
        return "changed"

    app.add_url_rule("/change", "change", change, methods=["GET", "POST", "PUT", "DELETE"])
    return app.test_client()


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
def test_nothing_is_changed_without_the_sessions_token(client, method):
    token = form_token(client.get("/login"))
    assert client.open("/change", method=method).status_code == 400
    assert client.open("/change", method=method, data={"csrf_token": "x"}).status_code == 400
    assert client.open("/change", method=method, data={"csrf_token": token}).text == "changed"


def test_a_script_of_ours_sends_it_in_a_header(client):
    token = form_token(client.get("/login"))
    assert client.post("/change", headers={"X-CSRF-Token": token}).text == "changed"


def test_the_token_of_another_session_is_worth_nothing(app, client):
    token = form_token(app.test_client().get("/login"))
    client.get("/login")
    assert client.post("/change", data={"csrf_token": token}).status_code == 400


def test_without_a_session_not_even_an_empty_token_is_right(client):
    assert client.post("/change", data={"csrf_token": ""}).status_code == 400


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_a_browser_that_says_it_comes_from_elsewhere_is_believed(client, site):
    token = form_token(client.get("/login"))
    headers = {"Sec-Fetch-Site": site}
    assert client.post("/change", data={"csrf_token": token}, headers=headers).status_code == 400


def test_a_token_is_long_and_stays_the_same_through_the_session(client):
    first = form_token(client.get("/login"))
    assert len(first) == 32
    assert form_token(client.get("/login")) == first
