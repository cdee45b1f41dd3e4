"""Whom one can put on the list of a meeting, and on behalf of whom."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import Row, exists, or_, select
from sqlalchemy.orm import Session

from arenas.meetings.participants import active_on
from arenas.meetings.when import When
from arenas.models import (
    Affiliation,
    ForumMember,
    Meeting,
    Organisation,
    Participation,
    Person,
)
from arenas.models.enums import MemberRole
from arenas.ordering import alphabetical
from arenas.text import normalise

MOST = 20


class Candidate(NamedTuple):
    """Somebody the search found, with the organisations to choose from, today's first."""

    person_id: int
    name: str
    asked: bool
    organisations: list[tuple[int, str]]


def people(session: Session, meeting: Meeting, q: str) -> list[Candidate]:
    """The first twenty people found by name or by organisation. Two statements."""
    words = normalise(q).split()[:10]
    works_at = (
        select(Affiliation.person_id)
        .join(Affiliation.organisation)
        .where(active_on(Affiliation, When.of(meeting).day))
    )
    asked = exists().where(
        Participation.meeting_id == meeting.id, Participation.person_id == Person.id
    )
    query = select(Person.id, Person.given_name, Person.family_name, asked.label("asked")).where(
        Person.archived_at.is_(None),
        *(
            or_(
                Person.search_text.contains(word, autoescape=True),
                Person.id.in_(
                    works_at.where(Organisation.search_text.contains(word, autoescape=True))
                ),
            )
            for word in words
        ),
    )
    found = session.execute(
        query.order_by(alphabetical(Person.family_name), Person.given_name).limit(MOST)
    ).all()
    offered = _organisations_of(session, [row.id for row in found], meeting)
    return [
        Candidate(row.id, f"{row.given_name} {row.family_name}", row.asked, offered[row.id])
        for row in found
    ]


def members_not_asked(session: Session, meeting: Meeting) -> Sequence[str]:
    """The names of those with a seat on the day who are not on the list; no substitutes."""
    asked = select(Participation.person_id).where(Participation.meeting_id == meeting.id)
    rows = session.execute(
        select(Person.given_name, Person.family_name)
        .join(ForumMember, ForumMember.person_id == Person.id)
        .where(
            ForumMember.forum_id == meeting.forum_id,
            ForumMember.role != MemberRole.SUBSTITUTE,
            active_on(ForumMember, When.of(meeting).day),
            Person.id.not_in(asked),
        )
        .group_by(Person.id, Person.given_name, Person.family_name)
        .order_by(alphabetical(Person.family_name), Person.given_name)
    )
    return [f"{row.given_name} {row.family_name}" for row in rows]


def organisations(session: Session, row: Participation) -> list[tuple[int, str]]:
    """Every organisation in use, and the one that the participation has already."""
    found = session.execute(
        select(Organisation.id, Organisation.name)
        .where(or_(Organisation.archived_at.is_(None), Organisation.id == row.organisation_id))
        .order_by(alphabetical(Organisation.name))
    )
    none = [(0, "–")] if row.organisation_id is None else []
    return [*none, *((found_row.id, found_row.name) for found_row in found)]


def name_of(session: Session, person_id: int) -> str:
    row = session.execute(
        select(Person.given_name, Person.family_name).where(Person.id == person_id)
    ).one()
    return f"{row.given_name} {row.family_name}"


def _organisations_of(
    session: Session, people: list[int], meeting: Meeting
) -> dict[int, list[tuple[int, str]]]:
    """Those of the day first, then the others the person has or has had."""
    day = When.of(meeting).day
    rows: Sequence[Row[*tuple[Any, ...]]] = session.execute(
        select(
            Affiliation.person_id,
            Organisation.id,
            Organisation.name,
            active_on(Affiliation, day).label("holds"),
        )
        .join(Affiliation.organisation)
        .where(Affiliation.person_id.in_(people))
        .order_by(active_on(Affiliation, day).desc(), Affiliation.active_from.desc().nulls_last())
    ).all()
    offered: dict[int, list[tuple[int, str]]] = {person: [] for person in people}
    for row in rows:
        choice = (row.id, row.name)
        if choice not in offered[row.person_id]:
            offered[row.person_id].append(choice)
    return offered
