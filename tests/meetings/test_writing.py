"""The pages that write, through the browser's own requests, on a small register."""

from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine
from flask.testing import FlaskClient
from sqlalchemy import func, select

from arenas.accounts.passwords import hash_password
from arenas.database import db
from arenas.models import AgendaItem, AuditEntry, Meeting, Participation
from arenas.models.enums import Attendance, MeetingState, Response
from tests.meetings.records import (
    make_account,
    make_forum,
    make_meeting,
    make_organisation,
    make_participation,
    make_person,
    make_seat,
)
from tests.pages import checked, form_token, get, post
from tests.settings import PASSWORD
from tests.statements import recorded

HOSTILE = "<script>alert(1)</script>\"'&{{7*7}}"


@pytest.fixture
def ids(app) -> dict[str, int]:
    """A forum with two meetings, two people in two organisations, and a coordinator."""
    with app.app_context():
        session = db.session()
        account = make_account(session)
        account.email, account.password_hash = "me@example.org", hash_password(PASSWORD)
        forum = make_forum(session)
        town, school = make_organisation(session), make_organisation(session, "NMBU")
        one = make_person(session, "Åse Østby", town)
        other = make_person(session, "Ola Dahl", school)
        make_seat(session, forum, one, town)
        make_seat(session, forum, other, school)
        meeting = make_meeting(session, forum, title="Første møte")
        second = make_meeting(session, make_forum(session, "Rådet"), title="Andre møte")
        foreign = make_participation(session, second, one, town)
        item = AgendaItem(meeting_id=second.id, position=1, title="Fremmed sak")
        session.add(item)
        session.commit()
        return {
            "forum": forum.id,
            "meeting": meeting.id,
            "second": second.id,
            "one": one.id,
            "other": other.id,
            "school": school.id,
            "foreign": foreign.id,
            "item": item.id,
        }


@pytest.fixture
def client(app, ids, signed_in) -> FlaskClient:
    return signed_in(app, "me@example.org")


@pytest.fixture
def read(app):
    def read_(query) -> Any:
        with app.app_context():
            value = db.session.scalar(query)
            db.session.expunge_all()
            db.session.rollback()
            return value

    return read_


def values(ids, **other: Any) -> dict[str, Any]:
    return {
        "forum": ids["forum"],
        "title": "Budsjett",
        "day": "15.12.2025",
        "starts": "12.00",
        "ends": "14.00",
        "mode": "physical",
        "place": "Rådhuset",
    } | other


def sent_back(answer, *words: str, status: int = 422):
    page = checked(answer, status)
    for word in words:
        assert word in page.text
    return page


def test_a_meeting_is_called_in_one_form_and_told_what_was_saved(client, ids, read):
    answer = post(
        client,
        "/meetings/new",
        values(
            ids,
            **{
                "agenda-0-key": "n1",
                "agenda-0-title": "Referat",
                "agenda-1-title": "",
                "documents-0-title": "Notat",
                "documents-0-url": "https://example.org/n",
                "documents-0-item_key": "n1",
            },
        ),
    )
    assert answer.status_code == 303
    page = get(client, answer.location)
    assert "Utkastet er lagret" in page.text
    assert "https://example.org/n" in page.links
    meeting = read(select(Meeting).where(Meeting.title == "Budsjett"))
    assert (meeting.starts_at, meeting.state) == (
        datetime(2025, 12, 15, 11, tzinfo=UTC),
        MeetingState.DRAFT,
    )
    assert read(select(func.count(AgendaItem.id)).where(AgendaItem.meeting_id == meeting.id)) == 1


WRONG: list[tuple[dict[str, str], str]] = [
    ({"forum": ""}, "Velg hvilken arena"),
    ({"forum": "999"}, "Arena"),
    ({"day": "31.02.2025"}, "er ikke en dato"),
    ({"day": "", "starts": "12.00"}, "Når er møtet?"),
    ({"starts": "kvart på"}, "er ikke et klokkeslett"),
    ({"starts": ""}, "Skriv når møtet starter."),
    ({"ends": "11.59"}, "Møtet må slutte etter at det starter."),
    ({"ends": "12.00"}, "Møtet må slutte etter at det starter."),
    ({"day": "29.03.2026", "starts": "02.30"}, "stilles klokken frem"),
    ({"last_day": "14.12.2025"}, "Møtet må slutte etter at det starter."),
    ({"all_day": "y", "last_day": "14.12.2025"}, "Siste dag kan ikke være før første dag."),
    ({"place": ""}, "Skriv hvor møtet holdes."),
    ({"mode": "online"}, "Legg inn lenken"),
    ({"mode": "by-pigeon"}, "Møteform"),
    ({"mode": ""}, "Velg hvordan dere møtes."),
    ({"mode": "online", "online_url": "javascript:alert(1)"}, "Lenken må begynne med"),
    ({"municipality_code": "31"}, "fire siffer"),
    ({"title": "x" * 201}, "høyst 200 tegn"),
    ({"agenda-0-title": "", "agenda-0-text": "Tekst"}, "må ha en tittel"),
    ({"agenda-0-title": "Sak", "agenda-0-minutes": "0"}, "fra 1 til 1440"),
    ({"agenda-0-title": "Sak", "agenda-0-minutes": "mange"}, "Rad 1"),
    ({"documents-0-title": "Notat", "documents-0-url": "ftp://x"}, "må begynne med https"),
    ({"priorities": "999"}, "Innsatsområder"),
    ({"activities": "x"}, "Aktiviteter"),
]


def test_what_is_wrong_is_said_beside_its_field_and_nothing_is_kept(client, ids, read):
    for wrong, words in WRONG:
        answer = post(client, "/meetings/new", values(ids, **wrong))
        assert answer.status_code == 422, wrong
        sent_back(answer, words)
    assert read(select(func.count(Meeting.id))) == 2


def test_a_wrong_time_stands_in_the_form_as_it_was_typed(client, ids):
    page = sent_back(post(client, "/meetings/new", values(ids, starts="25.99", title="Mitt")))
    assert page.value("starts") == "25.99"
    assert page.value("title") == "Mitt"


def test_an_overlap_warns_once_and_is_saved_when_meant(client, ids, read):
    clashing = values(ids, day="08.12.2025", starts="13.00")
    page = sent_back(post(client, "/meetings/new", clashing), "Første møte", status=409)
    assert f"/meetings/{ids['meeting']}" in page.links
    answer = post(client, "/meetings/new", clashing | {"overlap_is_meant": "y"})
    assert answer.status_code == 303
    assert read(select(func.count(Meeting.id))) == 3


def test_buttons_add_move_and_remove_rows_without_saving(client, ids, read):
    rows = {"agenda-0-title": "A", "agenda-1-title": "B", "day": "feil"}
    up = checked(post(client, "/meetings/new", values(ids, **rows, rows="agenda:up:1")))
    assert (up.value("agenda-0-title"), up.value("agenda-1-title")) == ("B", "A")
    assert up.value("day") == "feil"
    gone = checked(post(client, "/meetings/new", values(ids, **rows, rows="agenda:remove:0")))
    assert gone.value("agenda-0-title") == "B"
    more = checked(post(client, "/meetings/new", values(ids, **rows, rows="agenda:add:0")))
    assert more.value("agenda-2-title") == ""
    for odd in ("agenda:up:99", "agenda:fly:1", "x", "secret:add:0"):
        checked(post(client, "/meetings/new", values(ids, **rows, rows=odd)))
    assert read(select(func.count(Meeting.id))) == 2


def test_two_who_edit_the_same_meeting_lose_nothing(client, ids, read):
    path = f"/meetings/{ids['meeting']}/edit"
    version = get(client, path).value("version")
    mine = values(ids, version=version, title="Mitt forslag")
    assert post(client, path, values(ids, version=version, title="Ditt")).status_code == 303
    page = sent_back(post(client, path, mine), "Ditt", "Mitt forslag", status=409)
    assert read(select(Meeting.title).where(Meeting.id == ids["meeting"])) == "Ditt"
    assert page.value("title") == "Mitt forslag"
    again = post(client, path, mine | {"version": page.value("version")})
    assert again.status_code == 303
    assert read(select(Meeting.title).where(Meeting.id == ids["meeting"])) == "Mitt forslag"


def test_hostile_text_is_shown_as_text_on_every_page(client, ids):
    path = f"/meetings/{ids['meeting']}/edit"
    version = get(client, path).value("version")
    hostile = values(ids, version=version, title=HOSTILE, place=HOSTILE, description=HOSTILE)
    hostile |= {"agenda-0-title": HOSTILE, "agenda-0-text": HOSTILE}
    assert post(client, path, hostile).status_code == 303
    for page in (
        f"/meetings/{ids['meeting']}",
        "/meetings/?state=all",
        path,
        f"/meetings/{ids['meeting']}/cancel",
        f"/meetings/{ids['meeting']}/participants?q=%3Cscript%3E",
    ):
        html = get(client, page).html
        assert "<script>alert" not in html
        assert "{{7*7}}" in html or "participants" in page
    conflict = sent_back(post(client, path, hostile | {"title": HOSTILE * 2}), status=409)
    assert "<script>alert" not in conflict.html


def test_an_agenda_item_of_another_meeting_is_refused(client, ids, read):
    path = f"/meetings/{ids['meeting']}/edit"
    stolen = {"agenda-0-id": ids["item"], "agenda-0-title": "Min nå"}
    version = get(client, path).value("version")
    sent_back(post(client, path, values(ids, version=version, **stolen)), "hører ikke til")
    assert read(select(AgendaItem.title).where(AgendaItem.id == ids["item"])) == "Fremmed sak"


MISSING = (
    "/meetings/{meeting}/participants/{foreign}",
    "/meetings/{meeting}/participants/999999",
    "/meetings/999999/participants",
    "/meetings/999999/attendance",
    "/meetings/999999/edit",
    "/meetings/999999/publish",
    "/meetings/{meeting}/explode",
    "/meetings/new?forum=not-there",
)


def test_what_is_not_there_is_not_found(client, ids):
    for path in MISSING:
        get(client, path.format(**ids), 404)


def test_a_participation_of_another_meeting_is_neither_removed_nor_marked(client, ids, read):
    at = f"/meetings/{ids['meeting']}/participants"
    answer = post(client, f"{at}/{ids['foreign']}/remove", at=at)
    assert answer.status_code == 404
    answer = post(
        client,
        f"/meetings/{ids['meeting']}/attendance",
        {f"mark-{ids['foreign']}": "present"},
        at=at,
    )
    assert answer.status_code == 404
    row = read(select(Participation).where(Participation.id == ids["foreign"]))
    assert row.attendance is Attendance.UNKNOWN


def test_every_post_needs_its_token(client, ids):
    for path in (
        "/meetings/new",
        f"/meetings/{ids['meeting']}/edit",
        f"/meetings/{ids['meeting']}/cancel",
        f"/meetings/{ids['meeting']}/delete",
        f"/meetings/{ids['meeting']}/attendance",
        f"/meetings/{ids['meeting']}/participants/members",
        f"/meetings/{ids['meeting']}/participants/add",
    ):
        assert client.post(path, data={}).status_code == 400, path


def test_a_meeting_is_cancelled_with_its_reason_after_a_question(client, ids, read):
    path = f"/meetings/{ids['meeting']}/cancel"
    page = get(client, path)
    assert "blir stående som avlyst" in page.text
    version = page.value("version")
    sent_back(post(client, path, {"version": version}), "Skriv hvorfor")
    assert post(client, path, {"version": version, "reason": "Storm"}).status_code == 303
    shown = get(client, f"/meetings/{ids['meeting']}")
    assert "Storm" in shown.text
    assert client.get(path).status_code == 303
    assert client.get(f"/meetings/{ids['meeting']}/edit").status_code == 303
    assert read(select(Meeting.sequence).where(Meeting.id == ids["meeting"])) == 1


def test_a_step_made_from_an_older_page_is_told_and_not_taken(client, ids, read):
    path = f"/meetings/{ids['meeting']}/cancel"
    sent_back(post(client, path, {"version": 0, "reason": "Storm"}), status=409)
    state = read(select(Meeting.state).where(Meeting.id == ids["meeting"]))
    assert state is MeetingState.PLANNED


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


def test_a_draft_is_deleted_after_a_question_and_leaves_its_trail(client, ids, read):
    answer = post(client, "/meetings/new", values(ids))
    path = f"{answer.location}/delete"
    assert "kan ikke angres" in get(client, path).text
    assert post(client, path, {"version": 1}).status_code == 303
    assert read(select(func.count(Meeting.id))) == 2
    assert read(select(AuditEntry.id).where(AuditEntry.action == "meeting.delete"))


def _again(app, client: FlaskClient) -> FlaskClient:
    """The same account, signed in at the hour the clock was set to."""
    fresh = app.test_client()
    token = form_token(fresh.get("/login"))
    fresh.post(
        "/login", data={"email": "me@example.org", "password": PASSWORD, "csrf_token": token}
    )
    return fresh
