"""What came out of a meeting: put down, taken away, ticked off; and the register of decisions."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Row, func, or_, select, true
from sqlalchemy.orm import Session

from arenas import audit
from arenas.database import now
from arenas.errors import N_, Refusal, UnknownRecord
from arenas.meetings.attendance import check_can_mark
from arenas.meetings.participants import open_meeting
from arenas.meetings.services import KIND
from arenas.meetings.when import When
from arenas.models import (
    Account,
    AgendaItem,
    Forum,
    ForumMember,
    Meeting,
    Minutes,
    Outcome,
    Participation,
    Person,
)
from arenas.models.enums import OutcomeKind
from arenas.paging import SIZE, Page
from arenas.text import normalise, search_text
from arenas.visibility import meeting_visible_to, reads_all
from arenas.web.cleaning import many_lines

LONGEST = 10_000


@dataclass(frozen=True)
class Put:
    """An outcome as a form gives it; ``item_id`` None: of the whole meeting."""

    kind: OutcomeKind
    text: str
    item_id: int | None = None
    owner_id: int | None = None
    due_on: date | None = None


def add(session: Session, meeting_id: int, put: Put, *, actor: Account) -> Outcome:
    """Put an outcome down; a decision gets the next number of its forum and year.

    Raises
    ------
    UnknownRecord
        If the meeting is not on record, or the item or the owner is of another meeting.
    Refusal
        If the meeting has not come so far, its minutes are locked, a text is missing, or an
        action has no owner.
    """
    meeting = open_meeting(session, meeting_id)
    check_can_mark(meeting)
    _check_open(session, meeting_id)
    text = many_lines(put.text)
    if text is None:
        raise Refusal(N_("Skriv hva møtet kom frem til."), field="text")
    if len(text) > LONGEST:
        raise Refusal(N_("Bruk høyst %(number)s tegn."), field="text", number=LONGEST)
    _check_item(session, meeting_id, put.item_id)
    owner_id = _owner(session, meeting_id, put)
    year = When.of(meeting).day.year
    outcome = Outcome(
        meeting_id=meeting_id,
        forum_id=meeting.forum_id,
        agenda_item_id=put.item_id,
        kind=put.kind,
        year=year,
        number=_next(session, meeting.forum_id, year) if put.kind is OutcomeKind.DECISION else None,
        text=text,
        owner_id=owner_id,
        due_on=put.due_on if put.kind is OutcomeKind.ACTION else None,
        search_text=search_text(text),
    )
    session.add(outcome)
    session.flush()
    audit.record(session, actor, "meeting.outcome", KIND, meeting_id, added=1)
    return outcome


def remove(session: Session, meeting_id: int, outcome_id: int, *, actor: Account) -> None:
    """Take it away; a decision's number is not used again while a later one stands.

    Raises
    ------
    Refusal
        If the minutes are locked: what was published keeps its number.
    """
    outcome = one(session, meeting_id, outcome_id)
    _check_open(session, meeting_id)
    session.delete(outcome)
    session.flush()
    audit.record(session, actor, "meeting.outcome", KIND, meeting_id, removed=1)


def tick(session: Session, meeting_id: int, outcome_id: int, *, actor: Account) -> Outcome:
    """An action is done, or after all not.

    Raises
    ------
    Refusal
        If it is no action.
    """
    outcome = one(session, meeting_id, outcome_id)
    if outcome.kind is not OutcomeKind.ACTION:
        raise Refusal(N_("Bare en oppgave kan være utført."))
    outcome.done_at = None if outcome.done_at else now()
    session.flush()
    audit.record(session, actor, "meeting.outcome", KIND, meeting_id, changed=1)
    return outcome


def one(session: Session, meeting_id: int, outcome_id: int) -> Outcome:
    """The outcome, if it is one of that meeting."""
    outcome = session.get(Outcome, outcome_id)
    if outcome is None or outcome.meeting_id != meeting_id:
        raise UnknownRecord(N_("Dette resultatet finnes ikke i møtet."))
    return outcome


def of_meeting(session: Session, meeting_id: int) -> Sequence[Row[*tuple[Any, ...]]]:
    """All of the meeting's, by agenda item, with the owner's name."""
    return session.execute(
        select(
            Outcome.id,
            Outcome.agenda_item_id,
            Outcome.kind,
            Outcome.year,
            Outcome.number,
            Outcome.text,
            Outcome.due_on,
            Outcome.done_at,
            Person.given_name,
            Person.family_name,
        )
        .outerjoin(Outcome.owner)
        .outerjoin(AgendaItem, AgendaItem.id == Outcome.agenda_item_id)
        .where(Outcome.meeting_id == meeting_id)
        .order_by(AgendaItem.position, Outcome.id)
    ).all()


def decisions(
    session: Session, viewer: Account, *, q: str, forum: str | None, number: int
) -> Page[Any]:
    """The register: decisions of the meetings that the viewer takes part in or may read.

    Raises
    ------
    UnknownRecord
        If there are not that many pages.
    """
    conditions = [Outcome.kind == OutcomeKind.DECISION, meeting_visible_to(viewer), _own(viewer)]
    conditions += [
        Outcome.search_text.contains(word, autoescape=True) for word in normalise(q).split()[:10]
    ]
    if forum is not None:
        conditions.append(Forum.slug == forum)
    query = (
        select(
            Outcome.id,
            Outcome.number,
            Outcome.year,
            Outcome.text,
            Meeting.id.label("meeting_id"),
            Meeting.title,
            Meeting.starts_at,
            Forum.name,
            Forum.name_en,
        )
        .select_from(Outcome)
        .join(Outcome.meeting)
        .join(Meeting.forum)
        .where(*conditions)
        .order_by(Meeting.starts_at.desc(), Outcome.number.desc())
    )
    counted = (
        select(func.count(Outcome.id)).join(Outcome.meeting).join(Meeting.forum).where(*conditions)
    )
    total = session.scalar(counted) or 0
    if number > 1 and (number - 1) * SIZE >= total:
        raise UnknownRecord(N_("Listen har ikke så mange sider."))
    rows = session.execute(query.limit(SIZE).offset((number - 1) * SIZE)).all()
    return Page(rows, total, number)


def _own(viewer: Account) -> ColumnElement[bool]:
    """A member reads the outcomes of forums with a seat and of meetings he or she is asked to."""
    if reads_all(viewer):
        return true()
    seats = select(ForumMember.forum_id).where(ForumMember.person_id == viewer.person_id)
    asked = select(Participation.meeting_id).where(Participation.person_id == viewer.person_id)
    return or_(Outcome.forum_id.in_(seats), Outcome.meeting_id.in_(asked))


def are_locked(session: Session, meeting_id: int) -> bool:
    """Whether the meeting's minutes are closed, and its outcomes with them."""
    locked = select(Minutes.id).where(
        Minutes.meeting_id == meeting_id, Minutes.published_at.is_not(None)
    )
    return session.scalar(locked) is not None


def _check_open(session: Session, meeting_id: int) -> None:
    if are_locked(session, meeting_id):
        raise Refusal(N_("Protokollen er publisert og låst. Åpne den igjen først."))


def _check_item(session: Session, meeting_id: int, item_id: int | None) -> None:
    if item_id is None:
        return
    item = session.get(AgendaItem, item_id)
    if item is None or item.meeting_id != meeting_id:
        raise UnknownRecord(N_("Saken finnes ikke i dette møtet."), field="item")


def _owner(session: Session, meeting_id: int, put: Put) -> int | None:
    if put.kind is not OutcomeKind.ACTION:
        return None
    if put.owner_id is None:
        raise Refusal(N_("Velg hvem som har oppgaven."), field="owner")
    on_list = select(Participation.id).where(
        Participation.meeting_id == meeting_id, Participation.person_id == put.owner_id
    )
    if session.scalar(on_list) is None:
        raise UnknownRecord(N_("Den som har oppgaven, må stå på møtets liste."), field="owner")
    return put.owner_id


def _next(session: Session, forum_id: int, year: int) -> int:
    last = session.scalar(
        select(func.max(Outcome.number)).where(Outcome.forum_id == forum_id, Outcome.year == year)
    )
    return (last or 0) + 1
