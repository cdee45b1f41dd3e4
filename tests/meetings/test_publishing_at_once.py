"""Two coordinators press the same button at the same moment, on both databases."""

import threading

from sqlalchemy import func, select

from arenas.models import Meeting, OutgoingMail
from arenas.models.enums import MeetingState
from tests import pages
from tests.accounts.conftest import account_of
from tests.invitations.conftest import call, session

__all__ = ["account_of", "call", "session"]


def test_one_publishes_the_other_is_told_and_each_invitee_is_mailed_once(
    database, call, account_of
):
    called = call("Ann Ek", "Bo Li", "Cai Moe")
    path = f"/meetings/{called.meeting.id}/publish"
    called.session.rollback()
    clients = [account_of("coordinator"), account_of("admin")]
    forms = []
    for client in clients:
        page = pages.get(client, path)
        token = next(form["token"] for form in page.forms if form["token"])
        forms.append({"csrf_token": token, "version": page.value("version")})
    called.session.rollback()
    gate, answers = threading.Barrier(2), {}

    def press(number):
        gate.wait(20)
        answers[number] = clients[number].post(path, data=forms[number])

    threads = [threading.Thread(target=press, args=(number,)) for number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert sorted(answer.status_code for answer in answers.values()) == [303, 409]
    [told] = [answer for answer in answers.values() if answer.status_code == 409]
    assert "Noen andre endret dette mens du hadde det åpent." in pages.checked(told, 409).text
    called.session.expire_all()
    assert called.session.scalar(select(Meeting.state)) is MeetingState.PLANNED
    mails = called.session.execute(
        select(OutgoingMail.recipient, func.count()).group_by(OutgoingMail.recipient)
    ).all()
    assert sorted(tuple(row) for row in mails) == [
        ("ann@example.org", 1),
        ("bo@example.org", 1),
        ("cai@example.org", 1),
    ]
