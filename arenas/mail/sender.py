"""Sending what waits: one message at a time is ours, and marked before the next is taken.

So a sender that is killed leaves at most one message of which nobody knows whether it went;
it goes again under the same Message-ID. A server that cannot be reached costs no message an
attempt: what waits goes on waiting.
"""

import json
import logging
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from arenas.database import now
from arenas.engine import without_begin
from arenas.mail import claims, holder
from arenas.mail.transport import Down, PutOff, Refused, Transport
from arenas.models import OutgoingMail, Setting

PROBLEM = "mail_problem"
log = logging.getLogger(__name__)
_random = secrets.SystemRandom()


class Build(Protocol):
    """The message as it goes over the wire, or None where nobody wants it any more."""

    def __call__(self, session: Session, mail: OutgoingMail) -> bytes | None: ...


@dataclass
class Report:
    """What one run did. ``problem`` is why it stopped before the end, if it did."""

    sent: int = 0
    put_off: int = 0
    failed: int = 0
    dropped: int = 0
    problem: str | None = None


@dataclass
class _Taken:
    mail_id: int
    recipient: str
    message: bytes


@dataclass
class Sender:
    """``engine``: where the outbox is; ``sender``: the envelope's address, where bounces go."""

    engine: Engine
    transport: Transport
    build: Build
    sender: str
    clock: Callable[[], datetime] = now
    luck: Callable[[], float] = field(default=lambda: _random.uniform(0.8, 1.2))
    stopped: bool = False

    def run(self, *, held: bool = False) -> Report:
        """Send all that is due. ``held``: leave what still waits for a burst of edits to end."""
        report = Report()
        me = holder.myself()
        with Session(without_begin(self.engine)) as session:  # an idle look takes no lock
            if not claims.anything(session, self.clock(), held=held):
                return report
        with Session(self.engine) as session:
            claims.release_dead(session, self.clock())
            session.commit()
        try:
            self.transport.open()
            self._all(me, report, held)
        except Down as error:
            report.problem = str(error)
        finally:
            self.transport.close()
        self._remember(report)
        return report

    def _all(self, me: str, report: Report, held: bool) -> None:
        taken = self._take(me, report, held)
        while taken is not None and not self.stopped:
            settle = self._handed_over(taken, report)
            with Session(self.engine) as session:
                self._settle(session, taken.mail_id, me, settle)
                session.commit()
            if report.problem:
                return
            taken = self._take(me, report, held)
        if taken is not None:
            with Session(self.engine) as session:
                self._settle(session, taken.mail_id, me, self._put_back)
                session.commit()

    def _take(self, me: str, report: Report, held: bool) -> _Taken | None:
        """Claim and write the next; those that cannot be written do not stop the others."""
        while True:
            with Session(self.engine) as session:
                mail = claims.claim(session, me, self.clock(), held=held)
                if mail is None:
                    session.rollback()
                    return None
                try:
                    message = self.build(session, mail)
                except Exception as error:
                    log.exception("mail %s cannot be written", mail.id)
                    message = None
                    claims.give_up(mail, f"{type(error).__name__}: {error}", self.clock())
                    report.failed += 1
                else:
                    if message is None:
                        claims.drop(mail)
                        report.dropped += 1
                recipient, mail_id = mail.recipient, mail.id
                session.commit()
            if message is not None:
                return _Taken(mail_id, recipient, message)

    def _handed_over(
        self, taken: _Taken, report: Report
    ) -> Callable[[Session, OutgoingMail], None]:
        """Hand one message over; what the answer means for its row."""
        try:
            self.transport.send(self.sender, taken.recipient, taken.message)
        except Refused as error:
            report.failed += 1
            words = str(error)
            return lambda _, mail: claims.give_up(mail, words, self.clock())
        except PutOff as error:
            report.put_off += 1
            words = str(error)
        except Down as error:
            report.put_off += 1
            words = report.problem = str(error)
        else:
            report.sent += 1
            at = self.clock()
            return lambda _, mail: claims.sent(mail, at)
        return lambda session, mail: claims.put_off(session, mail, self.clock(), words, self.luck)

    def _settle(
        self,
        session: Session,
        mail_id: int,
        me: str,
        settle: Callable[[Session, OutgoingMail], None],
    ) -> None:
        mail = claims.mine(session, mail_id, me)
        if mail is not None:
            settle(session, mail)

    def _put_back(self, session: Session, mail: OutgoingMail) -> None:
        claims.put_back(session, mail, self.clock())

    def _remember(self, report: Report) -> None:
        """Keep why nothing goes, for the page; forget it when something went."""
        with Session(self.engine) as session:
            kept = session.get(Setting, PROBLEM)
            if report.problem:
                value = json.dumps({"at": self.clock().isoformat(), "text": report.problem})
                session.merge(Setting(key=PROBLEM, value=value))
            elif kept is not None and report.sent:
                session.delete(kept)
            session.commit()
