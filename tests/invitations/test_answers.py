"""Answering by the link: nothing happens until a person presses the button."""

import re
from datetime import date

import icalendar
import pytest
from sqlalchemy import func, select

from arenas.meetings.details import Item
from arenas.models import Affiliation, AuditEntry, Invitation, OutgoingMail, Participation, Person
from arenas.models.enums import AnswerWay, Response
from tests import pages
from tests.accounts.conftest import account_of
from tests.invitations.conftest import event_of
from tests.meetings.records import at

__all__ = ["account_of"]


@pytest.fixture
def asked(call, sent):
    """A published meeting, and the link of Åse."""
    called = call()
    called.step("publish")
    text = sent()["ase@example.org"].get_body(("plain",)).get_content()
    called.link = re.search(r"http://localhost:8000(/reply/\S+)", text)[1]
    return called


@pytest.fixture
def reply(asked, client):
    def send(answer, **other):
        response = pages.post(client, asked.link, {"answer": answer, **other})
        asked.session.expire_all()
        return response

    return send


def test_opening_the_link_shows_the_meeting_and_changes_nothing(asked, client, app):
    before = asked.session.scalar(select(func.count()).select_from(AuditEntry))
    asked.session.rollback()
    for _scanner in range(3):
        page = pages.get(client, asked.link)
        assert client.head(asked.link).status_code == 200
    assert "Utslipp; mål, tiltak" in page.text
    assert "Rådhuset" in page.text
    assert asked.row("Åse Østby").response is Response.NEEDS_ACTION
    assert asked.session.scalar(select(func.count()).select_from(AuditEntry)) == before


def test_the_page_never_sends_itself(asked, client):
    html = pages.get(client, asked.link).html
    scripts = re.findall(r"<script[^>]*>", html)
    assert all("/static/js/frame.js" in script for script in scripts)
    assert 'http-equiv="refresh"' not in html
    assert "autofocus" not in html


def test_the_page_is_kept_by_nobody_and_tells_nobody_its_address(asked, client):
    headers = client.get(asked.link).headers
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["X-Robots-Tag"] == "noindex, nofollow"
    assert headers["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("response", ["accepted", "tentative", "declined"])
def test_an_answer_is_kept_with_its_comment(asked, reply, client, response):
    answer = reply(response, comment="Kommer litt sent")
    assert answer.status_code == 303
    assert asked.row("Åse Østby").response == response
    kept = asked.session.scalars(
        select(Invitation).where(Invitation.person_id == asked.people["Åse Østby"].id)
    ).one()
    assert (kept.comment, kept.answered_by) == ("Kommer litt sent", AnswerWay.LINK)
    assert asked.row("Bo Li").response is Response.NEEDS_ACTION


def test_the_answer_can_be_changed_by_the_same_link(asked, reply, client):
    reply("accepted")
    reply("declined", comment="Syk")
    assert asked.row("Åse Østby").response is Response.DECLINED
    assert "Kommer ikke" in pages.get(client, asked.link).text


def test_a_deputy_is_put_on_the_list_for_the_same_organisation_and_invited(asked, reply, sent):
    assert (
        reply("delegated", deputy_name="Kari Berg", deputy_email="Kari@example.org").status_code
        == 303
    )
    assert asked.row("Åse Østby").response is Response.DELEGATED
    kari = asked.session.scalars(select(Person).where(Person.email == "kari@example.org")).one()
    row = asked.session.scalars(
        select(Participation).where(Participation.person_id == kari.id)
    ).one()
    assert row.organisation_id == asked.organisation.id
    assert (
        asked.session.scalar(
            select(Affiliation.organisation_id).where(Affiliation.person_id == kari.id)
        )
        == asked.organisation.id
    )
    asked.session.rollback()
    [(address, message)] = sent().items()
    assert address == "kari@example.org"
    assert event_of(message).method == "REQUEST"


def test_a_deputy_who_is_no_longer_needed_is_taken_off_again(asked, reply, sent):
    reply("delegated", deputy_name="Kari Berg", deputy_email="kari@example.org")
    asked.session.rollback()
    sent()
    reply("accepted")
    people = set(asked.session.scalars(select(Participation.person_id)))
    assert people == {person.id for person in asked.people.values()}
    asked.session.rollback()
    assert event_of(sent()["kari@example.org"]).method == "CANCEL"


def test_one_who_was_invited_anyway_stays_when_no_longer_a_deputy(asked, reply, sent):
    named = {"deputy_name": "Bo Li", "deputy_email": "bo@example.org"}
    assert reply("delegated", **named).status_code == 303
    reply("accepted")
    assert asked.row("Bo Li").response is Response.NEEDS_ACTION
    asked.session.rollback()
    assert sent() == {}


def test_a_link_names_three_deputies_and_no_more(asked, reply):
    """Else it would be a way to have strangers mailed."""
    codes = [
        reply("delegated", deputy_name="K B", deputy_email=f"k{number}@example.org").status_code
        for number in range(4)
    ]
    assert codes == [303, 303, 303, 422]
    again = reply("delegated", deputy_name="K B", deputy_email="k2@example.org")
    assert again.status_code == 303
    known = asked.session.scalars(select(Person.email).where(Person.email.like("k_@%"))).all()
    assert sorted(known) == ["k0@example.org", "k1@example.org", "k2@example.org"]


def test_a_deputy_answers_but_sends_nobody_further(asked, reply, sent, client):
    reply("delegated", deputy_name="Kari Berg", deputy_email="kari@example.org")
    asked.session.rollback()
    text = sent()["kari@example.org"].get_body(("plain",)).get_content()
    link = re.search(r"http://localhost:8000(/reply/\S+)", text)[1]
    page = pages.get(client, link)
    assert "I stedet for Åse Østby" in page.text
    assert "deputy_email" not in page.html
    further = {"answer": "delegated", "deputy_name": "X Y", "deputy_email": "x@example.org"}
    answer = pages.post(client, link, further)
    assert answer.status_code == 422
    assert pages.post(client, link, {"answer": "declined"}).status_code == 303


@pytest.mark.parametrize(
    ("name", "email", "told"),
    [
        ("", "", "Skriv hvem som kommer i ditt sted"),
        ("Kari Berg", "", "ikke en e-postadresse"),
        ("", "kari@example.org", "Skriv navnet"),
        ("Kari Berg", "kari@example.org\r\nBcc: x@example.org", "ikke en e-postadresse"),
        ("Kari Berg", "ase@example.org", "Det er din egen adresse"),
    ],
)
def test_a_deputy_who_cannot_be_written_to_is_refused(asked, reply, name, email, told):
    answer = reply("delegated", deputy_name=name, deputy_email=email)
    assert answer.status_code == 422
    assert told in answer.get_data(as_text=True)
    assert asked.row("Åse Østby").response is Response.NEEDS_ACTION


@pytest.mark.parametrize("answer", ["", "yes", "needs-action"])
def test_an_answer_that_is_none_is_refused(asked, reply, answer):
    assert reply(answer).status_code == 422
    assert asked.row("Åse Østby").response is Response.NEEDS_ACTION


def test_a_wrong_link_is_not_found(asked, client):
    for wrong in ("x" * 32, "short", asked.link.split("/")[-1][:-1] + "!"):
        assert client.get(f"/reply/{wrong}").status_code == 404


def test_nothing_of_the_link_is_kept_but_its_digest(asked):
    token = asked.link.split("/")[-1]
    row = asked.session.scalars(select(Invitation)).first()
    assert token not in f"{vars(row)}"
    kept = asked.session.scalars(select(OutgoingMail)).all()
    assert all(token not in str(mail.payload) for mail in kept)


def test_a_post_without_the_form_s_token_is_refused(asked, client):
    assert client.post(asked.link, data={"answer": "accepted"}).status_code == 400
    assert asked.row("Åse Østby").response is Response.NEEDS_ACTION


def test_a_cancelled_meeting_takes_no_answer_and_says_why(asked, client):
    token = pages.form_token(client.get(asked.link))
    asked.step("cancel", "Sykdom i ledelsen")
    page = pages.get(client, asked.link)
    assert "Møtet er avlyst. Begrunnelse: Sykdom i ledelsen" in page.text
    late = client.post(asked.link, data={"csrf_token": token, "answer": "accepted"})
    assert late.status_code == 422
    assert asked.row("Åse Østby").response is Response.NEEDS_ACTION


def test_one_who_is_no_longer_invited_is_told_so_and_sees_no_more_of_it(asked, client):
    asked.change(place="Hemmelig sted", description="Fortrolig")
    asked.withdraw("Åse Østby")
    page = pages.get(client, asked.link)
    assert "ikke lenger invitert" in page.text
    assert "Hemmelig" not in page.html
    assert "Fortrolig" not in page.html
    assert client.get(f"{asked.link}/meeting.ics").status_code == 404


def test_each_answer_is_a_button_and_the_one_given_is_pressed(asked, reply, client):
    buttons = re.compile(r'<button[^>]*value="([a-z]+)" aria-pressed="(true|false)"')
    none = [("accepted", "false"), ("tentative", "false"), ("declined", "false")]
    assert buttons.findall(pages.get(client, asked.link).html) == none
    reply("tentative")
    given = [("accepted", "false"), ("tentative", "true"), ("declined", "false")]
    assert buttons.findall(pages.get(client, asked.link).html) == given


def test_the_page_has_the_agenda(asked, client):
    asked.change(agenda=(Item(title="Budsjettet", number="12/27"),))
    assert "Saksliste 12/27 Budsjettet" in pages.get(client, asked.link).text


def test_an_address_of_the_register_does_not_give_away_whose_it_is(asked, reply, client):
    """Else a link would be a way to look people up."""
    asked.session.add(Person(given_name="Hemmelig", family_name="Navn", email="x1@example.org"))
    asked.session.commit()
    reply("delegated", deputy_name="K B", deputy_email="x1@example.org")
    page = pages.get(client, asked.link)
    assert "Sender en annen x1@example.org" in page.text
    assert "Hemmelig" not in page.html


def test_the_meeting_can_be_taken_into_a_calendar_without_buttons(asked, client):
    answer = client.get(f"{asked.link}/meeting.ics")
    assert answer.mimetype == "text/calendar"
    calendar = icalendar.Calendar.from_ical(answer.data)
    [event] = calendar.walk("VEVENT")
    assert str(event["UID"]) == asked.meeting.uid
    assert "METHOD" not in calendar


def test_the_link_stays_the_same_when_the_meeting_is_moved(asked, sent):
    asked.change(when=at(date(2027, 6, 10)))
    text = sent()["ase@example.org"].get_body(("plain",)).get_content()
    assert asked.link in text


def test_the_coordinator_sees_what_came_with_the_answers(asked, reply, account_of):
    reply("delegated", deputy_name="Kari Berg", deputy_email="kari@example.org", comment="<i>Syk")
    path = f"/meetings/{asked.meeting.id}/participants"
    asked.session.commit()
    page = pages.get(account_of("coordinator"), path)
    assert "Åse Østby , sender Kari Berg: <i>Syk" in page.text
