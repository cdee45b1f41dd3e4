"""An organisation's record page: who stands for it, where it meets, whom it never met."""

from datetime import UTC, date, datetime

import pytest

from arenas.directory.organisations import record
from arenas.directory.people import places
from arenas.directory.people.places import AffiliationDetails
from arenas.models.enums import Attendance, MeetingState, Role, Sector, Visibility
from tests.directory.records import account, forum, meeting, organisation, person
from tests.pages import get
from tests.statements import recorded

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)


def test_a_sector_is_never_met_until_both_are_represented_at_a_held_meeting(session):
    asker = organisation(session, "Asker")
    museum = organisation(session, "Museet", Sector.CULTURE)
    bank = organisation(session, "Banken", Sector.INDUSTRY)
    organisation(session, "Universitetet", Sector.ACADEMIA)
    a, m, b = (person(session, f"P {place.name}", place) for place in (asker, museum, bank))
    meeting(session, date(2026, 1, 5), (a, asker), (m, museum))
    meeting(session, date(2026, 1, 6), (a, asker), (b, bank), state=MeetingState.PLANNED)
    late = meeting(session, date(2026, 1, 7), (a, asker), (b, bank))
    late.participations[1].attendance = Attendance.ABSENT
    session.flush()
    assert record.sectors_never_met(session, asker.id) == [Sector.INDUSTRY, Sector.ACADEMIA]
    late.participations[1].attendance = Attendance.PARTLY
    session.flush()
    assert record.sectors_never_met(session, asker.id) == [Sector.ACADEMIA]


def test_its_own_sector_counts_when_there_is_another_in_it(session):
    asker, moss = organisation(session, "Asker"), organisation(session, "Moss")
    museum = organisation(session, "Museet", Sector.CULTURE)
    a, m = person(session, "A A", asker), person(session, "M M", museum)
    meeting(session, date(2026, 1, 5), (a, asker), (m, museum))
    assert record.sectors_never_met(session, asker.id) == [Sector.MUNICIPALITY]
    assert record.sectors_never_met(session, museum.id) == []
    assert record.sectors_never_met(session, moss.id) is None


def test_next_meetings_are_planned_ones_that_are_not_over(session):
    asker = organisation(session, "Asker")
    a = person(session, "A A", asker)
    meeting(session, date(2026, 5, 31), (a, asker), state=MeetingState.PLANNED)
    meeting(session, date(2026, 6, 3), (a, asker), state=MeetingState.CANCELLED)
    later = meeting(session, date(2026, 6, 4), (a, asker), state=MeetingState.PLANNED)
    now_on = meeting(session, date(2026, 6, 1), (a, asker), state=MeetingState.PLANNED)
    found = record.next_meetings(session, account(session), asker.id, NOON)
    assert [one.id for one in found] == [now_on.id, later.id]


def test_a_member_sees_no_meeting_of_a_forum_that_is_closed_to_him(session):
    asker = organisation(session, "Asker")
    there = person(session, "A A", asker)
    closed = forum(session, "Indre", Visibility.INTERNAL)
    meeting(session, date(2026, 1, 5), (there, asker), where=closed)
    meeting(session, date(2026, 6, 5), (there, asker), where=closed, state=MeetingState.PLANNED)
    stranger = account(session, Role.MEMBER, person(session, "En annen"))
    for viewer, seen in ((stranger, 0), (account(session, Role.MEMBER, there), 1)):
        assert len(record.last_meetings(session, viewer, asker.id)) == seen
        assert len(record.next_meetings(session, viewer, asker.id, NOON)) == seen
        assert len(record.meeting_places(session, viewer, asker.id)) == seen


def test_who_stands_for_it_depends_on_the_day(session):
    asker = organisation(session, "Asker")
    kari = person(session, "Kari Før")
    for first, last in ((date(2024, 1, 1), date(2024, 12, 31)), (date(2026, 6, 1), None)):
        places.add(session, kari, AffiliationDetails(asker.id, None, first, last), None)
    days = [date(2023, 12, 31), date(2024, 1, 1), date(2024, 12, 31), date(2025, 1, 1)]
    counted = [record.represented_by(session, asker.id, day) for day in (*days, date(2026, 6, 1))]
    assert counted == [0, 1, 1, 0, 1]


def test_contacts_are_selected_only_for_those_who_may_see_them(session):
    asker = organisation(session, "Asker")
    kari = person(session, "Kari Nordmann", asker, email="kari@example.org", phone="22 00 00 00")

    def seen(viewer):
        return [(one.email, one.phone) for one in record.affiliations(session, viewer, asker.id)]

    assert seen(account(session)) == [("kari@example.org", "22 00 00 00")]
    assert seen(account(session, Role.LEADERSHIP)) == [(None, None)]
    assert len(seen(account(session, Role.MEMBER, kari))) == 1
    assert seen(account(session, Role.MEMBER, person(session, "En annen"))) == []


@pytest.mark.parametrize("slug", ["skien-kommune", "porsgrunn-kommune", "siljan-kommune"])
def test_the_planted_telemark_municipalities_never_met_academia(sample_app, signed_in, slug):
    client = signed_in(sample_app, "leadership@example.org")
    text = get(client, f"/organisations/{slug}").text
    never = text.partition("Sektorer den aldri har møtt")[2].partition("Ingen holdte møter")[0]
    assert "Akademia" in never


@pytest.mark.parametrize("slug", ["oslo-kommune", "alvdal-kommune", "smart-innovation-norway-as"])
def test_a_record_asks_a_fixed_number_of_statements(sample_app, signed_in, slug):
    client = signed_in(sample_app, "coordinator@example.org")
    with recorded(sample_app) as statements:
        get(client, f"/organisations/{slug}")
    statements.at_most(13)


def test_leadership_sees_names_without_mail_and_a_member_sees_a_number(sample_app, signed_in):
    seen = {
        role: get(signed_in(sample_app, f"{role}@example.org"), "/organisations/skien-kommune")
        for role in ("coordinator", "leadership", "member")
    }
    assert "hanna.toyseas@" in seen["coordinator"].html
    assert "@skien" not in seen["leadership"].html
    assert "Hanna Tøyseås" in seen["leadership"].text
    assert "Hanna" not in seen["member"].html
    assert "4 personer representerer organisasjonen i dag." in seen["member"].text


def test_the_record_leads_to_its_calendar(sample_app, signed_in):
    client = signed_in(sample_app, "member@example.org")
    page = get(client, "/organisations/oslo-kommune")
    assert "webcal://localhost:8000/calendar/organisations/oslo-kommune.ics" in page.links
    assert client.get("/calendar/organisations/oslo-kommune.ics").status_code == 200


def test_an_organisation_that_is_not_there_is_not_found(sample_app, signed_in):
    client = signed_in(sample_app, "admin@example.org")
    for path in ("finnes-ikke", "finnes-ikke/edit", "finnes-ikke/delete", "..", "%00", "a" * 3000):
        assert client.get(f"/organisations/{path}").status_code == 404
