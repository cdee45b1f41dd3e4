"""How a feed answers those who poll it, and what makes its tag another (RFC 9110)."""

import gzip
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
from tests.calendars.conftest import make_forum, make_meeting
from tests.statements import recorded

ALL = "/calendar/all.ics"


@pytest.fixture
def meeting(session: Session) -> Meeting:
    made = make_meeting(
        session, make_forum(session), agenda=[AgendaItem(position=1, title="Åpning")]
    )
    session.commit()
    return made


def tag(client: FlaskClient, path: str = ALL) -> str:
    return client.get(path).headers["ETag"]


@pytest.mark.usefixtures("meeting")
def test_an_unchanged_feed_is_answered_without_a_body_in_one_statement(
    app: Flask, client: FlaskClient
) -> None:
    etag = tag(client)
    with recorded(app) as statements:
        answer = client.get(ALL, headers={"If-None-Match": etag})
    assert (answer.status_code, answer.data) == (304, b"")
    statements.at_most(1)
    assert answer.headers["ETag"] == etag
    assert answer.headers["Cache-Control"] == "public, max-age=300"
    assert answer.headers["Vary"] == "Accept-Encoding"
    assert "Set-Cookie" not in answer.headers
    assert "Content-Type" not in answer.headers


@pytest.mark.usefixtures("meeting")
def test_a_whole_feed_is_two_statements_and_sets_no_cookie(app: Flask, client: FlaskClient) -> None:
    tag(client)
    with recorded(app) as statements:
        answer = client.get(ALL, headers={"Cookie": "session=anything; language=en"})
    statements.at_most(2)
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "Set-Cookie" not in answer.headers


@pytest.mark.usefixtures("meeting")
@pytest.mark.parametrize(
    ("header", "status"),
    [
        ("{tag}", 304),
        ("W/{tag}", 304),
        ('"other", W/{tag} , "third"', 304),
        ("*", 304),
        ('"other"', 200),
        ("other", 200),
        ("", 200),
        ('"' + "x" * 4000, 200),
    ],
)
def test_tags_are_compared_weakly_in_a_list_or_as_a_star(
    client: FlaskClient, header: str, status: int
) -> None:
    sent = header.replace("{tag}", tag(client))
    assert client.get(ALL, headers={"If-None-Match": sent}).status_code == status


@pytest.mark.usefixtures("meeting")
def test_a_date_counts_only_where_no_tag_is_sent(client: FlaskClient) -> None:
    stamp = client.get(ALL).headers["Last-Modified"]
    assert stamp == "Mon, 23 Nov 2026 12:00:00 GMT"
    earlier = "Mon, 23 Nov 2026 11:59:59 GMT"
    for headers, status in (
        ({"If-Modified-Since": stamp}, 304),
        ({"If-Modified-Since": earlier}, 200),
        ({"If-Modified-Since": "yesterday"}, 200),
        ({"If-Modified-Since": stamp, "If-None-Match": '"other"'}, 200),
    ):
        assert client.get(ALL, headers=headers).status_code == status, headers


@pytest.mark.usefixtures("meeting")
def test_head_tells_what_get_would_and_sends_no_body(client: FlaskClient) -> None:
    got, head = client.get(ALL), client.head(ALL)
    assert head.data == b""
    assert dict(head.headers) == dict(got.headers)


@pytest.mark.usefixtures("meeting")
def test_gzip_only_for_those_who_ask_with_a_tag_of_its_own(client: FlaskClient) -> None:
    plain = client.get(ALL)
    assert "Content-Encoding" not in plain.headers
    assert (
        "Content-Encoding" not in client.get(ALL, headers={"Accept-Encoding": "gzip;q=0"}).headers
    )
    assert "Content-Encoding" not in client.get(ALL, headers={"Accept-Encoding": "*"}).headers
    asked = {"Accept-Encoding": "br, gzip"}
    packed = client.get(ALL, headers=asked)
    assert packed.headers["Content-Encoding"] == "gzip"
    assert packed.headers["Vary"] == "Accept-Encoding"
    assert gzip.decompress(packed.data) == plain.data
    assert packed.headers["ETag"] != plain.headers["ETag"]
    again = client.get(ALL, headers={**asked, "If-None-Match": packed.headers["ETag"]})
    assert again.status_code == 304


@pytest.mark.usefixtures("meeting")
def test_the_same_records_give_the_same_bytes_tomorrow(
    client: FlaskClient, clock: time_machine.Traveller
) -> None:
    first = client.get(ALL)
    clock.shift(timedelta(days=1))
    again = client.get(ALL)
    assert again.data == first.data
    assert again.headers["Last-Modified"] == first.headers["Last-Modified"]


def test_a_new_month_and_the_thirtieth_day_of_a_cancelled_meeting_bring_new_bytes(
    client: FlaskClient, session: Session, clock: time_machine.Traveller
) -> None:
    """Cancelled for 31 October: in the feed through 30 November, the month's last day."""
    forum = make_forum(session)
    make_meeting(session, forum, title="avlyst", days=-25, state=MeetingState.CANCELLED)
    make_meeting(session, forum, title="for et år siden", days=-386)
    session.commit()
    assert client.get(ALL).data.count(b"BEGIN:VEVENT") == 2
    clock.shift(timedelta(days=5))  # 28 November: the last day
    assert client.get(ALL).data.count(b"BEGIN:VEVENT") == 2
    clock.shift(timedelta(days=1))
    assert client.get(ALL).data.count(b"BEGIN:VEVENT") == 1
    clock.shift(timedelta(days=2))  # 1 December: the window moves
    assert client.get(ALL).data.count(b"BEGIN:VEVENT") == 0


def test_last_modified_rises_with_each_change_even_within_a_second(
    client: FlaskClient, session: Session, meeting: Meeting
) -> None:
    stamps = [client.get(ALL).headers["Last-Modified"]]
    for title in ("en", "to"):
        meeting.title = title
        session.commit()
        stamps.append(client.get(ALL).headers["Last-Modified"])
    assert [stamp[17:25] for stamp in stamps] == ["12:00:00", "12:00:01", "12:00:02"]


def test_other_settings_write_the_feed_anew(
    app: Flask, client: FlaskClient, meeting: Meeting
) -> None:
    before = tag(client)
    app.extensions["calendars_made_by"] = "another program"
    with recorded(app) as statements:
        assert tag(client) == before
    assert any("UPDATE calendar_rendering" in statement for statement in statements)


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
    client: FlaskClient, session: Session, meeting: Meeting, what: str
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
    client: FlaskClient, session: Session, meeting: Meeting, what: str,
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
        session.commit()
        of_area = f"/calendar/priorities/{area.id}.ics"
        of_organisation = f"/calendar/organisations/{organisation.slug}.ics"
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
