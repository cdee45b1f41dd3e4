"""A coordinator, invitees and those who hold a link, all at the same moment, on both databases."""

from sqlalchemy import func, select

from arenas.errors import Refusal
from arenas.invitations import answering, invited
from arenas.invitations.invited import Answer, Deputy
from arenas.meetings import participants, services
from arenas.models import Account, Forum, Invitation, Participation, Person
from arenas.models.enums import AnswerWay, Response
from tests.invitations.conftest import DAY
from tests.invitations.seat_records import NO, WAITS, YES, A, B, C, D
from tests.meetings.records import at, details


def invitation_of(called, name):
    found = called.session.scalar(
        select(Invitation.id).where(Invitation.person_id == called.people[name].id)
    )
    called.session.rollback()
    return found


def says(number, response, **how):
    def work(session):
        one = invited.by_id(session, number)
        answering.answer(session, one, Answer(response, AnswerWay.LINK, **how))

    return work


def test_two_seats_given_up_at_once_go_to_two_who_wait(database, full, at_once):
    meeting = full(seats=2)
    for name in (A, B, C, D):
        meeting.answer(name, YES)
    called, number = meeting.called, invitation_of(meeting.called, B)
    meeting_id, row_id, actor = meeting.meeting.id, meeting.row(A).id, called.actor.id
    called.session.rollback()

    def takes_off(session):
        participants.remove(session, meeting_id, row_id, actor=session.get(Account, actor))

    assert at_once(takes_off, says(number, NO)) == []
    called.session.expire_all()
    left = called.session.execute(select(Participation.response)).scalars().all()
    assert sorted(left) == sorted([NO, YES, YES])
    assert WAITS not in left


def test_a_meeting_is_edited_while_five_answer(database, call, at_once):
    called = call(*(f"P{number} Li" for number in range(5)))
    called.change(seats=9)
    called.step("publish")
    numbers = called.session.scalars(select(Invitation.id)).all()
    meeting, forum, actor = called.meeting, called.forum.id, called.actor.id
    meeting_id, version = meeting.id, meeting.version
    called.session.rollback()

    def edits(session):
        new = details(
            session.get(Forum, forum),
            when=at(DAY),
            title="Utslipp; mål, tiltak",
            place="B",
            seats=9,
        )
        who = session.get(Account, actor)
        services.change(session, meeting_id, new, version=version, actor=who)

    assert at_once(edits, *(says(number, YES) for number in numbers)) == []
    called.session.expire_all()
    assert set(called.session.scalars(select(Participation.response))) == {YES}


def test_a_link_in_ten_windows_names_no_more_than_three_deputies(database, call, at_once):
    called = call("Åse Østby")
    called.step("publish")
    number = invitation_of(called, "Åse Østby")
    raised = at_once(
        *(
            says(number, Response.DELEGATED, deputy=Deputy("K B", f"k{place}@example.org"))
            for place in range(10)
        )
    )
    assert [type(error) for error in raised] == [Refusal] * 7
    called.session.expire_all()
    named = select(func.count()).select_from(Person).where(Person.email.startswith("k"))
    assert called.session.scalar(named) == 3


def test_a_deputy_whose_form_is_sent_twice_is_named_once(database, call, at_once):
    called = call("Åse Østby")
    called.step("publish")
    number = invitation_of(called, "Åse Østby")
    named = says(number, Response.DELEGATED, deputy=Deputy("K B", "k@example.org"))
    assert at_once(named, named) == []
    called.session.expire_all()
    assert called.session.scalar(select(Invitation.deputies).where(Invitation.id == number)) == 1
