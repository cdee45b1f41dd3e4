"""A series in a feed: one event with its rule, and a date of its own for each that differs."""

from datetime import UTC, date, datetime, timedelta

import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import null, select, update
from sqlalchemy.orm import Session

from arenas.meetings import services, states
from arenas.meetings.recurrence import Pattern, Repeats
from arenas.models import Account, Forum, Meeting, Series, SeriesOccurrence
from arenas.models.enums import MeetingState
from tests.calendars.conftest import ALL, make_meeting, tag
from tests.calendars.series import (
    dates,
    follow,
    in_feed,
    on_record,
    start,
    step,
)
from tests.conformance.readers.expanding import recurring
from tests.statements import recorded


def test_a_series_is_one_event_in_every_feed(
    database: str, client: FlaskClient, session: Session, actor: Account
) -> None:
    uid = start(session, actor).uid
    for path in (ALL, "/calendar/forums/styret.ics", ALL + "?lang=en"):
        data = client.get(path).data
        assert data.count(b"BEGIN:VEVENT") == 1
        assert f"UID:{uid}\r\n".encode() in data
        assert b"RRULE:FREQ=WEEKLY;UNTIL=20270209T110000Z;INTERVAL=2;BYDAY=TU\r\n" in data
        assert b"SUMMARY:Styret\r\n" in data
        assert in_feed(data) == on_record(session)


def test_a_cancelled_date_that_is_restored_is_a_date_like_the_rest_again(
    client: FlaskClient, session: Session, actor: Account
) -> None:
    start(session, actor)
    before = client.get(ALL).data
    step("cancel")(session, actor, dates(session))
    session.commit()
    assert b"SUMMARY:Avlyst: Styret\r\nSTATUS:CANCELLED" in client.get(ALL).data
    step("reopen")(session, actor, dates(session))
    session.commit()
    assert client.get(ALL).data == before


def test_dates_that_are_published_one_by_one_come_one_by_one(
    client: FlaskClient, session: Session, actor: Account
) -> None:
    made = start(session, actor, publish=False)
    assert b"VEVENT" not in client.get(ALL).data
    seen = []
    for one in dates(session):
        states.take(session, one.id, "publish", version=one.version, actor=actor)
        session.commit()
        data = client.get(ALL).data
        assert in_feed(data) == on_record(session)
        session.refresh(made)
        seen.append(made.sequence)
        assert f"\r\nSEQUENCE:{made.sequence}\r\n".encode() in data
    assert seen == [2, 3, 4, 5, 6, 7]  # 1 when it was laid out


def test_a_series_that_is_laid_out_counts_as_one_change_of_its_dates(
    session: Session, actor: Account
) -> None:
    made = start(session, actor)
    assert made.sequence == 1
    follow(session, actor, dates(session))
    session.commit()
    session.refresh(made)
    assert made.sequence == 1


def test_a_deleted_draft_alters_no_tag(
    client: FlaskClient, session: Session, actor: Account
) -> None:
    """One that is of no series: the revision rises, the bytes are the same."""
    start(session, actor)
    make_meeting(session, session.scalars(select(Forum)).one(), state=MeetingState.DRAFT)
    session.commit()
    before = tag(client)
    draft = session.scalars(select(Meeting).where(Meeting.state == MeetingState.DRAFT)).one()
    services.delete_draft(session, draft.id, actor=actor)
    session.commit()
    assert tag(client) == before


def test_a_series_from_before_stays_meeting_by_meeting(
    client: FlaskClient, session: Session, actor: Account
) -> None:
    start(session, actor)
    uids = {one.uid for one in dates(session)}
    session.execute(update(Series).values(uid=null()))
    session.commit()
    data = client.get(ALL).data
    assert b"RRULE:FREQ=WEEKLY" not in data
    assert {one.uid for one in recurring(data)} == uids


def test_a_date_that_was_never_on_the_rule_stands_by_itself(
    client: FlaskClient, session: Session, actor: Account
) -> None:
    made = start(session, actor)
    extra = make_meeting(session, session.get_one(Forum, made.forum_id), days=30)
    session.add(
        SeriesOccurrence(series_id=made.id, day=extra.starts_at.date(), meeting_id=extra.id)
    )
    session.commit()
    data = client.get(ALL).data
    assert sorted({one.uid for one in recurring(data)}) == sorted([made.uid or "", extra.uid])
    assert in_feed(data) == on_record(session)


def test_one_date_of_a_series_as_a_file_is_that_date_alone(
    client: FlaskClient, session: Session, actor: Account
) -> None:
    made = start(session, actor)
    second = dates(session)[1]
    data = client.get(f"/meetings/{second.id}.ics").data
    assert f"UID:{made.uid}\r\n".encode() in data
    assert b"RECURRENCE-ID;TZID=Europe/Oslo:20261215T120000\r\n" in data
    assert b"RRULE:FREQ=WEEKLY" not in data
    assert [one.starts for one in recurring(data)] == ["2026-12-15T11:00:00Z"]


def test_the_file_of_one_date_is_new_when_its_series_has_got_another_number(
    client: FlaskClient, session: Session, actor: Account, clock: time_machine.Traveller
) -> None:
    """SEQUENCE counts the series' changes too, so its stamp does as well."""
    start(session, actor)
    made = dates(session)
    path = f"/meetings/{made[1].id}.ics"
    before = client.get(path)
    clock.shift(timedelta(minutes=5))
    session.delete(made[4])
    session.commit()
    after = client.get(path, headers={"If-None-Match": before.headers["ETag"]})
    assert after.status_code == 200
    assert b"\r\nSEQUENCE:2\r\n" in before.data
    assert b"\r\nSEQUENCE:3\r\n" in after.data
    assert b"LAST-MODIFIED:20261123T120500Z" in after.data
    again = {"If-None-Match": after.headers["ETag"]}
    assert client.get(path, headers=again).status_code == 304


def test_a_window_that_cuts_a_series_begins_at_the_first_date_shown(
    app: Flask, client: FlaskClient, session: Session, actor: Account
) -> None:
    """Every third week from 7 October 2025: the window begins on 1 November 2025."""
    with time_machine.travel(datetime(2025, 10, 1, tzinfo=UTC), tick=False):
        pattern = Pattern(Repeats.WEEK, date(2025, 10, 7), every=3, until=date(2026, 12, 31))
        start(session, actor, pattern)
    data = client.get(ALL).data
    assert b"DTSTART;TZID=Europe/Oslo:20251118T120000\r\n" in data
    shown = [one for one in on_record(session) if one[0] > "2025-11"]
    assert len(shown) > 15
    assert in_feed(data) == shown


def test_a_cancelled_date_leaves_the_series_after_thirty_days(
    client: FlaskClient, session: Session, actor: Account, clock: time_machine.Traveller
) -> None:
    start(session, actor)
    step("cancel")(session, actor, dates(session))
    session.commit()
    clock.move_to(datetime(2027, 1, 14, 12, tzinfo=UTC))  # 30 days after 15 December
    assert ("2026-12-15T11:00:00Z", "CANCELLED") in in_feed(client.get(ALL).data)
    clock.move_to(datetime(2027, 1, 15, 12, tzinfo=UTC))
    data = client.get(ALL).data
    assert b"EXDATE;TZID=Europe/Oslo:20261215T120000\r\n" in data
    assert "2026-12-15T11:00:00Z" not in [starts for starts, _status in in_feed(data)]


def test_series_are_read_in_one_statement_more(
    app: Flask, client: FlaskClient, session: Session, actor: Account
) -> None:
    start(session, actor)
    with recorded(app) as statements:
        client.get(ALL)
    assert sum("FROM series" in one for one in statements) == 1
