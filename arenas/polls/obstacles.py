"""What is known to stand in the way of a poll's dates: other meetings and polls, and holidays."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from arenas.meetings import clashes
from arenas.meetings.clashes import Clash
from arenas.meetings.recurrence import holiday_name
from arenas.meetings.taken import Asked
from arenas.meetings.when import When
from arenas.models import Poll
from arenas.models.enums import MeetingMode
from arenas.polls.queries import Answered


@dataclass(frozen=True)
class Obstacles:
    holiday: str
    clashes: tuple[Clash, ...]


def of_dates(
    session: Session, poll: Poll, answered: Sequence[Answered], after: datetime, language: str
) -> dict[int, Obstacles]:
    """By date, for those later than ``after``. Eight statements, however many dates there are."""
    dates = [date for date in poll.dates if date.starts_at > after]
    whens = [When(date.starts_at, date.ends_at, None, None, poll.timezone) for date in dates]
    seats = {one.row.person_id: one.row.organisation_id for one in answered}
    place = None if poll.mode is MeetingMode.ONLINE else poll.place
    asked = Asked(poll.forum_id, place=place, chosen=seats, poll_id=poll.id)
    found = clashes.along(session, asked, whens)
    zone = ZoneInfo(poll.timezone)
    return {
        date.id: Obstacles(holiday_name(date.starts_at.astimezone(zone).date(), language), taken)
        for date, taken in zip(dates, found, strict=True)
    }
