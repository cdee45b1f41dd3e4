"""What the list and the page of a forum read, and for whom."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy.orm import Session

from arenas.errors import UnknownRecord
from arenas.forums import queries
from arenas.forums.queries import Wanted
from arenas.models.enums import ForumKind, Level, MeetingState, Role, Visibility
from tests.forums.records import (
    NOW,
    TODAY,
    a_forum,
    a_meeting,
    a_person,
    a_seat,
    a_strategy,
    an_account,
)

OSLO = ZoneInfo("Europe/Oslo")


def names(session: Session, viewer=None, **wanted) -> list[str]:
    page = queries.listed(session, viewer, Wanted(**wanted), at=NOW, today=TODAY)
    assert page.total == len(page.items)
    return [row.name for row in page.items]


def test_search_finds_either_name_without_accents_and_in_any_order(session):
    a_forum(session, "Grenseforum Østfold", name_en="Østfold border forum")
    a_forum(session, "Styret", name_en="Board")
    assert names(session, q="ostfold grense") == ["Grenseforum Østfold"]
    assert names(session, q="BOARD") == ["Styret"]
    assert names(session, q="  ") == ["Grenseforum Østfold", "Styret"]


@pytest.mark.parametrize("hostile", ["%", "_", "\\", "' OR 1=1 --", "%%%", "a" * 5000])
def test_signs_that_mean_something_to_the_database_are_searched_for_as_they_stand(session, hostile):
    a_forum(session, "Styret")
    assert names(session, q=hostile) == []


def test_names_stand_in_the_order_of_the_norwegian_alphabet(session):
    for name in ("Åpent forum", "østlandsforum", "Ærlig prat", "Zoologisk", "asker"):
        a_forum(session, name)
    assert names(session) == ["asker", "Zoologisk", "Ærlig prat", "østlandsforum", "Åpent forum"]


def test_filters_narrow_by_kind_level_priority_and_archive(session):
    climate = a_strategy(session, priorities={"Klima": []}).priorities[0]
    a_forum(session, "Styret", kind=ForumKind.POLITICAL)
    a_forum(session, "Europa", level=Level.INTERNATIONAL, priorities=[climate])
    a_forum(session, "Gammelt", archived_at=NOW)
    coordinator = an_account(session)
    assert names(session, kind=ForumKind.POLITICAL) == ["Styret"]
    assert names(session, level=Level.INTERNATIONAL) == ["Europa"]
    assert names(session, priority_id=climate.id) == ["Europa"]
    assert names(session, coordinator, archived="only") == ["Gammelt"]
    assert names(session, coordinator, archived="all") == ["Europa", "Gammelt", "Styret"]
    assert names(session, coordinator, visibility=Visibility.INTERNAL) == []


def test_internal_forums_are_listed_for_those_who_read_all_and_for_those_who_sit_there(session):
    hidden = a_forum(session, "Lukket", visibility=Visibility.INTERNAL)
    seated, other = a_person(session, "Kari Nes"), a_person(session, "Ola Dal")
    a_seat(session, hidden, seated)
    assert names(session, None) == []
    assert names(session, an_account(session, Role.MEMBER, other)) == []
    assert names(session, an_account(session, Role.MEMBER, seated)) == ["Lukket"]
    assert names(session, an_account(session, Role.LEADERSHIP)) == ["Lukket"]


def test_who_has_left_an_internal_forum_no_longer_sees_it(session):
    hidden = a_forum(session, "Lukket", visibility=Visibility.INTERNAL)
    left, last = a_person(session, "Kari Nes"), a_person(session, "Ola Dal")
    a_seat(session, hidden, left, ends_on=TODAY - timedelta(days=1))
    a_seat(session, hidden, last, ends_on=TODAY)
    assert names(session, an_account(session, Role.MEMBER, left)) == []
    assert names(session, an_account(session, Role.MEMBER, last)) == ["Lukket"]


@pytest.mark.parametrize("role", [None, Role.MEMBER])
def test_an_internal_forum_is_unknown_to_those_who_may_not_see_it(session, role):
    a_forum(session, "Lukket", visibility=Visibility.INTERNAL)
    viewer = an_account(session, role, a_person(session)) if role else None
    with pytest.raises(UnknownRecord):
        queries.one(session, viewer, "lukket")


def test_the_list_tells_last_held_next_planned_and_how_many_sit_there_today(session):
    forum = a_forum(session)
    held, soon = NOW - timedelta(days=40), NOW + timedelta(days=3)
    a_meeting(session, forum, held, MeetingState.HELD)
    a_meeting(session, forum, NOW - timedelta(days=2), MeetingState.CANCELLED)
    a_meeting(session, forum, NOW - timedelta(days=1), MeetingState.PLANNED)
    a_meeting(session, forum, soon, MeetingState.PLANNED)
    a_meeting(session, forum, NOW + timedelta(days=2), MeetingState.DRAFT)
    kari, ola, per = (a_person(session, f"{first} Nes") for first in ("Kari", "Ola", "Per"))
    a_seat(session, forum, kari, ends_on=TODAY)
    a_seat(session, forum, kari, starts_on=TODAY)
    a_seat(session, forum, ola, ends_on=TODAY - timedelta(days=1))
    a_seat(session, forum, per, starts_on=TODAY + timedelta(days=1))
    [row] = queries.listed(session, None, Wanted(), at=NOW, today=TODAY).items
    assert (row.last_at, row.next_at, row.members) == (held, soon, 1)


def test_a_meeting_that_goes_on_now_is_the_next_one(session):
    forum = a_forum(session)
    began = NOW - timedelta(hours=1)
    a_meeting(session, forum, began)
    [row] = queries.listed(session, None, Wanted(), at=NOW, today=TODAY).items
    assert row.next_at == began


def test_forums_without_a_meeting_come_last_whichever_way_they_are_sorted(session):
    silent, early, late = (a_forum(session, name) for name in ("Aldri", "Bane", "Culture"))
    a_meeting(session, early, NOW - timedelta(days=9), MeetingState.HELD)
    a_meeting(session, late, NOW - timedelta(days=2), MeetingState.HELD)
    assert names(session, sort="last") == ["Bane", "Culture", silent.name]
    assert names(session, sort="last", descending=True) == ["Culture", "Bane", silent.name]


@pytest.mark.parametrize("sort", queries.SORTS)
def test_every_column_sorts_both_ways(session, sort):
    a_forum(session, "Styret")
    assert names(session, sort=sort) == names(session, sort=sort, descending=True) == ["Styret"]


def test_a_page_holds_fifty_and_the_next_one_the_rest(session):
    for number in range(53):
        a_forum(session, f"Forum {number:02}")
    first, rest = (
        queries.listed(session, None, Wanted(page=page), at=NOW, today=TODAY) for page in (1, 2)
    )
    assert (len(first.items), len(rest.items), first.total) == (50, 3, 53)
    assert not {row.slug for row in first.items} & {row.slug for row in rest.items}
    with pytest.raises(UnknownRecord):
        queries.listed(session, None, Wanted(page=3), at=NOW, today=TODAY)


def test_meetings_are_sorted_into_past_coming_drafts_and_those_without_a_record(session):
    forum = a_forum(session)
    days = {
        "held": (-20, MeetingState.HELD),
        "cancelled": (-10, MeetingState.CANCELLED),
        "forgotten": (-5, MeetingState.PLANNED),
        "next": (5, MeetingState.PLANNED),
        "off": (6, MeetingState.CANCELLED),
        "draft": (7, MeetingState.DRAFT),
    }
    for title, (offset, state) in days.items():
        a_meeting(session, forum, NOW + timedelta(days=offset), state, title=title)
    found = queries.rhythm(session, an_account(session), forum.id, at=NOW, zone=OSLO)
    assert [line.title for line in found.coming] == ["next"]
    assert [line.title for line in found.past] == ["forgotten", "cancelled", "held"]
    assert [line.title for line in found.drafts] == ["draft"]
    [year] = found.years
    assert (year.held, year.planned, year.cancelled) == (1, 1, 2)
    assert found.last is not None
    assert found.last.title == "held"


def test_drafts_are_not_for_the_public(session):
    forum = a_forum(session)
    a_meeting(session, forum, state=MeetingState.DRAFT)
    assert queries.rhythm(session, None, forum.id, at=NOW, zone=OSLO).drafts == []


def test_meetings_are_counted_in_the_year_of_the_wall_clock_and_empty_years_are_named(session):
    """23:30 UTC on New Year's Eve is 00:30 on New Year's Day in Oslo."""
    forum = a_forum(session)
    a_meeting(session, forum, datetime(2023, 12, 31, 23, 30, tzinfo=UTC), MeetingState.HELD)
    a_meeting(
        session,
        forum,
        datetime(2025, 12, 31, 23, 0, tzinfo=UTC),
        MeetingState.CANCELLED,
        first_day=date(2026, 1, 1),
        last_day=date(2026, 1, 1),
    )
    years = queries.rhythm(session, None, forum.id, at=NOW, zone=OSLO).years
    assert [(year.year, year.held, year.planned, year.cancelled) for year in years] == [
        (2026, 0, 0, 1),
        (2025, 0, 0, 0),
        (2024, 1, 0, 0),
    ]


def test_a_forum_that_never_met_has_no_years(session):
    assert queries.rhythm(session, None, a_forum(session).id, at=NOW, zone=OSLO).years == []
