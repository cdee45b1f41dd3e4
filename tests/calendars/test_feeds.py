"""What stands in a public feed, and what never does."""

import re
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import icalendar
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from arenas.models import (
    AgendaItem,
    ForumMember,
    Organisation,
    Participation,
    Person,
    PriorityArea,
)
from arenas.models.enums import MeetingState, Sector
from tests.calendars.conftest import make_forum, make_meeting

pytestmark = pytest.mark.usefixtures("database")


def lines(client: FlaskClient, path: str) -> list[str]:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return answer.data.replace(b"\r\n ", b"").decode().split("\r\n")


def summaries(client: FlaskClient, path: str) -> list[str]:
    found = [one for one in lines(client, path) if one.startswith("SUMMARY:")]
    return [one.removeprefix("SUMMARY:") for one in found]


def test_a_meeting_stands_with_all_that_a_calendar_shows(
    client: FlaskClient, session: Session
) -> None:
    forum = make_forum(session, name_en="Trial forum", contact_email="prove@example.org")
    meeting = make_meeting(
        session,
        forum,
        uid="5d0c@moteplass",
        place="Rådhuset, Hamar",
        online_url="https://video.example.org/1",
        sequence=3,
        agenda=[
            AgendaItem(position=1, title="Åpning"),
            AgendaItem(position=2, title="Økonomi; tall"),
        ],
    )
    session.commit()
    read = lines(client, "/calendar/forums/prove.ics")
    begin = read.index("BEGIN:VEVENT")
    assert read[begin:] == [
        "BEGIN:VEVENT",
        "UID:5d0c@moteplass",
        "DTSTAMP:20261123T120000Z",
        "CREATED:20261123T120000Z",
        "LAST-MODIFIED:20261123T120000Z",
        "SEQUENCE:3",
        "DTSTART;TZID=Europe/Oslo:20261130T130000",
        "DTEND;TZID=Europe/Oslo:20261130T150000",
        "SUMMARY:Prøveforum: Budsjett",
        "STATUS:CONFIRMED",
        "DESCRIPTION:Saker:\\n1. Åpning\\n2. Økonomi\\; tall\\n\\nDelta på nett: "
        "https://video.example.org/1\\nMer om møtet: http://localhost:8000/meetings/"
        f"{meeting.id}",
        "LOCATION:Rådhuset\\, Hamar",
        "CATEGORIES:Prøveforum",
        f"URL:http://localhost:8000/meetings/{meeting.id}",
        "CONFERENCE;VALUE=URI;FEATURE=AUDIO,VIDEO:https://video.example.org/1",
        "CONTACT:prove@example.org",
        "END:VEVENT",
        "END:VCALENDAR",
        "",
    ]
    assert "NAME:Prøveforum" in read
    assert "SOURCE;VALUE=URI:http://localhost:8000/calendar/forums/prove.ics" in read
    assert "COLOR:chocolate" in read


def test_links_come_from_the_setting_and_never_from_the_request(
    client: FlaskClient, session: Session
) -> None:
    make_meeting(session, make_forum(session))
    session.commit()
    answer = client.get("/calendar/all.ics", headers={"Host": "127.0.0.1:9999"})
    assert b"127.0.0.1" not in answer.data


def test_a_feed_is_in_bokmal_whatever_the_browser_wishes_and_english_where_the_address_says_so(
    client: FlaskClient, session: Session
) -> None:
    forum = make_forum(session, name_en="Trial forum")
    make_meeting(session, forum, state=MeetingState.CANCELLED)
    session.commit()
    path = "/calendar/forums/prove.ics"
    wish = {"Accept-Language": "en"}
    assert b"SUMMARY:Avlyst: Pr" in client.get(path, headers=wish).data
    assert summaries(client, f"{path}?lang=en") == ["Cancelled: Trial forum: Budsjett"]


def test_a_whole_day_ends_on_the_day_after(client: FlaskClient, session: Session) -> None:
    first, last = date(2027, 3, 27), date(2027, 3, 28)
    make_meeting(session, make_forum(session), first_day=first, last_day=last)
    session.commit()
    read = lines(client, "/calendar/all.ics")
    assert "DTSTART;VALUE=DATE:20270327" in read
    assert "DTEND;VALUE=DATE:20270329" in read
    assert "BEGIN:VTIMEZONE" not in read


def test_a_cancelled_meeting_stays_for_thirty_days(client: FlaskClient, session: Session) -> None:
    forum = make_forum(session)
    for days in (-30, -31):
        make_meeting(
            session, forum, title=f"{days}", days=days, state=MeetingState.CANCELLED,
            cancel_reason="for få påmeldte",
        )  # fmt: skip
    session.commit()
    read = lines(client, "/calendar/all.ics")
    assert "SUMMARY:Avlyst: Prøveforum: -30" in read
    assert not [one for one in read if "-31" in one]
    assert "STATUS:CANCELLED" in read
    assert "TRANSP:TRANSPARENT" in read
    assert any(one.startswith("DESCRIPTION:Årsak: for få påmeldte") for one in read)


def test_a_feed_reaches_from_twelve_months_back_to_eighteen_ahead(
    client: FlaskClient, session: Session
) -> None:
    """Whole months: from 1 November 2025 to 31 May 2028."""
    forum = make_forum(session)
    for title, days in {
        "31 October 2025": -388, "1 November 2025": -387, "31 May 2028": 555, "1 June 2028": 556,
    }.items():  # fmt: skip
        make_meeting(session, forum, title=title, days=days)
    session.commit()
    assert summaries(client, "/calendar/all.ics") == [
        "Prøveforum: 1 November 2025",
        "Prøveforum: 31 May 2028",
    ]


def test_an_organisation_s_feed_has_the_meetings_it_is_asked_to_or_has_a_seat_at(
    client: FlaskClient, session: Session
) -> None:
    hamar = Organisation(slug="hamar", name="Hamar", sector=Sector.MUNICIPALITY)
    kari = Person(given_name="Kari", family_name="Li", search_text="kari li")
    session.add_all([hamar, kari])
    asked, seated, other = (make_forum(session, slug=slug, name=f"{slug}1") for slug in "ABC")
    session.add(
        ForumMember(
            forum_id=seated.id, person_id=kari.id, organisation_id=hamar.id,
            starts_on=date(2026, 1, 1), ends_on=date(2026, 12, 31),
        )
    )  # fmt: skip
    asked_to = Participation(person_id=kari.id, organisation_id=hamar.id)
    make_meeting(session, asked, title="asked to", participations=[asked_to])
    make_meeting(session, seated, title="with a seat", days=8)
    make_meeting(session, seated, title="after the seat", days=60)
    make_meeting(session, other, title="not ours")
    session.commit()
    path = "/calendar/organisations/hamar.ics"
    assert summaries(client, path) == ["A1: asked to", "B1: with a seat"]
    assert "Kari" not in "".join(lines(client, path))


def test_a_seat_counts_from_its_first_day_for_meetings_of_whole_days_too(
    client: FlaskClient, session: Session
) -> None:
    """The seat is that of December 2026; midnight in Oslo is 23.00 of the day before in UTC."""
    hamar = Organisation(slug="hamar", name="Hamar", sector=Sector.MUNICIPALITY)
    kari = Person(given_name="Kari", family_name="Li", search_text="kari li")
    forum = make_forum(session)
    session.add_all([hamar, kari])
    session.flush()
    session.add(
        ForumMember(
            forum_id=forum.id, person_id=kari.id, organisation_id=hamar.id,
            starts_on=date(2026, 12, 1), ends_on=date(2026, 12, 31),
        )
    )  # fmt: skip
    for day in (date(2026, 11, 30), date(2026, 12, 1), date(2026, 12, 31), date(2027, 1, 1)):
        starts = datetime.combine(day, time(), tzinfo=ZoneInfo("Europe/Oslo"))
        make_meeting(
            session, forum, title=f"{day}", first_day=day, last_day=day,
            starts_at=starts, ends_at=starts + timedelta(days=1),
        )  # fmt: skip
    session.commit()
    assert summaries(client, "/calendar/organisations/hamar.ics") == [
        "Prøveforum: 2026-12-01",
        "Prøveforum: 2026-12-31",
    ]


def test_a_priority_area_s_feed_has_its_meetings_and_those_of_its_forums_that_name_none(
    sample_copy: Flask,
) -> None:
    with sample_copy.app_context():
        from arenas.database import db

        areas = db.session.scalars(select(PriorityArea).order_by(PriorityArea.id)).all()
        forum = make_forum(db.session(), priorities=[areas[0]])
        make_meeting(db.session(), forum, title="follows its forum")
        make_meeting(db.session(), forum, title="names another", priorities=[areas[1]])
        db.session.commit()
        first, second = (f"/calendar/priorities/{area.id}.ics" for area in areas[:2])
    client = sample_copy.test_client()
    assert "Prøveforum: follows its forum" in summaries(client, first)
    assert "Prøveforum: names another" not in summaries(client, first)
    assert "Prøveforum: names another" in summaries(client, second)


def test_a_meeting_s_own_file_is_the_same_event_as_in_the_feed(
    client: FlaskClient, session: Session
) -> None:
    meeting = make_meeting(session, make_forum(session))
    old = make_meeting(session, make_forum(session, slug="gammel", name="Gammel"), days=-3000)
    session.commit()
    in_feed, alone = (
        lines(client, "/calendar/all.ics"),
        lines(client, f"/meetings/{meeting.id}.ics"),
    )
    assert in_feed[in_feed.index("BEGIN:VEVENT") :] == alone[alone.index("BEGIN:VEVENT") :]
    assert summaries(client, f"/meetings/{old.id}.ics") == ["Gammel: Budsjett"]


def test_a_feed_is_at_most_a_million_bytes_and_keeps_what_comes_next(
    client: FlaskClient, session: Session
) -> None:
    forum = make_forum(session)
    for number in range(-60, 61):
        make_meeting(session, forum, days=number, title=f"nr {number}", description="ø" * 5000)
    session.commit()
    answer = client.get("/calendar/all.ics")
    assert 950_000 < len(answer.data) <= 1_000_000
    calendar = icalendar.Calendar.from_ical(answer.data)
    kept = [int(str(event["SUMMARY"]).rsplit(" ", 1)[1]) for event in calendar.events]
    assert kept == list(range(kept[0], 61))


@pytest.mark.parametrize(
    "title", ["x\x01y", "a\r\nATTENDEE:mailto:b@example.org", "\ud7ff\u2028\x0b"]
)
def test_a_title_that_came_past_the_forms_cannot_add_a_line(
    client: FlaskClient, session: Session, title: str
) -> None:
    make_meeting(session, make_forum(session), title=title, place=title[1:])
    session.commit()
    names = {re.split("[:;]", one)[0] for one in lines(client, "/calendar/all.ics")}
    assert "ATTENDEE" not in names
    assert names <= KNOWN | {""}


def test_addresses_that_no_record_can_have_are_not_found(client: FlaskClient) -> None:
    for path in ("/calendar/forums/%00.ics", f"/calendar/forums/{'x' * 300}.ics",
                 "/meetings/99999999999999999999.ics", "/calendar/priorities/-1.ics"):  # fmt: skip
        assert client.get(path).status_code == 404


KNOWN = {
    "BEGIN", "END", "VERSION", "PRODID", "CALSCALE", "NAME", "X-WR-CALNAME", "X-WR-TIMEZONE",
    "REFRESH-INTERVAL", "X-PUBLISHED-TTL", "SOURCE", "URL", "COLOR", "X-APPLE-CALENDAR-COLOR",
    "TZID", "DTSTART", "RRULE", "TZOFFSETFROM", "TZOFFSETTO", "TZNAME", "UID", "DTSTAMP",
    "CREATED", "LAST-MODIFIED", "SEQUENCE", "DTEND", "SUMMARY", "STATUS", "DESCRIPTION",
    "LOCATION", "CATEGORIES",
}  # fmt: skip
