"""Feeds that people put together: what is in them."""

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from arenas.models import (
    Account,
    Forum,
    Meeting,
    Organisation,
    Participation,
)
from arenas.models.enums import Language, MeetingState, Response, Role, Sector, Visibility
from tests.calendars.conftest import make_feed, make_forum, make_meeting
from tests.calendars.test_feeds import lines, summaries

pytestmark = pytest.mark.usefixtures("database")


def ask(session: Session, owner: Account, meeting: Meeting, response: Response) -> Participation:
    asked = Participation(meeting_id=meeting.id, person_id=owner.person_id, response=response)
    session.add(asked)
    session.commit()
    return asked


def test_own_meetings_leave_with_a_no_and_a_perhaps_is_tentative(
    client: FlaskClient, session: Session, owner: Account
) -> None:
    forum = make_forum(session, visibility=Visibility.INTERNAL)
    for number, response in enumerate(Response):
        meeting = make_meeting(session, forum, title=response.value, days=number + 1)
        ask(session, owner, meeting, response)
    make_meeting(session, forum, title="not asked")
    path = make_feed(session, owner)
    assert summaries(client, path) == [
        f"Prøveforum: {word}" for word in ("needs-action", "accepted", "tentative", "waiting")
    ]
    assert [one for one in lines(client, path) if one.startswith("STATUS")] == [
        "STATUS:CONFIRMED", "STATUS:CONFIRMED", "STATUS:TENTATIVE", "STATUS:TENTATIVE",
    ]  # fmt: skip
    sure = make_feed(session, owner, with_unanswered=False)
    assert summaries(client, sure) == ["Prøveforum: accepted"]


def test_a_meeting_said_no_to_leaves_one_s_own_feed_though_the_forum_is_in_it(
    client: FlaskClient, session: Session, owner: Account
) -> None:
    forum = make_forum(session)
    for title, response in (("ja", Response.ACCEPTED), ("nei", Response.DECLINED)):
        ask(session, owner, make_meeting(session, forum, title=title), response)
    mixed = make_feed(session, owner, forums=[forum.id])
    assert summaries(client, mixed) == ["Prøveforum: ja"]
    forum_only = make_feed(session, owner, own=False, forums=[forum.id])
    assert summaries(client, forum_only) == ["Prøveforum: ja", "Prøveforum: nei"]


def test_an_answer_is_in_the_feed_at_the_next_poll(
    client: FlaskClient, session: Session, owner: Account
) -> None:
    meeting = make_meeting(session, make_forum(session))
    asked = ask(session, owner, meeting, Response.NEEDS_ACTION)
    path = make_feed(session, owner)
    before = client.get(path)
    asked.response = Response.DECLINED
    session.commit()
    after = client.get(path, headers={"If-None-Match": before.headers["ETag"]})
    assert (after.status_code, after.data.count(b"BEGIN:VEVENT")) == (200, 0)


def test_any_mix_of_forums_organisations_areas_sectors_and_levels(
    sample_copy: Flask, database: str
) -> None:
    from arenas.database import db

    with sample_copy.app_context():
        session = db.session()
        account = session.scalars(select(Account).where(Account.role == Role.COORDINATOR)).one()
        organisation = session.scalars(
            select(Organisation.id).where(Organisation.sector == Sector.ACADEMIA).limit(1)
        ).one()
        forum = session.scalars(select(Forum.id).order_by(Forum.id).limit(1)).one()
        mixes: list[dict[str, Any]] = [
            {"forums": [forum]},
            {"organisations": [organisation]},
            {"priorities": [1]},
            {"sectors": ["academia"]},
            {"levels": ["national"]},
            {"forums": [forum], "sectors": ["academia"], "levels": ["regional"]},
        ]
        paths = [make_feed(session, account, own=False, past_months=12, **mix) for mix in mixes]
        db.session.remove()
    client = sample_copy.test_client()
    counts = [len(summaries(client, path)) for path in paths]
    assert all(counts), counts
    assert counts[5] >= max(counts[0], counts[3])
    for path in paths:
        assert "ATTENDEE" not in "".join(lines(client, path))
        etag = client.get(path).headers["ETag"]
        assert client.get(path, headers={"If-None-Match": etag}).status_code == 304


def test_a_feed_shows_only_what_its_owner_may_see(
    client: FlaskClient, session: Session, owner: Account
) -> None:
    internal = make_forum(session, visibility=Visibility.INTERNAL)
    make_meeting(session, internal)
    make_meeting(session, internal, state=MeetingState.DRAFT)
    path = make_feed(session, owner, own=False, forums=[internal.id])
    assert summaries(client, path) == []
    owner.role = Role.LEADERSHIP
    session.commit()
    assert summaries(client, path) == ["Prøveforum: Budsjett"]
    owner.active = False
    session.commit()
    assert client.get(path).status_code == 404


def test_cancelled_can_be_dropped_alarms_added_and_the_language_chosen(
    client: FlaskClient, session: Session, owner: Account
) -> None:
    forum = make_forum(session, name_en="Trial forum")
    make_meeting(session, forum, state=MeetingState.CANCELLED)
    make_meeting(session, forum, title="Plan", days=8)
    path = make_feed(session, owner, own=False, forums=[forum.id], with_cancelled=False,
                alarm_minutes=60, language=Language.ENGLISH)  # fmt: skip
    assert summaries(client, path) == ["Trial forum: Plan"]
    read = lines(client, path)
    alarm = read.index("BEGIN:VALARM")
    assert read[alarm + 1 : alarm + 4] == [
        "ACTION:DISPLAY",
        "DESCRIPTION:Trial forum: Plan",
        "TRIGGER:-PT1H",
    ]
    assert "NAME:Min" in read
    assert not [one for one in read if one.startswith("SOURCE")]


def test_past_months_are_the_owner_s_choice(
    client: FlaskClient, session: Session, owner: Account
) -> None:
    forum = make_forum(session)
    make_meeting(session, forum, days=-30)
    session.commit()
    assert (
        summaries(client, make_feed(session, owner, own=False, forums=[forum.id], past_months=0))
        == []
    )
    assert summaries(client, make_feed(session, owner, own=False, forums=[forum.id], past_months=3))


def test_a_change_of_person_changes_own_meetings(
    client: FlaskClient, session: Session, owner: Account
) -> None:
    meeting = make_meeting(session, make_forum(session))
    ask(session, owner, meeting, Response.ACCEPTED)
    path = make_feed(session, owner)
    assert len(summaries(client, path)) == 1
    session.execute(update(Account).values(person_id=None))
    session.commit()
    assert len(summaries(client, path)) == 0
