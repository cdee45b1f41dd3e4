"""Who came to a meeting: the marks of the whole list in one save."""

from collections.abc import Collection, Mapping, Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import bindparam, func, select, update
from sqlalchemy.orm import Session

from arenas import audit
from arenas.database import now
from arenas.errors import N_, Refusal, UnknownRecord
from arenas.meetings.participants import open_meeting
from arenas.meetings.services import KIND
from arenas.models import Account, Meeting, Participation, Person
from arenas.models.enums import Attendance, MeetingState, Response
from arenas.revision import NETWORK, raise_revision

EARLY = timedelta(hours=12)
REST = {
    Response.DECLINED: Attendance.EXCUSED,
    Response.DELEGATED: Attendance.EXCUSED,
    Response.WAITING: Attendance.UNKNOWN,
}
"""What "everybody came" means for those who said that they would not, or had no seat."""
Marks = Mapping[int, Attendance]
"""Marks by the participation they are of."""


def mark(
    session: Session,
    meeting_id: int,
    marks: Marks,
    *,
    rest_present: bool = False,
    actor: Account,
) -> int:
    """Record who came, whatever stands; else as ``mark_over``. Returns how many marks changed."""
    changed, _met = mark_over(
        session, meeting_id, marks, seen={}, rest_present=rest_present, actor=actor
    )
    return changed


def mark_over(
    session: Session,
    meeting_id: int,
    marks: Marks,
    *,
    seen: Marks,
    rest_present: bool = False,
    actor: Account,
) -> tuple[int, dict[int, Attendance]]:
    """Record who came, over what the writer had ``seen``; what is not in it is set in any case.

    ``rest_present`` marks everybody who is still unknown as present. Of those, who answered no or
    sent a deputy is excused, and who waits for a seat is left.

    Returns how many marks changed, and what stands where another has set a third mark since:
    that is left.

    Raises
    ------
    UnknownRecord
        If one of them is of another meeting; nothing is then recorded.
    Refusal
        If the meeting is a draft, cancelled, or on a later day.
    """
    meeting = open_meeting(session, meeting_id)
    check_can_mark(meeting)
    rows = _rows(session, meeting_id, for_change=True)
    standing = {row.id: row.attendance for row in rows}
    if not marks.keys() <= standing.keys():
        raise UnknownRecord(N_("Deltakelsen finnes ikke i dette møtet."))
    met = {
        key: standing[key]
        for key, mark in marks.items()
        if standing[key] not in {mark, seen.get(key, standing[key])}
    }
    wanted = standing | dict(marks) | met
    if rest_present:
        wanted |= {
            row.id: REST.get(row.response, Attendance.PRESENT)
            for row in rows
            if wanted[row.id] is Attendance.UNKNOWN
        }
    changed = {key: value for key, value in wanted.items() if value is not standing[key]}
    _store(session, changed)
    if changed:
        audit.record(session, actor, "meeting.attendance", KIND, meeting.id, changed=len(changed))
        raise_revision(session, NETWORK)
    return len(changed), met


def on_record(session: Session, meeting_id: int) -> dict[int, Attendance]:
    """The mark of everybody on the page.

    Raises
    ------
    UnknownRecord, Refusal
        As ``open_meeting``.
    """
    meeting = open_meeting(session, meeting_id)
    return {
        row.id: row.attendance
        for row in _rows(session, meeting.id)
        if row.response is not Response.WAITING or row.attendance is not Attendance.UNKNOWN
    }


def unmarked(session: Session, meeting_id: int) -> int:
    """How many on the list have no mark yet; who waits for a seat is not on it."""
    found = session.scalar(
        select(func.count(Participation.id)).where(
            Participation.meeting_id == meeting_id,
            Participation.attendance == Attendance.UNKNOWN,
            Participation.response != Response.WAITING,
        )
    )
    return found or 0


def names(session: Session, rows: Collection[int]) -> dict[int, str]:
    """The name of each by the participation."""
    found = session.execute(
        select(Participation.id, Person.given_name, Person.family_name)
        .join(Participation.person)
        .where(Participation.id.in_(rows))
    )
    return {row.id: f"{row.given_name} {row.family_name}" for row in found}


def check_can_mark(meeting: Meeting) -> None:
    """Raises ``Refusal`` unless the meeting is held, or planned and near: it starts in 12 hours."""
    if meeting.state is MeetingState.DRAFT:
        raise Refusal(N_("Møtet er et utkast. Publiser det før du fører oppmøte."))
    if meeting.state is MeetingState.PLANNED and meeting.starts_at > now() + EARLY:
        raise Refusal(N_("Oppmøte kan føres fra den dagen møtet holdes."))


def _rows(session: Session, meeting_id: int, *, for_change: bool = False) -> Sequence[Any]:
    """Everybody on the list; ``for_change`` keeps others from marking them meanwhile."""
    query = (
        select(Participation.id, Participation.attendance, Participation.response)
        .where(Participation.meeting_id == meeting_id)
        .order_by(Participation.id)
    )
    return session.execute(query.with_for_update() if for_change else query).all()


def _store(session: Session, marks: Marks) -> None:
    rows: list[dict[str, object]] = [{"row": key, "mark": value} for key, value in marks.items()]
    if not rows:
        return
    table = Participation.__table__
    session.connection().execute(
        update(table).where(table.c.id == bindparam("row")).values(attendance=bindparam("mark")),  # type: ignore[arg-type]
        rows,
    )
    session.expire_all()
