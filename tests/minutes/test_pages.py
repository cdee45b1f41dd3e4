"""The pages of minutes, who may read them, the mail that carries them."""

from email import message_from_bytes
from email.policy import default

import pytest
from sqlalchemy import select

from arenas.database import db
from arenas.mail.builders import Builders
from arenas.minutes import mailing, services
from arenas.models import (
    AgendaItem,
    InformedAddress,
    Meeting,
    OutgoingMail,
    Participation,
)
from arenas.models.enums import Attendance, MeetingState
from tests import pages
from tests.minutes.records import held
from tests.statements import recorded


def post(client, path, **values):
    page = pages.get(client, path)
    sent = {"csrf_token": page.value("csrf_token"), "version": page.value("version")}
    return client.post(path, data=sent | values)


def publish(client, meeting, **values):
    post(client, f"/meetings/{meeting.id}/minutes/edit", text_0="Møtet ble satt.")
    return post(client, f"/meetings/{meeting.id}/minutes/publish", **values)


def test_text_and_decision_are_written_on_one_page_and_read_back(meeting, writer):
    item = meeting.items[1]
    answer = post(
        writer,
        f"/meetings/{meeting.id}/minutes/edit",
        preview="1",
        **{
            "text_0": "Møtet ble satt.",
            f"text_{item}": "Drøftet:\n- lån\n- gebyr",
            f"outcome_{item}": "Budsjettet vedtas.",
            f"kind_{item}": "decision",
        },
    )
    assert answer.status_code == 303
    page = pages.get(writer, f"/meetings/{meeting.id}/minutes")
    assert "Protokoll: Styremøte" in page.headings
    assert "<li>lån</li>" in page.html
    assert "Vedtak 1/2026 Budsjettet vedtas." in page.text
    assert "Ski kommune : Kari Li" in page.text
    assert "Utkast: bare koordinatorer" in page.text


def test_who_publishes_is_told_how_many_have_no_mark(app, meeting, writer):
    path = f"/meetings/{meeting.id}/minutes/publish"
    post(writer, f"/meetings/{meeting.id}/minutes/edit", text_0="Satt.")
    assert "ikke ført med oppmøte" not in pages.get(writer, path).text
    with app.app_context():
        row = db.session.scalars(select(Participation).limit(1)).one()
        row.attendance = Attendance.UNKNOWN
        db.session.commit()
    page = pages.get(writer, path)
    assert "Én på listen er ikke ført med oppmøte" in page.text
    assert f"/meetings/{meeting.id}/attendance" in page.links


def test_members_who_took_part_read_it_once_published_and_others_never(
    app, meeting, writer, signed_in
):
    kari, other = (signed_in(app, email) for email in ("kari@ski.example", "annen@example.org"))
    path = f"/meetings/{meeting.id}/minutes"
    assert kari.get(path).status_code == 404
    publish(writer, meeting)
    assert "Møtet ble satt." in pages.get(kari, path).text
    assert kari.get(f"{path}.pdf").data.startswith(b"%PDF")
    for address in (path, f"{path}.pdf"):
        assert other.get(address).status_code == 404
        assert app.test_client().get(address).status_code == 303
    assert "Historikk" not in pages.get(kari, path).headings


def test_a_member_s_page_of_the_meeting_links_to_the_minutes_once_published(
    app, meeting, writer, signed_in
):
    kari = signed_in(app, "kari@ski.example")
    assert "Les protokollen" not in kari.get(f"/meetings/{meeting.id}").text
    publish(writer, meeting)
    assert "Les protokollen" in kari.get(f"/meetings/{meeting.id}").text


def test_the_pdf_is_the_same_as_long_as_the_minutes_are(meeting, writer):
    publish(writer, meeting)
    path = f"/meetings/{meeting.id}/minutes.pdf"
    first = writer.get(path)
    assert first.headers["Content-Type"] == "application/pdf"
    assert writer.get(path).data == first.data


def test_locked_minutes_cannot_be_edited_before_they_are_opened_with_a_reason(meeting, writer):
    publish(writer, meeting)
    edit = f"/meetings/{meeting.id}/minutes/edit"
    assert writer.get(edit).status_code == 303
    refused = post(writer, f"/meetings/{meeting.id}/minutes/reopen", reason="")
    assert refused.status_code == 422
    assert post(writer, f"/meetings/{meeting.id}/minutes/reopen", reason="Feil").status_code == 303
    assert writer.get(edit).status_code == 200
    assert "Åpnet igjen" in pages.get(writer, f"/meetings/{meeting.id}/minutes").text


def test_two_revisions_stand_side_by_side(meeting, writer):
    path = f"/meetings/{meeting.id}/minutes/edit"
    post(writer, path, text_0="Møtet ble satt.\nFire var der.")
    post(writer, path, text_0="Møtet ble satt.\nFem var der.")
    page = pages.get(writer, f"/meetings/{meeting.id}/minutes/compare/1/2")
    assert "Fjernet: Fire var der." in page.text
    assert "Nytt: Fem var der." in page.text
    assert writer.get(f"/meetings/{meeting.id}/minutes/compare/1/9").status_code == 404


def mails(session):
    return session.scalars(select(OutgoingMail).order_by(OutgoingMail.recipient)).all()


@pytest.mark.usefixtures("database")
def test_those_asked_and_those_to_be_informed_get_one_mail_each_in_their_language(app, session):
    meeting = held(session)
    session.add(InformedAddress(forum_id=meeting.forum.id, email="presse@example.org", name="Avis"))
    session.commit()
    saved = services.save(
        session, meeting.id, services.Written("Satt."), version=0, actor=meeting.actor
    )
    _minutes, told = services.publish(
        session, meeting.id, version=saved.version, mail=True, actor=meeting.actor
    )
    session.commit()
    assert told == 3
    waiting = mails(session)
    assert [mail.recipient for mail in waiting] == [
        "kari@ski.example",
        "ola@uni.example",
        "presse@example.org",
    ]
    build = Builders(app.extensions["settings"])
    letters = [message_from_bytes(build(session, mail), policy=default) for mail in waiting]
    assert [str(one["Subject"]) for one in letters] == [
        "Protokoll: Styremøte",
        "Minutes: Styremøte",
        "Protokoll: Styremøte",
    ]
    for mail, letter in zip(waiting, letters, strict=True):
        [paper] = letter.iter_attachments()
        assert paper.get_content_type() == "application/pdf"
        assert paper.get_content().startswith(b"%PDF")
        others = {other.recipient for other in waiting} - {mail.recipient}
        assert not any(address in letter.as_string() for address in others)


def test_a_mail_of_an_edition_keeps_to_it_after_the_minutes_are_opened(app, session):
    meeting = held(session)
    saved = services.save(
        session, meeting.id, services.Written("Første."), version=0, actor=meeting.actor
    )
    services.publish(session, meeting.id, version=saved.version, mail=True, actor=meeting.actor)
    session.commit()
    found = services.of_meeting(session, meeting.id)
    services.reopen(session, meeting.id, version=found.version, reason="Feil", actor=meeting.actor)
    session.commit()
    build = Builders(app.extensions["settings"])
    assert build(session, mails(session)[0]) is not None


def informed(app, meeting):
    with app.app_context():
        found = mailing.informed_of(db.session(), meeting.forum)
        return [(one.name, one.email) for one in found]


def test_the_informed_list_is_kept_line_by_line_and_bad_lines_are_told(app, meeting, writer):
    path = "/forums/styret/informed"
    token = pages.get(writer, path).value("csrf_token")
    bad = writer.post(path, data={"csrf_token": token, "addresses": "Avis <a@b.no>\nikke en"})
    assert bad.status_code == 422
    assert "Linje 2" in bad.text
    assert "ikke en</textarea>" in bad.text.replace("\r\n", "")
    assert informed(app, meeting) == []
    good = writer.post(path, data={"csrf_token": token, "addresses": "Avis <a@b.no>\nc@d.no"})
    assert good.status_code == 303
    assert informed(app, meeting) == [("Avis", "a@b.no"), ("", "c@d.no")]


def test_hostile_words_are_words(app, meeting, writer):
    hostile = '<script>alert(1)</script> "href" #read("x")'
    with app.app_context():
        db.session.get(AgendaItem, meeting.items[0]).title = hostile
        db.session.commit()
    post(writer, f"/meetings/{meeting.id}/minutes/edit", text_0=hostile)
    page = pages.get(writer, f"/meetings/{meeting.id}/minutes")
    assert hostile in page.text
    assert "<script>alert" not in page.html
    assert writer.get(f"/meetings/{meeting.id}/minutes.pdf").data.startswith(b"%PDF")


def test_a_coming_meeting_has_no_minutes_to_write(app, meeting, writer):
    with app.app_context():
        db.session.get(Meeting, meeting.id).state = MeetingState.DRAFT
        db.session.commit()
    assert writer.get(f"/meetings/{meeting.id}/minutes/edit").status_code == 303


def test_a_page_of_minutes_asks_few_things_of_the_database(app, meeting, writer):
    path = f"/meetings/{meeting.id}/minutes"
    publish(writer, meeting)
    writer.get(path)
    with recorded(app) as statements:
        writer.get(path)
    statements.at_most(9)


def test_the_page_of_outcomes_says_that_they_are_locked_with_the_minutes(meeting, writer):
    path = f"/meetings/{meeting.id}/outcomes"
    assert "Nytt resultat" in pages.get(writer, path).text
    token = pages.get(writer, path).value("csrf_token")
    publish(writer, meeting)
    page = pages.get(writer, path)
    assert "publisert og låst, og resultatene med den" in page.text
    assert "Nytt resultat" not in page.text
    late = {"csrf_token": token, "kind": "decision", "item": 0, "text": "Sent", "owner": 0}
    refused = writer.post(path, data=late)
    assert refused.status_code == 422
    assert "Åpne den igjen først." in refused.text
