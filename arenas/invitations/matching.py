"""Whose answer it is, and to what: one meeting, one date of a series, or all of it.

By UID, RECURRENCE-ID and the attendee's address, or by the secret link that the calendar
program kept; never by ORGANIZER, which Exchange leaves out.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from arenas.calendars import recurring
from arenas.calendars.recurring import Master
from arenas.errors import N_
from arenas.invitations import invited, tokens
from arenas.invitations.invited import Invited
from arenas.invitations.reply_files import Attendee, Read, Reply
from arenas.invitations.series_telling import MASTER
from arenas.models import Invitation, Meeting, Person, Series, SeriesInvitation, SeriesOccurrence


class NotTaken(Exception):
    """Why an answer is put aside: a text to translate, and whose it seems to be."""

    def __init__(self, words: str, invitation: Invitation | None = None, answer: str = "") -> None:
        super().__init__(words)
        self.words, self.invitation, self.answer = words, invitation, answer


@dataclass(frozen=True)
class Match:
    """The line of the answer that is about the invitee, and the meetings it is about.

    ``series``: it is to a whole series, as far as the invitee is asked to its dates.
    """

    attendee: Attendee
    invited: tuple[Invited, ...]
    series: SeriesInvitation | None = None


def match(session: Session, file: Read, reply: Reply, *, trusted: bool) -> Match:
    """Find the invitations that are answered. ``trusted``: a coordinator vouches for the sender.

    Raises
    ------
    NotTaken
        If there is none, or the sender is not to be believed.
    """
    meeting = session.scalars(select(Meeting).where(Meeting.uid == reply.uid)).first()
    if meeting is None:
        return _of_series(session, file, reply, trusted)
    if reply.instead_of is not None and reply.instead_of not in {
        meeting.starts_at,
        meeting.first_day,
    }:
        raise NotTaken(N_("Svaret gjelder en annen dag enn møtets."))
    by_link = _by_link(session, file, meeting.id)
    attendee = _line(file, reply, by_link)
    row = _by_address(session, meeting.id, attendee.email) or by_link
    if row is None:
        raise NotTaken(N_("Adressen er ikke invitert til møtet."), None, attendee.answer)
    _check_own(session, row.person_id, attendee)
    if row is not by_link and not trusted:
        _check_sender(file, row.email, row, attendee)
    return Match(attendee, _invited(session, row))


def _of_series(session: Session, file: Read, reply: Reply, trusted: bool) -> Match:
    found: Any = session.execute(
        select(Series.id, *MASTER).where(Series.uid == reply.uid)
    ).one_or_none()
    if found is None or not reply.uid:
        raise NotTaken(N_("Ingen av møtene våre har denne UID-en."))
    meeting_id = None
    if reply.instead_of is not None:
        meeting_id = _date(session, found.id, Master(*found[1:]), reply.instead_of)
        if meeting_id is None:
            raise NotTaken(N_("Svaret gjelder en dato som ikke er i møteserien."))
    row, by_link, attendee = _person_of(session, file, reply, found.id, meeting_id)
    if meeting_id is None:
        dates = invited.of_series(session, found.id, row.person_id)
        mine = dates[0].invitation if dates else None
        if not by_link and not trusted:
            _check_sender(file, row.email, mine, attendee)
        return Match(attendee, dates, row)
    one = session.scalars(
        select(Invitation).where(
            Invitation.meeting_id == meeting_id, Invitation.person_id == row.person_id
        )
    ).first()
    if one is None:
        raise NotTaken(N_("Adressen er ikke invitert til møtet."), None, attendee.answer)
    if not by_link and not trusted:
        _check_sender(file, one.email, one, attendee)
    return Match(attendee, _invited(session, one))


def _person_of(
    session: Session, file: Read, reply: Reply, series_id: int, meeting_id: int | None
) -> tuple[SeriesInvitation, bool, Attendee]:
    """Who answers, whether by a secret link, and the line of the answer about that person."""
    digests = _digests(file)
    by_date = select(Invitation.person_id).where(  # the link of that one date is as good
        Invitation.meeting_id == meeting_id, Invitation.token_digest.in_(digests)
    )
    mine = or_(SeriesInvitation.token_digest.in_(digests), SeriesInvitation.person_id.in_(by_date))
    query = select(SeriesInvitation).where(SeriesInvitation.series_id == series_id)
    linked = session.scalars(query.where(mine)).first()
    attendee = _line(file, reply, linked)
    named = session.scalars(
        query.join(Person, Person.id == SeriesInvitation.person_id).where(
            or_(
                func.lower(SeriesInvitation.email) == attendee.email,
                Person.email == attendee.email,
            )
        )
    ).first()
    row = named or linked
    if row is None:
        raise NotTaken(N_("Adressen er ikke invitert til møteserien."), None, attendee.answer)
    _check_own(session, row.person_id, attendee)
    return row, row is linked, attendee


def _date(session: Session, series_id: int, master: Master, named: datetime | date) -> int | None:
    """The meeting that RECURRENCE-ID names, whatever day it has been moved to.

    As an instant; as a wall time without a zone we know, which was read as UTC; or as a day.
    """
    zone = ZoneInfo(master.timezone)
    for day, meeting_id in session.execute(
        select(SeriesOccurrence.day, SeriesOccurrence.meeting_id).where(
            SeriesOccurrence.series_id == series_id, SeriesOccurrence.meeting_id.is_not(None)
        )
    ):
        begins = recurring.date_of(master, day)
        if isinstance(named, datetime):
            is_it = begins.astimezone(UTC) in {named, named.replace(tzinfo=zone).astimezone(UTC)}
        else:
            is_it = named == day
        if is_it:
            return meeting_id
    return None


def _invited(session: Session, row: Invitation) -> tuple[Invited, ...]:
    one = invited.by_id(session, row.id)
    assert one is not None  # noqa: S101 - read a moment ago
    return (one,)


def _line(file: Read, reply: Reply, by_link: Invitation | SeriesInvitation | None) -> Attendee:
    """Of several attendees the sender; some programs repeat all they know."""
    if len(reply.attendees) == 1:
        return reply.attendees[0]
    wanted = {file.sender, by_link.email if by_link else None}
    for attendee in reply.attendees:
        if attendee.email in wanted:
            return attendee
    raise NotTaken(N_("Det står ikke hvem som svarer."))


def _digests(file: Read) -> list[str]:
    return [tokens.digest(token) for token in file.tokens]


def _by_link(session: Session, file: Read, meeting_id: int) -> Invitation | None:
    return session.scalars(
        select(Invitation).where(
            Invitation.meeting_id == meeting_id, Invitation.token_digest.in_(_digests(file))
        )
    ).first()


def _by_address(session: Session, meeting_id: int, email: str) -> Invitation | None:
    return session.scalars(
        select(Invitation)
        .join(Person, Person.id == Invitation.person_id)
        .where(
            Invitation.meeting_id == meeting_id,
            or_(func.lower(Invitation.email) == email, Person.email == email),
        )
    ).first()


def _check_own(session: Session, person_id: int, attendee: Attendee) -> None:
    """An invitation that was sent on to somebody else on record is not answered by that person."""
    other = session.scalar(
        select(Person.id).where(Person.email == attendee.email, Person.id != person_id)
    )
    if other is not None:
        raise NotTaken(
            N_("Svaret er fra en annen, som har fått innkallingen videresendt."),
            None,
            attendee.answer,
        )


def _check_sender(file: Read, email: str, row: Invitation | None, attendee: Attendee) -> None:
    if file.forged:
        raise NotTaken(
            N_("Avsenderens e-posttjener kjenner ikke meldingen (DMARC)."), row, attendee.answer
        )
    if file.sender is not None and file.sender not in {attendee.email, email.lower()}:
        raise NotTaken(N_("Avsenderen er en annen enn den som er invitert."), row, attendee.answer)
