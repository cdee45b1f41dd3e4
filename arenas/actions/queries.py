"""Actions as their owners and those who follow them up read them; whoever asks filters by right."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, or_, select, true
from sqlalchemy.orm import Session

from arenas.models import Account, Forum, Meeting, Outcome, Person
from arenas.models.enums import OutcomeKind
from arenas.paging import Page, page_of
from arenas.text import normalise
from arenas.visibility import may_write, reads_all

OPEN_FIRST = (Outcome.due_on.asc().nulls_last(), Outcome.id)
DONE_FIRST = (Outcome.done_at.desc(), Outcome.id.desc())


class Action(NamedTuple):
    """An action, whose it is, and the meeting it came from."""

    id: int
    text: str
    due_on: date | None
    done_at: datetime | None
    owner_id: int | None
    given_name: str | None
    family_name: str | None
    meeting_id: int
    title: str
    name: str
    name_en: str | None

    @property
    def owner(self) -> str | None:
        return f"{self.given_name} {self.family_name}" if self.family_name else None

    def is_overdue(self, today: date) -> bool:
        return self.done_at is None and self.due_on is not None and self.due_on < today


@dataclass(frozen=True)
class Choice:
    """Which actions: those done or those open, everybody's or one's own, and words in them."""

    done: bool = False
    everybody: bool = False
    q: str = ""


def page(session: Session, viewer: Account, choice: Choice, number: int) -> Page[Action]:
    """The chosen ones: open by due date, those without a date last; done the newest first.

    Raises
    ------
    UnknownRecord
        If there are not that many pages.
    """
    query = (
        _actions()
        .where(_whose(viewer, choice.everybody), _is_done(choice.done))
        .where(
            *(
                Outcome.search_text.contains(word, autoescape=True)
                for word in normalise(choice.q).split()[:10]
            )
        )
        .order_by(*(DONE_FIRST if choice.done else OPEN_FIRST))
    )
    found = page_of(session, query, number, scalars=False)
    return Page([Action(*row) for row in found.items], found.total, found.number, found.size)


def own(session: Session, viewer: Account, most: int = 20) -> Sequence[Action]:
    """The viewer's own open ones, by due date."""
    if viewer.person_id is None:
        return ()
    rows = session.execute(
        _actions()
        .where(_whose(viewer, everybody=False), _is_done(done=False))
        .order_by(*OPEN_FIRST)
        .limit(most)
    )
    return [Action(*row) for row in rows]


def overdue(session: Session, viewer: Account, today: date, most: int = 50) -> Sequence[Action]:
    """The others' open ones that are past their due date, the oldest first."""
    others = or_(Outcome.owner_id.is_(None), Outcome.owner_id != (viewer.person_id or 0))
    rows = session.execute(
        _actions()
        .where(_is_done(False), Outcome.due_on < today, others)
        .order_by(Outcome.due_on, Outcome.id)
        .limit(most)
    )
    return [Action(*row) for row in rows]


def may_settle(viewer: Account, owner_id: int | None) -> bool:
    """Whether the viewer may say that it is done: the owner, and those who call meetings."""
    return may_write(viewer) or (owner_id is not None and owner_id == viewer.person_id)


def _actions() -> Select[*tuple[Any, ...]]:
    return (
        select(
            Outcome.id,
            Outcome.text,
            Outcome.due_on,
            Outcome.done_at,
            Outcome.owner_id,
            Person.given_name,
            Person.family_name,
            Meeting.id,
            Meeting.title,
            Forum.name,
            Forum.name_en,
        )
        .select_from(Outcome)
        .join(Meeting, Meeting.id == Outcome.meeting_id)
        .join(Forum, Forum.id == Meeting.forum_id)
        .outerjoin(Person, Person.id == Outcome.owner_id)
        .where(Outcome.kind == OutcomeKind.ACTION)
    )


def _whose(viewer: Account, everybody: bool) -> ColumnElement[bool]:
    if everybody and reads_all(viewer):
        return true()
    return Outcome.owner_id == viewer.person_id if viewer.person_id else Outcome.id.is_(None)


def _is_done(done: bool) -> ColumnElement[bool]:
    return Outcome.done_at.is_not(None) if done else Outcome.done_at.is_(None)
