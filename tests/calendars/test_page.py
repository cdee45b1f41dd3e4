"""The calendar to look at: the right days, weeks and holidays, and only what one may see."""

import re
from datetime import UTC, date, datetime
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from arenas.calendars import grid
from arenas.models.enums import ForumKind, MeetingState, Visibility
from tests.calendars.conftest import make_forum, make_meeting
from tests.pages import get
from tests.statements import recorded

MAY = "/meetings/calendar?date=2026-05-08"


def cells(text: str) -> dict[str, str]:
    """What stands in each day of the table, by date."""
    found = re.findall(r'<td class="cal__day.*?</td>', text, re.DOTALL)
    return {re.search(r'datetime="([\d-]+)"', one)[1]: one for one in found}  # type: ignore[index]


def test_a_month_is_whole_weeks_from_monday_to_sunday_with_their_numbers() -> None:
    span = grid.month_span(date(2026, 5, 8))
    assert span == (date(2026, 4, 27), date(2026, 6, 1))
    weeks = grid.weeks(span, 5, [], {})
    assert [week.number for week in weeks] == [18, 19, 20, 21, 22]
    assert [day.inside for day in weeks[0].days] == [False] * 4 + [True] * 3


def test_the_first_week_of_2027_begins_in_january_and_week_53_of_2026_before_it() -> None:
    weeks = grid.weeks(grid.month_span(date(2027, 1, 1)), 1, [], {})
    assert [week.number for week in weeks] == [53, 1, 2, 3, 4]


def test_a_meeting_of_three_days_stands_on_each_of_them() -> None:
    span = (date(2026, 5, 4), date(2026, 5, 11))
    meetings = [(date(2026, 5, 9), date(2026, 5, 12), "Konferanse")]
    (week,) = grid.weeks(span, None, meetings, {})
    seen = [(day.date.day, one.goes_on) for day in week.days for one in day.happenings]
    assert seen == [(9, False), (10, True)]


def test_norways_holidays_are_named_in_the_language_of_the_page() -> None:
    assert grid.holidays_of(2026, "nb")[date(2026, 5, 17)] == "Grunnlovsdag"
    assert grid.holidays_of(2026, "en")[date(2026, 5, 14)] == "Ascension Day"
    assert date(2027, 3, 28) in grid.holidays_of(2027, "nb")  # Easter


def test_meetings_stand_on_their_day_by_the_clocks_of_the_region(
    client: FlaskClient, session: Session
) -> None:
    """22:30 in UTC on 7 May is half past midnight on 8 May in Oslo."""
    forum = make_forum(session)
    for title, hour in (("Natt", (7, 22, 30)), ("Dag", (8, 10, 0))):
        starts = datetime(2026, 5, *hour, tzinfo=UTC)
        make_meeting(
            session, forum, title=title, starts_at=starts, ends_at=starts.replace(minute=59)
        )
    session.commit()
    day = cells(client.get(MAY).text)["2026-05-08"]
    assert day.index("00.30") < day.index("Natt") < day.index("12.00") < day.index("Dag")


def test_drafts_and_internal_forums_are_not_shown_and_cancelled_ones_say_so(
    client: FlaskClient, session: Session
) -> None:
    public = make_forum(session)
    internal = make_forum(session, slug="lukket", visibility=Visibility.INTERNAL)
    make_meeting(session, public, title="Utkastet", state=MeetingState.DRAFT)
    make_meeting(session, internal, title="Hemmelig")
    make_meeting(session, public, title="Avblåst", state=MeetingState.CANCELLED)
    session.commit()
    text = client.get("/meetings/calendar?date=2026-11-30").text
    assert "Utkastet" not in text
    assert "Hemmelig" not in text
    assert "<s>Avblåst</s>" in text
    assert "Avlyst" in text
    assert client.get("/meetings/calendar?forum=lukket").status_code == 404


def test_filters_stand_in_the_link_and_follow_to_the_next_month(
    client: FlaskClient, session: Session
) -> None:
    make_meeting(session, make_forum(session), title="Prosjektet")
    make_meeting(session, make_forum(session, slug="b", kind=ForumKind.POLITICAL), title="Politikk")
    session.commit()
    page = client.get("/meetings/calendar?kind=project&date=2026-11-30").text
    assert "Prosjektet" in page
    assert "Politikk" not in page
    assert 'rel="next" href="/meetings/calendar?date=2026-12-01&amp;kind=project"' in page
    page = client.get("/meetings/calendar?forum=b&date=2026-11-30").text
    assert "/calendar/forums/b.ics" in page
    assert "Prosjektet" not in page


def test_a_week_has_seven_days_and_a_link_to_the_next(client: FlaskClient) -> None:
    page = client.get("/meetings/calendar?view=week&date=2026-12-31").text
    assert list(cells(page)) == [
        "2026-12-28", "2026-12-29", "2026-12-30", "2026-12-31",
        "2027-01-01", "2027-01-02", "2027-01-03",
    ]  # fmt: skip
    assert "Uke 53" in page
    assert "Første nyttårsdag" in page
    assert "view=week&amp;date=2027-01-04" in page
    english = client.get(
        "/meetings/calendar?view=week&date=2026-12-31", headers={"Accept-Language": "en"}
    )
    assert "<h1>Week 53, December 2026</h1>" in english.text


def test_a_usual_title_stands_without_the_day_that_stands_beside_it(
    client: FlaskClient, session: Session
) -> None:
    forum = make_forum(session)
    make_meeting(session, forum, title="Prøveforum 30.11.2026")
    make_meeting(session, forum, title="Frist 01.12.2026")
    session.commit()
    for path in ("/meetings/calendar?date=2026-11-30", "/plan/?month=2026-11"):
        text = client.get(path).text
        assert ">Prøveforum</a>" in text
        assert ">Frist 01.12.2026</a>" in text


def test_a_list_has_the_days_of_a_month_that_something_happens_on(
    client: FlaskClient, session: Session
) -> None:
    """Under their weeks, with holidays; not the days around the month that its table shows."""
    forum = make_forum(session)
    for title, month, day in (("Før", 4, 30), ("Midt i", 5, 12), ("Etter", 6, 1)):
        starts = datetime(2026, month, day, 8, tzinfo=UTC)
        make_meeting(
            session, forum, title=title, starts_at=starts, ends_at=starts.replace(hour=10),
            place="Rådhuset",
        )  # fmt: skip
    session.commit()
    page = get(client, "/meetings/calendar?view=list&date=2026-05-08")
    assert re.findall(r'<h3><time datetime="2026-([\d-]+)"', page.html) == [
        "05-01", "05-12", "05-14", "05-17", "05-24", "05-25",
    ]  # fmt: skip
    assert re.findall(r">Uke (\d+)</a></h2>", page.html) == ["18", "20", "21", "22"]
    assert "tirsdag 12. mai 2026 kl. 10.00–12.00 Midt i" in page.text
    assert "Prøveforum (prosjekt), Rådhuset" in page.text
    assert "Grunnlovsdag" in page.text
    assert "Ett møte" in page.text
    assert "view=list&amp;date=2026-06-01" in page.html
    assert 'aria-current="true">Liste</a>' in page.html
    assert "Ingen møter." in get(client, "/meetings/calendar?view=list&date=2026-02-01").text


def test_the_calendar_counts_the_meetings_of_its_month_alone(
    client: FlaskClient, session: Session
) -> None:
    make_meeting(session, make_forum(session), title="I november")  # on 30 November
    session.commit()
    december = client.get("/meetings/calendar?date=2026-12-01").text
    assert "I november" in december
    assert ">0 møter<" in december
    assert "Ett møte" in client.get("/meetings/calendar?date=2026-11-01").text


@pytest.mark.parametrize(
    "query",
    ["date=2026-13-01", "date=x", "date=1800-01-01", "view=year", "forum=nope", "kind=nope"],
)
def test_an_address_that_asks_for_what_is_not_there_is_not_found(
    client: FlaskClient, query: str
) -> None:
    assert client.get(f"/meetings/calendar?{query}").status_code == 404


def test_the_page_is_sound_in_both_languages_and_asks_little(
    sample_app: Flask, sample_client: FlaskClient
) -> None:
    assert get(sample_client, MAY) is not None
    with recorded(sample_app) as statements:
        page: Any = sample_client.get(MAY, headers={"Accept-Language": "en"})
    statements.at_most(4)
    assert "May 2026" in page.text
    assert "Ascension Day" in page.text


def test_a_day_of_many_meetings_leads_to_the_list_of_them_all(
    client: FlaskClient, session: Session
) -> None:
    """Eight on one day: the table tells five where it has the width of seven days."""
    forum = make_forum(session)
    for number in range(8):
        starts = datetime(2026, 5, 8, 8 + number, tzinfo=UTC)
        make_meeting(
            session, forum, title=f"Nr. {number}", starts_at=starts,
            ends_at=starts.replace(minute=30),
        )  # fmt: skip
    session.commit()
    day = cells(client.get(MAY).text)["2026-05-08"]
    found = re.search(r'cal__more"><a href="([^"#]+)#([^"]+)">og 3 til', day)
    assert found is not None
    assert f'id="{found[2]}"' in client.get(found[1].replace("&amp;", "&")).text
    assert "cal__more" not in client.get(f"{MAY}&view=week").text
