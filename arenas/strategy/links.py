"""Which meetings work on a priority area: those that name it, and those on its activities."""

from typing import Any

from sqlalchemy import Select, Subquery, select, union

from arenas.models import Activity, meeting_activity, meeting_priority


def area_meetings() -> Subquery:
    """Rows of ``priority_id`` and ``meeting_id``; a meeting stands once under each area.

    A meeting may name an activity without its area: it is work on the area all the same, and an
    area never has fewer meetings than one of its activities.
    """
    named: Any = select(meeting_priority.c.priority_id, meeting_priority.c.meeting_id)
    through_activity: Any = select(
        Activity.priority_id.label("priority_id"), meeting_activity.c.meeting_id
    ).join(Activity, Activity.id == meeting_activity.c.activity_id)
    return union(named, through_activity).subquery("area_meetings")


def on_area(priority_id: int) -> Select[Any]:
    """The ids of the meetings that work on the area."""
    work = area_meetings()
    return select(work.c.meeting_id).where(work.c.priority_id == priority_id)
