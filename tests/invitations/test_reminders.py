"""A reminder some days before the meeting: once, and nobody who has said no."""

from datetime import timedelta

import pytest

from arenas.invitations.reminders import queue_due
from arenas.models.enums import Response


@pytest.fixture
def remind(call, sent, clock):
    called = call()
    called.step("publish")
    sent()

    def run(before, days=2):
        clock.at = called.meeting.starts_at - before
        number = queue_due(called.session, clock(), days)
        called.session.commit()
        return number

    run.called = called
    return run


def test_those_invited_are_reminded_once_two_days_before(remind, sent):
    assert remind(timedelta(days=3)) == 0
    assert remind(timedelta(days=2)) == 2
    messages = sent()
    assert sorted(messages) == ["ase@example.org", "bo@example.org"]
    message = messages["ase@example.org"]
    assert message["Subject"].startswith("Påminnelse: Klimaforum")
    assert "/reply/" in message.get_body(("plain",)).get_content()
    assert all(part.get_content_type() != "text/calendar" for part in message.walk())
    assert remind(timedelta(days=1)) == 0


def test_who_has_said_no_is_left_in_peace(remind):
    remind.called.row("Bo Li").response = Response.DECLINED
    remind.called.session.commit()
    assert remind(timedelta(days=1)) == 1


def test_reminders_can_be_turned_off(remind):
    assert remind(timedelta(days=1), days=0) == 0


def test_a_reminder_that_waits_does_not_go_when_the_meeting_is_called_off(remind, sent):
    remind(timedelta(days=1))
    remind.called.step("cancel", "Sykdom")
    assert all(message["Subject"].startswith("Avlyst") for message in sent().values())
