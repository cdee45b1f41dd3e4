"""The page of answers to judge."""

from io import BytesIO

import pytest
from sqlalchemy import select

from arenas.invitations import replies
from arenas.models import StrayReply
from arenas.models.enums import Response
from tests import pages
from tests.accounts.conftest import account_of
from tests.invitations.programs import google

__all__ = ["account_of"]
ASE = "ase@example.org"


@pytest.fixture
def asked(call):
    called = call()
    called.step("publish")
    called.uid = called.meeting.uid
    called.session.commit()
    return called


@pytest.fixture
def forged(asked):
    content = google(asked.uid, 1, ASE, "ACCEPTED").replace(b"<ase@", b"<eve@")
    replies.take(asked.session, content)
    asked.session.commit()
    return asked.session.scalars(select(StrayReply.id)).one()


@pytest.fixture
def coordinator(account_of, asked):
    asked.session.rollback()
    return account_of("coordinator")


def drop(client, content, name="svar.eml"):
    token = pages.form_token(client.get("/admin/replies/"))
    data = {"csrf_token": token, "file": (BytesIO(content), name)}
    return client.post("/admin/replies/", data=data, content_type="multipart/form-data")


def test_an_answer_is_shown_with_whom_it_is_about_and_why_it_is_not_believed(
    asked, forged, coordinator
):
    page = pages.get(coordinator, "/admin/replies/")
    assert "eve@example.org" in page.text
    assert "Åse Østby" in page.text
    assert "Avsenderen er en annen enn den som er invitert." in page.text
    assert "Svaret: Kommer" in page.text


def test_a_person_can_believe_it_after_all(asked, forged, coordinator):
    answer = pages.post(coordinator, f"/admin/replies/{forged}/take", at="/admin/replies/")
    assert answer.status_code == 303
    asked.session.expire_all()
    assert asked.row("Åse Østby").response is Response.ACCEPTED
    assert "eve@example.org" not in pages.get(coordinator, "/admin/replies/").text


def test_a_person_can_put_it_away(asked, forged, coordinator):
    pages.post(coordinator, f"/admin/replies/{forged}/settle", at="/admin/replies/")
    page = pages.get(coordinator, "/admin/replies/")
    assert "Ingen svar venter" in page.text
    asked.session.expire_all()
    assert asked.row("Åse Østby").response is Response.NEEDS_ACTION


def test_the_mail_is_given_as_a_file_and_never_as_a_page(forged, coordinator):
    answer = coordinator.get(f"/admin/replies/{forged}.eml")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.mimetype == "application/octet-stream"


def test_a_dropped_file_is_taken_as_an_answer(asked, coordinator):
    answer = drop(coordinator, google(asked.uid, 1, ASE, "DECLINED"))
    assert answer.status_code == 303
    asked.session.expire_all()
    assert asked.row("Åse Østby").response is Response.DECLINED
    assert "Svaret fra Åse Østby er ført." in pages.get(coordinator, "/admin/replies/").text


@pytest.mark.parametrize("content", [b"\x00\xff\xfe", b"BEGIN:VCALENDAR\r\nnonsense", b"hei"])
def test_a_file_that_is_no_answer_is_told(asked, coordinator, content):
    assert drop(coordinator, content).status_code == 303
    assert "Svaret er ikke ført" in pages.get(coordinator, "/admin/replies/").text


def test_no_file_at_all_is_told(coordinator):
    assert pages.post(coordinator, "/admin/replies/").status_code == 422
