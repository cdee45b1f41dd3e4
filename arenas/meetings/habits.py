"""What a new meeting of a forum begins from: the way it usually meets."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from statistics import median
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from arenas.models import Forum, Meeting
from arenas.models.enums import MeetingMode, MeetingState

LOOKED_AT = 12
NOTICE = timedelta(days=7)
WEEK = timedelta(weeks=1)

Value = TypeVar("Value")


@dataclass(frozen=True)
class Habit:
    """The usual way; None where there is no telling."""

    day: date | None = None
    starts: time | None = None
    ends: time | None = None
    mode: MeetingMode | None = None
    place: str | None = None
    online_url: str | None = None
    municipality_code: str | None = None


def habit(session: Session, forum: Forum, today: date, zone: ZoneInfo) -> Habit:
    """The habit of the forum's last twelve meetings, its own settings first. One statement.

    The day is the usual weekday, as long after the last meeting as they usually lie apart,
    and at least a week from ``today``.
    """
    rows = session.execute(
        select(
            Meeting.starts_at,
            Meeting.ends_at,
            Meeting.first_day,
            Meeting.mode,
            Meeting.place,
            Meeting.online_url,
            Meeting.municipality_code,
        )
        .where(Meeting.forum_id == forum.id, Meeting.state != MeetingState.CANCELLED)
        .order_by(Meeting.starts_at.desc())
        .limit(LOOKED_AT)
    ).all()
    timed = [row.starts_at.astimezone(zone) for row in rows if row.first_day is None]
    starts = usual(moment.time() for moment in timed)
    mode = forum.usual_mode or usual(row.mode for row in rows)
    place = usual((row.place, row.municipality_code) for row in rows if row.place)
    return Habit(
        day=_next_day([row.starts_at.astimezone(zone).date() for row in rows], today),
        starts=starts,
        ends=_end(starts, forum.usual_minutes or _usual_minutes(rows)),
        mode=mode,
        place=place[0] if place and mode is not MeetingMode.ONLINE else None,
        online_url=(
            usual(row.online_url for row in rows if row.online_url)
            if mode is not MeetingMode.PHYSICAL and _is_one_room(rows)
            else None
        ),
        municipality_code=place[1] if place and mode is not MeetingMode.ONLINE else None,
    )


def usual(values: Iterable[Value]) -> Value | None:
    """The most frequent value; of several the first, which is the newest.

    >>> usual([3, 1, 1, 3])
    3
    """
    counted = Counter(values).most_common(1)
    return counted[0][0] if counted else None


def _usual_minutes(rows: Sequence[Row[*tuple[Any, ...]]]) -> int | None:
    lengths = (row.ends_at - row.starts_at for row in rows if row.first_day is None)
    length = usual(lengths)
    return None if length is None else int(length.total_seconds() // 60)


def _is_one_room(rows: Sequence[Row[*tuple[Any, ...]]]) -> bool:
    """Whether the link is the forum's own room: a link made for one meeting is not reused."""
    links = [row.online_url for row in rows if row.online_url]
    return len(links) > 1 and len(set(links)) < len(links)


def _end(starts: time | None, minutes: int | None) -> time | None:
    if starts is None or not minutes:
        return None
    ends = datetime.combine(date.min, starts) + timedelta(minutes=minutes)
    return ends.time() if ends.date() == date.min else None


def _next_day(days: Sequence[date], today: date) -> date | None:
    """``days`` are the last meetings' own, newest first."""
    if not days:
        return None
    weekday = usual(day.weekday() for day in days)
    apart = [later - earlier for later, earlier in pairwise(days)]
    step = median(gap.days for gap in apart) if apart else 28
    wanted = max(days[0] + timedelta(days=max(7, round(step))), today + NOTICE)
    monday = wanted - timedelta(days=wanted.weekday())
    proposed = monday + timedelta(days=weekday or 0)
    return proposed if proposed >= today + NOTICE else proposed + WEEK
