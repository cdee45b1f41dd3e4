"""One message at a time, taken by one sender: claimed, then sent, put back or given up.

The caller commits. On SQLite the transaction has the write lock from its start; on
PostgreSQL a row that another sender is taking is passed by (SKIP LOCKED).
"""

from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from arenas.mail import holder
from arenas.models import OutgoingMail
from arenas.models.enums import MailState

LEASE = timedelta(minutes=5)  # longer than a server may keep one message hanging
FIRST_WAIT = timedelta(minutes=1)
LONGEST_WAIT = timedelta(hours=1)
MOST_ATTEMPTS = 12  # 1 + 2 + 4 + 8 + 16 + 32 + 5 × 60 minutes: 6 hours, with jitter at least 4.8


def due(at: datetime, *, held: bool) -> ColumnElement[bool]:
    """What may go now. ``held``: whether to wait for the end of a burst of edits."""
    conditions = [
        OutgoingMail.state == MailState.WAITING,
        OutgoingMail.next_attempt_at <= at,
    ]
    if held:
        conditions.append(OutgoingMail.held_until <= at)
    return and_(*conditions)


def anything(session: Session, at: datetime, *, held: bool) -> bool:
    waiting = select(OutgoingMail.id).where(
        or_(due(at, held=held), OutgoingMail.state == MailState.SENDING)
    )
    return session.scalar(waiting.limit(1)) is not None


def release_dead(session: Session, at: datetime) -> None:
    """Put back what a sender left behind that is gone or has had its time."""
    rows = session.scalars(
        select(OutgoingMail)
        .where(OutgoingMail.state == MailState.SENDING)
        .with_for_update(skip_locked=True)
    )
    for mail in rows:
        over = mail.leased_until is None or mail.leased_until <= at
        if over or holder.is_dead(mail.claimed_by or ""):
            put_back(session, mail, at)


def claim(session: Session, me: str, at: datetime, *, held: bool) -> OutgoingMail | None:
    """The next message, now ours for ``LEASE``; None when nothing is due."""
    mail = session.scalars(
        select(OutgoingMail)
        .where(due(at, held=held))
        .order_by(OutgoingMail.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    ).first()
    if mail is not None:
        mail.state, mail.claimed_by, mail.leased_until = MailState.SENDING, me, at + LEASE
        session.flush()
    return mail


def mine(session: Session, mail_id: int, me: str) -> OutgoingMail | None:
    """The message, if it is still ours: another may have taken it over after the lease."""
    return session.scalars(
        select(OutgoingMail).where(OutgoingMail.id == mail_id, OutgoingMail.claimed_by == me)
    ).first()


def sent(mail: OutgoingMail, at: datetime) -> None:
    mail.state, mail.sent_at, mail.error = MailState.SENT, at, None
    mail.attempts += 1
    _let_go(mail)


def give_up(mail: OutgoingMail, error: str, at: datetime) -> None:
    mail.state, mail.error, mail.failed_at = MailState.FAILED, error[:500], at
    mail.attempts += 1
    _let_go(mail)


def drop(mail: OutgoingMail) -> None:
    """Nobody wants it any more."""
    mail.state = MailState.SUPERSEDED
    _let_go(mail)


def put_off(
    session: Session, mail: OutgoingMail, at: datetime, error: str, luck: Callable[[], float]
) -> None:
    """Try again later, each time later; given up after ``MOST_ATTEMPTS``.

    ``luck`` is from 0.8 to 1.2: not all that failed together come back together.
    """
    if mail.attempts + 1 >= MOST_ATTEMPTS:
        give_up(mail, error, at)
        return
    mail.attempts += 1
    mail.error = error[:500]
    put_back(session, mail, at + wait(mail.attempts) * luck())


def wait(attempts: int) -> timedelta:
    """After so many attempts.

    >>> [wait(n).seconds // 60 for n in (1, 2, 3, 6, 7, 11)]
    [1, 2, 4, 32, 60, 60]
    """
    doubled: timedelta = FIRST_WAIT * 2 ** (attempts - 1)
    return min(doubled, LONGEST_WAIT)


def put_back(session: Session, mail: OutgoingMail, at: datetime) -> None:
    """To be tried from ``at`` on; not at all if a later one on its topic waits or has gone."""
    mail.next_attempt_at = at.replace(microsecond=0)
    mail.state = MailState.SUPERSEDED if is_overtaken(session, mail) else MailState.WAITING
    _let_go(mail)
    session.flush()


def is_overtaken(session: Session, mail: OutgoingMail) -> bool:
    """Whether a later message on its topic to the same person, at any address, is there."""
    if mail.topic is None:
        return False
    to_the_same = OutgoingMail.recipient == mail.recipient
    if mail.person_id is not None:
        to_the_same = or_(to_the_same, OutgoingMail.person_id == mail.person_id)
    later = select(OutgoingMail.id).where(
        OutgoingMail.topic == mail.topic,
        to_the_same,
        OutgoingMail.id > mail.id,
        OutgoingMail.state != MailState.SUPERSEDED,
    )
    return session.scalar(later.limit(1)) is not None


def _let_go(mail: OutgoingMail) -> None:
    mail.claimed_by, mail.leased_until = None, None
