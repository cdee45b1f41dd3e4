"""What the first page reads. Each list is short and says how many there are in all."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, case, func, literal, or_, select, union_all
from sqlalchemy.orm import Session

from arenas.forums.queries import last_held, next_planned, sits_on
from arenas.models import (
    Account,
    Affiliation,
    Forum,
    ForumMember,
    Meeting,
    Organisation,
    Participation,
)
from arenas.models.enums import Attendance, MeetingMode, MeetingState, Response, Sector
from arenas.ordering import alphabetical
from arenas.visibility import forum_visible_to, meeting_visible_to

TWO_WEEKS = timedelta(days=14)
CAME = (Attendance.PRESENT, Attendance.PARTLY)


class MeetingLine(NamedTuple):
    """A meeting with its forum, as one line names it."""

    id: int
    title: str
    starts_at: datetime
    ends_at: datetime
    first_day: date | None
    last_day: date | None
    state: MeetingState
    mode: MeetingMode
    place: str | None
    forum: str
    forum_en: str | None


class AnswersLine(NamedTuple):
    """A meeting, how many have not answered, and how many are asked."""

    id: int
    title: str
    starts_at: datetime
    first_day: date | None
    missing: int
    asked: int


class ForumLine(NamedTuple):
    """A forum, when it last met and when it meets next."""

    id: int
    slug: str
    name: str
    name_en: str | None
    last_at: datetime | None
    next_at: datetime | None


class OwnOrganisation(NamedTuple):
    slug: str
    name: str
    sector: Sector


@dataclass(frozen=True)
class Figures:
    """Of what may be seen by those who read everything, over a year that ends now."""

    forums: int
    held: int
    organisations: int


def a_year_before(day: date) -> date:
    """The same day a year earlier; of 29 February, the 28th.

    >>> a_year_before(date(2028, 2, 29))
    datetime.date(2027, 2, 28)
    """
    try:
        return day.replace(year=day.year - 1)
    except ValueError:
        return day.replace(year=day.year - 1, day=28)


def coming_meetings(
    session: Session,
    viewer: Account | None,
    *,
    at: datetime,
    until: datetime | None = None,
    most: int = 50,
) -> Sequence[MeetingLine]:
    """Planned meetings that ``viewer`` may see, the nearest first."""
    return _meetings(session, viewer, _coming(at, until), most)


def own_meetings(
    session: Session, viewer: Account, *, at: datetime, most: int = 5
) -> Sequence[MeetingLine]:
    """Planned meetings that the viewer is asked to."""
    mine = select(Participation.meeting_id).where(Participation.person_id == viewer.person_id)
    return _meetings(session, viewer, [*_coming(at, None), Meeting.id.in_(mine)], most)


def what_waits(
    session: Session, viewer: Account, *, at: datetime, since: datetime, most: int = 50
) -> dict[str, list[MeetingLine]]:
    """All that a coordinator's page shows of meetings, in one statement: "unrecorded",
    "unattended", "drafts", which nobody has been called to yet, and those of "two_weeks"."""
    kinds = {
        "unrecorded": _unrecorded(at),
        "unattended": _unattended(since),
        "drafts": [Meeting.state == MeetingState.DRAFT],
        "two_weeks": _coming(at, at + TWO_WEEKS),
    }
    parts = [
        select(_lines(viewer, conditions, most, literal(kind).label("what")).subquery())
        for kind, conditions in kinds.items()
    ]
    found: dict[str, list[MeetingLine]] = {kind: [] for kind in kinds}
    for *line, kind in session.execute(union_all(*parts)):
        found[kind].append(MeetingLine(*line))
    for lines in found.values():
        lines.sort(key=lambda line: (line.starts_at, line.id))
    return found


def answers_missing(
    session: Session, viewer: Account, *, at: datetime, most: int = 50
) -> Sequence[AnswersLine]:
    """The meetings of two weeks to which somebody has not answered, the nearest first."""
    silent = func.sum(case((Participation.response == Response.NEEDS_ACTION, 1), else_=0))
    rows = session.execute(
        select(
            Meeting.id,
            Meeting.title,
            Meeting.starts_at,
            Meeting.first_day,
            silent,
            func.count(Participation.id),
        )
        .join(Participation, Participation.meeting_id == Meeting.id)
        .join(Meeting.forum)
        .where(
            meeting_visible_to(viewer),
            *_coming(at, at + TWO_WEEKS),
            Meeting.starts_at > at,
            Participation.invited,
        )
        .group_by(Meeting.id, Meeting.title, Meeting.starts_at, Meeting.first_day)
        .having(silent > 0)
        .order_by(Meeting.starts_at, Meeting.id)
        .limit(most)
    )
    return [AnswersLine(*row) for row in rows]


def _coming(at: datetime, until: datetime | None) -> list[ColumnElement[bool]]:
    conditions = [Meeting.state == MeetingState.PLANNED, Meeting.ends_at > at]
    return conditions if until is None else [*conditions, Meeting.starts_at < until]


def _unrecorded(at: datetime) -> list[ColumnElement[bool]]:
    """Meetings whose time is past and that are neither held nor cancelled."""
    return [Meeting.state == MeetingState.PLANNED, Meeting.ends_at <= at]


def _unattended(since: datetime) -> list[ColumnElement[bool]]:
    """Held meetings with people on the list of whom none is marked as come or stayed away."""
    listed = select(Participation.id).where(Participation.meeting_id == Meeting.id)
    marked = listed.where(Participation.attendance != Attendance.UNKNOWN)
    return [
        Meeting.state == MeetingState.HELD,
        Meeting.starts_at >= since,
        listed.exists(),
        ~marked.exists(),
    ]


def _meetings(
    session: Session, viewer: Account | None, conditions: list[ColumnElement[bool]], most: int
) -> Sequence[MeetingLine]:
    return [MeetingLine(*row) for row in session.execute(_lines(viewer, conditions, most))]


def _lines(
    viewer: Account | None, conditions: list[ColumnElement[bool]], most: int, *more: Any
) -> Select[*tuple[Any, ...]]:
    columns: list[Any] = [getattr(Meeting, name) for name in MeetingLine._fields[:-2]]
    return (
        select(*columns, Forum.name, Forum.name_en, *more)
        .join(Meeting.forum)
        .where(meeting_visible_to(viewer), *conditions)
        .order_by(Meeting.starts_at, Meeting.id)
        .limit(most)
    )


def forums(
    session: Session, viewer: Account | None, *, at: datetime, most: int = 100
) -> Sequence[ForumLine]:
    """The forums in use that ``viewer`` may see: those that meet next first."""
    return _forums(session, [forum_visible_to(viewer)], at, most)


def own_forums(
    session: Session, viewer: Account, *, at: datetime, today: date, most: int = 100
) -> Sequence[ForumLine]:
    """The forums in which the viewer has a seat today."""
    seats = select(ForumMember.forum_id).where(
        ForumMember.person_id == viewer.person_id, sits_on(today)
    )
    return _forums(session, [Forum.id.in_(seats)], at, most)


def quiet_forums(session: Session, viewer: Account, *, at: datetime) -> Sequence[ForumLine]:
    """The forums in use without a coming meeting, those that never met or sleep longest first."""
    lines = _forums(session, [forum_visible_to(viewer), next_planned(at).is_(None)], at, 500)
    return sorted(lines, key=lambda line: (line.last_at is not None, line.last_at or at))


def _forums(
    session: Session, conditions: list[ColumnElement[bool]], at: datetime, most: int
) -> Sequence[ForumLine]:
    coming = next_planned(at)
    rows = session.execute(
        select(Forum.id, Forum.slug, Forum.name, Forum.name_en, last_held(), coming)
        .where(Forum.archived_at.is_(None), *conditions)
        .order_by(coming.asc().nulls_last(), alphabetical(Forum.name), Forum.id)
        .limit(most)
    )
    return [ForumLine(*row) for row in rows]


def own_organisations(
    session: Session, viewer: Account, *, today: date
) -> Sequence[OwnOrganisation]:
    """Where the viewer belongs today."""
    rows = session.execute(
        select(Organisation.slug, Organisation.name, Organisation.sector)
        .join(Affiliation, Affiliation.organisation_id == Organisation.id)
        .where(
            Affiliation.person_id == viewer.person_id,
            or_(Affiliation.active_from.is_(None), Affiliation.active_from <= today),
            or_(Affiliation.active_to.is_(None), Affiliation.active_to >= today),
        )
        .distinct()
        .order_by(Organisation.name)
    )
    return [OwnOrganisation(*row) for row in rows]


def figures(session: Session, *, since: datetime, at: datetime) -> Figures:
    """How many forums are in use, what they held since then, and which bodies took part."""
    held = [
        Meeting.state == MeetingState.HELD,
        Meeting.starts_at >= since,
        Meeting.starts_at <= at,
    ]
    row = session.execute(
        select(
            select(func.count())
            .select_from(Forum)
            .where(Forum.archived_at.is_(None))
            .scalar_subquery(),
            select(func.count()).select_from(Meeting).where(*held).scalar_subquery(),
            select(func.count(Participation.organisation_id.distinct()))
            .join(Participation.meeting)
            .where(*held, Participation.attendance.in_(CAME))
            .scalar_subquery(),
        )
    ).one()
    return Figures(*row)
