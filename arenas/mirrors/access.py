"""Whose mirror somebody may look into."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from arenas.directory import held
from arenas.models import Account, Affiliation
from arenas.visibility import reads_all


def is_own(session: Session, viewer: Account, organisation_id: int, today: date) -> bool:
    """Whether the viewer belongs to the organisation that day."""
    if viewer.person_id is None:
        return False
    found = select(Affiliation.id).where(
        Affiliation.person_id == viewer.person_id,
        Affiliation.organisation_id == organisation_id,
        held.active_on(today),
    )
    return session.scalar(found.limit(1)) is not None


def own_ids(session: Session, viewer: Account, today: date) -> set[int]:
    """The organisations that the viewer belongs to that day."""
    if viewer.person_id is None:
        return set()
    found = select(Affiliation.organisation_id).where(
        Affiliation.person_id == viewer.person_id, held.active_on(today)
    )
    return set(session.scalars(found))


def may_look(session: Session, viewer: Account, organisation_id: int, today: date) -> bool:
    """Its own people, and those who read everything."""
    return reads_all(viewer) or is_own(session, viewer, organisation_id, today)
