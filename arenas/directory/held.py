"""When an organisation met, and who stands for it: the two conditions that all pages share."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import Session

from arenas.models import Account, Affiliation, Meeting, Participation
from arenas.models.enums import Attendance, MeetingState
from arenas.visibility import meeting_visible_to

PRESENT = (Attendance.PRESENT, Attendance.PARTLY)


class Held(NamedTuple):
    """Held meetings where somebody represented the organisation, and when the last began."""

    meetings: int
    last: datetime


def attended(*columns: Any) -> Select[Any]:
    """``columns`` over participations that count as having met, joined to their meetings."""
    return (
        select(*columns)
        .select_from(Participation)
        .join(Participation.meeting)
        .where(
            Participation.organisation_id.is_not(None),
            Participation.attendance.in_(PRESENT),
            Meeting.state == MeetingState.HELD,
        )
    )


def by_organisation(session: Session, viewer: Account | None) -> Mapping[int, Held]:
    """The figures of every organisation that met, of the meetings that ``viewer`` may see."""
    query = (
        attended(
            Participation.organisation_id,
            func.count(Meeting.id.distinct()),
            func.max(Meeting.starts_at),
        )
        .join(Meeting.forum)
        .where(meeting_visible_to(viewer))
        .group_by(Participation.organisation_id)
    )
    return {row[0]: Held(row[1], row[2]) for row in session.execute(query)}


def active_on(today: date) -> ColumnElement[bool]:
    """The condition on Affiliation: in force that day, both ends included."""
    return and_(
        or_(Affiliation.active_from.is_(None), Affiliation.active_from <= today),
        or_(Affiliation.active_to.is_(None), Affiliation.active_to >= today),
    )
