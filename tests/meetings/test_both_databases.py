"""The pages of meetings answer on SQLite and on PostgreSQL alike."""

from sqlalchemy import select

from arenas.database import db
from arenas.models import Meeting, Participation
from arenas.models.enums import MeetingState
from tests.pages import checked, get, post


def test_every_page_of_a_meeting_answers_and_a_series_is_laid_out(database, sample_copy, signed_in):
    client = signed_in(sample_copy, "coordinator@example.org")
    member = signed_in(sample_copy, "member@example.org")
    with sample_copy.app_context():
        held = db.session.scalar(select(Meeting.id).where(Meeting.state == MeetingState.HELD))
        forum = db.session.scalar(select(Meeting.forum_id).where(Meeting.id == held))
        db.session.rollback()
    for path in (
        "/",
        "/meetings/?state=all&q=styret&sort=-forum&from=2024-01-01",
        f"/meetings/{held}",
        f"/meetings/{held}/edit",
        f"/meetings/{held}/participants?q=oslo",
        f"/meetings/{held}/attendance",
        f"/meetings/{held}/outcomes",
        "/meetings/decisions?q=budsjett+12/2026",
        "/meetings/series/new?forum=styret",
    ):
        get(client, path)
    for path in ("/meetings/", f"/meetings/{held}", "/meetings/decisions"):
        get(member, path)
    sent = {"kind": "decision", "item": 0, "text": "Vedtatt.", "owner": 0}
    assert post(client, f"/meetings/{held}/outcomes", sent).status_code == 303
    outcome = get(client, f"/meetings/{held}/outcomes").links
    [correct] = [link for link in outcome if link.endswith("/edit") and "/outcomes/" in link]
    put_right = {"item": 0, "text": "Utsatt.", "version": get(client, correct).value("version")}
    assert post(client, correct, put_right).status_code == 303
    with sample_copy.app_context():
        row = db.session.scalar(select(Participation.id).where(Participation.meeting_id == held))
        db.session.rollback()
    marks = {f"mark-{row}": "excused", f"was-{row}": "absent", "all": "1"}
    assert post(client, f"/meetings/{held}/attendance", marks).status_code == 303
    series = {
        "forum": forum,
        "day": "12.01.2027",
        "starts": "12.00",
        "ends": "14.00",
        "mode": "physical",
        "place": "Rådhuset",
        "repeats": "month_weekday",
        "every": "1",
        "count": "3",
        "on_holiday": "next",
        "with_members": "y",
        "sectors": ["academia"],
        "publish": "y",
    }
    checked(post(client, "/meetings/series/new", series | {"do": "preview"}))
    answer = post(client, "/meetings/series/new", series | {"do": "save"})
    assert answer.status_code == 303, checked(answer, 303)
    get(client, answer.location)
