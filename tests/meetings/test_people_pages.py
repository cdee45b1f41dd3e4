"""The pages of who takes part and who came, through the browser's own requests."""

from datetime import UTC, datetime

import time_machine
from flask.testing import FlaskClient
from sqlalchemy import func, select

from arenas.database import db
from arenas.models import Meeting, Participation
from arenas.models.enums import Attendance, Response
from tests.meetings.records import make_organisation, make_participation, make_person
from tests.pages import checked, form_token, get, post
from tests.settings import PASSWORD
from tests.statements import recorded


def sent_back(answer, *words: str, status: int = 422):
    page = checked(answer, status)
    for word in words:
        assert word in page.text
    return page


def test_members_are_added_with_one_click_and_another_is_found_by_name(client, ids, read):
    at = f"/meetings/{ids['meeting']}/participants"
    answer = post(client, f"{at}/members", at=at)
    assert "2 medlemmer er lagt til." in get(client, answer.location).text
    at = f"/meetings/{ids['second']}/participants"
    found = get(client, f"{at}?q=dahl")
    assert "Ola Dahl" in found.text
    answer = post(client, f"{at}/add", {"person": ids["other"]}, at=at)
    assert "Ola Dahl er lagt til." in get(client, answer.location).text
    row = read(
        select(Participation).where(
            Participation.person_id == ids["other"], Participation.meeting_id == ids["second"]
        )
    )
    assert row.organisation_id == ids["school"]
    for person in ("", "x", "999999", "99999999999999999999"):
        assert post(client, f"{at}/add", {"person": person}, at=at).status_code in {303, 404}


def test_one_who_belongs_nowhere_is_asked_on_behalf_of_whom_one_chooses(app, client, ids, read):
    with app.app_context():
        fugl = make_person(db.session(), "Fri Fugl").id
        db.session.commit()
    at = f"/meetings/{ids['second']}/participants"
    assert "Fri Fugl representerer" in get(client, f"{at}?q=fugl").text
    answer = post(client, f"{at}/add", {"person": fugl, "organisation": ids["school"]}, at=at)
    assert "Fri Fugl er lagt til." in get(client, answer.location).text
    row = read(select(Participation).where(Participation.person_id == fugl))
    assert row.organisation_id == ids["school"]


def test_an_answer_given_by_phone_is_recorded(client, ids, read):
    path = f"/meetings/{ids['second']}/participants/{ids['foreign']}"
    sent = {"organisation": ids["school"], "role": "speaker", "response": "declined"}
    assert post(client, path, sent).status_code == 303
    row = read(select(Participation).where(Participation.id == ids["foreign"]))
    assert (row.response, row.organisation_id) == (Response.DECLINED, ids["school"])
    sent_back(post(client, path, sent | {"role": "king"}), "Rolle")
    sent_back(post(client, path, sent | {"organisation": "999"}), "Representerer")


def test_three_hundred_marks_are_saved_in_one_post_with_few_statements(app, client, ids, read):
    with app.app_context():
        session = db.session()
        meeting = session.get(Meeting, ids["meeting"])
        organisation = make_organisation(session, "Stor organisasjon")
        rows = [
            make_participation(session, meeting, make_person(session, f"P {n}"), organisation).id
            for n in range(300)
        ]
        session.commit()
    path = f"/meetings/{ids['meeting']}/attendance"
    with time_machine.travel(datetime(2025, 12, 8, 12, tzinfo=UTC), tick=True):
        client = _again(app, client)
        with recorded(app) as statements:
            get(client, path)
        statements.at_most(10)
        marks = {f"mark-{row}": "absent" for row in rows[:3]}
        untouched = {f"mark-{row}": "unknown" for row in rows[3:]}
        were = {f"was-{row}": "unknown" for row in rows}
        with recorded(app) as statements:
            answer = post(client, path, marks | untouched | were | {"all": "1"})
        assert answer.status_code == 303
        statements.at_most(30)
        assert "300 oppmøter er lagret." in get(client, path).text
    present = select(func.count(Participation.id)).where(
        Participation.attendance == Attendance.PRESENT
    )
    assert read(present) == 297


def test_a_mark_left_as_it_was_never_undoes_what_another_marked_meanwhile(app, client, ids, read):
    path = f"/meetings/{ids['second']}/attendance"
    row = ids["foreign"]
    with time_machine.travel(datetime(2025, 12, 8, 12, tzinfo=UTC), tick=True):
        client = _again(app, client)
        sent = {f"mark-{row}": "present", f"was-{row}": "unknown"}
        assert post(client, path, sent).status_code == 303
        stale = {f"mark-{row}": "unknown", f"was-{row}": "unknown"}
        assert post(client, path, stale).status_code == 303
        for odd in ({f"mark-{row}": "asleep"}, {"mark-x": "present"}, {"mark-": "present"}):
            assert post(client, path, odd).status_code == 404
    mark = read(select(Participation.attendance).where(Participation.id == row))
    assert mark is Attendance.PRESENT


def test_a_mark_over_another_s_of_the_same_minute_waits_for_a_second_look(app, client, ids, read):
    path = f"/meetings/{ids['second']}/attendance"
    row = ids["foreign"]
    mine = {f"mark-{row}": "present", f"was-{row}": "unknown"}
    with time_machine.travel(datetime(2025, 12, 8, 12, tzinfo=UTC), tick=True):
        client = _again(app, client)
        theirs = mine | {f"mark-{row}": "absent"}
        assert post(client, path, theirs).status_code == 303
        answer = post(client, path, mine)
        told = get(client, answer.location).text
        assert "Noen andre førte dette" in told
        assert "Åse Østby (møtte ikke)" in told
        marked = client.get(path, headers={"Accept": "application/json"})
        assert marked.get_json() == {"marks": {str(row): "absent"}}
        assert post(client, path, mine | {f"was-{row}": "absent"}).status_code == 303
    mark = read(select(Participation.attendance).where(Participation.id == row))
    assert mark is Attendance.PRESENT


def _again(app, client: FlaskClient) -> FlaskClient:
    """The same account, signed in at the hour the clock was set to."""
    fresh = app.test_client()
    token = form_token(fresh.get("/login"))
    fresh.post(
        "/login", data={"email": "me@example.org", "password": PASSWORD, "csrf_token": token}
    )
    return fresh
