from datetime import UTC, date, datetime

import pytest
import time_machine
from sqlalchemy import select

from arenas.errors import Refusal, UnknownRecord
from arenas.meetings import attendance, participants
from arenas.models import Affiliation, Participation
from arenas.models.enums import (
    Attendance,
    MeetingState,
    MemberRole,
    ParticipationRole,
    Response,
    Sector,
)
from arenas.revision import CALENDAR, NETWORK, revision
from tests.meetings.records import (
    make_account,
    make_forum,
    make_meeting,
    make_organisation,
    make_participation,
    make_person,
    make_seat,
)

PRESENT, PARTLY, ABSENT = Attendance.PRESENT, Attendance.PARTLY, Attendance.ABSENT
ROLE = ParticipationRole.PARTICIPANT


@pytest.fixture
def forum(session):
    return make_forum(session)


@pytest.fixture
def meeting(session, forum):
    return make_meeting(session, forum)


@pytest.fixture
def actor(session, meeting):
    return make_account(session)


def rows(session, meeting):
    return session.scalars(
        select(Participation).where(Participation.meeting_id == meeting.id).order_by("id")
    ).all()


def test_members_with_a_seat_on_the_day_are_asked_once_in_their_role(
    session, forum, meeting, actor
):
    organisation = make_organisation(session)
    people = [make_person(session, f"Person {letter}") for letter in "abcde"]
    day = date(2025, 12, 8)
    make_seat(session, forum, people[0], organisation, role=MemberRole.CHAIR, ends_on=day)
    make_seat(session, forum, people[1], organisation, starts_on=day)
    make_seat(session, forum, people[2], organisation, ends_on=date(2025, 12, 7))
    make_seat(session, forum, people[3], organisation, starts_on=date(2025, 12, 9))
    make_seat(session, forum, people[4], organisation, role=MemberRole.SUBSTITUTE)
    assert participants.add_members(session, meeting.id, actor=actor) == 2
    session.flush()
    assert [(row.person_id, row.role) for row in rows(session, meeting)] == [
        (people[0].id, ParticipationRole.CHAIR),
        (people[1].id, ROLE),
    ]
    assert participants.add_members(session, meeting.id, actor=actor) == 0


def test_a_person_with_two_seats_is_asked_once(session, forum, meeting, actor):
    person = make_person(session)
    for name in ("Ås kommune", "Moss kommune"):
        make_seat(session, forum, person, make_organisation(session, name))
    assert participants.add_members(session, meeting.id, actor=actor) == 1


def test_a_person_stands_for_the_organisation_of_the_day(session, meeting, actor):
    before, then = make_organisation(session), make_organisation(session, "NMBU", Sector.ACADEMIA)
    person = make_person(session, "Åse Østby", before, until=date(2025, 12, 7))
    session.add(
        Affiliation(person_id=person.id, organisation_id=then.id, active_from=date(2025, 12, 8))
    )
    session.flush()
    row = participants.add_person(
        session, meeting.id, person_id=person.id, organisation_id=None, role=ROLE, actor=actor
    )
    assert row.organisation_id == then.id


def test_a_person_without_an_organisation_that_day_is_not_added_without_one(
    session, meeting, actor
):
    organisation = make_organisation(session)
    person = make_person(session, "Åse Østby", organisation, until=date(2025, 12, 7))
    with pytest.raises(Refusal, match="Åse Østby har ingen tilknytning") as refusal:
        participants.add_person(
            session, meeting.id, person_id=person.id, organisation_id=None, role=ROLE, actor=actor
        )
    assert refusal.value.field == "organisation"


def test_nobody_stands_on_the_list_twice(session, meeting, actor):
    organisation = make_organisation(session)
    person = make_person(session, organisation=organisation)
    make_participation(session, meeting, person, organisation)
    with pytest.raises(Refusal, match="står allerede"):
        participants.add_person(
            session, meeting.id, person_id=person.id, organisation_id=None, role=ROLE, actor=actor
        )


def test_unknown_people_and_organisations_are_refused(session, meeting, actor):
    person = make_person(session)
    for person_id, organisation_id in ((person.id + 1, None), (person.id, 999)):
        with pytest.raises(UnknownRecord):
            participants.add_person(
                session,
                meeting.id,
                person_id=person_id,
                organisation_id=organisation_id,
                role=ROLE,
                actor=actor,
            )


def test_a_participation_of_another_meeting_can_be_neither_changed_removed_nor_marked(
    session, forum, meeting, actor
):
    organisation = make_organisation(session)
    other = make_meeting(session, forum, MeetingState.HELD)
    foreign = make_participation(session, other, make_person(session), organisation)
    with pytest.raises(UnknownRecord):
        participants.change(
            session,
            meeting.id,
            foreign.id,
            role=ROLE,
            response=Response.DECLINED,
            organisation_id=organisation.id,
            actor=actor,
        )
    with pytest.raises(UnknownRecord):
        participants.remove(session, meeting.id, foreign.id, actor=actor)
    with pytest.raises(UnknownRecord):
        attendance.mark(session, meeting.id, {foreign.id: PRESENT}, actor=actor)
    assert foreign.attendance is Attendance.UNKNOWN
    assert foreign.response is Response.NEEDS_ACTION


def test_who_was_there_cannot_be_taken_off_the_list(session, meeting, actor):
    organisation = make_organisation(session)
    present = make_participation(
        session, meeting, make_person(session), organisation, attendance=PARTLY
    )
    absent = make_participation(
        session, meeting, make_person(session, "Ola Dahl"), organisation, attendance=ABSENT
    )
    with pytest.raises(Refusal, match="møtt"):
        participants.remove(session, meeting.id, present.id, actor=actor)
    participants.remove(session, meeting.id, absent.id, actor=actor)
    assert rows(session, meeting) == [present]


def test_the_list_of_a_cancelled_meeting_is_closed(session, forum, actor):
    meeting = make_meeting(session, forum, MeetingState.CANCELLED)
    with pytest.raises(Refusal, match="avlyst"):
        participants.add_members(session, meeting.id, actor=actor)


def test_all_present_marks_only_those_without_a_mark(session, meeting, actor):
    organisation = make_organisation(session)
    make = [
        make_participation(session, meeting, make_person(session, f"P {n}"), organisation)
        for n in "abc"
    ]
    counted = revision(session, NETWORK)
    changed = attendance.mark(
        session, meeting.id, {make[0].id: ABSENT}, rest_present=True, actor=actor
    )
    assert changed == 3
    assert [row.attendance for row in rows(session, meeting)] == [ABSENT, PRESENT, PRESENT]
    assert revision(session, NETWORK) == counted + 1
    assert attendance.mark(session, meeting.id, {}, rest_present=True, actor=actor) == 0
    assert revision(session, NETWORK) == counted + 1


@pytest.mark.parametrize(
    ("response", "mark"),
    [
        (Response.DECLINED, Attendance.EXCUSED),
        (Response.DELEGATED, Attendance.EXCUSED),
        (Response.WAITING, Attendance.UNKNOWN),
        (Response.TENTATIVE, PRESENT),
    ],
)
def test_all_present_is_not_said_of_those_who_would_not_come_or_had_no_seat(
    session, meeting, actor, response, mark
):
    row = make_participation(
        session, meeting, make_person(session), make_organisation(session), response=response
    )
    attendance.mark(session, meeting.id, {}, rest_present=True, actor=actor)
    assert row.attendance is mark


def test_attendance_is_for_meetings_that_are_near_or_held(session, forum, actor):
    draft = make_meeting(session, forum, MeetingState.DRAFT)
    with pytest.raises(Refusal, match="utkast"):
        attendance.mark(session, draft.id, {}, actor=actor)
    planned = make_meeting(session, forum)
    early = datetime(2025, 12, 7, 22, 59, tzinfo=UTC)
    with time_machine.travel(early, tick=False), pytest.raises(Refusal, match="fra den dagen"):
        attendance.mark(session, planned.id, {}, actor=actor)
    with time_machine.travel(datetime(2025, 12, 7, 23, 0, tzinfo=UTC), tick=False):
        assert attendance.mark(session, planned.id, {}, actor=actor) == 0


def test_who_is_asked_reaches_the_calendars_of_organisations(session, forum, meeting, actor):
    counted = revision(session, CALENDAR)
    make_seat(session, forum, make_person(session), make_organisation(session))
    participants.add_members(session, meeting.id, actor=actor)
    session.flush()
    assert revision(session, CALENDAR) > counted
