"""Calling and changing a meeting: each function is one use case; the caller commits."""

from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, contains_eager, selectinload

from arenas import audit, versions
from arenas.database import now
from arenas.errors import N_, Refusal, UnknownRecord
from arenas.invitations import seats
from arenas.invitations import services as invitations
from arenas.meetings import parts
from arenas.meetings.details import Details, place_of
from arenas.meetings.when import When
from arenas.models import Account, Forum, Meeting, Participation
from arenas.models.enums import Attendance, MeetingMode, MeetingState, Response
from arenas.revision import NETWORK, raise_revision
from arenas.text import search_text
from arenas.web.cleaning import many_lines, one_line

KIND = "meeting"
TRACES = or_(
    Participation.response != Response.NEEDS_ACTION,
    Participation.attendance != Attendance.UNKNOWN,
)
"""Somebody has answered, or been marked."""


class Overlap(Refusal):
    """The forum meets at that time already; the one who calls can say that it is meant."""

    def __init__(self, meetings: list[Meeting]) -> None:
        super().__init__(
            N_("Arenaen har allerede et møte i dette tidsrommet. Bekreft hvis det er meningen."),
            field="day",
        )
        self.meetings = meetings


def for_change(session: Session, meeting_id: int) -> Meeting:
    """The meeting with all that its form shows.

    Raises
    ------
    UnknownRecord
        If there is no such meeting.
    """
    meeting = session.scalars(
        select(Meeting)
        .join(Meeting.forum)
        .where(Meeting.id == meeting_id)
        .options(
            contains_eager(Meeting.forum),
            selectinload(Meeting.agenda),
            selectinload(Meeting.documents),
            selectinload(Meeting.priorities),
            selectinload(Meeting.activities),
        )
    ).one_or_none()
    if meeting is None:
        raise UnknownRecord(N_("Møtet finnes ikke."))
    return meeting


def create(
    session: Session, details: Details, *, actor: Account, overlap_is_meant: bool = False
) -> Meeting:
    """Put a meeting on record as a draft: nobody but those who read everything sees it yet.

    Raises
    ------
    UnknownRecord
        If the forum, a priority area or an activity is not on record.
    Refusal
        If the place or link that the mode asks for is missing, or a text is not allowed.
    Overlap
        If the forum meets at that time already and that is not said to be meant.
    """
    meeting = Meeting(state=MeetingState.DRAFT, sequence=0)
    meeting.agenda, meeting.documents, meeting.priorities, meeting.activities = [], [], [], []
    _check_overlap(session, details, None, overlap_is_meant)
    with session.no_autoflush:
        _write(session, meeting, details)
    session.add(meeting)
    session.flush()
    audit.record(session, actor, "meeting.create", KIND, meeting.id, agenda=len(meeting.agenda))
    return meeting


def change(
    session: Session,
    meeting_id: int,
    details: Details,
    *,
    version: int,
    actor: Account,
    overlap_is_meant: bool = False,
) -> Meeting:
    """Save the edited meeting; ``version`` is the one that the editor saw.

    A change of time, place or link raises ``sequence`` by one; any other leaves it. ``uid``
    stays in either case.

    Raises
    ------
    ChangedMeanwhile
        If somebody else has saved it since.
    Refusal, Overlap, UnknownRecord
        As ``create``; also if the meeting is cancelled, or a row is of another meeting.
    """
    meeting = for_change(session, meeting_id)
    seats.hold(session, meeting)
    versions.check(meeting, version)
    if meeting.state is MeetingState.CANCELLED:
        raise Refusal(N_("Et avlyst møte kan ikke endres. Sett det tilbake til planlagt først."))
    before = _seen(meeting)
    if details.when != When.of(meeting) or details.forum_id != meeting.forum_id:
        _check_overlap(session, details, meeting.id, overlap_is_meant)
    with session.no_autoflush:
        _write(session, meeting, details)
    changed = sorted(name for name, value in _seen(meeting).items() if value != before[name])
    if not changed:
        return meeting
    if {"when", "where"} & set(changed):
        meeting.sequence += 1
    meeting.updated_at = now()
    versions.touch(meeting)
    versions.flush(session)
    audit.record(session, actor, "meeting.change", KIND, meeting.id, fields=changed)
    if {"when", "forum", "serves"} & set(changed):
        raise_revision(session, NETWORK)
    invitations.after_change(session, meeting, changed)
    return meeting


def usual_title(forum: Forum, when: When) -> str:
    """What a meeting is called when nobody gives it a name: the forum and the day."""
    return f"{forum.name[:180]} {when.day:%d.%m.%Y}"


def overlapping(
    session: Session, forum_id: int, starts_at: datetime, ends_at: datetime, but: int | None
) -> list[Meeting]:
    """The forum's meetings that run in that time, cancelled ones left out, at most five."""
    query = select(Meeting).where(
        Meeting.forum_id == forum_id,
        Meeting.state != MeetingState.CANCELLED,
        Meeting.starts_at < ends_at,
        Meeting.ends_at > starts_at,
    )
    if but is not None:
        query = query.where(Meeting.id != but)
    return list(session.scalars(query.order_by(Meeting.starts_at).limit(5)))


def delete_draft(session: Session, meeting_id: int, *, actor: Account) -> None:
    """Take a draft away that nobody has answered or been to; others are cancelled instead.

    Raises
    ------
    Refusal
        If it is no draft, or somebody has answered or been marked.
    """
    meeting = for_change(session, meeting_id)
    if meeting.state is not MeetingState.DRAFT:
        raise Refusal(N_("Bare utkast kan slettes. Avlys møtet i stedet, så blir det stående."))
    if has_traces(session, meeting_id):
        raise Refusal(
            N_("Noen har svart på eller møtt til dette utkastet. Fjern deltakerne først.")
        )
    audit.record(session, actor, "meeting.delete", KIND, meeting.id)
    session.delete(meeting)
    session.flush()


def has_traces(session: Session, meeting_id: int) -> bool:
    """Whether anybody has answered or been marked."""
    traces = select(Participation.id).where(Participation.meeting_id == meeting_id, TRACES)
    return session.scalar(traces.limit(1)) is not None


def _check_overlap(session: Session, details: Details, but: int | None, is_meant: bool) -> None:
    if is_meant:
        return
    when = details.when
    if others := overlapping(session, details.forum_id, when.starts_at, when.ends_at, but):
        raise Overlap(others)


def _write(session: Session, meeting: Meeting, details: Details) -> None:
    forum = session.get(Forum, details.forum_id)
    if forum is None or (forum.is_archived and forum.id != meeting.forum_id):
        raise UnknownRecord(N_("Arenaen finnes ikke, eller er arkivert."), field="forum")
    title = _title(meeting, forum, details)
    meeting.place, meeting.online_url = place_of(details.mode, details.place, details.online_url)
    meeting.title = title
    meeting.forum = forum
    meeting.forum_id = forum.id
    meeting.description = many_lines(details.description)
    meeting.mode = details.mode
    meeting.seats = details.seats
    meeting.online_seats = details.online_seats if details.mode is MeetingMode.HYBRID else None
    meeting.municipality_code = one_line(details.municipality_code)
    set_when(meeting, details.when)
    parts.write_agenda(meeting, details.agenda)
    parts.write_documents(session, meeting, details)
    parts.write_serves(session, meeting, details)
    meeting.search_text = search_words(meeting)


def search_words(meeting: Meeting) -> str:
    """What the meeting is found by; its agenda has to be loaded."""
    return search_text(meeting.title, meeting.place, *(item.title for item in meeting.agenda))


def _title(meeting: Meeting, forum: Forum, details: Details) -> str:
    """The given one; the usual one where none is given or the usual one was kept."""
    given = one_line(details.title)
    if given is None:
        return usual_title(forum, details.when)
    if len(given) > 200:
        raise Refusal(N_("Tittelen kan ha høyst 200 tegn."), field="title")
    if meeting.id and given == usual_title(meeting.forum, When.of(meeting)):
        return usual_title(forum, details.when)
    return given


def set_when(meeting: Meeting, when: When) -> None:
    """Put ``when`` into the meeting's columns."""
    meeting.starts_at, meeting.ends_at = when.starts_at, when.ends_at
    meeting.first_day, meeting.last_day = when.first_day, when.last_day
    meeting.timezone = when.timezone


def _seen(meeting: Meeting) -> dict[str, object]:
    """The meeting in the pieces that the trail names and that calendars tell apart."""
    return {
        "when": When.of(meeting),
        "where": (meeting.mode, meeting.place, meeting.online_url),
        "seats": (meeting.seats, meeting.online_seats),
        "forum": meeting.forum_id,
        "title": meeting.title,
        "description": meeting.description,
        "municipality": meeting.municipality_code,
        "agenda": [
            (item.id, item.position, item.number, item.title, item.text, item.minutes)
            for item in meeting.agenda
        ],
        "documents": [
            (document.id, document.title, document.url, document.agenda_item_id)
            for document in meeting.documents
        ],
        "serves": (
            {area.id for area in meeting.priorities},
            {activity.id for activity in meeting.activities},
        ),
    }
