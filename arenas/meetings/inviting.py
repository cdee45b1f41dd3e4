"""Putting those a new meeting is for on its list: members, and others beside them."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from arenas.invitations import gathering
from arenas.invitations.gathering import Occasion, Wanted
from arenas.invitations.listed import BadLines, Pairs
from arenas.meetings import participants
from arenas.meetings.when import When
from arenas.models import Account, Meeting, Person


@dataclass(frozen=True)
class Invitees:
    """The forum's members but for those left out, and ``others``."""

    with_members: bool = False
    left_out: frozenset[int] = frozenset()
    others: Wanted = field(default_factory=Wanted)


def guests(session: Session, forum_id: int, day: date, others: Wanted) -> Pairs:
    """Who the others are; people of a pasted list who were not on record now are.

    Raises
    ------
    BadLines
        If lines of the pasted list cannot be read or matched; nothing must then be kept.
    """
    found = gathering.find(session, Occasion(forum_id, day), others)
    if found.bad:
        raise BadLines(found.bad)
    return gathering.settle(session, found)


def invite(session: Session, meeting: Meeting, whom: Invitees, *, actor: Account) -> None:
    """Put all of them on the meeting's list; raises as ``guests``."""
    found = guests(session, meeting.forum_id, When.of(meeting).day, whom.others)
    if whom.with_members:
        participants.add_members(session, meeting.id, without=whom.left_out, actor=actor)
    gathering.add(session, meeting, found, actor=actor)


def in_use(session: Session, people: Collection[int]) -> set[int]:
    """Those of them who are not archived."""
    return set(
        session.scalars(
            select(Person.id).where(Person.id.in_(people), Person.archived_at.is_(None))
        )
    )
