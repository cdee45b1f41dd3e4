"""What is read of sheets: the list, one with its words, a file."""

from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import Row, select
from sqlalchemy.orm import Session, undefer

from arenas.errors import N_, UnknownRecord
from arenas.models import Sheet, SheetFile


class Line(NamedTuple):
    """A sheet in the list; ``made_at`` is None while it is being made."""

    id: int
    title: str
    starts_on: date
    ends_on: date
    made_at: datetime | None
    failed_at: datetime | None
    claimed_at: datetime | None
    created_at: datetime


def newest_first(session: Session, most: int = 200) -> list[Line]:
    rows = session.execute(
        select(*(getattr(Sheet, name) for name in Line._fields))
        .order_by(Sheet.created_at.desc(), Sheet.id.desc())
        .limit(most)
    )
    return [Line(*row) for row in rows]


def last_made(session: Session) -> Line | None:
    """The last sheet that is ready to read."""
    row = session.execute(
        select(*(getattr(Sheet, name) for name in Line._fields))
        .where(Sheet.made_at.is_not(None))
        .order_by(Sheet.made_at.desc(), Sheet.id.desc())
        .limit(1)
    ).one_or_none()
    return None if row is None else Line(*row)


def one(session: Session, sheet_id: int) -> Sheet:
    """With its body.

    Raises
    ------
    UnknownRecord
        If there is no such sheet.
    """
    found = session.scalars(
        select(Sheet).where(Sheet.id == sheet_id).options(undefer(Sheet.body))
    ).one_or_none()
    if found is None:
        raise UnknownRecord(N_("Arket finnes ikke."))
    return found


def file(session: Session, sheet_id: int, name: str) -> Row[str, bytes]:
    """Media type and bytes.

    Raises
    ------
    UnknownRecord
        If the sheet has no such file.
    """
    found = session.execute(
        select(SheetFile.media_type, SheetFile.body).where(
            SheetFile.sheet_id == sheet_id, SheetFile.name == name
        )
    ).one_or_none()
    if found is None:
        raise UnknownRecord(N_("Arket har ingen slik fil."))
    return found
