"""The agenda, the documents and the strategy links of one meeting, as the form leaves them."""

from collections.abc import Iterable
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from arenas.errors import N_, Refusal, UnknownRecord
from arenas.meetings.details import Details, Item, Link, is_link
from arenas.models import Activity, AgendaItem, Document, Meeting, PriorityArea
from arenas.web.cleaning import many_lines, one_line

MOST = 100

Row = TypeVar("Row", AgendaItem, Document)


def write_agenda(meeting: Meeting, items: tuple[Item, ...]) -> None:
    """Keep, change, add, order and remove so that the agenda is ``items``.

    Raises
    ------
    UnknownRecord
        If an item is of another meeting: its id is then as good as none.
    Refusal
        If a text is missing or too long, or the agenda is.
    """
    _check_number(items)
    kept = _by_id(meeting.agenda, (item.id for item in items))
    agenda = []
    for position, item in enumerate(items, start=1):
        row = kept[item.id] if item.id is not None else AgendaItem()
        row.position = position
        row.number = _short(item.number, 20)
        row.title = _required(item.title, 300, "agenda")
        row.text = many_lines(item.text)
        row.minutes = _minutes(item.minutes)
        agenda.append(row)
    if meeting.agenda != agenda:
        meeting.agenda = agenda


def write_documents(session: Session, meeting: Meeting, details: Details) -> None:
    """Keep, change, add and remove so that the documents are those of ``details``.

    Raises
    ------
    UnknownRecord, Refusal
        As ``write_agenda``; also if an address is no link.
    """
    links = details.documents
    _check_number(links)
    kept = _by_id(meeting.documents, (link.id for link in links))
    items = {
        item.key: row for item, row in zip(details.agenda, meeting.agenda, strict=True) if item.key
    }
    if any(items[link.item_key].id is None for link in links if link.item_key in items):
        session.add(meeting)
        session.flush()  # a new item has no id to refer to before
    documents = []
    for link in links:
        row = kept[link.id] if link.id is not None else Document()
        documents.append(_fill(row, link, items))
    if meeting.documents != documents:
        meeting.documents = documents


def write_serves(session: Session, meeting: Meeting, details: Details) -> None:
    """The priority areas and activities that the meeting works on.

    An activity brings its area with it, as in a forum.

    Raises
    ------
    UnknownRecord
        If one of them is not on record.
    """
    activities = session.scalars(
        select(Activity).where(Activity.id.in_(details.activity_ids))
    ).all()
    area_ids = details.priority_ids | {activity.priority_id for activity in activities}
    areas = session.scalars(select(PriorityArea).where(PriorityArea.id.in_(area_ids))).all()
    if len(areas) != len(area_ids) or len(activities) != len(details.activity_ids):
        raise UnknownRecord(N_("Innsatsområdet eller aktiviteten finnes ikke."), field="priorities")
    if {area.id for area in meeting.priorities} != area_ids:
        meeting.priorities = sorted(areas, key=lambda area: (area.position, area.id))
    if {activity.id for activity in meeting.activities} != details.activity_ids:
        meeting.activities = sorted(activities, key=lambda activity: activity.number)


def _fill(row: Document, link: Link, items: dict[str, AgendaItem]) -> Document:
    if not is_link(link.url):
        raise Refusal(
            N_("Adressen til et dokument må begynne med https:// eller http://."),
            field="documents",
        )
    item = items.get(link.item_key)
    row.title = _required(link.title, 200, "documents")
    row.url = link.url
    row.agenda_item_id = item.id if item is not None else None
    return row


def _by_id(rows: Iterable[Row], ids: Iterable[int | None]) -> dict[int | None, Row]:
    known: dict[int | None, Row] = {row.id: row for row in rows}
    given = [row_id for row_id in ids if row_id is not None]
    if any(row_id not in known for row_id in given) or len(set(given)) != len(given):
        raise UnknownRecord(N_("En av radene hører ikke til dette møtet."))
    return known


def _check_number(rows: tuple[Item, ...] | tuple[Link, ...]) -> None:
    if len(rows) > MOST:
        raise Refusal(N_("Et møte kan ha høyst %(most)s saker og %(most)s dokumenter."), most=MOST)


def _required(text: str, most: int, field: str) -> str:
    kept = one_line(text)
    if kept is None:
        raise Refusal(N_("Hver sak og hvert dokument må ha en tittel."), field=field)
    if len(kept) > most:
        raise Refusal(N_("Titler kan ha høyst %(most)s tegn."), field=field, most=most)
    return kept


def _short(text: str | None, most: int) -> str | None:
    kept = one_line(text)
    if kept is not None and len(kept) > most:
        raise Refusal(N_("Saksnummeret kan ha høyst %(most)s tegn."), field="agenda", most=most)
    return kept


def _minutes(minutes: int | None) -> int | None:
    if minutes is not None and not 0 < minutes <= 24 * 60:
        raise Refusal(N_("Minutter må være fra 1 til 1440."), field="agenda")
    return minutes
