"""Reminding of a poll some days before its last day to answer: once, and only the silent ones."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from arenas.config import Settings
from arenas.models import Poll, PollPerson
from arenas.models.enums import PollState
from arenas.polls import asking


def queue_due(session: Session, at: datetime, settings: Settings) -> int:
    """Queue what is due at ``at``: so many days before the last day to answer as is set, or none.

    Returns how many. The caller commits.
    """
    days = settings.reminder_days
    if days == 0:
        return 0
    unreminded = exists().where(
        PollPerson.poll_id == Poll.id,
        PollPerson.answered_at.is_(None),
        PollPerson.reminded.is_(False),
    )
    polls = session.scalars(
        select(Poll)
        .where(
            Poll.state == PollState.OPEN,
            Poll.answer_by >= at.date() - timedelta(days=1),
            Poll.answer_by <= at.date() + timedelta(days=days + 1),
            unreminded,
        )
        .order_by(Poll.id)
    ).all()
    return sum(
        asking.remind(session, poll, at, again=False)[0]
        for poll in polls
        if 0 <= (poll.answer_by - _day(at, poll)).days <= days
    )


def _day(at: datetime, poll: Poll) -> date:
    return at.astimezone(ZoneInfo(poll.timezone)).date()
