"""Seats: first come, first served; those after wait, and the first of them gets what is freed."""

from datetime import date

import pytest
from sqlalchemy import select

from arenas.invitations import answering, invited, replies
from arenas.invitations.invited import Answer
from arenas.invitations.replies import Fate
from arenas.models import Invitation, Participation, Person
from arenas.models.enums import AnswerWay, Response, Seat
from tests.invitations.conftest import event_of
from tests.invitations.programs import google
from tests.invitations.seat_records import HYBRID, MAYBE, NO, WAITS, YES, A, B, C, D, mail_of
from tests.meetings.records import at


@pytest.mark.usefixtures("database")
def test_those_who_come_after_the_seats_are_taken_wait_and_the_first_is_promoted(full, sent):
    meeting = full(seats=2)
    for name in (C, A, D, B):
        meeting.answer(name, YES)
    assert meeting.responses() == {A: YES, B: WAITS, C: YES, D: WAITS}
    waiting = sent()
    assert sorted(waiting) == [mail_of(B), mail_of(D)]
    meeting.answer(C, NO)
    assert meeting.responses() == {A: YES, B: WAITS, C: NO, D: YES}
    assert list(sent()) == [mail_of(D)]


def test_the_mail_and_the_calendar_of_one_who_waits_say_so_and_later_that_there_is_a_seat(
    full, sent
):
    meeting = full(seats=1)
    meeting.answer(A, YES)
    meeting.answer(B, YES)
    first = event_of(meeting.first[mail_of(B)])
    message = sent()[mail_of(B)]
    assert message["Subject"].startswith("Venteliste: Klimaforum: Utslipp")
    text = message.get_body(("plain",)).get_content()
    assert "Det er fullt, så du står på venteliste." in text
    assert "Din plass: venteliste" in text
    event = event_of(message)
    assert (event.method, str(event["STATUS"])) == ("REQUEST", "TENTATIVE")
    assert str(event["SUMMARY"]).startswith("Venteliste: ")
    assert event["ATTENDEE"].params["PARTSTAT"] == "TENTATIVE"
    # Nothing of the meeting is new: the same SEQUENCE, by a later DTSTAMP the newer message.
    assert event["SEQUENCE"] == first["SEQUENCE"]
    assert event["DTSTAMP"].dt >= first["DTSTAMP"].dt
    meeting.answer(A, MAYBE)
    message = sent()[mail_of(B)]
    assert message["Subject"].startswith("Du har fått plass: ")
    event = event_of(message)
    assert (str(event["STATUS"]), event["ATTENDEE"].params["PARTSTAT"]) == ("CONFIRMED", "ACCEPTED")
    assert str(event["SUMMARY"]) == str(first["SUMMARY"])
    assert event["SEQUENCE"] == first["SEQUENCE"]


def test_who_waits_and_gets_a_seat_before_the_mail_went_hears_the_last_alone(full, sent):
    meeting = full(seats=1)
    meeting.answer(A, YES)
    meeting.answer(B, YES)
    meeting.answer(A, NO)
    [(address, message)] = sent().items()
    assert address == mail_of(B)
    assert message["Subject"].startswith("Du har fått plass: ")
    meeting.answer(B, NO)
    assert sent() == {}


def test_a_yes_by_a_calendar_program_waits_too(full, sent):
    meeting = full(seats=1)
    meeting.answer(A, YES)
    content = google(meeting.meeting.uid, meeting.meeting.sequence, mail_of(B), "ACCEPTED")
    assert replies.take(meeting.session, content).fate is Fate.TAKEN
    meeting.session.commit()
    assert meeting.responses()[B] is WAITS
    assert event_of(sent()[mail_of(B)])["ATTENDEE"].params["PARTSTAT"] == "TENTATIVE"


def test_a_repeated_yes_keeps_the_seat_and_the_place_in_the_queue(full):
    meeting = full(seats=1)
    for name in (A, B, C, B, A, B):
        meeting.answer(name, YES)
    assert meeting.responses() == {A: YES, B: WAITS, C: WAITS, D: Response.NEEDS_ACTION}
    meeting.answer(A, NO)
    assert meeting.responses()[B] is YES


def test_a_deputy_has_the_seat_of_whom_he_comes_for_until_he_says_no(full, sent):
    meeting = full(seats=1)
    meeting.answer(A, YES)
    meeting.answer(B, YES)
    kari = invited.Deputy("Kari Berg", "kari@example.org")
    meeting.answer(A, Response.DELEGATED, deputy=kari)
    assert meeting.responses()[B] is WAITS
    sent()
    person = meeting.session.scalars(select(Person).where(Person.email == kari.email)).one()
    meeting.called.people["Kari Berg"] = person
    meeting.answer("Kari Berg", YES)
    assert meeting.responses()[B] is WAITS
    meeting.answer("Kari Berg", NO)
    assert meeting.responses()[B] is YES


def test_seats_are_kept_and_the_queue_stands_when_the_meeting_is_moved(full):
    meeting = full(seats=2)
    for name in (A, B, C):
        meeting.answer(name, YES)
    meeting.called.change(seats=2, when=at(date(2027, 6, 10)))
    asked = Response.NEEDS_ACTION
    assert meeting.responses() == {A: asked, B: asked, C: WAITS, D: asked}
    meeting.answer(D, YES)
    assert meeting.responses()[D] is WAITS
    meeting.answer(B, YES)
    meeting.answer(A, NO)
    assert meeting.responses() == {A: NO, B: YES, C: YES, D: WAITS}


def test_more_seats_let_the_first_ones_in_and_mail_them_and_nobody_else(full, sent):
    meeting = full(seats=1)
    for name in (D, C, B, A):
        meeting.answer(name, YES)
    sent()
    before = meeting.meeting.sequence
    meeting.called.change(seats=3)
    assert meeting.responses() == {A: WAITS, B: YES, C: YES, D: YES}
    assert sorted(sent()) == [mail_of(B), mail_of(C)]
    assert meeting.meeting.sequence == before
    meeting.called.change(seats=None)
    assert meeting.responses()[A] is YES


def test_one_who_is_taken_off_the_list_frees_the_seat(full):
    meeting = full(seats=1)
    meeting.answer(A, YES)
    meeting.answer(B, YES)
    meeting.called.withdraw(A)
    meeting.called.people.pop(A)
    assert meeting.responses()[B] is YES


def test_at_a_hybrid_meeting_room_and_net_have_seats_of_their_own(full, sent):
    meeting = full(seats=1, online_seats=1, **HYBRID)
    meeting.answer(A, YES, seat=Seat.ROOM)
    meeting.answer(B, YES, seat=Seat.ROOM)
    meeting.answer(C, YES, seat=Seat.ONLINE)
    meeting.answer(D, YES, seat=Seat.ONLINE)
    assert meeting.responses() == {A: YES, B: WAITS, C: YES, D: WAITS}
    text = sent()[mail_of(D)].get_body(("plain",)).get_content()
    assert "Din plass: venteliste på nett" in text
    meeting.answer(C, NO)
    assert meeting.responses() == {A: YES, B: WAITS, C: NO, D: YES}
    assert "Din plass: på nett" in sent()[mail_of(D)].get_body(("plain",)).get_content()


def test_ten_who_answer_at_once_share_three_seats(database, call, sent, at_once):
    """Each in a transaction of its own, all at the same moment, on both databases."""
    names = [f"P{number} Li" for number in range(10)]
    called = call(*names)
    called.change(seats=3)
    called.step("publish")
    sent()
    rows = called.session.scalars(
        select(Invitation.id).where(Invitation.meeting_id == called.meeting.id)
    ).all()
    called.session.rollback()

    def answering_of(number):
        given = Answer(YES, AnswerWay.LINK)
        return lambda session: answering.answer(session, invited.by_id(session, number), given)

    assert at_once(*(answering_of(number) for number in rows)) == []
    responses = called.session.scalars(select(Participation.response)).all()
    assert (responses.count(YES), responses.count(WAITS)) == (3, 7)
