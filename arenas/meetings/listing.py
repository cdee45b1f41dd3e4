"""The list of meetings: columns of one page, and how many there are."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Row, and_, func, or_, select
from sqlalchemy.orm import Session

from arenas.clock import instant
from arenas.directory.kept import Revisions, revisions
from arenas.models import Account, Forum, Meeting, PriorityArea, Strategy
from arenas.models.enums import ForumKind, MeetingMode, MeetingState
from arenas.ordering import alphabetical
from arenas.paging import Page, page_of
from arenas.strategy.links import on_area
from arenas.text import normalise
from arenas.visibility import forum_visible_to, meeting_visible_to

COMING, ALL = "coming", "all"

Order = tuple[Any, ...]


@dataclass(frozen=True)
class Wanted:
    """What the list is asked for; None and empty ask for nothing in particular.

    ``state`` is a state, ``coming`` (not over, not cancelled) or ``all``; without a word it
    is ``coming``, or ``all`` where days are given.
    """

    q: str = ""
    state: str | None = None
    forum: str | None = None
    kind: ForumKind | None = None
    mode: MeetingMode | None = None
    priority: int | None = None
    first: date | None = None
    last: date | None = None
    sort: str = "natural"
    descending: bool = False
    page: int = 1
    zone: ZoneInfo = field(default_factory=lambda: ZoneInfo("Europe/Oslo"))

    @property
    def shown(self) -> str:
        if self.state:
            return self.state
        return ALL if self.first or self.last else COMING


# Put together once: the columns of a list page, and of its menus.
_ROWS = select(
    Meeting.id,
    Meeting.title,
    Meeting.starts_at,
    Meeting.ends_at,
    Meeting.first_day,
    Meeting.last_day,
    Meeting.state,
    Meeting.mode,
    Meeting.place,
    Forum.slug.label("forum_slug"),
    Forum.name.label("forum_name"),
    Forum.name_en.label("forum_name_en"),
).join(Meeting.forum)
_BY_NAME = {"title": alphabetical(Meeting.title), "forum": alphabetical(Forum.name)}
_FORUMS = select(Forum.slug, Forum.name, Forum.name_en).order_by(_BY_NAME["forum"])
_PRIORITIES = (
    select(PriorityArea.id, PriorityArea.number, PriorityArea.name, PriorityArea.name_en)
    .join(PriorityArea.strategy)
    .where(Strategy.archived_at.is_(None))
    .order_by(Strategy.starts_on.desc(), PriorityArea.position)
)


def page(session: Session, viewer: Account | None, wanted: Wanted, now: datetime) -> Page[Any]:
    """One page of the meetings that ``viewer`` may see. Two statements.

    Raises
    ------
    UnknownRecord
        If there are not that many pages.
    """
    query = _ROWS.where(*_conditions(viewer, wanted, now)).order_by(*_order(wanted))
    return page_of(session, query, wanted.page, scalars=False)


def state(session: Session) -> Revisions:
    """What the list and its menus depend on: the revisions, and the strategies' versions."""
    versions = session.scalar(select(func.sum(Strategy.__table__.c.version)))
    return (*revisions(session), ("strategies", versions or 0))


def forum_choices(session: Session, viewer: Account | None) -> Sequence[Row[*tuple[Any, ...]]]:
    """The forums whose meetings the viewer can list: slug, name, name_en."""
    return session.execute(_FORUMS.where(forum_visible_to(viewer))).all()


def priority_choices(session: Session) -> Sequence[Row[*tuple[Any, ...]]]:
    """The priority areas of strategies in use: id, number, name, name_en."""
    return session.execute(_PRIORITIES).all()


def _conditions(viewer: Account | None, wanted: Wanted, now: datetime) -> list[ColumnElement[bool]]:
    conditions = [meeting_visible_to(viewer)]
    conditions += [
        or_(
            Meeting.search_text.contains(word, autoescape=True),
            Forum.search_text.contains(word, autoescape=True),
        )
        for word in normalise(wanted.q).split()[:10]
    ]
    conditions += _state(wanted.shown, now)
    equal: Mapping[Any, Any] = {
        Forum.slug: wanted.forum,
        Forum.kind: wanted.kind,
        Meeting.mode: wanted.mode,
    }
    conditions += [column == value for column, value in equal.items() if value is not None]
    if wanted.priority is not None:
        conditions.append(Meeting.id.in_(on_area(wanted.priority)))
    if wanted.first:
        conditions.append(Meeting.ends_at > _midnight(wanted.first, wanted.zone))
    if wanted.last:
        after = wanted.last + timedelta(days=1)
        conditions.append(Meeting.starts_at < _midnight(after, wanted.zone))
    return conditions


def _state(shown: str, now: datetime) -> list[ColumnElement[bool]]:
    if shown == ALL:
        return []
    if shown == COMING:
        open_ones = Meeting.state.in_([MeetingState.PLANNED, MeetingState.DRAFT])
        return [and_(open_ones, Meeting.ends_at >= now)]
    return [Meeting.state == MeetingState(shown)]


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return instant(datetime.combine(day, time()), zone)


def _order(wanted: Wanted) -> Order:
    """By time the coming ones begin with the next, the past ones with the last."""
    if wanted.sort == "natural":
        if wanted.shown in {COMING, MeetingState.PLANNED, MeetingState.DRAFT}:
            return (Meeting.starts_at, Meeting.id)
        return (Meeting.starts_at.desc(), Meeting.id.desc())
    column: Any = _BY_NAME.get(wanted.sort, Meeting.starts_at)
    first = column.desc() if wanted.descending else column
    return (first, Meeting.starts_at, Meeting.id)
