"""From the question to the meeting: what is kept, what is refused, and who is told."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from arenas.errors import Refusal
from arenas.invitations.gathering import Wanted
from arenas.models import AuditEntry, Meeting, Participation, Poll, PollAnswer
from arenas.models.enums import ParticipationRole, PollState
from arenas.polls import answering, queries, services
from arenas.polls.asking import MOST, BadLists, Circle, Needed
from tests.meetings import records
from tests.polls.conftest import (
    MEMBERS,
    NOTHING,
    begins,
    details,
    settle,
    today,
    waiting,
)


def test_the_members_of_the_forum_are_asked_each_by_a_message_of_his_own(poller, database):
    poll = poller.create()
    assert [one.ends_at - one.starts_at for one in poll.dates] == [timedelta(minutes=90)] * 3
    assert waiting(poller.session, "asked") == [
        "ase@example.org",
        "bo@example.org",
        "cato@example.org",
        "dag@example.org",
    ]
    chair, observer = poller.asked(poll, "Åse Østby"), poller.asked(poll, "Dag Moe")
    assert (chair.required, chair.role) == (True, ParticipationRole.CHAIR)
    assert (observer.required, observer.role) == (False, ParticipationRole.OBSERVER)
    assert chair.organisation_id == poller.places["Ås kommune"].id
    assert poller.session.scalar(
        select(AuditEntry.details).where(AuditEntry.action == "poll.create")
    ) == {"asked": 4, "dates": 3}


def test_the_meeting_depends_on_those_of_the_list(poller):
    pasted = "bo@example.org\nNy Berg; ny@example.org; NMBU"
    poll = poller.create(circle=Circle(Wanted(members=True), pasted=pasted))
    rows = {
        row.row.family_name: row.row.required for row in queries.answers(poller.session, poll.id)
    }
    assert rows == {"Østby": True, "Li": True, "Ek": False, "Moe": False, "Berg": True}


@pytest.mark.parametrize(
    ("needed", "required"),
    [
        (Needed.CHAIR, {"Østby"}),
        (Needed.MEMBERS, {"Østby", "Li", "Ek"}),
        (Needed.NOBODY, set()),
    ],
)
def test_the_meeting_depends_on_those_who_are_chosen_and_never_on_observers(
    poller, needed, required
):
    poll = poller.create(circle=Circle(Wanted(members=True), needed))
    rows = queries.answers(poller.session, poll.id)
    assert {row.row.family_name for row in rows if row.row.required} == required


def test_a_bad_line_is_told_with_its_list_and_nobody_is_asked(poller):
    circle = Circle(Wanted(members=True, pasted="Ny Berg; ny@example.org; NMBU\nhei"))
    with pytest.raises(BadLists) as caught:
        poller.create(circle=circle)
    [line] = caught.value.bad["pasted"]
    assert line.number == 2
    poller.session.rollback()
    assert poller.session.scalar(select(func.count()).select_from(Poll)) == 0
    assert waiting(poller.session) == []


def test_more_people_than_can_be_asked_are_refused(poller):
    lines = "\n".join(f"Navn Navnesen{n}; n{n}@example.org; NMBU" for n in range(MOST - 3))
    with pytest.raises(Refusal, match="Høyst 300 personer"):
        poller.create(circle=Circle(Wanted(members=True, pasted=lines)))


@pytest.mark.parametrize(
    ("starts", "said"),
    [
        ([begins(20)], "Foreslå fra 2 til 20 datoer. Nå er det 1."),
        ([begins(20 + n) for n in range(21)], "Nå er det 21."),
        ([begins(20), begins(20)], "To av datoene er like."),
        ([begins(-1), begins(20)], "En av datoene er passert."),
        ([begins(20), begins(800)], "En av datoene er mer enn to år frem."),
    ],
)
def test_dates_that_cannot_be_are_refused(poller, starts, said):
    with pytest.raises(Refusal, match=said) as caught:
        poller.create(*starts)
    assert caught.value.field == "dates"


@pytest.mark.parametrize(
    ("other", "field"),
    [
        ({"answer_by": today() - timedelta(days=1)}, "answer_by"),
        ({"answer_by": today() + timedelta(days=20)}, "answer_by"),
        ({"quorum": 0}, "quorum"),
        ({"place": None}, "place"),
        ({"title": "x" * 201}, "title"),
    ],
)
def test_other_bad_input_is_refused_beside_its_field(poller, other, field):
    with pytest.raises(Refusal) as caught:
        poller.create(**other)
    assert caught.value.field == field


def test_a_poll_of_nobody_is_refused(poller):
    with pytest.raises(Refusal, match="Velg hvem som skal spørres"):
        poller.create(circle=NOTHING)


def test_a_poll_is_called_off_with_a_reason_and_those_asked_are_told(poller, sent):
    poll = poller.create()
    sent()
    told = services.call_off(
        poller.session, poll.id, " Ingen  midler ", version=poll.version, actor=poller.actor
    )
    poller.session.commit()
    assert (told, poll.state, poll.close_reason) == (4, PollState.CALLED_OFF, "Ingen midler")
    assert len(waiting(poller.session, "called_off")) == 4
    with pytest.raises(Refusal, match="allerede trukket tilbake"):
        settle(poller, poll)


def test_only_a_closed_poll_is_deleted_and_not_while_word_of_it_waits(poller, sent, database):
    poll = poller.create()
    sent()
    poller.say(poll, "Bo Li", "yyy")
    with pytest.raises(Refusal, match="Trekk forespørselen tilbake først"):
        services.delete(poller.session, poll.id, actor=poller.actor)
    meeting, _told = settle(poller, poll)
    with pytest.raises(Refusal, match="er ikke sendt ennå"):
        services.delete(poller.session, poll.id, actor=poller.actor)
    poller.session.rollback()
    sent()
    poller.session.expire_all()
    services.delete(poller.session, poll.id, actor=poller.actor)
    poller.session.commit()
    assert poller.session.scalar(select(func.count()).select_from(PollAnswer)) == 0
    assert poller.session.get(Meeting, meeting.id) is not None


def test_more_people_are_asked_and_those_asked_before_hear_nothing(poller, sent):
    poll = poller.create()
    sent()
    more = Circle(Wanted(members=True, pasted="Ny Berg; ny@example.org; NMBU"))
    assert services.ask_more(poller.session, poll.id, more, actor=poller.actor) == 1
    assert waiting(poller.session) == ["ny@example.org"]


def test_who_is_removed_is_asked_no_more_and_is_not_on_the_list(poller):
    poll = poller.create()
    poller.say(poll, "Bo Li", "yyy")
    answering.remove(poller.session, poll.id, poller.asked(poll, "Bo Li").id, actor=poller.actor)
    poller.session.commit()
    meeting, _told = settle(poller, poll)
    people = set(
        poller.session.scalars(
            select(Participation.person_id).where(Participation.meeting_id == meeting.id)
        )
    )
    assert poller.people["Bo Li"].id not in people
    assert len(people) == 3


def test_a_later_last_day_is_saved_and_an_earlier_one_than_today_is_not(poller):
    poll = poller.create()
    later = today() + timedelta(days=10)
    services.change(
        poller.session, poll.id, details(answer_by=later), version=poll.version, actor=poller.actor
    )
    assert poll.answer_by == later
    with pytest.raises(Refusal, match="Svarfristen er passert"):
        services.change(
            poller.session,
            poll.id,
            details(answer_by=today() - timedelta(days=1)),
            version=poll.version,
            actor=poller.actor,
        )


def test_the_last_day_can_be_later_than_a_date_that_is_past(poller):
    poll = poller.create(begins(2), begins(20), answer_by=today() + timedelta(days=1))
    poll.dates[0].starts_at -= timedelta(days=3)
    poller.session.flush()
    later = details(answer_by=today() + timedelta(days=19))
    services.change(poller.session, poll.id, later, version=poll.version, actor=poller.actor)
    assert services.takes_answers(poll, begins(19))
    with pytest.raises(Refusal, match="før den første datoen"):
        services.change(
            poller.session,
            poll.id,
            details(answer_by=today() + timedelta(days=20)),
            version=poll.version,
            actor=poller.actor,
        )


def test_polls_to_decide_are_those_past_their_last_day_and_those_all_have_answered(poller):
    poll, other = poller.create(title="Alle har svart"), poller.create(title="Fristen er ute")
    poller.create(title="Venter")
    assert queries.to_decide(poller.session, today()) == []
    for name in poller.people:
        poller.say(poll, name, "yyn")
    other.answer_by = today() - timedelta(days=1)
    poller.session.commit()
    found = queries.to_decide(poller.session, today())
    assert [(one.title, one.asked, one.answered) for one in found] == [
        ("Fristen er ute", 4, 0),
        ("Alle har svart", 4, 4),
    ]
    settle(poller, poll)
    assert len(queries.to_decide(poller.session, today())) == 1


def test_the_members_as_they_are_on_the_first_date_are_asked(poller):
    former = poller.seat("Eva Gammel", "NMBU", sector=poller.places["NMBU"].sector)
    for seat in poller.session.scalars(
        select(records.ForumMember).where(records.ForumMember.person_id == former.id)
    ):
        seat.ends_on = today() + timedelta(days=3)
    poll = poller.create(circle=MEMBERS)
    assert len(queries.answers(poller.session, poll.id)) == 4
