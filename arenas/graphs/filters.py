"""Which meetings a figure is counted over, and what counts as being there: chosen first."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, or_

from arenas.models import Forum, Meeting, Participation
from arenas.models.enums import Attendance, ForumKind, Level, MeetingState, Response
from arenas.strategy.links import on_area


class Evidence(StrEnum):
    """The weakest evidence that counts as being there, the strongest first.

    Each rung holds the ones before it: ``network.reading.EVIDENCE`` with one more on top.
    PRESENT: present for the whole meeting. ATTENDED: present or partly present. ACCEPTED:
    came, or had said yes. INVITED: stood on the list, whatever came of it.
    """

    PRESENT = "present"
    ATTENDED = "attended"
    ACCEPTED = "accepted"
    INVITED = "invited"

    def counts(self) -> ColumnElement[bool]:
        """A condition on Participation: this person is evidence that the organisation was there."""
        if self is Evidence.PRESENT:
            return Participation.attendance == Attendance.PRESENT
        came = Participation.attendance.in_((Attendance.PRESENT, Attendance.PARTLY))
        if self is Evidence.ATTENDED:
            return came
        if self is Evidence.ACCEPTED:
            return or_(came, Participation.response == Response.ACCEPTED)
        return Participation.id.is_not(None)


@dataclass(frozen=True)
class MeetingFilter:
    """Held meetings from ``start`` to ``end`` (both included), and who counts at them.

    ``kind``, ``level`` and ``forum_id`` are of the meeting's forum, ``priority_id`` is a
    priority area that the meeting serves. ``county`` leaves out every organisation that does
    not lie there, before anything is counted. None means no limit. Cancelled, planned and
    draft meetings never count.
    """

    start: date | None = None
    end: date | None = None
    kind: ForumKind | None = None
    priority_id: int | None = None
    level: Level | None = None
    forum_id: int | None = None
    county: str | None = None
    evidence: Evidence = Evidence.ATTENDED

    def conditions(self, zone: ZoneInfo) -> list[ColumnElement[bool]]:
        """Conditions on Meeting joined to Forum; days are those of ``zone``."""
        found: list[ColumnElement[bool]] = [Meeting.state == MeetingState.HELD]
        if self.start is not None:
            found.append(Meeting.starts_at >= _midnight(self.start, zone))
        if self.end is not None:
            found.append(Meeting.starts_at < _midnight(self.end + timedelta(days=1), zone))
        if self.kind is not None:
            found.append(Forum.kind == self.kind)
        if self.level is not None:
            found.append(Forum.level == self.level)
        if self.forum_id is not None:
            found.append(Forum.id == self.forum_id)
        if self.priority_id is not None:
            found.append(Meeting.id.in_(on_area(self.priority_id)))
        return found


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), tzinfo=zone)
