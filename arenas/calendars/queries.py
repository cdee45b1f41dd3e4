"""The meetings of a feed, read as plain rows; one SELECT a kind of row, whatever the number."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, exists, func, or_, select
from sqlalchemy.orm import Session

from arenas.calendars.window import Window
from arenas.models import (
    Account,
    AgendaItem,
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

COLUMNS = (
    Meeting.id,
    Meeting.uid,
    Meeting.forum_id,
    Meeting.title,
    Meeting.description,
    Meeting.starts_at,
    Meeting.ends_at,
    Meeting.first_day,
    Meeting.last_day,
    Meeting.timezone,
    Meeting.state,
    Meeting.place,
    Meeting.online_url,
    Meeting.cancel_reason,
    Meeting.sequence,
    Meeting.created_at,
    Meeting.updated_at,
    Forum.name.label("forum_name"),
    Forum.name_en.label("forum_name_en"),
    Forum.contact_email.label("contact"),
)


@dataclass(frozen=True)
class Named:
    """What a feed is about: its names, its page, and the kind of forum, if it is a forum's."""

    name: str
    name_en: str | None
    path: str
    kind: ForumKind | None = None


@dataclass(frozen=True)
class Meetings:
    """Rows of COLUMNS by time, the agenda and the priority areas' names by meeting id."""

    rows: Sequence[Any]
    agenda: Mapping[int, tuple[tuple[str | None, str], ...]]
    priorities: Mapping[int, tuple[tuple[str, str | None], ...]]


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
        Participation.response != Response.DECLINED,
    )


def seated(organisation: Any) -> ColumnElement[bool]:
    day = func.date(Meeting.starts_at)
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


def meetings(session: Session, *conditions: ColumnElement[bool]) -> Meetings:
    """The meetings under the conditions on Meeting joined to Forum."""
    chosen = select(Meeting.id).join(Meeting.forum).where(*conditions)
    connection = session.connection()  # plain rows: the session's own reading takes twice as long
    rows: Sequence[Any] = connection.execute(
        select(*COLUMNS)
        .join(Meeting.forum)
        .where(*conditions)
        .order_by(Meeting.starts_at, Meeting.id)
    ).all()
    agenda: dict[int, list[tuple[str | None, str]]] = defaultdict(list)
    for meeting_id, number, title in connection.execute(
        select(AgendaItem.meeting_id, AgendaItem.number, AgendaItem.title)
        .where(AgendaItem.meeting_id.in_(chosen))
        .order_by(AgendaItem.meeting_id, AgendaItem.position, AgendaItem.id)
    ).all():
        agenda[meeting_id].append((number, title))
    points = {meeting_id: tuple(titles) for meeting_id, titles in agenda.items()}
    return Meetings(rows, points, _priorities(connection, rows, chosen))


def _priorities(
    connection: Connection, rows: Sequence[Any], chosen: Any
) -> dict[int, tuple[tuple[str, str | None], ...]]:
    """Each meeting's own; else its forum's."""
    names = (PriorityArea.name, PriorityArea.name_en)
    own: dict[int, list[tuple[str, str | None]]] = defaultdict(list)
    for meeting_id, name, name_en in connection.execute(
        select(meeting_priority.c.meeting_id, *names)
        .join(PriorityArea, PriorityArea.id == meeting_priority.c.priority_id)
        .where(meeting_priority.c.meeting_id.in_(chosen))
        .order_by(PriorityArea.position, PriorityArea.id)
    ).all():
        own[meeting_id].append((name, name_en))
    by_forum: dict[int, list[tuple[str, str | None]]] = defaultdict(list)
    for forum_id, name, name_en in connection.execute(
        select(forum_priority.c.forum_id, *names)
        .join(PriorityArea, PriorityArea.id == forum_priority.c.priority_id)
        .order_by(PriorityArea.position, PriorityArea.id)
    ).all():
        by_forum[forum_id].append((name, name_en))
    return {row.id: tuple(own.get(row.id) or by_forum.get(row.forum_id) or ()) for row in rows}
