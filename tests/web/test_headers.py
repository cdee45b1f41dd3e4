"""The headers of every response: pages, files, errors, redirects."""

from dataclasses import replace

import pytest

from arenas import create_app
from arenas.accounts.access import public
from tests.databases import close

PATHS = ["/login", "/account/", "/nothing-here", "/healthz", "/static/css/tokens.css"]


@pytest.mark.parametrize("path", PATHS)
def test_every_response_has_the_policy_and_its_companions(client, path):
    headers = client.get(path, buffered=True).headers
    policy = headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self'; ")
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "camera=()" in headers["Permissions-Policy"]
    assert "Access-Control-Allow-Origin" not in headers


@pytest.mark.parametrize("path", PATHS)
def test_a_page_over_https_must_stay_there(settings, path):
    app = create_app(replace(settings, base_url="https://localhost"))
    headers = app.test_client().get(path, base_url="https://localhost", buffered=True).headers
    assert headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"
    close(app)


def test_the_session_cookie_over_https_belongs_to_this_host_alone(settings):
    app = create_app(replace(settings, base_url="https://localhost"))
    cookie = app.test_client().get("/login", base_url="https://localhost").headers["Set-Cookie"]
    close(app)
    assert cookie.startswith("__Host-session=")
    assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= set(cookie.split("; "))
    assert "Domain" not in cookie


def test_pages_of_a_signed_in_reader_are_never_kept(app, account_of):
    client = account_of("member")
    assert client.get("/account/").headers["Cache-Control"] == "no-store"
    assert client.get("/nothing-here").headers["Cache-Control"] == "no-store"


def test_a_page_says_that_it_differs_by_language_and_cookie(client):
    assert {"Cookie", "Accept-Language"} <= set(client.get("/login").vary)


def test_a_foreign_host_is_refused(client):
    assert client.get("/login", base_url="http://evil.example").status_code == 400


def test_a_body_that_is_too_large_is_refused_in_words(settings):
    app = create_app(replace(settings, max_upload=1000))
    answer = app.test_client().post("/login", data={"email": "x" * 2000})
    close(app)
    assert answer.status_code == 413
    assert "Filen er for stor" in answer.text


def test_a_public_page_that_asks_for_nothing_sends_no_cookie_and_reads_no_session(app):
    @public
    def lean():
        return "lean"

    app.add_url_rule("/lean", "lean", lean)
    client = app.test_client()
    client.set_cookie("session", "not signed by us")
    answer = client.get("/lean")
    assert answer.headers.getlist("Set-Cookie") == []
    assert "Cookie" not in answer.vary
    assert "Content-Language" not in answer.headers
