"""What the meeting form offers: forums in use, priority areas and their activities."""

from typing import Any

from flask_babel import gettext as _
from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from arenas.meetings.forms import MeetingForm
from arenas.models import Activity, Forum, Meeting, PriorityArea, Strategy
from arenas.models.forum import forum_activity, forum_priority
from arenas.ordering import alphabetical
from arenas.web.fields import menu
from arenas.web.language import localised
from arenas.web.periods import said

Area = tuple[Any, list[Any]]


def offer(session: Session, form: MeetingForm, meeting: Meeting | None = None) -> list[Area]:
    """Fill the form's menus; returns the areas with their activities, as the page shows them.

    What the meeting has already is offered too, though it is archived since. Three statements.
    """
    forums = session.execute(
        select(Forum.id, Forum.name, Forum.name_en)
        .where(or_(Forum.archived_at.is_(None), Forum.id == (meeting.forum_id if meeting else 0)))
        .order_by(alphabetical(Forum.name))
    ).all()
    form.forum.choices = menu(
        [("", _("Velg arena")), *((str(row.id), localised(row)) for row in forums)]
    )
    areas = _areas(session, meeting)
    form.priorities.choices = menu(
        (area.id, f"{area.number} {localised(area)}") for area, _acts in areas
    )
    form.activities.choices = menu(
        (activity.id, f"{activity.number} {localised(activity, 'text')}")
        for _area, activities in areas
        for activity in activities
    )
    return areas


def forums_by_slug(session: Session) -> list[tuple[str, str]]:
    """The forums a new meeting can begin from: slug and name."""
    rows = session.execute(
        select(Forum.slug, Forum.name, Forum.name_en)
        .where(Forum.archived_at.is_(None))
        .order_by(alphabetical(Forum.name))
    )
    return [(row.slug, localised(row)) for row in rows]


def serves(session: Session, forum: Forum) -> dict[str, list[int]]:
    """What the forum works on, as a new meeting of it begins."""
    return {
        "priorities": list(
            session.scalars(
                select(forum_priority.c.priority_id).where(forum_priority.c.forum_id == forum.id)
            )
        ),
        "activities": list(
            session.scalars(
                select(forum_activity.c.activity_id).where(forum_activity.c.forum_id == forum.id)
            )
        ),
    }


def _areas(session: Session, meeting: Meeting | None) -> list[Area]:
    kept = {area.id for area in meeting.priorities} if meeting else set()
    kept |= {activity.priority_id for activity in meeting.activities} if meeting else set()
    areas = session.execute(
        select(PriorityArea.id, PriorityArea.number, PriorityArea.name, PriorityArea.name_en)
        .join(PriorityArea.strategy)
        .where(or_(Strategy.archived_at.is_(None), PriorityArea.id.in_(kept)))
        .order_by(Strategy.starts_on.desc(), PriorityArea.position)
    ).all()
    activities = session.execute(
        select(Activity.id, Activity.priority_id, Activity.number, Activity.text, Activity.text_en)
        .where(Activity.priority_id.in_([area.id for area in areas]))
        .order_by(Activity.number)
    ).all()
    by_area: dict[int, list[Any]] = {area.id: [] for area in areas}
    for activity in activities:
        by_area[activity.priority_id].append(activity)
    return [(area, by_area[area.id]) for area in areas]


def blackouts(session: Session, forum_id: str | None) -> str:
    """The days on which the forum does not meet, as the form of a series takes them."""
    found = session.scalar(select(Forum.blackouts).where(Forum.id == int(forum_id or 0)))
    return said(found or [])
