"""Forums to which the same people are asked: where one could do for two."""

from collections.abc import Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from arenas.graphs.filters import MeetingFilter
from arenas.graphs.privacy import FEWEST
from arenas.models import Forum, Meeting, Organisation, Participation
from network.measures import overlaps

ALIKE = 0.75
"""The share of the people of two forums that they have in common, for them to be called alike."""


@dataclass(frozen=True)
class Alike:
    """Two forums (slug and names), the people asked to both and to either, and their share."""

    a: str
    b: str
    shared: int
    either: int
    share: float


def forums_alike(session: Session, chosen: MeetingFilter, zone: ZoneInfo) -> list[Alike]:
    """Every two forums with people in common, the most alike first. One statement.

    People asked to the meetings held that ``chosen`` picks. Pairs that share fewer than
    three people are left out: a number of one would be somebody.
    """
    query = (
        select(Forum.slug, Participation.person_id)
        .join(Meeting, Meeting.forum_id == Forum.id)
        .join(Participation, Participation.meeting_id == Meeting.id)
        .where(*chosen.conditions(zone))
        .distinct()
    )
    if chosen.county is not None:
        query = query.join(Participation.organisation).where(Organisation.county == chosen.county)
    people: dict[str, set[str]] = {}
    for slug, person_id in session.execute(query):
        people.setdefault(slug, set()).add(str(person_id))
    return [
        Alike(one.a, one.b, one.shared, len(people[one.a] | people[one.b]), one.jaccard)
        for one in overlaps(people)
        if one.shared >= FEWEST
    ]


def most_alike(rows: Sequence[Alike]) -> list[Alike]:
    return [row for row in rows if row.share >= ALIKE]
