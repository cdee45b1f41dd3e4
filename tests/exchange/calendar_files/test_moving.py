"""A calendar file that says something new of what was read before: nothing stands twice."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from arenas.database import now
from arenas.exchange.calendar_files.comparing import Fate, compare
from arenas.exchange.calendar_files.storing import Stored, store
from arenas.exchange.ics.reading import read
from arenas.models import AgendaItem, Forum, ImportedEvent, Meeting, Series, SeriesOccurrence
from arenas.models.enums import ForumKind, MeetingState
from tests.exchange.calendar_files.test_storing import OSLO, opened
from tests.exchange.ics.files import calendar

pytestmark = pytest.mark.usefixtures("database")
SINGLE = calendar("UID:s\nDTSTART;TZID=Europe/Oslo:20270104T100000\nDURATION:PT1H\nSUMMARY:Uke")


def weekly(first: str = "20270104T100000", number: int = 3, *more: str) -> bytes:
    """Mondays from 4 January 2027, unless said otherwise."""
    lines = (
        "UID:s",
        f"DTSTART;TZID=Europe/Oslo:{first}",
        "DURATION:PT1H",
        "SUMMARY:Uke",
        f"RRULE:FREQ=WEEKLY;COUNT={number}",
        *more,
    )
    return calendar("\n".join(lines))


@pytest.fixture
def forum(session: Session) -> Forum:
    made = Forum(slug="styret", name="Styret", kind=ForumKind.PROJECT)
    session.add(made)
    session.commit()
    return made


def taken(session: Session, forum: Forum, *contents: bytes) -> Stored:
    """What reading the last of the files did."""
    for content in contents:
        done = store(session, opened(content), forum.id, {}, actor=None)
        session.commit()
    return done


def starts(session: Session) -> list[str]:
    moments = session.scalars(select(Meeting.starts_at).order_by(Meeting.starts_at))
    return [f"{moment.astimezone(OSLO):%d.%m %H}" for moment in moments]


def fates(session: Session, content: bytes) -> dict[str, int]:
    preview = compare(session, opened(content))
    return {fate.value: preview.count(fate) for fate in Fate if preview.count(fate)}


def test_a_series_that_was_moved_by_an_hour_is_moved_here(session: Session, forum: Forum) -> None:
    taken(session, forum, weekly())
    later = weekly("20270104T110000")
    assert fates(session, later) == {"changed": 3}
    assert taken(session, forum, later) == Stored(new=0, changed=3, removed=0, people=0)
    assert starts(session) == ["04.01 11", "11.01 11", "18.01 11"]
    series = session.scalars(select(Series)).one()
    assert (series.starts, series.ends) == (time(11), time(12))
    assert fates(session, later) == {"same": 3}


def test_a_date_that_was_taken_out_of_its_series_goes(session: Session, forum: Forum) -> None:
    without = weekly("20270104T100000", 3, "EXDATE;TZID=Europe/Oslo:20270111T100000")
    taken(session, forum, weekly())
    assert fates(session, without) == {"same": 2, "gone": 1}
    assert taken(session, forum, without).removed == 1
    assert starts(session) == ["04.01 10", "18.01 10"]
    assert fates(session, without) == {"same": 2}
    assert taken(session, forum, weekly()).new == 1  # and comes back
    days = session.scalars(select(SeriesOccurrence.day).order_by(SeriesOccurrence.day)).all()
    assert days == [date(2027, 1, 4), date(2027, 1, 11), date(2027, 1, 18)]
    assert session.scalar(select(func.count(SeriesOccurrence.meeting_id))) == 3


def test_a_series_on_another_weekday_is_another_series(session: Session, forum: Forum) -> None:
    done = taken(session, forum, weekly(), weekly("20270105T100000"))
    assert (done.new, done.removed) == (3, 3)
    assert starts(session) == ["05.01 10", "12.01 10", "19.01 10"]
    assert session.scalars(select(Series.first_day)).all() == [date(2027, 1, 5)]


def test_a_meeting_that_became_a_series_is_its_first_date(session: Session, forum: Forum) -> None:
    done = taken(session, forum, SINGLE, weekly())
    assert (done.new, done.changed) == (2, 1)
    assert starts(session) == ["04.01 10", "11.01 10", "18.01 10"]
    assert session.scalar(select(func.count(SeriesOccurrence.meeting_id))) == 3
    assert fates(session, weekly()) == {"same": 3}
    assert taken(session, forum, SINGLE).removed == 2
    assert starts(session) == ["04.01 10"]


def planned(session: Session) -> None:
    session.execute(update(Meeting).values(state=MeetingState.PLANNED))


def with_agenda(session: Session) -> None:
    numbers: Sequence[int] = session.scalars(select(Meeting.id)).all()
    session.add_all(AgendaItem(meeting_id=one, position=1, title="Sak") for one in numbers)


@pytest.mark.parametrize("used", [planned, with_agenda])
def test_what_was_called_or_worked_on_here_is_not_taken_away(session, forum, used) -> None:
    taken(session, forum, weekly())
    used(session)
    session.commit()
    assert fates(session, SINGLE)["kept"] == (3 if used is planned else 2)
    assert taken(session, forum, SINGLE).removed == 0
    assert len(starts(session)) == 3


def test_what_has_been_stays_though_the_file_holds_only_what_comes(
    session: Session, forum: Forum
) -> None:
    taken(session, forum, weekly())
    later = read(weekly("20270118T100000", 1), OSLO, date(2027, 1, 12))
    assert store(session, later, forum.id, {}, actor=None) == Stored(0, 0, 0, 0)
    assert len(starts(session)) == 3


def test_a_file_of_one_date_of_a_series_says_nothing_of_the_others(
    session: Session, forum: Forum
) -> None:
    one = calendar(
        "UID:s\nRECURRENCE-ID;TZID=Europe/Oslo:20270111T100000\nSUMMARY:Uke"
        "\nDTSTART;TZID=Europe/Oslo:20270112T100000\nDURATION:PT1H"
    )
    done = taken(session, forum, weekly(), one)
    assert done == Stored(new=0, changed=1, removed=0, people=0)
    assert starts(session) == ["04.01 10", "12.01 10", "18.01 10"]


def test_dates_read_before_their_event_was_remembered_are_known_from_the_next_time(
    session: Session, forum: Forum
) -> None:
    taken(session, forum, weekly())
    session.execute(update(ImportedEvent).values(uid=None))
    session.commit()
    taken(session, forum, weekly())
    assert fates(session, weekly("20270104T110000")) == {"changed": 3}


def test_what_was_called_from_here_does_not_come_back_as_a_draft(
    session: Session, forum: Forum
) -> None:
    starts_at = datetime(2027, 1, 4, 9, tzinfo=UTC)
    ours = Meeting(forum_id=forum.id, title="Uke", starts_at=starts_at, updated_at=now(),
                   ends_at=starts_at + timedelta(hours=1), state=MeetingState.PLANNED)  # fmt: skip
    session.add(ours)
    session.commit()
    content = SINGLE.replace(b"UID:s", b"UID:" + ours.uid.encode())
    assert fates(session, content) == {"ours": 1}
    assert taken(session, forum, content) == Stored(0, 0, 0, 0)
    assert len(starts(session)) == 1
    taken(session, forum, weekly())
    series = session.scalars(select(Series.uid)).one()
    assert fates(session, weekly().replace(b"UID:s", f"UID:{series}".encode())) == {"ours": 3}
