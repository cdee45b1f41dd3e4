"""A meeting is one entry in a calendar, whichever way it came there; an answer reaches it."""

import re
from datetime import timedelta

import icalendar
import pytest
from time_machine import travel

from arenas.calendars import personal
from arenas.calendars.personal import FeedDetails
from arenas.models import Account
from arenas.models.enums import Role
from tests.invitations.conftest import DAY, event_of
from tests.invitations.series_records import ASE, DAYS, events_of
from tests.meetings.records import at
from tests.pages import form_token

FEED = "/calendar/forums/klimaforum.ics"
pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture(autouse=True)
def today():
    with travel(at(DAY).starts_at - timedelta(days=200)):
        yield


def uids(client, path):
    """UID and date of the series of each event."""
    events = icalendar.Calendar.from_ical(client.get(path).data).walk("VEVENT")
    return [key(one) for one in events]


def key(event):
    named = event.get("RECURRENCE-ID")
    return str(event["UID"]), named and f"{named.dt.astimezone():%Y-%m-%d}"


def test_feed_file_and_mail_have_one_uid_whatever_befalls_the_meeting(call, sent, client):
    called = call("Åse Østby")
    called.step("publish")
    file = f"/meetings/{called.meeting.id}.ics"
    expected = [(called.meeting.uid, None)]
    for befall in (
        lambda: None,
        lambda: called.change(when=at(DAY + timedelta(days=1)), title="Et annet navn"),
        lambda: setattr(called.forum, "name", "Klimarådet"),
        lambda: called.step("cancel", "Sykdom"),
    ):
        befall()
        called.session.commit()
        assert uids(client, FEED) == uids(client, file) == expected
        assert [key(event_of(message)) for message in sent().values()] in ([], expected)
    assert called.meeting.uid == expected[0][0]


def test_a_date_of_a_series_has_one_uid_and_one_recurrence_id(call_series, sent, client):
    called = call_series()
    [event] = events_of(sent()[ASE])
    assert uids(client, FEED) == [key(event)] == [(called.series.uid, None)]
    called.move(DAYS[2], DAYS[2] + timedelta(days=2))
    [moved] = events_of(sent()[ASE])
    expected = (called.series.uid, f"{DAYS[2]}")
    assert key(moved) == expected
    assert uids(client, FEED) == [(called.series.uid, None), expected]
    assert uids(client, f"/meetings/{called.on(DAYS[2]).id}.ics") == [expected]


def test_an_answer_by_the_link_in_the_mail_is_in_one_s_own_feed_at_the_next_poll(
    call, sent, client
):
    called = call("Åse Østby", "Bo Li")
    called.step("publish")
    feeds = {}
    for name, person in called.people.items():
        owner = Account(email=person.email, role=Role.MEMBER, person_id=person.id)
        called.session.add(owner)
        called.session.flush()
        feeds[name] = personal.create(called.session, owner, FeedDetails(name="Min"))[1]
    called.session.commit()

    def poll(name, tag=""):
        answer = client.get(f"/calendar/feeds/{feeds[name]}.ics", headers={"If-None-Match": tag})
        return answer, answer.headers["ETag"]

    link = re.search(r"/reply/[\w-]+", sent()[ASE].get_body(("plain",)).get_content())[0]
    _first, tag = poll("Åse Østby")
    _other, others = poll("Bo Li")
    for answered, status in (("tentative", "TENTATIVE"), ("accepted", "CONFIRMED")):
        token = form_token(client.get(link))
        client.post(link, data={"answer": answered, "csrf_token": token})
        answer, tag = poll("Åse Østby", tag)
        assert answer.status_code == 200
        [event] = icalendar.Calendar.from_ical(answer.data).walk("VEVENT")
        assert event["STATUS"] == status
        assert poll("Bo Li", others)[0].status_code == 304
    token = form_token(client.get(link))
    client.post(link, data={"answer": "declined", "csrf_token": token})
    answer, _tag = poll("Åse Østby", tag)
    assert (answer.status_code, answer.data.count(b"BEGIN:VEVENT")) == (200, 0)
