"""Rules of the strategy: periods, numbers, levels, use, conflict, and the right parent."""

from datetime import date

import pytest
from sqlalchemy import func, select

from arenas.errors import Conflict, Refusal, UnknownRecord
from arenas.models import Activity, AuditEntry, PriorityArea, Sdg, Strategy
from arenas.revision import CALENDAR, NETWORK, revision
from arenas.strategy import services
from arenas.strategy.parts import services as parts
from arenas.strategy.parts.services import ActivityDetails, PriorityDetails, RoleDetails
from arenas.strategy.services import StrategyDetails
from tests.forums.records import a_forum, a_meeting, a_strategy, an_account

PERIOD = {"starts_on": date(2025, 1, 1), "ends_on": date(2028, 12, 31)}


@pytest.fixture
def actor(session):
    return an_account(session)


@pytest.fixture
def strategy(session):
    """Climate with two activities, transport with one."""
    return a_strategy(session, priorities={"Klima": ["Natur", "Energi"], "Transport": ["Gods"]})


def test_two_strategies_may_be_in_force_at_the_same_time(session, strategy, actor):
    services.create(session, details=StrategyDetails("Ny strategi", **PERIOD), actor=actor)
    assert session.scalar(select(func.count()).select_from(Strategy)) == 2


def test_a_strategy_that_ends_before_it_begins_is_refused_beside_its_field(session, actor):
    details = StrategyDetails("Bakvendt", date(2028, 1, 1), date(2025, 1, 1))
    with pytest.raises(Refusal) as refused:
        services.create(session, details=details, actor=actor)
    assert refused.value.field == "ends_on"


def test_goals_are_among_the_seventeen(session, actor):
    session.merge(Sdg(number=13, name="Stoppe klimaendringene", name_en="Climate action"))
    session.flush()
    kept = services.create(
        session, details=StrategyDetails("Grønn", **PERIOD, sdgs=[13, 13]), actor=actor
    )
    assert [goal.number for goal in kept.sdgs] == [13]
    with pytest.raises(UnknownRecord):
        services.create(session, details=StrategyDetails("Rød", **PERIOD, sdgs=[99]), actor=actor)


def test_a_change_of_any_part_is_a_new_version_and_an_older_save_a_conflict(
    session, strategy, actor
):
    seen, area = strategy.version, strategy.priorities[0]
    parts.change_priority(
        session,
        priority_id=area.id,
        version=seen,
        details=PriorityDetails("1", "Klima og natur"),
        actor=actor,
    )
    assert strategy.version == seen + 1
    with pytest.raises(Conflict):
        services.change(
            session,
            strategy_id=strategy.id,
            version=seen,
            details=StrategyDetails("Annet navn", **PERIOD),
            actor=actor,
        )
    with pytest.raises(Conflict):
        parts.change_activity(
            session,
            priority_id=area.id,
            activity_id=area.activities[0].id,
            version=seen,
            details=ActivityDetails("1.1", "Noe annet"),
            actor=actor,
        )


def test_a_number_stands_once_in_a_strategy_and_once_in_a_priority_area(session, strategy, actor):
    first, second = strategy.priorities
    with pytest.raises(Refusal) as refused:
        parts.add_priority(
            session, strategy_id=strategy.id, details=PriorityDetails("2", "Igjen"), actor=actor
        )
    assert refused.value.field == "number"
    with pytest.raises(Refusal):
        parts.add_activity(
            session, priority_id=first.id, details=ActivityDetails("1.2", "Igjen"), actor=actor
        )
    parts.add_activity(
        session, priority_id=second.id, details=ActivityDetails("1.2", "Annet sted"), actor=actor
    )


def test_a_part_keeps_its_own_number_when_its_words_change(session, strategy, actor):
    area = strategy.priorities[0]
    parts.change_activity(
        session,
        priority_id=area.id,
        activity_id=area.activities[1].id,
        version=strategy.version,
        details=ActivityDetails("1.2", "Sol og vind"),
        actor=actor,
    )
    assert area.activities[1].text == "Sol og vind"


def test_there_is_one_level_of_sub_activities(session, strategy, actor):
    area = strategy.priorities[0]
    nature, energy = area.activities
    child = parts.add_activity(
        session,
        priority_id=area.id,
        details=ActivityDetails("1.1.1", "Myr", parent_id=nature.id),
        actor=actor,
    )
    session.expire(area, ["activities"])
    with pytest.raises(Refusal, match="kan ikke ha underaktiviteter"):
        parts.add_activity(
            session,
            priority_id=area.id,
            details=ActivityDetails("1.1.1.1", "Torv", parent_id=child.id),
            actor=actor,
        )
    with pytest.raises(Refusal, match="kan ikke selv bli"):
        parts.change_activity(
            session,
            priority_id=area.id,
            activity_id=nature.id,
            version=strategy.version,
            details=ActivityDetails("1.1", "Natur", parent_id=energy.id),
            actor=actor,
        )
    with pytest.raises(Refusal):
        parts.change_activity(
            session,
            priority_id=area.id,
            activity_id=energy.id,
            version=strategy.version,
            details=ActivityDetails("1.2", "Energi", parent_id=energy.id),
            actor=actor,
        )


def test_a_parent_of_another_priority_area_is_unknown_here(session, strategy, actor):
    climate, transport = strategy.priorities
    with pytest.raises(UnknownRecord):
        parts.add_activity(
            session,
            priority_id=climate.id,
            details=ActivityDetails("1.3", "Bane", parent_id=transport.activities[0].id),
            actor=actor,
        )


def test_an_activity_cannot_be_reached_through_another_priority_area(session, strategy, actor):
    climate, transport = strategy.priorities
    theirs = transport.activities[0]
    with pytest.raises(UnknownRecord):
        parts.change_activity(
            session,
            priority_id=climate.id,
            activity_id=theirs.id,
            version=strategy.version,
            details=ActivityDetails("1.9", "Tatt"),
            actor=actor,
        )
    with pytest.raises(UnknownRecord):
        parts.delete_activity(session, priority_id=climate.id, activity_id=theirs.id, actor=actor)
    assert session.get(Activity, theirs.id).text == "Gods"


def test_a_role_cannot_be_reached_through_another_strategy(session, strategy, actor):
    other = a_strategy(session, "Annen strategi")
    role = parts.add_role(
        session, strategy_id=other.id, details=RoleDetails("være pådriver"), actor=actor
    )
    with pytest.raises(UnknownRecord):
        parts.change_role(
            session,
            strategy_id=strategy.id,
            role_id=role.id,
            version=strategy.version,
            details=RoleDetails("sitte stille"),
            actor=actor,
        )
    with pytest.raises(UnknownRecord):
        parts.delete_role(session, strategy_id=strategy.id, role_id=role.id, actor=actor)
    parts.delete_role(session, strategy_id=other.id, role_id=role.id, actor=actor)


def test_what_forums_or_meetings_serve_is_not_deleted_and_says_how_many(session, strategy, actor):
    climate, transport = strategy.priorities
    forum = a_forum(session, priorities=[climate], activities=[climate.activities[0]])
    a_meeting(session, forum, activities=[climate.activities[0]])
    for refuse in (
        lambda: services.delete(session, strategy_id=strategy.id, actor=actor),
        lambda: parts.delete_priority(session, priority_id=climate.id, actor=actor),
        lambda: parts.delete_activity(
            session,
            priority_id=climate.id,
            activity_id=climate.activities[0].id,
            actor=actor,
        ),
    ):
        with pytest.raises(Refusal, match=r"arenaer \(1\) og møter \(1\)"):
            refuse()
    parts.delete_priority(session, priority_id=transport.id, actor=actor)
    assert session.scalars(select(PriorityArea.name)).all() == ["Klima"]


def test_an_activity_with_sub_activities_is_not_deleted_before_them(session, strategy, actor):
    area = strategy.priorities[0]
    nature = area.activities[0]
    child = parts.add_activity(
        session,
        priority_id=area.id,
        details=ActivityDetails("1.1.1", "Myr", parent_id=nature.id),
        actor=actor,
    )
    session.expire(area, ["activities"])
    with pytest.raises(Refusal, match="underaktiviteter"):
        parts.delete_activity(session, priority_id=area.id, activity_id=nature.id, actor=actor)
    session.expire(area, ["activities"])
    parts.delete_activity(session, priority_id=area.id, activity_id=child.id, actor=actor)


def test_an_unused_strategy_is_deleted_with_all_its_parts(session, strategy, actor):
    area = strategy.priorities[0]
    parts.add_activity(
        session,
        priority_id=area.id,
        details=ActivityDetails("1.1.1", "Myr", parent_id=area.activities[0].id),
        actor=actor,
    )
    parts.add_role(session, strategy_id=strategy.id, details=RoleDetails("lede"), actor=actor)
    session.expire_all()
    services.delete(session, strategy_id=strategy.id, actor=actor)
    left = [session.scalar(select(func.count()).select_from(kind)) for kind in (Strategy, Activity)]
    assert left == [0, 0]


def test_archiving_twice_changes_nothing_the_second_time_and_restoring_undoes_it(
    session, strategy, actor
):
    for act in (services.archive, services.archive, services.restore, services.restore):
        act(session, strategy_id=strategy.id, actor=actor)
    assert [entry.action for entry in session.scalars(select(AuditEntry))] == ["archive", "restore"]
    assert not strategy.is_archived


@pytest.mark.parametrize("act", [services.archive, services.restore, services.delete])
def test_a_strategy_that_does_not_exist_is_unknown(session, actor, act):
    with pytest.raises(UnknownRecord):
        act(session, strategy_id=99, actor=actor)


def test_feeds_and_the_network_hear_of_each_change(session, strategy, actor):
    parts.add_role(session, strategy_id=strategy.id, details=RoleDetails("lede"), actor=actor)
    assert revision(session, CALENDAR) >= 1
    assert revision(session, NETWORK) >= 1
