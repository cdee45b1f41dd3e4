"""The pages that write, through the browser's own requests, on a small register."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import func, select

from arenas.models import AgendaItem, AuditEntry, Meeting, Participation
from arenas.models.enums import Attendance, MeetingState
from tests.pages import checked, get, post

HOSTILE = "<script>alert(1)</script>\"'&{{7*7}}"


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


def test_a_draft_is_deleted_after_a_question_and_leaves_its_trail(client, ids, read):
    answer = post(client, "/meetings/new", values(ids))
    path = f"{answer.location}/delete"
    assert "kan ikke angres" in get(client, path).text
    assert post(client, path, {"version": 1}).status_code == 303
    assert read(select(func.count(Meeting.id))) == 2
    assert read(select(AuditEntry.id).where(AuditEntry.action == "meeting.delete"))


def test_a_list_that_was_drawn_before_shows_each_change_at_once(app, client, ids):
    visitor = app.test_client()
    every = "/meetings/?state=all"
    assert "Første møte" in get(visitor, every).text
    path = f"/meetings/{ids['meeting']}/edit"
    version = get(client, path).value("version")
    post(client, path, values(ids, version=version, title="Nytt navn"))
    assert "Nytt navn" in get(visitor, every).text
    answer = post(client, "/meetings/new", values(ids, title="Bare et utkast", day="16.12.2025"))
    assert "Bare et utkast" in get(client, every).text
    assert "Bare et utkast" not in get(visitor, every).text
    version = get(client, f"{answer.location}/publish").value("version")
    post(client, f"{answer.location}/publish", {"version": version})
    assert "Bare et utkast" in get(visitor, every).text
