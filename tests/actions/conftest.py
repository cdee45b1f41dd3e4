"""A held meeting that gave Åse three things to do; times are those of Monday 7 December 2026."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from email.message import EmailMessage

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from arenas.accounts.passwords import hash_password
from arenas.actions import reminders
from arenas.database import db
from arenas.mail.builders import Builders
from arenas.models import Account, Meeting, Outcome, OutgoingMail
from arenas.models.enums import Language, MeetingState, OutcomeKind, Role
from tests.mail.server import read
from tests.meetings.records import (
    at,
    kept,
    make_forum,
    make_meeting,
    make_organisation,
    make_participation,
    make_person,
)
from tests.settings import PASSWORD

TODAY = datetime(2026, 12, 7, 9, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _on_a_monday() -> Iterator[None]:
    with time_machine.travel(TODAY, tick=True):
        yield


@dataclass
class Given:
    """Numbers alone: no page shares its reader with a session that a test holds open."""

    ase: int
    bo: int
    meeting: int


@pytest.fixture
def given(app: Flask) -> Given:
    with app.app_context():
        session = db.session()
        meeting = make_meeting(
            session, make_forum(session), MeetingState.HELD, when=at(date(2026, 11, 2))
        )
        place = make_organisation(session)
        people = []
        for name, language in (("Åse Østby", Language.BOKMAL), ("Bo Li", Language.ENGLISH)):
            person = make_person(session, name)
            person.email = f"{name.split()[1].lower().replace('ø', 'o')}@example.org"
            person.language = language
            make_participation(session, meeting, person, place)
            people.append(person.id)
            kept(
                session,
                Account(
                    email=f"m{person.email}",
                    role=Role.MEMBER,
                    person_id=person.id,
                    password_hash=hash_password(PASSWORD),
                ),
            )
        session.commit()
        return Given(*people, meeting.id)


@pytest.fixture
def act(app: Flask, given: Given) -> Callable[..., int]:
    """Put an action on record. Returns its number."""

    def make(text: str, due: date | None, owner: int | None = None) -> int:
        with app.app_context():
            session = db.session()
            forum = session.scalars(select(Meeting.forum_id)).first()
            outcome = Outcome(
                meeting_id=given.meeting,
                forum_id=forum,
                kind=OutcomeKind.ACTION,
                year=2026,
                text=text,
                search_text=text.lower(),
                owner_id=owner or given.ase,
                due_on=due,
            )
            kept(session, outcome)
            session.commit()
            return outcome.id

    return make


@pytest.fixture
def remind(app: Flask) -> Callable[..., list[EmailMessage]]:
    """What would be mailed if the sender ran on this day: queued, then written."""

    def run(day: date, days: int = 2) -> list[EmailMessage]:
        settings = replace(app.extensions["settings"], reminder_days=days)
        moment = datetime.combine(day, datetime.min.time(), tzinfo=UTC).replace(hour=9)
        with time_machine.travel(moment, tick=True), app.app_context():
            session: Session = db.session()
            before = set(session.scalars(select(OutgoingMail.id)))
            reminders.queue_due(session, moment, settings)
            session.commit()
            return letters(session, settings, before)

    def letters(session: Session, settings: object, before: set[int]) -> list[EmailMessage]:
        build = Builders(settings)  # type: ignore[arg-type]
        rows = session.scalars(select(OutgoingMail).order_by(OutgoingMail.id))
        made = [build(session, mail) for mail in rows if mail.id not in before]
        session.commit()
        return [read(one) for one in made if one is not None]

    return run
