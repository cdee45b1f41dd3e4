"""The priority areas and activities that filters and forms offer."""

from collections.abc import Collection, Sequence
from typing import NamedTuple

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from arenas.models import PriorityArea, Strategy


class AreaName(NamedTuple):
    id: int
    number: str
    name: str
    name_en: str | None


def areas(session: Session) -> list[AreaName]:
    """The priority areas that the list can be narrowed by: of strategies in use."""
    rows = session.execute(
        select(PriorityArea.id, PriorityArea.number, PriorityArea.name, PriorityArea.name_en)
        .join(PriorityArea.strategy)
        .where(Strategy.archived_at.is_(None))
        .order_by(Strategy.starts_on.desc(), Strategy.id, PriorityArea.position)
    )
    return [AreaName(*row) for row in rows]


def areas_with_activities(
    session: Session, also: Collection[PriorityArea] = ()
) -> Sequence[PriorityArea]:
    """Areas of the strategies in use, and those that are chosen ``also``, with activities."""
    chosen = [area.id for area in also]
    return session.scalars(
        select(PriorityArea)
        .join(PriorityArea.strategy)
        .where(or_(Strategy.archived_at.is_(None), PriorityArea.id.in_(chosen)))
        .options(joinedload(PriorityArea.strategy), selectinload(PriorityArea.activities))
        .order_by(Strategy.starts_on.desc(), Strategy.id, PriorityArea.position)
    ).all()
