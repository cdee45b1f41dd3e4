"""Answering from the first page and the meeting's page: one click for who has signed in."""

import pytest
from sqlalchemy import delete, select

from arenas.models import Account, Invitation
from arenas.models.enums import Response, Role
from tests import pages
from tests.accounts.conftest import account_of
from tests.invitations.seat_records import HYBRID, NO, WAITS, YES, A, B, C

__all__ = ["account_of"]


@pytest.fixture
def member(account_of):
    """A client that has signed in as this person of the meeting."""

    def sign_in(meeting, name):
        meeting.session.rollback()
        client = account_of("member")
        account = meeting.session.scalars(
            select(Account).where(Account.role == Role.MEMBER).order_by(Account.id.desc())
        ).first()
        account.person_id = meeting.called.people[name].id
        meeting.session.commit()
        return client

    return sign_in


def press(client, meeting, answer, at="/"):
    path = f"/meetings/{meeting.meeting.id}/answer"
    data = {"answer": answer} | ({"from": "overview"} if at == "/" else {})
    response = pages.post(client, path, data, at=at)
    meeting.session.expire_all()
    return response


def test_the_first_page_shows_the_next_meeting_with_buttons_and_one_click_answers(full, member):
    meeting = full()
    client = member(meeting, A)
    page = pages.get(client, "/")
    assert "Kommer du? Ja Kanskje Nei" in page.text
    answer = press(client, meeting, "accepted")
    assert (answer.status_code, answer.location) == (303, "/")
    assert meeting.responses()[A] is YES
    page = pages.get(client, "/")
    assert "Takk, svaret er registrert." in page.text
    assert "Ditt svar: Kommer" in page.text
    assert page.html.count('aria-pressed="true"') == 1
    assert meeting.link(A) in page.links
    press(client, meeting, "declined")
    assert meeting.responses()[A] is NO


def test_the_meeting_s_page_has_the_same_buttons_for_those_who_are_asked(full, member, account_of):
    meeting = full()
    path = f"/meetings/{meeting.meeting.id}"
    assert "Kommer du?" in pages.get(member(meeting, B), path).text
    meeting.session.rollback()
    assert "Kommer du?" not in pages.get(account_of("coordinator"), path).text


def test_nobody_answers_a_meeting_he_or_she_is_not_asked_to(full, member, account_of):
    meeting = full()
    client = member(meeting, A)
    meeting.called.withdraw(A)
    assert press(client, meeting, "accepted").status_code == 404
    meeting.session.rollback()
    assert press(account_of("coordinator"), meeting, "accepted").status_code == 404


def test_room_or_net_and_the_waiting_list_are_one_click_too(full, member):
    meeting = full(seats=1, online_seats=2, **HYBRID)
    meeting.answer(B, YES)
    client = member(meeting, A)
    assert "Venteliste til rommet Ja, på nett Kanskje Nei" in pages.get(client, "/").text
    press(client, meeting, "accepted-room")
    assert meeting.responses()[A] is WAITS
    assert "Venteliste I rommet, nummer 1" in pages.get(client, "/").text
    press(client, meeting, "accepted-online")
    assert meeting.responses()[A] is YES


def test_one_who_was_never_mailed_answers_all_the_same(full, member):
    """The list may come from a file, and the person have no address."""
    meeting = full(seats=1)
    meeting.session.execute(delete(Invitation))
    meeting.session.commit()
    press(member(meeting, A), meeting, "accepted")
    press(member(meeting, C), meeting, "accepted")
    assert (meeting.responses()[A], meeting.responses()[C]) == (YES, WAITS)


@pytest.mark.parametrize("answer", ["", "yes", "delegated", "needs-action"])
def test_an_answer_that_no_button_gives_is_refused(full, member, answer):
    meeting = full()
    client = member(meeting, A)
    assert press(client, meeting, answer).status_code == 303
    assert meeting.responses()[A] is Response.NEEDS_ACTION
    assert "Velg et svar." in pages.get(client, "/").text


def test_a_meeting_that_is_off_has_no_buttons(full, member):
    meeting = full()
    meeting.called.step("cancel", "Sykdom")
    client = member(meeting, A)
    path = f"/meetings/{meeting.meeting.id}"
    assert "Kommer du?" not in pages.get(client, path).text
    assert press(client, meeting, "accepted").status_code == 303
    assert meeting.responses()[A] is Response.NEEDS_ACTION
