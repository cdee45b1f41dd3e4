"""Accounts: made, changed and closed by rules."""

import pytest
from sqlalchemy import select

from arenas.accounts import services, sign_in
from arenas.accounts.services import AccountDetails
from arenas.errors import Conflict, Refusal
from arenas.models import AuditEntry, SignIn
from arenas.models.enums import Role
from tests.settings import PASSWORD


def make(session, email="kari@example.org", role=Role.MEMBER, **more):
    return services.create_account(session, email=email, role=role, **more)


def test_an_address_is_kept_in_small_letters_and_has_one_account(session, database):
    account, _password = make(session, " Kari@Example.ORG ")
    assert account.email == "kari@example.org"
    with pytest.raises(Conflict, match="har allerede en konto"):
        make(session, "KARI@example.org")


@pytest.mark.parametrize(
    "address",
    ["", "kari", "kari@", "@example.org", "a b@example.org", "a@b@example.org", "a@example",
     "a@example.org\r\nBcc: x@example.org", "<a@example.org>", "a" * 65 + "@example.org"],
)  # fmt: skip
def test_what_is_no_address_is_refused(session, address):
    with pytest.raises(Refusal, match="er ikke en e-postadresse"):
        make(session, address)


def test_a_made_password_is_long_and_never_the_same(session):
    _account, one = make(session)
    _account, other = make(session, "ola@example.org")
    assert len(one) == 23
    assert one != other


def test_a_weak_password_makes_no_account(session):
    with pytest.raises(Refusal):
        make(session, password="kort")
    assert services.find(session, "kari@example.org") is None


def test_what_is_done_is_written_down_without_the_address(session):
    admin, _password = make(session, "admin@example.org", Role.ADMIN)
    make(session, actor=admin)
    entries = session.scalars(select(AuditEntry).order_by(AuditEntry.id)).all()
    assert [(entry.action, entry.account_id) for entry in entries] == [
        ("account.create", None),
        ("account.create", admin.id),
    ]
    assert "@" not in str([entry.details for entry in entries])


def test_whoever_loses_rights_is_signed_out(session, settings):
    admin, _password = make(session, "admin@example.org", Role.ADMIN)
    account, _password = make(session)
    for details in (
        AccountDetails(account.email, Role.LEADERSHIP),
        AccountDetails(account.email, Role.LEADERSHIP, active=False),
    ):
        sign_in.begin(session, account, None, settings.session_length)
        services.change(session, account, details, admin)
        assert session.scalars(select(SignIn)).all() == []


@pytest.mark.parametrize(
    "details",
    [AccountDetails("x", Role.COORDINATOR), AccountDetails("x", Role.ADMIN, active=False)],
)
def test_the_last_active_admin_stays(session, details):
    admin, _password = make(session, "admin@example.org", Role.ADMIN)
    make(session, "second@example.org", Role.ADMIN)[0].active = False
    with pytest.raises(Refusal, match="minst én aktiv administrator"):
        services.change(session, admin, details, admin)


def test_a_reset_password_ends_every_sign_in(session, settings):
    account, _password = make(session, password=PASSWORD)
    token = sign_in.begin(session, account, "Firefox", settings.session_length)
    services.reset_password(session, account, account)
    assert sign_in.visit(session, token, settings.session_idle) is None
