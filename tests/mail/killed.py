"""A sender that is killed again and again: run by the tests as a process of its own.

``python -m tests.mail.killed DATABASE_URL SMTP_URL TIMES`` lets a child send, and kills it with
SIGKILL at TIMES random points of the way: when so many have gone, and a moment of its own later.
Then one sends the rest. It prints how many were still to go after each kill.
"""

import os
import random
import signal
import sys
import time
from datetime import timedelta
from typing import Any

from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from arenas import create_app
from arenas.database import db
from arenas.engine import without_begin
from arenas.mail.builders import Builders
from arenas.mail.sender import Sender
from arenas.mail.transport import Smtp
from arenas.models import OutgoingMail
from arenas.models.enums import MailState
from tests import today
from tests.settings import make_settings

MOST_AFTER = 20
LONGEST_MOMENT = 0.01  # a message takes some milliseconds: anywhere in one, or in the next


def main(database_url: str, smtp_url: str, times: str) -> None:
    settings = make_settings(database_url)
    with create_app(settings).app_context():
        engine = db.engine
        total = left(engine)
        for point in sorted(random.sample(range(1, total - MOST_AFTER), int(times))):
            engine.dispose()
            child = os.fork()
            if child == 0:
                most = point + MOST_AFTER - (total - left(engine))
                run(engine, LeftAlone(smtp_url, most), settings)
                os._exit(0)
            while total - left(engine) < point:
                time.sleep(0.001)
            time.sleep(random.uniform(0, LONGEST_MOMENT))
            os.kill(child, signal.SIGKILL)
            _, status = os.waitpid(child, 0)
            assert os.WIFSIGNALED(status), "it had ended before it was killed"
            sys.stdout.write(f"{left(engine)}\n")
        run(engine, Smtp(smtp_url), settings)


class LeftAlone(Smtp):
    """Stops after so many messages: whoever is to kill the sender may come late."""

    def __init__(self, url: str, most: int) -> None:
        super().__init__(url)
        self._most = most

    def send(self, sender: str, recipient: str, message: bytes) -> None:
        super().send(sender, recipient, message)
        self._most -= 1
        while self._most == 0:
            signal.pause()


def left(engine: Engine) -> int:
    waiting = select(func.count()).where(OutgoingMail.state != MailState.SENT)
    with Session(without_begin(engine)) as session:
        return session.scalar(waiting) or 0


def run(engine: Engine, transport: Smtp, settings: Any) -> None:
    build = Builders(settings)
    Sender(engine, transport, build, build.sender).run()


if __name__ == "__main__":
    today.begin(timedelta(days=1))  # what was queued at noon is due
    main(*sys.argv[1:])
