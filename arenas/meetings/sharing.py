"""What one meeting of a series holds, carried to others of it: title, text, agenda, documents."""

from collections.abc import Iterable
from dataclasses import asdict, replace
from typing import Any

from sqlalchemy.orm import Session

from arenas.meetings import services
from arenas.meetings.details import Details, Item, Link
from arenas.meetings.series_queries import Dated
from arenas.meetings.when import When
from arenas.models import Account, Meeting, Series


def share(
    session: Session, series: Series, source_id: int, others: Iterable[Dated], *, actor: Account
) -> int:
    """Give the others, and the dates the series gets later, what the source holds.

    One whose agenda or documents are no longer those of the series keeps them. Nobody is mailed.
    Returns how many were changed.
    """
    before = series.template
    source = services.for_change(session, source_id)
    after = before | contents(source)
    changed = 0
    for meeting_id in [one.meeting.id for one in others if one.meeting.id != source_id]:
        meeting = services.for_change(session, meeting_id)
        version = meeting.version
        details = _with(meeting, before, after)
        services.change(
            session, meeting_id, details, version=version, overlap_is_meant=True, actor=actor
        )
        changed += meeting.version != version
    series.template = after
    session.flush()
    return changed


def contents(meeting: Meeting) -> dict[str, Any]:
    """What the meeting holds, as a series keeps what its meetings begin with."""
    usual = services.usual_title(meeting.forum, When.of(meeting))
    return {
        "title": "" if meeting.title == usual else meeting.title,
        "description": meeting.description,
        "agenda": [asdict(replace(item, id=None)) for item in _items(meeting)],
        "documents": [asdict(replace(link, id=None)) for link in _links(meeting)],
        "priorities": sorted(area.id for area in meeting.priorities),
        "activities": sorted(activity.id for activity in meeting.activities),
    }


def _with(meeting: Meeting, before: dict[str, Any], after: dict[str, Any]) -> Details:
    """The meeting with what is shared; its own agenda stays where it has one."""
    own = contents(meeting)
    keeps = _papers(own) != _papers(before) or _papers(own) == _papers(after)
    new_items = tuple(Item(**item) for item in after["agenda"])
    new_links = tuple(Link(**link) for link in after["documents"])
    return Details(
        forum_id=meeting.forum_id,
        when=When.of(meeting),
        mode=meeting.mode,
        title=after["title"],
        place=meeting.place,
        online_url=meeting.online_url,
        municipality_code=meeting.municipality_code,
        description=after["description"],
        seats=meeting.seats,
        online_seats=meeting.online_seats,
        agenda=_items(meeting) if keeps else new_items,
        documents=_links(meeting) if keeps else new_links,
        priority_ids=frozenset(after["priorities"]),
        activity_ids=frozenset(after["activities"]),
    )


def _papers(holds: dict[str, Any]) -> list[Any]:
    """Agenda and documents without the keys that tie them together, for comparing."""
    items = [(one["number"], one["title"], one["text"], one["minutes"]) for one in holds["agenda"]]
    places = {one["key"]: place for place, one in enumerate(holds["agenda"])}
    links = [(one["title"], one["url"], places.get(one["item_key"])) for one in holds["documents"]]
    return [items, links]


def _items(meeting: Meeting) -> tuple[Item, ...]:
    return tuple(
        Item(item.title, f"i{item.id}", item.id, item.number, item.text, item.minutes)
        for item in meeting.agenda
    )


def _links(meeting: Meeting) -> tuple[Link, ...]:
    return tuple(
        Link(one.title, one.url, one.id, f"i{one.agenda_item_id}" if one.agenda_item_id else "")
        for one in meeting.documents
    )
