from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from arenas.database import db
from arenas.mail import services
from arenas.mail.builders import Builders
from arenas.mail.sender import Sender
from arenas.mail.services import Draft
from arenas.mail.transport import Smtp
from arenas.models import OutgoingMail
from tests.mail.server import Keeps, controller


class Clock:
    """Time that passes when it is told to; a little ahead, so that what is queued is due."""

    def __init__(self) -> None:
        self.at = datetime.now(UTC).replace(microsecond=0) + timedelta(seconds=30)

    def __call__(self) -> datetime:
        return self.at

    def passes(self, **time: float) -> None:
        self.at += timedelta(**time)


class Post:
    """The outbox of an app, its server and its sender."""

    def __init__(self, app: Flask, server: Keeps, url: str, clock: Clock) -> None:
        self.app, self.server, self.url, self.clock = app, server, url, clock

    def sender(self, seconds: float = 120.0) -> Sender:
        build = Builders(self.app.extensions["settings"])
        with self.app.app_context():
            engine = db.engine
        return Sender(engine, Smtp(self.url, seconds), build, build.sender, self.clock, lambda: 1.0)

    def queue(self, *recipients: str, topic: str | None = None) -> None:
        with self.app.app_context():
            services.queue(
                db.session(),
                [
                    Draft("letter", one, "Hei på deg", {"text": "Ås\n\nHilsen"}, topic=topic)
                    for one in recipients
                ],
            )
            db.session.commit()

    def rows(self) -> list[OutgoingMail]:
        with self.app.app_context(), Session(db.engine, expire_on_commit=False) as session:
            return list(session.scalars(select(OutgoingMail).order_by(OutgoingMail.id)))


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def server() -> Keeps:
    return Keeps()


@pytest.fixture
def post(app: Flask, server: Keeps, clock: Clock) -> Iterator[Post]:
    running = controller(server)
    running.start()
    yield Post(app, server, f"smtp://127.0.0.1:{running.port}", clock)
    running.stop()


@pytest.fixture
def kept(app: Flask) -> Callable[..., None]:
    """Put records in the app's database."""

    def keep(*records: object) -> None:
        with app.app_context():
            db.session.add_all(records)
            db.session.commit()

    return keep
