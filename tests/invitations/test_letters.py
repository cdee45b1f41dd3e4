"""What is mailed when a meeting is called, moved and called off: read back by two libraries."""

from datetime import date

import pytest
import vobject

from arenas.models.enums import Language, Response
from tests.invitations.conftest import DAY, event_of
from tests.meetings.records import at


def test_a_draft_mails_nothing(call, sent):
    call()
    assert sent() == {}


def test_publishing_sends_each_invitee_one_message_of_his_own(call, sent):
    called = call()
    called.step("publish")
    messages = sent()
    assert sorted(messages) == ["ase@example.org", "bo@example.org"]
    for address, message in messages.items():
        assert message["To"].addresses[0].addr_spec == address
        other = next(one for one in messages if one != address)
        assert other not in message.as_string()
        assert other not in str(event_of(message))


def test_the_parts_stand_as_rfc_6047_and_the_programs_want_them(call, sent):
    called = call("Åse Østby")
    called.step("publish")
    [message] = sent().values()
    assert message.defects == []
    mixed, alternative, text, html, entry, file = message.walk()
    assert [part.get_content_type() for part in (mixed, alternative, text, html, entry, file)] == [
        "multipart/mixed",
        "multipart/alternative",
        "text/plain",
        "text/html",
        "text/calendar",
        "application/ics",
    ]
    assert entry.get_param("method") == "REQUEST"
    assert entry.get_content_charset() == "utf-8"
    assert entry["Content-Disposition"] is None
    assert file.get_content_disposition() == "attachment"
    assert file.get_filename() == "invite.ics"
    assert file.get_payload(decode=True) == entry.get_payload(decode=True)
    assert message["From"] == message["Reply-To"] == "Klimaforum <moteplass@localhost>"
    assert message["Auto-Submitted"] == "auto-generated"


def test_two_libraries_read_the_same_request(call, sent):
    called = call("Åse Østby")
    called.step("publish")
    [message] = sent().values()
    event = event_of(message)
    assert event.method == event.param == "REQUEST"
    assert str(event["UID"]) == called.meeting.uid
    assert event["SEQUENCE"] == called.meeting.sequence == 1
    assert str(event["STATUS"]) == "CONFIRMED"
    assert str(event["ORGANIZER"]) == "mailto:moteplass@localhost"
    attendee = event["ATTENDEE"]
    assert str(attendee) == "mailto:ase@example.org"
    assert dict(attendee.params) == {
        "CN": "Åse Østby",
        "CUTYPE": "INDIVIDUAL",
        "PARTSTAT": "NEEDS-ACTION",
        "ROLE": "REQ-PARTICIPANT",
        "RSVP": "TRUE",
    }
    assert event.start.isoformat() == "2027-06-08T12:00:00+02:00"
    assert str(event["SUMMARY"]) == "Klimaforum: Utslipp; mål, tiltak"
    [part] = [part for part in message.walk() if part.get_content_type() == "text/calendar"]
    other = vobject.readOne(part.get_payload(decode=True).decode())
    assert other.method.value == "REQUEST"
    assert other.vevent.uid.value == called.meeting.uid
    assert other.vevent.attendee.value == "mailto:ase@example.org"
    assert other.vevent.attendee.params["PARTSTAT"] == ["NEEDS-ACTION"]
    assert other.vevent.dtstart.value.utcoffset().total_seconds() == 7200
    assert other.vtimezone.tzid.value == "Europe/Oslo"


def test_the_letter_is_in_the_language_of_its_reader(call, sent):
    called = call("Åse Østby")
    called.invite("Ann Smith", Language.ENGLISH)
    called.session.commit()
    called.step("publish")
    messages = sent()
    assert messages["ase@example.org"]["Subject"] == (
        "Invitasjon: Klimaforum: Utslipp; mål, tiltak, tirsdag 8. juni 2027 kl. 12.00–14.00"
    )
    english = messages["ann@example.org"]
    assert english["Subject"] == (
        "Invitation: Climate forum: Utslipp; mål, tiltak, Tuesday 8 June 2027 12:00–14:00"
    )
    text = english.get_body(("plain",)).get_content()
    assert "Where: Rådhuset" in text
    assert "On behalf of: Ås kommune" in text
    assert "http://localhost:8000/reply/" in text
    html = english.get_body(("html",)).get_content()
    assert '<html lang="en">' in html


def test_what_is_written_by_people_is_no_markup_in_the_letter(call, sent):
    called = call("Åse Østby")
    called.change(title="<b>Fest</b> & moro", description="<script>alert(1)</script>")
    called.step("publish")
    [message] = sent().values()
    html = message.get_body(("html",)).get_content()
    assert "&lt;b&gt;Fest&lt;/b&gt; &amp; moro" in html
    assert "<script>" not in html


def test_a_new_time_raises_the_sequence_and_asks_for_a_new_answer(call, sent):
    called = call("Åse Østby")
    called.step("publish")
    first = event_of(sent()["ase@example.org"])
    called.row("Åse Østby").response = Response.ACCEPTED
    called.session.commit()
    called.change(when=at(date(2027, 6, 9)))
    message = sent()["ase@example.org"]
    event = event_of(message)
    assert message["Subject"].startswith("Endret: ")
    assert (str(event["UID"]), event["SEQUENCE"]) == (str(first["UID"]), first["SEQUENCE"] + 1)
    assert event["ATTENDEE"].params["PARTSTAT"] == "NEEDS-ACTION"
    assert event["DTSTAMP"].dt >= first["DTSTAMP"].dt


def test_a_new_place_keeps_the_answer(call, sent):
    called = call("Åse Østby")
    called.step("publish")
    sent()
    called.row("Åse Østby").response = Response.ACCEPTED
    called.session.commit()
    called.change(place="Biblioteket")
    event = event_of(sent()["ase@example.org"])
    assert event["ATTENDEE"].params["PARTSTAT"] == "ACCEPTED"
    assert str(event["LOCATION"]) == "Biblioteket"


def test_a_new_title_mails_nobody(call, sent):
    called = call("Åse Østby")
    called.step("publish")
    sent()
    called.change(title="Utslipp")
    assert sent() == {}


def test_a_burst_of_edits_is_one_mail_and_still_the_first(call, sent):
    called = call("Åse Østby")
    called.step("publish")
    called.change(when=at(date(2027, 6, 9)))
    called.change(when=at(date(2027, 6, 10)))
    [message] = sent().values()
    assert message["Subject"].startswith("Invitasjon: ")
    event = event_of(message)
    assert event.start.day == 10
    assert event["SEQUENCE"] == 3


def test_a_cancellation_says_why_and_takes_the_entry_out(call, sent):
    called = call()
    called.step("publish")
    first = event_of(sent()["bo@example.org"])
    called.step("cancel", "Sykdom i ledelsen")
    messages = sent()
    assert sorted(messages) == ["ase@example.org", "bo@example.org"]
    event = event_of(messages["bo@example.org"])
    assert event.method == event.param == "CANCEL"
    assert str(event["STATUS"]) == "CANCELLED"
    assert event["SEQUENCE"] > first["SEQUENCE"]
    assert str(event["UID"]) == str(first["UID"])
    text = messages["bo@example.org"].get_body(("plain",)).get_content()
    assert "Årsak: Sykdom i ledelsen" in text
    assert "/reply/" not in text


def test_who_was_never_told_of_the_meeting_is_not_told_that_it_is_off(call, sent):
    called = call()
    called.step("publish")
    called.step("cancel", "Feil dato")
    assert sent() == {}


def test_withdrawing_one_invitee_tells_him_alone_and_not_that_it_is_cancelled(call, sent):
    called = call()
    called.step("publish")
    sent()
    called.withdraw("Bo Li")
    [(address, message)] = sent().items()
    assert address == "bo@example.org"
    event = event_of(message)
    assert event.method == "CANCEL"
    assert str(event["ATTENDEE"]) == "mailto:bo@example.org"
    assert "Avlyst" not in message["Subject"] + str(event["SUMMARY"])
    assert "Møtet holdes som planlagt" in message.get_body(("plain",)).get_content()


def test_one_who_is_asked_again_gets_a_higher_sequence_than_the_withdrawal_had(call, sent):
    from arenas.meetings import participants
    from arenas.models.enums import ParticipationRole

    called = call()
    called.step("publish")
    sent()
    called.withdraw("Bo Li")
    off = event_of(sent()["bo@example.org"])
    participants.add_person(
        called.session,
        called.meeting.id,
        person_id=called.people["Bo Li"].id,
        organisation_id=called.organisation.id,
        role=ParticipationRole.PARTICIPANT,
        actor=called.actor,
    )
    called.session.commit()
    [message] = sent().values()
    again = event_of(message)
    assert again.method == "REQUEST"
    assert again["SEQUENCE"] > off["SEQUENCE"]
    assert message["Subject"].startswith("Invitasjon: ")


def test_one_who_is_added_later_is_asked_and_the_others_hear_nothing(call, sent):
    called = call("Åse Østby")
    called.step("publish")
    sent()
    called.invite("Bo Li")
    called.session.commit()
    assert list(sent()) == ["bo@example.org"]


def test_a_meeting_that_is_held_after_all_is_asked_to_anew(call, sent):
    called = call("Åse Østby")
    called.step("publish")
    sent()
    called.step("cancel", "Sykdom")
    off = event_of(sent()["ase@example.org"])
    called.step("reopen")
    [message] = sent().values()
    event = event_of(message)
    assert message["Subject"].startswith("Holdes likevel: ")
    assert (event.method, str(event["STATUS"])) == ("REQUEST", "CONFIRMED")
    assert event["SEQUENCE"] > off["SEQUENCE"]


def test_a_meeting_that_is_over_mails_nobody(call, sent):
    called = call()
    called.change(when=at(date(2025, 12, 8)))
    called.step("publish")
    assert sent() == {}


def test_one_without_a_mail_address_is_left_out(call, sent):
    called = call()
    called.people["Bo Li"].email = None
    called.session.commit()
    called.step("publish")
    assert list(sent()) == ["ase@example.org"]


def test_a_repeat_is_the_same_message_with_the_same_link(call, sent, server, clock):
    called = call("Åse Østby")
    called.step("publish")
    server.answer = lambda to: "451 greylisted" if server.asked[to] == 1 else None
    sent()
    clock.passes(minutes=2)
    [message] = sent().values()
    assert message["Message-ID"]
    assert server.asked["ase@example.org"] == 2


@pytest.mark.parametrize(
    ("day", "offset"), [(DAY, 2), (date(2027, 3, 28), 2), (date(2027, 10, 31), 1)]
)
def test_the_hour_is_right_on_both_sides_of_a_change_of_clocks(call, sent, day, offset):
    called = call("Åse Østby")
    called.change(when=at(day))
    called.step("publish")
    event = event_of(sent()["ase@example.org"])
    assert event.start.hour == 12
    assert event.start.utcoffset().total_seconds() == offset * 3600
