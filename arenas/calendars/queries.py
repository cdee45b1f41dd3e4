"""What a feed is about, and which meetings it shows."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, func, or_, select
from sqlalchemy.orm import Session

from arenas.calendars.rows import Meetings, meetings
from arenas.calendars.window import Window
from arenas.models import (
    Account,
    Forum,
    ForumMember,
    Meeting,
    Organisation,
    Participation,
    PriorityArea,
    forum_priority,
    meeting_priority,
)
from arenas.models.enums import ForumKind, MeetingState, Response
from arenas.visibility import forum_visible_to

__all__ = ["Meetings", "meetings"]


@dataclass(frozen=True)
class Named:
    """What a feed is about: its names, its page, and the kind of forum, if it is a forum's."""

    name: str
    name_en: str | None
    path: str
    kind: ForumKind | None = None


def forum(session: Session, slug: str, viewer: Account | None = None) -> Named | None:
    query = select(Forum.name, Forum.name_en, Forum.kind)
    row = session.execute(query.where(Forum.slug == slug, forum_visible_to(viewer))).first()
    return row and Named(row.name, row.name_en, f"/forums/{slug}", row.kind)


def organisation(session: Session, slug: str) -> Named | None:
    name = session.scalar(select(Organisation.name).where(Organisation.slug == slug))
    return Named(name, None, f"/organisations/{slug}") if name is not None else None


def priority(session: Session, number: int) -> Named | None:
    query = select(PriorityArea.name, PriorityArea.name_en).where(PriorityArea.id == number)
    row = session.execute(query).first()
    return row and Named(row.name, row.name_en, f"/meetings/?priority={number}")


def of_forum(slug: str) -> ColumnElement[bool]:
    return Forum.slug == slug


def of_organisation(slug: str) -> ColumnElement[bool]:
    """Where the organisation is asked for, or has a seat on the day of the meeting."""
    ours = select(Organisation.id).where(Organisation.slug == slug).scalar_subquery()
    return or_(represented(ours), seated(ours))


def represented(organisation: Any) -> ColumnElement[bool]:
    return exists().where(
        Participation.meeting_id == Meeting.id,
        Participation.organisation_id == organisation,
        Participation.response.not_in((Response.DECLINED, Response.WAITING)),
    )


def seated(organisation: Any) -> ColumnElement[bool]:
    # The midnight that an all-day meeting begins with is, in UTC, on the day before.
    day = func.coalesce(Meeting.first_day, func.date(Meeting.starts_at))
    return exists().where(
        ForumMember.forum_id == Meeting.forum_id,
        ForumMember.organisation_id == organisation,
        or_(ForumMember.starts_on.is_(None), ForumMember.starts_on <= day),
        or_(ForumMember.ends_on.is_(None), ForumMember.ends_on >= day),
    )


def of_priority(number: int) -> ColumnElement[bool]:
    """Meetings of the priority area; one that names none follows its forum."""
    own = meeting_priority.c
    theirs = forum_priority.c
    return or_(
        exists().where(own.meeting_id == Meeting.id, own.priority_id == number),
        and_(
            ~exists().where(own.meeting_id == Meeting.id),
            exists().where(theirs.forum_id == Meeting.forum_id, theirs.priority_id == number),
        ),
    )


def within(window: Window) -> ColumnElement[bool]:
    return and_(
        Meeting.starts_at < window.until,
        Meeting.ends_at > window.since,
        or_(
            Meeting.state != MeetingState.CANCELLED,
            Meeting.ends_at > window.cancelled_since,
        ),
    )
