"""What can be done with the parts of a strategy; each change is a new version of the whole."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from arenas import versions
from arenas.errors import N_, Refusal, UnknownRecord
from arenas.models import Account, Activity, CouncilRole, PriorityArea, Strategy
from arenas.strategy import services
from arenas.strategy.services import told, touch


@dataclass(frozen=True)
class PriorityDetails:
    """``number`` is how the strategy document counts it."""

    number: str
    name: str
    name_en: str | None = None
    sdgs: Collection[int] = ()


@dataclass(frozen=True)
class ActivityDetails:
    """``parent_id`` makes it a sub-activity; there is one such level."""

    number: str
    text: str
    text_en: str | None = None
    parent_id: int | None = None


@dataclass(frozen=True)
class RoleDetails:
    text: str
    text_en: str | None = None


def add_priority(
    session: Session, *, strategy_id: int, details: PriorityDetails, actor: Account
) -> PriorityArea:
    """Add a priority area to a strategy.

    Raises
    ------
    Refusal
        If the strategy has one of that number.
    """
    strategy = services.existing(session, strategy_id)
    area = PriorityArea(strategy_id=strategy.id, activities=[], sdgs=[])
    area.position = _next(session, PriorityArea, PriorityArea.strategy_id == strategy.id)
    _fill_priority(session, area, details)
    session.add(area)
    touch(session, strategy)
    told(session, strategy, actor, "add priority", priority=area.id)
    return area


def change_priority(
    session: Session, *, priority_id: int, version: int, details: PriorityDetails, actor: Account
) -> PriorityArea:
    """Change a priority area; ``version`` is that of its strategy.

    Raises
    ------
    ChangedMeanwhile
        If somebody else has changed the strategy since.
    """
    area = _priority(session, priority_id)
    versions.check(area.strategy, version)
    _fill_priority(session, area, details)
    touch(session, area.strategy)
    told(session, area.strategy, actor, "change priority", priority=area.id)
    return area


def delete_priority(session: Session, *, priority_id: int, actor: Account) -> int:
    """Delete a priority area that nothing serves, with its activities; gives its strategy's id.

    Raises
    ------
    Refusal
        If forums or meetings serve it or one of its activities.
    """
    area = _priority(session, priority_id)
    services.refuse_used(
        session, area.name, select(PriorityArea.id).where(PriorityArea.id == area.id)
    )
    services.cut_from_parents(session, area)
    session.delete(area)
    touch(session, area.strategy)
    told(session, area.strategy, actor, "delete priority", priority=priority_id)
    return area.strategy_id


def add_activity(
    session: Session, *, priority_id: int, details: ActivityDetails, actor: Account
) -> Activity:
    """Add an activity, or a sub-activity, to a priority area.

    Raises
    ------
    Refusal
        If the area has one of that number, or the parent is a sub-activity itself.
    UnknownRecord
        If the parent is not an activity of this area.
    """
    area = _priority(session, priority_id)
    activity = Activity(priority_id=area.id)
    activity.position = _next(session, Activity, Activity.priority_id == area.id)
    _fill_activity(session, area, activity, details)
    session.add(activity)
    touch(session, area.strategy)
    told(session, area.strategy, actor, "add activity", activity=activity.id)
    return activity


def change_activity(
    session: Session,
    *,
    priority_id: int,
    activity_id: int,
    version: int,
    details: ActivityDetails,
    actor: Account,
) -> Activity:
    """Change an activity of this priority area; ``version`` is that of the strategy.

    Raises
    ------
    UnknownRecord
        If the activity belongs to another area.
    Refusal
        If it has sub-activities and is to become one.
    """
    area = _priority(session, priority_id)
    activity = _activity(area, activity_id)
    versions.check(area.strategy, version)
    _fill_activity(session, area, activity, details)
    touch(session, area.strategy)
    told(session, area.strategy, actor, "change activity", activity=activity.id)
    return activity


def delete_activity(
    session: Session, *, priority_id: int, activity_id: int, actor: Account
) -> None:
    """Delete an activity that nothing works on.

    Raises
    ------
    Refusal
        If it has sub-activities, or forums or meetings work on it.
    """
    area = _priority(session, priority_id)
    activity = _activity(area, activity_id)
    if any(other.parent_id == activity.id for other in area.activities):
        raise Refusal(
            N_("Aktivitet %(number)s har underaktiviteter. Slett eller flytt dem først."),
            number=activity.number,
        )
    nothing = select(PriorityArea.id).where(PriorityArea.id.is_(None))
    used = services.use(session, nothing, select(Activity.id).where(Activity.id == activity.id))
    services.refuse_if(f"{activity.number} {activity.text}", used)
    session.delete(activity)
    touch(session, area.strategy)
    told(session, area.strategy, actor, "delete activity", activity=activity_id)


def add_role(
    session: Session, *, strategy_id: int, details: RoleDetails, actor: Account
) -> CouncilRole:
    """Add a role or way of working of the council, as the last one."""
    strategy = services.existing(session, strategy_id)
    role = CouncilRole(strategy_id=strategy.id, text=details.text, text_en=details.text_en)
    role.position = _next(session, CouncilRole, CouncilRole.strategy_id == strategy.id)
    session.add(role)
    touch(session, strategy)
    told(session, strategy, actor, "add role", role=role.id)
    return role


def change_role(
    session: Session,
    *,
    strategy_id: int,
    role_id: int,
    version: int,
    details: RoleDetails,
    actor: Account,
) -> CouncilRole:
    """Change the words of a role of this strategy."""
    strategy = services.existing(session, strategy_id)
    role = _role(session, strategy, role_id)
    versions.check(strategy, version)
    role.text, role.text_en = details.text, details.text_en
    touch(session, strategy)
    told(session, strategy, actor, "change role", role=role.id)
    return role


def delete_role(session: Session, *, strategy_id: int, role_id: int, actor: Account) -> None:
    strategy = services.existing(session, strategy_id)
    session.delete(_role(session, strategy, role_id))
    touch(session, strategy)
    told(session, strategy, actor, "delete role", role=role_id)


def _priority(session: Session, priority_id: int) -> PriorityArea:
    area = session.scalar(
        select(PriorityArea)
        .where(PriorityArea.id == priority_id)
        .options(
            joinedload(PriorityArea.strategy),
            selectinload(PriorityArea.activities),
            selectinload(PriorityArea.sdgs),
        )
    )
    if area is None:
        raise UnknownRecord(N_("Innsatsområdet finnes ikke."))
    return area


def _activity(area: PriorityArea, activity_id: int) -> Activity:
    for activity in area.activities:
        if activity.id == activity_id:
            return activity
    raise UnknownRecord(N_("Aktiviteten finnes ikke i dette innsatsområdet."))


def _role(session: Session, strategy: Strategy, role_id: int) -> CouncilRole:
    role = session.get(CouncilRole, role_id)
    if role is None or role.strategy_id != strategy.id:
        raise UnknownRecord(N_("Rollen finnes ikke i denne strategien."))
    return role


def _fill_priority(session: Session, area: PriorityArea, details: PriorityDetails) -> None:
    taken = select(PriorityArea.id).where(
        PriorityArea.strategy_id == area.strategy_id, PriorityArea.number == details.number
    )
    _refuse_number(session.scalar(taken), area.id, details.number)
    area.number = details.number
    area.name = details.name
    area.name_en = details.name_en
    area.sdgs = services.goals(session, details.sdgs)


def _fill_activity(
    session: Session, area: PriorityArea, activity: Activity, details: ActivityDetails
) -> None:
    taken = select(Activity.id).where(
        Activity.priority_id == area.id, Activity.number == details.number
    )
    _refuse_number(session.scalar(taken), activity.id, details.number)
    if details.parent_id is not None:
        _refuse_deeper(area, activity, _activity(area, details.parent_id))
    activity.number = details.number
    activity.text = details.text
    activity.text_en = details.text_en
    activity.parent_id = details.parent_id


def _refuse_deeper(area: PriorityArea, activity: Activity, parent: Activity) -> None:
    if parent.parent_id is not None or parent is activity:
        raise Refusal(N_("En underaktivitet kan ikke ha underaktiviteter selv."), field="parent")
    if any(other.parent_id == activity.id for other in area.activities if activity.id):
        raise Refusal(
            N_("Aktiviteten har underaktiviteter og kan ikke selv bli en underaktivitet."),
            field="parent",
        )


def _refuse_number(found: int | None, own: int | None, number: str) -> None:
    if found is not None and found != own:
        raise Refusal(
            N_("Nummer %(number)s er i bruk her allerede."), field="number", number=number
        )


def _next(session: Session, kind: Any, condition: Any) -> int:
    return (session.scalar(select(func.max(kind.position)).where(condition)) or 0) + 1
