"""An invitation as a letter: in the invitee's language, with the entry for his or her calendar.

What all share is read once a meeting and language, not once a letter.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from arenas.calendars import entries, ical, queries, recurring
from arenas.calendars.entries import Agenda, Words
from arenas.calendars.ical import Attendee, Entry, Frame
from arenas.calendars.writing import manner, words_in
from arenas.config import Settings
from arenas.database import now
from arenas.invitations import reach, seats, tokens
from arenas.invitations.letter_text import plain
from arenas.invitations.services import CANCEL, REQUEST
from arenas.invitations.wording import phrases, template, translations
from arenas.mail.message import Letter, own_address
from arenas.models import (
    Invitation,
    Meeting,
    Organisation,
    OutgoingMail,
    Participation,
    Person,
    SeriesInvitation,
)
from arenas.models.enums import MailState, MeetingState, ParticipationRole, Response, Seat
from arenas.web import dates

ROLES = {ParticipationRole.CHAIR: "CHAIR", ParticipationRole.OBSERVER: "OPT-PARTICIPANT"}
_QUERY = (
    select(
        Invitation,
        Person,
        Meeting.state,
        Meeting.ends_at,
        Meeting.id,
        Meeting.uid,
        Meeting.version,
        Meeting.updated_at,
        Participation.role,
        Participation.response,
        Participation.seat,
        Organisation.name,
    )
    .join(Invitation.person)
    .join(Invitation.meeting)
    .outerjoin(
        Participation,
        (Participation.meeting_id == Meeting.id) & (Participation.person_id == Person.id),
    )
    .outerjoin(Organisation, Organisation.id == Participation.organisation_id)
    .where(
        Invitation.meeting_id == bindparam("meeting"),
        Invitation.person_id == bindparam("person"),
    )
)
_shared: dict[tuple[Any, ...], "Shared"] = {}


@dataclass(frozen=True)
class Said:
    """What a message tells of the meeting: its METHOD, why it is sent, its SEQUENCE, and when
    it was called for."""

    method: str
    change: str
    sequence: int
    at: datetime


@dataclass(frozen=True)
class Yours:
    """What a letter says of its own reader: on whose behalf, and with what seat."""

    organisation: str | None
    seat: str | None
    waits: bool


@dataclass(frozen=True)
class Shared:
    """What every letter about the meeting says in one language. ``public``: everybody can read
    the meeting's own page, so that a letter may lead there."""

    entry: Entry
    row: Any
    agenda: Agenda
    forum: str
    title: str
    when: str
    words: Words
    public: bool


def invitation(session: Session, mail: OutgoingMail, settings: Settings) -> Letter | None:
    """The letter, or None where nobody is to be told any more."""
    told, change = mail.payload, str(mail.payload["change"])
    if change == "changed" and not _has_heard(session, mail):
        change = "new"
    said = Said(str(told["method"]), change, int(told["sequence"]), mail.created_at)
    return of_meeting(session, mail, mail.meeting_id, said, settings)


def _has_heard(session: Session, mail: OutgoingMail) -> bool:
    """Whether an earlier message on the topic reached the address: the first may have been put
    off by the server, and then dropped for this one."""
    earlier = select(OutgoingMail.id).where(
        OutgoingMail.topic == mail.topic,
        OutgoingMail.recipient == mail.recipient,
        OutgoingMail.state == MailState.SENT,
    )
    return session.scalar(earlier.limit(1)) is not None


def of_meeting(
    session: Session, mail: OutgoingMail, meeting: int | None, said: Said, settings: Settings
) -> Letter | None:
    """The same for one meeting, which may be a date of a series."""
    whose = {"meeting": meeting, "person": mail.person_id}
    found = session.execute(_QUERY, whose).one_or_none()
    if found is None:
        return None
    row, person, state, ends_at, *known, role, response, seat, organisation = found
    takes_place = state is MeetingState.PLANNED and ends_at > now()
    if said.method == REQUEST and (row.withdrawn or not takes_place):
        return None
    moved_house(row, mail.recipient)
    shared = _of(session, (*known, person.language.value), settings)
    if said.change in seats.NEWS:
        said = replace(said, sequence=row.sequence)
    secret = tokens.token(settings.secret_key, row.salt)
    row.token_digest = tokens.digest(secret)
    link = f"{settings.base_url}/reply/{secret}"
    attendee = Attendee(
        mail.recipient,
        person.name,
        ROLES.get(role, "REQ-PARTICIPANT"),
        partstat(response or Response.NEEDS_ACTION),
        rsvp=said.method == REQUEST,
    )
    yours = Yours(organisation, _seat(shared, response, seat), response is Response.WAITING)
    return _letter(shared, said, settings, attendee, link, yours)


def moved_house(row: Invitation | SeriesInvitation, recipient: str) -> bool:
    """Whether the link goes to another address than before: then it is another link."""
    if row.email == recipient:
        return False
    row.email = recipient
    for name, value in tokens.another().items():
        setattr(row, name, value)
    return True


def partstat(response: Response) -> str:
    """As calendars say it: who waits for a seat comes perhaps."""
    return "TENTATIVE" if response is Response.WAITING else response.value.upper()


def _seat(shared: Shared, response: Response | None, seat: Seat | None) -> str | None:
    """Where the person takes part or waits, in words; None where there is nothing to say."""
    told = phrases("en" if shared.words.english else "nb")
    if not (shared.row.place and shared.row.online_url):  # not hybrid
        return told["waits"][0] if response is Response.WAITING else None
    place = int((seat or Seat.ROOM) is Seat.ONLINE)
    if response is Response.WAITING:
        return told["waits"][1 + place]
    return told["takes_part"][place] if response is Response.ACCEPTED else None


def _letter(
    shared: Shared,
    said: Said,
    settings: Settings,
    attendee: Attendee,
    link: str,
    yours: Yours,
) -> Letter:
    method, change = said.method, said.change
    language = "en" if shared.words.english else "nb"
    told = phrases(language)[change]
    address = own_address(settings.mail_from)[1]
    asked = method == REQUEST
    values: dict[str, Any] = {
        "language": language,
        "subject": f"{told[0]} {shared.title}, {shared.when}",
        "opening": told[1],
        "reason": shared.row.cancel_reason if change == "cancelled" else None,
        "title": shared.title,
        "facts": _facts(shared, yours, language),
        "online_url": shared.row.online_url if asked else None,
        "agenda": shared.agenda if asked else (),
        "description": shared.row.description if asked else None,
        "answer_link": link if asked else None,
        "link": f"{settings.base_url}/meetings/{shared.row.id}" if shared.public else None,
    }
    entry = _entry(shared, said, (address, shared.forum), attendee, link if asked else None)
    if yours.waits and asked:
        entry = waiting(entry, language)
    return Letter(
        subject=values["subject"],
        text=plain(values, language),
        html=template(language, "invitation").render(values),
        language=language,
        sender_name=shared.forum,
        recipient_name=attendee.name,
        method=None if change == "reminder" else method,
        calendar=b"".join(ical.calendar(Frame(method=method), [entry])),
    )


def _entry(
    shared: Shared,
    said: Said,
    organizer: tuple[str, str],
    attendee: Attendee,
    link: str | None,
) -> Entry:
    """The meeting in one person's calendar. DTSTAMP is when the message was called for."""
    entry, cancels = shared.entry, said.method == CANCEL
    answer = phrases("en" if shared.words.english else "nb")["answer"][0]
    return replace(
        entry,
        stamp=max(entry.stamp, said.at),
        sequence=said.sequence,
        status="CANCELLED" if cancels else "CONFIRMED",
        free=cancels,
        description=f"{entry.description}\n{answer} {link}" if link else entry.description,
        organizer=organizer,
        attendees=(attendee,),
    )


def waiting(entry: Entry, language: str) -> Entry:
    """The entry of one who has no seat yet: the calendar must not say that he or she comes."""
    return replace(
        entry, summary=f"{phrases(language)['waiting'][0]} {entry.summary}", status="TENTATIVE"
    )


def _of(session: Session, key: tuple[Any, ...], settings: Settings) -> Shared:
    key = (*key, settings.base_url, settings.database_url)
    if key not in _shared:
        if len(_shared) > 20:
            _shared.clear()
        _shared[key] = _read(session, key[0], key[4], settings)
    return _shared[key]


def _read(session: Session, meeting_id: int, language: str, settings: Settings) -> Shared:
    found = queries.meetings(session, Meeting.id == meeting_id)
    [row] = found.rows
    words = words_in(language)
    agenda = found.agenda.get(meeting_id, ())
    entry = recurring.single(found, row, manner(language, settings.base_url))
    forum = words.of(row.forum_name, row.forum_name_en)
    title = entries.title(row.title, row.forum_name, row.forum_name_en, forum)
    if entry.instead_of is not None:  # the calendar's title has no date that was moved away from
        title = entry.summary.removeprefix(f"{words.cancelled} ")
    public = reach.everybody_reads(session, row.forum_slug)
    return Shared(entry, row, agenda, forum, title, when(row, language), words, public)


def when(row: Any, language: str) -> str:
    """The day, and from when to when, on the clocks that the meeting was agreed in."""
    if row.first_day is not None:
        first = dates.weekday_date(row.first_day, language)
        if row.first_day == row.last_day:
            return first
        return f"{first} – {dates.weekday_date(row.last_day, language)}"
    zone = ZoneInfo(row.timezone)
    starts: datetime = row.starts_at.astimezone(zone)
    ends: datetime = row.ends_at.astimezone(zone)
    day = dates.weekday_date(starts.date(), language)
    return f"{day} {dates.time_span(starts, ends, language)}".replace(dates.HARD_SPACE, " ")


def _facts(shared: Shared, yours: Yours, language: str) -> list[tuple[str, str]]:
    _ = translations(language).gettext
    facts = [(_("Når"), shared.when), (_("Hvor"), shared.row.place)]
    facts += [(_("Arena"), shared.forum), (_("På vegne av"), yours.organisation)]
    facts += [(_("Din plass"), yours.seat)]
    return [(label, value) for label, value in facts if value]
