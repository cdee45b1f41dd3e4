"""Answers to a series: to all of it, or to one date, by the link and by calendar programs."""

import re
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from arenas.invitations import replies
from arenas.invitations.replies import Fate
from arenas.models import Invitation, Participation, Person, SeriesInvitation, StrayReply
from arenas.models.enums import Response
from tests import pages
from tests.invitations import programs
from tests.invitations.programs import STAMP, google
from tests.invitations.series_records import ASE, DAYS
from tests.meetings import records

YES, NO, MAYBE, NONE = (
    Response.ACCEPTED,
    Response.DECLINED,
    Response.TENTATIVE,
    Response.NEEDS_ACTION,
)
MARCH, APRIL, MAY = DAYS[1:4]
WHO = "Åse Østby"


@pytest.fixture
def asked(call_series, sent):
    """A published series, and Åse's link to all its dates."""
    called = call_series()
    text = sent()[ASE].get_body(("plain",)).get_content()
    called.link = re.search(r"http://localhost:8000(/reply/series/\S+)", text)[1]
    called.uid = called.series.uid
    called.sequence = called.session.scalar(
        select(SeriesInvitation.asked_sequence).where(SeriesInvitation.email == ASE)
    )
    called.session.rollback()
    return called


@pytest.fixture
def take(asked):
    def give(content):
        outcome = replies.take(asked.session, content)
        asked.session.commit()
        return outcome.fate

    return give


def of_date(asked, answer, named, **how):
    """A reply about one occurrence, named as that program does."""
    calendar = programs.entry(
        f"UID:{asked.uid}",
        f"RECURRENCE-ID{named}",
        f"DTSTAMP:{programs.utc(how.get('stamp', STAMP))}",
        f"SEQUENCE:{how.get('sequence', asked.sequence)}",
        f"ATTENDEE;PARTSTAT={answer}:mailto:{ASE}",
    )
    return programs.mail(f"<{ASE}>", f"Content-Type: text/calendar; method=REPLY\n\n{calendar}")


@pytest.mark.parametrize("program", programs.ALL, ids=lambda program: program.__name__)
def test_an_answer_to_the_series_is_for_all_its_dates_from_each_program(asked, take, program):
    assert take(program(asked.uid, asked.sequence, ASE, "ACCEPTED")) is Fate.TAKEN
    assert asked.answers(WHO) == [YES] * 6
    assert asked.answers("Bo Li") == [NONE] * 6


@pytest.mark.parametrize(
    "named",
    [
        ":20270405T100000Z",  # Exchange and Google: in UTC; Oslo is two hours ahead in April
        ";TZID=Europe/Oslo:20270405T120000",  # Apple, Thunderbird
        ";TZID=W. Europe Standard Time:20270405T120000",  # Outlook
        ":20270405T120000",  # Nextcloud where the zone got lost
        ";VALUE=DATE:20270405",
    ],
)
def test_an_answer_to_one_date_is_for_that_date_alone(asked, take, named):
    assert take(of_date(asked, "DECLINED", named)) is Fate.TAKEN
    assert asked.answers(WHO) == [NONE, NONE, NO, NONE, NONE, NONE]


def test_a_moved_date_is_still_named_by_its_old_hour(asked, take, sent):
    asked.move(APRIL, date(2027, 4, 7))
    sent()
    number = asked.session.scalar(
        select(Invitation.sequence).where(
            Invitation.meeting_id == asked.on(APRIL).id, Invitation.email == ASE
        )
    )
    asked.session.rollback()
    named = ";TZID=Europe/Oslo:20270405T120000"
    assert take(of_date(asked, "DECLINED", named)) is Fate.STALE
    assert take(of_date(asked, "DECLINED", named, sequence=number)) is Fate.TAKEN
    assert asked.answers(WHO)[2] is NO


def test_an_answer_to_the_series_leaves_what_was_answered_or_moved_by_itself(asked, take, sent):
    take(of_date(asked, "DECLINED", ":20270301T110000Z"))
    asked.move(APRIL, date(2027, 4, 7))
    sent()
    later = STAMP + timedelta(minutes=1)
    assert take(google(asked.uid, asked.sequence, ASE, "ACCEPTED", later)) is Fate.TAKEN
    assert asked.answers(WHO) == [YES, NO, NONE, YES, YES, YES]
    again = STAMP + timedelta(minutes=2)
    assert take(google(asked.uid, asked.sequence, ASE, "TENTATIVE", again)) is Fate.TAKEN
    assert asked.answers(WHO) == [MAYBE, NO, NONE, MAYBE, MAYBE, MAYBE]


def test_answers_to_the_series_and_to_a_date_may_come_in_one_file(asked, take):
    """RFC 5546, 3.2.3: one REPLY with the rule and an instance that differs."""
    both = "\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\n".join(
        "\r\n".join(
            [
                f"UID:{asked.uid}",
                *recurrence,
                f"DTSTAMP:{programs.utc(STAMP)}",
                f"SEQUENCE:{asked.sequence}",
                f"ATTENDEE;PARTSTAT={answer}:mailto:{ASE}",
            ]
        )
        for recurrence, answer in (
            ([], "ACCEPTED"),
            (["RECURRENCE-ID;TZID=Europe/Oslo:20270503T120000"], "DECLINED"),
        )
    )
    content = programs.mail(f"<{ASE}>", f"Content-Type: text/calendar\n\n{programs.entry(both)}")
    assert take(content) is Fate.TAKEN
    assert asked.answers(WHO) == [YES, YES, YES, NO, YES, YES]


def test_what_is_answered_to_the_series_is_out_of_date_when_its_rule_was_sent_anew(asked, take):
    for row in asked.session.scalars(select(SeriesInvitation)):
        row.asked_sequence += 1
    asked.session.commit()
    assert take(google(asked.uid, asked.sequence, ASE, "ACCEPTED")) is Fate.STALE
    assert asked.answers(WHO) == [NONE] * 6


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (lambda a: of_date(a, "ACCEPTED", ":20270406T100000Z"), "en dato som ikke er i"),
        (lambda a: google(a.uid, a.sequence, "eve@example.org", "ACCEPTED"), "ikke invitert"),
        (
            lambda a: google(a.uid, a.sequence, ASE, "ACCEPTED").replace(b"Ase <ase", b"E <eve"),
            "en annen enn den som er invitert",
        ),
        (
            lambda a: (
                b"Authentication-Results: mx.example.org; dmarc=fail\r\n"
                + of_date(a, "ACCEPTED", ":20270405T100000Z")
            ),
            "DMARC",
        ),
    ],
)
def test_what_cannot_be_believed_is_put_aside_with_the_reason(asked, take, content, reason):
    assert take(content(asked)) is Fate.ASIDE
    [stray] = asked.session.scalars(select(StrayReply)).all()
    assert reason in stray.reason
    assert asked.answers(WHO) == [NONE] * 6


def test_the_secret_link_of_the_series_makes_up_for_another_address(asked, take):
    content = google(asked.uid, asked.sequence, "private@example.com", "ACCEPTED")
    content = content.replace(b"DESCRIPTION:", f"DESCRIPTION:http://x{asked.link}".encode())
    assert take(content) is Fate.TAKEN
    assert asked.answers(WHO) == [YES] * 6


def test_a_counter_proposal_waits_for_a_person_with_the_time_it_asks_for(asked, take):
    calendar = programs.entry(
        f"UID:{asked.uid}",
        "RECURRENCE-ID:20270405T100000Z",
        "DTSTART:20270406T080000Z",
        "DTEND:20270406T100000Z",
        f"DTSTAMP:{programs.utc(STAMP)}",
        f"ATTENDEE;PARTSTAT=TENTATIVE:MAILTO:{ASE.upper()}",
        method="COUNTER",
    )
    assert take(programs.mail(f"<{ASE}>", f"Content-Type: text/calendar\n\n{calendar}")) is (
        Fate.ASIDE
    )
    [stray] = asked.session.scalars(select(StrayReply)).all()
    assert stray.reason == "Den inviterte foreslår en annen tid."
    assert stray.invitation_id == asked.session.scalar(
        select(Invitation.id).where(
            Invitation.meeting_id == asked.on(APRIL).id, Invitation.email == ASE
        )
    )
    assert stray.proposes_from.isoformat() == "2027-04-06T08:00:00+00:00"
    assert stray.proposes_to.isoformat() == "2027-04-06T10:00:00+00:00"
    assert asked.answers(WHO) == [NONE] * 6


def test_opening_the_link_of_the_series_shows_its_dates_and_changes_nothing(asked, client):
    page = pages.get(client, asked.link)
    assert "mandag 5. april 2027" in page.text
    assert "uke 14" in page.text
    assert asked.answers(WHO) == [NONE] * 6
    assert client.get(asked.link).headers["Referrer-Policy"] == "no-referrer"
    assert client.get(asked.link).headers["Cache-Control"] == "private, no-store"


@pytest.mark.usefixtures("database")
def test_one_answer_for_all_and_others_for_some_dates(asked, client):
    other = {f"on_{asked.on(MARCH).id}": "declined", f"on_{asked.on(MAY).id}": "tentative"}
    asked.session.rollback()
    sent = {"answer": "accepted", "comment": "Borte i mars", **other}
    assert pages.post(client, asked.link, sent).status_code == 303
    assert asked.answers(WHO) == [YES, NO, YES, MAYBE, YES, YES]
    assert asked.answers("Bo Li") == [NONE] * 6
    asked.session.rollback()
    page = pages.get(client, asked.link)
    assert "Borte i mars" in page.html
    assert '<option selected value="declined">' in page.html


def test_dates_that_are_not_named_stay_as_they_were(asked, client):
    only = {f"on_{asked.on(MARCH).id}": "declined"}
    asked.session.rollback()
    assert pages.post(client, asked.link, only).status_code == 303
    assert asked.answers(WHO) == [NONE, NO, NONE, NONE, NONE, NONE]


def test_nothing_chosen_is_told(asked, client):
    answer = pages.post(client, asked.link, {})
    assert answer.status_code == 422
    assert "Velg et svar." in pages.checked(answer, 422).text


def test_a_date_that_is_off_takes_no_answer_and_the_others_do(asked, client):
    asked.step(APRIL, "cancel", "Ingen saker")
    page = pages.get(client, asked.link)
    assert "Ingen saker" in page.text
    assert pages.post(client, asked.link, {"answer": "accepted"}).status_code == 303
    assert asked.answers(WHO) == [YES, YES, NONE, YES, YES, YES]


def test_a_deputy_for_one_date_is_asked_to_that_date(asked, client, sent):
    path = f"{asked.link}/{asked.on(APRIL).id}"
    asked.session.rollback()
    named = {"deputy_name": "Kari Berg", "deputy_email": "kari@example.org"}
    assert pages.post(client, path, {"answer": "delegated", **named}).status_code == 303
    assert asked.answers(WHO)[2] is Response.DELEGATED
    kari = asked.session.scalars(select(Person).where(Person.email == "kari@example.org")).one()
    [row] = asked.session.scalars(
        select(Participation).where(Participation.person_id == kari.id)
    ).all()
    assert row.instead_of_id == asked.people[WHO].id
    asked.session.rollback()
    assert list(sent()) == ["kari@example.org"]


def test_a_link_of_a_series_names_three_deputies_and_no_more(asked, client):
    """Each date would else be a way to mail another stranger."""
    days = [asked.on(day).id for day in DAYS]
    asked.session.rollback()
    codes = []
    for number, meeting in enumerate(days[:4]):
        named = {"deputy_name": "Kari Berg", "deputy_email": f"kari{number}@example.org"}
        sent = {"answer": "delegated", **named}
        codes.append(pages.post(client, f"{asked.link}/{meeting}", sent).status_code)
    assert codes == [303, 303, 303, 422]
    again = {"answer": "delegated", "deputy_name": "K B", "deputy_email": "kari0@example.org"}
    assert pages.post(client, f"{asked.link}/{days[3]}", again).status_code == 303


def test_a_meeting_outside_the_series_and_a_wrong_link_are_not_found(asked, client):
    other = records.make_meeting(asked.session, asked.forum).id
    asked.session.commit()
    assert client.get(f"{asked.link}/{other}").status_code == 404
    assert client.get("/reply/series/" + "x" * 32).status_code == 404
