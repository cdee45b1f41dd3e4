"""Taking answers that came by mail: believed, stale, or put aside for a person to judge.

An answer is believed when it comes from the invitee's own address, or holds the secret link
that only the invitee was sent. One file, one transaction: the caller commits.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from hashlib import sha256

from sqlalchemy import select
from sqlalchemy.orm import Session

from arenas.database import now
from arenas.errors import N_, Refusal
from arenas.invitations import answering, matching, reply_files
from arenas.invitations.invited import Answer, Deputy, Invited
from arenas.invitations.matching import Match, NotTaken
from arenas.invitations.reply_files import Attendee, Read, Reply
from arenas.mail import services as outbox
from arenas.mail.bounces import Bounce
from arenas.models import Invitation, StrayReply
from arenas.models.enums import AnswerWay, Response
from arenas.web.cleaning import one_line

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


def take(session: Session, content: bytes, *, trusted: bool = False) -> Outcome:
    """Read one mail or .ics file and do what it says. ``trusted``: a coordinator vouches.

    Of several answers in it those that can be taken are, also where another is put aside.
    """
    try:
        file = reply_files.read(content)
    except Refusal as refusal:
        return _aside(session, content, Read(), NotTaken(str(refusal)))
    if file.bounce is not None:
        return _bounced(session, content, file, file.bounce)
    if not file.replies:
        if file.automatic:
            return Outcome(Fate.NOTHING)
        words = N_("Ingen kalenderdel i meldingen. Les den, og før svaret selv.")
        return _aside(session, content, file, NotTaken(words))
    outcomes, reasons = [], []
    for reply in file.replies:
        try:
            outcomes.append(_taken(session, file, reply, trusted))
        except NotTaken as reason:
            reasons.append(reason)
    if reasons:
        return _aside(session, content, file, reasons[0])
    return max(outcomes, key=lambda one: one.fate is Fate.TAKEN)


def _taken(session: Session, file: Read, reply: Reply, trusted: bool) -> Outcome:
    if reply.method not in {"REPLY", "COUNTER"}:
        words = N_("En invitasjon, ikke et svar.") if reply.method == "REQUEST" else None
        raise NotTaken(words or N_("Ikke et svar på en invitasjon."))
    match = matching.match(session, file, reply, trusted=trusted)
    attendee = match.attendee
    if not match.invited:
        raise NotTaken(N_("Ingen av datoene i serien tar imot svar."), None, attendee.answer)
    first = match.invited[0]
    if reply.method == "COUNTER":
        raise NotTaken(N_("Den inviterte foreslår en annen tid."), first.invitation, "COUNTER")
    if attendee.answer == "NEEDS-ACTION":
        return Outcome(Fate.NOTHING, who=first.person.name)
    given = _given(reply, attendee, first.invitation)
    if match.series is not None:
        return _answer_series(session, match, reply, given)
    if _is_stale(first.invitation, reply):
        return _stale(first)
    if first.closed:
        raise NotTaken(first.closed, first.invitation, attendee.answer)
    _answer(session, [first], reply, given)
    return Outcome(Fate.TAKEN, who=first.person.name)


def _answer_series(session: Session, match: Match, reply: Reply, given: Answer) -> Outcome:
    """An answer to the rule: for the dates that were not answered, or moved, one by one."""
    first = match.invited[0]
    open_dates = [one for one in match.invited if not one.closed]
    if not open_dates:
        words = N_("Ingen av datoene i serien tar imot svar.")
        raise NotTaken(words, first.invitation, match.attendee.answer)
    assert match.series is not None  # noqa: S101 - the caller has seen it
    if reply.sequence is not None and reply.sequence < match.series.asked_sequence:
        return _stale(first)
    dates = [
        one
        for one in open_dates
        if not _is_stale(one.invitation, reply)
        and (one.invitation.answered_at is None or one.invitation.answered_with_series)
    ]
    if not dates:
        return _stale(first)
    _answer(session, dates, reply, given, whole=True)
    return Outcome(Fate.TAKEN, who=first.person.name)


def _stale(invited: Invited) -> Outcome:
    words = N_("Det finnes et nyere svar eller en nyere innkalling.")
    return Outcome(Fate.STALE, words, invited.person.name)


def _is_stale(row: Invitation, reply: Reply) -> bool:
    """An answer to what has been changed since, or older than the one we have."""
    if reply.sequence is not None and reply.sequence < row.sequence:
        return True
    if reply.stamp is None:
        return False
    by_hand = row.answered_at if row.answered_by is not AnswerWay.MAIL else None
    return any(kept is not None and reply.stamp < kept for kept in (row.answer_stamp, by_hand))


def _given(reply: Reply, attendee: Attendee, row: Invitation) -> Answer:
    response = RESPONSES.get(attendee.answer)
    if response is None:
        raise NotTaken(N_("Svaret er av et slag vi ikke kjenner."), row)
    deputy = None
    if response is Response.DELEGATED and attendee.delegated_to:
        names = {one.email: one.name for one in reply.attendees}
        to = attendee.delegated_to
        deputy = Deputy(names.get(to) or to.partition("@")[0].replace(".", " ").title(), to)
    comment = (reply.comment or "")[: answering.LONGEST_COMMENT]
    return Answer(response, AnswerWay.MAIL, comment, deputy)


def _answer(
    session: Session,
    dates: Sequence[Invited],
    reply: Reply,
    given: Answer,
    *,
    whole: bool = False,
) -> None:
    first = dates[0]
    try:
        with session.begin_nested():
            if whole:
                answering.answer_all(session, dates, given)
            else:
                answering.answer(session, first, given)
    except Refusal as refusal:
        answer = given.response.value.upper()
        raise NotTaken(str(refusal), first.invitation, answer) from None
    for one in dates:
        one.invitation.answer_stamp = reply.stamp
        one.invitation.answer_sequence = reply.sequence
    session.flush()


def _bounced(session: Session, content: bytes, file: Read, bounce: Bounce) -> Outcome:
    """Show at the message, and so at the person, that it did not arrive."""
    if not bounce.key:
        words = N_("E-post kom i retur, men det står ikke hvilken melding det gjelder.")
        return _aside(session, content, file, NotTaken(words))
    mail = outbox.returned(session, bounce.key, bounce.reason) if bounce.permanent else None
    return Outcome(Fate.BOUNCE, who=mail.recipient) if mail else Outcome(Fate.NOTHING)


def _aside(session: Session, content: bytes, file: Read, reason: NotTaken) -> Outcome:
    digest = sha256(content).hexdigest()
    if session.scalar(select(StrayReply.id).where(StrayReply.digest == digest)) is None:
        session.add(
            StrayReply(
                digest=digest,
                sender=(file.sender or "")[:254],
                subject=file.subject,
                answer=reason.answer[:40],
                reason=(one_line(reason.words) or "")[:500],
                invitation_id=reason.invitation.id if reason.invitation else None,
                proposes_from=file.proposes[0] if file.proposes else None,
                proposes_to=file.proposes[1] if file.proposes else None,
                content=content[: reply_files.MOST_BYTES],
            )
        )
        session.flush()
    return Outcome(Fate.ASIDE, reason.words)


def settle(session: Session, stray: StrayReply, at: datetime | None = None) -> None:
    """A person has seen to it."""
    stray.settled_at = at or now()
    session.flush()
