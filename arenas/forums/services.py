"""What can be done with a forum: put on record, changed, archived, restored, deleted."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, fields

from sqlalchemy import func, select
from sqlalchemy.orm import Session, selectinload

from arenas import audit, versions
from arenas.database import now
from arenas.errors import N_, Refusal, UnknownRecord
from arenas.models import Account, Activity, Forum, ForumMember, Meeting, Poll, PriorityArea
from arenas.models.enums import ForumKind, Level, MeetingMode, MeetingState, PollState, Visibility
from arenas.revision import CALENDAR, NETWORK, raise_revision
from arenas.text import normalise, search_text, slug

RESERVED = {"new", ""}


@dataclass(frozen=True)
class ForumDetails:
    """What the form of a forum holds. ``usual_minutes`` and ``usual_mode`` are its habit.

    ``blackouts`` are as the forum keeps them.
    """

    name: str
    kind: ForumKind
    level: Level = Level.REGIONAL
    visibility: Visibility = Visibility.PUBLIC
    name_en: str | None = None
    mandate: str | None = None
    cadence: str | None = None
    contact_email: str | None = None
    usual_minutes: int | None = None
    usual_mode: MeetingMode | None = None
    blackouts: list[list[str]] = field(default_factory=list)
    priority_ids: Collection[int] = ()
    activity_ids: Collection[int] = ()


OWN = [item.name for item in fields(ForumDetails) if not item.name.endswith("_ids")]


def create(session: Session, *, details: ForumDetails, actor: Account) -> Forum:
    """Put a forum on record; its address is made of its name and never changes.

    Raises
    ------
    Refusal
        If another forum in use has the name.
    UnknownRecord
        If a priority area or activity it is to serve does not exist.
    """
    _refuse_name_in_use(session, details.name, except_id=None)
    forum = Forum(slug=_free_slug(session, details.name), priorities=[], activities=[], members=[])
    _fill(session, forum, details)
    session.add(forum)
    session.flush()
    audit.record(session, actor, "create", "forum", forum.id)
    _tell(session)
    return forum


def change(
    session: Session, *, forum_id: int, version: int, details: ForumDetails, actor: Account
) -> Forum:
    """Change a forum that was read at ``version``.

    Raises
    ------
    ChangedMeanwhile
        If somebody else has changed it since.
    """
    forum = _existing(session, forum_id)
    versions.check(forum, version)
    _refuse_name_in_use(session, details.name, except_id=forum.id)
    before = {name: getattr(forum, name) for name in OWN}
    _fill(session, forum, details)
    versions.touch(forum)  # new links to the strategy alone are a change, too
    forum.updated_at = now()
    versions.flush(session)
    changed = [name for name in OWN if getattr(forum, name) != before[name]]
    audit.record(session, actor, "change", "forum", forum.id, fields=changed)
    _tell(session)
    return forum


def archive(session: Session, *, forum_id: int, actor: Account) -> Forum:
    """Take a forum out of lists and choices; a second time changes nothing.

    Raises
    ------
    Refusal
        If it has meetings planned or an open poll: those who are asked must hear of it first.
    """
    forum = _existing(session, forum_id)
    if forum.archived_at is not None:
        return forum
    planned = _count(
        session,
        Meeting.forum_id == forum.id,
        Meeting.state == MeetingState.PLANNED,
        Meeting.ends_at > now(),
    )
    if planned:
        raise Refusal(
            N_(
                "%(name)s har møter som er planlagt (%(count)s). "
                "Avlys dem først, så de som er innkalt får vite det."
            ),
            name=forum.name,
            count=planned,
        )
    _refuse_open_polls(session, forum)
    forum.archived_at = now()
    session.flush()
    audit.record(session, actor, "archive", "forum", forum.id)
    _tell(session)
    return forum


def restore(session: Session, *, forum_id: int, actor: Account) -> Forum:
    """Take an archived forum back into use.

    Raises
    ------
    Refusal
        If its name has been given to another forum meanwhile.
    """
    forum = _existing(session, forum_id)
    if forum.archived_at is None:
        return forum
    _refuse_name_in_use(session, forum.name, except_id=forum.id)
    forum.archived_at = None
    session.flush()
    audit.record(session, actor, "restore", "forum", forum.id)
    _tell(session)
    return forum


def what_uses(session: Session, forum_id: int) -> dict[str, int]:
    """How many meetings and seats would lose their forum."""
    seats = select(func.count()).select_from(ForumMember).where(ForumMember.forum_id == forum_id)
    return {
        "meetings": _count(session, Meeting.forum_id == forum_id),
        "members": session.scalar(seats) or 0,
    }


def delete(session: Session, *, forum_id: int, actor: Account) -> None:
    """Delete a forum that was never used.

    Raises
    ------
    Refusal
        If it has meetings or members, now or before: they are history, archive it instead.
    """
    forum = _existing(session, forum_id)
    used = what_uses(session, forum.id)
    if any(used.values()):
        raise Refusal(
            N_(
                "%(name)s kan ikke slettes: arenaen har møter (%(meetings)s) og "
                "medlemmer (%(members)s), nå eller før. Arkiver den i stedet."
            ),
            name=forum.name,
            meetings=used["meetings"],
            members=used["members"],
        )
    _refuse_open_polls(session, forum)
    session.delete(forum)
    session.flush()
    audit.record(session, actor, "delete", "forum", forum_id)
    _tell(session)


def _existing(session: Session, forum_id: int) -> Forum:
    forum = session.scalar(
        select(Forum)
        .where(Forum.id == forum_id)
        .options(
            selectinload(Forum.priorities),
            selectinload(Forum.activities),
            selectinload(Forum.members),
        )
    )
    if forum is None:
        raise UnknownRecord(N_("Arenaen finnes ikke."))
    return forum


def _refuse_open_polls(session: Session, forum: Forum) -> None:
    polls = select(Poll.id).where(Poll.forum_id == forum.id, Poll.state == PollState.OPEN)
    if session.scalar(polls.limit(1)) is not None:
        raise Refusal(
            N_(
                "%(name)s har en datoforespørsel som er åpen. "
                "Trekk den tilbake først, så de som er spurt får vite det."
            ),
            name=forum.name,
        )


def _fill(session: Session, forum: Forum, details: ForumDetails) -> None:
    """A forum that works on an activity serves its priority area as well."""
    for name in OWN:
        setattr(forum, name, getattr(details, name))
    forum.search_text = search_text(details.name, details.name_en)
    forum.activities = _activities(session, details.activity_ids)
    implied = {activity.priority_id for activity in forum.activities}
    forum.priorities = _priorities(session, implied.union(details.priority_ids))


def _activities(session: Session, ids: Collection[int]) -> list[Activity]:
    found: Sequence[Activity] = session.scalars(select(Activity).where(Activity.id.in_(ids))).all()
    if len(found) != len(set(ids)):
        raise UnknownRecord(N_("En av aktivitetene finnes ikke lenger."), field="activities")
    return list(found)


def _priorities(session: Session, ids: Collection[int]) -> list[PriorityArea]:
    query = select(PriorityArea).where(PriorityArea.id.in_(ids))
    found: Sequence[PriorityArea] = session.scalars(query).all()
    if len(found) != len(set(ids)):
        raise UnknownRecord(N_("Et av innsatsområdene finnes ikke lenger."), field="priorities")
    return list(found)


def _refuse_name_in_use(session: Session, name: str, *, except_id: int | None) -> None:
    """Names are the same when they read the same: accents and capitals do not tell apart."""
    in_use = select(Forum.id, Forum.name).where(Forum.archived_at.is_(None))
    wanted = normalise(name)
    for forum_id, other in session.execute(in_use):
        if forum_id != except_id and normalise(other) == wanted:
            raise Refusal(
                N_("Det finnes allerede en arena som heter %(name)s."),
                field="name",
                name=other,
            )


def _free_slug(session: Session, name: str) -> str:
    """The name as an address; a number is added where it is taken."""
    wanted = slug(name)
    stem = f"arena-{wanted}".strip("-") if wanted in RESERVED else wanted
    taken = set(session.scalars(select(Forum.slug).where(Forum.slug.startswith(stem[:70]))))
    candidate, number = stem, 1
    while candidate in taken:
        number += 1
        candidate = f"{stem[:75]}-{number}"
    return candidate


def _count(session: Session, *conditions: object) -> int:
    query = select(func.count()).select_from(Meeting).where(*conditions)  # type: ignore[arg-type]
    return session.scalar(query) or 0


def _tell(session: Session) -> None:
    """Feeds name the forum, the network is filtered by its kind and what it serves."""
    raise_revision(session, CALENDAR)
    raise_revision(session, NETWORK)
