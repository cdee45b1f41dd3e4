"""What would point at one person stands on no page and in no file of the network.

Three sectors: two municipalities with four people, two companies with four, and a museum for
which Kari alone stands. The museum is at every meeting; culture has one person behind it.
"""

import io
import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from python_calamine import CalamineWorkbook

from arenas import create_app
from arenas.accounts import services as accounts
from arenas.database import db
from arenas.models import Forum, Meeting, Organisation, Participation, Person
from arenas.models.enums import Attendance, ForumKind, MeetingState, Role, Sector
from tests.databases import close
from tests.pages import get
from tests.settings import PASSWORD, make_settings

HOSTILE = "</script><b>\u202eFirma</b>=1+1"
BODIES = {
    "kommune-a": ("municipality", 2),
    "kommune-b": ("municipality", 2),
    "firma-a": ("industry", 2),
    "firma-b": ("industry", 2),
    "enmannsmuseet": ("culture", 1),
}
PAGES = (
    "/network/",
    "/network/organisations",
    "/network/groups",
    "/network/trend?pair=culture-industry",
    "/network/changes",
    "/network/method/",
    "/network/graph",
    "/network/pairs/culture/industry",
    "/network/pairs/industry/municipality",
    "/",
)
FILES = (
    "/network/gaps.json",
    "/network/gaps.csv",
    "/network/organisations.csv",
    "/network/groups.csv",
    "/network/trend.csv?pair=culture-industry",
    "/network/changes.csv",
    "/network/pairs/culture/industry.csv",
    "/network/pairs/industry/municipality.csv",
    "/network/export.csv",
    "/network/export.gexf",
    "/network/export.graphml",
    "/network/export.kumu.json",
)


@pytest.fixture(scope="module")
def small(templates):
    settings = replace(make_settings(templates.sqlite("empty", "small-region")), draws=40)
    app = create_app(settings)
    with app.app_context():
        session = db.session()
        accounts.create_account(
            session, email="leadership@example.org", role=Role.LEADERSHIP, password=PASSWORD
        )
        forum = Forum(slug="radet", name="Rådet", kind=ForumKind.PROJECT)
        session.add(forum)
        seats = {}
        for slug, (sector, people) in BODIES.items():
            one = Organisation(slug=slug, name=slug.title(), sector=Sector(sector))
            seats[one] = [
                Person(given_name="Kari", family_name=f"{slug}{i}") for i in range(people)
            ]
            session.add_all([one, *seats[one]])
        session.flush()
        next(one for one in seats if one.slug == "firma-a").name = HOSTILE
        for month in range(1, 11):
            at = datetime(2026, month, 3, 12, tzinfo=UTC)
            meeting = Meeting(
                forum_id=forum.id,
                title=f"Møte {month}",
                state=MeetingState.HELD,
                starts_at=at,
                ends_at=at.replace(hour=14),
            )
            session.add(meeting)
            session.flush()
            session.add_all(
                Participation(
                    meeting_id=meeting.id,
                    person_id=people[month % len(people)].id,
                    organisation_id=one.id,
                    attendance=Attendance.PRESENT,
                )
                for one, people in seats.items()
            )
        session.commit()
    yield app
    close(app)


@pytest.fixture(scope="module")
def leader(small, signed_in):
    client = signed_in(small, "leadership@example.org")
    assert client.get("/network/gaps.json").status_code == 200  # the report is made here
    return client


@pytest.mark.parametrize("path", PAGES)
def test_no_page_names_whom_one_person_stands_for(leader, path):
    page = get(leader, path)
    assert "enmannsmuseet" not in page.html.lower()


@pytest.mark.parametrize("path", FILES)
def test_no_file_names_whom_one_person_stands_for(leader, path):
    answer = leader.get(path)
    assert answer.status_code == 200
    assert "enmannsmuseet" not in answer.get_data(as_text=True).lower()


def test_the_figures_of_a_sector_with_one_person_are_withheld_and_the_page_says_why(leader):
    assert "færre enn tre personer står bak" in get(leader, "/network/pairs/culture/industry").text
    assert "× skjult" in get(leader, "/network/").text
    assert leader.get("/network/pairs/culture/industry.csv").get_data(as_text=True).count("\n") == 1
    report = json.loads(leader.get("/network/gaps.json").get_data())
    hidden = [p for p in report["sector_pairs"] if "culture" in (p["a"], p["b"])]
    assert len(hidden) == 3
    assert all(p["meetings_with_both"]["observed"] is None for p in hidden)
    assert all("culture" not in row["sectors_never_met"] for row in report["organisations_detail"])


def test_the_workbook_holds_nothing_of_it_in_any_sheet(leader):
    body = leader.get("/network/gaps.xlsx").get_data()
    book = CalamineWorkbook.from_filelike(io.BytesIO(body))
    cells = [
        str(cell)
        for name in book.sheet_names
        for row in book.get_sheet_by_name(name).to_python()
        for cell in row
    ]
    assert not [cell for cell in cells if "enmannsmuseet" in cell.lower()]
    [header, *rows] = book.get_sheet_by_name("sector_pairs").to_python()
    hidden = [row for row in rows if "culture" in row[:2]]
    assert hidden
    for row in hidden:
        assert all(value in ("", None) for value in row[2:])
    assert header[:2] == ["a", "b"]


def test_it_counts_in_the_totals_and_a_line_says_that_somebody_is_not_named(leader):
    page = get(leader, "/network/")
    assert "Én organisasjon er med i tallene, men nevnes ikke" in page.text
    assert json.loads(leader.get("/network/gaps.json").get_data())["organisations"] == 5


def test_a_hostile_name_is_text_in_every_page_and_harmless_in_every_file(leader):
    for path in (*PAGES, "/network/?sort=pair"):
        assert "<b>" not in get(leader, path).html
    page = get(leader, "/network/pairs/industry/municipality")
    assert HOSTILE in page.text
    for path in ("/network/organisations.csv", "/network/pairs/industry/municipality.csv"):
        for line in leader.get(path).get_data(as_text=True).splitlines():
            assert not line.startswith(("=", "+", "-", "@"))
