"""Two strategy periods side by side: what each activity became, what was done then and now."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, func, insert, select
from sqlalchemy.orm import Session

from arenas import versions
from arenas.errors import N_, UnknownRecord
from arenas.models import (
    Account,
    Activity,
    Meeting,
    PriorityArea,
    Strategy,
    activity_successor,
    meeting_activity,
)
from arenas.models.enums import Sector
from arenas.strategy import coverage, queries, services
from arenas.strategy.coverage import Asked, Lines
from arenas.strategy.coverage_page import in_order
from arenas.strategy.hidden import hidden_sectors


@dataclass(frozen=True)
class Became:
    """An activity of the old period, what it became, and the meetings of all that together."""

    old: Activity
    new: list[Activity]
    held_now: int


@dataclass(frozen=True)
class Periods:
    """``held`` are the different meetings on any activity of each period.

    That the sectors in ``hidden`` were there is not shown.
    """

    old: Strategy
    new: Strategy
    before: Lines
    now: Lines
    rows: list[Became]
    begun: list[Activity]
    held: tuple[int, int]
    hidden: frozenset[Sector] = frozenset()

    @property
    def ended(self) -> list[Activity]:
        """Activities of the old period that nothing carries on."""
        return [row.old for row in self.rows if not row.new]


def side_by_side(session: Session, asked: Asked, old_id: int, new_id: int) -> Periods:
    """Both periods with their meetings, in some twenty statements.

    A meeting that serves several activities counts once in each, and once in a total.

    Raises
    ------
    UnknownRecord
        If there is no such strategy.
    """
    old, new = queries.one(session, old_id), queries.one(session, new_id)
    was, now_ = _activities(old), _activities(new)
    links = _links(session, [one.id for one in was], [one.id for one in now_])
    by_id = {one.id: one for one in now_}
    carried = {new_one for found in links.values() for new_one in found}
    together = _held_by_old(session, asked, [one.id for one in was], list(by_id))
    return Periods(
        old=old,
        new=new,
        before=coverage.by_activity(session, asked, [one.id for one in was]),
        now=coverage.by_activity(session, asked, list(by_id)),
        rows=[
            Became(
                one,
                [new_one for new_one in now_ if new_one.id in links.get(one.id, ())],
                together.get(one.id, 0),
            )
            for one in was
        ],
        begun=[one for one in now_ if one.id not in carried],
        held=(_held_on(session, asked, [one.id for one in was]), _held_on(session, asked, by_id)),
        hidden=hidden_sectors(session),
    )


def successors(session: Session, activity_id: int, strategy_id: int) -> list[int]:
    """What the activity became in that strategy, as ids."""
    rows = session.execute(
        select(activity_successor.c.new_id)
        .join(Activity, Activity.id == activity_successor.c.new_id)
        .join(Activity.priority)
        .where(activity_successor.c.old_id == activity_id, PriorityArea.strategy_id == strategy_id)
        .order_by(activity_successor.c.new_id)
    )
    return [row[0] for row in rows]


def say_what_it_became(
    session: Session,
    *,
    activity_id: int,
    strategy_id: int,
    version: int,
    chosen: Collection[int],
    actor: Account,
) -> None:
    """Keep which activities of a strategy carry on this one; none is an answer too.

    ``version`` is that of the strategy the activity belongs to.

    Raises
    ------
    UnknownRecord
        If an activity chosen is not of that strategy, or it is the activity's own.
    ChangedMeanwhile
        If somebody else has changed the strategy, or one of its parts, since.
    """
    old = queries.activity(session, activity_id)
    strategy = queries.one(session, strategy_id)
    own = old.priority.strategy_id == strategy_id
    if own or not set(chosen) <= {one.id for one in _activities(strategy)}:
        raise UnknownRecord(N_("Aktiviteten finnes ikke i den andre strategien."))
    mine = services.existing(session, old.priority.strategy_id)
    versions.check(mine, version)
    before = successors(session, activity_id, strategy_id)
    session.execute(
        delete(activity_successor).where(
            activity_successor.c.old_id == activity_id, activity_successor.c.new_id.in_(before)
        )
    )
    if chosen:
        rows = [{"old_id": activity_id, "new_id": number} for number in sorted(set(chosen))]
        session.execute(insert(activity_successor), rows)
    services.touch(session, mine)
    services.told(session, mine, actor, "successors", activity=activity_id, count=len(set(chosen)))


def _activities(strategy: Strategy) -> list[Activity]:
    return [one for area in strategy.priorities for one in in_order(area)]


def _links(session: Session, old: Sequence[int], new: Sequence[int]) -> dict[int, set[int]]:
    table = activity_successor.c
    found: dict[int, set[int]] = {}
    query = select(table.old_id, table.new_id).where(table.old_id.in_(old), table.new_id.in_(new))
    for one, other in session.execute(query):
        found.setdefault(one, set()).add(other)
    return found


def _held_by_old(
    session: Session, asked: Asked, old: Sequence[int], new: Sequence[int]
) -> dict[int, int]:
    """Different meetings held on all that each old activity became."""
    rows = session.execute(
        select(activity_successor.c.old_id, func.count(Meeting.id.distinct()))
        .join(meeting_activity, meeting_activity.c.activity_id == activity_successor.c.new_id)
        .join(Meeting, Meeting.id == meeting_activity.c.meeting_id)
        .join(Meeting.forum)
        .where(
            activity_successor.c.old_id.in_(old),
            activity_successor.c.new_id.in_(new),
            *asked.meetings(coverage.HELD),
        )
        .group_by(activity_successor.c.old_id)
    )
    return {row[0]: row[1] for row in rows}


def _held_on(session: Session, asked: Asked, activities: Collection[int]) -> int:
    query: Any = (
        select(func.count(Meeting.id.distinct()))
        .join(meeting_activity, meeting_activity.c.meeting_id == Meeting.id)
        .join(Meeting.forum)
        .where(meeting_activity.c.activity_id.in_(activities), *asked.meetings(coverage.HELD))
    )
    return session.scalar(query) or 0
