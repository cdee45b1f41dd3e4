"""The coverage of one strategy as its page and its file show it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from arenas.models import Account, Activity, PriorityArea, Strategy
from arenas.models.enums import Sector
from arenas.strategy import coverage, queries
from arenas.strategy.coverage import Asked, Count, Line, Lines, Sleeper
from arenas.strategy.halves import Half, half_of, last_halves, months_before
from arenas.strategy.hidden import hidden_sectors

HALVES = 8
MONTHS = 12


class StrategyName(NamedTuple):
    id: int
    name: str
    name_en: str | None
    starts_on: date
    ends_on: date
    archived_at: datetime | None


@dataclass(frozen=True)
class CoveragePage:
    """``forums`` says how many forums serve each activity; areas and activities in order.

    Of the sectors in ``hidden`` nothing is shown.
    """

    strategy: Strategy
    halves: list[Half]
    activities: Lines
    priorities: Lines
    forums: dict[int, int]
    goals: dict[int, Count]
    dormant: list[Sleeper]
    hidden: frozenset[Sector] = frozenset()

    def rows(self) -> list[Activity]:
        """Every activity, in the order of the document."""
        return [one for area in self.strategy.priorities for one in in_order(area)]

    def empty(self) -> list[Activity]:
        return [one for one in self.rows() if not self.activities[one.id].meetings]

    def one_sided(self) -> list[tuple[Activity, Line]]:
        lines = ((one, self.activities[one.id]) for one in self.rows())
        return [(one, line) for one, line in lines if self.alone(line)]

    def alone(self, line: Line) -> Sector | None:
        """The only sector that was there, where that may be said."""
        return None if line.alone in self.hidden else line.alone

    def without_forum(self) -> list[Activity]:
        return [one for one in self.rows() if not self.forums.get(one.id)]

    def absent(self) -> list[tuple[Sector, list[Activity]]]:
        """Each sector with the activities that met without it; the most absent first."""
        found = [
            (sector, [one for one in self.rows() if sector in self.activities[one.id].missing])
            for sector in Sector
            if sector not in self.hidden
        ]
        return sorted((pair for pair in found if pair[1]), key=lambda pair: -len(pair[1]))


def in_order(area: PriorityArea) -> list[Activity]:
    return [one for tree in queries.branches(area.activities) for one in (tree[0], *tree[1])]


def names(session: Session, today: date) -> Sequence[StrategyName]:
    """Every strategy, in force first, then coming, then past; archived ones last."""
    rows = session.execute(
        select(*(getattr(Strategy, name) for name in StrategyName._fields))
    ).all()
    found = [StrategyName(*row) for row in rows]
    return sorted(found, key=lambda one: (one.archived_at is not None, _nearness(one, today)))


def read(
    session: Session,
    viewer: Account | None,
    strategy_id: int,
    *,
    at: datetime,
    zone: ZoneInfo,
    start: date | None = None,
    end: date | None = None,
    months: int = MONTHS,
) -> CoveragePage:
    """All of it in some fifteen statements.

    Raises
    ------
    UnknownRecord
        If there is no such strategy.
    """
    strategy = queries.one(session, strategy_id)
    asked = Asked(viewer, at, zone, start, end)
    activities = [one.id for area in strategy.priorities for one in area.activities]
    areas = [area.id for area in strategy.priorities]
    halves = _halves(asked)
    return CoveragePage(
        strategy=strategy,
        halves=halves,
        activities=coverage.by_activity(session, asked, activities, halves),
        priorities=coverage.by_priority(session, asked, areas, halves),
        forums=coverage.forums_by_activity(session, viewer),
        goals=coverage.by_goal(session, asked, areas),
        dormant=coverage.dormant(session, asked, months_before(at, months)),
        hidden=hidden_sectors(session),
    )


def _halves(asked: Asked) -> list[Half]:
    """The last half-years of the chosen days, up to today."""
    today = asked.at.astimezone(asked.zone).date()
    last = min(asked.end or today, today)
    found = last_halves(last, HALVES)
    return [half for half in found if asked.start is None or half >= half_of(asked.start)]


def _nearness(one: StrategyName, today: date) -> tuple[int, int, int]:
    if one.starts_on <= today <= one.ends_on:
        return (0, -one.starts_on.toordinal(), one.id)
    if one.starts_on > today:
        return (1, one.starts_on.toordinal(), one.id)
    return (2, -one.ends_on.toordinal(), one.id)
