"""Putting mail in the outbox, and what people do with it there; the caller commits."""

import re
from collections.abc import Collection, Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from arenas import audit
from arenas.bulk import MANY, insert_rows
from arenas.database import now
from arenas.errors import N_, Refusal, UnknownRecord
from arenas.mail import claims
from arenas.models import Account, OutgoingMail, Person
from arenas.models.enums import MailState

KIND = "outgoing_mail"
HOLD = timedelta(seconds=60)

_ADDRESS = re.compile(r"[!#-'*+/-9=?A-Z^-~.-]{1,64}@(?=.{1,189}\Z)[a-z0-9-]+(\.[a-z0-9-]+)*", re.I)


@dataclass(frozen=True)
class Draft:
    """A message to queue. ``topic`` is None for one that nothing takes the place of."""

    kind: str
    recipient: str
    subject: str
    payload: dict[str, Any] = field(default_factory=dict)
    topic: str | None = None
    person_id: int | None = None
    meeting_id: int | None = None


def address(text: str) -> str:
    r"""The address as an envelope can carry it.

    >>> address(" Kari@Example.org "), address("post@blåbær.no")
    ('kari@example.org', 'post@xn--blbr-roah.no')

    Raises
    ------
    Refusal
        If it is none, or holds what would break out of a header or the envelope.
    """
    mailbox, at, domain = text.strip(" ").rpartition("@")
    if not domain.isascii():
        with suppress(UnicodeError):
            domain = domain.encode("idna").decode()
    trimmed = f"{mailbox}{at}{domain}"
    if not _ADDRESS.fullmatch(trimmed) or ".." in trimmed or trimmed.startswith("."):
        raise Refusal(
            N_("«%(written)s» er ikke en e-postadresse som kan brukes."),
            field="email",
            written=" ".join(text.split())[:80],
        )
    return trimmed.lower()


def spellings(email: str) -> tuple[str, ...]:
    """An address as it is sent to, and as people write it in the register.

    >>> spellings("post@xn--blbr-roah.no"), spellings("a@b.no")
    (('post@xn--blbr-roah.no', 'post@blåbær.no'), ('a@b.no',))
    """
    mailbox, at, domain = email.rpartition("@")
    with suppress(UnicodeError):
        domain = domain.encode("ascii").decode("idna")
    return tuple(dict.fromkeys((email, f"{mailbox}{at}{domain}")))


def sent_to(text: str) -> str:
    """The recipient as the outbox has it, whether the address can be used or not."""
    try:
        return address(text)
    except Refusal:
        return " ".join(text.split())[:254].lower()


def queue(
    session: Session, drafts: Iterable[Draft], *, hold: timedelta = HOLD, first: bool = False
) -> int:
    """Queue the messages, each in place of those on its topic to its recipient that wait.

    ``first``: there are none yet on the topics, and none are looked for. One whose address
    cannot be used is kept as given up, with the reason: it stops none of the others.
    Returns how many were queued.
    """
    at = now()
    rows = [_row(draft, at, hold) for draft in drafts]
    by_topic: dict[str, list[str]] = {}
    for row in () if first else rows:
        if row["topic"] is not None:
            by_topic.setdefault(row["topic"], []).append(row["recipient"])
    for topic, recipients in by_topic.items():
        supersede(session, topic, recipients)
    insert_rows(session, OutgoingMail, rows)
    return len(rows)


def supersede(session: Session, topic: str, recipients: Collection[str] | None = None) -> None:
    """Let those on the topic that wait not go: to these recipients, or (None) to anybody."""
    waiting = update(OutgoingMail).where(
        OutgoingMail.topic == topic, OutgoingMail.state == MailState.WAITING
    )
    if recipients is None:
        session.execute(waiting.values(state=MailState.SUPERSEDED))
        return
    names = [sent_to(one) for one in recipients]
    for start in range(0, len(names), MANY):
        session.execute(
            waiting.where(OutgoingMail.recipient.in_(names[start : start + MANY])).values(
                state=MailState.SUPERSEDED
            )
        )


def retry(session: Session, mail_id: int, *, actor: Account) -> OutgoingMail:
    """Try a message that was given up once more, at the person's address as it is now.

    One that a later one has taken the place of is put away as such.

    Raises
    ------
    UnknownRecord
        If there is no such message.
    Refusal
        If it was not given up, or the person's address cannot be used.
    """
    mail = session.get(OutgoingMail, mail_id)
    if mail is None:
        raise UnknownRecord(N_("Meldingen finnes ikke."))
    if mail.state is not MailState.FAILED:
        raise Refusal(N_("Bare en melding som ikke kom frem, kan sendes på nytt."))
    _again(session, mail)
    session.flush()
    audit.record(session, actor, "mail.retry", KIND, mail.id)
    return mail


def retry_all(session: Session, *, actor: Account) -> int:
    """The same for every message that was given up and can be. Returns how many are tried."""
    failed = session.scalars(
        select(OutgoingMail).where(OutgoingMail.state == MailState.FAILED).limit(10_000)
    ).all()
    tried = 0
    for mail in failed:
        with suppress(Refusal):  # one bad address stops none of the others
            _again(session, mail)
            tried += mail.state is MailState.WAITING
    if failed:
        session.flush()
        audit.record(session, actor, "mail.retry", KIND, None, count=tried)
    return tried


def returned(session: Session, key: str, reason: str) -> OutgoingMail | None:
    """A message that was sent came back. None where none of ours by that key has gone.

    One that somebody is trying again is left: what comes back is the first attempt.
    """
    mail = session.scalars(
        select(OutgoingMail).where(OutgoingMail.key == key, OutgoingMail.state == MailState.SENT)
    ).first()
    if mail is not None:
        mail.state, mail.error, mail.failed_at = MailState.FAILED, reason[:500], now()
        session.flush()
    return mail


def _again(session: Session, mail: OutgoingMail) -> None:
    if claims.is_overtaken(session, mail):
        mail.state = MailState.SUPERSEDED
        return
    person = session.get(Person, mail.person_id) if mail.person_id else None
    if person is not None and person.email:
        mail.recipient = address(person.email)
    mail.state, mail.attempts, mail.error = MailState.WAITING, 0, None
    mail.next_attempt_at, mail.sent_at, mail.failed_at = now(), None, None


def _row(draft: Draft, at: datetime, hold: timedelta) -> dict[str, Any]:
    row = {
        "kind": draft.kind,
        "topic": draft.topic,
        "subject": draft.subject[:300],
        "payload": draft.payload,
        "key": uuid4().hex,
        "person_id": draft.person_id,
        "meeting_id": draft.meeting_id,
        "attempts": 0,
        "created_at": at,
        "held_until": at + hold,
        "next_attempt_at": at,
    }
    try:
        return row | {
            "recipient": address(draft.recipient),
            "state": MailState.WAITING,
            "error": None,
            "failed_at": None,
        }
    except Refusal as refusal:
        return row | {
            "recipient": sent_to(draft.recipient),
            "state": MailState.FAILED,
            "error": str(refusal),
            "failed_at": at,
        }
