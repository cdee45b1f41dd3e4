"""How many people a step or a change is told to, and what of it those who hear can read."""

from collections.abc import Collection

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from arenas.database import now
from arenas.models import Forum, Invitation, Meeting, Participation, Person
from arenas.visibility import forum_visible_to


def asked(session: Session, meetings: Collection[int]) -> int:
    """Who hears of it when these are published, moved or restored: each person once."""
    return (
        session.scalar(
            select(func.count(Person.id.distinct()))
            .join(Participation, Participation.person_id == Person.id)
            .join(Participation.meeting)
            .where(
                Meeting.id.in_(meetings),
                Meeting.ends_at > now(),
                Participation.invited,
                Person.email.is_not(None),
                Person.archived_at.is_(None),
            )
        )
        or 0
    )


def told(session: Session, meetings: Collection[int]) -> int:
    """Who has one of these in the calendar and hears that it is off: each person once."""
    return (
        session.scalar(
            select(func.count(Invitation.person_id.distinct()))
            .join(Invitation.meeting)
            .where(
                Meeting.id.in_(meetings),
                Meeting.ends_at > now(),
                Invitation.withdrawn.is_(False),
            )
        )
        or 0
    )


def everybody_reads(session: Session, forum_slug: str) -> bool:
    """Whether a letter may lead to the forum's pages: who has no account reads no internal ones."""
    query = select(Forum.id).where(Forum.slug == forum_slug, forum_visible_to(None))
    return session.scalar(query) is not None
