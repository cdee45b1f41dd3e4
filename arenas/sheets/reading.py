"""What a sheet reads of the register: plain values, in a bounded number of statements."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from arenas.graphs.coming import Coming, coming
from arenas.graphs.filters import MeetingFilter
from arenas.graphs.queries import Register, register
from arenas.models import Account, Meeting, Organisation, Participation, meeting_activity
from arenas.models.enums import Role, Sector
from arenas.revision import NETWORK, revision
from arenas.strategy import coverage_page
from arenas.strategy.halves import last_halves

HALVES = 8
"""Half-years of the trend: the one the period ends in, and those before it."""
READER = Account(role=Role.LEADERSHIP)
"""A sheet is of the whole register, whoever asks for it; never added to a session."""


@dataclass(frozen=True)
class Reading:
    """The meetings of the period, those of the trend, and what stands beside them.

    ``activities`` are the strategy activities (ids) each organisation worked on in the period.
    """

    revision: int
    period: Register
    trend: Register
    trend_from: date
    activities: dict[str, set[int]]
    coming: list[Coming]
    coverage: dict[str, Any] | None


def trend_from(ends_on: date) -> date:
    """The first day of the first half-year of the trend.

    >>> trend_from(date(2026, 6, 30))
    datetime.date(2022, 7, 1)
    """
    return last_halves(ends_on, HALVES)[0].first


def read(
    session: Session, starts_on: date, ends_on: date, *, at: datetime, zone: ZoneInfo
) -> Reading:
    """All of it. The revision first: what changes meanwhile is a later one."""
    counted_at = revision(session, NETWORK)
    chosen = MeetingFilter(start=starts_on, end=ends_on)
    first = trend_from(ends_on)
    period = register(session, chosen, zone)
    return Reading(
        revision=counted_at,
        period=period,
        trend=register(session, MeetingFilter(start=first, end=ends_on), zone),
        trend_from=first,
        activities=_activities(session, chosen, zone),
        coming=coming(session, READER, at=at, zone=zone),
        coverage=_coverage(session, chosen, at, zone, period.hidden.sectors),
    )


def meetings_with_attendance(
    session: Session, starts_on: date, ends_on: date, zone: ZoneInfo
) -> bool:
    """Whether any organisation was represented at a meeting held in the period."""
    chosen = MeetingFilter(start=starts_on, end=ends_on)
    found = (
        select(Participation.id)
        .join(Participation.meeting)
        .join(Meeting.forum)
        .where(
            Participation.organisation_id.is_not(None),
            chosen.evidence.counts(),
            *chosen.conditions(zone),
        )
        .limit(1)
    )
    return session.scalar(found) is not None


def _activities(session: Session, chosen: MeetingFilter, zone: ZoneInfo) -> dict[str, set[int]]:
    rows = session.execute(
        select(Organisation.slug, meeting_activity.c.activity_id)
        .select_from(Participation)
        .join(Participation.organisation)
        .join(Participation.meeting)
        .join(Meeting.forum)
        .join(meeting_activity, meeting_activity.c.meeting_id == Meeting.id)
        .where(chosen.evidence.counts(), *chosen.conditions(zone))
        .distinct()
    )
    found: dict[str, set[int]] = {}
    for slug, activity_id in rows:
        found.setdefault(slug, set()).add(activity_id)
    return found


def _coverage(
    session: Session,
    chosen: MeetingFilter,
    at: datetime,
    zone: ZoneInfo,
    hidden: frozenset[str],
) -> dict[str, Any] | None:
    """The strategy in force on the last day, else the nearest: each activity's held meetings."""
    day = chosen.end or at.date()
    strategy = next(
        (one for one in coverage_page.names(session, day) if one.archived_at is None), None
    )
    if strategy is None:
        return None
    page = coverage_page.read(
        session, READER, strategy.id, at=at, zone=zone, start=chosen.start, end=chosen.end
    )
    return {
        "strategy": {"name": strategy.name, "name_en": strategy.name_en},
        "activities": [
            {
                "id": one.id,
                "number": one.number,
                "text": one.text,
                "text_en": one.text_en,
                "is_part": one.parent_id is not None,
                "forums": page.forums.get(one.id, 0),
                "held": page.activities[one.id].meetings.held,
                "alone": page.alone(page.activities[one.id]),
                "sectors": {
                    sector.value: None
                    if sector.value in hidden
                    else page.activities[one.id].with_sector(sector).held
                    for sector in Sector
                },
            }
            for one in page.rows()
        ],
        "dormant": [
            {
                "name": one.name,
                "name_en": one.name_en,
                "last": one.last and one.last.astimezone(zone).date().isoformat(),
            }
            for one in page.dormant
        ],
    }
