"""Owners are reminded once before the due date and once after it, until it is done."""

from datetime import date

import pytest
from sqlalchemy import select, update

from arenas.actions import services
from arenas.database import db
from arenas.mail.builders import Builders
from arenas.models import Account, Outcome, OutgoingMail, Person
from arenas.models.enums import Role
from tests.meetings.records import make_account

DUE = date(2026, 12, 10)


def text_of(message):
    return message.get_body(("plain",)).get_content().replace("\r\n", "\n")


@pytest.mark.usefixtures("database")
def test_one_mail_two_days_before_one_when_it_is_overdue_and_then_no_more(act, remind):
    act("Send referat", DUE)
    assert remind(date(2026, 12, 7)) == []
    [before] = remind(date(2026, 12, 8))
    assert "ostby@example.org" in before["To"]
    assert before["Subject"] == "Påminnelse: Send referat"
    assert "Send referat (frist torsdag 10. desember 2026)\nBudsjettmøte: " in text_of(before)
    assert "http://localhost:8000/actions/" in text_of(before)
    for day in (8, 9, 10):
        assert remind(date(2026, 12, day)) == []
    [after] = remind(date(2026, 12, 11))
    assert after["Subject"] == "Over fristen: Send referat"
    assert "(fristen var torsdag 10. desember 2026)" in text_of(after)
    for day in (11, 12, 31):
        assert remind(date(2026, 12, day)) == []


def test_what_is_done_is_not_reminded_of(app, act, remind):
    done = act("Send referat", DUE)
    with app.app_context():
        services.settle(db.session(), done, done=True, actor=make_account(db.session()))
        db.session.commit()
    assert remind(date(2026, 12, 8)) == []
    assert remind(date(2026, 12, 11)) == []


def test_a_mail_that_waits_when_it_is_done_does_not_go(app, act, given):
    done = act("Send referat", DUE)
    with app.app_context():
        mail = OutgoingMail(
            kind="actions", recipient="a@example.org", subject="Send referat",
            payload={"actions": [done]}, person_id=given.ase,
        )  # fmt: skip
        db.session.add(mail)
        db.session.flush()
        build = Builders(app.extensions["settings"])
        assert build(db.session(), mail) is not None
        db.session.execute(update(Outcome).values(owner_id=given.bo))
        assert build(db.session(), mail) is None
        db.session.execute(update(Outcome).values(owner_id=given.ase))
        services.settle(db.session(), done, done=True, actor=make_account(db.session()))
        assert build(db.session(), mail) is None


def test_several_due_together_are_one_mail_a_person_in_his_or_her_language(act, remind, given):
    act("Send referat", DUE)
    act("Bestill rom", date(2026, 12, 9))
    act("Write to the county", DUE, given.bo)
    hers, his = remind(date(2026, 12, 8))
    assert hers["Subject"] == "2 oppgaver venter på deg"
    assert text_of(hers).index("Bestill rom") < text_of(hers).index("Send referat")
    assert his["Subject"] == "Reminder: Write to the county"
    assert "Send referat" not in text_of(his)
    assert "ostby" not in his.as_string()


def test_without_a_due_date_or_long_overdue_nobody_is_written_to(act, remind):
    act("En gang", None)
    act("For lenge siden", date(2026, 11, 6))
    assert remind(date(2026, 12, 7)) == []


def test_overdue_by_thirty_days_is_still_told(act, remind):
    act("Sent", date(2026, 11, 7))
    assert len(remind(date(2026, 12, 7))) == 1


def test_reminders_can_be_turned_off_and_need_an_address(app, act, remind):
    act("Send referat", DUE)
    assert remind(date(2026, 12, 8), days=0) == []
    with app.app_context():
        db.session.execute(update(Person).values(email=None))
        db.session.commit()
    assert remind(date(2026, 12, 8)) == []


def test_hostile_words_are_words_in_the_letter(act, remind):
    act("<script>alert(1)</script>\r\nBcc: x@example.org", DUE)
    [message] = remind(date(2026, 12, 8))
    assert "<script>" not in message.get_body(("html",)).get_content()
    assert message["Bcc"] is None


def test_saying_twice_that_it_is_done_changes_nothing_and_a_stranger_is_not_told(app, act, given):
    action = act("Send referat", DUE)
    with app.app_context():
        session = db.session()
        owner = session.scalars(select(Account).where(Account.person_id == given.ase)).one()
        first = services.settle(session, action, done=True, actor=owner).done_at
        assert services.settle(session, action, done=True, actor=owner).done_at == first
        assert services.settle(session, action, done=False, actor=owner).done_at is None
        strangers = [make_account(session, Role.LEADERSHIP), make_account(session, Role.MEMBER)]
        for actor in strangers:
            with pytest.raises(services.UnknownRecord):
                services.settle(session, action, done=True, actor=actor)
