"""A new time and place for one meeting, all else as it is."""

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from arenas import audit, versions
from arenas.database import now
from arenas.invitations import services as invitations
from arenas.meetings.details import place_of
from arenas.meetings.services import KIND, Overlap, set_when, usual_title
from arenas.meetings.when import When
from arenas.models import Account, AgendaItem, Forum, Meeting
from arenas.models.enums import MeetingMode, MeetingState
from arenas.revision import NETWORK, raise_revision
from arenas.text import search_text

Where = tuple[MeetingMode, str | None, str | None]


def move(session: Session, meeting: Meeting, when: When, where: Where, *, actor: Account) -> bool:
    """Move the meeting; ``sequence`` rises by one if anything changed, which is returned.

    Raises
    ------
    Refusal
        If the place or the link that the mode asks for is missing.
    """
    mode = where[0]
    place, online_url = place_of(*where)
    pieces = {
        "when": When.of(meeting) != when,
        "where": (meeting.mode, meeting.place, meeting.online_url) != (mode, place, online_url),
    }
    changed = [name for name, differs in pieces.items() if differs]
    if not changed:
        return False
    meeting.title = _title(session, meeting, when)
    set_when(meeting, when)
    meeting.mode, meeting.place, meeting.online_url = mode, place, online_url
    meeting.search_text = _search_text(session, meeting)
    meeting.sequence += 1
    meeting.updated_at = now()
    versions.flush(session)
    audit.record(session, actor, "meeting.change", KIND, meeting.id, fields=changed)
    raise_revision(session, NETWORK)
    invitations.after_change(session, meeting, changed)
    return True


def check_overlap(session: Session, forum_id: int, moved: Collection[Meeting]) -> None:
    """See that none of these is at the time of another meeting of the forum. One statement.

    Raises
    ------
    Overlap
        With the first five that are in the way.
    """
    if met := overlapped(session, forum_id, moved):
        raise Overlap(met)


def overlapped(session: Session, forum_id: int, moved: Collection[Meeting]) -> list[Meeting]:
    """The first five meetings of the forum that one of these is at the time of."""
    if not moved:
        return []
    others = session.scalars(
        select(Meeting)
        .where(
            Meeting.forum_id == forum_id,
            Meeting.state != MeetingState.CANCELLED,
            Meeting.starts_at < max(one.ends_at for one in moved),
            Meeting.ends_at > min(one.starts_at for one in moved),
        )
        .order_by(Meeting.starts_at, Meeting.id)
    ).all()
    spans = [(one.id, one.starts_at, one.ends_at) for one in moved]
    met = [
        other
        for other in others
        if any(
            other.id != own and other.starts_at < ends and other.ends_at > starts
            for own, starts, ends in spans
        )
    ]
    return met[:5]


def _title(session: Session, meeting: Meeting, when: When) -> str:
    """The usual title holds the day, and goes with it."""
    forum = session.get_one(Forum, meeting.forum_id)
    kept = meeting.title == usual_title(forum, When.of(meeting))
    return usual_title(forum, when) if kept else meeting.title


def _search_text(session: Session, meeting: Meeting) -> str:
    items = session.scalars(
        select(AgendaItem.title)
        .where(AgendaItem.meeting_id == meeting.id)
        .order_by(AgendaItem.position)
    )
    return search_text(meeting.title, meeting.place, *items)
