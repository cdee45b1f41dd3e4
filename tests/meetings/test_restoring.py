"""A date of a series gets back what the series says: held, on its day, at its place."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
import time_machine
from sqlalchemy import select

from arenas.errors import Refusal, UnknownRecord
from arenas.meetings import moving, restoring, series, series_queries, services, states
from arenas.meetings.details import Item
from arenas.meetings.recurrence import Pattern, Repeats
from arenas.meetings.restoring import Lost
from arenas.meetings.services import Overlap
from arenas.meetings.when import When
from arenas.models import AgendaItem, Meeting, OutgoingMail, Participation
from arenas.models.enums import MeetingMode, MeetingState, OnHoliday
from tests.meetings.records import (
    OSLO,
    details,
    make_account,
    make_forum,
    make_meeting,
    make_organisation,
    make_person,
    make_seat,
)

WEEKLY = Pattern(Repeats.WEEK, date(2026, 4, 13), count=5)  # Mondays; 25 May is a holiday
AT = (MeetingMode.PHYSICAL, "Rådhuset", None)


@pytest.fixture(autouse=True)
def january():
    with time_machine.travel(datetime(2026, 1, 1, 12, tzinfo=UTC), tick=False):
        yield


@pytest.fixture
def called(database, session):
    """A function that lays a series out: its row, and the account that did it."""
    forum, actor = make_forum(session), make_account(session)
    person = make_person(session)
    person.email = "aase@example.org"
    make_seat(session, forum, person, make_organisation(session))

    def call(pattern: Pattern = WEEKLY, *, publish: bool = True, **other):
        what = details(forum, title="", agenda=(Item("Referat", key="n1"),), **other)
        plan = series.Plan(pattern, what, time(12), time(14), publish=publish)
        return series.start(session, plan, OSLO, actor=actor), actor

    return call


def lost(session, row):
    return [(one.day, one.lost) for one in restoring.restorable(session, row)]


def at(session, row, number: int) -> Meeting:
    return series_queries.meetings(session, row.id)[number]


def mails(session) -> list[dict]:
    return [one.payload["dates"] for one in session.scalars(select(OutgoingMail))]


def test_a_series_as_it_was_laid_out_has_nothing_to_restore(session, called):
    row, _actor = called()
    assert lost(session, row) == []


@pytest.mark.parametrize(
    ("mode", "place", "link"),
    [
        (MeetingMode.ONLINE, " Rådhuset ", "https://example.org/rom"),
        (MeetingMode.PHYSICAL, "Rådhuset\t", "https://example.org/rom"),
        (MeetingMode.HYBRID, " Rådhuset ", " https://example.org/rom "),
    ],
)
def test_a_place_or_link_that_the_mode_has_no_use_for_makes_no_meeting_an_exception(
    session, called, mode, place, link
):
    row, actor = called(mode=mode, place=place, online_url=link)
    assert lost(session, row) == []
    reached = series.move_following(
        session, at(session, row, 0).id, scope=series.EVERY, starts=time(9), ends=time(10),
        where=(mode, place, link), actor=actor,
    )  # fmt: skip
    assert reached == len(series_queries.meetings(session, row.id))
    assert lost(session, row) == []


def test_a_cancelled_date_is_held_again_and_told_once(session, called):
    row, actor = called()
    second = at(session, row, 1)
    states.take(session, second.id, "cancel", version=second.version, actor=actor, reason="Storm")
    session.execute(OutgoingMail.__table__.delete())
    assert lost(session, row) == [(date(2026, 4, 20), Lost.CANCELLED)]
    restored = restoring.restore(session, row.id, date(2026, 4, 20), actor=actor)
    assert (restored.id, restored.state) == (second.id, MeetingState.PLANNED)
    assert restored.cancel_reason is None
    assert mails(session) == [{str(second.id): "restored"}]
    assert lost(session, row) == []


def test_a_date_that_was_moved_goes_back_to_its_day_hours_and_place(session, called):
    row, actor = called()
    second = at(session, row, 1)
    when = When.timed((date(2026, 4, 22), time(9)), (date(2026, 4, 22), time(10)), OSLO)
    moving.move(session, second, when, (MeetingMode.PHYSICAL, "Kafeen", None), actor=actor)
    assert lost(session, row) == [(date(2026, 4, 20), Lost.OWN_WAY)]
    sequence = second.sequence
    restoring.restore(session, row.id, date(2026, 4, 20), actor=actor)
    assert When.of(second) == When.timed(
        (date(2026, 4, 20), time(12)), (date(2026, 4, 20), time(14)), OSLO
    )
    assert (second.place, second.sequence) == ("Rådhuset", sequence + 1)
    assert lost(session, row) == []


def test_moved_to_another_day_at_the_same_hours_is_its_own_way_too(session, called):
    row, actor = called()
    second = at(session, row, 1)
    when = When.timed((date(2026, 4, 21), time(12)), (date(2026, 4, 21), time(14)), OSLO)
    moving.move(session, second, when, AT, actor=actor)
    assert lost(session, row) == [(date(2026, 4, 20), Lost.OWN_WAY)]


def test_a_holiday_that_was_left_out_is_held_after_all_with_agenda_and_people(session, called):
    row, actor = called(Pattern(Repeats.WEEK, date(2026, 5, 11), until=date(2026, 6, 8)))
    assert lost(session, row) == [(date(2026, 5, 25), Lost.NO_MEETING)]
    made = restoring.restore(session, row.id, date(2026, 5, 25), actor=actor)
    assert (made.state, made.title) == (MeetingState.PLANNED, "Styret 25.05.2026")
    agenda = session.scalars(select(AgendaItem.title).where(AgendaItem.meeting_id == made.id))
    assert agenda.all() == ["Referat"]
    people = select(Participation.person_id).where(Participation.meeting_id == made.id)
    assert len(session.scalars(people).all()) == 1
    assert len(series_queries.meetings(session, row.id)) == 5
    assert lost(session, row) == []


def test_a_deleted_draft_is_made_again_as_a_draft_on_its_own_row(session, called):
    row, actor = called(publish=False)
    services.delete_draft(session, at(session, row, 1).id, actor=actor)
    session.expire_all()
    assert lost(session, row) == [(date(2026, 4, 20), Lost.NO_MEETING)]
    made = restoring.restore(session, row.id, date(2026, 4, 20), actor=actor)
    assert made.state is MeetingState.DRAFT
    assert [one.day for one in series_queries.dated(session, row.id)] == [
        date(2026, 4, 13) + timedelta(weeks=number) for number in range(5)
    ]
    assert mails(session) == []


def test_a_date_that_the_holidays_moved_goes_back_to_where_they_put_it(session, called):
    row, actor = called(
        Pattern(Repeats.WEEK, date(2026, 5, 18), count=3, on_holiday=OnHoliday.NEXT)
    )
    moved = at(session, row, 1)
    assert When.of(moved).day == date(2026, 5, 26)
    assert lost(session, row) == []
    when = When.timed((date(2026, 5, 27), time(12)), (date(2026, 5, 27), time(14)), OSLO)
    moving.move(session, moved, when, AT, actor=actor)
    restoring.restore(session, row.id, date(2026, 5, 25), actor=actor)
    assert When.of(moved).day == date(2026, 5, 26)


def test_what_is_over_or_was_never_a_date_is_not_restored(session, called):
    row, actor = called()
    first = at(session, row, 0)
    states.take(session, first.id, "cancel", version=first.version, actor=actor, reason="Storm")
    with time_machine.travel(datetime(2026, 4, 14, tzinfo=UTC), tick=False):
        assert lost(session, row) == []
        with pytest.raises(UnknownRecord):
            restoring.restore(session, row.id, date(2026, 4, 13), actor=actor)
    for day in (date(2026, 4, 14), date(2026, 4, 20), date(2030, 1, 1)):
        with pytest.raises(UnknownRecord):
            restoring.restore(session, row.id, day, actor=actor)


def test_a_date_is_not_set_up_over_another_meeting_of_the_forum(session, called):
    row, actor = called(Pattern(Repeats.WEEK, date(2026, 5, 18), count=3))
    forum = series_queries.one(session, row.id).forum
    day = date(2026, 5, 25)
    make_meeting(session, forum, when=When.timed((day, time(13)), (day, time(15)), OSLO))
    with pytest.raises(Overlap):
        restoring.restore(session, row.id, day, actor=actor)


def test_a_cancelled_date_is_not_set_up_again_over_another_meeting(session, called):
    row, actor = called(Pattern(Repeats.WEEK, date(2026, 5, 19), count=3))
    forum = series_queries.one(session, row.id).forum
    second = at(session, row, 1)
    states.take(session, second.id, "cancel", version=second.version, actor=actor, reason="x")
    day = date(2026, 5, 26)
    make_meeting(session, forum, when=When.timed((day, time(13)), (day, time(15)), OSLO))
    with pytest.raises(Overlap):
        restoring.restore(session, row.id, day, actor=actor)


def test_all_drafts_are_published_in_one_message_a_person(session, called):
    row, actor = called(publish=False)
    assert series.publish_drafts(session, row.id, actor=actor) == 5
    assert [set(dates.values()) for dates in mails(session)] == [{"new"}]
    with pytest.raises(Refusal, match="ingen utkast"):
        series.publish_drafts(session, row.id, actor=actor)


def move_to(session, row, actor, number: int, weekday: int, scope: str = series.FOLLOWING) -> int:
    return series.move_following(
        session,
        at(session, row, number).id,
        scope=scope,
        starts=time(12),
        ends=time(14),
        where=AT,
        weekday=weekday,
        actor=actor,
    )


def test_this_and_the_following_get_another_weekday_and_so_do_later_dates(session, called):
    row, actor = called(Pattern(Repeats.MONTH_WEEKDAY, date(2026, 3, 9)))  # second Mondays
    assert move_to(session, row, actor, 1, weekday=3) == 11
    days = [When.of(one).day for one in series_queries.meetings(session, row.id)]
    # Mondays 9 March; then Thursdays of the weeks of 13 April, 11 May, 8 June, 10 August.
    # Ascension Day is Thursday 14 May: that meeting keeps its Monday.
    assert days[:5] == [
        date(2026, 3, 9),
        date(2026, 4, 16),
        date(2026, 5, 11),
        date(2026, 6, 11),
        date(2026, 8, 13),
    ]
    assert [day for day, why in lost(session, row) if why is Lost.OWN_WAY] == []
    series.extend(session, row.id, actor=actor)
    last = When.of(series_queries.meetings(session, row.id)[-1]).day
    assert last.weekday() == 3


def test_those_before_a_change_are_still_the_series_own_and_are_restored_as_they_were(
    session, called
):
    row, actor = called()
    series.move_following(
        session, at(session, row, 2).id, scope=series.FOLLOWING, starts=time(15), ends=time(16),
        where=(MeetingMode.PHYSICAL, "Kafeen", None), actor=actor,
    )  # fmt: skip
    assert lost(session, row) == []
    first = at(session, row, 0)
    day = When.of(first).day
    states.take(session, first.id, "cancel", version=first.version, actor=actor, reason="x")
    restoring.restore(session, row.id, day, actor=actor)
    assert (first.starts_at.astimezone(OSLO).hour, first.place) == (12, AT[1])
    # Changed once more, from the second on.
    series.move_following(
        session, at(session, row, 1).id, scope=series.FOLLOWING, starts=time(9), ends=time(10),
        where=AT, actor=actor,
    )  # fmt: skip
    hours = [
        one.starts_at.astimezone(OSLO).hour for one in series_queries.meetings(session, row.id)
    ]
    assert hours == [12] + [9] * (len(hours) - 1)
    assert lost(session, row) == []
    # All of them: none has gone its own way, so none is left behind.
    moved = series.move_following(
        session, at(session, row, 1).id, scope=series.EVERY, starts=time(8), ends=time(9),
        where=AT, actor=actor,
    )  # fmt: skip
    assert moved == len(hours)
    assert row.template["before"] == []


def test_one_that_was_moved_by_itself_stays_when_the_others_get_another_weekday(session, called):
    row, actor = called()
    third = at(session, row, 2)
    when = When.timed((date(2026, 4, 28), time(12)), (date(2026, 4, 28), time(14)), OSLO)
    moving.move(session, third, when, AT, actor=actor)
    assert move_to(session, row, actor, 1, weekday=2) == 3
    days = [When.of(one).day for one in series_queries.meetings(session, row.id)]
    assert days == [
        date(2026, 4, 13),
        date(2026, 4, 22),
        date(2026, 4, 28),
        date(2026, 5, 6),
        date(2026, 5, 13),
    ]


def test_a_day_that_is_over_is_kept_and_a_daily_series_has_no_weekday(session, called):
    row, actor = called()
    with time_machine.travel(datetime(2026, 4, 21, 12, tzinfo=UTC), tick=False):
        assert move_to(session, row, actor, 2, weekday=0, scope=series.EVERY) == 3
    daily, actor = called(Pattern(Repeats.WORKDAY, date(2026, 9, 7), count=5))
    with pytest.raises(Refusal) as refused:
        move_to(session, daily, actor, 0, weekday=2)
    assert refused.value.field == "weekday"
