import pytest
from sqlalchemy import select

from arenas.errors import Refusal, UnknownRecord
from arenas.meetings import services
from arenas.meetings.details import Item, Link
from arenas.meetings.services import Overlap
from arenas.models import AuditEntry, Meeting
from arenas.models.enums import MeetingMode, MeetingState, Response
from arenas.revision import CALENDAR, NETWORK, revision
from arenas.versions import ChangedMeanwhile
from tests.meetings.records import (
    at,
    details,
    make_account,
    make_forum,
    make_meeting,
    make_organisation,
    make_participation,
    make_person,
)


@pytest.fixture
def forum(session):
    return make_forum(session)


@pytest.fixture
def actor(session):
    return make_account(session)


def change(session, meeting, actor, **other):
    version = other.pop("version", meeting.version)
    meant = other.pop("overlap_is_meant", False)
    forum = other.pop("forum", meeting.forum)
    return services.change(
        session,
        meeting.id,
        details(forum, **other),
        version=version,
        actor=actor,
        overlap_is_meant=meant,
    )


def test_a_new_meeting_is_a_draft_with_sequence_zero_and_one_entry_in_the_trail(
    session, forum, actor
):
    meeting = services.create(session, details(forum), actor=actor)
    assert (meeting.state, meeting.sequence) == (MeetingState.DRAFT, 0)
    [entry] = session.scalars(select(AuditEntry))
    assert (entry.action, entry.record_id, entry.account_id) == (
        "meeting.create",
        meeting.id,
        actor.id,
    )


def test_a_meeting_without_a_title_is_called_by_its_forum_and_day(session, forum, actor):
    meeting = services.create(session, details(forum, title=""), actor=actor)
    assert meeting.title == "Styret 08.12.2025"


def test_the_usual_title_follows_the_day_but_a_title_of_its_own_stays(session, forum, actor):
    later = at(at().day.replace(day=9))
    usual = services.create(session, details(forum, title=""), actor=actor)
    change(session, usual, actor, title=usual.title, when=later)
    assert usual.title == "Styret 09.12.2025"
    change(session, usual, actor, title="Budsjett", when=at())
    assert usual.title == "Budsjett"


@pytest.mark.parametrize(
    ("change_of", "raised"),
    [
        ({"when": at(ends="15:00")}, 1),
        ({"place": "Rom 2"}, 1),
        ({"mode": MeetingMode.ONLINE, "online_url": "https://example.org/m"}, 1),
        ({"when": at(starts="11:00"), "place": "Rom 2"}, 1),
        ({"title": "Annet"}, 0),
        ({"description": "Om budsjettet"}, 0),
        ({"agenda": (Item("Referat"),)}, 0),
        ({"documents": (Link("Notat", "https://example.org/n"),)}, 0),
        ({}, 0),
    ],
)
def test_sequence_rises_by_one_for_time_and_place_and_not_for_anything_else(
    session, forum, actor, change_of, raised
):
    meeting = make_meeting(session, forum, actor=actor)
    uid = meeting.uid
    change(session, meeting, actor, **change_of)
    assert (meeting.sequence, meeting.uid) == (raised, uid)


def test_a_change_of_the_agenda_alone_is_seen_by_calendars_and_by_the_next_editor(
    session, forum, actor
):
    meeting = make_meeting(session, forum, actor=actor)
    version, counted = meeting.version, revision(session, CALENDAR)
    change(session, meeting, actor, agenda=(Item("Referat"),))
    assert meeting.version > version
    assert revision(session, CALENDAR) > counted


def test_saving_without_a_change_leaves_no_trace(session, forum, actor):
    meeting = make_meeting(session, forum, actor=actor)
    before = (meeting.version, revision(session, CALENDAR), session.scalar(select(AuditEntry.id)))
    change(session, meeting, actor)
    assert before == (
        meeting.version,
        revision(session, CALENDAR),
        session.scalar(select(AuditEntry.id)),
    )


def test_a_moved_meeting_changes_the_network_and_a_new_title_does_not(session, forum, actor):
    meeting = make_meeting(session, forum, actor=actor)
    counted = revision(session, NETWORK)
    change(session, meeting, actor, title="Annet")
    assert revision(session, NETWORK) == counted
    change(session, meeting, actor, title="Annet", when=at(ends="15:00"))
    assert revision(session, NETWORK) == counted + 1


def test_who_saves_an_older_version_is_told_and_nothing_is_stored(session, forum, actor):
    meeting = make_meeting(session, forum, actor=actor)
    seen = meeting.version
    change(session, meeting, actor, title="Min")
    with pytest.raises(ChangedMeanwhile):
        change(session, meeting, actor, title="Din", version=seen)
    assert meeting.title == "Min"


def test_the_agenda_is_kept_changed_added_ordered_and_removed(session, forum, actor):
    meeting = make_meeting(
        session, forum, actor=actor, agenda=(Item("Referat"), Item("Budsjett"), Item("Eventuelt"))
    )
    first, second, _third = [item.id for item in meeting.agenda]
    change(
        session,
        meeting,
        actor,
        agenda=(
            Item("Budsjett 2026", id=second, minutes=45),
            Item("Ny sak"),
            Item("Referat", id=first),
        ),
    )
    session.expire_all()
    agenda = services.for_change(session, meeting.id).agenda
    assert [(item.position, item.title) for item in agenda] == [
        (1, "Budsjett 2026"),
        (2, "Ny sak"),
        (3, "Referat"),
    ]
    assert (agenda[0].id, agenda[2].id) == (second, first)


def test_a_document_belongs_to_its_item_and_outlives_it(session, forum, actor):
    meeting = make_meeting(
        session,
        forum,
        actor=actor,
        agenda=(Item("Budsjett", key="n1"),),
        documents=(Link("Notat", "https://example.org/n", item_key="n1"),),
    )
    [document] = meeting.documents
    assert document.agenda_item_id == meeting.agenda[0].id
    change(
        session,
        meeting,
        actor,
        documents=(Link("Notat", "https://example.org/n", id=document.id, item_key="n1"),),
    )
    session.expire_all()
    [document] = services.for_change(session, meeting.id).documents
    assert document.agenda_item_id is None


@pytest.mark.parametrize("rows", ["agenda", "documents"])
def test_a_row_of_another_meeting_cannot_be_taken_over(session, forum, actor, rows):
    other = make_meeting(
        session,
        forum,
        actor=actor,
        agenda=(Item("Hemmelig"),),
        documents=(Link("Hemmelig", "https://example.org/h"),),
    )
    mine = make_meeting(session, forum, actor=actor)
    stolen = {
        "agenda": (Item("Min nå", id=other.agenda[0].id),),
        "documents": (Link("Min nå", "https://example.org/m", id=other.documents[0].id),),
    }
    with pytest.raises(UnknownRecord):
        change(session, mine, actor, overlap_is_meant=True, **{rows: stolen[rows]})
    session.rollback()


@pytest.mark.parametrize(
    ("mode", "place", "url", "field"),
    [
        (MeetingMode.PHYSICAL, None, "https://example.org/m", "place"),
        (MeetingMode.HYBRID, "Rådhuset", None, "online_url"),
        (MeetingMode.HYBRID, " ", "https://example.org/m", "place"),
        (MeetingMode.ONLINE, "Rådhuset", "", "online_url"),
        (MeetingMode.ONLINE, None, "javascript:alert(1)", "online_url"),
        (MeetingMode.ONLINE, None, "https://", "online_url"),
        (MeetingMode.ONLINE, None, "https://example.org/\nBcc: x", "online_url"),
    ],
)
def test_each_mode_asks_for_its_place_or_link(session, forum, actor, mode, place, url, field):
    with pytest.raises(Refusal) as refusal:
        services.create(
            session, details(forum, mode=mode, place=place, online_url=url), actor=actor
        )
    assert refusal.value.field == field


def test_what_the_mode_does_not_use_is_not_kept(session, forum, actor):
    both = {"place": "Rådhuset", "online_url": "https://example.org/m"}
    physical = make_meeting(session, forum, actor=actor, mode=MeetingMode.PHYSICAL, **both)
    online = make_meeting(session, forum, actor=actor, mode=MeetingMode.ONLINE, **both)
    assert (physical.place, physical.online_url) == ("Rådhuset", None)
    assert (online.place, online.online_url) == (None, "https://example.org/m")


def test_an_overlap_in_the_same_forum_is_told_and_can_be_meant(session, forum, actor):
    first = make_meeting(session, forum, actor=actor)
    overlapping = details(forum, when=at(starts="13:59", ends="15:00"))
    with pytest.raises(Overlap) as overlap:
        services.create(session, overlapping, actor=actor)
    assert overlap.value.meetings == [first]
    assert services.create(session, overlapping, actor=actor, overlap_is_meant=True).id


def test_a_meeting_after_another_a_cancelled_one_and_another_forum_do_not_overlap(
    session, forum, actor
):
    make_meeting(session, forum, actor=actor)
    make_meeting(
        session, forum, MeetingState.CANCELLED, actor=actor, when=at(starts="15:00", ends="16:00")
    )
    services.create(session, details(forum, when=at(starts="14:00", ends="16:00")), actor=actor)
    other = make_forum(session, "Rådet")
    assert services.create(session, details(other), actor=actor).id


def test_an_edit_that_leaves_the_time_is_not_asked_about_the_overlap_again(session, forum, actor):
    make_meeting(session, forum, actor=actor)
    second = make_meeting(session, forum, actor=actor)
    assert change(session, second, actor, title="Parallelt").title == "Parallelt"


def test_a_cancelled_meeting_cannot_be_edited(session, forum, actor):
    meeting = make_meeting(session, forum, MeetingState.CANCELLED, actor=actor)
    with pytest.raises(Refusal, match="avlyst"):
        change(session, meeting, actor, title="Annet")


def test_a_draft_without_traces_can_be_deleted(session, forum, actor):
    meeting = make_meeting(
        session, forum, MeetingState.DRAFT, actor=actor, agenda=(Item("Referat"),)
    )
    person, organisation = make_person(session), make_organisation(session)
    make_participation(session, meeting, person, organisation)
    services.delete_draft(session, meeting.id, actor=actor)
    session.flush()
    assert session.scalar(select(Meeting.id)) is None


def test_a_draft_that_somebody_answered_and_a_planned_meeting_are_not_deleted(
    session, forum, actor
):
    draft = make_meeting(session, forum, MeetingState.DRAFT, actor=actor)
    person, organisation = make_person(session), make_organisation(session)
    make_participation(session, draft, person, organisation, response=Response.ACCEPTED)
    with pytest.raises(Refusal, match="svart"):
        services.delete_draft(session, draft.id, actor=actor)
    planned = make_meeting(session, forum, actor=actor)
    with pytest.raises(Refusal, match="Avlys"):
        services.delete_draft(session, planned.id, actor=actor)


def test_control_characters_never_reach_the_register(session, forum, actor):
    meeting = services.create(
        session,
        details(forum, title="Bud\x00sjett\x07", place="Rom\r\n1", agenda=(Item("Sak\x0b1"),)),
        actor=actor,
    )
    assert "\x00" not in meeting.title
    assert meeting.place == "Rom 1"
    assert meeting.agenda[0].title == "Sak 1"
