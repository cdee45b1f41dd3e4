"""Errors as pages: in the reader's language, with a way on, without a trace."""

import pytest
from sqlalchemy.exc import OperationalError

from arenas.accounts.access import public
from arenas.errors import Conflict, Refusal, TooManyAttempts, UnknownRecord
from tests.pages import checked

RAISED = {
    "refusal": (
        Refusal("Datoen %(day)s er passert.", day="8. mai"),
        400,
        "Datoen 8. mai er passert.",
    ),
    "unknown": (UnknownRecord("Møtet finnes ikke."), 404, "Møtet finnes ikke."),
    "conflict": (Conflict("Noen andre var først."), 409, "Noen andre var først."),
    "often": (TooManyAttempts("Vent.", retry_after=60), 429, "Vent."),
    "bug": (ZeroDivisionError("secret words"), 500, "Ingenting er lagret."),
    "database": (OperationalError("SELECT secret", {}, Exception()), 500, "Ingenting er lagret."),
}


@pytest.fixture
def failing(app):
    app.config["PROPAGATE_EXCEPTIONS"] = False

    @public
    def fail(how):
        raise RAISED[how][0]

    app.add_url_rule("/fail/<how>", "fail", fail)
    return app.test_client()


@pytest.mark.parametrize("how", RAISED)
def test_what_is_raised_becomes_a_page_with_its_status_and_words(failing, how):
    _error, status, words = RAISED[how]
    page = checked(failing.get(f"/fail/{how}"), status)
    assert words in page.text
    assert "secret" not in page.html
    assert "Traceback" not in page.html


def test_too_many_attempts_say_when_to_come_back(failing):
    assert failing.get("/fail/often").headers["Retry-After"] == "60"


def test_an_unknown_address_is_explained_in_both_languages(client):
    assert "Siden finnes ikke" in checked(client.get("/nothing-here"), 404).text
    english = checked(client.get("/nothing-here", headers={"Accept-Language": "en"}), 404)
    assert "There is no such page" in english.text
    assert english.lang == "en"


def test_a_wrong_method_says_which_are_right(client):
    answer = client.get("/logout")
    assert answer.status_code == 405
    assert "POST" in answer.headers["Allow"]


def test_a_form_without_its_token_is_refused_in_words(client):
    page = checked(client.post("/login", data={"email": "a@example.org", "password": "x"}), 400)
    assert "Last den på nytt" in page.text


def test_a_program_that_asks_for_json_is_answered_in_json(client):
    answer = client.get("/nothing-here.json")
    assert answer.get_json() == {"status": 404, "error": "Siden finnes ikke"}


def test_an_address_with_hostile_letters_is_shown_as_text(client):
    answer = client.get("/<script>alert(1)</script>")
    assert answer.status_code == 404
    assert "<script>alert" not in answer.text


def test_without_a_database_the_page_still_says_that_something_is_wrong(failing, monkeypatch):
    def broken(*_arguments, **_more):
        raise OperationalError("SELECT secret", {}, Exception())

    monkeypatch.setattr("arenas.web.errors.render_template", broken)
    answer = failing.get("/fail/bug")
    assert answer.status_code == 500
    assert "Noe gikk galt" in answer.text
    assert "secret" not in answer.text


def test_the_health_of_the_program_is_told_without_the_database(client):
    assert client.get("/healthz").get_json() == {"status": "ok"}
    assert client.get("/readyz").get_json() == {"status": "ok"}
