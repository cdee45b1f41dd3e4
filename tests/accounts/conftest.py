"""Accounts of each role, made as the command makes them."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from arenas.accounts import services
from arenas.database import db
from arenas.models.enums import Role
from tests.settings import PASSWORD


@pytest.fixture
def account_of(app: Flask, signed_in: Callable[..., FlaskClient]) -> Callable[[str], FlaskClient]:
    """A signed-in client of a role: the account is ``<role>@example.org``."""

    def client_of(role: str) -> FlaskClient:
        email = f"{role}@example.org"
        with app.app_context():
            if services.find(db.session(), email) is None:
                services.create_account(
                    db.session(), email=email, role=Role(role), password=PASSWORD
                )
                db.session.commit()
        return signed_in(app, email)

    return client_of
