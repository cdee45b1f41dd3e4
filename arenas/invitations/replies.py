"""Taking answers that came by mail: believed, stale, or put aside for a person to judge.

An answer is believed when it comes from the invitee's own address, or holds the secret link
that only the invitee was sent. One file, one transaction: the caller commits.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from hashlib import sha256

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from arenas.database import now
from arenas.errors import N_, Refusal
from arenas.invitations import answering, reply_files, tokens
from arenas.invitations.answering import Answer, Deputy, Invited
from arenas.invitations.reply_files import Attendee, Bounce, Read, Reply
from arenas.models import Invitation, Meeting, OutgoingMail, Person, StrayReply
from arenas.models.enums import AnswerWay, MailState, Response

RESPONSES = {
    "ACCEPTED": Response.ACCEPTED,
    "TENTATIVE": Response.TENTATIVE,
    "DECLINED": Response.DECLINED,
    "DELEGATED": Response.DELEGATED,
}


class Fate(StrEnum):
    """What became of a file."""

    TAKEN = "taken"
    STALE = "stale"
    ASIDE = "aside"
    BOUNCE = "bounce"
    NOTHING = "nothing"


@dataclass(frozen=True)
class Outcome:
    """``words`` is a text to translate, why it was not taken; ``who`` whose answer it is."""

    fate: Fate
    words: str = ""
    who: str = ""


class _NotTaken(Exception):
    def __init__(self, words: str, invitation: Invitation | None = None, answer: str = "") -> None:
        super().__init__(words)
        self.words, self.invitation, self.answer = words, invitation, answer


def take(session: Session, content: bytes, *, trusted: bool = False) -> Outcome:
    """Read one mail or .ics file and do what it says. ``trusted``: a coordinator vouches."""
    try:
        file = reply_files.read(content)
    except Refusal as refusal:
        return _aside(session, content, Read(), _NotTaken(str(refusal)))
    if file.bounce is not None:
        return _bounced(session, file.bounce)
    if not file.replies:
        if file.automatic:
            return Outcome(Fate.NOTHING)
        words = N_("Ingen kalenderdel i meldingen. Les den, og før svaret selv.")
        return _aside(session, content, file, _NotTaken(words))
    outcome = Outcome(Fate.NOTHING)
    for reply in file.replies:
        try:
            outcome = _taken(session, file, reply, trusted)
        except _NotTaken as reason:
            return _aside(session, content, file, reason)
    return outcome


def _taken(session: Session, file: Read, reply: Reply, trusted: bool) -> Outcome:
    if reply.method != "REPLY":
        words = {
            "COUNTER": N_("Den inviterte foreslår en annen tid."),
            "REQUEST": N_("En invitasjon, ikke et svar."),
        }
        raise _NotTaken(words.get(reply.method, N_("Ikke et svar på en invitasjon.")))
    invited, attendee = _whose(session, file, reply, trusted)
    response = RESPONSES.get(attendee.answer)
    if response is None:
        if attendee.answer == "NEEDS-ACTION":
            return Outcome(Fate.NOTHING, who=invited.person.name)
        raise _NotTaken(N_("Svaret er av et slag vi ikke kjenner."), invited.invitation)
    if _is_stale(invited.invitation, reply):
        return Outcome(
            Fate.STALE,
            N_("Det finnes et nyere svar eller en nyere innkalling."),
            invited.person.name,
        )
    if invited.closed:
        raise _NotTaken(invited.closed, invited.invitation, attendee.answer)
    _answer(session, invited, reply, attendee, response)
    return Outcome(Fate.TAKEN, who=invited.person.name)


def _whose(session: Session, file: Read, reply: Reply, trusted: bool) -> tuple[Invited, Attendee]:
    """The invitation that is answered, and the line of the answer that is about it."""
    meeting = session.scalars(select(Meeting).where(Meeting.uid == reply.uid)).first()
    if meeting is None:
        raise _NotTaken(N_("Ingen av møtene våre har denne UID-en."))
    if reply.instead_of is not None and reply.instead_of not in {
        meeting.starts_at,
        meeting.first_day,
    }:
        raise _NotTaken(N_("Svaret gjelder en annen dag enn møtets."))
    by_link = _by_link(session, file, meeting)
    attendee = _line(file, reply, by_link)
    row = by_link or _by_address(session, meeting, attendee.email)
    if row is None:
        raise _NotTaken(N_("Adressen er ikke invitert til møtet."), None, attendee.answer)
    if by_link is None and not trusted:
        _check_sender(file, row, attendee)
    invited = answering.by_id(session, row.id)
    assert invited is not None  # noqa: S101 - read a moment ago
    return invited, attendee


def _line(file: Read, reply: Reply, by_link: Invitation | None) -> Attendee:
    """Of several attendees the sender; some programs repeat all they know."""
    if len(reply.attendees) == 1:
        return reply.attendees[0]
    wanted = {file.sender, by_link.email if by_link else None}
    for attendee in reply.attendees:
        if attendee.email in wanted:
            return attendee
    raise _NotTaken(N_("Det står ikke hvem som svarer."))


def _by_link(session: Session, file: Read, meeting: Meeting) -> Invitation | None:
    digests = [tokens.digest(token) for token in file.tokens]
    return session.scalars(
        select(Invitation).where(
            Invitation.meeting_id == meeting.id, Invitation.token_digest.in_(digests)
        )
    ).first()


def _by_address(session: Session, meeting: Meeting, email: str) -> Invitation | None:
    return session.scalars(
        select(Invitation)
        .join(Person, Person.id == Invitation.person_id)
        .where(
            Invitation.meeting_id == meeting.id,
            or_(func.lower(Invitation.email) == email, Person.email == email),
        )
    ).first()


def _check_sender(file: Read, row: Invitation, attendee: Attendee) -> None:
    if file.forged:
        raise _NotTaken(
            N_("Avsenderens e-posttjener kjenner ikke meldingen (DMARC)."), row, attendee.answer
        )
    if file.sender is not None and file.sender not in {attendee.email, row.email.lower()}:
        raise _NotTaken(N_("Avsenderen er en annen enn den som er invitert."), row, attendee.answer)


def _is_stale(row: Invitation, reply: Reply) -> bool:
    """An answer to what has been changed since, or older than the one we have."""
    if reply.sequence is not None and reply.sequence < row.sequence:
        return True
    if reply.stamp is None:
        return False
    by_hand = row.answered_at if row.answered_by is not AnswerWay.MAIL else None
    return any(kept is not None and reply.stamp < kept for kept in (row.answer_stamp, by_hand))


def _answer(
    session: Session, invited: Invited, reply: Reply, attendee: Attendee, response: Response
) -> None:
    deputy = None
    if response is Response.DELEGATED and attendee.delegated_to:
        names = {one.email: one.name for one in reply.attendees}
        to = attendee.delegated_to
        deputy = Deputy(names.get(to) or to.partition("@")[0].replace(".", " ").title(), to)
    comment = (reply.comment or "")[: answering.LONGEST_COMMENT]
    given = Answer(response, AnswerWay.MAIL, comment, deputy)
    try:
        answering.answer(session, invited, given)
    except Refusal as refusal:
        raise _NotTaken(str(refusal), invited.invitation, attendee.answer) from None
    invited.invitation.answer_stamp = reply.stamp
    invited.invitation.answer_sequence = reply.sequence
    session.flush()


def _bounced(session: Session, bounce: Bounce) -> Outcome:
    """Show at the message, and so at the person, that it did not arrive."""
    mail = session.scalars(select(OutgoingMail).where(OutgoingMail.key == bounce.key)).first()
    if mail is None or not bounce.permanent:
        return Outcome(Fate.NOTHING)
    mail.state, mail.error = MailState.FAILED, bounce.reason
    session.flush()
    return Outcome(Fate.BOUNCE, who=mail.recipient)


def _aside(session: Session, content: bytes, file: Read, reason: _NotTaken) -> Outcome:
    digest = sha256(content).hexdigest()
    if session.scalar(select(StrayReply.id).where(StrayReply.digest == digest)) is None:
        session.add(
            StrayReply(
                digest=digest,
                sender=(file.sender or "")[:254],
                subject=file.subject,
                answer=reason.answer[:40],
                reason=reason.words[:500],
                invitation_id=reason.invitation.id if reason.invitation else None,
                content=content[: reply_files.MOST_BYTES],
            )
        )
        session.flush()
    return Outcome(Fate.ASIDE, reason.words)


def settle(session: Session, stray: StrayReply, at: datetime | None = None) -> None:
    """A person has seen to it."""
    stray.settled_at = at or now()
    session.flush()
