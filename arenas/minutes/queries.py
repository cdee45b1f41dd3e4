"""Who may read minutes, and the history of them."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from arenas.errors import N_, UnknownRecord
from arenas.meetings import queries
from arenas.meetings.queries import Rights
from arenas.models import Account, Meeting, Minutes, MinutesRevision
from arenas.models.enums import RevisionKind


def readable(
    session: Session, viewer: Account | None, meeting_id: int
) -> tuple[Meeting, Rights, Minutes | None]:
    """The meeting and its minutes, for those who may know the names of those who took part;
    before they are published for those who write them.

    Raises
    ------
    UnknownRecord
        If there is nothing that the viewer may read.
    """
    meeting = queries.shown(session, viewer, meeting_id)
    rights = queries.rights(session, viewer, meeting)
    minutes = session.scalar(select(Minutes).where(Minutes.meeting_id == meeting_id))
    is_open = minutes is None or not minutes.is_locked
    if not rights.names or (is_open and not rights.writes):
        raise UnknownRecord(N_("Protokollen er ikke publisert."))
    return meeting, rights, minutes


def is_published(session: Session, meeting_id: int) -> bool:
    found = session.scalar(
        select(Minutes.id).where(
            Minutes.meeting_id == meeting_id, Minutes.published_at.is_not(None)
        )
    )
    return found is not None


def history(session: Session, minutes: Minutes) -> Sequence[Row[*tuple[Any, ...]]]:
    """Every revision, newest first: number, kind, made_at, reason, email of who made it."""
    return session.execute(
        select(
            MinutesRevision.number,
            MinutesRevision.kind,
            MinutesRevision.made_at,
            MinutesRevision.reason,
            Account.email,
        )
        .outerjoin(MinutesRevision.account)
        .where(MinutesRevision.minutes_id == minutes.id)
        .order_by(MinutesRevision.number.desc())
    ).all()


def seen(session: Session, minutes: Minutes | None, version: int) -> dict[int, str]:
    """The texts of the minutes as a writer of ``version`` saw them, by item, 0 the whole.

    Each save, publication and opening raises the version by one, to one more than its number.
    """
    body = minutes and session.scalar(
        select(MinutesRevision.body)
        .where(
            MinutesRevision.minutes_id == minutes.id,
            MinutesRevision.number < min(max(version, 0), 2**31 - 1),
            MinutesRevision.kind != RevisionKind.PUBLISHED,
        )
        .order_by(MinutesRevision.number.desc())
        .limit(1)
    )
    if not body:
        return {}
    return {0: body["general"]} | {int(key): one["text"] for key, one in body["items"].items()}


def texts(session: Session, minutes: Minutes, number: int) -> list[tuple[str, str]]:
    """Title and text of each part as the revision has them.

    Raises
    ------
    UnknownRecord
        If there is no such revision.
    """
    body = session.scalar(
        select(MinutesRevision.body).where(
            MinutesRevision.minutes_id == minutes.id, MinutesRevision.number == number
        )
    )
    if body is None:
        raise UnknownRecord(N_("Denne utgaven av protokollen finnes ikke."))
    items = body["items"]
    parts = items.values() if isinstance(items, dict) else items
    return [("", body["general"]), *((one["title"], one["text"]) for one in parts)]
