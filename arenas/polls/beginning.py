"""What the forms of polls begin with and offer: the habit of the forum, and its organisations."""

from datetime import date, timedelta
from typing import Any

from flask import request
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from arenas.database import now
from arenas.meetings import choosing, habits, queries
from arenas.models import Forum, Organisation, Poll
from arenas.models.enums import MeetingMode
from arenas.ordering import alphabetical
from arenas.polls.asking import Needed
from arenas.polls.forms import CircleForm, PollForm
from arenas.polls.services import MOST
from arenas.web.current import settings
from arenas.web.fields import menu
from arenas.web.language import localised

ROWS, MORE = 5, 3
DAYS_TO_ANSWER = timedelta(days=7)
WEEK = timedelta(weeks=1)


def today() -> date:
    return now().astimezone(settings().timezone).date()


def filled(session: Session) -> dict[str, Any]:
    """A new poll; of the forum that the address names, with its usual weekday three times."""
    blank: dict[str, Any] = {
        "members": True,
        "needed": Needed.CHAIR.value,
        "quorum": 1,
        "minutes": 120,
        "answer_by": today() + DAYS_TO_ANSWER,
        "dates": [{} for _ in range(ROWS)],
    }
    slug = request.args.get("forum")
    if not slug:
        return blank
    forum = queries.forum_of_slug(session, slug)
    usual = habits.habit(session, forum, today(), settings().timezone)
    days = [usual.day + turn * WEEK for turn in range(3)] if usual.day else []
    rows = [{"day": day, "starts": usual.starts} for day in days]
    rows += [{"starts": usual.starts} for _ in range(ROWS - len(rows))]
    first = days[0] if days else None
    return blank | {
        "forum": str(forum.id),
        "dates": rows,
        "minutes": _minutes(usual, forum),
        "mode": usual.mode.value if usual.mode else None,
        "place": usual.place,
        "online_url": usual.online_url,
        "answer_by": min(today() + DAYS_TO_ANSWER, first - timedelta(days=1))
        if first
        else today() + DAYS_TO_ANSWER,
    }


def of_poll(poll: Poll) -> dict[str, Any]:
    """The fields of the form that changes it."""
    return {
        "version": poll.version,
        "title": poll.title,
        "description": poll.description,
        "mode": MeetingMode(poll.mode).value,
        "place": poll.place,
        "online_url": poll.online_url,
        "answer_by": poll.answer_by,
        "quorum": poll.quorum,
    }


def with_more_dates(data: MultiDict[str, str]) -> MultiDict[str, str]:
    """The form as it was sent, with a few more rows for dates; nothing is checked."""
    rows = {name.split("-")[1] for name in data if name.startswith("dates-")}
    numbers = sorted(int(row) for row in rows if row.isascii() and row.isdigit() and len(row) < 4)
    starts = data.get(f"dates-{numbers[-1]}-starts", "") if numbers else ""
    longer: MultiDict[str, str] = MultiDict(data)
    following = numbers[-1] + 1 if numbers else 0
    for row in range(following, following + min(MORE, max(0, MOST - len(numbers)))):
        longer[f"dates-{row}-day"] = ""
        longer[f"dates-{row}-starts"] = starts
    return longer


def offer(session: Session, form: PollForm) -> None:
    """Fill the form's menus. Two statements."""
    rows = session.execute(
        select(Forum.id, Forum.name, Forum.name_en)
        .where(Forum.archived_at.is_(None))
        .order_by(alphabetical(Forum.name))
    ).all()
    form.forum.choices = menu([("", "–"), *((str(row.id), localised(row)) for row in rows)])
    offer_organisations(session, form)


def offer_organisations(session: Session, form: CircleForm) -> None:
    rows = session.execute(
        select(Organisation.id, Organisation.name)
        .where(Organisation.archived_at.is_(None))
        .order_by(alphabetical(Organisation.name))
    )
    form.organisations.choices = menu((number, name) for number, name in rows)


def forums(session: Session) -> list[tuple[str, str]]:
    """Those a new poll can begin from: slug and name."""
    return choosing.forums_by_slug(session)


def _minutes(usual: habits.Habit, forum: Forum) -> int:
    if forum.usual_minutes:
        return forum.usual_minutes
    if usual.starts is None or usual.ends is None:
        return 120
    begun = usual.starts.hour * 60 + usual.starts.minute
    return max(usual.ends.hour * 60 + usual.ends.minute - begun, 15)
