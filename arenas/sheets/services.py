"""Sheets: asked for, made once, never changed, deleted."""

import json
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple, Protocol
from zoneinfo import ZoneInfo

from sqlalchemy import Engine, delete, insert, or_, update
from sqlalchemy.orm import Session

from arenas import audit
from arenas.database import now
from arenas.engine import writer
from arenas.errors import N_, Refusal, UnknownRecord
from arenas.models import Account, Sheet, SheetFile
from arenas.sheets.reading import meetings_with_attendance
from network.report import to_json

CLAIM_LASTS = timedelta(minutes=1)
LONGEST_TITLE = 200


@dataclass(frozen=True)
class Asked:
    """What the form of a sheet holds; both days are included."""

    title: str
    starts_on: date
    ends_on: date


class File(NamedTuple):
    """A file of a sheet: its name, media type and bytes."""

    name: str
    media_type: str
    body: bytes


def ask_for(
    session: Session, asked: Asked, *, samples: int, seed: int, zone: ZoneInfo, actor: Account
) -> Sheet:
    """Put the sheet on the list; it is made beside the requests.

    Raises
    ------
    Refusal
        If the period is upside down, or nobody met in it.
    """
    if asked.ends_on < asked.starts_on:
        raise Refusal(N_("Siste dag er før første dag."), field="ends_on")
    if not samples:
        raise Refusal(N_("Installasjonen regner ikke ut hva tilfeldigheter ville gitt."))
    if not meetings_with_attendance(session, asked.starts_on, asked.ends_on, zone):
        raise Refusal(
            N_(
                "Ingen holdte møter med ført oppmøte i perioden, så det er ingenting å vise. "
                "Velg en periode der det er ført oppmøte."
            ),
            field="starts_on",
        )
    sheet = Sheet(
        title=asked.title,
        starts_on=asked.starts_on,
        ends_on=asked.ends_on,
        samples=samples,
        seed=seed,
        account_id=actor.id,
    )
    session.add(sheet)
    session.flush()
    audit.record(session, actor, "sheet.create", "sheet", sheet.id)
    return sheet


def again(session: Session, sheet_id: int) -> None:
    """Try once more to make a sheet that could not be made; one that is made stays as it is."""
    session.execute(
        update(Sheet).where(Sheet.id == sheet_id, Sheet.body.is_(None)).values(failed_at=None)
    )


def remove(session: Session, sheet_id: int, actor: Account) -> None:
    """Delete the sheet with its figures and files.

    Raises
    ------
    UnknownRecord
        If there is no such sheet.
    """
    session.execute(delete(SheetFile).where(SheetFile.sheet_id == sheet_id))
    gone = session.execute(delete(Sheet).where(Sheet.id == sheet_id))
    if not gone.rowcount:  # type: ignore[attr-defined]
        raise UnknownRecord(N_("Arket finnes ikke."))
    audit.record(session, actor, "sheet.delete", "sheet", sheet_id)


class Progress(Protocol):
    """What says how far a sheet is."""

    @property
    def made_at(self) -> datetime | None: ...
    @property
    def failed_at(self) -> datetime | None: ...
    @property
    def claimed_at(self) -> datetime | None: ...


def is_left(sheet: Progress, at: datetime) -> bool:
    """Whether the sheet is yet to be made and nobody is at it: its maker may have been stopped."""
    if sheet.made_at is not None or sheet.failed_at is not None:
        return False
    return sheet.claimed_at is None or sheet.claimed_at < at - CLAIM_LASTS


def claim(engine: Engine, sheet_id: int) -> bool:
    """Take the sheet in hand; False where it is made, has failed, or somebody else is at it."""
    at = now()
    free = or_(Sheet.claimed_at.is_(None), Sheet.claimed_at < at - CLAIM_LASTS)
    with writer(engine) as connection:
        taken = connection.execute(
            update(Sheet)
            .where(Sheet.id == sheet_id, Sheet.body.is_(None), Sheet.failed_at.is_(None), free)
            .values(claimed_at=at, drawn=0)
        )
    return bool(taken.rowcount)


def sign_of_life(engine: Engine, sheet_id: int, drawn: int) -> None:
    with writer(engine) as connection:
        connection.execute(
            update(Sheet).where(Sheet.id == sheet_id).values(claimed_at=now(), drawn=drawn)
        )


def fail(engine: Engine, sheet_id: int) -> None:
    """Mark that it could not be made, unless another hand has made it meanwhile."""
    with writer(engine) as connection:
        connection.execute(
            update(Sheet)
            .where(Sheet.id == sheet_id, Sheet.body.is_(None))
            .values(failed_at=now(), claimed_at=None, drawn=0)
        )


def keep(
    engine: Engine, sheet_id: int, body: dict[str, Any], files: Iterable[File], made_at: datetime
) -> None:
    """Keep what was made, figures and files together; a sheet deleted meanwhile stays deleted."""
    packed = zlib.compress(to_json(body).encode())
    with writer(engine) as connection:
        kept = connection.execute(
            update(Sheet)
            .where(Sheet.id == sheet_id, Sheet.body.is_(None))
            .values(body=packed, made_at=made_at, claimed_at=None, failed_at=None)
        )
        if kept.rowcount:
            rows = [{"sheet_id": sheet_id, **one._asdict()} for one in files]
            connection.execute(insert(SheetFile), rows)


def body_of(packed: bytes) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(zlib.decompress(packed))
    return found
