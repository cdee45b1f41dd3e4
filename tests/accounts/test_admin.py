"""Administration: accounts and the sample data."""

import re

import pytest
from sqlalchemy import func, select

from arenas.accounts import services
from arenas.database import db
from arenas.models import Account, Organisation
from arenas.models.enums import Role
from tests.pages import checked, get, post
from tests.settings import PASSWORD


@pytest.fixture
def admin(account_of):
    return account_of("admin")


def test_a_made_account_can_sign_in_with_the_password_shown_once(app, admin, signed_in):
    form = {"email": "kari@example.org", "role": "coordinator", "person": ""}
    page = checked(post(admin, "/admin/accounts/new", form))
    [password] = re.findall(r'<code class="secret">([^<]+)</code>', page.html)
    assert password not in get(admin, "/admin/").html
    client = signed_in(app, "kari@example.org", password)
    assert "Koordinator" in get(client, "/account/").text


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ({"email": "admin@example.org"}, "admin@example.org har allerede en konto."),
        ({"email": "kari"}, "«kari» er ikke en e-postadresse."),
        ({"email": ""}, "Skriv en e-postadresse."),
        ({"role": "king"}, "Ikke et gyldig valg"),
        ({"person": "99999"}, "Ikke et gyldig valg"),
    ],
)
def test_an_account_that_cannot_be_made_is_explained(admin, form, words):
    filled = {"email": "kari@example.org", "role": "member", "person": ""} | form
    page = checked(post(admin, "/admin/accounts/new", filled), 422)
    assert words in page.text


def test_a_closed_account_is_out_at_once_and_stays_out(app, admin, account_of):
    client = account_of("member")
    with app.app_context():
        found = services.find(db.session(), "member@example.org")
        address = f"/admin/accounts/{found.id}/edit"
    assert post(admin, address, {"role": "member", "person": ""}).status_code == 303
    assert client.get("/account/").status_code == 303
    answer = post(
        app.test_client(), "/login", {"email": "member@example.org", "password": PASSWORD}
    )
    assert answer.status_code == 401
    assert "Stengt" in get(admin, "/admin/").text


def test_a_new_password_is_shown_and_the_old_is_dead(app, admin, account_of, signed_in):
    account_of("member")
    with app.app_context():
        account_id = services.find(db.session(), "member@example.org").id
    address = f"/admin/accounts/{account_id}"
    page = checked(post(admin, f"{address}/password", at=f"{address}/edit"))
    [password] = re.findall(r'<code class="secret">([^<]+)</code>', page.html)
    old = {"email": "member@example.org", "password": PASSWORD}
    assert post(app.test_client(), "/login", old).status_code == 401
    signed_in(app, "member@example.org", password)


def test_an_unknown_account_is_not_found(admin):
    assert admin.get("/admin/accounts/999/edit").status_code == 404


def test_the_settings_are_shown_without_their_secrets(admin, settings):
    page = get(admin, "/admin/")
    assert "DATABASE_URL" in page.text
    assert settings.secret_key not in page.html


@pytest.mark.slow
def test_starting_empty_takes_the_sample_and_its_accounts_away(sample_copy, signed_in):
    admin = signed_in(sample_copy, "admin@example.org")
    with sample_copy.app_context():
        services.create_account(
            db.session(), email="own@example.no", role=Role.ADMIN, password=PASSWORD
        )
        db.session.commit()
    own = signed_in(sample_copy, "own@example.no")
    assert "oppdiktet" in get(own, "/admin/").text
    assert "Det kan ikke angres" in get(own, "/admin/sample/remove").text
    assert post(own, "/admin/sample/remove").status_code == 303
    assert admin.get("/admin/").status_code == 303
    assert "oppdiktet" not in get(own, "/admin/").text
    with sample_copy.app_context():
        assert db.session.scalar(select(func.count()).select_from(Organisation)) == 0
        assert db.session.scalars(select(Account.email)).all() == ["own@example.no"]
    assert post(own, "/admin/sample/remove").status_code == 400
