"""Items that a meeting did not finish move on to the agenda of a later one."""

from collections.abc import Collection, Sequence
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from arenas import audit, versions
from arenas.database import now
from arenas.errors import N_, Refusal, UnknownRecord
from arenas.meetings import parts
from arenas.meetings.attendance import check_can_mark
from arenas.meetings.participants import open_meeting
from arenas.meetings.services import KIND, for_change, search_words
from arenas.models import (
    Account,
    AgendaItem,
    CarriedItem,
    Document,
    Meeting,
    Outcome,
    SeriesOccurrence,
)
from arenas.models.enums import MeetingState

OFFERED = 5
TO = (MeetingState.DRAFT, MeetingState.PLANNED)


class OpenItem(NamedTuple):
    """An item that is on no later agenda; ``is_done``: something came out of it."""

    id: int
    title: str
    is_done: bool


class Carried(NamedTuple):
    """The other meeting of an item that was carried; ``came``: the item came from there."""

    meeting_id: int
    title: str
    came: bool


def open_items(session: Session, meeting_id: int) -> list[OpenItem]:
    """Those of the meeting's items that have not moved on, in order."""
    with_outcome = select(Outcome.agenda_item_id).where(Outcome.meeting_id == meeting_id)
    rows = session.execute(
        select(
            AgendaItem.id,
            AgendaItem.title,
            AgendaItem.id.in_(with_outcome.where(Outcome.agenda_item_id.is_not(None))),
        )
        .where(
            AgendaItem.meeting_id == meeting_id,
            AgendaItem.id.not_in(select(CarriedItem.item_id)),
        )
        .order_by(AgendaItem.position)
    )
    return [OpenItem(*row) for row in rows]


def later(session: Session, meeting: Meeting) -> Sequence[Meeting]:
    """The next meetings the items can move to: those of its series first, then the forum's."""
    of_series = select(SeriesOccurrence.meeting_id).where(
        SeriesOccurrence.series_id.in_(
            select(SeriesOccurrence.series_id).where(SeriesOccurrence.meeting_id == meeting.id)
        ),
        SeriesOccurrence.meeting_id.is_not(None),
    )
    return session.scalars(
        select(Meeting)
        .where(
            Meeting.forum_id == meeting.forum_id,
            Meeting.id != meeting.id,
            Meeting.state.in_(TO),
            Meeting.starts_at > max(meeting.starts_at, now()),
        )
        .order_by(Meeting.id.not_in(of_series), Meeting.starts_at)
        .limit(OFFERED)
    ).all()


def carry(
    session: Session, meeting_id: int, items: Collection[int], to_id: int, *, actor: Account
) -> int:
    """Put these items, with their documents, last on the agenda of the other meeting.

    They stay on their own, which says where they went. Returns how many moved.

    Raises
    ------
    UnknownRecord
        If an item is not open here, or the other is no later meeting of the forum.
    Refusal
        If no item is chosen, the meeting has not begun, or the other agenda is full.
    """
    meeting = open_meeting(session, meeting_id)
    check_can_mark(meeting)
    open_ones = {one.id for one in open_items(session, meeting_id)}
    if not items:
        raise Refusal(N_("Velg minst én sak."), field="items")
    if not set(items) <= open_ones:
        raise UnknownRecord(N_("Saken finnes ikke i møtet, eller er flyttet fra før."))
    if to_id not in {one.id for one in later(session, meeting)}:
        raise UnknownRecord(N_("Velg et senere møte i samme arena."), field="to")
    target = for_change(session, to_id)
    if len(target.agenda) + len(set(items)) > parts.MOST:
        raise Refusal(N_("Sakslisten til det andre møtet er full."), field="to")
    _copy(session, items, target)
    target.search_text = search_words(target)
    target.updated_at = now()
    versions.touch(target)
    versions.flush(session)
    audit.record(session, actor, "meeting.carry", KIND, meeting_id, changed=len(set(items)))
    audit.record(session, actor, "meeting.change", KIND, to_id, fields=["agenda"])
    return len(set(items))


def links(session: Session, meeting_id: int) -> dict[int, Carried]:
    """Where the meeting's items went to or came from, by item."""
    here, there = aliased(AgendaItem), aliased(AgendaItem)
    found: dict[int, Carried] = {}
    for came, mine, theirs in (
        (True, CarriedItem.to_item_id, CarriedItem.item_id),
        (False, CarriedItem.item_id, CarriedItem.to_item_id),
    ):
        rows: Sequence[Any] = session.execute(
            select(here.id, Meeting.id, Meeting.title)
            .join(CarriedItem, mine == here.id)
            .join(there, theirs == there.id)
            .join(Meeting, Meeting.id == there.meeting_id)
            .where(here.meeting_id == meeting_id)
        ).all()
        found |= {item: Carried(other, title, came) for item, other, title in rows}
    return found


def _copy(session: Session, items: Collection[int], target: Meeting) -> None:
    rows = session.scalars(
        select(AgendaItem).where(AgendaItem.id.in_(items)).order_by(AgendaItem.position)
    ).all()
    papers = session.scalars(
        select(Document).where(Document.agenda_item_id.in_(items)).order_by(Document.id)
    ).all()
    last = max((item.position for item in target.agenda), default=0)
    for place, row in enumerate(rows, start=last + 1):
        copy = AgendaItem(position=place, title=row.title, text=row.text, minutes=row.minutes)
        target.agenda.append(copy)
        session.flush()
        session.add(CarriedItem(item_id=row.id, to_item_id=copy.id))
        for paper in papers:
            if paper.agenda_item_id == row.id:
                target.documents.append(
                    Document(title=paper.title, url=paper.url, agenda_item_id=copy.id)
                )
    session.flush()
