"""A poll becomes a meeting: what the draft holds, who is told, and who was first."""

import pytest
from sqlalchemy import func, select

from arenas.errors import Refusal, UnknownRecord
from arenas.meetings.services import Overlap
from arenas.models import Meeting, Participation
from arenas.models.enums import MeetingState, ParticipationRole, PollState, Response
from arenas.polls import becoming, services
from arenas.versions import ChangedMeanwhile
from tests.meetings import records
from tests.meetings.records import at
from tests.polls.conftest import begins, details, settle, waiting


def test_the_chosen_date_becomes_a_draft_with_all_who_were_asked(poller, sent, database):
    poll = poller.create()
    poller.session.commit()
    sent()
    poller.say(poll, "Bo Li", "nyn")
    meeting, told = settle(poller, poll, 1)
    assert meeting.state is MeetingState.DRAFT
    assert (meeting.starts_at, meeting.ends_at) == (poll.dates[1].starts_at, poll.dates[1].ends_at)
    assert (meeting.title, meeting.place, meeting.description) == (
        "Vårmøte",
        "Rådhuset",
        "Budsjett",
    )
    rows = poller.session.execute(
        select(
            Participation.person_id,
            Participation.organisation_id,
            Participation.role,
            Participation.response,
        ).where(Participation.meeting_id == meeting.id)
    ).all()
    expected = {
        ("Åse Østby", "Ås kommune", ParticipationRole.CHAIR),
        ("Bo Li", "Halden kommune", ParticipationRole.PARTICIPANT),
        ("Cato Ek", "NMBU", ParticipationRole.PARTICIPANT),
        ("Dag Moe", "Statsforvalteren", ParticipationRole.OBSERVER),
    }
    assert {row[:3] for row in rows} == {
        (poller.people[name].id, poller.places[place].id, role) for name, place, role in expected
    }
    assert {row.response for row in rows} == {Response.NEEDS_ACTION}
    assert (poll.state, poll.meeting_id, told) == (PollState.SETTLED, meeting.id, 4)
    assert [one.chosen for one in poll.dates] == [False, True, False]
    assert len(waiting(poller.session, "settled")) == 4


def test_a_poll_without_a_title_becomes_a_meeting_with_the_usual_one(poller):
    poll = poller.create(title=None)
    meeting, _told = settle(poller, poll)
    assert meeting.title == f"Klimaforum {begins(20):%d.%m.%Y}"


def test_who_was_never_reached_by_the_question_is_not_told_what_came_of_it(poller):
    poll = poller.create()
    _meeting, told = settle(poller, poll)
    assert told == 0
    assert waiting(poller.session) == []


def test_of_two_who_choose_at_once_one_wins_and_the_other_is_told(poller):
    poll = poller.create()
    seen = poll.version
    settle(poller, poll)
    with pytest.raises(Refusal, match="allerede bestemt"):
        settle(poller, poll, 1, version=seen)
    poller.session.rollback()
    assert poller.session.scalar(select(func.count()).select_from(Meeting)) == 1


def test_a_poll_that_was_changed_meanwhile_is_not_settled_unseen(poller):
    poll = poller.create()
    seen = poll.version
    services.change(
        poller.session, poll.id, details(place="Slottet"), version=seen, actor=poller.actor
    )
    poller.session.commit()
    with pytest.raises(ChangedMeanwhile):
        settle(poller, poll, version=seen)


def test_a_date_on_which_the_forum_meets_already_must_be_meant(poller):
    poll = poller.create()
    records.make_meeting(poller.session, poller.forum, when=at(begins(20).date(), "13:00", "15:00"))
    poller.session.commit()
    with pytest.raises(Overlap):
        settle(poller, poll)
    poller.session.rollback()
    assert poll.state is PollState.OPEN
    settle(poller, poll, overlap_is_meant=True)
    assert poll.state is PollState.SETTLED


def test_a_date_of_another_poll_is_no_date_of_this(poller):
    poll, other = poller.create(), poller.create()
    poller.again(poll)
    with pytest.raises(UnknownRecord):
        becoming.settle(
            poller.session, poll.id, other.dates[0].id, version=poll.version, actor=poller.actor
        )
