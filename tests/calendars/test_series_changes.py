"""Whatever befalls a series alters the tag of its feeds, and is told right."""

from datetime import date, time, timedelta

import pytest
import time_machine
from flask.testing import FlaskClient
from sqlalchemy import null, select, update
from sqlalchemy.orm import Session

from arenas.meetings import moving, series
from arenas.meetings.when import When
from arenas.models import Account, Forum, Meeting, Series, SeriesOccurrence
from arenas.models.enums import MeetingState
from tests.calendars.conftest import ALL, tag
from tests.calendars.series import (
    HERE,
    Change,
    dates,
    follow,
    in_feed,
    on_record,
    start,
    step,
)
from tests.meetings.records import OSLO

pytestmark = pytest.mark.usefixtures("database")


def _move(session: Session, actor: Account, made: list[Meeting]) -> None:
    day = date(2026, 12, 16)
    when = When.timed((day, time(9)), (day, time(11)), OSLO)
    moving.move(session, made[1], when, HERE, actor=actor)


def _add(session: Session, actor: Account, made: list[Meeting]) -> None:
    """A meeting of its own becomes a date of the series."""
    session.execute(update(Series).values(until=null(), count=null()))
    session.expire_all()
    series.extend(session, session.scalars(select(Series.id)).one(), actor=actor)


def _end(session: Session, actor: Account, made: list[Meeting]) -> None:
    series.cancel_following(session, made[3].id, scope="following", reason="Slutt", actor=actor)


CHANGES: dict[str, Change] = {
    "a date is moved": _move,
    "a date is cancelled": step("cancel"),
    "the series goes on for a year": _add,
    "the following are moved": follow,
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
