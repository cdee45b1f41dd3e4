"""A mail that was sent and comes back: shown at the message, the person and the list."""

import mailbox
from datetime import UTC, datetime

import pytest

from arenas.models import Meeting, OutgoingMail
from arenas.models.enums import MailState, MeetingState
from tests import pages
from tests.accounts.conftest import account_of
from tests.mail.test_bounces import KEY, plain, report
from tests.meetings.records import make_forum, make_organisation, make_participation, make_person

__all__ = ["account_of"]
GONE = "Final-Recipient: rfc822; ase@example.org\nAction: failed\nStatus: 5.1.1\n"


@pytest.fixture
def invited(app):
    """Åse was mailed an invitation; Bo has no address. Returns the meeting's number."""
    from arenas.database import db

    with app.app_context():
        session = db.session()
        forum, place = make_forum(session), make_organisation(session)
        meeting = Meeting(
            forum_id=forum.id,
            title="Styremøte",
            state=MeetingState.PLANNED,
            starts_at=datetime(2030, 1, 7, 11, tzinfo=UTC),
            ends_at=datetime(2030, 1, 7, 13, tzinfo=UTC),
        )
        session.add(meeting)
        session.flush()
        ase, bo = make_person(session), make_person(session, "Bo Li")
        ase.email = "ase@example.org"
        for person in (ase, bo):
            make_participation(session, meeting, person, place)
        session.add(
            OutgoingMail(
                kind="letter",
                recipient="ase@example.org",
                subject="Invitasjon: Styremøte",
                key=KEY,
                person_id=ase.id,
                meeting_id=meeting.id,
                state=MailState.SENT,
                sent_at=datetime(2029, 12, 1, tzinfo=UTC),
                payload={"text": "Hei"},
            )
        )
        session.commit()
        return meeting.id, ase.id


@pytest.fixture
def read_reply(command, fresh_url, tmp_path):
    """Let the mail arrive in a maildir, and ``moteplass replies read`` read it."""

    def arrive(text: str) -> str:
        box = mailbox.Maildir(tmp_path / "replies", create=True)
        box.add(text.encode())
        url = f"maildir://{tmp_path}/replies"
        answer = command("replies", "read", DATABASE_URL=fresh_url, MOTEPLASS_REPLIES_URL=url)
        assert answer.exit_code == 0, answer.output
        return str(answer.output)

    return arrive


def test_it_is_shown_at_the_person_and_in_the_list_with_when_and_why(
    account_of, invited, read_reply, post
):
    meeting, person = invited
    client = account_of("coordinator")
    assert (
        "E-post kommer ikke frem" not in pages.get(client, f"/meetings/{meeting}/participants").text
    )
    assert "1 returned mails" in read_reply(report(GONE))
    [mail] = post.rows()
    assert (mail.state, mail.error) == (MailState.FAILED, "5.1.1")
    assert mail.failed_at is not None
    page = pages.get(client, f"/people/{person}")
    assert "kom ikke frem: Invitasjon: Styremøte" in page.text
    assert "Adressen finnes ikke. (5.1.1)" in page.text
    listed = pages.get(client, f"/meetings/{meeting}/participants")
    assert "E-post kommer ikke frem" in listed.text
    assert "Adressen finnes ikke. (5.1.1)" in listed.text
    assert f"/people/{person}/edit" in listed.links
    assert "I retur" in pages.get(client, "/admin/mail/").text


def test_the_list_says_who_has_no_address_at_all(account_of, invited):
    page = pages.get(account_of("coordinator"), f"/meetings/{invited[0]}/participants")
    assert page.text.count("Ingen e-postadresse") == 1


def test_once_a_later_mail_arrives_the_address_is_taken_for_good(
    account_of, invited, read_reply, kept
):
    meeting, person = invited
    read_reply(report(GONE))
    kept(
        OutgoingMail(
            kind="letter",
            recipient="ase@example.org",
            subject="Nytt",
            person_id=person,
            state=MailState.SENT,
        )
    )
    client = account_of("coordinator")
    assert "kom ikke frem" not in pages.get(client, f"/people/{person}").text
    assert "ikke frem" not in pages.get(client, f"/meetings/{meeting}/participants").text


def test_a_late_report_of_the_first_attempt_does_not_stop_the_second(
    account_of, invited, read_reply, post
):
    read_reply(report(GONE))
    client = account_of("coordinator")
    pages.post(client, f"/admin/mail/{post.rows()[0].id}/retry", at="/admin/mail/")
    assert "0 returned mails" in read_reply(report(GONE))
    [mail] = post.rows()
    assert (mail.state, mail.failed_at, mail.sent_at) == (MailState.WAITING, None, None)


def test_a_delay_and_a_report_of_somebody_else_s_mail_change_nothing(invited, read_reply, post):
    read_reply(report(GONE.replace("failed", "delayed")))
    read_reply(report(GONE).replace(KEY, "f" * 32))
    assert [mail.state for mail in post.rows()] == [MailState.SENT]


def test_a_report_that_does_not_say_which_message_is_for_a_person_to_judge(
    account_of, invited, read_reply, post
):
    assert "1 put aside" in read_reply(plain("MAILER-DAEMON@x.no", "550 5.1.1 no such user"))
    assert [mail.state for mail in post.rows()] == [MailState.SENT]
    page = pages.get(account_of("coordinator"), "/admin/replies/")
    assert "E-post kom i retur, men det står ikke hvilken melding det gjelder." in page.text
