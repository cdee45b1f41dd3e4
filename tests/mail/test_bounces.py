"""Returned mail as the servers write it: Postfix, Exchange, Gmail, Exim and qmail."""

from email import message_from_bytes
from email.policy import default

import pytest

from arenas.mail import bounces
from arenas.mail.bounces import Bounce
from arenas.mail.reasons import in_words

KEY = "0123456789abcdef0123456789abcdef"
OURS = f"Message-ID: <{KEY}@moteplass.example.org>"


def report(*groups, original=f"Content-Type: text/rfc822-headers\n\nFrom: a@b.no\n{OURS}\n"):
    status = "\n\n".join(["Reporting-MTA: dns; mx.example.org", *groups])
    return (
        "From: MAILER-DAEMON@mx.example.org\nMessage-ID: <report@mx.example.org>\n"
        "MIME-Version: 1.0\nContent-Type: multipart/report; report-type=delivery-status;\n"
        ' boundary="=r"\n\n'
        "--=r\nContent-Type: text/plain\n\nSorry.\n"
        f"--=r\nContent-Type: message/delivery-status\n\n{status}\n"
        f"--=r\n{original}\n--=r--\n"
    )


def plain(sender, body, **headers):
    more = "".join(f"{name.replace('_', '-')}: {value}\n" for name, value in headers.items())
    return f"From: {sender}\n{more}Content-Type: text/plain\n\n{body}\n"


def of(text):
    return bounces.of(message_from_bytes(text.replace("\n", "\r\n").encode(), policy=default))


def test_postfix_says_which_recipient_failed_and_why():
    said = of(
        report(
            "Final-Recipient: rfc822; kari@example.org\nAction: failed\nStatus: 5.1.1\n"
            "Remote-MTA: dns; mx.example.org\n"
            "Diagnostic-Code: smtp; 550 5.1.1 <kari@example.org>: Recipient address\n"
            "    rejected: User unknown"
        )
    )
    assert said == Bounce(
        KEY,
        "5.1.1 smtp; 550 5.1.1 <kari@example.org>: Recipient address rejected: User unknown",
        True,
    )


def test_exchange_sends_the_whole_message_back():
    original = f"Content-Type: message/rfc822\n\nFrom: a@b.no\n{OURS}\nSubject: Hei\n\nHei\n"
    said = of(
        report(
            "Final-Recipient: rfc822;kari@example.org\nAction: failed\nStatus: 5.2.2\n"
            "Diagnostic-Code: smtp;554 5.2.2 mailbox full",
            original=original,
        )
    )
    assert said == Bounce(KEY, "5.2.2 smtp;554 5.2.2 mailbox full", True)


def test_a_server_that_gave_up_after_days_has_failed_whatever_its_code():
    said = of(report("Final-Recipient: rfc822; a@b.no\nAction: failed\nStatus: 4.4.1"))
    assert said == Bounce(KEY, "4.4.1", True)


def test_a_delay_is_no_failure_and_delivery_is_none_either():
    for action, status in (("delayed", "4.2.2"), ("delivered", "2.0.0"), ("relayed", "2.1.9")):
        said = of(report(f"Final-Recipient: rfc822; a@b.no\nAction: {action}\nStatus: {status}"))
        assert said is not None
        assert not said.permanent


def test_of_several_recipients_the_one_that_failed_counts():
    said = of(
        report(
            "Final-Recipient: rfc822; a@b.no\nAction: relayed\nStatus: 2.0.0",
            "Final-Recipient: rfc822; c@d.no\nAction: failed\nStatus: 5.7.1",
        )
    )
    assert said == Bounce(KEY, "5.7.1", True)


def test_a_report_without_the_message_says_that_it_does_not_say_which():
    said = of(
        report(
            "Final-Recipient: rfc822; a@b.no\nAction: failed\nStatus: 5.1.1",
            original="Content-Type: text/plain\n\nbye",
        )
    )
    assert said == Bounce("", "5.1.1", True)


def test_exim_writes_in_plain_words():
    body = (
        "This message was created automatically by mail delivery software.\n\n"
        "  kari@example.org\n    host mx.example.org [192.0.2.1]\n"
        "    SMTP error from remote mail server after RCPT TO:<kari@example.org>:\n"
        "    550 5.1.1 no such user\n\n"
        "------ This is a copy of the message, including all the headers. ------\n\n"
        f"From: a@b.no\n{OURS}\n"
    )
    said = of(plain("Mail Delivery System <Mailer-Daemon@x.no>", body, X_Failed_Recipients="k@x"))
    assert said == Bounce(KEY, "550 5.1.1 no such user", True)


def test_qmail_writes_in_other_plain_words():
    body = (
        "Hi. This is the qmail-send program at x.no.\n\n<kari@example.org>:\n"
        "Sorry, no mailbox here by that name. (#5.1.1)\n\n--- Below this line is a copy.\n\n"
        f"{OURS}\n"
    )
    said = of(plain("MAILER-DAEMON@x.no", body))
    assert said == Bounce(KEY, "Sorry, no mailbox here by that name. (#5.1.1)", True)


@pytest.mark.parametrize(
    "text",
    [
        plain("Kari <kari@example.org>", "Jeg kommer. 550 kroner er greit."),
        plain("postmaster@example.org", "Vi har byttet leverandør av e-post."),
        "From: a@b.no\nContent-Type: multipart/report; report-type=disposition-notification;\n"
        ' boundary="=r"\n\n--=r\nContent-Type: text/plain\n\nRead\n--=r\n'
        "Content-Type: message/disposition-notification\n\nDisposition: displayed\n--=r--\n",
        'From: MAILER-DAEMON@x\nContent-Type: multipart/report; boundary="=r"\n\n--=r--\n',
        "From: MAILER-DAEMON@x\nContent-Type: multipart/report\n\nnot a multipart\n",
    ],
)
def test_other_mail_is_no_report(text):
    assert of(text) is None


def test_exchange_names_the_message_in_the_report_s_own_header_alone():
    said = of(
        f"In-Reply-To: <{KEY}@moteplass.example.org>\n"
        + report(
            "Final-Recipient: rfc822;kari@example.org\nAction: failed\nStatus: 5.1.10\n"
            "Diagnostic-Code: smtp;550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found",
            original="Content-Type: text/plain\n\nbye",
        )
    )
    assert said is not None
    assert (said.key, said.permanent) == (KEY, True)


def test_a_report_whose_status_cannot_be_read_is_read_as_plain_words():
    head, tail = report(original=f"Content-Type: text/rfc822-headers\n\n{OURS}\n").split("Sorry.")
    tail = tail.replace("message/delivery-status", "application/octet-stream")
    said = of(f"{head}550 5.1.1 no such user{tail}")
    assert said == Bounce(KEY, "550 5.1.1 no such user", True)


@pytest.mark.parametrize(
    ("error", "words"),
    [
        ("5.1.10 smtp;550 5.1.10 RESOLVER.ADR.RecipientNotFound; not found", "finnes ikke"),
        ("550 5.4.1 Recipient address rejected: Access denied. AS(201806281)", "finnes ikke"),
        ("556 5.1.10 null MX", "Domenet tar ikke imot e-post."),
        ("4.4.1 connection timed out", "svarte ikke"),
        ("552 5.2.3 message too large", "for stor"),
    ],
)
def test_why_is_said_in_words_also_where_exchange_has_codes_of_its_own(error, words):
    assert words in (in_words(error) or "")
