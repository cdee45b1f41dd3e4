"""Who sees what of the feeds, and what nobody does."""

import re
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from arenas.calendars import check
from arenas.database import now
from arenas.models import (
    Forum,
    Person,
)
from arenas.models.enums import MeetingState, Visibility
from tests.calendars.conftest import make_forum, make_meeting
from tests.calendars.test_feeds import summaries
from tests.calendars.world import lay_out

pytestmark = pytest.mark.usefixtures("database")


def test_drafts_and_internal_and_archived_forums_are_in_no_feed(
    client: FlaskClient, session: Session
) -> None:
    public = make_forum(session)
    internal = make_forum(session, slug="lukket", visibility=Visibility.INTERNAL)
    archived = make_forum(session, slug="lagt-ned", archived_at=now())
    make_meeting(session, public, state=MeetingState.DRAFT)
    hidden = [make_meeting(session, internal), make_meeting(session, archived)]
    session.commit()
    assert summaries(client, "/calendar/all.ics") == []
    for path in (
        "/calendar/forums/lukket.ics",
        "/calendar/forums/lagt-ned.ics",
        "/calendar/forums/finnes-ikke.ics",
        "/calendar/organisations/finnes-ikke.ics",
        "/calendar/priorities/99.ics",
        *(f"/meetings/{meeting.id}.ics" for meeting in hidden),
    ):
        assert client.get(path).status_code == 404, path


def test_an_internal_forum_s_feed_is_for_those_signed_in_who_may_see_it(
    sample_app: Flask, signed_in: Callable[..., FlaskClient]
) -> None:
    path = "/calendar/forums/administrativ-koordineringsgruppe.ics"
    assert sample_app.test_client().get(path).status_code == 404
    answer = signed_in(sample_app, "coordinator@example.org").get(path)
    assert answer.status_code == 200
    assert b"NAME:Administrativ koordineringsgruppe" in answer.data
    assert "public" not in answer.headers["Cache-Control"]


def test_a_forum_that_becomes_internal_takes_its_feed_away(
    client: FlaskClient, session: Session
) -> None:
    forum = make_forum(session)
    session.commit()
    assert client.get("/calendar/forums/prove.ics").status_code == 200
    forum.visibility = Visibility.INTERNAL
    session.commit()
    assert client.get("/calendar/forums/prove.ics").status_code == 404


def test_no_feed_of_the_sample_names_a_person_or_an_address(sample_app: Flask) -> None:
    client = sample_app.test_client()
    with sample_app.app_context():
        from arenas.database import db

        addresses = list(db.session.scalars(select(Person.email).where(Person.email.is_not(None))))
        slugs = list(db.session.scalars(select(Forum.slug)))
    texts = [client.get("/calendar/all.ics").text]
    texts += [client.get(f"/calendar/forums/{slug}.ics").text for slug in slugs]
    for text in texts:
        assert "ATTENDEE" not in text
        assert "mailto:" not in text
        assert not any(address in text for address in addresses)
        assert all(one.startswith("UID:") for one in text.split("\r\n") if "@" in one)


def test_no_feed_of_any_kind_names_anybody_and_none_breaks_a_rule(
    client: FlaskClient, session: Session
) -> None:
    """Public ones, one meeting's file, and people's own, of meetings with people on their lists."""
    for path in lay_out(session):
        data = client.get(path).data
        assert check.faults(data) == [], path
        assert not re.search(rb"(?i)mailto:|attendee|organizer|uni\.example|kari|dahl", data), path
