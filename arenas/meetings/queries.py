"""What the pages of one meeting read, each with few statements whatever its size."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Row, func, literal, or_, select
from sqlalchemy.orm import Session, contains_eager, selectinload

from arenas.errors import N_, UnknownRecord
from arenas.models import (
    Account,
    AuditEntry,
    Forum,
    Meeting,
    Organisation,
    Participation,
    Person,
)
from arenas.models.enums import Attendance, MeetingState, Response, Sector
from arenas.ordering import alphabetical
from arenas.visibility import may_write, meeting_visible_to, reads_all, seats_of

HISTORY = 500


@dataclass(frozen=True)
class Rights:
    """What a viewer may know of a meeting beside that it is."""

    writes: bool
    names: bool
    joins: bool


@dataclass(frozen=True)
class SectorPeople:
    """Those of one sector. ``rows`` is empty for those who may not see names."""

    sector: Sector | None
    organisations: int
    people: int
    answers: Counter[Response]
    marks: Counter[Attendance]
    rows: tuple[Row[*tuple[Any, ...]], ...] = ()


def shown(session: Session, viewer: Account | None, meeting_id: int) -> Meeting:
    """The meeting with all that its page shows of it.

    Raises
    ------
    UnknownRecord
        If there is none, or the viewer may not know of it.
    """
    meeting = session.scalars(
        select(Meeting)
        .join(Meeting.forum)
        .where(Meeting.id == meeting_id, meeting_visible_to(viewer))
        .options(
            contains_eager(Meeting.forum),
            selectinload(Meeting.agenda),
            selectinload(Meeting.documents),
            selectinload(Meeting.priorities),
            selectinload(Meeting.activities),
        )
    ).one_or_none()
    if meeting is None:
        raise UnknownRecord(N_("Møtet finnes ikke, eller er ikke åpent for deg."))
    return meeting


def rights(session: Session, viewer: Account | None, meeting: Meeting) -> Rights:
    """Names and the way in are for those who read everything, take part, or have a seat in the
    forum; who waits for a place at the meeting sees the names alone."""
    if reads_all(viewer):
        return Rights(writes=may_write(viewer), names=True, joins=True)
    if viewer is None or viewer.person_id is None:
        return Rights(writes=False, names=False, joins=False)
    takes_part = select(Participation.id).where(
        Participation.meeting_id == meeting.id, Participation.person_id == viewer.person_id
    )
    has_place = takes_part.where(Participation.response != Response.WAITING)
    has_seat = literal(meeting.forum_id).in_(seats_of(viewer.person_id))
    names, joins = session.execute(
        select(takes_part.exists() | has_seat, has_place.exists() | has_seat)
    ).one()
    return Rights(writes=False, names=names, joins=joins)


def people(session: Session, meeting: Meeting, *, names: bool) -> list[SectorPeople]:
    """Who comes, by sector; without the right to names only how many organisations and people.

    A meeting that was cancelled shows nobody to those without that right.
    """
    if names:
        return _by_sector(participants(session, meeting.id))
    if meeting.state not in {MeetingState.PLANNED, MeetingState.HELD}:
        return []
    counts = session.execute(
        select(
            Organisation.sector,
            func.count(Participation.organisation_id.distinct()),
            func.count(Participation.id),
        )
        .outerjoin(Participation.organisation)
        .where(Participation.meeting_id == meeting.id, is_participant())
        .group_by(Organisation.sector)
    )
    groups = [SectorPeople(*row, answers=Counter(), marks=Counter()) for row in counts]
    return sorted(groups, key=lambda group: _place(group.sector))


def participants(session: Session, meeting_id: int) -> Sequence[Row[*tuple[Any, ...]]]:
    """Everybody on the list: by sector, organisation and family name."""
    found = session.execute(
        select(
            Participation.id,
            Participation.person_id,
            Person.given_name,
            Person.family_name,
            Participation.organisation_id,
            Organisation.name.label("organisation"),
            Organisation.slug.label("organisation_slug"),
            Organisation.sector,
            Participation.role,
            Participation.invited,
            Participation.instead_of_id,
            Participation.response,
            Participation.seat,
            Participation.attendance,
        )
        .join(Participation.person)
        .outerjoin(Participation.organisation)
        .where(Participation.meeting_id == meeting_id, is_participant())
        .order_by(
            alphabetical(Organisation.name),
            alphabetical(Person.family_name),
            Person.given_name,
            Participation.id,
        )
    ).all()
    return sorted(found, key=lambda row: _place(row.sector))


def is_participant() -> ColumnElement[bool]:
    """Not so one who waits for a seat, unless he or she came all the same."""
    return or_(
        Participation.response != Response.WAITING,
        Participation.attendance != Attendance.UNKNOWN,
    )


def number_of_people(session: Session, meeting_id: int) -> int:
    """How many stand on the list."""
    query = select(func.count(Participation.id)).where(Participation.meeting_id == meeting_id)
    return session.scalar(query) or 0


def history(session: Session, meeting_id: int) -> Sequence[Row[*tuple[Any, ...]]]:
    """What was done to the meeting, newest first: at, action, details, email of who did it."""
    return session.execute(
        select(AuditEntry.at, AuditEntry.action, AuditEntry.details, Account.email)
        .outerjoin(Account, Account.id == AuditEntry.account_id)
        .where(AuditEntry.kind == "meeting", AuditEntry.record_id == meeting_id)
        .order_by(AuditEntry.at.desc(), AuditEntry.id.desc())
        .limit(HISTORY)
    ).all()


def forum_of_slug(session: Session, slug: str) -> Forum:
    """The forum in use with that slug; raises ``UnknownRecord`` where there is none."""
    forum = session.scalars(
        select(Forum).where(Forum.slug == slug, Forum.archived_at.is_(None))
    ).one_or_none()
    if forum is None:
        raise UnknownRecord(N_("Arenaen finnes ikke, eller er arkivert."))
    return forum


def _by_sector(found: Sequence[Row[*tuple[Any, ...]]]) -> list[SectorPeople]:
    groups: dict[Sector | None, list[Row[*tuple[Any, ...]]]] = {}
    for row in found:
        groups.setdefault(row.sector, []).append(row)
    return [
        SectorPeople(
            sector=sector,
            organisations=len({row.organisation_id for row in members} - {None}),
            people=len(members),
            answers=Counter(row.response for row in members),
            marks=Counter(row.attendance for row in members),
            rows=tuple(members),
        )
        for sector, members in groups.items()
    ]


def _place(sector: Sector | None) -> int:
    return len(Sector) if sector is None else list(Sector).index(sector)
