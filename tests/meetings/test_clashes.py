"""What stands in the way of a time, on both databases, and how much it asks of them."""

from datetime import UTC, date, datetime, timedelta

import pytest

from arenas.meetings import clashes
from arenas.meetings.taken import Asked
from arenas.meetings.when import When
from arenas.models.enums import MeetingMode, MeetingState, MemberRole, Response, Sector
from tests.meetings.records import (
    OSLO,
    at,
    make_account,
    make_forum,
    make_meeting,
    make_organisation,
    make_participation,
    make_person,
    make_seat,
)
from tests.statements import recorded

TUESDAY = date(2027, 2, 9)
LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.fixture
def two_forums(database, session):
    """Styret with two members, and Rådet, where one of them and the other's colleague are."""
    town, school = make_organisation(session), make_organisation(session, "NMBU", Sector.ACADEMIA)
    mayor, dean = make_person(session, "Åse Østby", town), make_person(session, "Ola Dahl", school)
    board, council = make_forum(session), make_forum(session, "Rådet")
    make_seat(session, board, mayor, town)
    make_seat(session, board, dean, school)
    return board, council, mayor, dean, town, school


def look(session, asked, wanted, language="no"):
    return clashes.look(session, asked, wanted, OSLO, LONG_AGO, language)


def test_people_and_organisations_that_are_elsewhere_are_named(session, two_forums):
    board, council, mayor, _dean, town, school = two_forums
    other = make_meeting(session, council, when=at(TUESDAY, "13:00", "15:00"), place="Slottet")
    make_participation(session, other, mayor, town)
    make_participation(session, other, make_person(session, "Eva Lie"), school)
    found = look(session, Asked(board.id), at(TUESDAY))
    (clash,) = found.clashes
    assert clash.meeting_id == other.id
    assert clash.people == ("Åse Østby",)
    assert clash.organisations == ("NMBU", "Ås kommune")
    assert (clash.room, clash.forum, found.asked) == (False, False, 2)
    # Beside the wanted hours and the other meeting's: 10-12, 15-17 and then 8-10.
    starts = [one.when.starts_at.astimezone(OSLO) for one in found.alternatives]
    assert [(one.day, one.hour) for one in starts] == [(9, 8), (9, 10), (9, 15)]


def test_who_has_said_no_or_sends_another_is_free(session, two_forums):
    board, council, mayor, dean, town, school = two_forums
    other = make_meeting(session, council, when=at(TUESDAY))
    make_participation(session, other, mayor, town, response=Response.DECLINED)
    make_participation(session, other, dean, school, response=Response.DELEGATED)
    assert look(session, Asked(board.id), at(TUESDAY)).is_clear


def test_a_substitute_and_a_former_member_are_not_asked(session, two_forums):
    board, council, *_rest = two_forums
    away = make_meeting(session, council, when=at(TUESDAY))
    for name, seat in (
        ("Per Vara", {"role": MemberRole.SUBSTITUTE}),
        ("Kari Var", {"ends_on": date(2027, 2, 8)}),
    ):
        person = make_person(session, name)
        make_seat(session, board, person, make_organisation(session, name), **seat)
        make_participation(session, away, person, make_organisation(session, f"{name} AS"))
    found = look(session, Asked(board.id), at(TUESDAY))
    assert (found.asked, found.is_clear) == (2, True)


def test_those_who_are_chosen_count_instead_of_the_members(session, two_forums):
    board, council, mayor, dean, town, school = two_forums
    other = make_meeting(session, council, when=at(TUESDAY))
    make_participation(session, other, mayor, town)
    assert look(session, Asked(board.id, chosen={dean.id: school.id}), at(TUESDAY)).is_clear
    assert not look(session, Asked(board.id, chosen={mayor.id: None}), at(TUESDAY)).is_clear


def test_of_a_meeting_on_record_its_list_counts_and_not_itself(session, two_forums):
    board, council, mayor, dean, town, school = two_forums
    own = make_meeting(session, board, when=at(TUESDAY))
    make_participation(session, own, dean, school)
    other = make_meeting(session, council, when=at(TUESDAY))
    make_participation(session, other, mayor, town)
    found = look(session, Asked(board.id, own.id), at(TUESDAY))
    assert (found.asked, found.is_clear) == (1, True)


def test_a_room_is_the_same_whatever_its_capitals_and_never_of_an_online_meeting(
    session, two_forums
):
    board, council, *_rest = two_forums
    make_meeting(session, council, when=at(TUESDAY), place="Rådhuset,  rom 1")
    asked = Asked(board.id, place="rådhuset, Rom 1")
    found = look(session, asked, at(TUESDAY))
    assert [clash.room for clash in found.clashes] == [True]
    assert {one.weight for one in found.alternatives} == {0}
    elsewhere = Asked(board.id, place="Rådhuset, rom 2")
    assert look(session, elsewhere, at(TUESDAY)).is_clear


def test_the_forum_itself_meets_once_at_a_time_and_a_cancelled_meeting_takes_nothing(
    session, two_forums
):
    board, *_rest = two_forums
    first = make_meeting(session, board, when=at(TUESDAY))
    assert [clash.forum for clash in look(session, Asked(board.id), at(TUESDAY)).clashes] == [True]
    first.state = MeetingState.CANCELLED
    session.flush()
    assert look(session, Asked(board.id), at(TUESDAY)).is_clear


def test_a_meeting_of_weeks_that_began_long_before_is_in_the_way(session, two_forums):
    board, *_rest = two_forums
    long = When.days(date(2027, 1, 15), date(2027, 2, 14), OSLO)
    make_meeting(session, board, when=long)
    assert not look(session, Asked(board.id), at(TUESDAY)).is_clear
    assert look(session, Asked(board.id), at(date(2027, 2, 15))).is_clear


def test_holidays_weekends_and_july_are_told_with_days_that_are_none(session, two_forums):
    asked = Asked(two_forums[0].id)
    maundy = look(session, asked, at(date(2027, 3, 25)))
    assert maundy.holiday == "Skjærtorsdag"
    assert look(session, asked, at(date(2027, 3, 25)), "en").holiday == "Maundy Thursday"
    # Thursday, Friday and Monday of Easter are holidays: Wednesday the 24th is nearest.
    assert {one.when.day for one in maundy.alternatives} == {date(2027, 3, 24)}
    assert look(session, asked, at(date(2027, 2, 13))).weekend
    july = look(session, asked, at(date(2027, 7, 1)))
    assert july.july
    assert {one.when.day.month for one in july.alternatives} == {6}


def test_the_forums_own_days_without_meetings_are_told_and_not_offered(session, two_forums):
    board = two_forums[0]
    board.blackouts = [["2027-02-08", "2027-02-12"]]
    session.flush()
    found = look(session, Asked(board.id), at(TUESDAY))
    assert (found.blackout, found.is_clear) == (True, False)
    # The Friday before is four days away; the Monday after six.
    assert {one.when.day for one in found.alternatives} == {date(2027, 2, 5)}
    assert look(session, Asked(board.id), at(date(2027, 2, 15))).is_clear


def test_a_stay_of_days_over_a_holiday_is_told(session, two_forums):
    stay = When.days(date(2027, 3, 24), date(2027, 3, 25), OSLO)
    assert look(session, Asked(two_forums[0].id), stay).holiday == "Skjærtorsdag"


def test_each_date_of_a_series_has_its_own_clashes(session, two_forums):
    board, council, mayor, _dean, town, _school = two_forums
    other = make_meeting(session, council, when=at(TUESDAY), place="Slottet")
    make_participation(session, other, mayor, town)
    days = [TUESDAY - timedelta(weeks=4), TUESDAY, TUESDAY + timedelta(weeks=52)]
    found = clashes.along(session, Asked(board.id), [at(day) for day in days])
    assert [[clash.people for clash in some] for some in found] == [[], [("Åse Østby",)], []]
    assert clashes.along(session, Asked(board.id), []) == []


def test_five_years_of_meetings_cost_no_more_statements_than_one(app, session, two_forums):
    board, council, mayor, dean, town, school = two_forums
    actor = make_account(session)

    def lay(number: int) -> None:
        for week in range(number):
            when = at(TUESDAY + timedelta(weeks=week - number // 2))
            other = make_meeting(session, council, when=when, actor=actor)
            make_participation(session, other, mayor, town)
            make_participation(session, other, dean, school)
        session.flush()

    def counted() -> int:
        session.expire_all()
        with recorded(app) as statements:
            found = look(session, Asked(board.id, place="Rådhuset"), at(TUESDAY))
        assert found.clashes
        return len(statements)

    lay(1)
    few = counted()
    lay(260)
    assert counted() == few <= 8


def test_the_mode_of_the_other_meeting_decides_whether_it_has_a_room(session, two_forums):
    board, council, *_rest = two_forums
    online = make_meeting(
        session,
        council,
        when=at(TUESDAY),
        mode=MeetingMode.ONLINE,
        place=None,
        online_url="https://example.org/rom",
    )
    online.place = "Rådhuset"
    session.flush()
    assert look(session, Asked(board.id, place="Rådhuset"), at(TUESDAY)).is_clear
