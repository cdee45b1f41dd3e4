"""What waits, what was given up and why, for the page and for the person's record."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session, joinedload

from arenas.mail import services
from arenas.mail.sender import PROBLEM
from arenas.models import OutgoingMail, Participation, Person, Setting
from arenas.models.enums import MailState
from arenas.paging import Page, page_of

SHOWN_AT_PERSON = 5


@dataclass(frozen=True)
class Problem:
    """Why nothing goes, and since when."""

    at: datetime
    text: str


def waiting(session: Session) -> int:
    return counts(session)[MailState.WAITING]


def counts(session: Session) -> dict[MailState, int]:
    """How many messages there are in each state."""
    found = dict.fromkeys(MailState, 0)
    for state, number in session.execute(
        select(OutgoingMail.state, func.count()).group_by(OutgoingMail.state)
    ):
        found[state] = number
    return found


def problem(session: Session) -> Problem | None:
    kept = session.get(Setting, PROBLEM)
    if kept is None:
        return None
    value = json.loads(kept.value)
    return Problem(datetime.fromisoformat(value["at"]), value["text"])


def page(session: Session, *, q: str, state: MailState | None, number: int) -> Page[OutgoingMail]:
    """The messages that the filter names, the newest first; of those given up, all first."""
    query = (
        select(OutgoingMail)
        .where(*_narrowed(q, state))
        .options(joinedload(OutgoingMail.person), joinedload(OutgoingMail.meeting))
        .order_by((OutgoingMail.state == MailState.FAILED).desc(), OutgoingMail.id.desc())
    )
    return page_of(session, query, number)


def _narrowed(q: str, state: MailState | None) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if state is not None:
        conditions.append(OutgoingMail.state == state)
    for word in q.lower().split():
        conditions.append(
            or_(
                OutgoingMail.recipient.contains(word, autoescape=True),
                func.lower(OutgoingMail.subject).contains(word, autoescape=True),
            )
        )
    return conditions


@dataclass(frozen=True)
class Trouble:
    """Why somebody on a meeting's list cannot be reached: the last message that did not arrive
    at the present address, or (``error`` None) that there is no address."""

    error: str | None = None
    at: datetime | None = None


def troubles(session: Session, meeting_id: int) -> dict[int, Trouble]:
    """Those on the list who cannot be reached by mail, by person: the last attempt counts."""
    last = (
        select(func.max(OutgoingMail.id))
        .where(
            OutgoingMail.person_id == Person.id,
            OutgoingMail.recipient == Person.email,
            OutgoingMail.state.in_([MailState.FAILED, MailState.SENT]),
        )
        .correlate(Person)
        .scalar_subquery()
    )
    rows = session.execute(
        select(
            Person.id,
            OutgoingMail.error,
            func.coalesce(OutgoingMail.failed_at, OutgoingMail.created_at),
        )
        .join(Participation, Participation.person_id == Person.id)
        .outerjoin(
            OutgoingMail,
            and_(OutgoingMail.id == last, OutgoingMail.state == MailState.FAILED),
        )
        .where(
            Participation.meeting_id == meeting_id,
            or_(Person.email.is_(None), OutgoingMail.id.is_not(None)),
        )
    )
    return {row[0]: Trouble(row[1], row[2]) for row in rows}


def refused(session: Session, person_id: int, email: str | None) -> Sequence[OutgoingMail]:
    """The last messages that did not reach the person at the present address, since one did."""
    mine = and_(
        OutgoingMail.person_id == person_id, OutgoingMail.recipient == services.sent_to(email or "")
    )
    arrived = select(func.max(OutgoingMail.id)).where(mine, OutgoingMail.state == MailState.SENT)
    query = select(OutgoingMail).where(
        mine,
        OutgoingMail.state == MailState.FAILED,
        OutgoingMail.id > func.coalesce(arrived.scalar_subquery(), 0),
    )
    return session.scalars(query.order_by(OutgoingMail.id.desc()).limit(SHOWN_AT_PERSON)).all()
