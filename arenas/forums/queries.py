"""What the pages of forums read."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Date, ScalarSelect, and_, bindparam, func, or_, select
from sqlalchemy.orm import Session, selectinload

from arenas.database import UtcDateTime
from arenas.errors import N_, UnknownRecord
from arenas.models import Account, Forum, ForumMember, Meeting, PriorityArea
from arenas.models.enums import ForumKind, Level, MeetingMode, MeetingState, Visibility
from arenas.models.forum import forum_priority
from arenas.ordering import alphabetical
from arenas.paging import SIZE, Page
from arenas.text import normalise
from arenas.visibility import forum_visible_to, meeting_visible_to

SORTS = ("name", "kind", "last", "next", "members")


class ForumRow(NamedTuple):
    """A line of the list. ``members`` counts the people who have a seat today."""

    slug: str
    name: str
    name_en: str | None
    kind: ForumKind
    level: Level
    visibility: Visibility
    archived_at: datetime | None
    members: int
    last_at: datetime | None
    next_at: datetime | None


@dataclass(frozen=True)
class Wanted:
    """What the list is asked for; None is no filter. ``archived`` is "", "only" or "all"."""

    q: str = ""
    kind: ForumKind | None = None
    level: Level | None = None
    priority_id: int | None = None
    visibility: Visibility | None = None
    archived: str = ""
    sort: str = "name"
    descending: bool = False
    page: int = 1


def listed(
    session: Session, viewer: Account | None, wanted: Wanted, *, at: datetime, today: date
) -> Page[ForumRow]:
    """A page of the forums that ``viewer`` may see.

    Raises
    ------
    UnknownRecord
        If there are not that many pages.
    """
    conditions = _conditions(viewer, wanted)
    total = session.scalar(select(func.count()).select_from(Forum).where(*conditions)) or 0
    first = (wanted.page - 1) * SIZE
    if wanted.page > 1 and first >= total:
        raise UnknownRecord(N_("Listen har ikke så mange sider."))
    rows = session.execute(
        _LINES.where(*conditions).order_by(*_order(wanted)).limit(SIZE).offset(first),
        {"at": at, "today": today},
    )
    return Page([ForumRow(*row) for row in rows], total, wanted.page)


def _conditions(viewer: Account | None, wanted: Wanted) -> list[ColumnElement[bool]]:
    conditions = [forum_visible_to(viewer)]
    conditions += [
        Forum.search_text.contains(word, autoescape=True) for word in normalise(wanted.q).split()
    ]
    if wanted.archived == "only":
        conditions.append(Forum.archived_at.is_not(None))
    elif wanted.archived != "all":
        conditions.append(Forum.archived_at.is_(None))
    if wanted.kind is not None:
        conditions.append(Forum.kind == wanted.kind)
    if wanted.level is not None:
        conditions.append(Forum.level == wanted.level)
    if wanted.visibility is not None:
        conditions.append(Forum.visibility == wanted.visibility)
    if wanted.priority_id is not None:
        serving = select(forum_priority.c.forum_id).where(
            forum_priority.c.priority_id == wanted.priority_id
        )
        conditions.append(Forum.id.in_(serving))
    return conditions


def _order(wanted: Wanted) -> list[Any]:
    """Forums without a meeting come after those that have one, whichever way."""
    key = _KEYS[wanted.sort]
    return [key.desc().nulls_last() if wanted.descending else key.asc().nulls_last(), *_BY_NAME]


def sits_on(day: Any) -> ColumnElement[bool]:
    """The condition on ForumMember that the seat is taken that day."""
    return and_(
        or_(ForumMember.starts_on.is_(None), ForumMember.starts_on <= day),
        or_(ForumMember.ends_on.is_(None), ForumMember.ends_on >= day),
    )


def last_held() -> ScalarSelect[Any]:
    """When the forum (of the enclosing SELECT) last met."""
    return (
        select(func.max(Meeting.starts_at))
        .where(Meeting.forum_id == Forum.id, Meeting.state == MeetingState.HELD)
        .correlate(Forum)
        .scalar_subquery()
    )


def next_planned(at: Any) -> ScalarSelect[Any]:
    """When it meets next; a meeting that goes on at this moment counts."""
    return (
        select(func.min(Meeting.starts_at))
        .where(
            Meeting.forum_id == Forum.id,
            Meeting.state == MeetingState.PLANNED,
            Meeting.ends_at > at,
        )
        .correlate(Forum)
        .scalar_subquery()
    )


def seats_taken(today: Any) -> ScalarSelect[Any]:
    """How many people have a seat today."""
    return (
        select(func.count(ForumMember.person_id.distinct()))
        .where(ForumMember.forum_id == Forum.id, sits_on(today))
        .correlate(Forum)
        .scalar_subquery()
    )


_LAST = last_held()
_NEXT = next_planned(bindparam("at", type_=UtcDateTime()))
_MEMBERS = seats_taken(bindparam("today", type_=Date()))
_BY_NAME = (alphabetical(Forum.name), Forum.id)
_KEYS: dict[str, Any] = {
    "name": _BY_NAME[0],
    "kind": Forum.kind,
    "last": _LAST,
    "next": _NEXT,
    "members": _MEMBERS,
}
_LINES = select(
    Forum.slug,
    Forum.name,
    Forum.name_en,
    Forum.kind,
    Forum.level,
    Forum.visibility,
    Forum.archived_at,
    _MEMBERS.label("members"),
    _LAST.label("last_at"),
    _NEXT.label("next_at"),
)


def one(session: Session, viewer: Account | None, slug: str) -> Forum:
    """The forum with what it serves.

    Raises
    ------
    UnknownRecord
        If there is none, or none that ``viewer`` may know of.
    """
    forum = session.scalar(
        select(Forum)
        .where(Forum.slug == slug, forum_visible_to(viewer))
        .options(
            selectinload(Forum.priorities).joinedload(PriorityArea.strategy),
            selectinload(Forum.activities),
        )
    )
    if forum is None:
        raise UnknownRecord(N_("Arenaen finnes ikke."))
    return forum


class MeetingLine(NamedTuple):
    """A meeting of the forum, as its page names it."""

    id: int
    title: str
    starts_at: datetime
    ends_at: datetime
    first_day: date | None
    last_day: date | None
    state: MeetingState
    mode: MeetingMode
    place: str | None


@dataclass(frozen=True)
class Year:
    """How many meetings a year had and has, by state."""

    year: int
    held: int
    planned: int
    cancelled: int


@dataclass(frozen=True)
class Rhythm:
    """When the forum meets: the coming meetings, the latest, and the count of each year.

    ``past`` holds all that was called and is over, also what nobody has recorded as held.
    """

    coming: Sequence[MeetingLine]
    past: Sequence[MeetingLine]
    drafts: Sequence[MeetingLine]
    years: Sequence[Year]

    @property
    def next(self) -> MeetingLine | None:
        return self.coming[0] if self.coming else None

    @property
    def last(self) -> MeetingLine | None:
        return next((line for line in self.past if line.state is MeetingState.HELD), None)


def rhythm(
    session: Session, viewer: Account | None, forum_id: int, *, at: datetime, zone: ZoneInfo
) -> Rhythm:
    """One SELECT of the forum's meetings, sorted into what is past and what comes."""
    rows = session.execute(
        select(
            Meeting.id,
            Meeting.title,
            Meeting.starts_at,
            Meeting.ends_at,
            Meeting.first_day,
            Meeting.last_day,
            Meeting.state,
            Meeting.mode,
            Meeting.place,
        )
        .join(Meeting.forum)
        .where(Meeting.forum_id == forum_id, meeting_visible_to(viewer))
        .order_by(Meeting.starts_at, Meeting.id)
    )
    lines = [MeetingLine(*row) for row in rows]
    called = [line for line in lines if line.state is not MeetingState.DRAFT]
    over = [line for line in called if line.ends_at <= at]
    return Rhythm(
        coming=[
            line for line in called if line.ends_at > at and line.state is MeetingState.PLANNED
        ],
        past=list(reversed(over)),
        drafts=[line for line in lines if line.state is MeetingState.DRAFT],
        years=_years(called, at, zone),
    )


def _years(lines: Iterable[MeetingLine], at: datetime, zone: ZoneInfo) -> list[Year]:
    """Newest first, without holes: a year that passed without a meeting says so.

    What is over but not recorded counts neither as held nor as planned.
    """
    count: Counter[tuple[int, MeetingState]] = Counter()
    for line in lines:
        if line.state is MeetingState.PLANNED and line.ends_at <= at:
            continue
        day = line.first_day or line.starts_at.astimezone(zone).date()
        count[day.year, line.state] += 1
    if not count:
        return []
    years = {year for year, _state in count}
    return [
        Year(
            year,
            count[year, MeetingState.HELD],
            count[year, MeetingState.PLANNED],
            count[year, MeetingState.CANCELLED],
        )
        for year in range(max(years), min(years) - 1, -1)
    ]
