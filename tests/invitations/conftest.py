import threading
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import icalendar
import pytest
from flask import Flask, g
from sqlalchemy import select
from sqlalchemy.orm import Session

from arenas.database import db
from arenas.meetings import participants, services, states
from arenas.models import Account, Meeting, Organisation, Participation, Person
from arenas.models.enums import Language, ParticipationRole
from tests.invitations.seat_records import A, B, C, D, Full
from tests.invitations.series_records import CalledSeries
from tests.mail.conftest import Clock, Post
from tests.mail.server import Keeps, controller
from tests.meetings import records
from tests.meetings.records import at, details

DAY = date(2027, 6, 8)


@pytest.fixture
def session(app: Flask) -> Iterator[Session]:
    """One context for test and requests: each request asks anew who is signed in."""

    def forget() -> None:
        g.pop("account", None)

    app.before_request_funcs.setdefault(None, []).insert(0, forget)
    with app.app_context():
        yield db.session()
        db.session.rollback()


@pytest.fixture
def server() -> Keeps:
    return Keeps()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def post(app: Flask, server: Keeps, clock: Clock) -> Iterator[Post]:
    running = controller(server)
    running.start()
    yield Post(app, server, f"smtp://127.0.0.1:{running.port}", clock)
    running.stop()


class Called:
    """A meeting on the eighth of June 2027 at 12, and those who are asked to it."""

    def __init__(self, session: Session, *names: str) -> None:
        self.session = session
        self.actor: Account = records.make_account(session)
        self.forum = records.make_forum(session, "Klimaforum", name_en="Climate forum")
        self.organisation: Organisation = records.make_organisation(session)
        self.meeting: Meeting = services.create(
            session,
            details(self.forum, when=at(DAY), title="Utslipp; mål, tiltak"),
            actor=self.actor,
        )
        self.people: dict[str, Person] = {}
        for name in names or ("Åse Østby", "Bo Li"):
            self.invite(name)
        session.commit()

    def invite(self, name: str, language: Language = Language.BOKMAL) -> Person:
        person = records.make_person(self.session, name, self.organisation)
        person.email = f"{name.split()[0].lower().replace('å', 'a')}@example.org"
        person.language = language
        participants.add_person(
            self.session,
            self.meeting.id,
            person_id=person.id,
            organisation_id=self.organisation.id,
            role=ParticipationRole.PARTICIPANT,
            actor=self.actor,
        )
        self.people[name] = person
        return person

    def step(self, step: str, reason: str | None = None) -> None:
        states.take(
            self.session,
            self.meeting.id,
            step,
            version=self.meeting.version,
            actor=self.actor,
            reason=reason,
        )
        self.session.commit()

    def change(self, **other: Any) -> None:
        values: dict[str, Any] = {"when": at(DAY), "title": "Utslipp; mål, tiltak"} | other
        services.change(
            self.session,
            self.meeting.id,
            details(self.forum, **values),
            version=self.meeting.version,
            actor=self.actor,
        )
        self.session.commit()

    def withdraw(self, name: str) -> None:
        participants.remove(self.session, self.meeting.id, self.row(name).id, actor=self.actor)
        self.session.commit()

    def row(self, name: str) -> Participation:
        return self.session.scalars(
            select(Participation).where(
                Participation.meeting_id == self.meeting.id,
                Participation.person_id == self.people[name].id,
            )
        ).one()


@pytest.fixture
def call(session: Session) -> Callable[..., Called]:
    return lambda *names: Called(session, *names)


@pytest.fixture
def full(call: Callable[..., Called], sent: Callable[[], dict[str, Any]]) -> Callable[..., Full]:
    """Publish a meeting for four with so many seats."""
    return lambda **how: Full(call(A, B, C, D), sent, **how)


@pytest.fixture
def sent(post: Post, server: Keeps) -> Callable[[], dict[str, Any]]:
    """Send what waits; the messages by recipient."""

    def send() -> dict[str, Any]:
        server.taken.clear()
        post.sender().run()
        return dict(zip([to for to, _ in server.taken], server.messages, strict=True))

    return send


def event_of(message: Any) -> Any:
    """The VEVENT of the message's alternative, as the icalendar library reads it."""
    [part] = [part for part in message.walk() if part.get_content_type() == "text/calendar"]
    calendar = icalendar.Calendar.from_ical(part.get_payload(decode=True))
    [event] = calendar.walk("VEVENT")
    event.method = str(calendar["METHOD"])
    event.param = part.get_param("method")
    return event


@pytest.fixture
def call_series(session: Session) -> Callable[..., CalledSeries]:
    return lambda **how: CalledSeries(session, **how)


@pytest.fixture
def at_once(app: Flask) -> Callable[..., list[Exception]]:
    """Do these at the same moment, each in a transaction of its own; what was raised."""

    def do(*works: Callable[[Session], object]) -> list[Exception]:
        gate = threading.Barrier(len(works))
        raised: list[Exception] = []

        def run(work: Callable[[Session], object]) -> None:
            with app.app_context():
                try:
                    gate.wait(20)
                    work(db.session())
                    db.session.commit()
                except Exception as error:  # told by the test
                    raised.append(error)
                finally:
                    db.session.remove()

        threads = [threading.Thread(target=run, args=(work,)) for work in works]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)
        return raised

    return do
