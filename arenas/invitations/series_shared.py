"""What all letters about a series share: its dates as one language says them, read once."""

from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from arenas.calendars import queries, recurring
from arenas.calendars.entries import Manner
from arenas.calendars.ical import Entry
from arenas.calendars.recurring import Master, Member
from arenas.calendars.writing import manner
from arenas.config import Settings
from arenas.database import now
from arenas.invitations import reach
from arenas.invitations.series_telling import MASTER
from arenas.models import Meeting, Revision, Series, SeriesOccurrence
from arenas.models.enums import MeetingState
from arenas.revision import CALENDAR

_REVISION = select(Revision.value).where(Revision.scope == CALENDAR).scalar_subquery()
_KNOWN = select(Series.uid, _REVISION).where(Series.id == bindparam("series"))
_shared: dict[tuple[Any, ...], "Shared"] = {}


@dataclass
class Shared:
    """The dates of a series that are no drafts, by meeting, as one language says them."""

    master: Master
    members: dict[int, Member]
    manner: Manner
    forum: str
    public: bool = True
    wholes: dict[tuple[int, ...], list[Entry]] = field(default_factory=dict)
    instances: dict[int, Entry] = field(default_factory=dict)

    def whole(self, meetings: tuple[int, ...]) -> list[Entry]:
        """The rule's event for these dates, and those of them that differ from it."""
        if meetings not in self.wholes:
            chosen = [self.members[meeting] for meeting in meetings]
            self.wholes[meetings] = recurring.whole(self.master, chosen, self.manner)
        return self.wholes[meetings]

    def instance(self, meeting: int) -> Entry:
        if meeting not in self.instances:
            one = recurring.instance(self.master, self.members[meeting], self.manner)
            self.instances[meeting] = one
        return self.instances[meeting]

    def in_order(self, meetings: Any) -> tuple[int, ...]:
        return tuple(sorted(meetings, key=lambda meeting: self.members[meeting].day))

    def is_coming(self, meeting: int) -> bool:
        row = self.members[meeting].row
        return bool(row.state == MeetingState.PLANNED and row.ends_at > now())


def of(session: Session, series_id: int, language: str, settings: Settings) -> Shared:
    """Read anew when anything that a calendar shows has changed."""
    known = tuple(session.execute(_KNOWN, {"series": series_id}).one())
    key = (*known, language, settings.base_url, settings.database_url)
    if key not in _shared:
        if len(_shared) > 20:
            _shared.clear()
        _shared[key] = _read(session, series_id, language, settings)
    return _shared[key]


def _read(session: Session, series_id: int, language: str, settings: Settings) -> Shared:
    kept: Any = session.execute(select(*MASTER).where(Series.id == series_id)).one()
    master = Master(*kept)
    dates = select(SeriesOccurrence.meeting_id).where(SeriesOccurrence.series_id == series_id)
    found = queries.meetings(session, Meeting.id.in_(dates), Meeting.state != MeetingState.DRAFT)
    how = manner(language, settings.base_url)
    members = {
        row.id: recurring.member(found, row)
        for row in found.rows
        if row.series_day is not None and recurring.is_on_rule(master, row.series_day)
    }
    row = found.rows[0] if found.rows else None
    forum = how.words.of(row.forum_name, row.forum_name_en) if row else ""
    public = row is not None and reach.everybody_reads(session, row.forum_slug)
    return Shared(master, members, how, forum, public)
