"""A poll answered on a phone by keyboard alone, and made a meeting with one click."""

from playwright.sync_api import expect
from sqlalchemy import select

from arenas.database import db
from arenas.models import Meeting, PollAnswer, PollPerson
from arenas.models.enums import DateChoice
from tests import made_polls


def answers(live) -> list[DateChoice]:
    """What the holder of the link answered, in the order of the dates."""
    with live.app.app_context():
        asked = made_polls.asked(db.session())
        query = select(PollAnswer.choice).where(PollAnswer.asked_id == asked)
        return list(db.session.scalars(query.order_by(PollAnswer.date_id)))


def poll_of(live) -> int:
    with live.app.app_context():
        return made_polls.poll(db.session())


def test_the_dates_are_answered_by_keyboard_at_320_pixels(visit, live):
    poll_of(live)
    page = visit(f"/polls/answer/{made_polls.POLL_TOKEN}", width=320)
    questions = page.locator("fieldset.question")
    expect(questions).to_have_count(3)
    questions.nth(0).locator("input").first.focus()
    page.keyboard.press("ArrowRight")  # from yes, as it was, to if need be
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowRight")  # from if need be to no
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowRight")  # from no around to yes
    for step in ("Tab", "Tab"):
        page.keyboard.press(step)
    page.keyboard.type("Etter lunsj")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.get_by_text("Takk, svaret er registrert.").wait_for()
    assert answers(live) == [DateChoice.IF_NEEDED, DateChoice.NO, DateChoice.YES]
    expect(page.get_by_text("Etter lunsj")).to_be_visible()
    page.get_by_role("link", name="Endre svaret").click()
    page.get_by_role("button", name="Send svaret").wait_for()


def test_a_finger_has_room_for_each_answer(visit, live):
    poll_of(live)
    page = visit(f"/polls/answer/{made_polls.POLL_TOKEN}", width=375)
    for label in page.locator(".options__label").all():
        box = label.bounding_box()
        assert box is not None
        assert box["height"] >= 44
        assert box["width"] >= 44


def test_the_best_date_becomes_the_meeting_with_one_click(visit, live):
    poll_id = poll_of(live)
    page = visit(f"/polls/{poll_id}", role="coordinator")
    best = page.locator(".proposal__date").first
    day = best.locator("h3").inner_text().split(" kl.")[0].splitlines()[-1]
    best.get_by_role("button", name="Lag møte").click()
    page.get_by_text("Utkastet er laget med alle som er spurt på listen.").wait_for()
    assert day.lower() in page.locator("main").inner_text().lower()
    with live.app.app_context():
        meeting = db.session.get(Meeting, int(page.url.rsplit("/", 1)[1]))
        asked = db.session.scalars(select(PollPerson).where(PollPerson.poll_id == poll_id)).all()
        assert meeting.title == "Vårmøte"
        assert len(asked) > 1
    after = visit(f"/polls/answer/{made_polls.POLL_TOKEN}")
    expect(after.get_by_text("Møtet blir")).to_be_visible()
