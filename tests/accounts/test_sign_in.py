"""Signing in and out: the row is the session (ASVS 7.2 to 7.4)."""

import re
from datetime import UTC, datetime, timedelta
from time import perf_counter

import pytest
import time_machine
from argon2 import PasswordHasher
from sqlalchemy import func, select

from arenas.accounts import services
from arenas.database import db
from arenas.engine import writer
from arenas.models import Account, SignIn
from arenas.models.enums import Role
from tests.pages import checked, get, post
from tests.settings import LONGEST, PASSWORD

START = datetime(2026, 11, 23, 12, tzinfo=UTC)


@pytest.fixture
def member(app):
    with app.app_context():
        services.create_account(
            db.session(), email="member@example.org", role=Role.MEMBER, password=PASSWORD
        )
        db.session.commit()


def count(app, what=SignIn):
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(what))


def sign_in(client, email="member@example.org", password=PASSWORD, at="/login"):
    return post(client, at, {"email": email, "password": password})


def cookie(client):
    found = client.get_cookie("session")
    return found.value if found else None


def test_the_address_and_the_password_open_the_account(client, member):
    answer = sign_in(client, "  MEMBER@example.org ")
    assert answer.status_code == 303
    assert answer.headers["Location"] == "/"
    assert "member@example.org" in get(client, "/account/").text


def test_only_a_digest_of_the_token_is_kept(app, client, member):
    sign_in(client)
    with app.app_context():
        [row] = db.session.scalars(select(SignIn))
    assert re.fullmatch("[0-9a-f]{64}", row.token_digest)
    with client.session_transaction() as session:
        assert len(session["sign_in"]) >= 43
        assert session["sign_in"] != row.token_digest


def test_a_copied_cookie_is_dead_after_signing_out(app, client, member, database):
    sign_in(client)
    stolen = cookie(client)
    answer = post(client, "/logout", at="/account/")
    assert answer.status_code == 303
    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert count(app) == 0
    thief = app.test_client()
    thief.set_cookie("session", stolen)
    assert thief.get("/account/").headers["Location"] == "/login?next=/account/"


def test_signing_in_gives_a_new_session_whatever_was_there_before(client, member):
    client.get("/login")
    before = cookie(client)
    sign_in(client)
    assert cookie(client) != before
    first = cookie(client)
    post(client, "/logout", at="/account/")
    sign_in(client)
    assert cookie(client) != first


def test_a_wrong_password_an_unknown_address_and_a_closed_account_are_answered_alike(
    app, client, member
):
    with app.app_context():
        account, _password = services.create_account(
            db.session(), email="closed@example.org", role=Role.MEMBER, password=PASSWORD
        )
        account.active = False
        db.session.commit()

    def answer(email, password):
        page = checked(sign_in(app.test_client(), email, password), 401)
        return re.sub(r'value="[^"]*"', "", page.html)

    wrong = answer("member@example.org", "not the password")
    assert answer("nobody@example.org", PASSWORD) == wrong
    assert answer("closed@example.org", PASSWORD) == wrong
    assert "E-post eller passord er feil." in wrong


def test_an_unknown_address_takes_as_much_work_as_a_known_one(client, member, monkeypatch):
    from arenas.accounts import passwords

    hashes = []
    verify = passwords._HASHER.verify
    monkeypatch.setattr(
        passwords,
        "_HASHER",
        type("Counting", (), {"verify": lambda _, h, p: hashes.append(h) or verify(h, p)})(),
    )
    sign_in(client, "nobody@example.org")
    sign_in(client, "member@example.org", "not the password")
    assert len(hashes) == 2
    assert len({found.split("$")[3] for found in hashes}) == 1  # the same costs


def test_one_is_led_back_to_where_one_came_from(client, member):
    asked = client.get("/account/?x=1")
    assert asked.headers["Location"] == "/login?next=/account/?x%3D1"
    assert sign_in(client, at=asked.headers["Location"]).headers["Location"] == "/account/?x=1"


@pytest.mark.parametrize("away", ["//evil.example", "https://evil.example", "/\\evil.example"])
def test_one_is_led_nowhere_else(client, member, away):
    assert sign_in(client, at=f"/login?next={away}").headers["Location"] == "/"


def test_a_sign_in_unused_for_eight_hours_is_over(client, member):
    with time_machine.travel(START, tick=False) as clock:
        sign_in(client)
        clock.shift(timedelta(hours=7, minutes=59))
        assert client.get("/account/").status_code == 200
        clock.shift(timedelta(hours=7, minutes=59))
        assert client.get("/account/").status_code == 200
        clock.shift(timedelta(hours=8))
        assert client.get("/account/").status_code == 303


def test_a_sign_in_is_over_after_fourteen_days_however_much_it_is_used(client, member):
    with time_machine.travel(START, tick=False) as clock:
        sign_in(client)
        for _quarter in range(4 * 14 - 1):
            clock.shift(timedelta(hours=6))
            assert client.get("/account/").status_code == 200
        clock.shift(timedelta(hours=6))
        assert client.get("/account/").status_code == 303


def test_one_of_ones_own_sign_ins_can_be_ended(app, client, member):
    sign_in(client)
    elsewhere = app.test_client()
    sign_in(elsewhere)
    [ending] = re.findall(r"/account/sign-ins/\d+/end", get(client, "/account/").html)
    assert post(client, ending, at="/account/").status_code == 303
    assert elsewhere.get("/account/").status_code == 303
    assert client.get("/account/").status_code == 200


def test_another_accounts_sign_in_cannot_be_ended(app, client, member, account_of):
    sign_in(client)
    admin = account_of("admin")
    with app.app_context():
        [other] = db.session.scalars(
            select(SignIn.id).join(Account).where(Account.email == "member@example.org")
        )
    assert post(admin, f"/account/sign-ins/{other}/end", at="/account/").status_code == 404
    assert client.get("/account/").status_code == 200


def test_a_new_password_ends_the_other_sign_ins(app, client, member):
    sign_in(client)
    elsewhere = app.test_client()
    sign_in(elsewhere)
    new = "et helt annet langt passord"
    form = {"present": PASSWORD, "new_password": new, "repeated": new}
    assert post(client, "/account/password", form, at="/account/").status_code == 303
    assert "Passordet er endret" in get(client, "/account/").text
    assert elsewhere.get("/account/").status_code == 303
    assert sign_in(app.test_client(), password=PASSWORD).status_code == 401
    assert sign_in(app.test_client(), password=new).status_code == 303


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ({"present": "wrong"}, "Det er ikke passordet ditt."),
        ({"new_password": "kort", "repeated": "kort"}, "Passordet må ha minst 12 tegn."),
        ({"repeated": "noe annet enn det"}, "De to nye passordene er ikke like."),
        ({"present": ""}, "Skriv passordet du har nå."),
    ],
)
def test_a_password_that_cannot_be_set_is_explained(client, member, form, words):
    sign_in(client)
    new = "et helt annet langt passord"
    filled = {"present": PASSWORD, "new_password": new, "repeated": new} | form
    page = checked(post(client, "/account/password", filled, at="/account/"), 422)
    assert words in page.text


def test_signing_out_needs_the_forms_token(client, member):
    sign_in(client)
    assert client.post("/logout").status_code == 400
    assert client.get("/account/").status_code == 200


def test_a_forged_cookie_opens_nothing(app, member):
    client = app.test_client()
    with client.session_transaction() as session:
        session["sign_in"] = "x" * 43
    assert client.get("/account/").status_code == 303


def test_a_page_does_not_wait_for_a_long_writer(app, client, member):
    with time_machine.travel(START, tick=False) as clock:
        sign_in(client)
        clock.shift(timedelta(minutes=6))
        with app.app_context(), writer(db.engine) as connection:
            connection.exec_driver_sql("UPDATE account SET version = version")
            begun = perf_counter()
            assert client.get("/account/").status_code == 200
            assert perf_counter() - begun < LONGEST


def test_a_password_kept_at_yesterdays_costs_is_kept_at_todays_from_now_on(app, client, member):
    with app.app_context():
        account = services.find(db.session(), "member@example.org")
        account.password_hash = PasswordHasher(time_cost=1, memory_cost=8192).hash(PASSWORD)
        db.session.commit()
    assert sign_in(client).status_code == 303
    with app.app_context():
        kept = services.find(db.session(), "member@example.org").password_hash
    assert kept.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert sign_in(app.test_client()).status_code == 303
