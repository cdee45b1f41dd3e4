"""Who may see what: one place for the conditions that every query and export filters by.

A ``viewer`` is the account that asks, or None for somebody who has not signed in.
"""

from sqlalchemy import ColumnElement, Select, and_, false, or_, select, true

from arenas.database import now
from arenas.models import Account, Forum, ForumMember, Meeting, Participation
from arenas.models.enums import MeetingState, Role, Visibility

READS_ALL = frozenset({Role.ADMIN, Role.COORDINATOR, Role.LEADERSHIP})
WRITES = frozenset({Role.ADMIN, Role.COORDINATOR})


def may_write(viewer: Account | None) -> bool:
    return viewer is not None and viewer.role in WRITES


def reads_all(viewer: Account | None) -> bool:
    return viewer is not None and viewer.role in READS_ALL


def may_see_contacts(viewer: Account | None, person_id: int) -> bool:
    """Mail address and phone: those who call meetings, and the person himself."""
    return may_write(viewer) or (viewer is not None and viewer.person_id == person_id)


def forum_visible_to(viewer: Account | None) -> ColumnElement[bool]:
    """The condition on Forum: public ones, and internal ones the viewer has a seat in that has
    not ended. Whoever has left keeps the meetings that he or she was asked to."""
    if reads_all(viewer):
        return true()
    public = and_(Forum.visibility == Visibility.PUBLIC, Forum.archived_at.is_(None))
    if viewer is None or viewer.person_id is None:
        return public
    return or_(public, Forum.id.in_(seats_of(viewer.person_id)))


def seats_of(person_id: int | None) -> Select[int]:
    """The forums in which the person has a seat that has not ended."""
    return select(ForumMember.forum_id).where(
        ForumMember.person_id == person_id,
        or_(ForumMember.ends_on.is_(None), ForumMember.ends_on >= now().date()),
    )


def meeting_visible_to(viewer: Account | None) -> ColumnElement[bool]:
    """The condition on Meeting (joined to Forum): no drafts, and only of visible forums.

    A member also sees each meeting that he or she is asked to, whatever the forum.
    """
    if reads_all(viewer):
        return true()
    called = Meeting.state != MeetingState.DRAFT
    return and_(called, or_(forum_visible_to(viewer), _takes_part(viewer)))


def _takes_part(viewer: Account | None) -> ColumnElement[bool]:
    if viewer is None or viewer.person_id is None:
        return false()
    mine = select(Participation.meeting_id).where(Participation.person_id == viewer.person_id)
    return Meeting.id.in_(mine)
