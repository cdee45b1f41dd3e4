"""A series in the mail: one message a person, read back by three libraries."""

from datetime import date, time

import pytest
from sqlalchemy import select

from arenas.invitations.services import together
from arenas.meetings import series, states
from arenas.models import Invitation, OutgoingMail, SeriesInvitation
from arenas.models.enums import Language, MailState, Response
from tests.invitations.series_records import (
    ASE,
    BO,
    DAYS,
    HERE,
    events_of,
    method_of,
    part_of,
    starts_of,
)

ALL = [f"{day} 12:00" for day in DAYS]
MARCH, APRIL, MAY = DAYS[1:4]


def text_of(message):
    return message.get_body(("plain",)).get_content().replace("\r\n", "\n")


@pytest.mark.usefixtures("database")
def test_publishing_a_series_sends_each_one_message_with_the_rule(call_series, sent):
    called = call_series()
    messages = sent()
    assert sorted(messages) == [ASE, BO]
    message = messages[ASE]
    assert method_of(message) == "REQUEST"
    [event] = events_of(message)
    assert str(event["UID"]) == called.series.uid
    assert event["RRULE"].to_ical().decode() == (
        "FREQ=MONTHLY;UNTIL=20270802T100000Z;INTERVAL=1;BYDAY=1MO"
    )
    assert str(event["ATTENDEE"]) == f"mailto:{ASE}"
    assert event["ATTENDEE"].params["RSVP"] == "TRUE"
    assert str(event["ORGANIZER"]) == "mailto:moteplass@localhost"
    assert BO not in message.as_string()
    # July is left out; hours stay at 12 in winter (UTC+1) and in summer (UTC+2).
    assert starts_of(message) == ALL
    assert [one.dt.date() for one in event["EXDATE"].dts] == [date(2027, 7, 5)]
    kinds = [part.get_content_type() for part in message.walk()]
    assert kinds == ["multipart/mixed", "multipart/alternative", "text/plain", "text/html",
                     "text/calendar", "application/ics"]  # fmt: skip


def test_the_letter_says_the_rule_and_the_dates_in_words(call_series, sent):
    called = call_series(publish=False)
    ann = called.person("Ann Smith", Language.ENGLISH)
    called.people["Ann Smith"] = ann
    for day in DAYS:
        called.add(day, ann)
    publish_all(called)
    messages = sent()
    norwegian, english = messages[ASE], messages["ann@example.org"]
    assert norwegian["Subject"] == (
        "Invitasjon: Klimaforum, 6 møter fra 1. februar til 2. august 2027"
    )
    words = text_of(norwegian)
    assert (
        "Når: månedlig, første mandag kl. 12.00–14.00, 6 møter fra 1. februar til 2. august 2027\n"
    ) in words
    assert "- mandag 5. april 2027 kl. 12.00–14.00\n" in words
    assert words.count("kl. 12.00–14.00") == 7
    assert "http://localhost:8000/reply/series/" in words
    assert english["Subject"] == (
        "Invitation: Climate forum, 6 meetings from 1 February to 2 August 2027"
    )
    assert (
        "When: monthly, first Monday 12:00–14:00, 6 meetings from 1 February to 2 August 2027\n"
    ) in text_of(english)
    assert '<html lang="en">' in english.get_body(("html",)).get_content()
    html = norwegian.get_body(("html",)).get_content()
    assert html.count("kl. 12.00–14.00</li>") == 6
    assert "/reply/series/" in html


def publish_all(called):
    with together(called.session):
        for meeting in called.meetings:
            states.take(
                called.session,
                meeting.id,
                "publish",
                version=meeting.version,
                actor=called.actor,
            )
    called.session.commit()


def test_one_date_moved_over_the_change_of_clocks_is_one_event_by_its_old_hour(call_series, sent):
    called = call_series()
    [first] = events_of(sent()[ASE])
    called.move(MARCH, date(2027, 3, 29))  # summer time began on 28 March
    message = sent()[ASE]
    assert method_of(message) == "REQUEST"
    [event] = events_of(message)
    assert str(event["UID"]) == called.series.uid
    assert event["RECURRENCE-ID"].dt.isoformat() == "2027-03-01T12:00:00+01:00"
    assert event["DTSTART"].dt.timestamp() == 1806314400  # 29 March 2027, 10.00 UTC
    assert event["SEQUENCE"] > first["SEQUENCE"]
    assert message["Subject"].startswith("Endret: Klimaforum, mandag 29. mars 2027")
    called.move(MARCH, date(2027, 3, 30))
    [again] = events_of(sent()[ASE])
    assert again["SEQUENCE"] > event["SEQUENCE"]
    assert again["RECURRENCE-ID"].dt == event["RECURRENCE-ID"].dt


def test_one_date_cancelled_and_restored_touches_no_other(call_series, sent):
    called = call_series()
    sent()
    called.step(APRIL, "cancel", "Ingen saker")
    message = sent()[ASE]
    assert method_of(message) == "CANCEL"
    [off] = events_of(message)
    assert str(off["STATUS"]) == "CANCELLED"
    assert off["RECURRENCE-ID"].dt.isoformat() == "2027-04-05T12:00:00+02:00"
    assert "Årsak: Ingen saker" in text_of(message)
    called.step(APRIL, "reopen")
    message = sent()[ASE]
    assert method_of(message) == "REQUEST"
    [on] = events_of(message)
    assert str(on["STATUS"]) == "CONFIRMED"
    assert on["RECURRENCE-ID"].dt == off["RECURRENCE-ID"].dt
    assert on["SEQUENCE"] > off["SEQUENCE"]


def test_a_burst_of_edits_before_the_mail_went_is_one_message_with_what_is_left(call_series, sent):
    called = call_series()
    called.move(MARCH, date(2027, 3, 2), time(9), time(11))
    called.step(APRIL, "cancel", "Ingen saker")
    message = sent()[ASE]
    assert message["Subject"].startswith("Invitasjon: Klimaforum, 5 møter")
    assert method_of(message) == "REQUEST"
    _rule, moved = events_of(message)
    assert moved["RECURRENCE-ID"].dt.date() == MARCH
    expected = ["2027-03-02 09:00" if day == MARCH else f"{day} 12:00" for day in DAYS]
    assert starts_of(message) == [one for one in expected if not one.startswith(str(APRIL))]
    assert "5. april" not in text_of(message)


def test_this_and_the_following_is_one_message_each(call_series, sent):
    called = call_series()
    sent()
    series.move_following(
        called.session,
        called.on(MAY).id,
        scope=series.FOLLOWING,
        starts=time(9),
        ends=time(11),
        where=HERE,
        actor=called.actor,
    )
    called.session.commit()
    messages = sent()
    assert sorted(messages) == [ASE, BO]
    assert starts_of(messages[ASE]) == [*ALL[:3], *(f"{day} 09:00" for day in DAYS[3:])]
    assert messages[ASE]["Subject"].startswith("Endret: Klimaforum, 3 møter")
    series.cancel_following(
        called.session,
        called.on(MAY).id,
        scope=series.FOLLOWING,
        reason="Forumet legges ned",
        actor=called.actor,
    )
    called.session.commit()
    message = sent()[ASE]
    assert message["Subject"].startswith("Avlyst: Klimaforum, 3 møter")
    assert starts_of(message) == ALL[:3]
    assert "Forumet legges ned" in text_of(message)


def test_when_every_date_is_off_the_series_goes_out_of_the_calendar(call_series, sent):
    called = call_series()
    sent()
    series.cancel_following(
        called.session,
        called.on(DAYS[0]).id,
        scope=series.EVERY,
        reason="Forumet legges ned",
        actor=called.actor,
    )
    called.session.commit()
    messages = sent()
    assert sorted(messages) == [ASE, BO]
    assert method_of(messages[ASE]) == "CANCEL"
    [event] = events_of(messages[ASE])
    assert "RECURRENCE-ID" not in event
    assert str(event["UID"]) == called.series.uid
    assert str(event["STATUS"]) == "CANCELLED"


def test_one_who_is_asked_to_some_dates_gets_those_and_no_rule(call_series, sent):
    called = call_series()
    sent()
    cai = called.person("Cai Dahl")
    for day in (MARCH, MAY):
        called.add(day, cai)
    called.session.commit()
    [message] = sent().values()
    events = events_of(message)
    assert [one["RECURRENCE-ID"].dt.date() for one in events] == [MARCH, MAY]
    assert all("RRULE" not in one for one in events)
    assert message["Subject"] == "Invitasjon: Klimaforum, 2 møter fra 1. mars til 3. mai 2027"


def test_taken_off_one_date_the_others_stay(call_series, sent):
    called = call_series()
    sent()
    called.remove(MARCH, "Bo Li")
    messages = sent()
    assert list(messages) == [BO]
    assert method_of(messages[BO]) == "CANCEL"
    [event] = events_of(messages[BO])
    assert event["RECURRENCE-ID"].dt.date() == MARCH
    assert messages[BO]["Subject"].startswith("Ikke lenger invitert:")


def test_who_was_taken_off_before_the_mail_went_hears_nothing(call_series, sent):
    called = call_series()
    for day in DAYS:
        called.remove(day, "Bo Li")
    assert list(sent()) == [ASE]
    rows = called.session.scalars(
        select(Invitation).where(Invitation.person_id == called.people["Bo Li"].id)
    ).all()
    assert [row.withdrawn for row in rows] == [True] * 6


def test_a_date_answered_otherwise_says_so_in_the_next_message_of_the_rule(call_series, sent):
    called = call_series()
    sent()
    for day in DAYS:
        called.row(day, "Åse Østby").response = Response.ACCEPTED
    called.row(MAY, "Åse Østby").response = Response.DECLINED
    called.session.commit()
    series.move_following(
        called.session,
        called.on(DAYS[4]).id,
        scope=series.FOLLOWING,
        starts=time(9),
        ends=time(11),
        where=HERE,
        actor=called.actor,
    )
    called.session.commit()
    rule, *others = events_of(sent()[ASE])
    assert rule["ATTENDEE"].params["PARTSTAT"] == "ACCEPTED"
    assert {
        one["RECURRENCE-ID"].dt.date(): one["ATTENDEE"].params["PARTSTAT"] for one in others
    } == {MAY: "DECLINED", DAYS[4]: "NEEDS-ACTION", DAYS[5]: "NEEDS-ACTION"}


def test_a_date_published_later_comes_with_the_whole_rule(call_series, sent):
    called = call_series(publish=False)
    for day in DAYS[:3]:
        called.step(day, "publish")
    assert starts_of(sent()[ASE]) == ALL[:3]
    called.step(MAY, "publish")
    message = sent()[ASE]
    assert starts_of(message) == ALL[:4]
    assert method_of(message) == "REQUEST"


def test_publishing_a_series_writes_one_row_a_person(call_series):
    called = call_series()
    rows = called.session.scalars(select(OutgoingMail)).all()
    assert [(row.recipient, row.state) for row in rows] == [
        (ASE, MailState.WAITING),
        (BO, MailState.WAITING),
    ]
    assert called.session.scalars(select(SeriesInvitation.whole)).all() == [False, False]


def test_the_same_file_stands_in_the_message_twice(call_series, sent):
    call_series()
    message = sent()[ASE]
    [attached] = [part for part in message.walk() if part.get_filename() == "invite.ics"]
    assert attached.get_payload(decode=True) == part_of(message)
