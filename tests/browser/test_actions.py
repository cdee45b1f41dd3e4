"""An action is marked as done with the keyboard alone, on the overview and on its own page."""

import re
from datetime import date

from playwright.sync_api import expect
from sqlalchemy import select

from arenas.database import db
from arenas.models import Account, Meeting, Outcome
from arenas.models.enums import MeetingState, OutcomeKind


def given(live, text: str) -> int:
    """An action of the member's, long overdue."""
    with live.app.app_context():
        session = db.session()
        owner = session.scalar(
            select(Account.person_id).where(Account.email == "member@example.org")
        )
        meeting = session.scalars(
            select(Meeting).where(Meeting.state == MeetingState.HELD).limit(1)
        ).one()
        action = Outcome(
            meeting_id=meeting.id,
            forum_id=meeting.forum_id,
            kind=OutcomeKind.ACTION,
            year=2026,
            text=text,
            owner_id=owner,
            due_on=date(2026, 1, 5),
        )
        session.add(action)
        session.commit()
        return action.id


def is_done(live, action: int) -> bool:
    with live.app.app_context():
        return db.session.get(Outcome, action).done_at is not None


def press(page, text: str) -> None:
    button = page.get_by_role("button", name=f"Merk som utført {text}")
    button.focus()
    page.keyboard.press("Enter")
    page.get_by_text("Oppgaven er utført.").wait_for()


def test_on_the_overview_one_lands_where_one_was(visit, live):
    action = given(live, "Send referat")
    page = visit("/", role="member")
    assert page.get_by_text("Over fristen").first.is_visible()
    press(page, "Send referat")
    expect(page).to_have_url(re.compile("/#actions$"))
    assert is_done(live, action)


def test_on_the_page_of_one_s_own_actions_and_back_again(visit, live):
    action = given(live, "Bestill rom")
    page = visit("/actions/", role="member")
    press(page, "Bestill rom")
    assert is_done(live, action)
    page.goto("/actions/?state=done")
    undo = page.get_by_role("button", name="Ikke utført likevel Bestill rom")
    undo.focus()
    page.keyboard.press("Space")
    page.get_by_text("Oppgaven er åpen igjen.").wait_for()
    assert not is_done(live, action)
