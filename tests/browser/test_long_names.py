"""A name of 300 characters without a space breaks no page of the network."""

import pytest
from sqlalchemy import select

from arenas.database import db
from arenas.models import Organisation
from arenas.revision import NETWORK, raise_revision
from tests.browser.test_every_page import overflow

PATHS = (
    "/network/",
    "/network/organisations",
    "/network/pairs/cluster/industry",
    "/network/groups",
    "/",
)


@pytest.fixture(scope="module", autouse=True)
def _long(live):
    """The broker and those who never came stand in sentences; all get such a name."""
    with live.app.app_context():
        slugs = ("smart-innovation-norway-as", "telenor-asa", "esmart-systems-as")
        for one in db.session.scalars(select(Organisation).where(Organisation.slug.in_(slugs))):
            one.name = f"{one.name}{'x' * 300}"[:300]
        raise_revision(db.session(), NETWORK)
        db.session.commit()


@pytest.mark.parametrize("path", PATHS)
def test_the_page_does_not_scroll_sideways(visit, path):
    page = visit(path, role="leadership", width=320)
    assert overflow(page) <= 0
