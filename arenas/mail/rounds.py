"""One run of the sender after another, until told to stop."""

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Event, Thread
from time import monotonic

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from arenas.config import Settings
from arenas.mail import due, transport
from arenas.mail.builders import Builders
from arenas.mail.sender import Report, Sender

LONGEST_PAUSE = 300.0
BETWEEN_REMINDERS = 60.0
log = logging.getLogger(__name__)


def sender(engine: Engine, settings: Settings) -> Sender | None:
    """The sender of this installation; None where no server is named and messages wait."""
    way = transport.of(settings)
    if way is None:
        return None
    build = Builders(settings)
    return Sender(engine, way, build, build.sender)


def remind(one: Sender, settings: Settings) -> None:
    """Queue the reminders that are due: they go with the rest."""
    with Session(one.engine) as session:
        due.queue(session, one.clock(), settings)
        session.commit()


@dataclass
class Rounds:
    """Seconds between looks are ``every``; a server or a database that is down is asked more and
    more seldom, and outlived.

    ``told`` hears of each run in which something happened.
    """

    sender: Sender
    settings: Settings
    every: float
    told: Callable[[Report], None]
    stop: Event = field(default_factory=Event)
    _reminded: float | None = None

    def end(self) -> None:
        """Finish the message in hand, then stop."""
        self.sender.stopped = True
        self.stop.set()

    def run(self) -> None:
        pause = self.every
        while not self.stop.wait(pause):
            try:
                waits = self.once().problem is not None
            except (SQLAlchemyError, OSError):  # a locked or restarted database, a full disk
                log.exception("mail waits")
                waits = True
            pause = min(pause * 2, LONGEST_PAUSE) if waits else self.every

    def once(self) -> Report:
        if self._reminded is None or monotonic() - self._reminded >= BETWEEN_REMINDERS:
            remind(self.sender, self.settings)
            self._reminded = monotonic()
        report = self.sender.run(held=True)
        if report.problem or report.sent or report.failed:
            self.told(report)
        return report


def beside(engine: Engine, settings: Settings, every: float = 5.0) -> Rounds | None:
    """Write what waits to the folder from a thread of the serving process, as long as it lives.

    For sample data without a server, where nobody has set up a sender. None where the way
    out is another.
    """
    one = sender(engine, settings)
    if one is None or not isinstance(one.transport, transport.Folder):
        return None
    rounds = Rounds(one, settings, every, lambda report: None)
    Thread(target=rounds.run, name="mail", daemon=True).start()
    return rounds
