"""Who came to a meeting: the marks of the whole list in one save."""

from collections.abc import Mapping
from datetime import timedelta

from sqlalchemy import bindparam, select, update
from sqlalchemy.orm import Session

from arenas import audit
from arenas.database import now
from arenas.errors import N_, Refusal, UnknownRecord
from arenas.meetings.participants import open_meeting
from arenas.meetings.services import KIND
from arenas.models import Account, Meeting, Participation
from arenas.models.enums import Attendance, MeetingState
from arenas.revision import NETWORK, raise_revision

EARLY = timedelta(hours=12)


def mark(
    session: Session,
    meeting_id: int,
    marks: Mapping[int, Attendance],
    *,
    rest_present: bool = False,
    actor: Account,
) -> int:
    """Record who came; ``rest_present`` marks everybody who is still unknown as present.

    Returns how many marks changed.

    Raises
    ------
    UnknownRecord
        If one of them is of another meeting; nothing is then recorded.
    Refusal
        If the meeting is a draft, cancelled, or on a later day.
    """
    meeting = open_meeting(session, meeting_id)
    check_can_mark(meeting)
    rows = session.execute(
        select(Participation.id, Participation.attendance).where(
            Participation.meeting_id == meeting_id
        )
    )
    now_on_record = {row.id: row.attendance for row in rows}
    if not marks.keys() <= now_on_record.keys():
        raise UnknownRecord(N_("Deltakelsen finnes ikke i dette møtet."))
    wanted = now_on_record | dict(marks)
    if rest_present:
        wanted = {
            key: Attendance.PRESENT if value is Attendance.UNKNOWN else value
            for key, value in wanted.items()
        }
    changed = {key: value for key, value in wanted.items() if value is not now_on_record[key]}
    _store(session, changed)
    if changed:
        audit.record(session, actor, "meeting.attendance", KIND, meeting.id, changed=len(changed))
        raise_revision(session, NETWORK)
    return len(changed)


def check_can_mark(meeting: Meeting) -> None:
    """Raises ``Refusal`` unless the meeting is held, or planned and near: it starts in 12 hours."""
    if meeting.state is MeetingState.DRAFT:
        raise Refusal(N_("Møtet er et utkast. Publiser det før du fører oppmøte."))
    if meeting.state is MeetingState.PLANNED and meeting.starts_at > now() + EARLY:
        raise Refusal(N_("Oppmøte kan føres fra den dagen møtet holdes."))


def _store(session: Session, marks: Mapping[int, Attendance]) -> None:
    rows: list[dict[str, object]] = [{"row": key, "mark": value} for key, value in marks.items()]
    if not rows:
        return
    table = Participation.__table__
    session.connection().execute(
        update(table).where(table.c.id == bindparam("row")).values(attendance=bindparam("mark")),  # type: ignore[arg-type]
        rows,
    )
    session.expire_all()
