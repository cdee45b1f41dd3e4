"""Rules of forums: names, addresses, archive, deletion, conflict."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select
from sqlalchemy.orm import Session

from arenas.errors import Conflict, Refusal, UnknownRecord
from arenas.forums import services
from arenas.forums.services import ForumDetails
from arenas.models import AuditEntry, Forum
from arenas.models.enums import ForumKind, MeetingState
from arenas.revision import CALENDAR, NETWORK, revision
from tests.forums.records import (
    NOW,
    a_forum,
    a_meeting,
    a_person,
    a_seat,
    a_strategy,
    an_account,
)


@pytest.fixture(autouse=True)
def _on_a_monday() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


def details(name: str = "Energiforum", **given: object) -> ForumDetails:
    return ForumDetails(name=name, kind=ForumKind.PROFESSIONAL, **given)  # type: ignore[arg-type]


def test_a_forums_address_is_made_of_its_name_and_stays_when_the_name_changes(session: Session):
    actor = an_account(session)
    forum = services.create(session, details=details("Kollektiv- og jernbåneforum"), actor=actor)
    services.change(
        session, forum_id=forum.id, version=forum.version, details=details("Bane"), actor=actor
    )
    assert (forum.slug, forum.name) == ("kollektiv-og-jernbaneforum", "Bane")


def test_two_forums_whose_names_give_one_address_get_different_ones(session: Session):
    actor = an_account(session)
    a_forum(session, "Energi forum")
    forum = services.create(session, details=details("Energi-forum"), actor=actor)
    assert forum.slug == "energi-forum-2"


@pytest.mark.parametrize(
    ("name", "slug"), [("New", "arena-new"), ("日本", "arena"), ("!", "arena")]
)
def test_a_name_that_cannot_be_an_address_gets_one_that_can(session, name, slug):
    assert services.create(session, details=details(name), actor=an_account(session)).slug == slug


def test_very_long_names_that_begin_alike_get_addresses_of_at_most_eighty_letters(session):
    actor = an_account(session)
    first, second = (
        services.create(session, details=details("a" * 90 + end), actor=actor) for end in "xy"
    )
    assert first.slug != second.slug
    assert len(second.slug) <= 80


def test_a_name_that_reads_like_anothers_is_refused_beside_its_field(session):
    a_forum(session, "Årsmøtet")
    with pytest.raises(Refusal, match="som heter Årsmøtet") as refused:
        services.create(session, details=details("ARSMØTET"), actor=an_account(session))
    assert refused.value.field == "name"


def test_the_name_of_an_archived_forum_is_free_and_then_stops_its_return(session):
    actor = an_account(session)
    old = a_forum(session, "Energiforum", archived_at=NOW)
    services.create(session, details=details("Energiforum"), actor=actor)
    with pytest.raises(Refusal):
        services.restore(session, forum_id=old.id, actor=actor)


def test_a_forum_that_works_on_an_activity_serves_its_priority_area_too(session):
    strategy = a_strategy(session, priorities={"Klima": ["Natur"], "Transport": ["Gods"]})
    climate, transport = strategy.priorities
    forum = services.create(
        session,
        details=details(
            activity_ids=[climate.activities[0].id], priority_ids=[transport.id, transport.id]
        ),
        actor=an_account(session),
    )
    assert {area.name for area in forum.priorities} == {"Klima", "Transport"}
    assert [activity.text for activity in forum.activities] == ["Natur"]


@pytest.mark.parametrize("unknown", [{"activity_ids": [99]}, {"priority_ids": [99]}])
def test_a_forum_cannot_serve_what_does_not_exist(session, unknown):
    with pytest.raises(UnknownRecord):
        services.create(session, details=details(**unknown), actor=an_account(session))


def test_a_save_on_an_older_version_is_a_conflict_and_changes_nothing(session):
    actor = an_account(session)
    forum = a_forum(session, "Energiforum")
    seen = forum.version
    services.change(
        session, forum_id=forum.id, version=seen, details=details(mandate="Strøm"), actor=actor
    )
    with pytest.raises(Conflict):
        services.change(
            session, forum_id=forum.id, version=seen, details=details(mandate="Vann"), actor=actor
        )
    assert forum.mandate == "Strøm"


def test_a_change_of_what_it_serves_alone_is_a_new_version_too(session):
    strategy = a_strategy(session, priorities={"Klima": ["Natur"]})
    forum = a_forum(session, "Energiforum")
    seen = forum.version
    services.change(
        session,
        forum_id=forum.id,
        version=seen,
        details=details(priority_ids=[strategy.priorities[0].id]),
        actor=an_account(session),
    )
    assert forum.version == seen + 1


def test_the_trail_names_the_fields_that_changed_and_none_of_their_texts(session):
    actor = an_account(session)
    forum = a_forum(session, "Energiforum")
    services.change(
        session,
        forum_id=forum.id,
        version=forum.version,
        details=details(mandate="Hemmelig", contact_email="ase@example.org"),
        actor=actor,
    )
    entry = session.scalars(select(AuditEntry)).one()
    assert (entry.action, entry.record_id, entry.account_id) == ("change", forum.id, actor.id)
    assert entry.details == {"fields": ["mandate", "contact_email"]}


def test_a_forum_with_planned_meetings_is_not_archived_until_they_are_cancelled(session):
    actor = an_account(session)
    forum = a_forum(session)
    meeting = a_meeting(session, forum)
    with pytest.raises(Refusal, match=r"planlagt \(1\)"):
        services.archive(session, forum_id=forum.id, actor=actor)
    meeting.state = MeetingState.CANCELLED
    session.flush()
    assert services.archive(session, forum_id=forum.id, actor=actor).archived_at == NOW


def test_an_old_meeting_that_was_never_marked_as_held_does_not_stop_the_archive(session):
    forum = a_forum(session)
    a_meeting(session, forum, NOW - timedelta(days=30))
    services.archive(session, forum_id=forum.id, actor=an_account(session))
    assert forum.is_archived


def test_archiving_and_restoring_twice_change_nothing_the_second_time(session):
    actor = an_account(session)
    forum = a_forum(session)
    services.archive(session, forum_id=forum.id, actor=actor)
    services.archive(session, forum_id=forum.id, actor=actor)
    services.restore(session, forum_id=forum.id, actor=actor)
    services.restore(session, forum_id=forum.id, actor=actor)
    assert [entry.action for entry in session.scalars(select(AuditEntry))] == ["archive", "restore"]


def test_a_forum_that_was_never_used_can_be_deleted_with_its_links(session):
    strategy = a_strategy(session, priorities={"Klima": ["Natur"]})
    actor = an_account(session)
    forum = services.create(
        session,
        details=details(activity_ids=[strategy.priorities[0].activities[0].id]),
        actor=actor,
    )
    services.delete(session, forum_id=forum.id, actor=actor)
    assert session.scalars(select(Forum)).all() == []


def test_a_forum_with_a_meeting_or_a_member_says_why_it_cannot_be_deleted(session):
    actor = an_account(session)
    met, manned = a_forum(session, "Møtt"), a_forum(session, "Bemannet")
    a_meeting(session, met, state=MeetingState.CANCELLED)
    a_seat(session, manned, a_person(session))
    with pytest.raises(Refusal, match=r"møter \(1\) og medlemmer \(0\)"):
        services.delete(session, forum_id=met.id, actor=actor)
    with pytest.raises(Refusal, match=r"møter \(0\) og medlemmer \(1\)"):
        services.delete(session, forum_id=manned.id, actor=actor)


def test_what_is_done_to_a_forum_that_does_not_exist_is_unknown(session):
    actor = an_account(session)
    for act in (services.archive, services.restore, services.delete):
        with pytest.raises(UnknownRecord):
            act(session, forum_id=99, actor=actor)


def test_feeds_and_the_network_hear_of_each_change(session):
    services.create(session, details=details(), actor=an_account(session))
    assert revision(session, CALENDAR) >= 1
    assert revision(session, NETWORK) >= 1
