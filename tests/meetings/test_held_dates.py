"""Dates that an open poll holds stand in the way of other meetings until the poll is closed."""

from datetime import date, timedelta

import pytest

from arenas.meetings import clashes
from arenas.meetings.taken import Asked
from arenas.models import Poll, PollAnswer, PollDate, PollPerson
from arenas.models.enums import DateChoice, MeetingMode, PollState
from tests.meetings.records import at, kept, make_meeting
from tests.meetings.test_clashes import TUESDAY, look, two_forums
from tests.statements import recorded

__all__ = ["two_forums"]
WEEK = timedelta(weeks=1)


@pytest.fixture
def poll(session, two_forums):
    """The council asks the mayor about two Tuesdays, in Slottet."""
    _board, council, mayor, _dean, town, _school = two_forums
    made = Poll(
        forum_id=council.id,
        place="Slottet",
        timezone="Europe/Oslo",
        answer_by=TUESDAY - WEEK,
        state=PollState.OPEN,
        dates=[
            PollDate(starts_at=when.starts_at, ends_at=when.ends_at)
            for when in (at(TUESDAY), at(TUESDAY + WEEK))
        ],
    )
    kept(session, made)
    kept(session, PollPerson(poll_id=made.id, person_id=mayor.id, organisation_id=town.id))
    return made


def in_the_way(session, asked: Asked, day: date = TUESDAY):
    return look(session, asked, at(day)).clashes


def test_a_date_of_an_open_poll_takes_its_people_and_their_organisations(session, two_forums, poll):
    board = two_forums[0]
    for day in (TUESDAY, TUESDAY + WEEK):
        (clash,) = in_the_way(session, Asked(board.id), day)
        assert (clash.title, clash.path) == ("Rådet", f"/polls/{poll.id}")
        assert (clash.people, clash.organisations) == (("Åse Østby",), ("Ås kommune",))
        assert (clash.room, clash.forum) == (False, False)
    assert in_the_way(session, Asked(board.id), TUESDAY + 2 * WEEK) == ()


def test_it_takes_the_room_and_the_forum_too(session, two_forums, poll):
    board, council, _mayor, dean, *_rest = two_forums
    (clash,) = in_the_way(session, Asked(board.id, place="slottet", chosen={dean.id: None}))
    assert (clash.room, clash.people) == (True, ())
    (clash,) = in_the_way(session, Asked(council.id, chosen={}))
    assert clash.forum
    poll.mode = MeetingMode.ONLINE
    session.flush()
    assert in_the_way(session, Asked(board.id, place="Slottet", chosen={dean.id: None})) == ()


@pytest.mark.parametrize("state", [PollState.SETTLED, PollState.CALLED_OFF])
def test_the_dates_are_released_when_it_closes(session, two_forums, poll, state):
    assert in_the_way(session, Asked(two_forums[0].id))
    poll.state = state
    session.flush()
    assert in_the_way(session, Asked(two_forums[0].id)) == ()


def test_who_says_no_to_a_date_is_free_then_and_taken_on_the_other(session, two_forums, poll):
    board, _council, mayor, *_rest = two_forums
    asked = session.query(PollPerson).filter_by(person_id=mayor.id).one()
    for day, said in zip(poll.dates, (DateChoice.NO, DateChoice.IF_NEEDED), strict=True):
        session.add(PollAnswer(asked_id=asked.id, date_id=day.id, choice=said))
    session.flush()
    assert in_the_way(session, Asked(board.id), TUESDAY) == ()
    assert len(in_the_way(session, Asked(board.id), TUESDAY + WEEK)) == 1


def test_a_poll_is_not_in_its_own_way_and_another_time_avoids_it(session, two_forums, poll):
    board, council, *_rest = two_forums
    assert in_the_way(session, Asked(council.id, poll_id=poll.id)) == ()
    make_meeting(session, board, when=at(TUESDAY, "10:00", "11:00"))
    found = look(session, Asked(board.id), at(TUESDAY, "10:00", "12:00"))
    times = [(one.when.starts_at, one.when.ends_at, one.weight) for one in found.alternatives]
    held = at(TUESDAY)
    assert all(
        ends <= held.starts_at or starts >= held.ends_at or weight for starts, ends, weight in times
    )
    assert [weight for *_times, weight in times] == [0, 0, 0]


def test_each_date_of_a_series_tells_which_poll_holds_it(app, session, two_forums, poll):
    board = two_forums[0]
    whens = [at(TUESDAY + WEEK * turn) for turn in range(3)]
    session.expire_all()
    with recorded(app) as statements:
        found = clashes.along(session, Asked(board.id), whens)
    assert [[clash.poll_id for clash in some] for some in found] == [[poll.id], [poll.id], []]
    assert len(statements) <= 8
