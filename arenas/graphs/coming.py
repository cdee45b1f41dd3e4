"""Meetings to come, and who could sit there: where two who never met could be introduced."""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, false, or_, select, true
from sqlalchemy.orm import Session

from arenas.models import Account, ForumMember, Meeting, Organisation, Participation
from arenas.models.enums import MeetingState, Response
from arenas.visibility import meeting_visible_to, reads_all, seats_of

MOST = 200
Seat = tuple[str, date | None, date | None]


@dataclass(frozen=True)
class Coming:
    """A planned meeting, its day in the zone, and the organisations (slugs) that could sit there.

    Those are the organisations that are asked and have not said no, and those with a seat in
    the forum that day.
    """

    id: int
    title: str
    day: date
    organisations: frozenset[str]


def coming(
    session: Session, viewer: Account | None, *, at: datetime, zone: ZoneInfo
) -> list[Coming]:
    """The next planned meetings of which ``viewer`` may know who sits there, the first one first.

    Those are all for who reads everything, and for others the meetings they are asked to and
    those of forums they sit in. Three statements.
    """
    meetings = session.execute(
        select(Meeting.id, Meeting.title, Meeting.starts_at, Meeting.first_day, Meeting.forum_id)
        .join(Meeting.forum)
        .where(
            Meeting.state == MeetingState.PLANNED,
            Meeting.ends_at > at,
            meeting_visible_to(viewer),
            _is_known_to(viewer),
        )
        .order_by(Meeting.starts_at, Meeting.id)
        .limit(MOST)
    ).all()
    asked = _asked(session, {row.id for row in meetings})
    seats = _seats(session, {row.forum_id for row in meetings})
    found = []
    for row in meetings:
        day = row.first_day or row.starts_at.astimezone(zone).date()
        sitting = {
            slug
            for slug, first, last in seats.get(row.forum_id, ())
            if (first is None or first <= day) and (last is None or day <= last)
        }
        found.append(Coming(row.id, row.title, day, frozenset(sitting | asked.get(row.id, set()))))
    return found


def _is_known_to(viewer: Account | None) -> ColumnElement[bool]:
    """As `arenas.meetings.queries.rights` gives the right to names."""
    if reads_all(viewer):
        return true()
    own = viewer.person_id if viewer is not None else None
    if own is None:
        return false()
    asked = select(Participation.meeting_id).where(Participation.person_id == own)
    return or_(Meeting.id.in_(asked), Meeting.forum_id.in_(seats_of(own)))


def _asked(session: Session, ids: set[int]) -> dict[int, set[str]]:
    found: dict[int, set[str]] = {}
    rows = session.execute(
        select(Participation.meeting_id, Organisation.slug)
        .join(Participation.organisation)
        .where(Participation.meeting_id.in_(ids), Participation.response != Response.DECLINED)
        .distinct()
    )
    for meeting_id, slug in rows:
        found.setdefault(meeting_id, set()).add(slug)
    return found


def _seats(session: Session, ids: set[int]) -> dict[int, list[Seat]]:
    """By forum: the organisations with a seat, and from when to when."""
    found: dict[int, list[Seat]] = {}
    rows = session.execute(
        select(ForumMember.forum_id, Organisation.slug, ForumMember.starts_on, ForumMember.ends_on)
        .join(Organisation, Organisation.id == ForumMember.organisation_id)
        .where(ForumMember.forum_id.in_(ids), Organisation.archived_at.is_(None))
    )
    for forum_id, slug, first, last in rows:
        found.setdefault(forum_id, []).append((slug, first, last))
    return found
