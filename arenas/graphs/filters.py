"""Which meetings a figure is counted over: chosen before anything is counted."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, exists, select

from arenas.models import Forum, Meeting, meeting_priority
from arenas.models.enums import ForumKind, MeetingState


@dataclass(frozen=True)
class MeetingFilter:
    """Held meetings from ``start`` to ``end`` (both included) of a kind and a priority area.

    None means no limit. Cancelled, planned and draft meetings never count.
    """

    start: date | None = None
    end: date | None = None
    kind: ForumKind | None = None
    priority_id: int | None = None

    def conditions(self, zone: ZoneInfo) -> list[ColumnElement[bool]]:
        """Conditions on Meeting joined to Forum; days are those of ``zone``."""
        found: list[ColumnElement[bool]] = [Meeting.state == MeetingState.HELD]
        if self.start is not None:
            found.append(Meeting.starts_at >= _midnight(self.start, zone))
        if self.end is not None:
            found.append(Meeting.starts_at < _midnight(self.end + timedelta(days=1), zone))
        if self.kind is not None:
            found.append(Forum.kind == self.kind)
        if self.priority_id is not None:
            serves = select(meeting_priority.c.meeting_id).where(
                meeting_priority.c.meeting_id == Meeting.id,
                meeting_priority.c.priority_id == self.priority_id,
            )
            found.append(exists(serves))
        return found


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), tzinfo=zone)
