"""An organisation for which nobody has stood: nothing to show, and nothing to withhold."""

import pytest
from sqlalchemy import select

from arenas.database import db
from arenas.models import Organisation, Participation
from tests.pages import get


@pytest.fixture
def silent(sample_app):
    """The slug of one that the sample asks to no meeting."""
    with sample_app.app_context():
        asked = select(Participation.organisation_id).where(
            Participation.organisation_id.is_not(None)
        )
        return db.session().scalar(
            select(Organisation.slug)
            .where(Organisation.id.not_in(asked), Organisation.archived_at.is_(None))
            .order_by(Organisation.slug)
        )


def test_it_is_said_to_have_met_nobody_and_not_to_be_one_persons(sample_app, silent, signed_in):
    page = get(signed_in(sample_app, "leadership@example.org"), f"/organisations/{silent}/mirror")
    assert "Organisasjonen har ikke møtt noen ennå, så mer kan ikke sies." in page.text
    assert "én person alene" not in page.text
