"""A meeting as the fields of its form."""

from typing import Any
from zoneinfo import ZoneInfo

from arenas.clock import wall_time
from arenas.models import Meeting


def as_data(meeting: Meeting, zone: ZoneInfo, *, blank: bool = True) -> dict[str, Any]:
    """The form's fields; with ``blank`` one blank row at the end of each list."""
    return {
        "version": meeting.version,
        "forum": str(meeting.forum_id),
        "title": meeting.title,
        **_times(meeting, zone),
        "mode": meeting.mode.value,
        "place": meeting.place,
        "online_url": meeting.online_url,
        "municipality_code": meeting.municipality_code,
        "seats": meeting.seats,
        "online_seats": meeting.online_seats,
        "description": meeting.description,
        "agenda": [
            *(
                {
                    "id": item.id,
                    "key": f"i{item.id}",
                    "number": item.number,
                    "title": item.title,
                    "minutes": item.minutes,
                    "text": item.text,
                }
                for item in meeting.agenda
            ),
            *([{"key": "n1"}] if blank else []),
        ],
        "documents": [
            *(
                {
                    "id": document.id,
                    "title": document.title,
                    "url": document.url,
                    "item_key": f"i{document.agenda_item_id}" if document.agenda_item_id else "",
                }
                for document in meeting.documents
            ),
            *([{}] if blank else []),
        ],
        "priorities": [area.id for area in meeting.priorities],
        "activities": [activity.id for activity in meeting.activities],
    }


def _times(meeting: Meeting, zone: ZoneInfo) -> dict[str, Any]:
    if meeting.first_day:
        several = meeting.last_day != meeting.first_day
        return {
            "all_day": True,
            "day": meeting.first_day,
            "last_day": meeting.last_day if several else None,
        }
    starts, ends = wall_time(meeting.starts_at, zone), wall_time(meeting.ends_at, zone)
    return {
        "all_day": False,
        "day": starts.date(),
        "starts": starts.time(),
        "ends": ends.time(),
        "last_day": ends.date() if ends.date() != starts.date() else None,
    }
