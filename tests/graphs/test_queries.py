"""The register as records of the analysis: what counts, and what does not."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import insert, select

from arenas.graphs.filters import Evidence, MeetingFilter
from arenas.graphs.queries import Register, register
from arenas.models import (
    Forum,
    Meeting,
    Organisation,
    Participation,
    Person,
    PriorityArea,
    Strategy,
    meeting_priority,
)
from arenas.models.enums import Attendance, ForumKind, Level, MeetingState, Response, Sector
from network.report import observed_report
from tests.statements import recorded

OSLO = ZoneInfo("Europe/Oslo")
NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


@pytest.fixture
def region(session):
    """Two municipalities and a museum with a person each, and a forum of each of two kinds."""
    people = {}
    for slug, sector in (("as", "municipality"), ("moss", "municipality"), ("museet", "culture")):
        organisation = Organisation(slug=slug, name=slug.title(), sector=Sector(sector))
        person = Person(given_name="Kari", family_name=slug.title())
        session.add_all([organisation, person])
        session.flush()
        people[slug] = (person.id, organisation.id)
    forums = {
        kind: Forum(slug=kind, name=kind, kind=ForumKind(kind)) for kind in ("political", "project")
    }
    session.add_all(forums.values())
    session.flush()
    return session, people, forums


def hold(region, *came, forum="political", state=MeetingState.HELD, starts_at=NOON, asked=()):
    session, people, forums = region
    meeting = Meeting(
        forum_id=forums[forum].id,
        title="Møte",
        state=state,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=2),
    )
    session.add(meeting)
    session.flush()
    for slug, attendance in [
        *((slug, Attendance.PRESENT) for slug in came),
        *((slug, Attendance.ABSENT) for slug in asked),
    ]:
        person_id, organisation_id = people[slug]
        session.add(
            Participation(
                meeting_id=meeting.id,
                person_id=person_id,
                organisation_id=organisation_id,
                attendance=attendance,
            )
        )
    session.flush()
    return meeting


def read(region, **chosen) -> Register:
    return register(region[0], MeetingFilter(**chosen), OSLO)


def seats(read: Register) -> set[tuple[str, str]]:
    records = read.records
    return {
        (records.organisations[row].id, records.events[column].id)
        for row, column in zip(records.rows, records.cols, strict=True)
    }


def test_an_organisation_was_there_when_somebody_who_represented_it_was_present(database, region):
    meeting = hold(region, "as", "museet", asked=("moss",))
    assert seats(read(region)) == {("as", str(meeting.id)), ("museet", str(meeting.id))}


def test_partly_present_counts_excused_does_not(region):
    meeting = hold(region, "as", "moss")
    for part, attendance in zip(
        region[0].scalars(select(Participation).order_by(Participation.id)),
        (Attendance.PARTLY, Attendance.EXCUSED),
        strict=True,
    ):
        part.attendance = attendance
    region[0].flush()
    assert seats(read(region)) == {("as", str(meeting.id))}


@pytest.mark.parametrize(
    "state", [MeetingState.DRAFT, MeetingState.PLANNED, MeetingState.CANCELLED]
)
def test_only_meetings_that_were_held_count(region, state):
    hold(region, "as", "moss", state=state)
    assert (read(region).records.n, read(region).records.m) == (0, 0)


def test_an_organisation_that_was_asked_and_never_came_is_in_the_network_without_contact(region):
    hold(region, "as", asked=("moss",))
    hold(region, "as", asked=("moss", "museet"))
    found = read(region)
    assert found.never_came == [("moss", 2), ("museet", 1)]
    assert [organisation.id for organisation in found.records.organisations] == [
        "as",
        "moss",
        "museet",
    ]


def test_a_period_includes_its_first_and_last_day_by_the_clocks_of_the_region(region):
    # 23.30 UTC on 1 March is 00.30 on 2 March in Oslo.
    hold(region, "as", "moss", starts_at=datetime(2026, 3, 1, 23, 30, tzinfo=UTC))
    second = date(2026, 3, 2)
    assert read(region, start=second, end=second).records.m == 1
    assert read(region, end=date(2026, 3, 1)).records.m == 0
    assert [event.date for event in read(region).records.events] == [second]


def test_the_kind_of_forum_chooses_meetings_before_anything_is_counted(region):
    hold(region, "as", "moss", forum="political")
    hold(region, "as", "museet", forum="project")
    found = read(region, kind=ForumKind.PROJECT)
    assert [organisation.id for organisation in found.records.organisations] == ["as", "museet"]


def test_the_priority_area_chooses_the_meetings_that_serve_it(region):
    session = region[0]
    area = PriorityArea(number="1", name="Areal", position=1)
    strategy = Strategy(
        name="S", starts_on=date(2025, 1, 1), ends_on=date(2028, 12, 31), priorities=[area]
    )
    meeting = hold(region, "as", "moss")
    hold(region, "as", "museet")
    session.add(strategy)
    session.flush()
    session.execute(insert(meeting_priority).values(meeting_id=meeting.id, priority_id=area.id))
    assert read(region, priority_id=area.id).records.m == 1


def test_one_forum_chooses_its_own_meetings(region):
    hold(region, "as", "moss", forum="political")
    meeting = hold(region, "as", "museet", forum="project")
    chosen = read(region, forum_id=region[2]["project"].id)
    assert seats(chosen) == {("as", str(meeting.id)), ("museet", str(meeting.id))}


def test_the_level_of_the_forum_chooses_meetings(region):
    region[2]["project"].level = Level.NATIONAL
    hold(region, "as", "moss", forum="political")
    hold(region, "as", "museet", forum="project")
    assert [one.id for one in read(region, level=Level.NATIONAL).records.organisations] == [
        "as",
        "museet",
    ]


def test_a_county_leaves_out_the_organisations_that_lie_elsewhere(database, region):
    session, people, _ = region
    for slug in ("as", "museet"):
        session.get(Organisation, people[slug][1]).county = "Telemark"
    meeting = hold(region, "as", "moss", "museet")
    found = read(region, county="Telemark")
    assert seats(found) == {("as", str(meeting.id)), ("museet", str(meeting.id))}
    assert found.names == {"as": "As", "museet": "Museet"}


@pytest.mark.parametrize(
    ("evidence", "there"),
    [
        ("present", {"as"}),
        ("attended", {"as", "moss"}),
        ("accepted", {"as", "moss", "museet"}),
        ("invited", {"as", "moss", "museet", "horten"}),
    ],
)
def test_each_rung_of_the_evidence_holds_the_stronger_ones(database, region, evidence, there):
    # Ås came, Moss came for a part, the museum said yes and stayed away, Horten was asked only.
    session, people, _ = region
    horten = Organisation(slug="horten", name="Horten", sector=Sector.MUNICIPALITY)
    person = Person(given_name="Kari", family_name="Horten")
    session.add_all([horten, person])
    session.flush()
    people["horten"] = (person.id, horten.id)
    hold(region, "as", "moss", asked=("museet", "horten"))
    parts = {part.organisation_id: part for part in session.scalars(select(Participation)).unique()}
    parts[people["moss"][1]].attendance = Attendance.PARTLY
    parts[people["museet"][1]].response = Response.ACCEPTED
    session.flush()
    found = read(region, evidence=Evidence(evidence))
    assert {slug for slug, _meeting in seats(found)} == there


def test_by_invitation_culture_and_industry_sit_together_as_often_as_the_sample_says(
    sample_session,
):
    # PLANTED.md, P1: both invited to 29 held meetings, both present at 2.
    for evidence, meetings in (("invited", 29), ("attended", 2)):
        records = register(sample_session, MeetingFilter(evidence=Evidence(evidence)), OSLO).records
        pairs = observed_report(records)["sector_pairs"]
        pair = next(p for p in pairs if (p["a"], p["b"]) == ("culture", "industry"))
        assert pair["meetings_with_both"]["observed"] == meetings


def test_the_whole_register_is_read_with_four_statements(sample_app, sample_session):
    with recorded(sample_app) as statements:
        found = register(sample_session, MeetingFilter(), OSLO)
    assert len(statements) == 4
    assert (found.records.n, found.records.m) == (150, 548)
