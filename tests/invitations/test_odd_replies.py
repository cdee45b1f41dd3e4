"""Answers of those an invitation was sent on to, several in one file, and mail beyond reading."""

import pytest

from arenas.invitations.replies import Fate
from arenas.models import Person
from arenas.models.enums import Response
from tests.invitations import programs
from tests.invitations.programs import STAMP, entry, google, mail
from tests.invitations.test_replies import ASE, asked, take

__all__ = ["asked", "take"]


@pytest.mark.parametrize(
    "content",
    [
        b"From: a@b.no\r\nContent-Type: text/plain; charset=\"utf-8\x00\"\r\n\r\nhei",
        b"".join(b"From: a@b.no\r\nContent-Type: message/rfc822\r\n\r\n" for _ in range(1500)),
        mail(ASE, "Content-Type: text/calendar\n\n" + entry("DTSTART;TZID=Europe:20270608T1200")),
    ],
    ids=["a charset that is none", "a mail in a mail in a mail", "a folder for a zone"],
)  # fmt: skip
def test_a_mail_that_no_library_can_read_waits_for_a_person_and_stops_no_other(take, content):
    assert take(content).fate is Fate.ASIDE
    assert take(content).fate is Fate.ASIDE


def sent_on(asked, email):
    """The answer of one whom Åse sent the invitation on to: his calendar kept her link."""
    calendar = entry(
        f"UID:{asked.uid}", f"DTSTAMP:{programs.utc(STAMP)}", f"SEQUENCE:{asked.sequence}",
        f"DESCRIPTION:Svar: http://localhost:8000{asked.link}",
        f"ATTENDEE;PARTSTAT=DECLINED:mailto:{email}",
    )  # fmt: skip
    return mail(f"<{email}>", f"Content-Type: text/calendar; method=REPLY\n\n{calendar}")


def test_one_on_the_list_who_was_sent_another_s_invitation_answers_for_himself(asked, take):
    assert take(sent_on(asked, "bo@example.org")).who == "Bo Li"
    assert asked.row("Bo Li").response is Response.DECLINED
    assert asked.row("Åse Østby").response is Response.NEEDS_ACTION


def test_one_on_record_who_was_sent_an_invitation_does_not_answer_it(asked, take):
    cai = Person(given_name="Cai", family_name="Dahl", email="cai@example.org")
    asked.session.add(cai)
    asked.session.commit()
    outcome = take(sent_on(asked, "cai@example.org"))
    assert (outcome.fate, "videresendt" in outcome.words) == (Fate.ASIDE, True)
    assert asked.row("Åse Østby").response is Response.NEEDS_ACTION


def test_of_two_answers_in_one_file_the_good_one_counts_and_the_other_waits(asked, take):
    good = google(asked.uid, asked.sequence, ASE, "ACCEPTED")
    [first, rest] = good.split(b"BEGIN:VEVENT", 1)
    bad = b"\r\n".join(
        [b"UID:nobody@x", b"DTSTAMP:20300102T090000Z",
         f"ATTENDEE;PARTSTAT=ACCEPTED:mailto:{ASE}".encode(), b"END:VEVENT", b"BEGIN:VEVENT"]
    )  # fmt: skip
    content = first + b"BEGIN:VEVENT\r\n" + bad + rest
    assert take(content).fate is Fate.ASIDE
    assert asked.row("Åse Østby").response is Response.ACCEPTED
