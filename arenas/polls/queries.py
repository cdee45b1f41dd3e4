"""What the pages of polls read, each with few statements whatever its size."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import Row, and_, func, or_, select
from sqlalchemy.orm import Session, contains_eager, joinedload, selectinload

from arenas.errors import N_, UnknownRecord
from arenas.models import Forum, Organisation, Person, Poll, PollAnswer, PollDate, PollPerson
from arenas.models.enums import DateChoice, PollState, Sector
from arenas.ordering import alphabetical
from arenas.paging import Page, page_of


class PollLine(NamedTuple):
    """A poll as one line names it: how many are asked, and how many have answered."""

    id: int
    title: str | None
    forum: str
    forum_en: str | None
    forum_slug: str
    state: PollState
    answer_by: date
    asked: int
    answered: int
    first: Any
    last: Any


@dataclass(frozen=True)
class Answered:
    """One of those asked, with what was said of each date."""

    row: Row[*tuple[Any, ...]]
    choices: dict[int, DateChoice]

    @property
    def sector(self) -> Sector | None:
        sector: Sector | None = self.row.sector
        return sector


def shown(session: Session, poll_id: int) -> Poll:
    """The poll with forum, dates and the meeting it became; raises ``UnknownRecord``."""
    poll = session.scalars(
        select(Poll)
        .join(Poll.forum)
        .where(Poll.id == poll_id)
        .options(contains_eager(Poll.forum), selectinload(Poll.dates), joinedload(Poll.meeting))
    ).one_or_none()
    if poll is None:
        raise UnknownRecord(N_("Datoforespørselen finnes ikke."))
    return poll


def answers(session: Session, poll_id: int) -> list[Answered]:
    """Everybody who is asked: by sector, organisation and family name. Two statements."""
    people = session.execute(
        select(
            PollPerson.id,
            PollPerson.person_id,
            PollPerson.organisation_id,
            Person.given_name,
            Person.family_name,
            Organisation.name.label("organisation"),
            Organisation.sector,
            PollPerson.required,
            PollPerson.answered_at,
            PollPerson.comment,
            Person.email.is_not(None).label("has_address"),
        )
        .join(PollPerson.person)
        .outerjoin(PollPerson.organisation)
        .where(PollPerson.poll_id == poll_id)
        .order_by(
            alphabetical(Organisation.name),
            alphabetical(Person.family_name),
            Person.given_name,
            PollPerson.id,
        )
    ).all()
    given: dict[int, dict[int, DateChoice]] = {row.id: {} for row in people}
    for asked_id, date_id, choice in session.execute(
        select(PollAnswer.asked_id, PollAnswer.date_id, PollAnswer.choice)
        .join(PollPerson, PollPerson.id == PollAnswer.asked_id)
        .where(PollPerson.poll_id == poll_id)
    ):
        given[asked_id][date_id] = choice
    found = [Answered(row, given[row.id]) for row in people]
    return sorted(found, key=lambda one: _place(one.sector))


def page(
    session: Session, *, state: PollState | None, forum: str | None, number: int
) -> Page[PollLine]:
    """One page of the list: those open first, the next to close on top, then the newest."""
    query = _lines()
    if state is not None:
        query = query.where(Poll.state == state)
    if forum is not None:
        query = query.where(Forum.slug == forum)
    is_open = Poll.state == PollState.OPEN
    query = query.order_by(is_open.desc(), Poll.answer_by.desc(), Poll.id.desc())
    found = page_of(session, query, number, scalars=False)
    return Page([PollLine(*row) for row in found.items], found.total, found.number, found.size)


def of_forum(session: Session, forum_id: int) -> Sequence[PollLine]:
    """The open polls of one forum, the first to close on top."""
    query = _lines().where(Poll.forum_id == forum_id, Poll.state == PollState.OPEN)
    rows = session.execute(query.order_by(Poll.answer_by, Poll.id).limit(20))
    return [PollLine(*row) for row in rows]


def to_decide(session: Session, today: date, *, most: int = 50) -> Sequence[PollLine]:
    """Open polls whose last day is past, or that everybody has answered: a date can be chosen."""
    unanswered = (
        select(PollPerson.id)
        .where(PollPerson.poll_id == Poll.id, PollPerson.answered_at.is_(None))
        .exists()
    )
    query = (
        _lines()
        .where(Poll.state == PollState.OPEN, or_(Poll.answer_by < today, ~unanswered))
        .order_by(Poll.answer_by, Poll.id)
        .limit(most)
    )
    return [PollLine(*row) for row in session.execute(query)]


def forum_choices(session: Session) -> list[Row[*tuple[Any, ...]]]:
    """The forums that have polls: slug and names."""
    query = (
        select(Forum.slug, Forum.name, Forum.name_en)
        .where(Forum.id.in_(select(Poll.forum_id)))
        .order_by(alphabetical(Forum.name))
    )
    return list(session.execute(query))


def _lines() -> Any:
    def counted(*conditions: Any) -> Any:
        return (
            select(func.count(PollPerson.id))
            .where(and_(PollPerson.poll_id == Poll.id, *conditions))
            .scalar_subquery()
        )

    def of_dates(what: Any) -> Any:
        return select(what).where(PollDate.poll_id == Poll.id).scalar_subquery()

    return select(
        Poll.id,
        Poll.title,
        Forum.name,
        Forum.name_en,
        Forum.slug,
        Poll.state,
        Poll.answer_by,
        counted(),
        counted(PollPerson.answered_at.is_not(None)),
        of_dates(func.min(PollDate.starts_at)),
        of_dates(func.max(PollDate.starts_at)),
    ).join(Poll.forum)


def _place(sector: Sector | None) -> int:
    return len(Sector) if sector is None else list(Sector).index(sector)
