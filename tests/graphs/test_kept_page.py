"""The overview is drawn once for a register as it stands, and anew when anything changes."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from arenas import create_app
from arenas.database import db
from arenas.models import Organisation
from arenas.revision import NETWORK, raise_revision
from tests.databases import close
from tests.graphs import drawn
from tests.pages import get
from tests.settings import make_settings
from tests.statements import recorded


@pytest.fixture(scope="module")
def region(templates):
    with drawn.region(templates, "kept-page") as made:
        yield made


@pytest.fixture(scope="module")
def leader(region, signed_in):
    return signed_in(region, "leadership@example.org")


def test_a_warm_page_asks_who_it_is_and_whether_anything_has_changed(region, leader):
    first = get(leader, "/network/").html
    with recorded(region) as statements:
        assert get(leader, "/network/").html == first
    statements.at_most(2)


def test_each_choice_each_order_and_each_language_is_a_page_of_its_own(leader):
    plain = get(leader, "/network/").html
    assert get(leader, "/network/?sort=pair").html != plain
    assert "Arenatype: Politisk" in get(leader, "/network/?kind=political").text
    english = leader.get("/network/", headers={"Accept-Language": "en"}).get_data(as_text=True)
    assert "Collaboration gaps" in english
    assert get(leader, "/network/").html == plain


def test_leadership_reads_the_gaps_and_what_changed_on_the_first_page(leader):
    text = get(leader, "/").text
    assert "Kulturliv og næringsliv møttes på 2 møter" in text
    assert "inne i dem de har felles, er det 2 av 3 ventede" in text
    assert "sektorpar er tydelig endret" in text
    assert "/network/pairs/culture/industry" in get(leader, "/").links


def test_a_changed_register_shows_the_last_report_dated_while_a_new_one_is_made(
    templates, signed_in, monkeypatch
):
    asked = []
    monkeypatch.setattr("arenas.graphs.background.ask_for", lambda *wanted: asked.append(wanted))
    with drawn.region(templates, "changed-page") as app:
        client = signed_in(app, "leadership@example.org")
        assert "data-progress" not in get(client, "/network/").html
        with app.app_context():
            one = db.session.scalar(select(Organisation).where(Organisation.slug == "telenor-asa"))
            one.name = "Telenor </script> ASA"
            raise_revision(db.session(), NETWORK)
            db.session.commit()
        for _ in range(2):  # what waits for its report is not kept
            page = get(client, "/network/")
            assert "Telenor </script> ASA (69 møter)" in page.text
            assert "Registeret er endret siden tallene under ble regnet ut." in page.text
            assert f"{drawn.DRAWS} trekninger, frø 1, registeret i revisjon 1" in page.text
            assert "data-progress" in page.html
        assert len(asked) == 2


def test_a_report_that_has_never_been_made_is_begun_and_the_counts_are_shown_meanwhile(
    templates, signed_in, monkeypatch
):
    asked = []
    monkeypatch.setattr("arenas.graphs.background.ask_for", lambda *wanted: asked.append(wanted))
    settings = replace(make_settings(templates.sqlite("sample", "cold-page")), draws=40)
    app = create_app(settings)
    client = signed_in(app, "leadership@example.org")
    for path in ("/network/", "/network/trend", "/network/changes", "/network/method/", "/"):
        page = get(client, path)
        assert "Regner ut hva en kunne vente av tilfeldigheter" in page.text
    assert len(asked) == 5
    assert "6 av 208 mulige par" in get(client, "/network/").text
    close(app)
