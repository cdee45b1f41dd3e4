from datetime import timedelta

import pytest

from arenas.errors import UnknownRecord
from arenas.meetings import queries
from arenas.meetings.habits import habit
from arenas.models.enums import (
    Attendance,
    MeetingMode,
    MeetingState,
    Response,
    Role,
    Sector,
    Visibility,
)
from tests.meetings.records import (
    DAY,
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
from tests.today import TODAY

DRAFT, PLANNED = MeetingState.DRAFT, MeetingState.PLANNED


@pytest.fixture
def internal(session):
    return make_forum(session, "Administrativ gruppe", visibility=Visibility.INTERNAL)


def test_an_internal_meeting_is_known_to_those_with_a_seat_or_a_part_in_it_and_to_readers(
    session, internal
):
    meeting = make_meeting(session, internal)
    organisation = make_organisation(session)
    seated, asked, stranger = (make_person(session, f"Person {n}") for n in "abc")
    make_seat(session, internal, seated, organisation)
    make_participation(session, meeting, asked, organisation)
    for viewer in (
        make_account(session, Role.MEMBER, seated),
        make_account(session, Role.MEMBER, asked),
        make_account(session, Role.LEADERSHIP),
        make_account(session, Role.COORDINATOR),
    ):
        assert queries.shown(session, viewer, meeting.id) is meeting
        assert queries.rights(session, viewer, meeting).names
    for viewer in (
        None,
        make_account(session, Role.MEMBER),
        make_account(session, Role.MEMBER, stranger),
    ):
        with pytest.raises(UnknownRecord):
            queries.shown(session, viewer, meeting.id)


def test_a_draft_is_known_to_readers_alone_though_one_is_on_its_list(session):
    meeting = make_meeting(session, make_forum(session), DRAFT)
    person = make_person(session)
    make_participation(session, meeting, person, make_organisation(session))
    with pytest.raises(UnknownRecord):
        queries.shown(session, make_account(session, Role.MEMBER, person), meeting.id)
    assert queries.shown(session, make_account(session, Role.LEADERSHIP), meeting.id) is meeting


def test_a_member_without_a_part_in_a_public_meeting_reads_neither_names_nor_the_way_in(session):
    meeting = make_meeting(session, make_forum(session))
    stranger = make_account(session, Role.MEMBER, make_person(session))
    rights = queries.rights(session, stranger, meeting)
    assert (rights.names, rights.joins, rights.writes) == (False, False, False)


def test_leadership_reads_names_and_changes_nothing(session):
    meeting = make_meeting(session, make_forum(session))
    rights = queries.rights(session, make_account(session, Role.LEADERSHIP), meeting)
    assert (rights.names, rights.writes) == (True, False)


@pytest.mark.parametrize(
    ("state", "counts"),
    [
        (MeetingState.PLANNED, [(Sector.MUNICIPALITY, 1, 2), (Sector.ACADEMIA, 1, 1)]),
        (MeetingState.CANCELLED, []),
    ],
)
def test_without_names_there_are_counts_by_sector_and_of_a_cancelled_meeting_nothing(
    session, state, counts
):
    meeting = make_meeting(session, make_forum(session), state)
    town, school = make_organisation(session), make_organisation(session, "NMBU", Sector.ACADEMIA)
    for name, organisation in (("A A", town), ("B B", town), ("C C", school)):
        make_participation(session, meeting, make_person(session, name), organisation)
    groups = queries.people(session, meeting, names=False)
    assert [(group.sector, group.organisations, group.people) for group in groups] == counts
    assert not any(group.rows for group in groups)


def test_with_names_people_stand_by_sector_and_the_norwegian_alphabet(session):
    meeting = make_meeting(session, make_forum(session))
    organisation = make_organisation(session)
    for name in ("Per Ås", "Per Ødegård", "Per Zahl", "Per Ærlig"):
        make_participation(
            session,
            meeting,
            make_person(session, name),
            organisation,
            response=Response.ACCEPTED,
            attendance=Attendance.PRESENT,
        )
    [group] = queries.people(session, meeting, names=True)
    assert [row.family_name for row in group.rows] == ["Zahl", "Ærlig", "Ødegård", "Ås"]
    assert group.answers[Response.ACCEPTED] == group.marks[Attendance.PRESENT] == 4


def test_a_new_meeting_begins_from_the_weekday_hour_and_place_the_forum_is_used_to(session):
    forum = make_forum(session, usual_minutes=90)
    for day in (1, 8, 15):  # Mondays
        make_meeting(
            session, forum, when=at(DAY.replace(day=day), "09:00", "11:00"), place="Rådhuset"
        )
    make_meeting(session, forum, when=at(DAY.replace(day=17), "15:00", "16:00"), place="Kafeen")
    usual = habit(session, forum, DAY.replace(day=18), OSLO)
    assert (usual.starts.hour, usual.ends.isoformat("minutes")) == (9, "10:30")
    assert (usual.place, usual.mode) == ("Rådhuset", MeetingMode.PHYSICAL)
    assert usual.day.weekday() == 0
    assert (usual.day - DAY.replace(day=18)).days >= 7


def test_a_forum_that_never_met_proposes_nothing(session):
    usual = habit(session, make_forum(session), DAY, OSLO)
    assert (usual.day, usual.starts, usual.ends, usual.place) == (None, None, None, None)


def test_a_link_that_was_made_for_one_meeting_is_not_proposed_again_but_a_room_is(session):
    online = {"mode": MeetingMode.ONLINE, "place": None}
    once, room = make_forum(session, "Møterom"), make_forum(session, "Fast rom")
    for number in (1, 2):
        day = DAY.replace(day=number)
        link = f"https://example.org/{number}"
        make_meeting(session, once, when=at(day), online_url=link, **online)
        make_meeting(session, room, when=at(day), online_url="https://example.org/rom", **online)
    assert habit(session, once, DAY, OSLO).online_url is None
    assert habit(session, room, DAY, OSLO).online_url == "https://example.org/rom"


def test_who_waits_for_a_seat_reads_who_comes_but_not_the_way_in(session):
    meeting = make_meeting(session, make_forum(session))
    town = make_organisation(session)
    one, other = make_person(session), make_person(session, "Ola Dahl")
    make_participation(session, meeting, one, town, response=Response.WAITING)
    make_participation(session, meeting, other, town)
    for person, joins in ((one, False), (other, True)):
        rights = queries.rights(session, make_account(session, Role.MEMBER, person), meeting)
        assert (rights.names, rights.joins) == (True, joins)


def test_who_has_left_the_forum_reads_neither_names_nor_the_way_in_any_more(session):
    forum, town = make_forum(session), make_organisation(session)
    meeting = make_meeting(session, forum)
    left, last = make_person(session), make_person(session, "Ola Dahl")
    make_seat(session, forum, left, town, ends_on=TODAY.date() - timedelta(days=1))
    make_seat(session, forum, last, town, ends_on=TODAY.date())
    for person, belongs in ((left, False), (last, True)):
        rights = queries.rights(session, make_account(session, Role.MEMBER, person), meeting)
        assert (rights.names, rights.joins) == (belongs, belongs)
