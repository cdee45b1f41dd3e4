"""A series through the browser's own requests: seen before it is saved, moved, cancelled."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
import time_machine
from sqlalchemy import func, select

from arenas.database import db
from arenas.models import Meeting, Minutes, Participation, Person, Series
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
    assert "Dette møtet og de som følger (3 møter, ingen får e-post)" in page.text
    assert "Alle møter i serien som ikke har startet (4 møter, ingen får e-post)" in page.text
    moved = {"scope": "following", "starts": "09:00", "ends": "11:00"}
    moved["version"] = page.value("version")
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
    ({"blackouts": "15.04.2026–14.04.2026"}, "slutter før den begynner"),
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
    other = {"day": "13.06.2028", "repeats": "week", "count": "1", "title": "B"}
    post(client, PATH, values(ids, do="save", **other))
    post(client, f"{answer.location}/extend")
    assert "allerede møter på noen av datoene: B." in get(client, answer.location).text


def test_series_that_are_not_there_are_not_found(client, ids):
    get(client, "/meetings/series/999", 404)
    get(client, "/meetings/999999/following", 404)
    assert client.get(f"/meetings/{ids['meeting']}/following").status_code == 303


@pytest.fixture
def reachable(app, ids):
    with app.app_context():
        for number in (ids["one"], ids["other"]):
            db.session.get(Person, number).email = f"p{number}@example.org"
        db.session.commit()


def test_the_dialogs_say_how_many_meetings_and_people_each_choice_reaches(
    client, ids, read, reachable
):
    post(client, PATH, values(ids, do="save", publish="y"))
    second = read(select(Meeting.id).where(Meeting.title == "Styret 12.05.2026"))
    page = get(client, f"/meetings/{second}/following")
    assert "Dette møtet og de som følger (3 møter, 2 personer får e-post)" in page.text
    page = get(client, f"/meetings/{second}/cancel")
    assert "Bare dette møtet (ett møte, 2 personer får e-post)" in page.text
    assert "Alle møter i serien som ikke har startet (4 møter, 2 personer" in page.text
    page = get(client, f"/meetings/{second}/edit")
    assert "Bare dette møtet i serien endres." in page.text
    assert f"/meetings/{second}/following" in page.links
    assert "ny lenke, får 2 personer e-post." in page.text
    alone = get(client, f"/meetings/{ids['meeting']}/edit").text
    assert "i serien endres" not in alone
    preview = checked(post(client, PATH, values(ids, do="preview", day="15.04.2026"))).text
    assert "om endringen" not in preview
    assert "ny lenke" not in preview
    single = get(client, f"/meetings/{ids['meeting']}/cancel")
    assert "person" not in single.text.partition("Hvorfor")[0].partition("Avlys")[2]


def test_a_date_is_restored_from_the_page_of_the_series(client, ids, read, reachable):
    saved = post(client, PATH, values(ids, do="save", publish="y"))
    second = read(select(Meeting.id).where(Meeting.title == "Styret 12.05.2026"))
    version = get(client, f"/meetings/{second}/cancel").value("version")
    sent = {"version": version, "reason": "Storm", "scope": "one"}
    post(client, f"/meetings/{second}/cancel", sent)
    page = get(client, saved.location)
    path = f"{saved.location}/restore/2026-05-12"
    assert path in page.links
    asked = get(client, path)
    assert "Det settes opp igjen tirsdag 12. mai 2026 kl. 12.00–14.00." in asked.text
    assert "2 personer får beskjed på e-post." in asked.text
    assert post(client, path).location == f"/meetings/{second}"
    assert read(select(Meeting.state).where(Meeting.id == second)) is MeetingState.PLANNED
    assert path not in get(client, saved.location).links
    july = f"{saved.location}/restore/2026-07-14"
    whole = get(client, saved.location)
    assert july in whole.links
    assert "tirsdag 14. juli 2026 (juli)" in whole.text
    assert "Det er ikke noe møte denne dagen." in get(client, july).text
    assert post(client, july).status_code == 303
    get(client, july, 404)
    for wrong in ("2026-05-13", "x", "2026-13-40"):
        get(client, f"{saved.location}/restore/{wrong}", 404)


def test_a_date_is_restored_beside_another_meeting_where_that_is_meant(
    client, ids, read, reachable
):
    saved = post(client, PATH, values(ids, do="save", publish="y"))
    second = read(select(Meeting.id).where(Meeting.title == "Styret 12.05.2026"))
    version = get(client, f"/meetings/{second}/cancel").value("version")
    sent = {"version": version, "reason": "Storm", "scope": "one"}
    post(client, f"/meetings/{second}/cancel", sent)
    one = values(ids, day="12.05.2026", last_day="12.05.2026", title="Ekstra styremøte")
    extra = post(client, "/meetings/new", one)
    path = f"{saved.location}/restore/2026-05-12"
    refused = post(client, path)
    assert refused.status_code == 409
    assert "Arenaen har allerede et møte i dette tidsrommet." in refused.text
    assert f'href="{extra.location}"' in refused.text
    assert read(select(Meeting.state).where(Meeting.id == second)) is MeetingState.CANCELLED
    assert post(client, path, {"overlap_is_meant": "y"}).location == f"/meetings/{second}"
    assert read(select(Meeting.state).where(Meeting.id == second)) is MeetingState.PLANNED


def test_a_date_whose_minutes_are_locked_is_not_restored_and_the_page_says_why(
    app, client, ids, read, reachable
):
    saved = post(client, PATH, values(ids, do="save", publish="y"))
    second = read(select(Meeting.id).where(Meeting.title == "Styret 12.05.2026"))
    with app.app_context():
        meeting = db.session.get(Meeting, second)
        meeting.state = MeetingState.CANCELLED
        db.session.add(Minutes(meeting_id=second, published_at=datetime(2026, 1, 1, tzinfo=UTC)))
        db.session.commit()
    refused = post(client, f"{saved.location}/restore/2026-05-12")
    assert refused.status_code == 422
    assert "Møtets protokoll er publisert og låst." in refused.text
    assert "overlap_is_meant" not in refused.text


def test_the_drafts_of_a_series_are_published_together(client, ids, read, reachable):
    saved = post(client, PATH, values(ids, do="save", publish=""))
    assert "Publiser 4 utkast" in get(client, saved.location).text
    asked = get(client, f"{saved.location}/publish")
    assert "4 utkast publiseres." in asked.text
    assert "2 personer får hver sin e-post med alle datoene." in asked.text
    assert post(client, f"{saved.location}/publish").status_code == 303
    planned = select(func.count(Meeting.id)).where(Meeting.title.startswith("Styret"))
    assert read(planned.where(Meeting.state == MeetingState.PLANNED)) == 4
    assert "utkast" not in get(client, saved.location).text


def test_a_series_gets_another_weekday_and_what_one_meeting_holds(app, client, ids, read):
    post(client, PATH, values(ids, do="save"))
    second = read(select(Meeting.id).where(Meeting.title == "Styret 12.05.2026"))
    with app.app_context():
        db.session.get(Meeting, second).description = "Ta med kaffe."
        db.session.commit()
    moved = {"scope": "following", "starts": "12:00", "ends": "14:00", "weekday": "2"}
    moved["version"] = get(client, f"/meetings/{second}/following").value("version")
    moved["shares"] = "y"
    moved |= {"mode": "physical", "place": "Rådhuset"}
    answer = post(client, f"/meetings/{second}/following", moved)
    assert answer.status_code == 303
    assert read(select(Meeting.starts_at).where(Meeting.id == second)).date() == date(2026, 5, 13)
    coffee = select(func.count(Meeting.id)).where(Meeting.description == "Ta med kaffe.")
    assert read(coffee) == 3
    wrong = checked(post(client, f"/meetings/{second}/following", moved | {"weekday": "9"}), 422)
    assert "Ukedag" in wrong.text


def test_the_forums_own_days_without_meetings_stand_in_the_form_and_are_left_out(
    app, client, ids, read
):
    path = "/forums/styret/edit"
    page = get(client, path)
    kept = {"name": "Styret", "kind": "political", "level": "regional", "visibility": "public"}
    kept |= {
        "version": page.value("version"),
        "usual_mode": "",
        "blackouts": "12.05.2026\n15.06.2026–19.06.2026",
    }
    wrong = checked(post(client, path, kept | {"blackouts": "12.05.2026–11.05.2026"}))
    assert "slutter før den begynner" in wrong.text
    assert post(client, path, kept).status_code == 303
    assert "12.05.2026, 15.06.2026–19.06.2026" in get(client, "/forums/styret").text
    assert "12.05.2026\n15.06.2026–19.06.2026" in get(client, path).html
    form = get(client, f"{PATH}?forum=styret")
    assert "12.05.2026\n15.06.2026–19.06.2026" in form.html
    sent = values(ids, do="preview", blackouts="12.05.2026\n15.06.2026–19.06.2026")
    dates = checked(post(client, PATH, sent))
    assert "tirsdag 12. mai 2026 utgår: dag uten møter" in dates.text
    found = checked(post(client, PATH, values(ids, day="16.06.2026", at="-")))
    assert "Arenaen har satt dagen av som en dag uten møter." in found.text
