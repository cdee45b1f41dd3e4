"""Answers by calendar programs: taken, out of date, or put aside with the reason."""

import mailbox
import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from arenas.invitations import replies
from arenas.invitations.replies import Fate
from arenas.invitations.reply_files import LARGEST
from arenas.models import Invitation, OutgoingMail, Participation, Person, StrayReply
from arenas.models.enums import AnswerWay, MailState, Response
from tests.invitations import programs
from tests.invitations.programs import STAMP, entry, google, mail, outlook, thunderbird

ASE = "ase@example.org"
LATE = STAMP + timedelta(days=300)


@pytest.fixture
def asked(call, sent):
    called = call()
    called.step("publish")
    called.messages = sent()
    text = called.messages[ASE].get_body(("plain",)).get_content()
    called.link = re.search(r"(/reply/\S+)", text)[1]
    called.uid, called.sequence = called.meeting.uid, called.meeting.sequence
    called.session.commit()
    return called


@pytest.fixture
def take(asked):
    def give(content, **how):
        outcome = replies.take(asked.session, content, **how)
        asked.session.commit()
        return outcome

    return give


def kept(asked):
    return asked.session.scalars(
        select(Invitation).where(Invitation.person_id == asked.people["Åse Østby"].id)
    ).one()


@pytest.mark.parametrize("program", programs.ALL, ids=lambda program: program.__name__)
@pytest.mark.parametrize(
    ("answer", "response"),
    [
        ("ACCEPTED", Response.ACCEPTED),
        ("TENTATIVE", Response.TENTATIVE),
        ("DECLINED", Response.DECLINED),
    ],
)
def test_an_answer_is_taken_from_each_program(asked, take, program, answer, response):
    outcome = take(program(asked.uid, asked.sequence, ASE, answer))
    assert (outcome.fate, outcome.who) == (Fate.TAKEN, "Åse Østby")
    assert asked.row("Åse Østby").response is response
    assert asked.row("Bo Li").response is Response.NEEDS_ACTION
    assert kept(asked).answered_by is AnswerWay.MAIL


def test_outlook_s_comment_comes_along_and_the_missing_organizer_does_not_matter(asked, take):
    content = outlook(asked.uid, asked.sequence, ASE, "ACCEPTED")
    assert b"ORGANIZER" not in content
    take(content)
    assert kept(asked).comment == "Kommer fem minutter for sent"


def test_the_second_answer_counts(asked, take):
    take(google(asked.uid, asked.sequence, ASE, "ACCEPTED"))
    later = STAMP + timedelta(minutes=1)
    assert take(google(asked.uid, asked.sequence, ASE, "DECLINED", later)).fate is Fate.TAKEN
    assert asked.row("Åse Østby").response is Response.DECLINED


def test_answers_that_overtook_each_other_end_with_the_newest(asked, take):
    later = STAMP + timedelta(minutes=1)
    take(google(asked.uid, asked.sequence, ASE, "DECLINED", later))
    assert take(google(asked.uid, asked.sequence, ASE, "ACCEPTED")).fate is Fate.STALE
    assert asked.row("Åse Østby").response is Response.DECLINED


def test_an_answer_to_what_has_been_moved_since_is_out_of_date(asked, take):
    old = asked.sequence
    asked.change(place="Biblioteket")
    assert take(google(asked.uid, old, ASE, "ACCEPTED")).fate is Fate.STALE
    assert asked.row("Åse Østby").response is Response.NEEDS_ACTION
    assert take(google(asked.uid, old + 1, ASE, "ACCEPTED")).fate is Fate.TAKEN


def test_the_same_mail_read_twice_changes_nothing(asked, take):
    content = google(asked.uid, asked.sequence, ASE, "ACCEPTED")
    assert [take(content).fate, take(content).fate] == [Fate.TAKEN, Fate.TAKEN]
    assert asked.row("Åse Østby").response is Response.ACCEPTED


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (lambda a: google("other@x", 1, ASE, "ACCEPTED"), "UID-en"),
        (lambda a: google(a.uid, 1, "stranger@example.org", "ACCEPTED"), "ikke invitert"),
        (
            lambda a: google(a.uid, 1, ASE, "ACCEPTED").replace(
                b"From: Ase <ase@", b"From: Eve <eve@"
            ),
            "en annen enn den som er invitert",
        ),
        (
            lambda a: (
                b"Authentication-Results: mx.example.org; dmarc=fail\r\n"
                + google(a.uid, 1, ASE, "ACCEPTED")
            ),
            "DMARC",
        ),
        (lambda a: google(a.uid, 1, ASE, "X-MAYBE"), "et slag vi ikke kjenner"),
        (lambda a: mail(f"<{ASE}>", "Content-Type: text/plain\n\nJeg kommer"), "Ingen kalenderdel"),
        (
            lambda a: mail(
                f"<{ASE}>",
                "Content-Type: text/calendar\n\n"
                + entry(f"UID:{a.uid}", f"ATTENDEE:MAILTO:{ASE}", method="COUNTER"),
            ),
            "foreslår en annen tid",
        ),
        (
            lambda a: mail(f"<{ASE}>", "Content-Type: text/calendar\n\nBEGIN:VEVENT\nnonsense"),
            "kan ikke leses",
        ),
        (
            lambda a: thunderbird(a.uid, 1, ASE, "ACCEPTED").replace(
                b"X-MOZ-RECEIVED-SEQUENCE:1", b"RECURRENCE-ID:20270709T100000Z"
            ),
            "en annen dag",
        ),
        (lambda a: b"x" * 2_000_001, "for stor"),
    ],
)
def test_what_cannot_be_believed_is_put_aside_with_the_reason(asked, take, content, reason):
    outcome = take(content(asked))
    assert outcome.fate is Fate.ASIDE
    [stray] = asked.session.scalars(select(StrayReply)).all()
    assert reason in stray.reason
    assert asked.row("Åse Østby").response is Response.NEEDS_ACTION


HOSTILE = [
    b"DTSTAMP:00010101T000000Z",
    b"DTSTART;TZID=Europe/Oslo:00010101T000000",
    b"SEQUENCE:99999999999999999999",
    b"UID:a\0b",
    b"COMMENT:a\0\x0b\xed\xa0\x80b",
    b'ATTENDEE;PARTSTAT=\0;CN="a:b',
    b"BEGIN:VEVENT",
]


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize("line", HOSTILE, ids=repr)
def test_a_hostile_file_is_an_answer_or_put_aside_and_never_stops_the_others(asked, take, line):
    """What raised would stay unread in the mailbox and be met again at every run."""
    good = google(asked.uid, asked.sequence, ASE, "ACCEPTED")
    for where in (b"DTEND:", b"UID:"):
        take(good.replace(where, line + b"\r\n" + where, 1))
    take(b"From: =?utf-8?q?=ED=A0=80=00?= <\xff\0@x>\r\nSubject: \xff\0\r\n\r\n" + line)
    assert take(google(asked.uid, LARGEST, ASE, "DECLINED", LATE)).fate is Fate.TAKEN
    assert asked.row("Åse Østby").response is Response.DECLINED


def test_the_day_of_the_meeting_itself_may_be_named(asked, take):
    content = google(asked.uid, asked.sequence, ASE, "ACCEPTED").replace(
        b"DESCRIPTION:", b"RECURRENCE-ID:20270608T100000Z"
    )
    encoded_twice = content.replace(b"application/ics", b"application/octet-stream").replace(
        b"invite.ics", b"invite.bin"
    )
    assert take(encoded_twice).fate is Fate.TAKEN


def test_a_mail_that_is_put_aside_twice_stands_there_once(asked, take):
    content = google("other@x", 1, ASE, "ACCEPTED")
    take(content)
    take(content)
    assert len(asked.session.scalars(select(StrayReply)).all()) == 1


def test_the_secret_link_makes_up_for_another_address(asked, take):
    """One who answers from a private address: the program kept the description."""
    content = google(asked.uid, asked.sequence, "private@example.com", "ACCEPTED")
    content = content.replace(b"DESCRIPTION:", f"DESCRIPTION:http://x{asked.link}".encode())
    assert take(content).fate is Fate.TAKEN
    assert asked.row("Åse Østby").response is Response.ACCEPTED


def test_a_deputy_named_in_the_answer_is_invited(asked, take, sent):
    calendar = entry(
        f"UID:{asked.uid}",
        f"DTSTAMP:{programs.utc(STAMP)}",
        f"SEQUENCE:{asked.sequence}",
        f'ATTENDEE;PARTSTAT=DELEGATED;DELEGATED-TO="mailto:kari@example.org":mailto:{ASE}',
        "ATTENDEE;CN=Kari Berg;PARTSTAT=NEEDS-ACTION:mailto:kari@example.org",
    )
    assert take(mail(f"<{ASE}>", f"Content-Type: text/calendar\n\n{calendar}")).fate is Fate.TAKEN
    assert asked.row("Åse Østby").response is Response.DELEGATED
    kari = asked.session.scalars(select(Person).where(Person.email == "kari@example.org")).one()
    assert kari.name == "Kari Berg"
    row = asked.session.scalars(
        select(Participation).where(Participation.person_id == kari.id)
    ).one()
    assert row.organisation_id == asked.organisation.id
    asked.session.rollback()
    assert list(sent()) == ["kari@example.org"]


def test_an_answer_that_comes_after_the_meeting_was_called_off_is_put_aside(asked, take):
    asked.step("cancel", "Sykdom")
    sequence = kept(asked).sequence
    asked.session.commit()
    assert take(google(asked.uid, sequence, ASE, "ACCEPTED")).words == "Møtet er avlyst."


def test_a_file_that_a_coordinator_vouches_for_needs_no_sender(asked, take):
    calendar = entry(
        f"UID:{asked.uid}",
        f"DTSTAMP:{programs.utc(STAMP)}",
        f"ATTENDEE;PARTSTAT=ACCEPTED:MAILTO:{ASE}",
    )
    assert take(calendar.encode(), trusted=True).fate is Fate.TAKEN


def test_an_out_of_office_note_is_nothing(asked, take):
    note = mail(f"<{ASE}>", "Content-Type: text/plain\n\nFerie", Auto_Submitted="auto-replied")
    assert take(note).fate is Fate.NOTHING
    assert asked.session.scalars(select(StrayReply)).all() == []


def test_a_returned_mail_is_shown_at_the_message_that_did_not_arrive(asked, take):
    message_id = asked.messages[ASE]["Message-ID"]
    report = mail(
        "MAILER-DAEMON@mx.example.org",
        'Content-Type: multipart/report; report-type=delivery-status; boundary="r"\n\n--r\n'
        "Content-Type: text/plain\n\nIt could not be delivered\n--r\n"
        "Content-Type: message/delivery-status\n\nReporting-MTA: dns; mx.example.org\n\n"
        f"Final-Recipient: rfc822; {ASE}\nAction: failed\nStatus: 5.1.1\n"
        "Diagnostic-Code: smtp; 550 5.1.1 no such user\n--r\n"
        f"Content-Type: text/rfc822-headers\n\nMessage-ID: {message_id}\nTo: {ASE}\n--r--\n",
    )
    assert take(report).fate is Fate.BOUNCE
    row = asked.session.scalars(select(OutgoingMail).where(OutgoingMail.recipient == ASE)).one()
    assert row.state is MailState.FAILED
    assert row.error == "5.1.1 smtp; 550 5.1.1 no such user"


def test_the_command_reads_a_maildir_once(asked, command, fresh_url, tmp_path):
    box = mailbox.Maildir(tmp_path / "replies", create=True)
    box.add(google(asked.uid, asked.sequence, ASE, "ACCEPTED"))
    box.add(google("other@x", 1, ASE, "ACCEPTED"))
    url = f"maildir://{tmp_path}/replies"
    first = command("replies", "read", DATABASE_URL=fresh_url, MOTEPLASS_REPLIES_URL=url)
    assert first.exit_code == 0, first.output
    assert first.output.startswith("2 read: 1 answers taken, 0 out of date, 1 put aside")
    asked.session.expire_all()
    assert asked.row("Åse Østby").response is Response.ACCEPTED
    asked.session.rollback()
    again = command("replies", "read", url, DATABASE_URL=fresh_url)
    assert again.output.startswith("0 read")


def test_a_mailbox_that_cannot_be_opened_is_told(command, fresh_url, tmp_path):
    for url in (f"maildir://{tmp_path}/none", "imap://user:secret@127.0.0.1:9/INBOX"):
        answer = command("replies", "read", url, DATABASE_URL=fresh_url)
        assert answer.exit_code == 1
        assert "secret" not in answer.output
    assert command("replies", "read", DATABASE_URL=fresh_url).exit_code == 1
