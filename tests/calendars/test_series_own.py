"""A series in a feed of one's own: the dates one is asked to, in the way one chose."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from arenas.models import Account, Forum, Participation, Person
from arenas.models.enums import Response, Visibility
from tests.calendars.conftest import make_feed
from tests.calendars.series import (
    dates,
    in_feed,
    start,
    step,
)
from tests.calendars.test_feeds import lines

pytestmark = pytest.mark.usefixtures("database")


def test_own_meetings_of_a_series_are_those_one_is_asked_to_and_has_not_declined(
    client: FlaskClient, session: Session, actor: Account, owner: Account
) -> None:
    """Asked to the first four of six: no answer, a perhaps, a no, a yes."""
    start(session, actor)
    answers = (Response.NEEDS_ACTION, Response.TENTATIVE, Response.DECLINED, Response.ACCEPTED)
    for one, answer in zip(dates(session), answers, strict=False):
        session.add(Participation(meeting_id=one.id, person_id=owner.person_id, response=answer))
    path = make_feed(session, owner)
    expected = [
        ("2026-12-01T11:00:00Z", "CONFIRMED"),
        ("2026-12-15T11:00:00Z", "TENTATIVE"),
        ("2027-01-12T11:00:00Z", "CONFIRMED"),
    ]
    assert in_feed(client.get(path).data) == expected
    before = client.get(path).headers["ETag"]
    declined = session.scalars(
        select(Participation).where(Participation.response == Response.DECLINED)
    ).one()
    declined.response = Response.ACCEPTED
    session.commit()
    after = client.get(path, headers={"If-None-Match": before})
    assert after.status_code == 200
    assert in_feed(after.data) == sorted([*expected, ("2026-12-29T11:00:00Z", "CONFIRMED")])


def test_another_s_answer_leaves_one_s_own_feed_as_it_was(
    client: FlaskClient, session: Session, actor: Account, owner: Account
) -> None:
    start(session, actor)
    other = Person(given_name="Ola", family_name="Dahl", search_text="ola dahl")
    session.add(other)
    session.flush()
    for one in dates(session):
        session.add(Participation(meeting_id=one.id, person_id=owner.person_id))
        session.add(Participation(meeting_id=one.id, person_id=other.id))
    path = make_feed(session, owner, past_months=0)
    before = client.get(path).headers["ETag"]
    for one in session.scalars(select(Participation).where(Participation.person_id == other.id)):
        one.response = Response.DECLINED
    session.commit()
    assert client.get(path, headers={"If-None-Match": before}).status_code == 304


def test_a_feed_that_drops_the_cancelled_leaves_their_dates_out(
    client: FlaskClient, session: Session, actor: Account, owner: Account
) -> None:
    made = start(session, actor)
    step("cancel")(session, actor, dates(session))
    path = make_feed(
        session, owner, own=False, forums=[made.forum_id], with_cancelled=False, alarm_minutes=60
    )
    data = client.get(path).data
    assert b"EXDATE;TZID=Europe/Oslo:20261215T120000\r\n" in data
    assert (data.count(b"BEGIN:VEVENT"), data.count(b"BEGIN:VALARM")) == (1, 1)
    assert len(in_feed(data)) == 5


def test_the_link_of_an_internal_forum_s_series_is_one_a_guest_may_follow(
    client: FlaskClient, session: Session, actor: Account, owner: Account
) -> None:
    start(session, actor)
    for one in dates(session):
        session.add(Participation(meeting_id=one.id, person_id=owner.person_id))
    path = make_feed(session, owner)
    assert any(line.startswith("URL:") and "/forums/" in line for line in lines(client, path))
    session.execute(update(Forum).values(visibility=Visibility.INTERNAL))
    session.commit()
    links = [line for line in lines(client, path) if line.startswith("URL:")]
    assert links
    assert not [link for link in links if "/forums/" in link]
    assert any(link.endswith("/meetings/") for link in links)
