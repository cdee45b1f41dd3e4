"""Seats at the dates of a series: one message a person, each date in the calendar as it is."""

import pytest

from arenas.invitations import answering, invited
from arenas.invitations.answering import Choice
from arenas.models.enums import Response
from tests.invitations.series_records import BO, DAYS, events_of, method_of

YES: Choice = (Response.ACCEPTED, None)
NO: Choice = (Response.DECLINED, None)
WAITS = Response.WAITING


@pytest.fixture
def full(call_series, sent):
    """Six dates with one seat each, and a way to answer to all or some of them."""
    called = call_series()
    for meeting in called.meetings:
        meeting.seats = 1
    called.session.commit()
    [told] = events_of(sent()[BO])
    called.sequence = told["SEQUENCE"]

    def answer(name, common, own=()):
        person, series = called.people[name].id, called.series.id
        dates = invited.of_series(called.session, series, person)
        of_dates = {called.on(day).id: choice for day, choice in dict(own).items()}
        answering.answer_dates(called.session, dates, common=common, own=of_dates, comment=None)
        called.session.commit()

    called.answer = answer
    return called


@pytest.mark.usefixtures("database")
def test_six_dates_to_wait_for_are_one_message_and_so_are_the_seats(full, sent):
    full.answer("Åse Østby", YES, {DAYS[0]: NO})
    assert sent() == {}
    full.answer("Bo Li", YES)
    assert full.answers("Bo Li") == [Response.ACCEPTED, *[WAITS] * 5]
    full.session.rollback()
    [(address, message)] = sent().items()
    assert address == BO
    assert message["Subject"].startswith("Venteliste: Klimaforum, 5 møter")
    assert method_of(message) == "REQUEST"
    rule, first = events_of(message)
    assert "RRULE" in rule  # and what most of the dates say
    assert rule["ATTENDEE"].params["PARTSTAT"] == "TENTATIVE"
    assert str(rule["STATUS"]) == "TENTATIVE"
    assert str(rule["SUMMARY"]).startswith("Venteliste: ")
    assert first["RECURRENCE-ID"].dt.date() == DAYS[0]
    assert first["ATTENDEE"].params["PARTSTAT"] == "ACCEPTED"
    assert str(first["STATUS"]) == "CONFIRMED"
    assert not str(first["SUMMARY"]).startswith("Venteliste: ")
    # Nothing of the meetings is new: the same SEQUENCE, by a later DTSTAMP the newer message.
    assert {event["SEQUENCE"] for event in events_of(message)} == {full.sequence}
    full.answer("Åse Østby", NO)
    assert full.answers("Bo Li") == [Response.ACCEPTED] * 6
    full.session.rollback()
    [(address, message)] = sent().items()
    assert address == BO
    assert message["Subject"].startswith("Du har fått plass: Klimaforum, 5 møter")
    assert all(event["ATTENDEE"].params["PARTSTAT"] == "ACCEPTED" for event in events_of(message))
    assert {event["SEQUENCE"] for event in events_of(message)} == {full.sequence}


def test_news_of_a_seat_that_another_answer_overtook_is_not_sent(full, sent):
    full.answer("Åse Østby", YES)
    full.answer("Bo Li", YES)
    full.answer("Bo Li", NO)
    assert sent() == {}


def test_one_date_alone_is_a_message_about_that_date(full, sent):
    full.answer("Åse Østby", None, {DAYS[2]: YES})
    full.answer("Bo Li", None, {DAYS[2]: YES})
    [(address, message)] = sent().items()
    assert (address, method_of(message)) == (BO, "REQUEST")
    [event] = events_of(message)
    assert event["RECURRENCE-ID"].dt.date() == DAYS[2]
    assert str(event["SUMMARY"]).startswith("Venteliste: ")
