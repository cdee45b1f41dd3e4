"""The minutes as a document: what was said, by whom decided, who was there. Plain data, in no
language but that of those who wrote; a publication keeps it for ever."""

from collections import defaultdict
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, contains_eager, selectinload

from arenas.errors import N_, UnknownRecord
from arenas.meetings import outcomes, queries
from arenas.models import Meeting, Minutes, MinutesRevision
from arenas.models.enums import Attendance, RevisionKind


def meeting_of(session: Session, meeting_id: int) -> Meeting:
    """The meeting with its forum and agenda.

    Raises
    ------
    UnknownRecord
        If there is no such meeting.
    """
    meeting = session.scalars(
        select(Meeting)
        .join(Meeting.forum)
        .where(Meeting.id == meeting_id)
        .options(contains_eager(Meeting.forum), selectinload(Meeting.agenda))
    ).one_or_none()
    if meeting is None:
        raise UnknownRecord(N_("Møtet finnes ikke."))
    return meeting


def body(session: Session, meeting: Meeting, minutes: Minutes | None) -> dict[str, Any]:
    """The document as it would be published now: JSON holds it as it stands."""
    texts = minutes.texts if minutes is not None else {}
    written = dict(texts.get("items", {}))
    found = defaultdict(list)
    for row in outcomes.of_meeting(session, meeting.id):
        found[row.agenda_item_id].append(_outcome(row))
    items = [
        {
            "number": item.number,
            "title": item.title,
            "text": written.pop(str(item.id), {}).get("text", ""),
            "outcomes": found.pop(item.id, []),
        }
        for item in meeting.agenda
    ]
    gone = [
        {"number": None, "title": one["title"], "text": one["text"], "outcomes": []}
        for one in written.values()
    ]
    return {
        "title": meeting.title,
        "forum": meeting.forum.name,
        "forum_en": meeting.forum.name_en,
        "starts_at": meeting.starts_at.isoformat(),
        "ends_at": meeting.ends_at.isoformat(),
        "first_day": meeting.first_day and meeting.first_day.isoformat(),
        "last_day": meeting.last_day and meeting.last_day.isoformat(),
        "place": meeting.place,
        "general": texts.get("general", ""),
        "items": [*items, *gone],
        "outcomes": [one for rest in found.values() for one in rest],
        "attendance": _attendance(session, meeting.id),
        "edition": minutes.edition if minutes else 0,
        "published_at": (
            minutes.published_at.isoformat() if minutes and minutes.published_at else None
        ),
    }


def published(session: Session, minutes: Minutes) -> dict[str, Any]:
    """The document of the last publication, unchanged.

    Raises
    ------
    UnknownRecord
        If they are not published.
    """
    found: dict[str, Any] | None = session.scalar(
        select(MinutesRevision.body)
        .where(
            MinutesRevision.minutes_id == minutes.id,
            MinutesRevision.kind == RevisionKind.PUBLISHED,
        )
        .order_by(MinutesRevision.number.desc())
        .limit(1)
    )
    if found is None or not minutes.is_locked:
        raise UnknownRecord(N_("Protokollen er ikke publisert."))
    return found


def _outcome(row: Any) -> dict[str, Any]:
    owner = f"{row.given_name} {row.family_name}" if row.family_name else None
    return {
        "kind": row.kind.value,
        "number": row.number,
        "year": row.year,
        "text": row.text,
        "owner": owner,
        "due_on": row.due_on and row.due_on.isoformat(),
    }


def _attendance(session: Session, meeting_id: int) -> list[dict[str, Any]]:
    """Everybody with a mark, in the order of the list, and in whose place a deputy came."""
    rows = queries.participants(session, meeting_id)
    names = {row.person_id: f"{row.given_name} {row.family_name}" for row in rows}
    return [
        {
            "organisation": row.organisation or "",
            "name": names[row.person_id],
            "mark": row.attendance.value,
            "role": row.role.value,
            "instead_of": names.get(row.instead_of_id),
        }
        for row in rows
        if row.attendance is not Attendance.UNKNOWN
    ]
