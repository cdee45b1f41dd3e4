"""The public meeting plan: what is open to all, month by month, also in another site's page."""

from datetime import UTC, datetime

import pytest

from arenas.database import db
from arenas.models import Forum, Meeting
from arenas.models.enums import ForumKind, MeetingState, Visibility
from tests import pages
from tests.statements import recorded


@pytest.fixture
def plan(app):
    with app.app_context():
        council = Forum(slug="radet", name="Rådet", name_en="The Council", kind=ForumKind.POLITICAL)
        inner = Forum(
            slug="indre", name="Indre", kind=ForumKind.POLITICAL, visibility=Visibility.INTERNAL
        )
        db.session.add_all([council, inner])
        db.session.flush()
        for forum, title, day, state in (
            (council, "Vårmøte", 10, MeetingState.PLANNED),
            (council, "Utkast", 11, MeetingState.DRAFT),
            (council, "Avlyst møte", 12, MeetingState.CANCELLED),
            (inner, "Lukket", 13, MeetingState.PLANNED),
        ):
            db.session.add(
                Meeting(
                    forum_id=forum.id,
                    title=title,
                    state=state,
                    place="Ås",
                    starts_at=datetime(2027, 3, day, 11, tzinfo=UTC),
                    ends_at=datetime(2027, 3, day, 13, tzinfo=UTC),
                )
            )
        db.session.commit()
    return app.test_client()


def test_a_month_shows_what_is_open_and_says_what_is_cancelled(plan):
    page = pages.get(plan, "/plan/?month=2027-03&months=1")
    assert "Mars 2027" in page.text
    assert "onsdag 10. mars 2027 , kl. 12.00–14.00" in page.text
    assert "Vårmøte" in page.text
    assert "Avlyst møte Avlyst" in page.text
    assert "Utkast" not in page.text
    assert "Lukket" not in page.text


def test_a_meeting_at_the_turn_of_the_month_stands_where_the_clocks_say(plan, app):
    with app.app_context():
        db.session.add(
            Meeting(
                forum_id=1,
                title="Sent",
                state=MeetingState.PLANNED,
                starts_at=datetime(2027, 3, 31, 22, 30, tzinfo=UTC),  # 1 April, 00.30 in Oslo
                ends_at=datetime(2027, 3, 31, 23, 30, tzinfo=UTC),
            )
        )
        db.session.commit()
    assert "Sent" not in pages.get(plan, "/plan/radet?month=2027-03&months=1").text
    assert "Sent" in pages.get(plan, "/plan/radet?month=2027-04&months=1").text


def test_an_internal_forum_has_no_plan(plan):
    assert plan.get("/plan/indre").status_code == 404
    assert plan.get("/plan/indre/embed").status_code == 404


def test_another_site_may_frame_the_embedded_plan_and_no_other_page(plan):
    framed = plan.get("/plan/radet/embed?month=2027-03")
    assert "frame-ancestors *" in framed.headers["Content-Security-Policy"]
    assert "X-Frame-Options" not in framed.headers
    assert "Set-Cookie" not in framed.headers
    assert framed.headers["Cache-Control"] == "public, max-age=3600"
    whole = plan.get("/plan/radet?month=2027-03")
    assert "frame-ancestors 'none'" in whole.headers["Content-Security-Policy"]
    assert whole.headers["X-Frame-Options"] == "DENY"


def test_the_embedded_plan_is_in_the_language_its_address_names(plan):
    assert "Rådet" in plan.get("/plan/radet/embed?month=2027-03").text
    english = plan.get("/plan/radet/embed?month=2027-03&language=en").text
    assert "The Council" in english
    assert "March 2027" in english
    assert plan.get("/plan/radet/embed?language=fr").status_code == 404


def test_the_embedded_plan_is_else_in_the_language_the_browser_asks_for(plan):
    asked = {"Accept-Language": "en-GB,en;q=0.9"}
    answer = plan.get("/plan/radet/embed?month=2027-03", headers=asked)
    assert '<html lang="en">' in answer.text
    assert "Accept-Language" in answer.headers["Vary"]
    named = plan.get("/plan/radet/embed?month=2027-03&language=nb", headers=asked)
    assert '<html lang="nb">' in named.text


def test_the_page_gives_the_code_to_embed(plan):
    page = pages.get(plan, "/plan/radet")
    assert '/plan/radet/embed?language=nb" title="Møteplan: Rådet"' in page.text


@pytest.mark.parametrize(
    "query", ["month=2027-13", "month=x", "month=0001-01", "months=0", "months=99"]
)
def test_an_address_that_means_nothing_is_not_found(plan, query):
    assert plan.get(f"/plan/?{query}").status_code == 404


def test_the_plan_costs_two_statements_whatever_it_holds(plan, app):
    plan.get("/plan/")
    with recorded(app) as statements:
        plan.get("/plan/?month=2027-03&months=12")
    statements.at_most(3)
