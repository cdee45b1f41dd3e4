"""The first page, as each of them meets it on Monday 23 November 2026."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine
from sqlalchemy import select

from arenas import create_app
from arenas.database import db
from arenas.graphs.filters import MeetingFilter
from arenas.graphs.reports import Wanted, make
from arenas.models import Account, Meeting
from arenas.models.enums import MeetingState
from tests.databases import close
from tests.pages import get
from tests.settings import make_settings
from tests.statements import recorded

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


@pytest.fixture(autouse=True, scope="module")
def _on_a_monday() -> Iterator[None]:
    """One clock for the whole file: a session signed later than now counts for nothing."""
    with time_machine.travel(NOW, tick=True):
        yield


@pytest.fixture(scope="module")
def readers(sample_app, signed_in):
    return everybody(sample_app, signed_in)


def everybody(app, signed_in):
    roles = ("admin", "coordinator", "leadership", "member")
    clients = {role: signed_in(app, f"{role}@example.org") for role in roles}
    return clients | {None: app.test_client()}


def test_the_public_is_told_what_this_is_and_what_comes_next(readers):
    page = get(readers[None], "/")
    assert page.headings == ["Her møtes regionen"]
    assert "Grenseforum Østfold 24.11.2026" in page.text
    assert "/forums/styret" in page.links
    assert [link for link in page.links if link.startswith("webcal://")]
    assert "Administrativ koordineringsgruppe" not in page.text


def test_the_coordinator_sees_what_waits_each_with_its_next_step(readers):
    page = get(readers["coordinator"], "/")
    assert "17 møter har vært, men er ikke ført" in page.text
    assert "Én arena sover" in page.text
    assert "Gods- og logistikkforum sist møtt 17.04.2023" in page.text
    assert "/meetings/new?forum=gods-og-logistikkforum" in page.links
    assert [link for link in page.links if link.endswith("/hold")]
    assert "har ikke svart" in page.text


def test_the_coordinator_reads_the_largest_gap_once_a_report_is_there(templates, signed_in):
    app = create_app(replace(make_settings(templates.sqlite("sample", "overview")), draws=40))
    coordinator = signed_in(app, "coordinator@example.org")
    assert "Det største samarbeidsgapet" not in get(coordinator, "/").text
    with app.app_context():
        make(db.engine, Wanted(MeetingFilter(), 40, ZoneInfo("Europe/Oslo")))
    page = get(coordinator, "/")
    assert "Det største samarbeidsgapet" in page.text
    assert "var ventet" in page.text
    with recorded(app) as statements:
        get(coordinator, "/")
    statements.at_most(10)
    close(app)


def test_leadership_reads_figures_in_words_and_one_click_leads_to_the_network(readers):
    page = get(readers["leadership"], "/")
    assert "26 arenaer er i bruk." in page.text
    assert "de siste tolv månedene." in page.text
    assert "organisasjoner tok del i dem." in page.text
    assert "/network/" in page.links


def test_a_member_without_a_person_is_told_what_to_do(sample_copy, signed_in):
    with sample_copy.app_context():
        account = db.session().scalar(select(Account).where(Account.email == "member@example.org"))
        account.person_id = None
        db.session().commit()
    page = get(signed_in(sample_copy, "member@example.org"), "/")
    assert "ikke knyttet til en person i registeret" in page.text


def test_nothing_that_waits_is_said_in_a_sentence(client, app, signed_in):
    page = get(client, "/")
    assert "Ingen åpne møter er planlagt." in page.text
    assert "Ingen arenaer er åpne ennå." in page.text


def test_every_link_on_every_first_page_leads_somewhere(sample_app, signed_in):
    """By readers of its own: one of the links is the choice of the other language."""
    for role, reader in everybody(sample_app, signed_in).items():
        links = {link.partition("#")[0] for link in get(reader, "/").links if link[0] == "/"}
        broken = [link for link in links if reader.get(link).status_code >= 400]
        assert not broken, (role, broken)


@pytest.mark.parametrize(
    ("role", "most"), [(None, 4), ("member", 9), ("coordinator", 10), ("leadership", 6)]
)
def test_the_first_page_needs_few_statements(readers, sample_app, role, most):
    get(readers[role], "/")  # what is drawn once is drawn
    with recorded(sample_app) as statements:
        get(readers[role], "/")
    statements.at_most(most)


def test_drafts_are_shown_to_the_coordinator_and_to_nobody_outside(sample_copy, signed_in):
    with sample_copy.app_context():
        meeting = db.session().scalar(
            select(Meeting).where(Meeting.state == MeetingState.PLANNED).limit(1)
        )
        meeting.state, meeting.title = MeetingState.DRAFT, "Hemmelig <b>utkast</b>"
        db.session().commit()
    page = get(signed_in(sample_copy, "coordinator@example.org"), "/")
    assert "Ett utkast er ikke kalt inn ennå" in page.text
    assert "<b>utkast</b>" not in page.html
    assert "utkast" not in get(sample_copy.test_client(), "/").text.casefold()


def test_leadership_sees_the_matrix_and_the_coverage_in_small_with_the_numbers_of_the_pages(
    readers,
):
    page = get(readers["leadership"], "/")
    cells = re.findall(r'<td class="matrix__cell[^"]*"><a href="/network/pairs/', page.html)
    assert len(cells) == 36  # each two of eight sectors once, and each with itself
    assert "Kulturliv – næringsliv: 2 møter" in page.text
    link = next(x for x in page.links if "sector=culture" in x and "state=held" in x)
    counted = re.search(rf'href="{re.escape(link).replace("&", "&amp;")}">(\d+)<', page.html)[1]
    assert f"{counted} treff" in get(readers["leadership"], link).text
