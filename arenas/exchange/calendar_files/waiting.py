"""Files that were read and wait for their owner's word; what waits too long is thrown away."""

import zlib
from datetime import timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session, joinedload

from arenas.database import now
from arenas.errors import N_, UnknownRecord
from arenas.models import Account, CalendarUpload
from arenas.web.cleaning import one_line

LONGEST = timedelta(days=2)


def keep(
    session: Session, content: bytes, name: str | None, forum_id: int, *, actor: Account
) -> CalendarUpload:
    """Put a file aside for its owner; those of others that were forgotten go."""
    session.execute(delete(CalendarUpload).where(CalendarUpload.created_at < now() - LONGEST))
    upload = CalendarUpload(
        account_id=actor.id,
        forum_id=forum_id,
        name=(one_line(name) or "")[:200],
        content=zlib.compress(content),
    )
    session.add(upload)
    session.flush()
    return upload


def one(session: Session, upload_id: int, *, owner: Account) -> tuple[CalendarUpload, bytes]:
    """The file and its content, for the one who brought it.

    Raises
    ------
    UnknownRecord
        If there is none, or it is somebody else's.
    """
    upload = session.scalar(
        select(CalendarUpload)
        .where(CalendarUpload.id == upload_id, CalendarUpload.account_id == owner.id)
        .options(joinedload(CalendarUpload.forum))
    )
    if upload is None:
        raise UnknownRecord(N_("Filen er lest inn alt, eller den er kastet. Velg den på nytt."))
    return upload, zlib.decompress(upload.content)
