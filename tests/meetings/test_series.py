from datetime import UTC, date, datetime, time

import pytest
import time_machine
from sqlalchemy import func, select

from arenas.errors import Refusal
from arenas.meetings import moving, series, services, states
from arenas.meetings.details import Item, Link
from arenas.meetings.recurrence import Pattern, Repeats
from arenas.meetings.services import Overlap
from arenas.meetings.when import When
from arenas.models import Meeting, Participation, SeriesOccurrence
from arenas.models.enums import MeetingMode, MeetingState
from tests.meetings.records import (
    OSLO,
    at,
    details,
    make_account,
    make_forum,
    make_meeting,
    make_organisation,
    make_person,
    make_seat,
)

NOW = datetime(2026, 1, 1, 12, tzinfo=UTC)
MONTHLY = Pattern(Repeats.MONTH_WEEKDAY, date(2026, 1, 13), count=5)  # second Tuesdays


@pytest.fixture(autouse=True)
def january():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def forum(session):
    return make_forum(session)


@pytest.fixture
def actor(session):
    return make_account(session)


def start(session, forum, actor, pattern=MONTHLY, **other):
    plan = {"with_members": False, "publish": True} | {
        key: other.pop(key) for key in ("with_members", "publish") if key in other
    }
    what = details(forum, **({"title": ""} | other))
    return series.start(
        session,
        series.Plan(pattern, what, time(12), time(14), **plan),
        OSLO,
        actor=actor,
    )


def meetings(session) -> list[Meeting]:
    return list(session.scalars(select(Meeting).order_by(Meeting.starts_at)))


def test_a_series_keeps_its_wall_time_when_clocks_are_changed(session, forum, actor):
    start(session, forum, actor)
    assert [(meeting.title, meeting.starts_at.hour) for meeting in meetings(session)] == [
        ("Styret 13.01.2026", 11),
        ("Styret 10.02.2026", 11),
        ("Styret 10.03.2026", 11),
        ("Styret 14.04.2026", 10),
        ("Styret 12.05.2026", 10),
    ]


def test_agenda_documents_and_members_are_carried_to_each_meeting(session, forum, actor):
    organisation = make_organisation(session)
    make_seat(session, forum, make_person(session), organisation, ends_on=date(2026, 2, 28))
    start(
        session,
        forum,
        actor,
        with_members=True,
        agenda=(Item("Referat", key="n1"),),
        documents=(Link("Mal", "https://example.org/mal", item_key="n1"),),
    )
    for made in meetings(session):
        session.expire_all()
        meeting = services.for_change(session, made.id)
        assert [item.title for item in meeting.agenda] == ["Referat"]
        assert meeting.documents[0].agenda_item_id == meeting.agenda[0].id
    assert session.scalar(select(func.count(Participation.id))) == 2  # January and February


def test_each_meeting_has_its_own_uid_and_can_be_published_later(session, forum, actor):
    start(session, forum, actor, publish=False)
    made = meetings(session)
    assert len({meeting.uid for meeting in made}) == 5
    assert {meeting.state for meeting in made} == {MeetingState.DRAFT}


def test_a_meeting_that_stands_in_the_way_is_told(session, forum, actor):
    start(session, forum, actor)
    with pytest.raises(Overlap):
        start(session, forum, actor)


def test_this_and_the_following_are_moved_and_a_meeting_with_its_own_way_stays(
    session, forum, actor
):
    start(session, forum, actor)
    made = meetings(session)
    moving.move(
        session,
        made[3],
        When.timed((date(2026, 4, 15), time(9)), (date(2026, 4, 15), time(10)), OSLO),
        (MeetingMode.PHYSICAL, "Kafeen", None),
        actor=actor,
    )
    moved = series.move_following(
        session,
        made[1].id,
        scope=series.FOLLOWING,
        starts=time(13),
        ends=time(15),
        where=(MeetingMode.ONLINE, None, "https://example.org/rom"),
        actor=actor,
    )
    assert moved == 3
    hours = [meeting.starts_at.astimezone(OSLO).hour for meeting in made]
    assert hours == [12, 13, 13, 9, 13]
    assert [meeting.sequence for meeting in made] == [1, 2, 2, 2, 2]
    assert made[3].place == "Kafeen"


def test_meetings_are_not_moved_onto_others_of_the_forum_unless_that_is_meant(
    session, forum, actor
):
    start(session, forum, actor)
    made = meetings(session)
    day = date(2026, 3, 10)
    other = make_meeting(session, forum, when=at(day, "15:00", "16:00"), actor=actor)

    def move(meeting, to: time, **more) -> int:
        where = (MeetingMode.PHYSICAL, "Kafeen", None)
        return series.move_following(
            session, meeting.id, scope=series.FOLLOWING, starts=to, ends=time(17),
            where=where, actor=actor, **more,
        )  # fmt: skip

    with pytest.raises(Overlap) as refusal:
        move(made[1], time(15))
    assert refusal.value.meetings == [other]
    session.rollback()


def test_a_series_is_moved_past_or_onto_others_where_that_is_meant(session, forum, actor):
    start(session, forum, actor)
    made = meetings(session)
    make_meeting(session, forum, when=at(date(2026, 3, 10), "15:00", "16:00"), actor=actor)
    make_meeting(session, forum, when=at(date(2026, 3, 11), "13:00", "14:00"), actor=actor)
    where = (MeetingMode.PHYSICAL, "Kafeen", None)
    for starts, more in ((time(13), {}), (time(14), {"overlap_is_meant": True}), (time(14), {})):
        moved = series.move_following(
            session, made[1].id, scope=series.FOLLOWING, starts=starts, ends=time(15, 30)
            if more else time(15), where=where, actor=actor, **more,
        )  # fmt: skip
        assert moved == 4


def test_this_and_the_following_are_cancelled_with_the_reason_and_the_series_ends(
    session, forum, actor
):
    made_series = start(session, forum, actor)
    made = meetings(session)
    went = series.cancel_following(
        session, made[2].id, scope=series.FOLLOWING, reason="Nedlagt", actor=actor
    )
    assert went == 3
    states_now = [meeting.state for meeting in made]
    assert states_now == [MeetingState.PLANNED] * 2 + [MeetingState.CANCELLED] * 3
    assert {meeting.cancel_reason for meeting in made[2:]} == {"Nedlagt"}
    with pytest.raises(Refusal, match="har en slutt"):
        series.extend(session, made_series.id, actor=actor)


def test_one_of_a_series_is_cancelled_and_restored_by_itself(session, forum, actor):
    start(session, forum, actor)
    second = meetings(session)[1]
    for step in ("cancel", "reopen"):
        states.take(session, second.id, step, version=second.version, actor=actor, reason="Storm")
    assert {meeting.state for meeting in meetings(session)} == {MeetingState.PLANNED}


def test_what_has_begun_is_neither_moved_nor_cancelled(session, forum, actor):
    start(session, forum, actor)
    made = meetings(session)
    with time_machine.travel(datetime(2026, 2, 20, tzinfo=UTC), tick=False):
        series.cancel_following(
            session, made[4].id, scope=series.EVERY, reason="Nedlagt", actor=actor
        )
    assert [meeting.state for meeting in made[:2]] == [MeetingState.PLANNED] * 2
    assert made[2].state is MeetingState.CANCELLED


def test_an_open_series_goes_on_a_year_at_a_time_without_doubles(session, forum, actor):
    pattern = Pattern(Repeats.MONTH_WEEKDAY, date(2026, 1, 13))
    made = start(session, forum, actor, pattern)
    before = len(meetings(session))
    added = series.extend(session, made.id, actor=actor)
    assert (before, added) == (12, 11)  # July is left out of each year
    days = session.scalars(select(SeriesOccurrence.day)).all()
    assert len(days) == len(set(days)) == 23


def test_drafts_of_a_series_are_deleted_rather_than_cancelled(session, forum, actor):
    start(session, forum, actor, publish=False)
    first = meetings(session)[0]
    series.cancel_following(session, first.id, scope=series.EVERY, reason="x", actor=actor)
    assert meetings(session) == []


def shared(session, meeting, actor):
    return series.move_following(
        session,
        meeting.id,
        scope=series.FOLLOWING,
        starts=time(12),
        ends=time(14),
        where=(MeetingMode.PHYSICAL, "Rådhuset", None),
        shares=True,
        actor=actor,
    )


def change(session, meeting, forum, actor, **other):
    values = {"when": When.of(meeting), "title": meeting.title} | other
    meeting = services.for_change(session, meeting.id)
    services.change(
        session, meeting.id, details(forum, **values), version=meeting.version, actor=actor
    )


def test_what_one_meeting_holds_is_given_to_those_that_follow_and_to_later_dates(
    session, forum, actor
):
    pattern = Pattern(Repeats.MONTH_WEEKDAY, date(2026, 1, 13))
    made_series = start(session, forum, actor, pattern, agenda=(Item("Referat", key="n1"),))
    first, second, third, fourth = meetings(session)[:4]
    change(session, fourth, forum, actor, agenda=(Item("Budsjett", key="n1"),))
    change(
        session,
        second,
        forum,
        actor,
        description="Ta med kaffe.",
        agenda=(Item("Åpning", key="n1"), Item("Valg", key="n2")),
        documents=(Link("Liste", "https://example.org/liste", item_key="n2"),),
    )
    before = [one.sequence for one in meetings(session)]
    assert shared(session, second, actor) == 11
    assert [one.sequence for one in meetings(session)] == before
    series.extend(session, made_series.id, actor=actor)
    numbers = [one.id for one in meetings(session)]
    session.expire_all()
    held = [services.for_change(session, number) for number in numbers]
    agendas = [[item.title for item in one.agenda] for one in held]
    assert agendas[:4] == [["Referat"], ["Åpning", "Valg"], ["Åpning", "Valg"], ["Budsjett"]]
    assert agendas[4:] == [["Åpning", "Valg"]] * (len(held) - 4)
    assert [one.description for one in held[:4]] == [None] + ["Ta med kaffe."] * 3
    assert held[2].title == "Styret 10.03.2026"
    assert held[-1].documents[0].agenda_item_id == held[-1].agenda[1].id
    assert first.title == "Styret 13.01.2026"
    assert third.state is MeetingState.PLANNED


def test_sharing_twice_leaves_the_rows_as_they_are(session, forum, actor):
    start(session, forum, actor, agenda=(Item("Referat", key="n1"),))
    second = meetings(session)[1]
    change(session, second, forum, actor, agenda=(Item("Valg", key="n1"),))
    shared(session, second, actor)
    versions = [one.version for one in meetings(session)]
    shared(session, second, actor)
    assert [one.version for one in meetings(session)] == versions


def test_a_usual_title_goes_with_the_day_and_the_meeting_is_found_at_its_new_place(
    session, forum, actor
):
    start(session, forum, actor, agenda=(Item("Valg", key="n1"),))
    start(session, forum, actor, Pattern(Repeats.WEEK, date(2026, 1, 15), count=1), title="Jul")
    usual, named = [one for one in meetings(session) if one.starts_at.day in {13, 15}][:2]
    for meeting in (usual, named):
        day = date(2026, 1, 16)
        when = When.timed((day, time(9)), (day, time(10)), OSLO)
        moving.move(session, meeting, when, (MeetingMode.PHYSICAL, "Kafeen", None), actor=actor)
    assert (usual.title, named.title) == ("Styret 16.01.2026", "Jul")
    assert usual.search_text == "styret 16.01.2026 kafeen valg"
