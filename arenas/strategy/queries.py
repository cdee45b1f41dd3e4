"""What the strategy's pages read: the text, and what forums and meetings do about it."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import FromClause, Table, and_, case, func, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from arenas.errors import N_, UnknownRecord
from arenas.models import (
    Account,
    Activity,
    CouncilRole,
    Forum,
    Meeting,
    PriorityArea,
    Sdg,
    Strategy,
    forum_activity,
    forum_priority,
    meeting_activity,
)
from arenas.models.enums import ForumKind, MeetingMode, MeetingState
from arenas.ordering import alphabetical
from arenas.strategy.links import area_meetings
from arenas.visibility import forum_visible_to, meeting_visible_to

MOST_MEETINGS = 10


@dataclass(frozen=True)
class Coverage:
    """How many forums serve something, and how many meetings worked on it or will."""

    forums: int = 0
    held: int = 0
    planned: int = 0

    @property
    def meetings(self) -> int:
        return self.held + self.planned


@dataclass(frozen=True)
class Done:
    """The coverage of priority areas and of activities, by id; what is not there is nothing."""

    priorities: dict[int, Coverage] = field(default_factory=dict)
    activities: dict[int, Coverage] = field(default_factory=dict)

    def on_priority(self, priority_id: int) -> Coverage:
        return self.priorities.get(priority_id, Coverage())

    def on_activity(self, activity_id: int) -> Coverage:
        return self.activities.get(activity_id, Coverage())

    def without_meetings(self, areas: Iterable[PriorityArea]) -> list[Activity]:
        """The activities that no meeting worked on or will, in the order of the document."""
        return [
            activity
            for area in areas
            for activity in area.activities
            if not self.on_activity(activity.id).meetings
        ]


class Branch(NamedTuple):
    """An activity and its sub-activities."""

    activity: Activity
    children: list[Activity]


def number_key(number: str) -> list[tuple[int, str]]:
    """Numbers as people order them: 2.9 before 2.10.

    >>> sorted(["2.10", "2.9", "10", "2"], key=number_key)
    ['2', '2.9', '2.10', '10']
    """
    return [(int(part or 0), rest) for part, rest in re.findall(r"(\d{0,9})(\D+|$)", number)]


def branches(activities: Collection[Activity]) -> list[Branch]:
    """Activities with their sub-activities below them, by number."""
    ordered = sorted(activities, key=lambda activity: number_key(activity.number))
    children: dict[int | None, list[Activity]] = defaultdict(list)
    for activity in ordered:
        children[activity.parent_id].append(activity)
    return [Branch(activity, children[activity.id]) for activity in children[None]]


def strategies(session: Session, *, today: date, archived: bool = False) -> list[Strategy]:
    """Every strategy with all its parts: those in force first, then coming, then past ones."""
    kept = Strategy.archived_at.is_not(None) if archived else Strategy.archived_at.is_(None)
    found = session.scalars(select(Strategy).where(kept).options(*_whole())).all()
    return sorted(found, key=lambda strategy: _nearness(strategy, today))


def one(session: Session, strategy_id: int) -> Strategy:
    """The strategy with all its parts.

    Raises
    ------
    UnknownRecord
        If there is none.
    """
    found = session.scalar(select(Strategy).where(Strategy.id == strategy_id).options(*_whole()))
    if found is None:
        raise UnknownRecord(N_("Strategien finnes ikke."))
    return found


def priority(session: Session, priority_id: int) -> PriorityArea:
    """The priority area with its strategy, activities and goals.

    Raises
    ------
    UnknownRecord
        If there is none.
    """
    found = session.scalar(
        select(PriorityArea)
        .where(PriorityArea.id == priority_id)
        .options(
            joinedload(PriorityArea.strategy),
            selectinload(PriorityArea.activities),
            selectinload(PriorityArea.sdgs),
        )
    )
    if found is None:
        raise UnknownRecord(N_("Innsatsområdet finnes ikke."))
    return found


def activity_of(area: PriorityArea, activity_id: int) -> Activity:
    """The activity of this area. Raises UnknownRecord where it is another's, or none."""
    for activity in area.activities:
        if activity.id == activity_id:
            return activity
    raise UnknownRecord(N_("Aktiviteten finnes ikke i dette innsatsområdet."))


def role_of(strategy: Strategy, role_id: int) -> CouncilRole:
    """The role of this strategy. Raises UnknownRecord where it is another's, or none."""
    for role in strategy.roles:
        if role.id == role_id:
            return role
    raise UnknownRecord(N_("Rollen finnes ikke i denne strategien."))


def _whole() -> list[Any]:
    return [
        selectinload(Strategy.priorities).options(
            selectinload(PriorityArea.activities), selectinload(PriorityArea.sdgs)
        ),
        selectinload(Strategy.roles),
        selectinload(Strategy.sdgs),
    ]


def _nearness(strategy: Strategy, today: date) -> tuple[int, int, int]:
    if strategy.starts_on <= today <= strategy.ends_on:
        return (0, -strategy.starts_on.toordinal(), strategy.id)
    if strategy.starts_on > today:
        return (1, strategy.starts_on.toordinal(), strategy.id)
    return (2, -strategy.ends_on.toordinal(), strategy.id)


def done(session: Session, viewer: Account | None, *, at: datetime) -> Done:
    """What the forums and meetings that ``viewer`` may see do about each part; four SELECTs."""
    return Done(
        _coverage(session, viewer, forum_priority, area_meetings(), "priority_id", at),
        _coverage(session, viewer, forum_activity, meeting_activity, "activity_id", at),
    )


def _coverage(
    session: Session,
    viewer: Account | None,
    forum_links: Table,
    meeting_links: FromClause,
    key: str,
    at: datetime,
) -> dict[int, Coverage]:
    forums = session.execute(
        select(forum_links.c[key], func.count())
        .join(Forum, Forum.id == forum_links.c.forum_id)
        .where(forum_visible_to(viewer), Forum.archived_at.is_(None))
        .group_by(forum_links.c[key])
    )
    is_held = Meeting.state == MeetingState.HELD
    meetings = session.execute(
        select(
            meeting_links.c[key],
            func.sum(case((is_held, 1), else_=0)),
            func.sum(case((is_held, 0), else_=1)),
        )
        .join(Meeting, Meeting.id == meeting_links.c.meeting_id)
        .join(Meeting.forum)
        .where(meeting_visible_to(viewer), or_(is_held, _is_coming(at)))
        .group_by(meeting_links.c[key])
    )
    by_forums = {row[0]: row[1] for row in forums}
    by_meetings = {number: (held, planned) for number, held, planned in meetings}
    return {
        number: Coverage(by_forums.get(number, 0), *by_meetings.get(number, (0, 0)))
        for number in by_forums.keys() | by_meetings.keys()
    }


def activity(session: Session, activity_id: int) -> Activity:
    """The activity with its priority area and strategy.

    Raises
    ------
    UnknownRecord
        If there is none.
    """
    found = session.scalar(
        select(Activity)
        .where(Activity.id == activity_id)
        .options(joinedload(Activity.priority).joinedload(PriorityArea.strategy))
    )
    if found is None:
        raise UnknownRecord(N_("Aktiviteten finnes ikke."))
    return found


def _is_coming(at: datetime) -> Any:
    return and_(Meeting.state == MeetingState.PLANNED, Meeting.ends_at > at)


class ServingForum(NamedTuple):
    slug: str
    name: str
    name_en: str | None
    kind: ForumKind


class ServingMeeting(NamedTuple):
    """A meeting that worked on the priority area, or will."""

    id: int
    title: str
    starts_at: datetime
    ends_at: datetime
    first_day: date | None
    last_day: date | None
    state: MeetingState
    mode: MeetingMode
    place: str | None


def serving_forums(
    session: Session, viewer: Account | None, priority_id: int
) -> Sequence[ServingForum]:
    """The forums in use that serve the area, as far as ``viewer`` may see them."""
    rows = session.execute(
        select(Forum.slug, Forum.name, Forum.name_en, Forum.kind)
        .join(forum_priority, forum_priority.c.forum_id == Forum.id)
        .where(
            forum_priority.c.priority_id == priority_id,
            forum_visible_to(viewer),
            Forum.archived_at.is_(None),
        )
        .order_by(alphabetical(Forum.name), Forum.id)
    )
    return [ServingForum(*row) for row in rows]


def serving_meetings(
    session: Session, viewer: Account | None, priority_id: int, *, at: datetime, coming: bool
) -> Sequence[ServingMeeting]:
    """The next meetings on the area, or the latest that were held; a few of them."""
    wanted = _is_coming(at) if coming else Meeting.state == MeetingState.HELD
    work = area_meetings()
    order = Meeting.starts_at.asc() if coming else Meeting.starts_at.desc()
    rows = session.execute(
        select(*(getattr(Meeting, name) for name in ServingMeeting._fields))
        .join(Meeting.forum)
        .join(work, work.c.meeting_id == Meeting.id)
        .where(work.c.priority_id == priority_id, meeting_visible_to(viewer), wanted)
        .order_by(order, Meeting.id)
        .limit(MOST_MEETINGS)
    )
    return [ServingMeeting(*row) for row in rows]


def goals(session: Session) -> Sequence[Sdg]:
    """The 17 goals, for choices."""
    return session.scalars(select(Sdg).order_by(Sdg.number)).all()
