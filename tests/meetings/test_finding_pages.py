"""Finding a time from the forms: what is in the way, and other times one click away."""

from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine
from sqlalchemy import func, select, update

from arenas.database import db
from arenas.models import Meeting
from arenas.models.enums import MeetingState
from tests.pages import checked, get, post
from tests.statements import recorded

NEW, SERIES = "/meetings/new", "/meetings/series/new"


@pytest.fixture(autouse=True)
def november():
    with time_machine.travel(datetime(2025, 11, 3, 12, tzinfo=UTC), tick=True):
        yield


def values(ids, **other: Any) -> dict[str, Any]:
    """On 8 December 2025 at 12-14 both forums of ``ids`` meet already."""
    return {
        "forum": ids["forum"],
        "title": "Med tittel",
        "day": "08.12.2025",
        "starts": "12.00",
        "ends": "14.00",
        "mode": "physical",
        "place": "Rådhuset",
        "with_members": "y",
    } | other


def test_the_form_tells_who_is_taken_and_offers_three_times(client, ids):
    page = checked(post(client, NEW, values(ids, at="-")))
    assert (
        "Første møte , mandag 8. desember 2025 kl. 12.00–14.00: arenaen selv; samme rom"
        in page.text
    )
    assert "Andre møte" in page.text
    assert "Åse Østby" in page.text

    assert page.html.count('name="at" value="2025-12-08T') == 3
    assert page.value("title") == "Med tittel"


def test_a_time_that_is_chosen_stands_in_the_form_and_nothing_is_saved(client, ids, read):
    sent = values(ids, at="2025-12-08T14:00/2025-12-08T16:00")
    page = checked(post(client, NEW, sent))
    assert (page.value("day"), page.value("starts"), page.value("ends")) == (
        "2025-12-08",
        "14:00",
        "16:00",
    )
    assert "Alle 2 som skal være med, er ledige da." in page.text
    assert read(select(func.count(Meeting.id))) == 2


def test_days_that_are_chosen_stand_in_the_form(client, ids):
    sent = values(ids, all_day="y", last_day="09.12.2025", at="2025-12-10/2025-12-11")
    page = checked(post(client, NEW, sent))
    assert (page.value("day"), page.value("last_day")) == ("2025-12-10", "2025-12-11")


def test_what_is_missing_or_wrong_is_told(client, ids):
    for wrong, words in (
        ({"forum": ""}, "Velg arena, dato og klokkeslett først."),
        ({"day": "i morgen"}, "Velg arena, dato og klokkeslett først."),
        ({"ends": "11.00"}, "Møtet må slutte etter at det starter."),
        ({"starts": ""}, "Skriv når møtet starter."),
    ):
        assert words in checked(post(client, NEW, values(ids, at="-", **wrong))).text, wrong
    for command in ("x", "2025-12-08", "2025-12-08/never", "/"):
        page = checked(post(client, NEW, values(ids, at=command)))
        assert page.value("starts") == "12.00"


def test_a_series_and_a_meeting_on_record_are_looked_at_alike(client, ids):
    series = {"repeats": "week", "every": "1", "count": "3", "on_holiday": "skip", "at": "-"}
    page = checked(post(client, SERIES, values(ids, **series)))
    assert "Dette er i veien for den første datoen" in page.text
    page = get(client, f"/meetings/{ids['meeting']}/edit")
    assert "Andre møte" in page.text
    moved = values(ids, at="2025-12-08T08:00/2025-12-08T10:00", version=1)
    page = checked(post(client, f"/meetings/{ids['meeting']}/edit", moved))
    assert page.value("starts") == "08:00"


def test_a_meeting_that_is_held_is_not_looked_at(app, client, ids):
    with app.app_context():
        db.session.execute(update(Meeting).values(state=MeetingState.HELD))
        db.session.commit()
    assert "Sjekk om tiden passer" not in get(client, f"/meetings/{ids['meeting']}/edit").text


def test_the_page_answers_on_both_databases_within_its_statements(database, sample_copy, signed_in):
    client = signed_in(sample_copy, "coordinator@example.org")
    with recorded(sample_copy) as statements:
        page = get(client, "/meetings/new?forum=styret")
    assert "Sjekk om tiden passer" in page.text
    statements.at_most(20)
