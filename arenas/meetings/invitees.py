"""Whom a forum's next meeting is likely to be for: its members, and those who came before."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from arenas.invitations.gathering import FORMER
from arenas.meetings.participants import active_on
from arenas.models import ForumMember, Meeting, Organisation, Participation, Person
from arenas.models.enums import MemberRole, Response, Sector
from arenas.ordering import alphabetical

MOST_FORMER = 60


@dataclass(frozen=True)
class Proposed:
    """A person, and the organisation he or she stands for; ``reachable``: has an address."""

    person_id: int
    name: str
    organisation_id: int | None
    organisation: str | None
    sector: Sector | None
    reachable: bool


@dataclass(frozen=True)
class Proposal:
    """Members, and at most sixty who are none but were asked in the last two years."""

    members: Sequence[Proposed] = ()
    former: Sequence[Proposed] = ()

    def chosen(
        self, left_out: Collection[int], former: Collection[int], *, members: bool
    ) -> list[Proposed]:
        asked = [one for one in self.members if members and one.person_id not in left_out]
        return asked + [one for one in self.former if one.person_id in former]


def propose(session: Session, forum_id: int, day: date) -> Proposal:
    """For a meeting on that day. Two statements."""
    members = _proposed(
        session.execute(
            _columns()
            .join(ForumMember, ForumMember.person_id == Person.id)
            .outerjoin(Organisation, Organisation.id == ForumMember.organisation_id)
            .where(
                ForumMember.forum_id == forum_id,
                ForumMember.role != MemberRole.SUBSTITUTE,
                active_on(ForumMember, day),
            )
            .order_by(alphabetical(func.coalesce(Organisation.name, "")), ForumMember.id)
        )
    )
    seated = {one.person_id for one in members}
    since = datetime.combine(day, time(), UTC) - FORMER
    former = _proposed(
        session.execute(
            _columns()
            .join(Participation, Participation.person_id == Person.id)
            .join(Participation.meeting)
            .outerjoin(Organisation, Organisation.id == Participation.organisation_id)
            .where(
                Meeting.forum_id == forum_id,
                Meeting.starts_at > since,
                Participation.response != Response.DECLINED,
                Person.archived_at.is_(None),
                Person.id.not_in(seated),
            )
            .order_by(Meeting.starts_at.desc(), Participation.id)
            .limit(MOST_FORMER * 20)
        )
    )
    return Proposal(members, former[:MOST_FORMER])


def by_sector(people: Iterable[Proposed]) -> list[tuple[Sector | None, list[Proposed]]]:
    """In the order in which sectors are always named; those without one last."""
    order: list[Sector | None] = [*Sector, None]
    groups: dict[Sector | None, list[Proposed]] = {sector: [] for sector in order}
    for one in people:
        groups[one.sector].append(one)
    return [(sector, groups[sector]) for sector in order if groups[sector]]


def _columns() -> Any:
    return select(
        Person.id,
        Person.given_name,
        Person.family_name,
        Person.email,
        Organisation.id.label("at"),
        Organisation.name,
        Organisation.sector,
    )


def _proposed(rows: Iterable[Any]) -> list[Proposed]:
    """Each person once, as the first row has it."""
    found: dict[int, Proposed] = {}
    for row in rows:
        found.setdefault(
            row.id,
            Proposed(
                row.id,
                f"{row.given_name} {row.family_name}",
                row.at,
                row.name,
                row.sector,
                row.email is not None,
            ),
        )
    return list(found.values())
