from datetime import UTC, datetime

import pytest
import time_machine

from arenas.errors import Refusal
from arenas.meetings import states
from arenas.models.enums import MeetingState
from arenas.revision import CALENDAR, NETWORK, revision
from arenas.versions import ChangedMeanwhile
from tests.meetings.records import make_account, make_forum, make_meeting

DRAFT, PLANNED, HELD, CANCELLED = MeetingState
BEFORE = datetime(2025, 12, 8, 10, 59, tzinfo=UTC)
AFTER = datetime(2025, 12, 8, 11, 0, tzinfo=UTC)
LEGAL = {
    ("publish", DRAFT): PLANNED,
    ("hold", PLANNED): HELD,
    ("cancel", PLANNED): CANCELLED,
    ("reopen", HELD): PLANNED,
    ("reopen", CANCELLED): PLANNED,
}


def take(session, meeting, step, **other):
    actor = make_account(session)
    values = {"version": meeting.version, "reason": "Sykdom"} | other
    return states.take(session, meeting.id, step, actor=actor, **values)


@pytest.mark.parametrize("state", MeetingState)
@pytest.mark.parametrize("step", states.STEPS)
def test_each_step_is_taken_from_its_state_alone_and_raises_sequence_by_one(session, step, state):
    meeting = make_meeting(session, make_forum(session), state)
    uid = meeting.uid
    with time_machine.travel(AFTER, tick=False):
        if (step, state) in LEGAL:
            take(session, meeting, step)
            assert meeting.state is LEGAL[step, state]
            assert (meeting.sequence, meeting.uid) == (1, uid)
        else:
            assert step not in states.possible(meeting)
            with pytest.raises(Refusal, match=r"Bare et"):
                take(session, meeting, step)
            assert (meeting.state, meeting.sequence) == (state, 0)


def test_a_meeting_cannot_be_marked_as_held_before_it_starts(session):
    meeting = make_meeting(session, make_forum(session))
    with time_machine.travel(BEFORE, tick=False):
        assert "hold" not in states.possible(meeting)
        with pytest.raises(Refusal, match="ikke startet"):
            take(session, meeting, "hold")
    with time_machine.travel(AFTER, tick=False):
        assert "hold" in states.possible(meeting)


@pytest.mark.parametrize("reason", [None, "", "  ", "x" * 501])
def test_a_cancellation_needs_a_reason_of_at_most_500_characters(session, reason):
    meeting = make_meeting(session, make_forum(session))
    with pytest.raises(Refusal) as refusal:
        take(session, meeting, "cancel", reason=reason)
    assert refusal.value.field == "reason"


def test_the_reason_goes_when_the_meeting_is_planned_again(session):
    meeting = make_meeting(session, make_forum(session))
    take(session, meeting, "cancel", reason="Storm")
    assert meeting.cancel_reason == "Storm"
    take(session, meeting, "reopen")
    assert (meeting.cancel_reason, meeting.sequence) == (None, 2)


def test_of_two_who_decide_at_once_the_second_is_told(session):
    meeting = make_meeting(session, make_forum(session))
    seen = meeting.version
    take(session, meeting, "cancel", version=seen)
    with pytest.raises(ChangedMeanwhile):
        take(session, meeting, "reopen", version=seen)


def test_every_step_reaches_the_calendars_and_what_was_held_the_network(session):
    meeting = make_meeting(session, make_forum(session))
    calendar, network = revision(session, CALENDAR), revision(session, NETWORK)
    with time_machine.travel(AFTER, tick=False):
        take(session, meeting, "cancel")
        take(session, meeting, "reopen")
        assert revision(session, NETWORK) == network
        take(session, meeting, "hold")
        take(session, meeting, "reopen")
    assert revision(session, CALENDAR) >= calendar + 4
    assert revision(session, NETWORK) == network + 2
