"""The page of what goes out."""

import json

import pytest

from arenas.database import db
from arenas.mail import services, transport
from arenas.mail.sender import PROBLEM
from arenas.models import OutgoingMail, Person, Setting
from arenas.models.enums import MailState
from tests import pages
from tests.accounts.conftest import account_of

__all__ = ["account_of"]


@pytest.fixture
def given_up(kept):
    kept(
        Person(id=7, given_name="Åse", family_name="Østby", email="new@example.org"),
        OutgoingMail(
            kind="letter",
            recipient="old@example.org",
            subject="Invitasjon: Styremøte",
            payload={"text": "Hei"},
            person_id=7,
            state=MailState.FAILED,
            attempts=1,
            error="550 5.1.1 no such user",
        ),
    )


def test_the_page_says_what_did_not_arrive_and_why(account_of, given_up):
    page = pages.get(account_of("coordinator"), "/admin/mail/")
    assert "550 5.1.1 no such user" in page.text
    assert "Åse Østby" in page.text
    assert "Ingen e-posttjener er satt opp" in page.text


def test_trying_again_uses_the_address_that_the_person_has_now(account_of, given_up, post):
    client = account_of("coordinator")
    mail = post.rows()[0]
    answer = pages.post(client, f"/admin/mail/{mail.id}/retry", at="/admin/mail/")
    assert answer.status_code == 303
    mail = post.rows()[0]
    assert (mail.state, mail.recipient, mail.attempts, mail.error) == (
        MailState.WAITING,
        "new@example.org",
        0,
        None,
    )


def test_what_has_gone_cannot_be_sent_again(account_of, post, kept):
    kept(OutgoingMail(kind="letter", recipient="a@b.no", subject="Hei", state=MailState.SENT))
    client = account_of("coordinator")
    mail = post.rows()[0]
    token = pages.form_token(client.get("/account/"))
    answer = client.post(f"/admin/mail/{mail.id}/retry", data={"csrf_token": token})
    assert answer.status_code == 400


def test_all_that_did_not_arrive_is_tried_again_with_one_button(account_of, given_up, post):
    client = account_of("admin")
    assert pages.post(client, "/admin/mail/retry", at="/admin/mail/").status_code == 303
    assert post.rows()[0].state is MailState.WAITING


def test_a_server_that_does_not_answer_is_told_on_the_page(app, kept, signed_in, account_of):
    from dataclasses import replace

    app.extensions["settings"] = replace(app.extensions["settings"], smtp_url="smtp://mail:25")
    value = json.dumps({"at": "2026-11-23T12:00:00+00:00", "text": "mail:25: refused"})
    kept(Setting(key=PROBLEM, value=value))
    page = pages.get(account_of("coordinator"), "/admin/mail/")
    assert "tok ikke imot 23.11.2026 kl. 13.00: mail:25: refused" in page.text


def test_an_address_that_refuses_is_shown_at_the_person_as_long_as_it_is_the_address(
    account_of, given_up, kept, app
):
    client = account_of("coordinator")
    assert "kom ikke frem" not in pages.get(client, "/people/7").text
    kept(
        OutgoingMail(
            kind="letter",
            recipient="new@example.org",
            subject="Påminnelse",
            person_id=7,
            state=MailState.FAILED,
            error="550 mailbox unavailable",
        )
    )
    page = pages.get(client, "/people/7")
    assert "kom ikke frem: Påminnelse" in page.text
    assert "550 mailbox unavailable" in page.text


def test_those_who_read_without_contact_data_see_nothing_of_it(account_of, given_up):
    assert account_of("leadership").get("/admin/mail/").status_code == 403


def test_the_list_is_narrowed_by_state_and_words(account_of, given_up, kept):
    kept(OutgoingMail(kind="letter", recipient="a@b.no", subject="Annet", state=MailState.SENT))
    client = account_of("coordinator")
    assert "Annet" not in pages.get(client, "/admin/mail/?state=failed").text
    assert "Annet" in pages.get(client, "/admin/mail/?q=a@b").text
    pages.get(client, "/admin/mail/?state=lost", 404)


@pytest.fixture
def sample(app, tmp_path, monkeypatch):
    """Sample data and no server: the folder that messages are written to."""
    from dataclasses import replace

    monkeypatch.setattr(transport, "FOLDER", tmp_path / "mail")
    app.extensions["settings"] = replace(app.extensions["settings"], sample=True)
    return tmp_path / "mail"


def test_with_sample_data_the_files_are_written_by_a_button_and_read_on_a_page(
    account_of, post, sample
):
    post.queue("a@example.org", "b@example.org")
    client = account_of("coordinator")
    assert str(sample) in pages.get(client, "/admin/mail/").text
    answer = pages.post(client, "/admin/mail/send", at="/admin/mail/")
    assert answer.headers["Location"] == "/admin/mail/folder"
    [first, _second] = sorted(path.name for path in sample.glob("*.eml"))
    page = pages.get(client, "/admin/mail/folder")
    assert "2 meldinger er skrevet" in page.text
    assert page.text.index("b@example.org") < page.text.index("a@example.org")
    read = pages.get(client, f"/admin/mail/folder/{first}")
    assert "Hei på deg" in read.headings
    assert "Ås Hilsen" in read.text
    file = client.get(f"/admin/mail/folder/{first}/file")
    assert (file.mimetype, file.data) == ("message/rfc822", (sample / first).read_bytes())


def test_a_link_in_a_message_can_be_followed_and_markup_is_text(app, account_of, sample):
    hostile = "<script>alert(1)</script>\nhttp://localhost:8000/reply/x\nhttp://evil.example/"
    draft = services.Draft("letter", "a@example.org", "<b>Hei</b>", {"text": hostile})
    with app.app_context():
        services.queue(db.session(), [draft])
        db.session.commit()
    client = account_of("coordinator")
    pages.post(client, "/admin/mail/send", at="/admin/mail/")
    [file] = sample.glob("*.eml")
    html = pages.get(client, f"/admin/mail/folder/{file.name}").html
    assert '<a href="http://localhost:8000/reply/x">' in html
    assert "<script>alert" not in html
    assert "<b>Hei" not in html
    assert '<a href="http://evil' not in html


@pytest.mark.parametrize("name", ["x.eml", "..%2f..%2fsecret-key", "20261125-120000-000000-a.eml"])
def test_only_messages_of_the_folder_are_shown(account_of, sample, name):
    client = account_of("coordinator")
    for path in (f"/admin/mail/folder/{name}", f"/admin/mail/folder/{name}/file"):
        assert client.get(path).status_code == 404


def test_a_page_never_waits_for_a_server(app, account_of, post):
    from dataclasses import replace

    app.extensions["settings"] = replace(app.extensions["settings"], smtp_url="smtp://127.0.0.1:9")
    client = account_of("coordinator")
    token = pages.form_token(client.get("/account/"))
    assert client.post("/admin/mail/send", data={"csrf_token": token}).status_code == 400
