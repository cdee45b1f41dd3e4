"""A calendar file stored: all that can be read of it, in the caller's one transaction."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from sqlalchemy import Table, bindparam, insert, select, update
from sqlalchemy.orm import Session

from arenas import audit
from arenas.database import now
from arenas.errors import N_, UnknownRecord
from arenas.exchange.calendar_files import earlier, guests, series
from arenas.exchange.calendar_files.comparing import Fate, Judged, Preview, compare
from arenas.exchange.calendar_files.earlier import MANY
from arenas.exchange.calendar_files.guests import Places
from arenas.exchange.ics.reading import CalendarFile, Dated
from arenas.meetings.services import has_traces, set_when, usual_title
from arenas.models import Account, Forum, ImportedEvent, Meeting, Participation
from arenas.models.enums import MeetingState
from arenas.revision import NETWORK, raise_revision
from arenas.text import search_text

KIND = "calendar_file"


@dataclass(frozen=True)
class Stored:
    """How many meetings came, changed and went, and how many people came with them."""

    new: int
    changed: int
    removed: int
    people: int


def store(
    session: Session,
    file: CalendarFile,
    forum_id: int,
    taught: Mapping[str, int],
    *,
    actor: Account | None,
) -> Stored:
    """Make drafts of what is new, change the drafts of what has changed, remove those of dates
    that have left their event; the rest stays.

    ``taught`` is the organisation of each mail domain that was unknown. People are added to a
    meeting and never taken off: somebody may have put them there. Answers in the file are not
    taken over: they were given to another invitation.

    Raises
    ------
    UnknownRecord, Refusal
        If the forum is not in use, or a domain cannot be taught.
    """
    forum = session.get(Forum, forum_id)
    if forum is None or forum.is_archived:
        raise UnknownRecord(N_("Arenaen finnes ikke, eller er arkivert."), field="forum")
    guests.teach(session, taught)
    preview = compare(session, file)
    people = guests.put_on_record(session, preview.known)
    places = guests.places(session, sorted(set(people.values())), preview.known.domains)
    new = _new(session, forum, preview)
    series.put_in_series(session, forum, preview.rows, {one.key: meeting for meeting, one in new})
    changed, removed = _changed(session, preview)
    removed += _gone(session, preview)
    _remember(session, preview)
    _ask(session, [*((meeting, one.date) for meeting, one in new), *changed], people, places)
    stored = Stored(len(new), len(changed), removed, len(preview.known.new))
    audit.record(session, actor, "calendar.import", KIND, forum.id, **vars(stored))
    if new or changed or removed:
        raise_revision(session, NETWORK)
    return stored


def _of_fate(preview: Preview, fate: Fate) -> list[Judged]:
    return [one for row in preview.rows for one in row.dates if one.fate is fate]


def _new(session: Session, forum: Forum, preview: Preview) -> list[tuple[Meeting, Judged]]:
    made = []
    for one in _of_fate(preview, Fate.NEW):
        meeting = Meeting(state=MeetingState.DRAFT, sequence=0, forum_id=forum.id)
        _write(meeting, one.date, forum)
        made.append((meeting, one))
    session.add_all([meeting for meeting, _ in made])
    session.flush()
    uids = {one.key: row.found.uid for row in preview.rows for one in row.dates}
    rows = [
        {
            "key": one.key,
            "uid": earlier.digest(uids[one.key]),
            "digest": one.digest,
            "meeting_id": meeting.id,
        }
        for meeting, one in made
    ]
    for start in range(0, len(rows), MANY):
        session.execute(insert(ImportedEvent), rows[start : start + MANY])
    return made


def _changed(session: Session, preview: Preview) -> tuple[list[tuple[Meeting, Dated]], int]:
    """Drafts as the file has them now; one that is cancelled there goes, if nobody used it."""
    chosen = {one.meeting_id: one for one in _of_fate(preview, Fate.CHANGED)}
    changed, removed = [], 0
    for some in earlier.batches([number for number in chosen if number is not None]):
        rows = session.execute(
            select(ImportedEvent, Meeting, Forum)
            .join(ImportedEvent.meeting)
            .join(Meeting.forum)
            .where(ImportedEvent.meeting_id.in_(some))
        ).all()
        for event, meeting, forum in rows:
            one = chosen[meeting.id]
            if one.date.cancelled and not has_traces(session, meeting.id):
                session.delete(meeting)
                removed += 1
                continue
            event.key, event.digest = one.key, one.digest
            if not one.date.cancelled:
                _write(meeting, one.date, forum)
                meeting.updated_at = now()
                changed.append((meeting, one.date))
    session.flush()
    return changed, removed


def _gone(session: Session, preview: Preview) -> int:
    """Take away the drafts of dates that are no longer in their event."""
    numbers = [one.meeting_id for one in _of_fate(preview, Fate.GONE) if one.meeting_id]
    for some in earlier.batches(numbers):
        left = series.of_meetings(session, some)
        for meeting in session.scalars(select(Meeting).where(Meeting.id.in_(some))):
            session.delete(meeting)
        session.flush()
        series.remove_empty(session, left)
    return len(numbers)


def _remember(session: Session, preview: Preview) -> None:
    """Which event each date is of, where that was read in before it was kept."""
    rows = [
        {"b_key": one.key, "b_uid": earlier.digest(row.found.uid)}
        for row in preview.rows
        for one in row.dates
        if one.fate not in {Fate.NEW, Fate.OURS, Fate.LEFT_OUT}
    ]
    if rows:
        table = cast(Table, ImportedEvent.__table__)
        session.connection().execute(
            update(table)
            .where(table.c.key == bindparam("b_key"), table.c.uid.is_(None))
            .values(uid=bindparam("b_uid")),
            rows,
        )


def _write(meeting: Meeting, date: Dated, forum: Forum) -> None:
    meeting.title = date.title or usual_title(forum, date.when)
    meeting.description = date.description
    meeting.place, meeting.online_url = date.place, date.online_url
    meeting.mode = series.mode_of(date)
    set_when(meeting, date.when)
    meeting.search_text = search_text(meeting.title, meeting.place)


def _ask(
    session: Session,
    meetings: Sequence[tuple[Meeting, Dated]],
    people: Mapping[str, int],
    places: Places,
) -> None:
    """Put those asked on the lists, each on behalf of an organisation, once."""
    there = _there(session, [meeting.id for meeting, _ in meetings])
    rows = []
    for meeting, date in meetings:
        for guest in date.guests:
            person = people.get(guest.email)
            if person is None or (meeting.id, person) in there:
                continue
            there.add((meeting.id, person))
            organisation = places.of(person, guest.email, date.when.day)
            rows.append(
                {"meeting_id": meeting.id, "person_id": person, "organisation_id": organisation}
            )
    for start in range(0, len(rows), MANY):
        session.execute(insert(Participation), rows[start : start + MANY])


def _there(session: Session, meetings: Sequence[int]) -> set[tuple[int, int]]:
    found: set[tuple[int, int]] = set()
    for start in range(0, len(meetings), MANY):
        rows = session.execute(
            select(Participation.meeting_id, Participation.person_id).where(
                Participation.meeting_id.in_(meetings[start : start + MANY])
            )
        )
        found |= {(meeting, person) for meeting, person in rows}
    return found
