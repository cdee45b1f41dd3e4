"""Counters that say whether anything a feed or a graph is made of has changed."""

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from arenas.models import Revision

CALENDAR = "calendar"
NETWORK = "network"


def raise_revision(session: Session, scope: str) -> None:
    """Count one more change of ``scope``; it is seen when the caller commits."""
    raised = session.execute(
        update(Revision).where(Revision.scope == scope).values(value=Revision.value + 1),
        execution_options={"synchronize_session": False},
    )
    if raised.rowcount == 0:  # type: ignore[attr-defined]
        session.add(Revision(scope=scope, value=1))
        session.flush()


def revision(session: Session, scope: str) -> int:
    """How many changes ``scope`` has seen; 0 before the first."""
    return session.scalar(select(Revision.value).where(Revision.scope == scope)) or 0
