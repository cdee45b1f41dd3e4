"""What came out of a meeting: put down, put right, taken away, ticked off."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from zlib import crc32

from sqlalchemy import Row, func, select
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
    Minutes,
    MinutesRevision,
    Outcome,
    Participation,
    Person,
)
from arenas.models.enums import OutcomeKind, RevisionKind
from arenas.text import search_text
from arenas.versions import ChangedMeanwhile
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
    text = _text(put)
    _check_item(session, meeting_id, put.item_id)
    owner_id = _owner(session, put, meeting_id)
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


def change(
    session: Session, meeting_id: int, outcome_id: int, put: Put, *, version: int, actor: Account
) -> Outcome:
    """Put its words, item, owner and date right; its kind and number stay.

    An owner or a date that is new is reminded anew. ``version`` is of ``version_of``.

    Raises
    ------
    ChangedMeanwhile
        If somebody else has changed it since.
    Refusal, UnknownRecord
        As ``add``.
    """
    outcome = one(session, meeting_id, outcome_id)
    _check_open(session, meeting_id)
    if version != version_of(outcome):
        raise ChangedMeanwhile
    put = replace(put, kind=outcome.kind, text=_text(put))
    _check_item(session, meeting_id, put.item_id)
    owner_id = put.owner_id
    if owner_id != outcome.owner_id:
        owner_id = _owner(session, put, meeting_id)
    due_on = put.due_on if outcome.kind is OutcomeKind.ACTION else None
    if (owner_id, due_on) != (outcome.owner_id, outcome.due_on):
        outcome.reminded_at = outcome.overdue_told_at = None
    outcome.text, outcome.search_text = put.text, search_text(put.text)
    outcome.agenda_item_id, outcome.owner_id, outcome.due_on = put.item_id, owner_id, due_on
    if session.is_modified(outcome):
        session.flush()
        audit.record(session, actor, "meeting.outcome", KIND, meeting_id, changed=1)
    return outcome


def version_of(outcome: Outcome) -> int:
    """A number that is another where what can be put right is another."""
    said = (outcome.text, outcome.agenda_item_id, outcome.owner_id, outcome.due_on)
    return crc32(repr(said).encode())


def remove(session: Session, meeting_id: int, outcome_id: int, *, actor: Account) -> None:
    """Take it away; a decision's number is not used again while a later one stands.

    Raises
    ------
    Refusal
        If the minutes are locked, or it is a decision that was published: people have it by its
        number.
    """
    outcome = one(session, meeting_id, outcome_id)
    _check_open(session, meeting_id)
    if outcome.number is not None and _was_published(session, outcome):
        raise Refusal(
            N_(
                "Vedtak %(number)s/%(year)s står i en protokoll som er publisert. "
                "Rett teksten i stedet."
            ),
            number=outcome.number,
            year=outcome.year,
        )
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


def _text(put: Put) -> str:
    text = many_lines(put.text)
    if text is None:
        raise Refusal(N_("Skriv hva møtet kom frem til."), field="text")
    if len(text) > LONGEST:
        raise Refusal(N_("Bruk høyst %(number)s tegn."), field="text", number=LONGEST)
    return text


def _owner(session: Session, put: Put, meeting_id: int) -> int | None:
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


def _was_published(session: Session, outcome: Outcome) -> bool:
    bodies = session.scalars(
        select(MinutesRevision.body)
        .join(Minutes, Minutes.id == MinutesRevision.minutes_id)
        .where(
            Minutes.meeting_id == outcome.meeting_id,
            MinutesRevision.kind == RevisionKind.PUBLISHED,
        )
    )
    return any(
        (one["year"], one["number"]) == (outcome.year, outcome.number)
        for body in bodies
        for one in [*body["outcomes"], *(one for item in body["items"] for one in item["outcomes"])]
    )


def _next(session: Session, forum_id: int, year: int) -> int:
    session.execute(select(Forum.id).where(Forum.id == forum_id).with_for_update())
    last = session.scalar(
        select(func.max(Outcome.number)).where(Outcome.forum_id == forum_id, Outcome.year == year)
    )
    return (last or 0) + 1
