"""A series in one letter: its rule and dates in words, and as one event for the calendar.

One date that changed is a letter about that meeting (``letters``), with its RECURRENCE-ID.
Several are the rule anew, less the dates that are off; where the person is asked to some dates
alone, those dates. What all share is written once a series and language.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from arenas.calendars import ical
from arenas.calendars.ical import Attendee, Entry, Frame
from arenas.config import Settings
from arenas.invitations import letters, series_shared, series_words, tokens
from arenas.invitations.letters import Said
from arenas.invitations.series_merging import TAKEN_OUT
from arenas.invitations.series_shared import Shared
from arenas.invitations.series_text import Content, text
from arenas.invitations.services import CANCEL, REQUEST
from arenas.invitations.wording import phrases
from arenas.mail.message import Letter, own_address
from arenas.models import (
    Invitation,
    Organisation,
    OutgoingMail,
    Participation,
    Person,
    Series,
    SeriesInvitation,
    SeriesOccurrence,
)
from arenas.models.enums import MeetingState, Response

_WHO = (
    select(SeriesInvitation, Person, Series.repeats, Series.every, Series.first_day)
    .join(SeriesInvitation.person)
    .join(SeriesInvitation.series)
    .where(
        SeriesInvitation.series_id == bindparam("series"),
        SeriesInvitation.person_id == bindparam("person"),
    )
)
_DATES = (
    select(Invitation.meeting_id, Participation.role, Participation.response, Organisation.name)
    .join(SeriesOccurrence, SeriesOccurrence.meeting_id == Invitation.meeting_id)
    .join(
        Participation,
        (Participation.meeting_id == Invitation.meeting_id)
        & (Participation.person_id == Invitation.person_id),
    )
    .outerjoin(Organisation, Organisation.id == Participation.organisation_id)
    .where(
        SeriesOccurrence.series_id == bindparam("series"),
        Invitation.person_id == bindparam("person"),
        Invitation.withdrawn.is_(False),
    )
)


def series(session: Session, mail: OutgoingMail, settings: Settings) -> Letter | None:
    """The letter, or None where nothing of it is to be told any more."""
    number = int(mail.payload["series"])
    whose = {"series": number, "person": mail.person_id}
    found: Any = session.execute(_WHO, whose).one_or_none()
    if found is None:
        return None
    row, person, repeats, every, first_day = found
    language = person.language.value
    shared = series_shared.of(session, number, language, settings)
    held = {one.meeting_id: one for one in session.execute(_DATES, whose)}
    mine = shared.in_order(
        meeting
        for meeting in held
        if meeting in shared.members
        and shared.members[meeting].row.state in {MeetingState.PLANNED, MeetingState.HELD}
    )
    told = {
        int(key): what for key, what in mail.payload["dates"].items() if int(key) in shared.members
    }
    if letters.moved_house(row, mail.recipient):
        row.whole, told = False, dict.fromkeys(mine, "new")
    asked = {
        key: what
        for key, what in told.items()
        if what not in TAKEN_OUT and key in mine and _is_true(what, held[key].response)
    }
    off = {key: what for key, what in told.items() if what in TAKEN_OUT and key not in mine}
    if not asked and not off:
        return None
    sequence = int(mail.payload["sequence"])
    form = _Form.of(row, shared, mine, asked, off)
    if form.one is not None:
        method = CANCEL if off else REQUEST
        said = Said(method, (asked | off)[form.one], sequence, mail.created_at)
        return letters.of_meeting(session, mail, form.one, said, settings)
    row.whole = row.whole or form.whole
    if form.whole:
        row.asked_sequence = sequence
    secret = tokens.token(settings.secret_key, row.salt)
    row.token_digest = tokens.digest(secret)
    coming = [meeting for meeting in mine if shared.is_coming(meeting)]
    link = f"{settings.base_url}/reply/series/{secret}" if asked and coming else None
    parties = {key: _pair(one) for key, one in held.items()}
    who = _Recipient(
        mail, person.name, sequence, (own_address(settings.mail_from)[1], shared.forum)
    )
    events = _events(shared, form, who, parties, link)
    first = shared.members[(mine or tuple(off))[0]].row
    content = Content(
        language=language,
        title=_title(shared, events[0].summary, first),
        when=series_words.rhythm(repeats, every, first_day, language),
        rows={key: shared.members[key].row for key in shared.members},
        mine=tuple(coming),
        told=asked | off,
        forum=shared.forum,
        organisation=_usual([one.name for one in held.values()]),
        description=first.description if asked else None,
        answer_link=link,
        link=f"{settings.base_url}/forums/{first.forum_slug}" if shared.public else None,
    )
    subject, plain, html = text(content)
    return Letter(
        subject=subject,
        text=plain,
        html=html,
        language=language,
        sender_name=shared.forum,
        recipient_name=person.name,
        method=form.method,
        calendar=b"".join(ical.calendar(Frame(method=form.method), events)),
    )


def _is_true(what: str, response: Response) -> bool:
    """News of a seat may have been overtaken by another answer."""
    is_now = {"waiting": Response.WAITING, "seated": Response.ACCEPTED}
    return is_now.get(what, response) is response


@dataclass(frozen=True)
class _Form:
    """What the message holds: ``one`` date, or the ``whole`` rule, or the ``dates`` alone."""

    method: str
    dates: tuple[int, ...]
    whole: bool = False
    one: int | None = None

    @classmethod
    def of(
        cls,
        row: SeriesInvitation,
        shared: Shared,
        mine: tuple[int, ...],
        asked: Mapping[int, str],
        off: Mapping[int, str],
    ) -> "_Form":
        new = [key for key, what in asked.items() if what == "new"]
        if not mine:
            return cls(CANCEL, shared.in_order(off), whole=row.whole)
        if len(asked) + len(off) == 1 and not (row.whole and new):
            return cls(REQUEST, (), one=next(iter((*asked, *off))))
        everything = {key for key in shared.members if shared.is_coming(key)}
        covers = len(new) > 1 and everything <= set(mine)
        if row.whole or covers or (asked and off):
            return cls(REQUEST, mine, whole=True)
        return cls(REQUEST if asked else CANCEL, shared.in_order(asked or off))


@dataclass(frozen=True)
class _Recipient:
    mail: OutgoingMail
    name: str
    sequence: int
    organizer: tuple[str, str]


Pair = tuple[str, str, bool]


def _events(
    shared: Shared,
    form: _Form,
    who: _Recipient,
    parties: Mapping[int, Pair],
    link: str | None,
) -> list[Entry]:
    """The rule's event says what the person answered to most dates; others say their own."""

    def own(entry: Entry, pair: Pair) -> Entry:
        cancels = form.method == CANCEL
        language = "en" if shared.manner.words.english else "nb"
        answer = phrases(language)["answer"][0]
        attendee = Attendee(who.mail.recipient, who.name, *pair[:2], rsvp=not cancels)
        told = replace(
            entry,
            stamp=max(entry.stamp, who.mail.created_at),
            sequence=who.sequence,
            status="CANCELLED" if cancels else "CONFIRMED",
            free=cancels,
            description=f"{entry.description}\n{answer} {link}" if link else entry.description,
            organizer=who.organizer,
            attendees=(attendee,),
        )
        return letters.waiting(told, language) if pair[2] and not cancels else told

    nobody = _pair(None)
    if not form.whole:
        return [own(shared.instance(key), parties.get(key, nobody)) for key in form.dates]
    master, *differing = shared.whole(form.dates)
    coming = [key for key in form.dates if shared.is_coming(key)] or form.dates
    usual = _usual([parties.get(key, nobody) for key in coming]) or nobody
    if form.method == CANCEL:
        return [own(master, usual)]
    by_day = {shared.members[key].day: key for key in form.dates}
    others = {by_day[_day(entry)]: entry for entry in differing}
    for key in form.dates:
        if key not in others and parties.get(key, usual) != usual:
            others[key] = shared.instance(key)
    ordered = [(key, others[key]) for key in form.dates if key in others]
    return [own(master, usual), *(own(entry, parties.get(key, usual)) for key, entry in ordered)]


def _day(entry: Entry) -> date:
    """The day of the rule that it stands for."""
    day = entry.instead_of
    assert day is not None  # noqa: S101 - only the rule's own event stands for none
    return day.date() if isinstance(day, datetime) else day


def _pair(row: Any) -> Pair:
    """ROLE, PARTSTAT, and whether the person waits for a seat."""
    role = letters.ROLES.get(row.role, "REQ-PARTICIPANT") if row else "REQ-PARTICIPANT"
    response = row.response if row else Response.NEEDS_ACTION
    return role, letters.partstat(response), response is Response.WAITING


def _usual(values: Sequence[Any]) -> Any:
    return Counter(values).most_common(1)[0][0] if values else None


def _title(shared: Shared, summary: str, row: Any) -> str:
    """Without the word that a calendar has before what is off, or waited for; a bare name of the
    forum in the reader's language."""
    waits = phrases("en" if shared.manner.words.english else "nb")["waiting"][0]
    title = summary.removeprefix(f"{waits} ")
    title = title.removeprefix(f"{shared.manner.words.cancelled} ")
    return shared.forum if title == row.forum_name else title
