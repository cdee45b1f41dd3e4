"""Two strategy periods side by side: what became of what, and the meetings of each."""

from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest

from arenas.accounts import services as accounts
from arenas.database import db
from arenas.errors import UnknownRecord
from arenas.models.enums import MeetingState, Role
from arenas.strategy import periods
from arenas.strategy.coverage import Asked
from arenas.versions import ChangedMeanwhile
from tests.forums.records import NOW, a_forum, a_meeting, a_strategy, an_account
from tests.pages import get, post
from tests.settings import PASSWORD

HOSTILE = "</script><b>Natur</b>"


@pytest.fixture
def two(session):
    """Before: Natur (two meetings), Energi (one), Trafikk. Now: Jord and Luft share a meeting."""
    old = a_strategy(
        session,
        "Den gamle",
        date(2021, 1, 1),
        date(2024, 12, 31),
        {"Klima": [HOSTILE, "Energi", "Trafikk"]},
    )
    new = a_strategy(session, "Den nye", priorities={"Miljø": ["Jord", "Luft", "Kultur"]})
    nature, energy, _traffic = old.priorities[0].activities
    earth, air, _culture = new.priorities[0].activities
    forum = a_forum(session)
    for days, activities in (
        (-900, [nature]),
        (-890, [nature, energy]),
        (-20, [earth, air]),
        (-10, [earth]),
    ):
        a_meeting(
            session,
            forum,
            NOW + timedelta(days=days),
            MeetingState.HELD,
            activities=activities,
        )
    return old, new


def became(session, old, new, place, chosen, actor, version=None):
    periods.say_what_it_became(
        session,
        activity_id=old.priorities[0].activities[place].id,
        strategy_id=new.id,
        version=old.version if version is None else version,
        chosen=[new.priorities[0].activities[number].id for number in chosen],
        actor=actor,
    )
    session.flush()


def test_what_an_activity_became_stands_beside_it_with_the_different_meetings_of_both(session, two):
    old, new = two
    actor = an_account(session)
    became(session, old, new, 0, [0, 1], actor)
    became(session, old, new, 1, [1], actor)
    asked = Asked(actor, NOW, ZoneInfo("Europe/Oslo"))
    found = periods.side_by_side(session, asked, old.id, new.id)
    assert [
        (row.old.number, [one.text for one in row.new], row.held_now) for row in found.rows
    ] == [
        ("1.1", ["Jord", "Luft"], 2),
        ("1.2", ["Luft"], 1),
        ("1.3", [], 0),
    ]
    before = [found.before[row.old.id].meetings.held for row in found.rows]
    assert before == [2, 1, 0]
    assert found.held == (2, 2)
    assert [one.text for one in found.ended] == ["Trafikk"]
    assert [one.text for one in found.begun] == ["Kultur"]


def test_saying_it_again_replaces_what_was_said(session, two):
    old, new = two
    actor = an_account(session)
    became(session, old, new, 0, [0, 1], actor)
    became(session, old, new, 0, [2], actor)
    activity = old.priorities[0].activities[0]
    third = new.priorities[0].activities[2]
    assert periods.successors(session, activity.id, new.id) == [third.id]
    became(session, old, new, 0, [], actor)
    assert periods.successors(session, activity.id, new.id) == []


def test_an_activity_of_another_strategy_cannot_be_chosen(session, two):
    old, new = two
    actor = an_account(session)
    with pytest.raises(UnknownRecord):
        became(session, old, old, 0, [1], actor)
    with pytest.raises(UnknownRecord):
        periods.say_what_it_became(
            session,
            activity_id=old.priorities[0].activities[0].id,
            strategy_id=new.id,
            version=old.version,
            chosen=[old.priorities[0].activities[1].id],
            actor=actor,
        )


def test_who_read_an_older_version_is_told_of_the_change_meanwhile(session, two):
    old, new = two
    actor = an_account(session)
    version = old.version
    became(session, old, new, 0, [0], actor)
    with pytest.raises(ChangedMeanwhile):
        became(session, old, new, 0, [1], actor, version=version)


@pytest.fixture
def coordinator(app, signed_in):
    with app.app_context():
        accounts.create_account(
            db.session(), email="kari@example.org", role=Role.COORDINATOR, password=PASSWORD
        )
        db.session.commit()
    return signed_in(app, "kari@example.org")


def test_the_coordinator_says_what_an_activity_became_and_sees_both(coordinator, session, two):
    old, new = two
    nature = old.priorities[0].activities[0].id
    earth = new.priorities[0].activities[0].id
    old_id, new_id = old.id, new.id
    session.commit()
    page = get(coordinator, "/strategy/periods")
    assert "Ingen aktivitet viderefører: 1.1 </script><b>Natur</b>" in page.text
    form = f"/strategy/activities/{nature}/successors?strategy={new_id}"
    assert form in page.links
    post(
        coordinator, form, {"new": [str(earth)], "version": get(coordinator, form).value("version")}
    )
    page = get(coordinator, f"/strategy/periods?old={old_id}&new={new_id}")
    assert "1.1 Jord 2 holdte møter" in page.text
    assert "Uten etterfølger 2" in page.text
    same = get(coordinator, f"/strategy/periods?old={new_id}&new={new_id}")
    assert "Velg to forskjellige strategier." in same.text


def test_with_one_strategy_the_page_teaches_the_next_step(coordinator, session):
    alone = a_strategy(session, priorities={"Klima": ["Natur"]})
    activity = alone.priorities[0].activities[0].id
    session.commit()
    assert "/strategy/new" in get(coordinator, "/strategy/periods").links
    page = get(coordinator, f"/strategy/activities/{activity}/successors")
    assert "Det finnes ingen annen strategi ennå" in page.text
