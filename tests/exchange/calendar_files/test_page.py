"""The page that reads a calendar file, and the command that does the same."""

from io import BytesIO

import pytest
from sqlalchemy import func, select

from arenas.database import db
from arenas.models import CalendarUpload, Meeting, Organisation, Participation
from arenas.models.enums import MeetingState
from tests import pages
from tests.exchange.ics import files
from tests.exchange.ics.files import calendar
from tests.pages import form_token
from tests.statements import recorded

HERE = "/meetings/import"
FORUM = "atp-nettverket"


@pytest.fixture
def coordinator(sample_copy, signed_in):
    return signed_in(sample_copy, "coordinator@example.org")


def bring(client, content, forum=FORUM, name="møter.ics"):
    data = {
        "forum": forum,
        "file": (BytesIO(content), name),
        "csrf_token": form_token(client.get(HERE)),
    }
    return client.post(HERE, data=data, content_type="multipart/form-data")


def drafts(app):
    with app.app_context():
        return db.session.scalar(
            select(func.count(Meeting.id)).where(Meeting.state == MeetingState.DRAFT)
        )


def test_a_file_is_shown_event_by_event_before_anything_is_stored(sample_copy, coordinator):
    before = drafts(sample_copy)
    answer = bring(coordinator, files.OUTLOOK)
    assert answer.status_code == 303
    page = pages.get(coordinator, answer.location)
    assert "3 møter blir nye utkast." in page.text
    assert "3 nye" in page.text
    assert "Styringsgruppe" in page.text
    assert "tirsdag 1. desember 2026" in page.text
    assert "@ski.example" in page.text
    assert drafts(sample_copy) == before


def test_lagre_alle_makes_drafts_and_remembers_the_domain(sample_copy, coordinator):
    before = drafts(sample_copy)
    where = bring(coordinator, files.OUTLOOK).location
    page = pages.get(coordinator, where)
    with sample_copy.app_context():
        oslo = db.session.scalar(select(Organisation.id).where(Organisation.slug == "oslo-kommune"))
        asked = db.session.scalar(select(func.count(Participation.id)))
    sent = {"csrf_token": page.value("csrf_token"), "domain_0": str(oslo), "domain_1": ""}
    answer = coordinator.post(where, data=sent, follow_redirects=True)
    assert "3 utkast er laget." in answer.text
    assert coordinator.get(where).status_code == 404
    assert drafts(sample_copy) == before + 3
    with sample_copy.app_context():
        assert db.session.scalar(select(func.count(Participation.id))) == asked + 2
        assert db.session.scalar(select(func.count(CalendarUpload.id))) == 0
    again = pages.get(coordinator, bring(coordinator, files.OUTLOOK).location)
    assert "3 møter er som før." in again.text
    assert "@ski.example" not in again.text  # taught once


def test_what_cannot_be_read_stands_with_its_line_and_why(coordinator):
    content = calendar("UID:a\nSUMMARY:Uten tid", "UID:b\nDTSTART:20270101T100000Z\nSUMMARY:Med")
    page = pages.get(coordinator, bring(coordinator, content).location)
    assert "Uten tid" in page.text
    assert "Hendelsen mangler starttid (DTSTART)." in page.text


@pytest.mark.parametrize(
    "content", [b"<html></html>", b"", b"BEGIN:VCALENDAR\n" + b"BEGIN:X\n" * 99]
)
def test_a_refused_file_stores_nothing_and_says_what_to_do(sample_copy, coordinator, content):
    answer = bring(coordinator, content)
    assert answer.status_code == 422
    assert "Velg en" in answer.text or "Linje 9" in answer.text
    with sample_copy.app_context():
        assert db.session.scalar(select(func.count(CalendarUpload.id))) == 0


def test_a_file_can_be_put_away(sample_copy, coordinator):
    where = bring(coordinator, files.GOOGLE).location
    token = pages.get(coordinator, where).value("csrf_token")
    answer = coordinator.post(f"{where}/discard", data={"csrf_token": token}, follow_redirects=True)
    assert "Ingenting er lagret." in answer.text
    assert coordinator.get(where).status_code == 404


def test_another_coordinator_s_file_is_not_there(sample_copy, coordinator, signed_in):
    where = bring(coordinator, files.GOOGLE).location
    assert signed_in(sample_copy, "admin@example.org").get(where).status_code == 404


def test_three_hundred_events_cost_as_many_statements_as_three(sample_copy, coordinator):
    def statements(number):
        events = (f"UID:{n}\nDTSTART:20270101T100000Z\nSUMMARY:Møte {n}" for n in range(number))
        where = bring(coordinator, calendar(*events)).location
        with recorded(sample_copy) as found:
            assert coordinator.get(where).status_code == 200
        return len(found)

    assert statements(300) == statements(3)


def test_the_command_says_what_it_would_do_and_then_does_it(command, fresh_url, tmp_path):
    env = {"DATABASE_URL": fresh_url}
    file = tmp_path / "outlook.ics"
    file.write_bytes(files.OUTLOOK)
    command("sample", "load", **env)
    asked = ("import", "calendar", str(file), "--forum", FORUM)
    dry = command(*asked, "--dry-run", **env)
    assert "Styringsgruppe, from 01.12.2026: 3 new" in dry.output
    assert "Unknown: 1 with addresses at ski.example" in dry.output
    done = command(*asked, "--domain", "ski.example=oslo-kommune", **env)
    assert "3 drafts made, 0 changed, 0 removed, 1 people put on record." in done.output
    again = command(*asked, **env)
    assert "Styringsgruppe, from 01.12.2026: 3 same" in again.output
    assert command("import", "calendar", str(file), "--forum", "ingen", **env).exit_code == 1
    assert command("import", "calendar", "finnes-ikke.ics", "--forum", FORUM).exit_code == 2
