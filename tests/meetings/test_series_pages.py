"""A series through the browser's own requests: seen before it is saved, moved, cancelled."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
import time_machine
from sqlalchemy import func, select

from arenas.models import Meeting, Participation, Series
from arenas.models.enums import MeetingState
from tests.pages import checked, get, post

PATH = "/meetings/series/new"


@pytest.fixture(autouse=True)
def january():
    with time_machine.travel(datetime(2026, 1, 1, 12, tzinfo=UTC), tick=True):
        yield


def values(ids, **other: Any) -> dict[str, Any]:
    return {
        "forum": ids["forum"],
        "title": "",
        "day": "14.04.2026",
        "starts": "12.00",
        "ends": "14.00",
        "mode": "physical",
        "place": "Rådhuset",
        "repeats": "month_weekday",
        "every": "1",
        "count": "4",
        "on_holiday": "skip",
        "skips_july": "y",
        "with_members": "y",
        "publish": "y",
    } | other


def test_a_series_shows_its_dates_before_it_is_saved(client, ids, read):
    page = checked(post(client, PATH, values(ids, do="preview")))
    assert "Serien får 4 møter" in page.text
    assert "tirsdag 14. april 2026" in page.text
    assert "utgår: juli" in page.text
    assert "11. august 2026" in page.text
    assert read(select(func.count(Series.id))) == 0


def test_a_monthly_series_is_called_in_one_form_moved_and_cancelled(client, ids, read):
    answer = post(client, PATH, values(ids, do="save"))
    assert answer.status_code == 303
    page = get(client, answer.location)
    assert "Serien er lagret med 4 møter." in page.text
    assert "andre tirsdag hver måned, 4 møter i alt" in page.text
    assert read(select(func.count(Participation.id))) == 1 + 4 * 2
    second = read(select(Meeting.id).where(Meeting.title == "Styret 12.05.2026"))
    shown = get(client, f"/meetings/{second}")
    assert f"/meetings/{second}/following" in shown.links
    page = get(client, f"/meetings/{second}/following")
    assert "Fra dette møtet gjenstår 3 møter." in page.text
    moved = {"scope": "following", "starts": "09:00", "ends": "11:00"}
    moved |= {"mode": "physical", "place": "Kafeen"}
    assert post(client, f"/meetings/{second}/following", moved).status_code == 303
    assert read(select(func.count(Meeting.id)).where(Meeting.place == "Kafeen")) == 3
    cancel = f"/meetings/{second}/cancel"
    version = get(client, cancel).value("version")
    sent = {"version": version, "reason": "Nedlagt", "scope": "following"}
    assert post(client, cancel, sent).status_code == 303
    cancelled = select(func.count(Meeting.id)).where(Meeting.state == MeetingState.CANCELLED)
    assert read(cancelled) == 3


def test_one_meeting_of_a_series_is_cancelled_alone(client, ids, read):
    post(client, PATH, values(ids, do="save"))
    first = read(select(Meeting.id).where(Meeting.title == "Styret 14.04.2026"))
    version = get(client, f"/meetings/{first}/cancel").value("version")
    sent = {"version": version, "reason": "Storm", "scope": "one"}
    assert post(client, f"/meetings/{first}/cancel", sent).status_code == 303
    cancelled = select(func.count(Meeting.id)).where(Meeting.state == MeetingState.CANCELLED)
    assert read(cancelled) == 1


WRONG = (
    ({"every": "0"}, "fra 1 til 52"),
    ({"every": "mange"}, "Med mellomrom på"),
    ({"count": "121"}, "fra 1 til 120 møter"),
    ({"count": "", "until": "13.04.2026"}, "Siste dag kan ikke være før første dag."),
    ({"count": "", "repeats": "day", "until": "01.01.2099"}, "flere enn 120 møter"),
    ({"repeats": "moon"}, "Gjentas hver"),
    ({"on_holiday": "pray"}, "På helligdager"),
    ({"blackouts": "en gang i mai"}, "er ikke en dag eller periode"),
    ({"blackouts": "14.04.2026–31.12.2199"}, "aldri noen møter"),
    ({"ends": "11.00"}, "Møtet må slutte etter at det starter."),
    ({"place": ""}, "Skriv hvor møtet holdes."),
)


def test_what_is_wrong_with_a_series_is_said_and_nothing_is_kept(client, ids, read):
    for wrong, words in WRONG:
        answer = post(client, PATH, values(ids, do="save", **wrong))
        assert answer.status_code == 422, wrong
        assert words in checked(answer, 422).text, wrong
    assert read(select(func.count(Series.id))) == 0


def test_an_open_series_goes_on_with_one_click_and_one_with_an_end_does_not(client, ids, read):
    answer = post(client, PATH, values(ids, do="save", count=""))
    page = get(client, answer.location)
    assert "uten slutt" in page.text
    before = read(select(func.count(Meeting.id)))
    assert post(client, f"{answer.location}/extend", at=answer.location).status_code == 303
    assert read(select(func.count(Meeting.id))) == before + 11
    last = read(select(func.max(Meeting.starts_at)))
    assert last.date() == date(2028, 4, 11)


def test_series_that_are_not_there_are_not_found(client, ids):
    get(client, "/meetings/series/999", 404)
    get(client, "/meetings/999999/following", 404)
    assert client.get(f"/meetings/{ids['meeting']}/following").status_code == 303
