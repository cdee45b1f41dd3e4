"""Rules of seats: one hat once at a time, the right forum, names for those who may know them."""

from datetime import date, timedelta

import pytest

from arenas.errors import Conflict, Refusal, UnknownRecord
from arenas.forums.members import queries, services
from arenas.forums.members.services import SeatDetails, fingerprint
from arenas.models import ForumMember
from arenas.models.enums import MemberRole, Role, Sector
from tests.forums.records import (
    NOW,
    TODAY,
    a_forum,
    a_person,
    a_seat,
    an_account,
    an_organisation,
)


@pytest.fixture
def scene(session):
    """A forum, a person of Halden kommune, and a coordinator."""
    halden = an_organisation(session)
    return a_forum(session), a_person(session, "Kari Nes", halden), halden, an_account(session)


def seat(session, scene, **given):
    forum, person, halden, actor = scene
    details = SeatDetails(**{"organisation_id": halden.id, **given})
    return services.add(
        session, forum_id=forum.id, person_id=person.id, details=details, actor=actor
    )


def test_a_person_may_sit_for_two_organisations_but_not_twice_for_one_at_a_time(session, scene):
    college = an_organisation(session, "Høgskolen i Østfold", Sector.ACADEMIA)
    seat(session, scene)
    seat(session, scene, organisation_id=college.id)
    with pytest.raises(Refusal, match="Kari Nes sitter allerede"):
        seat(session, scene, role=MemberRole.CHAIR)


def test_a_person_may_come_back_the_day_after_the_seat_ended_and_not_the_same_day(session, scene):
    seat(session, scene, ends_on=date(2025, 6, 30))
    with pytest.raises(Refusal):
        seat(session, scene, starts_on=date(2025, 6, 30))
    seat(session, scene, starts_on=date(2025, 7, 1))


def test_without_an_organisation_the_same_rule_holds(session, scene):
    seat(session, scene, organisation_id=None)
    with pytest.raises(Refusal):
        seat(session, scene, organisation_id=None)


def test_a_period_that_ends_before_it_begins_is_refused_beside_its_field(session, scene):
    with pytest.raises(Refusal) as refused:
        seat(session, scene, starts_on=TODAY, ends_on=TODAY - timedelta(days=1))
    assert refused.value.field == "ends_on"


def test_seats_are_not_given_to_unknown_or_archived_people_or_for_unknown_bodies(session, scene):
    forum, _person, _halden, actor = scene
    for person_id in (99, a_person(session, "Gammel Nes", archived_at=NOW).id):
        with pytest.raises(UnknownRecord):
            services.add(
                session,
                forum_id=forum.id,
                person_id=person_id,
                details=SeatDetails(),
                actor=actor,
            )
    with pytest.raises(UnknownRecord):
        seat(session, scene, organisation_id=99)


def test_an_archived_forum_gets_no_new_members(session, scene):
    scene[0].archived_at = NOW
    with pytest.raises(Refusal, match="arkivert"):
        seat(session, scene)


def test_a_seat_of_another_forum_cannot_be_reached_through_this_one(session, scene):
    member = seat(session, scene)
    other, actor = a_forum(session, "Styret"), scene[3]
    seen = fingerprint(SeatDetails(member.organisation_id))
    with pytest.raises(UnknownRecord):
        queries.seat(session, other.id, member.id)
    with pytest.raises(UnknownRecord):
        services.end(session, forum_id=other.id, member_id=member.id, today=TODAY, actor=actor)
    with pytest.raises(UnknownRecord):
        services.remove(session, forum_id=other.id, member_id=member.id, actor=actor)
    with pytest.raises(UnknownRecord):
        services.change(
            session,
            forum_id=other.id,
            member_id=member.id,
            seen=seen,
            details=SeatDetails(role=MemberRole.CHAIR),
            actor=actor,
        )
    assert (member.role, member.ends_on) == (MemberRole.MEMBER, None)


def test_two_who_change_one_seat_get_a_conflict_and_the_first_change_stands(session, scene):
    forum, _person, halden, actor = scene
    member = seat(session, scene)
    seen = fingerprint(SeatDetails(halden.id))
    first, second = (
        SeatDetails(halden.id, role=role) for role in (MemberRole.CHAIR, MemberRole.DEPUTY)
    )
    given = {"forum_id": forum.id, "member_id": member.id, "seen": seen, "actor": actor}
    services.change(session, details=first, **given)
    with pytest.raises(Conflict):
        services.change(session, details=second, **given)
    assert member.role is MemberRole.CHAIR


def test_a_seat_is_changed_without_standing_in_its_own_way(session, scene):
    forum, _person, halden, actor = scene
    member = seat(session, scene)
    services.change(
        session,
        forum_id=forum.id,
        member_id=member.id,
        seen=fingerprint(SeatDetails(halden.id)),
        details=SeatDetails(halden.id, MemberRole.CHAIR, date(2025, 1, 1)),
        actor=actor,
    )
    assert (member.role, member.starts_on) == (MemberRole.CHAIR, date(2025, 1, 1))


def test_an_ended_seat_is_taken_through_the_last_day_and_ending_it_again_changes_nothing(
    session, scene
):
    forum, _person, _halden, actor = scene
    member = seat(session, scene)
    given = {"forum_id": forum.id, "member_id": member.id, "actor": actor}
    services.end(session, today=TODAY, **given)
    services.end(session, today=TODAY + timedelta(days=5), **given)
    found = queries.seat(session, forum.id, member.id)
    assert found.taken_on(TODAY)
    assert not found.taken_on(TODAY + timedelta(days=1))


def test_a_seat_that_has_not_begun_is_deleted_rather_than_ended(session, scene):
    forum, _person, _halden, actor = scene
    member = seat(session, scene, starts_on=TODAY + timedelta(days=1))
    with pytest.raises(Refusal, match="Slett det"):
        services.end(session, forum_id=forum.id, member_id=member.id, today=TODAY, actor=actor)
    services.remove(session, forum_id=forum.id, member_id=member.id, actor=actor)
    assert session.get(ForumMember, member.id) is None


def test_names_are_for_those_who_read_all_and_for_those_who_sit_there_today(session, scene):
    forum, person, _halden, coordinator = scene
    once, never = a_person(session, "Ola Dal"), a_person(session, "Per Dal")
    a_seat(session, forum, person)
    a_seat(session, forum, once, ends_on=TODAY - timedelta(days=1))
    members = {p: an_account(session, Role.MEMBER, p) for p in (person, once, never)}
    asked = [None, *members.values(), coordinator, an_account(session, Role.LEADERSHIP)]
    answers = [queries.may_see_names(session, who, forum.id, today=TODAY) for who in asked]
    assert answers == [False, True, False, False, True, True]


def test_the_public_sees_organisations_and_counts_by_sector(session, scene):
    forum, person, halden, _actor = scene
    college = an_organisation(session, "Høgskolen i Østfold", Sector.ACADEMIA)
    a_seat(session, forum, person, halden)
    a_seat(session, forum, a_person(session, "Ola Dal"), halden)
    a_seat(session, forum, a_person(session, "Eva Li"), college)
    a_seat(session, forum, a_person(session, "Uten Hatt"))
    a_seat(session, forum, a_person(session, "Før Tid"), halden, ends_on=date(2020, 1, 1))
    groups = queries.by_sector(queries.organisations(session, forum.id, today=TODAY))
    assert [(g.sector, [(line.name, line.seats) for line in g.lines]) for g in groups] == [
        (Sector.MUNICIPALITY, [("Halden kommune", 2)]),
        (Sector.ACADEMIA, [("Høgskolen i Østfold", 1)]),
        (None, [(None, 1)]),
    ]


def test_chairs_stand_before_members_and_people_in_alphabetical_order(session, scene):
    forum, person, halden, _actor = scene
    a_seat(session, forum, a_person(session, "Ole Ås"), halden)
    a_seat(session, forum, a_person(session, "Ole Ødegård"), halden)
    a_seat(session, forum, person, halden, role=MemberRole.CHAIR)
    assert [line.person for line in queries.seats(session, forum.id)] == [
        "Kari Nes",
        "Ole Ødegård",
        "Ole Ås",
    ]


def test_people_are_found_by_name_and_by_where_they_belong_today(session, scene):
    _forum, person, halden, _actor = scene
    a_person(session, "Kari Dal", archived_at=NOW)
    former = a_person(session, "Kari Vik", halden)
    former.affiliations[0].active_to = TODAY - timedelta(days=1)
    session.flush()
    by_name = queries.people_found(session, "kari", today=TODAY)
    by_both = queries.people_found(session, "KARI halden", today=TODAY)
    assert [(found.name, found.organisations) for found in by_name] == [
        ("Kari Nes", ["Halden kommune"]),
        ("Kari Vik", []),
    ]
    assert [found.id for found in by_both] == [person.id]
    assert queries.people_found(session, " % ", today=TODAY) == []
    assert queries.people_found(session, "", today=TODAY) == []


def test_a_candidates_own_organisations_come_first_and_archived_ones_are_not_offered(
    session, scene
):
    _forum, person, halden, _actor = scene
    other = an_organisation(session, "Ås kommune")
    an_organisation(session, "Nedlagt kommune").archived_at = NOW
    session.flush()
    found = queries.candidate(session, person.id)
    assert (list(found.own), list(found.others)) == (
        [(halden.id, "Halden kommune")],
        [(other.id, "Ås kommune")],
    )
    with pytest.raises(UnknownRecord):
        queries.candidate(session, 99)
