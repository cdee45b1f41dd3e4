"""What the first page counts, and for whom."""

from datetime import date, timedelta

from arenas.models.enums import (
    Attendance,
    MeetingState,
    Response,
    Role,
    Sector,
    Visibility,
)
from arenas.overview import queries
from tests.forums.records import (
    NOW,
    TODAY,
    a_forum,
    a_meeting,
    a_person,
    a_seat,
    an_account,
    an_organisation,
    took_part,
)

YEAR = timedelta(days=365)


def test_the_public_sees_the_next_planned_meetings_of_open_forums(session):
    forum, hidden = a_forum(session), a_forum(session, "Lukket", visibility=Visibility.INTERNAL)
    for days, state in ((1, "planned"), (2, "draft"), (3, "cancelled"), (-1, "planned")):
        a_meeting(session, forum, NOW + timedelta(days=days), MeetingState(state), title=f"{days}")
    a_meeting(session, hidden)
    found = queries.coming_meetings(session, None, at=NOW)
    assert [(line.title, line.forum) for line in found] == [("1", "Klimanettverket")]


def test_two_weeks_end_at_the_same_hour_a_fortnight_later(session):
    forum = a_forum(session)
    for hours in (0, 14 * 24 - 1, 14 * 24):
        a_meeting(session, forum, NOW + timedelta(hours=hours), title=str(hours))
    until = NOW + queries.TWO_WEEKS
    found = queries.coming_meetings(session, an_account(session), at=NOW, until=until)
    assert [line.title for line in found] == ["0", "335"]


def test_own_meetings_forums_and_organisations_are_those_of_the_person(session):
    halden = an_organisation(session)
    person, other = a_person(session, "Kari Nes", halden), a_person(session, "Ola Dal")
    viewer = an_account(session, Role.MEMBER, person)
    forum, left = a_forum(session), a_forum(session, "Forlatt")
    a_seat(session, forum, person)
    a_seat(session, left, person, ends_on=TODAY - timedelta(days=1))
    asked, not_asked = a_meeting(session, forum), a_meeting(session, forum)
    took_part(session, asked, person)
    took_part(session, not_asked, other)
    assert [line.id for line in queries.own_meetings(session, viewer, at=NOW)] == [asked.id]
    forums = queries.own_forums(session, viewer, at=NOW, today=TODAY)
    assert [line.name for line in forums] == ["Klimanettverket"]
    own = queries.own_organisations(session, viewer, today=TODAY)
    assert [(one.name, one.sector) for one in own] == [("Halden kommune", Sector.MUNICIPALITY)]


def test_an_account_without_a_person_has_nothing_of_its_own(session):
    viewer = an_account(session, Role.MEMBER)
    took_part(session, a_meeting(session, a_forum(session)), a_person(session))
    assert queries.own_meetings(session, viewer, at=NOW) == []
    assert queries.own_forums(session, viewer, at=NOW, today=TODAY) == []
    assert queries.own_organisations(session, viewer, today=TODAY) == []


def test_a_meeting_waits_for_its_record_from_the_moment_it_ends(session):
    forum, viewer = a_forum(session), an_account(session)
    a_meeting(session, forum, NOW - timedelta(hours=2), title="slutt nå")
    a_meeting(session, forum, NOW - timedelta(hours=1), title="pågår")
    a_meeting(session, forum, NOW - YEAR, MeetingState.HELD, title="ført")
    found = queries.what_waits(session, viewer, at=NOW, since=NOW - YEAR)["unrecorded"]
    assert [line.title for line in found] == ["slutt nå"]


def test_a_held_meeting_lacks_attendance_until_one_person_is_marked(session):
    forum, viewer, person = a_forum(session), an_account(session), a_person(session)
    when = NOW - timedelta(days=1)
    unmarked, marked, empty = (
        a_meeting(session, forum, when, MeetingState.HELD, title=title)
        for title in ("uten", "med", "ingen innkalt")
    )
    took_part(session, unmarked, person)
    took_part(session, marked, person, attendance=Attendance.ABSENT)
    took_part(session, marked, a_person(session, "Ola Dal"))
    found = queries.what_waits(session, viewer, at=NOW, since=NOW - YEAR)["unattended"]
    assert [line.id for line in found] == [unmarked.id]
    assert empty.id not in [line.id for line in found]


def test_a_meeting_of_two_weeks_tells_how_many_of_those_asked_are_silent(session):
    forum, viewer = a_forum(session), an_account(session)
    soon, settled, later = (
        a_meeting(session, forum, NOW + timedelta(days=days), title=title)
        for days, title in ((3, "snart"), (4, "alle har svart"), (15, "senere"))
    )
    for meeting in (soon, settled, later):
        took_part(session, meeting, a_person(session), response=Response.ACCEPTED)
    for meeting in (soon, later):
        took_part(session, meeting, a_person(session, "Ola Dal"))
    took_part(session, soon, a_person(session, "Eva Ek"), invited=False)
    [line] = queries.answers_missing(session, viewer, at=NOW)
    assert (line.title, line.missing, line.asked) == ("snart", 1, 2)


def test_what_waits_is_read_at_once_and_is_what_a_single_question_finds(session):
    forum, viewer, person = a_forum(session), an_account(session), a_person(session)
    day = timedelta(days=1)
    a_meeting(session, forum, NOW - day, title="ikke ført")
    held = a_meeting(session, forum, NOW - 2 * day, MeetingState.HELD, title="uten oppmøte")
    took_part(session, held, person)
    a_meeting(session, forum, NOW + day, MeetingState.DRAFT, title="utkast")
    a_meeting(session, forum, NOW + 9 * day, title="om ni dager")
    a_meeting(session, forum, NOW + 3 * day, title="om tre dager")
    a_meeting(session, forum, NOW + 20 * day, title="om tjue dager")
    found = queries.what_waits(session, viewer, at=NOW, since=NOW - YEAR)
    assert {kind: [line.title for line in lines] for kind, lines in found.items()} == {
        "unrecorded": ["ikke ført"],
        "unattended": ["uten oppmøte"],
        "drafts": ["utkast"],
        "two_weeks": ["om tre dager", "om ni dager"],
    }
    until = NOW + queries.TWO_WEEKS
    assert found["two_weeks"] == queries.coming_meetings(session, viewer, at=NOW, until=until)
    lines = {line.id: line for lines in found.values() for line in lines}
    assert lines[held.id] == queries.MeetingLine(
        held.id, held.title, held.starts_at, held.ends_at, held.first_day, held.last_day,
        held.state, held.mode, held.place, forum.name, forum.name_en,
    )  # fmt: skip


def test_quiet_forums_are_those_without_a_coming_meeting_the_longest_asleep_first(session):
    viewer = an_account(session)
    busy, never, old, fresh = (
        a_forum(session, name) for name in ("Opptatt", "Aldri", "Gammel", "Fersk")
    )
    a_forum(session, "Arkivert", archived_at=NOW)
    a_meeting(session, busy)
    a_meeting(session, old, NOW - 3 * YEAR, MeetingState.HELD)
    a_meeting(session, fresh, NOW - timedelta(days=9), MeetingState.HELD)
    found = [line.name for line in queries.quiet_forums(session, viewer, at=NOW)]
    assert found == [never.name, old.name, fresh.name]


def test_figures_count_a_year_of_held_meetings_and_the_bodies_that_came(session):
    halden, skien = an_organisation(session), an_organisation(session, "Skien kommune")
    kari, ola = a_person(session, "Kari Nes", halden), a_person(session, "Ola Dal", skien)
    forum = a_forum(session)
    a_forum(session, "Arkivert", archived_at=NOW)
    inside = a_meeting(session, forum, NOW - timedelta(days=9), MeetingState.HELD)
    before = a_meeting(session, forum, NOW - 2 * YEAR, MeetingState.HELD)
    a_meeting(session, forum, NOW - timedelta(days=8), MeetingState.CANCELLED)
    took_part(session, inside, kari, halden, attendance=Attendance.PARTLY)
    took_part(session, inside, ola, skien, attendance=Attendance.ABSENT)
    took_part(session, before, ola, skien, attendance=Attendance.PRESENT)
    found = queries.figures(session, since=NOW - YEAR, at=NOW)
    assert (found.forums, found.held, found.organisations) == (1, 1, 1)


def test_a_year_before_the_leap_day_is_the_last_of_february():
    assert queries.a_year_before(date(2028, 2, 29)) == date(2027, 2, 28)
