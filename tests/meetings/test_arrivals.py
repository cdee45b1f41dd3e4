"""Those who came without standing on the list: unasked, instead of another, or unknown."""

from datetime import UTC, datetime

import pytest
import time_machine
from sqlalchemy import func, select

from arenas.database import db
from arenas.models import Affiliation, Organisation, OutgoingMail, Participation, Person
from arenas.models.enums import Attendance, Sector
from tests.meetings.records import make_person
from tests.meetings.test_people_pages import _again
from tests.pages import checked, get, post
from tests.statements import recorded


@pytest.fixture
def room(app, client, ids):
    """The coordinator in the room on the day, at the page of the second meeting."""
    with time_machine.travel(datetime(2025, 12, 8, 12, tzinfo=UTC), tick=True):
        yield _again(app, client), f"/meetings/{ids['second']}/attendance/arrivals"


def row_of(app, meeting, person):
    with app.app_context():
        return db.session.scalar(
            select(Participation).where(
                Participation.person_id == person, Participation.meeting_id == meeting
            )
        )


def came(**more):
    return {"organisation": 0, "instead": 0} | more


def test_somebody_who_came_unasked_is_put_down_as_present_and_nobody_is_mailed(
    app, room, ids, read
):
    client, path = room
    assert "Personens egen organisasjon" in get(client, f"{path}?q=dahl").text
    answer = post(client, path, came(person=ids["other"]))
    assert answer.location.endswith(f"/meetings/{ids['second']}/attendance")
    row = row_of(app, ids["second"], ids["other"])
    assert (row.invited, row.attendance) == (False, Attendance.PRESENT)
    assert read(select(func.count(OutgoingMail.id))) == 0
    assert "ikke innkalt" in get(client, answer.location).text


def test_a_deputy_stands_for_the_other_s_organisation_and_the_other_is_excused(app, room, ids):
    client, path = room
    away = ids["foreign"]
    with app.app_context():
        stood_for = db.session.get(Participation, away)
        organisation, person = stood_for.organisation_id, stood_for.person_id
    found = get(client, f"{path}?q=dahl&instead={away}")
    assert "i stedet for Åse Østby, Ås kommune" in found.text
    answer = post(client, path, came(person=ids["other"], instead=away))
    assert answer.status_code == 303
    row = row_of(app, ids["second"], ids["other"])
    assert (row.organisation_id, row.instead_of_id) == (organisation, person)
    with app.app_context():
        assert db.session.get(Participation, away).attendance is Attendance.EXCUSED
    page = get(client, answer.location)
    assert "i stedet for" in page.text


@pytest.mark.parametrize(
    ("marked", "after"),
    [
        (Attendance.ABSENT, Attendance.ABSENT),
        (Attendance.EXCUSED, Attendance.EXCUSED),
        (Attendance.PRESENT, Attendance.EXCUSED),
        (Attendance.PARTLY, Attendance.PARTLY),
    ],
)
def test_who_was_marked_as_there_is_excused_when_another_came_instead(
    app, room, ids, marked, after
):
    client, path = room
    with app.app_context():
        db.session.get(Participation, ids["foreign"]).attendance = marked
        db.session.commit()
    post(client, path, came(person=ids["other"], instead=ids["foreign"]))
    with app.app_context():
        assert db.session.get(Participation, ids["foreign"]).attendance is after


def test_one_who_is_not_on_record_gets_a_record_and_a_place_from_the_day(app, room, ids, read):
    client, path = room
    with app.app_context():
        place = Organisation(slug="hvaler", name="Hvaler", sector=Sector.MUNICIPALITY)
        db.session.add(place)
        db.session.commit()
        place_id = place.id
    name = {"given_name": "Ny", "family_name": "Person", "email": "ny@example.org"}
    answer = post(client, path, came(organisation=place_id, **name))
    assert answer.status_code == 303
    person = read(select(Person.id).where(Person.email == "ny@example.org"))
    row = row_of(app, ids["second"], person)
    assert (row.organisation_id, row.attendance) == (place_id, Attendance.PRESENT)
    begins = read(select(Affiliation.active_from).where(Affiliation.person_id == person))
    assert begins.isoformat() == "2025-12-08"


def test_one_who_stands_for_no_organisation_is_put_down_too(app, room, ids, read):
    client, path = room
    with app.app_context():
        make_person(db.session(), "Fri Fugl")
        db.session.commit()
    found = get(client, f"{path}?q=fugl")
    assert "Ingen organisasjon" in found.text
    fugl = read(select(Person.id).where(Person.family_name == "Fugl"))
    assert post(client, path, came(person=fugl, organisation=-1)).status_code == 303
    row = row_of(app, ids["second"], fugl)
    assert (row.organisation_id, row.attendance) == (None, Attendance.PRESENT)
    name = {"given_name": "Ny", "family_name": "Nabo"}
    assert post(client, path, came(organisation=-1, **name)).status_code == 303
    nabo = read(select(Person.id).where(Person.family_name == "Nabo"))
    assert row_of(app, ids["second"], nabo).organisation_id is None
    page = get(client, path.removesuffix("/arrivals"))
    assert "Uten organisasjon" in page.text


def test_what_is_wrong_is_told_and_nothing_is_kept(app, room, ids, read):
    client, path = room
    people, rows = select(func.count(Person.id)), select(func.count(Participation.id))
    before = read(people), read(rows)
    wrong = (
        (came(), "Skriv fornavnet."),
        (came(person="x"), "Person"),
        (came(given_name="Ny", family_name="Person"), "Velg hvem personen representerer"),
        (came(given_name="Ny", family_name="Person", email="a b"), "E-post"),
        (came(person=ids["one"]), "står allerede på listen"),
        (came(person=999_999), "finnes ikke i registeret"),
        (came(person=10**20), "finnes ikke i registeret"),
        (came(person=ids["other"], instead=999_999), "I stedet for"),
        (came(person=ids["other"], organisation=999_999), "På vegne av"),
    )
    for sent, words in wrong:
        page = checked(post(client, path, sent), 422)
        assert words in page.text, sent
    assert (read(people), read(rows)) == before


def test_before_the_day_the_page_leads_back(client, ids):
    with time_machine.travel(datetime(2025, 12, 1, 12, tzinfo=UTC), tick=True):
        answer = client.get(f"/meetings/{ids['second']}/attendance/arrivals")
    assert answer.status_code == 303


def test_the_page_asks_few_things_of_the_database(app, room):
    client, path = room
    get(client, path)
    with recorded(app) as statements:
        get(client, f"{path}?q=a")
    statements.at_most(14)


def test_whom_one_stood_for_is_changed_from_the_attendance_page(app, room, ids):
    client, path = room
    edit = f"/meetings/{ids['second']}/participants/{ids['foreign']}?back=attendance"
    with app.app_context():
        organisation = db.session.get(Participation, ids["foreign"]).organisation_id
    sent = {"organisation": organisation, "role": "observer", "response": "accepted"}
    answer = post(client, edit, sent)
    assert answer.location.endswith("/attendance")
    assert edit in get(client, path.removesuffix("/arrivals")).links
