"""Every reader agrees with the records about the feeds of the sample region."""

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from arenas.database import db
from arenas.models import Forum, Meeting
from arenas.models.enums import MeetingState, Visibility
from tests.calendars.test_readers import read
from tests.conformance.readers import readers

SINCE = datetime(2025, 10, 31, 23, tzinfo=UTC)
CANCELLED_SINCE = datetime(2026, 10, 23, 22, tzinfo=UTC)


def on_record(app: Flask, *conditions: object) -> dict[str, tuple[str, str, str]]:
    """Start, end and status by UID, straight from the tables."""
    with app.app_context():
        rows = db.session.scalars(
            select(Meeting)
            .join(Meeting.forum)
            .where(
                Forum.visibility == Visibility.PUBLIC,
                Meeting.ends_at > SINCE,
                *conditions,  # type: ignore[arg-type]
            )
        ).all()
        return {row.uid: _seen(row) for row in rows if _stays(row)}


def _stays(row: Meeting) -> bool:
    return row.state is not MeetingState.CANCELLED or row.ends_at > CANCELLED_SINCE


def _seen(row: Meeting) -> tuple[str, str, str]:
    status = "CANCELLED" if row.state is MeetingState.CANCELLED else "CONFIRMED"
    if row.first_day is not None and row.last_day is not None:
        return row.first_day.isoformat(), str(row.last_day + timedelta(days=1)), status
    return f"{row.starts_at:%Y-%m-%dT%H:%M:%SZ}", f"{row.ends_at:%Y-%m-%dT%H:%M:%SZ}", status


@pytest.mark.parametrize("name", readers())
def test_a_reader_sees_the_region_s_meetings_as_they_are_on_record(
    name: str, sample_app: Flask
) -> None:
    client = sample_app.test_client()
    for path, expected in (
        ("/calendar/all.ics", on_record(sample_app)),
        ("/calendar/all.ics?lang=en", on_record(sample_app)),
        ("/calendar/forums/styret.ics", on_record(sample_app, Forum.slug == "styret")),
    ):
        seen = read(name, client.get(path).data)
        assert len(seen) > 5
        assert {one.uid: (one.starts, one.ends, one.status) for one in seen} == expected
        assert all(one.summary for one in seen)
