"""A series in a feed: one event with its rule, and a tag that follows all that befalls it."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import null, select, update
from sqlalchemy.orm import Session

from arenas.calendars import check
from arenas.meetings import moving, series, services, states
from arenas.meetings.recurrence import Pattern, Repeats
from arenas.meetings.when import When
from arenas.models import Account, Forum, Meeting, Series, SeriesOccurrence
from arenas.models.enums import MeetingMode, MeetingState, OnHoliday, Role
from tests.calendars.conftest import ALL, make_forum, make_meeting, tag
from tests.conformance.readers.expanding import recurring
from tests.meetings.records import OSLO, details
from tests.statements import recorded

TUESDAYS = Pattern(
    Repeats.WEEK, date(2026, 12, 1), every=2, count=6, on_holiday=OnHoliday.NEXT
)  # 1, 15 and 29 December, 12 and 26 January, 9 February
HERE = (MeetingMode.PHYSICAL, "Rådhuset", None)


@pytest.fixture
def actor(session: Session) -> Account:
    account = Account(email="coordinator@example.org", role=Role.COORDINATOR)
    session.add(account)
    session.flush()
    return account


def start(session: Session, actor: Account, pattern: Pattern = TUESDAYS, **other: Any) -> Series:
    forum = make_forum(session, name="Styret", slug="styret")
    publish = other.pop("publish", True)
    plan = series.Plan(
        pattern,
        details(forum, title="", mode=MeetingMode.PHYSICAL, place="Rådhuset", **other),
        time(12),
        time(14),
        with_members=False,
        publish=publish,
    )
    made = series.start(session, plan, OSLO, actor=actor)
    session.commit()
    return made


def dates(session: Session) -> list[Meeting]:
    return list(
        session.scalars(select(Meeting).join(SeriesOccurrence).order_by(SeriesOccurrence.day))
    )


def on_record(session: Session) -> list[tuple[str, str]]:
    """Start and state of each meeting that is no draft, straight from the tables."""
    session.expire_all()
    return sorted(
        (
            f"{one.starts_at:%Y-%m-%dT%H:%M:%SZ}",
            "CANCELLED" if one.state is MeetingState.CANCELLED else "CONFIRMED",
        )
        for one in session.scalars(select(Meeting).where(Meeting.state != MeetingState.DRAFT))
    )


def in_feed(data: bytes) -> list[tuple[str, str]]:
    assert check.faults(data) == []
    return sorted((one.starts, one.status) for one in recurring(data))


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


Change = Callable[[Session, Account, list[Meeting]], Any]


def _move(session: Session, actor: Account, made: list[Meeting]) -> None:
    day = date(2026, 12, 16)
    when = When.timed((day, time(9)), (day, time(11)), OSLO)
    moving.move(session, made[1], when, HERE, actor=actor)


def _step(name: str) -> Change:
    def take(session: Session, actor: Account, made: list[Meeting]) -> None:
        states.take(
            session, made[1].id, name, version=made[1].version, actor=actor, reason="Sykdom"
        )

    return take


def _add(session: Session, actor: Account, made: list[Meeting]) -> None:
    """A meeting of its own becomes a date of the series."""
    session.execute(update(Series).values(until=null(), count=null()))
    session.expire_all()
    series.extend(session, session.scalars(select(Series.id)).one(), actor=actor)


def _follow(session: Session, actor: Account, made: list[Meeting]) -> None:
    series.move_following(
        session, made[2].id, scope="following", starts=time(9), ends=time(10), where=HERE,
        actor=actor,
    )  # fmt: skip


def _end(session: Session, actor: Account, made: list[Meeting]) -> None:
    series.cancel_following(session, made[3].id, scope="following", reason="Slutt", actor=actor)


CHANGES: dict[str, Change] = {
    "a date is moved": _move,
    "a date is cancelled": _step("cancel"),
    "the series goes on for a year": _add,
    "the following are moved": _follow,
    "the following are cancelled": _end,
    "a date has another title": lambda session, actor, made: setattr(made[0], "title", "Nytt"),
    "a date is deleted": lambda session, actor, made: session.delete(made[4]),
    "a date is made a draft": lambda session, actor, made: setattr(
        made[4], "state", MeetingState.DRAFT
    ),
    "a date leaves the series": lambda session, actor, made: session.delete(
        session.scalars(select(SeriesOccurrence).limit(1)).one()
    ),
    "the series begins otherwise": lambda session, actor, made: setattr(
        session.scalars(select(Series)).one(), "template", {"title": "Nytt"}
    ),
    "the arena has another name": lambda session, actor, made: setattr(
        session.scalars(select(Forum)).one(), "name", "Rådet"
    ),
    "the series is taken away": lambda session, actor, made: session.delete(
        session.scalars(select(Series)).one()
    ),
}


@pytest.mark.parametrize("what", CHANGES)
def test_what_befalls_a_series_alters_the_tag_and_is_told_right(
    database: str, client: FlaskClient, session: Session, actor: Account, what: str,
    clock: time_machine.Traveller,
) -> None:  # fmt: skip
    start(session, actor)
    before = tag(client)
    clock.shift(timedelta(minutes=5))
    CHANGES[what](session, actor, dates(session))
    session.commit()
    after = client.get(ALL)
    assert after.headers["ETag"] != before
    assert in_feed(after.data) == on_record(session)
    assert client.get(ALL, headers={"If-None-Match": after.headers["ETag"]}).status_code == 304


def test_a_cancelled_date_that_is_restored_is_a_date_like_the_rest_again(
    client: FlaskClient, session: Session, actor: Account
) -> None:
    start(session, actor)
    before = client.get(ALL).data
    _step("cancel")(session, actor, dates(session))
    session.commit()
    assert b"SUMMARY:Avlyst: Styret\r\nSTATUS:CANCELLED" in client.get(ALL).data
    _step("reopen")(session, actor, dates(session))
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
    _follow(session, actor, dates(session))
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
    _step("cancel")(session, actor, dates(session))
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
