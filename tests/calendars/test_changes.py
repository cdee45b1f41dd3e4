"""What makes a feed's tag another, and what leaves it alone."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from arenas.database import now
from arenas.models import (
    AgendaItem,
    Document,
    Forum,
    ForumMember,
    Meeting,
    Organisation,
    Participation,
    Person,
    PriorityArea,
)
from arenas.models.enums import Attendance, MeetingState, Sector, Visibility
from tests.calendars.conftest import ALL, make_forum, make_meeting, tag

pytestmark = pytest.mark.usefixtures("database")

Change = Callable[[Session, Meeting], Any]


def _new_meeting(session: Session, meeting: Meeting) -> None:
    make_meeting(session, session.get_one(Forum, meeting.forum_id), days=9)


def _agenda(session: Session) -> AgendaItem:
    return session.scalars(select(AgendaItem)).one()


CHANGES: dict[str, Change] = {
    "title": lambda session, meeting: setattr(meeting, "title", "Nytt"),
    "description": lambda session, meeting: setattr(meeting, "description", "Nytt"),
    "start": lambda session, meeting: setattr(
        meeting, "starts_at", meeting.starts_at - timedelta(hours=1)
    ),
    "end": lambda session, meeting: setattr(
        meeting, "ends_at", meeting.ends_at + timedelta(hours=1)
    ),
    "zone": lambda session, meeting: setattr(meeting, "timezone", "Europe/London"),
    "place": lambda session, meeting: setattr(meeting, "place", "Hamar"),
    "link": lambda session, meeting: setattr(meeting, "online_url", "https://v.example.org/"),
    "cancelled": lambda session, meeting: setattr(meeting, "state", MeetingState.CANCELLED),
    "drafted": lambda session, meeting: setattr(meeting, "state", MeetingState.DRAFT),
    "sequence": lambda session, meeting: setattr(meeting, "sequence", 1),
    "days": lambda session, meeting: (
        setattr(meeting, "first_day", date(2026, 12, 1)),
        setattr(meeting, "last_day", date(2026, 12, 1)),
    ),
    "another meeting": _new_meeting,
    "deleted": lambda session, meeting: session.delete(session.get_one(Meeting, meeting.id)),
    "agenda title": lambda session, meeting: setattr(_agenda(session), "title", "Ny sak"),
    "agenda number": lambda session, meeting: setattr(_agenda(session), "number", "7/26"),
    "agenda point gone": lambda session, meeting: session.delete(_agenda(session)),
    "agenda point more": lambda session, meeting: session.add(
        AgendaItem(meeting_id=meeting.id, position=2, title="Eventuelt")
    ),
    "forum's name": lambda session, meeting: setattr(
        session.get_one(Forum, meeting.forum_id), "name", "Nytt navn"
    ),
    "forum's address": lambda session, meeting: setattr(
        session.get_one(Forum, meeting.forum_id), "contact_email", "a@example.org"
    ),
    "forum hidden": lambda session, meeting: setattr(
        session.get_one(Forum, meeting.forum_id), "visibility", Visibility.INTERNAL
    ),
    "forum archived": lambda session, meeting: setattr(
        session.get_one(Forum, meeting.forum_id), "archived_at", now()
    ),
    "in bulk": lambda session, meeting: session.execute(update(Meeting).values(title="Alle")),
}


@pytest.mark.parametrize("what", CHANGES)
def test_a_change_that_a_feed_shows_alters_its_tag(
    database: str, client: FlaskClient, session: Session, meeting: Meeting, what: str
) -> None:
    before = tag(client)
    session.refresh(meeting)
    CHANGES[what](session, meeting)
    session.commit()
    assert tag(client) != before


@pytest.mark.parametrize("what", ["agenda title", "forum's name", "agenda point more"])
def test_the_event_s_own_stamp_rises_with_what_stands_in_it_from_elsewhere(
    client: FlaskClient, session: Session, meeting: Meeting, what: str,
    clock: time_machine.Traveller,
) -> None:  # fmt: skip
    clock.shift(timedelta(minutes=5))
    session.refresh(meeting)
    CHANGES[what](session, meeting)
    session.commit()
    assert b"LAST-MODIFIED:20261123T120500Z" in client.get(ALL).data


def _attended(session: Session, meeting: Meeting) -> None:
    person = Person(given_name="Kari", family_name="Li", search_text="kari li")
    session.add(person)
    session.flush()
    session.add(
        Participation(meeting_id=meeting.id, person_id=person.id, attendance=Attendance.PRESENT)
    )


NO_CHANGES: dict[str, Change] = {
    "a document": lambda session, meeting: session.add(
        Document(meeting_id=meeting.id, title="Saksliste", url="https://example.org/")
    ),
    "somebody asked": _attended,
    "an agenda point's text": lambda session, meeting: setattr(_agenda(session), "text", "Mer"),
    "the forum's mandate": lambda session, meeting: setattr(
        session.get_one(Forum, meeting.forum_id), "mandate", "Mer"
    ),
    "an organisation": lambda session, meeting: session.add(
        Organisation(slug="o", name="O", sector=Sector.OTHER)
    ),
    "a draft": lambda session, meeting: make_meeting(
        session, session.get_one(Forum, meeting.forum_id), state=MeetingState.DRAFT
    ),
    "the same again": lambda session, meeting: setattr(meeting, "title", "Budsjett"),
}


@pytest.mark.parametrize("what", NO_CHANGES)
def test_what_no_feed_shows_leaves_tag_and_date_alone(
    database: str, client: FlaskClient, session: Session, meeting: Meeting, what: str,
    clock: time_machine.Traveller,
) -> None:  # fmt: skip
    before = client.get(ALL)
    clock.shift(timedelta(minutes=5))
    session.refresh(meeting)
    NO_CHANGES[what](session, meeting)
    session.commit()
    after = client.get(ALL)
    assert after.headers["ETag"] == before.headers["ETag"]
    assert after.headers["Last-Modified"] == before.headers["Last-Modified"]


def test_seats_and_priority_areas_alter_the_feeds_that_stand_on_them(sample_copy: Flask) -> None:
    from arenas.database import db

    client = sample_copy.test_client()
    with sample_copy.app_context():
        session = db.session()
        area = session.scalars(select(PriorityArea).order_by(PriorityArea.id)).first()
        forum = make_forum(session)
        make_meeting(session, forum)
        organisation = session.scalars(select(Organisation).order_by(Organisation.id)).first()
        person = session.scalars(select(Person).order_by(Person.id)).first()
        assert area is not None
        assert organisation is not None
        assert person is not None
        of_area = f"/calendar/priorities/{area.id}.ics"
        of_organisation = f"/calendar/organisations/{organisation.slug}.ics"
        session.commit()
        seats, areas = tag(client, of_organisation), tag(client, of_area)
        session.add(
            ForumMember(forum_id=forum.id, person_id=person.id, organisation_id=organisation.id)
        )
        area.name = "Nytt navn"
        session.commit()
    assert tag(client, of_organisation) != seats
    assert tag(client, of_area) != areas


def test_feeds_work_alike_on_both_databases(database: str, sample_copy: Flask) -> None:
    from arenas.database import db

    client = sample_copy.test_client()
    first = client.get(ALL)
    assert first.status_code == 200
    with sample_copy.app_context():
        slug = db.session.scalars(
            select(Organisation.slug)
            .join(Participation, Participation.organisation_id == Organisation.id)
            .limit(1)
        ).one()
        db.session.remove()
    for path in (ALL, f"/calendar/organisations/{slug}.ics", "/calendar/priorities/1.ics"):
        etag = tag(client, path)
        assert client.get(path, headers={"If-None-Match": etag}).status_code == 304
    with sample_copy.app_context():
        changed = db.session.scalars(
            select(Meeting).where(Meeting.state == MeetingState.PLANNED).order_by(Meeting.id)
        ).all()[-1]
        changed.title = "Et helt nytt navn"
        db.session.commit()
    again = client.get(ALL, headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 200
    assert len(set(_events(again.data)) - set(_events(first.data))) == 1


def _events(data: bytes) -> list[bytes]:
    return data.split(b"BEGIN:VEVENT")[1:]
