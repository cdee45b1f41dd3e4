"""Items that a meeting did not finish move on to a later one, and say where they went."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from sqlalchemy import select

from arenas.database import db
from arenas.errors import Refusal, UnknownRecord
from arenas.meetings import carrying, outcomes, services
from arenas.meetings.carrying import OpenItem
from arenas.meetings.details import Item, Link
from arenas.meetings.outcomes import Put
from arenas.models import AgendaItem, Meeting
from arenas.models.enums import MeetingState, OutcomeKind
from tests.meetings.records import at, make_account, make_forum, make_meeting
from tests.pages import checked, get, post

AFTER = datetime(2026, 3, 2, 20, tzinfo=UTC)
AGENDA = {
    "agenda": (
        Item("Referat", key="n1"),
        Item("Budsjett", key="n2", number="2/26", text="Les dette.", minutes=30),
        Item("Eventuelt", key="n3"),
    ),
    "documents": (Link("Tall", "https://example.org/tall", item_key="n2"),),
}


@pytest.fixture(autouse=True)
def evening_of_the_meeting():
    with time_machine.travel(AFTER, tick=True):
        yield


@pytest.fixture
def two(database, session):
    """A meeting that has been held, with an outcome on its first item; the next; the account."""
    forum, actor = make_forum(session), make_account(session)
    held = make_meeting(session, forum, MeetingState.HELD, when=at(date(2026, 3, 2)), **AGENDA)
    later = make_meeting(
        session, forum, when=at(date(2026, 4, 6)), agenda=(Item("Åpning", key="n1"),)
    )
    first = session.scalar(select(AgendaItem.id).where(AgendaItem.title == "Referat"))
    outcomes.add(
        session, held.id, Put(OutcomeKind.INFORMATION, "Godkjent.", item_id=first), actor=actor
    )
    return held, later, actor


def ids(session, meeting):
    return [one.id for one in carrying.open_items(session, meeting.id)]


def fresh(session, meeting):
    number = meeting.id
    session.expire_all()
    return services.for_change(session, number)


def test_an_item_is_open_until_it_has_moved_on_and_done_with_an_outcome(session, two):
    held, later, actor = two
    found = carrying.open_items(session, held.id)
    assert [(one.title, one.is_done) for one in found] == [
        ("Referat", True),
        ("Budsjett", False),
        ("Eventuelt", False),
    ]
    carrying.carry(session, held.id, [found[1].id], later.id, actor=actor)
    left = [one.title for one in carrying.open_items(session, held.id)]
    assert left == ["Referat", "Eventuelt"]
    assert isinstance(found[0], OpenItem)


def test_it_comes_last_on_the_later_agenda_with_its_text_and_papers(session, two):
    held, later, actor = two
    version = later.version
    assert carrying.carry(session, held.id, ids(session, held)[1:], later.id, actor=actor) == 2
    target = fresh(session, later)
    assert [(item.title, item.number) for item in target.agenda] == [
        ("Åpning", None),
        ("Budsjett", None),
        ("Eventuelt", None),
    ]
    budget = target.agenda[1]
    assert (budget.text, budget.minutes) == ("Les dette.", 30)
    assert [(one.url, one.agenda_item_id) for one in target.documents] == [
        ("https://example.org/tall", budget.id)
    ]
    assert target.version == version + 1
    assert "budsjett" in target.search_text
    assert [item.title for item in fresh(session, held).agenda] == [
        "Referat",
        "Budsjett",
        "Eventuelt",
    ]


def test_both_meetings_say_where_it_went_and_came_from(session, two):
    held, later, actor = two
    item = ids(session, held)[1]
    carrying.carry(session, held.id, [item], later.id, actor=actor)
    assert carrying.links(session, held.id) == {item: (later.id, later.title, False)}
    (copied,) = carrying.links(session, later.id).values()
    assert copied == (held.id, held.title, True)


def test_taken_off_the_later_agenda_it_is_open_again(session, two):
    held, later, actor = two
    item = ids(session, held)[1]
    carrying.carry(session, held.id, [item], later.id, actor=actor)
    target = fresh(session, later)
    target.agenda = [one for one in target.agenda if one.title != "Budsjett"]
    session.flush()
    session.expire_all()
    assert item in ids(session, held)


def test_only_later_meetings_of_the_forum_that_are_not_cancelled_are_offered(session, two):
    held, later, _actor = two
    forum = held.forum
    make_meeting(session, forum, MeetingState.CANCELLED, when=at(date(2026, 3, 20)))
    make_meeting(session, forum, when=at(date(2026, 1, 20)))
    make_meeting(session, make_forum(session, "Rådet"), when=at(date(2026, 3, 20)))
    draft = make_meeting(session, forum, MeetingState.DRAFT, when=at(date(2026, 5, 4)))
    assert [one.id for one in carrying.later(session, held)] == [later.id, draft.id]


def test_what_cannot_move_is_told_and_nothing_moves(session, two):
    held, later, actor = two
    other = make_meeting(session, held.forum, when=at(date(2026, 5, 4)), **AGENDA)
    strange = session.scalar(select(AgendaItem.id).where(AgendaItem.meeting_id == other.id))
    for items, to, error in (
        ([], later.id, Refusal),
        ([strange], later.id, UnknownRecord),
        (ids(session, held)[:1], held.id, UnknownRecord),
        (ids(session, held)[:1], 10**6, UnknownRecord),
    ):
        with pytest.raises(error):
            carrying.carry(session, held.id, items, to, actor=actor)
    with pytest.raises(Refusal, match="dagen møtet holdes"):
        carrying.carry(session, later.id, [1], other.id, actor=actor)
    full = tuple(Item(f"Sak {number}", key=f"n{number}") for number in range(99))
    crowded = make_meeting(session, held.forum, when=at(date(2026, 4, 1)), agenda=full)
    with pytest.raises(Refusal, match="full"):
        carrying.carry(session, held.id, ids(session, held)[:2], crowded.id, actor=actor)
    assert len(ids(session, held)) == 3


def test_the_page_ticks_what_is_open_and_moves_it(app, client, ids, read):
    with app.app_context():
        session = db.session()
        forum = session.get(Meeting, ids["meeting"]).forum_id
        first = session.get(Meeting, ids["meeting"])
        first.state = MeetingState.HELD
        session.add(AgendaItem(meeting_id=first.id, position=1, title="Budsjett"))
        session.commit()
    path = f"/meetings/{ids['meeting']}/carry"
    assert "Arenaen har ikke noe senere møte" in get(client, path).text
    with app.app_context():
        session = db.session()
        held = session.get(Meeting, ids["meeting"])
        when = at(date(2026, 4, 6))
        later = Meeting(
            forum_id=forum, title="Neste", starts_at=when.starts_at, ends_at=when.ends_at,
            state=MeetingState.PLANNED, mode=held.mode, place="Rådhuset",
        )  # fmt: skip
        session.add(later)
        session.commit()
        number = later.id
    assert path in get(client, f"/meetings/{ids['meeting']}").links
    page = get(client, path)
    boxes = [one for one in page.controls if one["name"] == "items"]
    assert ["checked" in one for one in boxes] == [True]
    assert "Neste, mandag 6. april 2026" in page.text
    item = boxes[0]["value"]
    nothing = checked(post(client, path, {"to": number}), 422)
    assert "Velg minst én sak." in nothing.text
    for wrong in ({"items": ["x"], "to": number}, {"items": [item], "to": 99}):
        assert post(client, path, wrong).status_code == 422
    assert post(client, path, {"items": [item], "to": number}).status_code == 303
    assert "Flyttet til Neste" in get(client, f"/meetings/{ids['meeting']}").text
    assert "Fra Første møte" in get(client, f"/meetings/{number}").text
    assert "Ingen åpne saker" in get(client, path).text
    assert read(select(AgendaItem.title).where(AgendaItem.meeting_id == number)) == "Budsjett"
    anonymous = app.test_client()
    assert "Fra Første møte" not in anonymous.get(f"/meetings/{number}").get_data(as_text=True)
