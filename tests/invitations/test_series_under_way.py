"""What is told of a series while an earlier message about it is on its way, or did not arrive."""

from datetime import date

import pytest

from arenas.models.enums import MailState
from tests.invitations.series_records import ASE, DAYS, events_of, starts_of

ALL = [f"{day} 12:00" for day in DAYS]
MARCH = DAYS[1]
MOVED = [f"{day} 12:00".replace("2027-03-01", "2027-03-02") for day in DAYS]


def states(post):
    return [mail.state for mail in post.rows() if mail.recipient == ASE]


@pytest.fixture
def meanwhile(call_series, server, post):
    """A series whose first message is moved on from while the server has it in its hands."""
    called = call_series()
    calls = []

    def move(recipient):
        if recipient == ASE and not calls:
            calls.append(recipient)
            with post.app.app_context():
                called.move(MARCH, date(2027, 3, 2))
            return server.says
        return None

    server.answer = move
    return called


@pytest.mark.usefixtures("database")
def test_a_date_moved_while_the_server_puts_the_invitation_off_loses_no_date(
    meanwhile, server, post, sent
):
    server.says = "451 4.7.1 greylisted, come back later"
    sent()
    assert states(post) == [MailState.SUPERSEDED, MailState.SENT]
    [message] = [one for one in server.messages if one["To"].addresses[0].addr_spec == ASE]
    assert starts_of(message) == MOVED
    assert message["Subject"].startswith("Invitasjon: Klimaforum, 6 møter")


def test_a_date_moved_while_the_invitation_goes_is_told_with_the_rule(
    meanwhile, server, post, sent
):
    server.says = None
    sent()
    first, second = [one for one in server.messages if one["To"].addresses[0].addr_spec == ASE]
    assert starts_of(first) == ALL or starts_of(first) == MOVED
    assert starts_of(second) == MOVED
    assert events_of(second)[0]["SEQUENCE"] > events_of(first)[0]["SEQUENCE"]


def test_what_did_not_arrive_comes_with_the_next_message(call_series, server, post, sent):
    called = call_series()
    server.answer = lambda to: "552 5.2.2 mailbox full" if to == ASE else None
    sent()
    assert states(post) == [MailState.FAILED]
    server.answer = lambda _: None
    called.move(MARCH, date(2027, 3, 2))
    assert starts_of(sent()[ASE]) == MOVED
    called.move(MARCH, date(2027, 3, 3))
    [event] = events_of(sent()[ASE])  # that arrived, so the next is of its date alone
    assert event["RECURRENCE-ID"].dt.date() == MARCH
