"""Who works on what: activities by sector, from the meetings that were held and those to come.

Every number of the coverage page, its file and its lists of meetings comes from the conditions
below, so that they are equal. Statements are as many whatever the size.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, FromClause, and_, case, func, or_, select
from sqlalchemy.orm import Session

from arenas.models import (
    Account,
    Forum,
    Meeting,
    Organisation,
    Participation,
    forum_activity,
    meeting_activity,
    priority_sdg,
)
from arenas.models.enums import Attendance, MeetingState, Response, Sector
from arenas.ordering import alphabetical
from arenas.strategy.halves import Half, midnight, next_day
from arenas.strategy.links import area_meetings
from arenas.visibility import forum_visible_to, meeting_visible_to

HERE = (Attendance.PRESENT, Attendance.PARTLY)
HELD, PLANNED = "held", "planned"


@dataclass(frozen=True)
class Asked:
    """Whose view, at what moment, and which days (both included; None is no limit)."""

    viewer: Account | None
    at: datetime
    zone: ZoneInfo
    start: date | None = None
    end: date | None = None

    def meetings(self, state: str | None = None) -> list[ColumnElement[bool]]:
        """Conditions on Meeting joined to Forum: held, or planned and not over."""
        held = Meeting.state == MeetingState.HELD
        coming = and_(Meeting.state == MeetingState.PLANNED, Meeting.ends_at > self.at)
        wanted = {HELD: held, PLANNED: coming, None: or_(held, coming)}[state]
        found = [meeting_visible_to(self.viewer), wanted]
        if self.start is not None:
            found.append(Meeting.starts_at >= midnight(self.start, self.zone))
        if self.end is not None:
            found.append(Meeting.starts_at < midnight(next_day(self.end), self.zone))
        return found


@dataclass(frozen=True)
class Count:
    """Meetings that were held, and that are planned."""

    held: int = 0
    planned: int = 0

    def __bool__(self) -> bool:
        return bool(self.held or self.planned)


@dataclass(frozen=True)
class Line:
    """One activity or priority area: its meetings, those with each sector, and by half-year."""

    meetings: Count = Count()
    sectors: dict[Sector, Count] = field(default_factory=dict)
    halves: tuple[int, ...] = ()

    def with_sector(self, sector: Sector) -> Count:
        return self.sectors.get(sector, Count())

    @property
    def seen(self) -> list[Sector]:
        """The sectors that were represented at a meeting that was held."""
        return [sector for sector in Sector if self.with_sector(sector).held]

    @property
    def alone(self) -> Sector | None:
        """The only sector that was there, where only one was."""
        return self.seen[0] if len(self.seen) == 1 else None

    @property
    def missing(self) -> list[Sector]:
        """The sectors at none of the meetings, where meetings were held."""
        return [s for s in Sector if self.meetings.held and not self.with_sector(s).held]


@dataclass(frozen=True)
class Lines:
    """Lines by id; what is not there is nothing."""

    found: dict[int, Line]
    nothing: Line

    def __getitem__(self, number: int) -> Line:
        return self.found.get(number, self.nothing)


def by_activity(
    session: Session, asked: Asked, ids: Sequence[int], halves: Sequence[Half] = ()
) -> Lines:
    """What is done about each of these activities. Two statements."""
    return _lines(session, asked, meeting_activity, "activity_id", ids, halves)


def by_priority(
    session: Session, asked: Asked, ids: Sequence[int], halves: Sequence[Half] = ()
) -> Lines:
    """The same of priority areas, with the meetings on their activities. Two statements."""
    return _lines(session, asked, area_meetings(), "priority_id", ids, halves)


def by_goal(session: Session, asked: Asked, priorities: Sequence[int]) -> dict[int, Count]:
    """Meetings on priority areas that serve each goal; a meeting counts once a goal."""
    work = area_meetings()
    links = (
        select(priority_sdg.c.sdg_number, work.c.meeting_id)
        .join(work, work.c.priority_id == priority_sdg.c.priority_id)
        .where(priority_sdg.c.priority_id.in_(priorities))
        .distinct()
        .subquery()
    )
    rows = session.execute(
        select(links.c.sdg_number, *_states())
        .join(Meeting, Meeting.id == links.c.meeting_id)
        .join(Meeting.forum)
        .where(*asked.meetings())
        .group_by(links.c.sdg_number)
    )
    return {number: Count(held, planned) for number, held, planned in rows}


def forums_by_activity(session: Session, viewer: Account | None) -> dict[int, int]:
    """How many forums in use serve each activity, as far as ``viewer`` may see them."""
    rows = session.execute(
        select(forum_activity.c.activity_id, func.count())
        .join(Forum, Forum.id == forum_activity.c.forum_id)
        .where(forum_visible_to(viewer), Forum.archived_at.is_(None))
        .group_by(forum_activity.c.activity_id)
    )
    return {row[0]: row[1] for row in rows}


@dataclass(frozen=True)
class Sleeper:
    """A forum in use that has not met for long and has nothing planned."""

    slug: str
    name: str
    name_en: str | None
    last: datetime | None


def dormant(session: Session, asked: Asked, since: datetime) -> list[Sleeper]:
    """Forums without a meeting held since then or planned: the longest asleep first."""
    last = func.max(case((Meeting.state == MeetingState.HELD, Meeting.starts_at)))
    coming = and_(Meeting.state == MeetingState.PLANNED, Meeting.ends_at > asked.at)
    rows = session.execute(
        select(Forum.slug, Forum.name, Forum.name_en, last.label("last"))
        .outerjoin(Meeting, Meeting.forum_id == Forum.id)
        .where(Forum.archived_at.is_(None), forum_visible_to(asked.viewer))
        .group_by(Forum.id, Forum.slug, Forum.name, Forum.name_en)
        .having(
            func.sum(case((coming, 1), else_=0)) == 0,
            or_(last.is_(None), last < since),
        )
        .order_by(last.nulls_first(), alphabetical(Forum.name))
    )
    return [Sleeper(*row) for row in rows]


def _lines(
    session: Session,
    asked: Asked,
    links: FromClause,
    key: str,
    ids: Sequence[int],
    halves: Sequence[Half],
) -> Lines:
    column = links.c[key]
    totals = session.execute(
        select(column, *_states(), *(_held_in(half, asked.zone) for half in halves))
        .join(Meeting, Meeting.id == links.c.meeting_id)
        .join(Meeting.forum)
        .where(column.in_(ids), *asked.meetings())
        .group_by(column)
    ).all()
    cells = session.execute(
        select(column, Organisation.sector, Meeting.state, func.count(Meeting.id.distinct()))
        .join(Meeting, Meeting.id == links.c.meeting_id)
        .join(Meeting.forum)
        .join(Participation, Participation.meeting_id == Meeting.id)
        .join(Participation.organisation)
        .where(column.in_(ids), who_counts(), *asked.meetings())
        .group_by(column, Organisation.sector, Meeting.state)
    )
    found: dict[int, dict[Sector, dict[MeetingState, int]]] = {}
    for number, sector, state, count in cells:
        found.setdefault(number, {}).setdefault(sector, {})[state] = count
    lines = {
        number: Line(
            Count(held, planned),
            {
                sector: Count(by.get(MeetingState.HELD, 0), by.get(MeetingState.PLANNED, 0))
                for sector, by in found.get(number, {}).items()
            },
            tuple(in_halves),
        )
        for number, held, planned, *in_halves in totals
    }
    return Lines(lines, Line(halves=(0,) * len(halves)))


def who_counts() -> ColumnElement[bool]:
    """Who is counted: those that were there, or who are asked to a meeting to come."""
    planned = and_(
        Meeting.state == MeetingState.PLANNED, Participation.response != Response.WAITING
    )
    return or_(planned, Participation.attendance.in_(HERE))


def _states() -> tuple[ColumnElement[Any], ColumnElement[Any]]:
    held = Meeting.state == MeetingState.HELD
    return func.sum(case((held, 1), else_=0)), func.sum(case((held, 0), else_=1))


def _held_in(half: Half, zone: ZoneInfo) -> ColumnElement[Any]:
    inside = and_(
        Meeting.state == MeetingState.HELD,
        Meeting.starts_at >= midnight(half.first, zone),
        Meeting.starts_at < midnight(next_day(half.last), zone),
    )
    return func.sum(case((inside, 1), else_=0))
