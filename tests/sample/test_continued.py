"""The sample region on any day: its files end with 2026, and its meetings go on."""

from datetime import date, datetime, timedelta

import pytest
import time_machine
from sqlalchemy import func, select

from arenas.calendars.grid import holidays_of
from arenas.models import Forum, Meeting, Participation
from arenas.models.enums import Attendance, MeetingState
from arenas.sample import loader
from tests.meetings.records import OSLO

HELD, PLANNED = MeetingState.HELD, MeetingState.PLANNED


def starts(session, *conditions):
    rows = session.execute(
        select(Meeting.starts_at, Meeting.title).where(*conditions).order_by(Meeting.starts_at)
    )
    return [(at.astimezone(OSLO), title) for at, title in rows]


def test_until_the_files_end_nothing_is_added(session):
    loader.load(session, today=date(2026, 10, 1))
    assert session.scalar(select(func.count(Meeting.id))) == 604
    assert session.scalar(select(func.count(Participation.id))) == 12_544


@pytest.mark.parametrize("today", [date(2027, 3, 10), date(2027, 7, 31), date(2029, 2, 28)])
def test_on_any_day_meetings_lie_ahead_and_the_year_behind_has_been_held(session, today):
    loader.load(session, today=today)
    ahead = [at for at, _title in starts(session, Meeting.state == PLANNED) if at.date() >= today]
    assert len(ahead) > 5
    assert max(ahead).date() <= today + timedelta(weeks=8)
    held = [at for at, _title in starts(session, Meeting.state == HELD)]
    assert max(held).date() < today
    behind = [at for at in held if at.date() > today - timedelta(days=365)]
    assert len(behind) > 40
    new = [at for at in held + ahead if at.date() > date(2026, 12, 9)]
    assert not [at for at in new if at.date() in holidays_of(at.year, "nb")]
    unmarked = select(func.count(Participation.id)).join(Participation.meeting).where(
        Meeting.state == HELD, Participation.attendance == Attendance.UNKNOWN
    )  # fmt: skip
    assert session.scalar(unmarked) == 0


def test_a_meeting_comes_again_at_the_same_time_on_the_same_weekday(session):
    """19 January and 13 April 2026 are Mondays; so are 18 January and 12 April 2027."""
    loader.load(session, today=date(2027, 3, 10))
    board = session.scalar(select(Forum.id).where(Forum.slug == "styret"))
    found = dict(starts(session, Meeting.forum_id == board, Meeting.title.contains("2027")))
    january, april = datetime(2027, 1, 18, 12, tzinfo=OSLO), datetime(2027, 4, 12, 12, tzinfo=OSLO)
    assert found[january] == "Styret 18.01.2027"
    assert found[april] == "Styret 12.04.2027"
    then, now = (
        session.execute(
            select(Participation.person_id, Participation.attendance)
            .join(Participation.meeting)
            .where(Meeting.forum_id == board, Meeting.title == title)
            .order_by(Participation.person_id)
        ).all()
        for title in ("Styret 19.01.2026", "Styret 18.01.2027")
    )
    assert then == now


def test_the_command_reads_today_from_the_clock(command, templates):
    url = templates.sqlite("empty", "loaded-later")
    with time_machine.travel(datetime(2027, 12, 1, 12, tzinfo=OSLO)):
        result = command("sample", "load", DATABASE_URL=url)
    assert result.exit_code == 0, result.output
    assert int(result.output.split(" meeting\n")[0].split()[-1]) > 604
