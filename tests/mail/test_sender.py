"""The sender against a real SMTP server that refuses, hangs, puts off and goes away."""

from collections import Counter
from threading import Thread

import pytest
from sqlalchemy import select

from arenas.database import db
from arenas.mail import claims, holder, queries, services
from arenas.mail.services import Draft
from arenas.models import OutgoingMail
from arenas.models.enums import MailState
from tests.mail.conftest import Post
from tests.mail.server import Keeps, controller
from tests.ports import free_port


def states(post):
    return [mail.state for mail in post.rows()]


def test_what_waits_is_sent_over_one_connection(post, server):
    post.queue("a@example.org", "b@example.org", "c@example.org")
    report = post.sender().run()
    assert (report.sent, server.connections) == (3, 1)
    assert [to for to, _ in server.taken] == ["a@example.org", "b@example.org", "c@example.org"]
    assert states(post) == [MailState.SENT] * 3


def test_a_message_reads_back_as_it_was_written(post, server):
    post.queue("a@example.org")
    post.sender().run()
    [message] = server.messages
    assert message.defects == []
    assert message["Subject"] == "Hei på deg"
    assert message["To"] == "a@example.org"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["From"] == message["Reply-To"] == "Møteplass <moteplass@localhost>"
    assert message.get_body(("plain",)).get_content() == "Ås\r\n\r\nHilsen\r\n"
    assert "<p>Ås</p>" in message.get_body(("html",)).get_content()


def test_nothing_is_queued_when_its_cause_is_rolled_back(post):
    with post.app.app_context():
        services.queue(db.session(), [Draft("letter", "a@example.org", "Hei", {"text": "Hei"})])
        db.session.rollback()
    assert post.rows() == []


def test_a_run_that_goes_on_for_ever_waits_for_a_burst_of_edits_to_end(post, server, clock):
    post.queue("a@example.org")
    assert post.sender().run(held=True).sent == 0
    clock.passes(seconds=61)
    assert post.sender().run(held=True).sent == 1


def test_a_later_message_on_the_topic_takes_the_place_of_one_that_has_not_gone(post, server):
    post.queue("a@example.org", "b@example.org", topic="uid-1")
    post.queue("a@example.org", topic="uid-1")
    post.sender().run()
    assert [to for to, _ in server.taken] == ["b@example.org", "a@example.org"]
    assert states(post) == [MailState.SUPERSEDED, MailState.SENT, MailState.SENT]


def test_a_refused_recipient_is_given_up_with_the_reason_and_stops_nobody(post, server):
    server.answer = lambda to: "550 5.1.1 no such user" if to.startswith("b") else None
    post.queue("a@example.org", "b@example.org", "c@example.org")
    report = post.sender().run()
    assert (report.sent, report.failed) == (2, 1)
    assert states(post) == [MailState.SENT, MailState.FAILED, MailState.SENT]
    assert post.rows()[1].error == "550 5.1.1 no such user"


def test_a_message_given_up_is_not_tried_again_until_somebody_asks(post, server, clock):
    server.answer = lambda to: "550 no"
    post.queue("a@example.org")
    post.sender().run()
    clock.passes(days=30)
    assert post.sender().run().sent == 0
    assert server.asked == {"a@example.org": 1}


def test_greylisting_is_met_with_a_second_attempt_under_the_same_message_id(post, server, clock):
    server.answer = lambda to: "451 4.7.1 greylisted" if server.asked[to] == 1 else None
    post.queue("a@example.org")
    assert post.sender().run().put_off == 1
    assert post.rows()[0].error == "451 4.7.1 greylisted"
    assert post.sender().run().sent == 0
    clock.passes(seconds=61)
    assert post.sender().run().sent == 1
    assert len(server.ids) == 1


def test_a_message_put_off_and_overtaken_is_not_sent_after_the_later_one(post, server, clock):
    server.answer = lambda to: "451 greylisted" if server.asked[to] == 1 else None
    post.queue("a@example.org", topic="uid-1")
    with post.app.app_context():
        first = claims.claim(db.session(), "somebody", clock(), held=False)
        assert first is not None
        db.session.commit()
    post.queue("a@example.org", topic="uid-1")
    with post.app.app_context():
        mail = db.session.scalars(select(OutgoingMail).order_by(OutgoingMail.id)).first()
        claims.put_off(db.session(), mail, clock(), "451", lambda: 1.0)
        db.session.commit()
    assert states(post) == [MailState.SUPERSEDED, MailState.WAITING]


def test_it_is_tried_for_at_least_four_hours_and_then_given_up(post, server, clock):
    server.answer = lambda to: "451 not now"
    post.queue("a@example.org")
    began = clock.at
    while states(post) == [MailState.WAITING]:
        clock.passes(minutes=5)
        post.sender().run()
    passed = (clock.at - began).total_seconds() / 3600
    assert states(post) == [MailState.FAILED]
    assert server.asked["a@example.org"] == claims.MOST_ATTEMPTS
    assert 4 / 0.8 <= passed <= 7  # with the least luck 0.8 of it, still four hours


def test_a_server_down_for_an_hour_costs_no_message_an_attempt(app, clock):
    port = free_port()
    server = Keeps()
    post = Post(app, server, f"smtp://127.0.0.1:{port}", clock)
    post.queue(*(f"p{number}@example.org" for number in range(20)))
    for _minute in range(60):
        report = post.sender().run()
        assert report.problem is not None
        clock.passes(minutes=1)
    assert {mail.attempts for mail in post.rows()} == {0}
    with app.app_context():
        told = queries.problem(db.session())
        assert told is not None
        assert f"127.0.0.1:{port}" in told.text
    running = controller(server, port)
    running.start()
    assert post.sender().run().sent == 20
    running.stop()
    assert set(server.ids.values()) == {1}
    with app.app_context():
        assert queries.problem(db.session()) is None


def test_a_server_that_hangs_is_left_and_the_others_go_on_waiting(post, server, clock):
    server.seconds = 60
    post.queue("a@example.org", "b@example.org")
    report = post.sender(seconds=3).run()
    assert report.problem is not None
    assert report.sent == 0
    assert [mail.attempts for mail in post.rows()] == [1, 0]
    assert states(post) == [MailState.WAITING, MailState.WAITING]


def test_four_senders_at_once_send_each_message_once(post, server):
    post.queue(*(f"p{number}@example.org" for number in range(120)))
    reports = []
    senders = [post.sender() for _ in range(4)]
    threads = [Thread(target=lambda s=sender: reports.append(s.run())) for sender in senders]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(report.sent for report in reports) == 120
    assert len(server.ids) == 120
    assert set(server.ids.values()) == {1}


def test_what_a_dead_sender_held_is_taken_over_at_once(post, server):
    post.queue("a@example.org")
    with post.app.app_context():
        gone = holder.myself().split(":")
        gone[2] = "1"  # our number, but a process that started at another time
        claims.claim(db.session(), ":".join(gone), post.clock(), held=False)
        db.session.commit()
    assert post.sender().run().sent == 1


def test_what_a_living_sender_holds_is_left_until_its_lease_is_over(post, server, clock):
    post.queue("a@example.org")
    with post.app.app_context():
        claims.claim(db.session(), holder.myself(), clock(), held=False)
        db.session.commit()
    assert post.sender().run().sent == 0
    clock.passes(minutes=5)
    assert post.sender().run().sent == 1


@pytest.mark.parametrize(
    "address",
    [
        "a@example.org\r\nRCPT TO:<x@example.org>",
        "a@example.org\nBcc: x@example.org",
        "a b@example.org",
        "a@b@example.org",
        "<a@example.org>",
        "a@example.org, b@example.org",
        "åse@example.org",
        "",
    ],
)
def test_an_address_that_could_break_out_never_reaches_the_server(post, server, address):
    post.queue(address, "good@example.org")
    post.sender().run()
    assert server.asked == Counter({"good@example.org": 1})
    assert states(post) == [MailState.FAILED, MailState.SENT]
    assert "ikke en e-postadresse" in post.rows()[0].error


def test_a_message_that_cannot_be_written_does_not_stop_the_others(post, server, caplog):
    with post.app.app_context():
        services.queue(db.session(), [Draft("letter", "a@example.org", "Hei", {})])
        db.session.commit()
    post.queue("b@example.org")
    report = post.sender().run()
    assert (report.sent, report.failed) == (1, 1)
    assert "KeyError" in post.rows()[0].error
