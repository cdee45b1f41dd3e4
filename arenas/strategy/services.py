"""What can be done with a strategy as a whole."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, selectinload

from arenas import audit, versions
from arenas.database import now
from arenas.errors import N_, Refusal, UnknownRecord
from arenas.models import (
    Account,
    Activity,
    PriorityArea,
    Sdg,
    Strategy,
    forum_activity,
    forum_priority,
    meeting_activity,
    meeting_priority,
)
from arenas.revision import CALENDAR, NETWORK, raise_revision


@dataclass(frozen=True)
class StrategyDetails:
    """What the form of a strategy holds. Both days are included; periods may overlap."""

    name: str
    starts_on: date
    ends_on: date
    name_en: str | None = None
    sdgs: Collection[int] = ()


@dataclass(frozen=True)
class Use:
    """How many forums and meetings are linked to a part of the strategy."""

    forums: int
    meetings: int

    def __bool__(self) -> bool:
        return bool(self.forums or self.meetings)


def create(session: Session, *, details: StrategyDetails, actor: Account) -> Strategy:
    """Put a strategy on record, without priority areas as yet.

    Raises
    ------
    Refusal
        If it ends before it begins.
    """
    strategy = Strategy(priorities=[], roles=[], sdgs=[])
    _fill(session, strategy, details)
    session.add(strategy)
    session.flush()
    told(session, strategy, actor, "create")
    return strategy


def change(
    session: Session, *, strategy_id: int, version: int, details: StrategyDetails, actor: Account
) -> Strategy:
    """Change the name, period or goals of a strategy that was read at ``version``.

    Raises
    ------
    ChangedMeanwhile
        If somebody else has changed it, or one of its parts, since.
    """
    strategy = existing(session, strategy_id)
    versions.check(strategy, version)
    _fill(session, strategy, details)
    touch(session, strategy)
    told(session, strategy, actor, "change")
    return strategy


def archive(session: Session, *, strategy_id: int, actor: Account) -> Strategy:
    """Take it out of choices for new links; what is linked stays linked."""
    strategy = existing(session, strategy_id)
    if strategy.archived_at is None:
        strategy.archived_at = now()
        session.flush()
        told(session, strategy, actor, "archive")
    return strategy


def restore(session: Session, *, strategy_id: int, actor: Account) -> Strategy:
    strategy = existing(session, strategy_id)
    if strategy.archived_at is not None:
        strategy.archived_at = None
        session.flush()
        told(session, strategy, actor, "restore")
    return strategy


def delete(session: Session, *, strategy_id: int, actor: Account) -> None:
    """Delete a strategy that nothing is linked to, with all its parts.

    Raises
    ------
    Refusal
        If forums or meetings serve any part of it.
    """
    strategy = session.scalar(
        select(Strategy)
        .where(Strategy.id == strategy_id)
        .options(
            selectinload(Strategy.priorities).options(
                selectinload(PriorityArea.activities), selectinload(PriorityArea.sdgs)
            ),
            selectinload(Strategy.roles),
            selectinload(Strategy.sdgs),
        )
    )
    if strategy is None:
        raise UnknownRecord(N_("Strategien finnes ikke."))
    areas = select(PriorityArea.id).where(PriorityArea.strategy_id == strategy_id)
    refuse_used(session, strategy.name, areas)
    for area in strategy.priorities:
        cut_from_parents(session, area)
    session.delete(strategy)
    session.flush()
    audit.record(session, actor, "delete", "strategy", strategy_id)
    _raise_revisions(session)


def use(session: Session, areas: Select[int], activities: Select[int]) -> Use:
    """What is linked to these priority areas or to these activities."""
    counts = [
        session.scalar(
            select(func.count()).select_from(
                select(getattr(area.c, key))
                .where(area.c.priority_id.in_(areas))
                .union(
                    select(getattr(activity.c, key)).where(activity.c.activity_id.in_(activities))
                )
                .subquery()
            )
        )
        or 0
        for area, activity, key in (
            (forum_priority, forum_activity, "forum_id"),
            (meeting_priority, meeting_activity, "meeting_id"),
        )
    ]
    return Use(*counts)


def refuse_used(session: Session, name: str, areas: Select[int]) -> None:
    """Explain where forums or meetings serve these areas or their activities."""
    activities = select(Activity.id).where(Activity.priority_id.in_(areas))
    refuse_if(name, use(session, areas, activities))


def refuse_if(name: str, used: Use) -> None:
    if used:
        raise Refusal(
            N_(
                "«%(name)s» kan ikke slettes: det er knyttet arenaer (%(forums)s) og "
                "møter (%(meetings)s) til den. Fjern koblingene først, eller arkiver strategien."
            ),
            name=name,
            forums=used.forums,
            meetings=used.meetings,
        )


def cut_from_parents(session: Session, area: PriorityArea) -> None:
    """Let go of parents before activities are deleted in whichever order."""
    for activity in area.activities:
        activity.parent_id = None
    session.flush()


def existing(session: Session, strategy_id: int) -> Strategy:
    strategy = session.scalar(
        select(Strategy).where(Strategy.id == strategy_id).options(selectinload(Strategy.sdgs))
    )
    if strategy is None:
        raise UnknownRecord(N_("Strategien finnes ikke."))
    return strategy


def touch(session: Session, strategy: Strategy) -> None:
    """A change of a part is a new version of the whole."""
    versions.touch(strategy)
    versions.flush(session)


def goals(session: Session, numbers: Collection[int]) -> list[Sdg]:
    found = session.scalars(select(Sdg).where(Sdg.number.in_(numbers)).order_by(Sdg.number)).all()
    if len(found) != len(set(numbers)):
        raise UnknownRecord(N_("Et av bærekraftsmålene finnes ikke."), field="sdgs")
    return list(found)


def told(
    session: Session, strategy: Strategy, actor: Account, action: str, **details: object
) -> None:
    """Write the trail, and let feeds and the network know."""
    audit.record(session, actor, action, "strategy", strategy.id, **details)
    _raise_revisions(session)


def _raise_revisions(session: Session) -> None:
    raise_revision(session, CALENDAR)
    raise_revision(session, NETWORK)


def _fill(session: Session, strategy: Strategy, details: StrategyDetails) -> None:
    if details.ends_on < details.starts_on:
        raise Refusal(N_("Perioden må slutte etter at den begynner."), field="ends_on")
    strategy.name = details.name
    strategy.name_en = details.name_en
    strategy.starts_on = details.starts_on
    strategy.ends_on = details.ends_on
    strategy.sdgs = goals(session, details.sdgs)
