"""Reports with what chance would give: made once for each change, kept, shown with their date.

A report takes seconds, so that a page never makes one itself: it shows the last one and asks
for a new. The claim in the table keeps two workers from drawing the same.
"""

import json
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from time import monotonic
from typing import Any
from weakref import WeakKeyDictionary
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Engine, insert, or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from arenas.database import now
from arenas.engine import writer
from arenas.graphs.few import Few
from arenas.graphs.filters import MeetingFilter
from arenas.graphs.making import made
from arenas.graphs.queries import register
from arenas.models import AnalysisReport
from arenas.revision import NETWORK, revision
from network.report import to_json

SEED = 1
FORM = 2
"""Of what is kept: raised when it changes, so that nothing older is read as if it were this."""
CLAIM_LASTS = timedelta(minutes=1)
BETWEEN_SIGNS = 1.0
"""Seconds between two signs of life while a report is made."""


_unpacked: WeakKeyDictionary[Engine, Few[dict[str, Any]]] = WeakKeyDictionary()


@dataclass(frozen=True)
class Wanted:
    """Which report: the choice of meetings, the draws and the seed."""

    chosen: MeetingFilter
    samples: int
    zone: ZoneInfo
    seed: int = SEED

    @property
    def key(self) -> str:
        return sha256(
            repr((FORM, self.chosen, self.samples, self.seed, self.zone.key)).encode()
        ).hexdigest()


@dataclass(frozen=True)
class Kept:
    """The last report and its trend by half-year, counted at ``revision`` of the network.

    ``is_current``: nothing in the register has changed since.
    """

    report: dict[str, Any]
    trend: list[dict[str, Any]]
    made_at: datetime
    revision: int
    is_current: bool


@dataclass(frozen=True)
class Standing:
    """What there is of a report: the last one, and how many draws a new one has."""

    kept: Kept | None
    drawn: int


def standing(session: Session, wanted: Wanted) -> Standing:
    """Read with two statements, and with a third where this process has not unpacked it yet."""
    row = session.execute(
        select(AnalysisReport.revision, AnalysisReport.made_at, AnalysisReport.drawn).where(
            AnalysisReport.key == wanted.key
        )
    ).one_or_none()
    if row is None:
        return Standing(None, 0)
    if row.made_at is None:
        return Standing(None, row.drawn)
    name = (wanted.key, row.revision, row.made_at)
    unpacked = _unpacked.setdefault(session.get_bind().engine, Few())
    body = unpacked.get(name)
    if body is None:
        # Read with its date: another report may have taken its place in between.
        last = session.execute(
            select(AnalysisReport.revision, AnalysisReport.made_at, AnalysisReport.body).where(
                AnalysisReport.key == wanted.key
            )
        ).one()
        if last.body is None or last.made_at is None:
            return Standing(None, row.drawn)
        name = (wanted.key, last.revision, last.made_at)
        body = json.loads(zlib.decompress(last.body))
        unpacked.put(name, body)
    _key, counted_at, made_at = name
    is_current = counted_at == revision(session, NETWORK)
    kept = Kept(body["report"], body["trend"], made_at, counted_at, is_current)
    return Standing(kept, row.drawn)


def make(engine: Engine, wanted: Wanted) -> bool:
    """Make the report and keep it; False where somebody else is at it.

    Each write is a short transaction of its own: nobody waits for the draws.
    """
    if not _claim(engine, wanted.key):
        return False
    try:
        with Session(engine) as session:
            counted_at = revision(session, NETWORK)
            read = register(session, wanted.chosen, wanted.zone)
        signs = _signs_of_life(engine, wanted.key)
        found = made(read, wanted.samples, wanted.seed, signs)
        body = zlib.compress(to_json({"report": found.report, "trend": found.trend}).encode())
        _set(engine, wanted.key, revision=counted_at, made_at=now(), body=body)
    finally:
        _set(engine, wanted.key, claimed_at=None, drawn=0)
    return True


def _claim(engine: Engine, key: str) -> bool:
    at = now()
    free = or_(AnalysisReport.claimed_at.is_(None), AnalysisReport.claimed_at < at - CLAIM_LASTS)
    try:
        with writer(engine) as connection:
            taken = connection.execute(
                update(AnalysisReport)
                .where(AnalysisReport.key == key, free)
                .values(claimed_at=at, drawn=0)
            )
            if taken.rowcount:
                return True
            if _is_there(connection, key):
                return False
            connection.execute(
                insert(AnalysisReport).values(key=key, revision=-1, claimed_at=at, drawn=0)
            )
    except IntegrityError:  # another worker put the row there in between
        return False
    return True


def _is_there(connection: Connection, key: str) -> bool:
    found = connection.execute(select(AnalysisReport.key).where(AnalysisReport.key == key))
    return found.one_or_none() is not None


def _set(engine: Engine, key: str, **values: Any) -> None:
    with writer(engine) as connection:
        connection.execute(update(AnalysisReport).where(AnalysisReport.key == key).values(**values))


def _signs_of_life(engine: Engine, key: str) -> Callable[[int, int], None]:
    last = monotonic()

    def tell(done: int, _samples: int) -> None:
        nonlocal last
        if monotonic() - last >= BETWEEN_SIGNS:
            _set(engine, key, claimed_at=now(), drawn=done)
            last = monotonic()

    return tell
