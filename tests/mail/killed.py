"""A sender that is killed again and again: run by the tests as a process of its own.

``python -m tests.mail.killed DATABASE_URL SMTP_URL TIMES`` forks a sender, kills it with
SIGKILL after a random time, TIMES over; then lets one end its run.
"""

import os
import random
import signal
import sys
import time

from arenas import create_app
from arenas.database import db
from arenas.mail.builders import Builders
from arenas.mail.sender import Sender
from arenas.mail.transport import Smtp
from tests.settings import make_settings


def main(database_url: str, smtp_url: str, times: str) -> None:
    settings = make_settings(database_url)
    with create_app(settings).app_context():
        engine = db.engine
        for _ in range(int(times)):
            engine.dispose()
            child = os.fork()
            if child == 0:
                run(engine, smtp_url, settings)
                os._exit(0)
            time.sleep(random.uniform(0.01, 0.25))
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
        run(engine, smtp_url, settings)


def run(engine: object, smtp_url: str, settings: object) -> None:
    build = Builders(settings)  # type: ignore[arg-type]
    Sender(engine, Smtp(smtp_url), build, build.sender).run()  # type: ignore[arg-type]


if __name__ == "__main__":
    main(*sys.argv[1:])
