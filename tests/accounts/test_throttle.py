"""How often a sign-in may be tried: counted in the database, so that all workers count alike."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from ipaddress import ip_network

import pytest
import time_machine
from sqlalchemy import func, select

from arenas import create_app
from arenas.accounts import services, throttle
from arenas.database import db
from arenas.models import LoginAttempt
from arenas.models.enums import Role
from tests.databases import close
from tests.pages import checked, form_token
from tests.settings import PASSWORD

START = datetime(2026, 11, 23, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def account(app, monkeypatch):
    monkeypatch.setattr(throttle, "PER_CLIENT", 14)  # each attempt costs a hash
    with app.app_context():
        services.create_account(
            db.session(), email="member@example.org", role=Role.MEMBER, password=PASSWORD
        )
        db.session.commit()


def attempt(app, email="member@example.org", password="wrong", **environ):
    client = app.test_client()
    token = form_token(client.get("/login"))
    data = {"email": email, "password": password, "csrf_token": token}
    return client.post("/login", data=data, environ_overrides=environ)


def test_ten_wrong_passwords_close_the_address_for_a_quarter_of_an_hour(app):
    with time_machine.travel(START, tick=False) as clock:
        for _ in range(throttle.PER_EMAIL):
            assert attempt(app).status_code == 401
        refused = attempt(app, password=PASSWORD)
        page = checked(refused, 429)
        assert "Prøv igjen om 15 minutter." in page.text
        assert refused.headers["Retry-After"] == "900"
        clock.shift(timedelta(minutes=15, seconds=1))
        assert attempt(app, password=PASSWORD).status_code == 303


def test_two_workers_count_together(app, settings, database):
    other = create_app(settings)
    answers = [attempt((app, other)[number % 2]).status_code for number in range(12)]
    close(other)
    assert answers == [401] * 10 + [429] * 2


def test_an_address_without_an_account_is_counted_alike(app):
    for _ in range(throttle.PER_EMAIL):
        assert attempt(app, "nobody@example.org").status_code == 401
    assert attempt(app, "NOBODY@example.org ").status_code == 429


def test_one_client_cannot_try_many_addresses(app):
    answers = [
        attempt(app, f"a{number}@example.org").status_code for number in range(throttle.PER_CLIENT)
    ]
    assert set(answers) == {401}
    assert attempt(app, "last@example.org").status_code == 429
    assert attempt(app, "last@example.org", REMOTE_ADDR="203.0.113.9").status_code == 401


def test_a_client_cannot_name_itself(app):
    for number in range(throttle.PER_CLIENT):
        attempt(app, f"a{number}@example.org", HTTP_X_FORWARDED_FOR=f"203.0.113.{number}")
    refused = attempt(app, "last@example.org", HTTP_X_FORWARDED_FOR="198.51.100.1")
    assert refused.status_code == 429


def test_behind_a_proxy_of_ours_each_client_counts_for_itself(settings):
    app = create_app(replace(settings, trusted_proxies=(ip_network("127.0.0.1"),)))
    for number in range(throttle.PER_CLIENT):
        attempt(app, f"a{number}@example.org", HTTP_X_FORWARDED_FOR="203.0.113.7")
    refused = attempt(app, "b@example.org", HTTP_X_FORWARDED_FOR="203.0.113.7")
    other = attempt(app, "b@example.org", HTTP_X_FORWARDED_FOR="203.0.113.8")
    close(app)
    assert (refused.status_code, other.status_code) == (429, 401)


def test_a_right_password_is_not_counted(app):
    for _ in range(throttle.PER_EMAIL + 2):
        assert attempt(app, password=PASSWORD).status_code == 303


def test_being_turned_away_does_not_lengthen_the_wait(app):
    with time_machine.travel(START, tick=False) as clock:
        for _ in range(throttle.PER_EMAIL):
            attempt(app)
        clock.shift(timedelta(minutes=10))
        assert attempt(app).status_code == 429
        clock.shift(timedelta(minutes=5, seconds=1))
        assert attempt(app, password=PASSWORD).status_code == 303


def test_the_table_tells_nobodys_address(app):
    attempt(app)
    with app.app_context():
        rows = db.session.scalars(select(LoginAttempt)).all()
    assert len(rows) == 2
    assert all(len(row.key) == 64 and "@" not in row.key for row in rows)


def test_old_attempts_are_cleared_away(app):
    with time_machine.travel(START, tick=False) as clock:
        attempt(app)
        clock.shift(timedelta(hours=1))
        attempt(app)
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(LoginAttempt)) == 2


def test_neighbours_on_an_ipv6_network_are_one_client():
    one = throttle.keys("secret", "a@example.org", "2001:db8::1")
    other = throttle.keys("secret", "a@example.org", "2001:db8::ffff:2")
    third = throttle.keys("secret", "a@example.org", "2001:db8:0:1::1")
    assert one == other != third
