"""Seats and waiting list as invitees and coordinators meet them."""

from datetime import UTC, datetime

from arenas.invitations import replies
from arenas.invitations.replies import Fate
from arenas.meetings import participants, queries
from arenas.models import Meeting
from arenas.models.enums import ParticipationRole, Response, Seat
from tests import pages
from tests.accounts.conftest import account_of
from tests.invitations.programs import google
from tests.invitations.seat_records import HYBRID, NO, WAITS, YES, A, B, C, D, mail_of

__all__ = ["account_of"]

EARLIER = datetime(2026, 1, 2, tzinfo=UTC)


def test_one_who_waits_is_no_participant(full):
    meeting = full(seats=1)
    meeting.answer(A, YES)
    meeting.answer(B, YES)
    session = meeting.session
    rows = queries.participants(session, meeting.meeting.id)
    assert [row.given_name for row in rows] == ["Ann", "Cai", "Dag"]
    [counted] = queries.people(session, meeting.meeting, names=False)
    assert counted.people == 3


def test_one_with_a_seat_does_not_lose_it_by_asking_for_another(full, client):
    meeting = full(seats=1, online_seats=1, **HYBRID)
    meeting.answer(A, YES, seat=Seat.ROOM)
    meeting.answer(B, YES, seat=Seat.ONLINE)
    answer = pages.post(client, meeting.link(A), {"answer": "accepted-online"})
    assert answer.status_code == 422
    assert "Du har fortsatt plass i rommet" in pages.checked(answer, 422).text
    assert meeting.row(A).seat is Seat.ROOM
    meeting.session.rollback()
    meeting.answer(B, NO)
    assert pages.post(client, meeting.link(A), {"answer": "accepted-online"}).status_code == 303
    meeting.session.expire_all()
    assert (meeting.row(A).response, meeting.row(A).seat) == (YES, Seat.ONLINE)


def test_the_page_says_what_is_full_and_offers_the_net_or_the_waiting_list(full, client):
    meeting = full(seats=1, online_seats=5, **HYBRID)
    meeting.answer(A, YES, seat=Seat.ROOM)
    page = pages.get(client, meeting.link(B))
    assert "I rommet: 1 av 1 plasser er tatt" in page.text
    assert "På nett: 0 av 5 plasser er tatt" in page.text
    assert "Sett meg på venteliste til rommet. Det er fullt nå." in page.text
    assert "Ja, på nett" in page.text
    assert "Plassene går til dem som svarer ja først." in page.text
    assert pages.post(client, meeting.link(B), {"answer": "accepted-room"}).status_code == 303
    page = pages.get(client, meeting.link(B))
    assert "Ditt svar Venteliste I rommet, nummer 1" in page.text
    assert "du står på venteliste" in page.text
    assert "La meg stå på venteliste til rommet" in pages.get(client, meeting.link(B)).text
    assert "Ja, i rommet" in pages.get(client, meeting.link(A)).text


def test_the_coordinator_sees_the_queue_with_its_rule_and_can_give_a_seat(full, sent, account_of):
    meeting = full(seats=1)
    for name in (A, C, B):
        meeting.answer(name, YES)
    sent()
    browser = account_of("coordinator")
    path = f"/meetings/{meeting.meeting.id}/participants"
    page = pages.get(browser, path)
    assert "1 av 1 plasser er tatt , 2 venter" in page.text.replace("tatt,", "tatt ,")
    assert page.text.index("1 Cai Moe") < page.text.index("2 Bo Li")
    assert "Plassene går til dem som svarer ja først." in page.text
    row = meeting.row(B).id
    meeting.session.rollback()
    assert pages.post(browser, f"{path}/{row}/seat", at=path).status_code == 303
    meeting.session.expire_all()
    assert meeting.responses() == {A: YES, B: YES, C: WAITS, D: Response.NEEDS_ACTION}
    assert list(sent()) == [mail_of(B)]
    assert pages.post(browser, f"{path}/{row}/seat", at=path).status_code == 303
    assert "står ikke på venteliste" in pages.get(browser, path).text


def test_what_the_coordinator_is_told_counts_and_frees_seats(full, account_of):
    meeting = full(seats=1)
    meeting.answer(A, YES)
    meeting.answer(B, YES)
    called = meeting.called
    row = called.row(A)
    participants.change(
        called.session,
        meeting.meeting.id,
        row.id,
        role=ParticipationRole.PARTICIPANT,
        response=NO,
        organisation_id=row.organisation_id,
        actor=called.actor,
    )
    called.session.commit()
    assert meeting.responses()[B] is YES
    old = google(meeting.meeting.uid, meeting.meeting.sequence, mail_of(A), "ACCEPTED", EARLIER)
    assert replies.take(called.session, old).fate is Fate.STALE


def test_one_who_waited_and_came_all_the_same_was_there(full):
    meeting = full(seats=1)
    meeting.answer(A, YES)
    meeting.answer(B, YES)
    called = meeting.called
    row = participants.add_person(
        called.session,
        meeting.meeting.id,
        person_id=called.people[B].id,
        organisation_id=None,
        role=ParticipationRole.PARTICIPANT,
        invited=False,
        actor=called.actor,
    )
    assert (row.person_id, row.response) == (called.people[B].id, YES)


def test_seats_that_are_none_are_refused_in_the_form(call, account_of):
    called = call(A)
    browser = account_of("coordinator")
    path = f"/meetings/{called.meeting.id}/edit"
    called.session.rollback()
    page = pages.get(browser, path)
    sent = {"forum": page.value("forum") or str(called.forum.id), "title": "x"}
    called.session.rollback()
    values = {
        "version": page.value("version"),
        "day": "08.06.2027",
        "starts": "12.00",
        "ends": "14.00",
        "mode": "physical",
        "place": "Rådhuset",
    }
    for seats in ("0", "-3", "mange"):
        answer = pages.post(browser, path, sent | values | {"seats": seats})
        assert answer.status_code == 422, seats
    answer = pages.post(browser, path, sent | values | {"seats": "12"})
    assert answer.status_code == 303
    meeting = called.session.get(Meeting, called.meeting.id, populate_existing=True)
    assert meeting.seats == 12
