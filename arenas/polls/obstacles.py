"""What is known to stand in the way of a poll's dates: other meetings and polls, and days off."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from arenas.clock import instant
from arenas.errors import Refusal
from arenas.invitations.gathering import Occasion, find
from arenas.meetings import clashes
from arenas.meetings.clashes import Clash
from arenas.meetings.recurrence import holiday_name
from arenas.meetings.taken import Asked, Seats
from arenas.meetings.when import When
from arenas.models import Poll
from arenas.models.enums import MeetingMode
from arenas.polls.forms import PollForm
from arenas.polls.queries import Answered


@dataclass(frozen=True)
class Obstacles:
    """``blackout``: the forum does not meet on that day."""

    holiday: str
    blackout: bool
    clashes: tuple[Clash, ...]

    @property
    def is_clear(self) -> bool:
        return not (self.holiday or self.blackout or self.clashes)


def of_dates(
    session: Session, poll: Poll, answered: Sequence[Answered], after: datetime, language: str
) -> dict[int, Obstacles]:
    """By date, for those later than ``after``. Nine statements, however many dates there are."""
    dates = [date for date in poll.dates if date.starts_at > after]
    whens = [When(date.starts_at, date.ends_at, None, None, poll.timezone) for date in dates]
    seats = {one.row.person_id: one.row.organisation_id for one in answered}
    place = None if poll.mode is MeetingMode.ONLINE else poll.place
    asked = Asked(poll.forum_id, place=place, chosen=seats, poll_id=poll.id)
    found = _of(session, asked, whens, language)
    return {date.id: known for date, known in zip(dates, found, strict=True)}


def of_form(
    session: Session, form: PollForm, zone: ZoneInfo, language: str
) -> dict[int, Obstacles]:
    """By row of a poll that is being made, of those whose time is whole."""
    rows = {}
    minutes = form.minutes.data or 0
    for number, entry in enumerate(form.dates.entries):
        day, starts = entry.form.day.data, entry.form.starts.data
        if day is None or starts is None or minutes <= 0:
            continue
        try:
            moment = instant(datetime.combine(day, starts), zone)
            rows[number] = When(moment, moment + timedelta(minutes=minutes), None, None, zone.key)
        except (Refusal, OverflowError):  # a time that clocks skip is told when it is sent
            continue
    if not rows or not form.forum_id():
        return {}
    first = min(rows.values(), key=lambda when: when.starts_at)
    place = None if form.mode.data == MeetingMode.ONLINE.value else form.place.data
    asked = Asked(form.forum_id(), place=place, chosen=_seats(session, form, first))
    found = _of(session, asked, list(rows.values()), language)
    return dict(zip(rows, found, strict=True))


def _of(session: Session, asked: Asked, whens: Sequence[When], language: str) -> list[Obstacles]:
    off = clashes.blackouts(session, asked.forum_id)
    return [
        Obstacles(holiday_name(when.day, language), clashes.is_in(off, when.day), taken)
        for when, taken in zip(whens, clashes.along(session, asked, whens), strict=True)
    ]


def _seats(session: Session, form: PollForm, first: When) -> Seats:
    """Those who would be asked, as far as they are on record."""
    seats: dict[int, int | None] = {}
    for wanted in (form.wanted(), form.needed_too()):
        found = find(session, Occasion(form.forum_id(), first.day), wanted)
        seats |= found.pairs
    return seats
