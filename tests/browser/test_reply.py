"""The invitee's page without signing in: a button each, by finger and by keyboard."""

from playwright.sync_api import expect
from sqlalchemy import select

from arenas.database import db
from arenas.invitations import tokens
from arenas.models import Invitation, Participation
from arenas.models.enums import Response
from tests import routes

TOKEN = "example-of-a-link-to-answer-by--"  # the one that ``routes`` puts on record


def link_of(live):
    with live.app.app_context():
        return f"/reply/{routes.EXAMPLES['reply', 'token'](db.session())}"


def answer(live):
    with live.app.app_context():
        return db.session.scalar(
            select(Participation.response)
            .join(
                Invitation,
                (Invitation.meeting_id == Participation.meeting_id)
                & (Invitation.person_id == Participation.person_id),
            )
            .where(Invitation.token_digest == tokens.digest(TOKEN))
        )


def test_one_press_answers_on_a_phone_and_each_button_has_room_for_a_finger(visit, live):
    page = visit(link_of(live), width=375)
    buttons = page.locator(".answer-form .answer__buttons button")
    expect(buttons.first).to_be_visible()
    for button in buttons.all():
        box = button.bounding_box()
        assert box is not None
        assert box["height"] >= 44
    page.get_by_role("button", name="Kanskje").click()
    page.get_by_text("Takk, svaret er registrert.").wait_for()
    expect(page.get_by_role("button", name="Kanskje", pressed=True)).to_be_visible()
    assert answer(live) is Response.TENTATIVE


def test_enter_in_the_deputy_s_address_sends_the_deputy_and_no_yes(visit, live):
    page = visit(link_of(live))
    page.get_by_text("Jeg sender en annen i mitt sted").click()
    page.get_by_label("Navn på den som kommer i stedet").fill("Kari Berg")
    page.get_by_label("E-postadressen til den som kommer").fill("kari.berg@example.org")
    page.keyboard.press("Enter")
    page.get_by_text("Takk, svaret er registrert.").wait_for()
    assert answer(live) is Response.DELEGATED
    expect(page.get_by_text("kari.berg@example.org").first).to_be_visible()
