"""Addresses with letters beyond a to z, and people who get another address."""

import re

import pytest

from arenas.invitations import listed, replies
from arenas.invitations.replies import Fate
from arenas.mail import services as outbox
from arenas.models import OutgoingMail
from arenas.models.enums import MailState, Response
from tests import pages
from tests.invitations.conftest import DAY, event_of
from tests.invitations.programs import google
from tests.invitations.series_records import ASE, BO, DAYS, starts_of

NEW = "ase@new.example"


def path_in(message):
    return re.search(r"(/reply/\S+)", message.get_body(("plain",)).get_content())[1]


@pytest.fixture
def asked(call):
    called = call("Åse Østby")
    called.session.commit()
    return called


def moves_house(called, name="Åse Østby", email=NEW):
    called.people[name].email = email
    called.session.commit()


def test_one_at_a_norwegian_domain_is_asked_answers_and_is_told_that_it_is_off(asked, sent):
    moves_house(asked, email="kari@blåbær.no")
    asked.step("publish")
    assert list(sent()) == ["kari@xn--blbr-roah.no"]
    for written in ("kari@xn--blbr-roah.no", "kari@blåbær.no"):
        reply = google(asked.meeting.uid, 1, written, "ACCEPTED")
        assert replies.take(asked.session, reply).fate is Fate.TAKEN
        assert asked.row("Åse Østby").response is Response.ACCEPTED
    asked.step("cancel", "Sykdom")
    [message] = sent().values()
    assert event_of(message).method == "CANCEL"


def test_at_such_a_domain_too_a_meeting_called_off_at_once_is_never_told(asked, sent):
    moves_house(asked, email="kari@blåbær.no")
    asked.step("publish")
    asked.step("cancel", "Sykdom")
    assert sent() == {}


@pytest.mark.usefixtures("post")
def test_the_old_address_gets_nothing_more_and_its_link_is_dead(app, asked, sent):
    asked.step("publish")
    old = path_in(sent()[ASE])
    asked.change(place="Biblioteket")
    moves_house(asked)
    asked.change(place="Rådhuset")
    messages = sent()
    assert list(messages) == [NEW]
    assert messages[NEW]["Subject"].startswith("Invitasjon:")
    client = app.test_client()
    assert client.get(old).status_code == 404
    assert "Åse Østby" in pages.get(client, path_in(messages[NEW])).text


def test_a_message_tried_again_at_the_right_address_has_another_link(app, asked, sent, server):
    asked.step("publish")
    old = path_in(sent()[ASE])
    [mail] = asked.session.query(OutgoingMail)
    outbox.returned(asked.session, mail.key, "550 5.1.1 no such user")
    moves_house(asked)
    outbox.retry(asked.session, mail.id, actor=asked.actor)
    asked.session.commit()
    new = path_in(sent()[NEW])
    client = app.test_client()
    assert client.get(old).status_code == 404
    assert "Åse Østby" in pages.get(client, new).text


def test_of_a_series_the_new_address_gets_all_and_the_old_link_is_dead(app, call_series, sent):
    called = call_series()
    old = path_in(sent()[ASE])
    called.step(DAYS[1], "cancel", "Ingen saker")
    moves_house(called)
    called.step(DAYS[1], "reopen")
    messages = sent()
    assert set(messages) == {NEW, BO}
    assert starts_of(messages[NEW]) == [f"{day} 12:00" for day in DAYS]
    client = app.test_client()
    assert client.get(old).status_code == 404
    assert "Åse Østby" in pages.get(client, path_in(messages[NEW])).text


def test_a_meeting_off_before_anybody_heard_of_it_and_then_on_is_a_new_one(asked, sent):
    asked.step("publish")
    asked.step("cancel", "Sykdom")
    assert sent() == {}
    asked.step("reopen")
    assert sent()[ASE]["Subject"].startswith("Invitasjon:")
    asked.step("cancel", "Sykdom")
    sent()
    asked.step("reopen")
    assert sent()[ASE]["Subject"].startswith("Holdes likevel:")


def failed(called, server, sent, code="550 5.1.1 no such user"):
    server.answer = lambda _: code
    sent()
    server.answer = lambda _: None
    return called.session.query(OutgoingMail).order_by(OutgoingMail.id.desc()).first()


def test_a_message_with_a_newer_in_its_place_is_not_tried_again(asked, sent, server):
    asked.step("publish")
    mail = failed(asked, server, sent, "552 5.2.2 mailbox full")
    asked.change(place="Biblioteket")
    assert len(sent()) == 1
    assert outbox.retry_all(asked.session, actor=asked.actor) == 0
    assert mail.state is MailState.SUPERSEDED
    asked.session.commit()
    assert sent() == {}


def test_nobody_is_asked_to_a_meeting_that_is_off_by_trying_again(asked, sent, server):
    moves_house(asked, email="åse@example.org")  # no server that we know takes such a name
    asked.step("publish")
    [mail] = asked.session.query(OutgoingMail)
    assert (mail.state, mail.attempts) == (MailState.FAILED, 0)
    asked.step("cancel", "Sykdom")
    moves_house(asked)
    outbox.retry(asked.session, mail.id, actor=asked.actor)
    asked.session.commit()
    assert sent() == {}


def test_one_address_that_cannot_be_used_stops_none_of_the_others(call, sent, server):
    called = call("Åse Østby", "Bo Li")
    called.step("publish")
    failed(called, server, sent)
    moves_house(called, "Bo Li", "bø@example.org")
    assert outbox.retry_all(called.session, actor=called.actor) == 1
    called.session.commit()
    assert list(sent()) == [ASE]


def test_a_change_while_the_server_puts_the_invitation_off_is_still_an_invitation(
    asked, sent, server, post
):
    asked.step("publish")

    def moves(_recipient):
        server.answer = lambda _: None
        with post.app.app_context():
            asked.change(place="Biblioteket")
        return "451 4.7.1 greylisted"

    server.answer = moves
    assert sent()[ASE]["Subject"].startswith("Invitasjon:")
    asked.change(place="Rådhuset")
    assert sent()[ASE]["Subject"].startswith("Endret:")


def test_one_on_record_at_such_a_domain_is_found_in_a_pasted_list(asked):
    moves_house(asked, email="kari@blåbær.no")
    found = listed.read(asked.session, "kari@blåbær.no\nKARI@xn--blbr-roah.no", DAY)
    assert found.bad == []
    assert found.pairs == {asked.people["Åse Østby"].id: asked.organisation.id}
