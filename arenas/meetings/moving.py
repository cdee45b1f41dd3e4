"""A new time and place for one meeting, all else as it is."""

from sqlalchemy.orm import Session

from arenas import audit, versions
from arenas.database import now
from arenas.invitations import services as invitations
from arenas.meetings.details import place_of
from arenas.meetings.services import KIND, set_when
from arenas.meetings.when import When
from arenas.models import Account, Meeting
from arenas.models.enums import MeetingMode
from arenas.revision import NETWORK, raise_revision

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
    set_when(meeting, when)
    meeting.mode, meeting.place, meeting.online_url = mode, place, online_url
    meeting.sequence += 1
    meeting.updated_at = now()
    versions.flush(session)
    audit.record(session, actor, "meeting.change", KIND, meeting.id, fields=changed)
    raise_revision(session, NETWORK)
    invitations.after_change(session, meeting, changed)
    return True
