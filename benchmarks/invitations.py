"""Publishing and its letters: ``python -m benchmarks.invitations``.

Publishing is the whole request of the coordinator who publishes a meeting with 300 people on its
list, against the whole request that saves one with nobody, in turns. Letters are the bytes of
messages as the sender hands them over, against icalendar alone serialising the same entries.
"""

import re
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from statistics import median
from time import perf_counter, process_time
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from icalendar import Calendar
from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from arenas import create_app, migrate
from arenas.accounts.services import create_account
from arenas.config import load
from arenas.database import db
from arenas.mail.builders import Builders
from arenas.models import Forum, Organisation, OutgoingMail, Participation, Person
from arenas.models.enums import ForumKind, Role, Sector

INVITED, ROUNDS, LETTERS = 300, 15, 500
PASSWORD = "a password for the benchmark"
ALLOWED = {"publish": 2.0, "letters": 3.0}


def main() -> bool:
    with _register() as app:
        saved, published = _requests(app)
        ratio = median(after / before for before, after in zip(saved, published, strict=True))
        kept = _tell(
            f"publish with {INVITED} / save with none", median(published), median(saved),
            ratio, "publish",
        )  # fmt: skip
        ours, bare = _letters(app)
        return (
            _tell(f"{LETTERS} letters / icalendar bare", ours, bare, ours / bare, "letters")
            and kept
        )


def _tell(what: str, ours: float, other: float, ratio: float, key: str) -> bool:
    allowed = ALLOWED[key]
    print(
        f"{what:<40} {ours * 1000:8.1f} ms {other * 1000:8.1f} ms {ratio:6.2f}   allowed {allowed}"
    )
    return ratio <= allowed


@contextmanager
def _register() -> Iterator[Flask]:
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'bench.db'}"
        app = create_app(load({"DATABASE_URL": url, "MOTEPLASS_SECRET_KEY": "x" * 40}))
        with app.app_context():
            migrate.upgrade(db.engine)
            _fill(db.session())
            db.session.remove()
        yield app
        with app.app_context():
            db.engine.dispose()


def _fill(session: Session) -> None:
    """A forum, and people of thirty organisations."""
    create_account(session, email="c@example.org", role=Role.COORDINATOR, password=PASSWORD)
    session.add(Forum(slug="f", name="Arealforum", kind=ForumKind.PROJECT))
    places = [
        Organisation(slug=f"o{n}", name=f"Kommune {n}", sector=Sector.MUNICIPALITY, search_text="")
        for n in range(30)
    ]
    people = [
        Person(given_name=f"Kari {n}", family_name="Øst", email=f"p{n}@example.org", search_text="")
        for n in range(INVITED)
    ]
    session.add_all([*places, *people])
    session.commit()


def _requests(app: Flask) -> tuple[list[float], list[float]]:
    """Seconds of each request that saved a meeting, and of each that published one."""
    client = app.test_client()
    token = _token(client, "/login")
    sign_in = {"email": "c@example.org", "password": PASSWORD, "csrf_token": token}
    assert client.post("/login", data=sign_in).status_code == 303
    with app.app_context():
        forum = db.session.scalar(select(Forum.id))
    saved, published = [], []
    day = datetime.now(UTC).date() + timedelta(days=30)
    for number in range(ROUNDS):
        form = {
            "csrf_token": _token(client, "/meetings/new"),
            "forum": str(forum),
            "title": f"Møte {number}",
            "day": (day + timedelta(days=number)).isoformat(),
            "starts": "12:00",
            "ends": "14:00",
            "mode": "physical",
            "place": "Rådhuset",
        }
        answer, seconds = _timed(lambda form=form: client.post("/meetings/new", data=form))
        assert answer.status_code == 303, answer.get_data(as_text=True)
        meeting = int(re.findall(r"/meetings/(\d+)", answer.headers["Location"])[0])
        saved.append(seconds)
        _invite(app, meeting)
        path = f"/meetings/{meeting}/publish"
        page = client.get(path).get_data(as_text=True)
        sent = dict(re.findall(r'name="(csrf_token|version)"[^>]*value="([^"]*)"', page))
        answer, seconds = _timed(lambda path=path, sent=sent: client.post(path, data=sent))
        assert answer.status_code == 303, answer.get_data(as_text=True)
        published.append(seconds)
    with app.app_context():
        queued = db.session.query(OutgoingMail).count()
        assert queued == INVITED * ROUNDS, queued
    return saved[3:], published[3:]


def _invite(app: Flask, meeting: int) -> None:
    with app.app_context():
        people = db.session.scalars(select(Person.id)).all()
        places = db.session.scalars(select(Organisation.id)).all()
        rows = [
            {"meeting_id": meeting, "person_id": one, "organisation_id": places[n % len(places)]}
            for n, one in enumerate(people)
        ]
        db.session.execute(insert(Participation), rows)
        db.session.commit()


def _letters(app: Flask) -> tuple[float, float]:
    """Seconds for the messages and for icalendar, the best of five in turns."""
    build = Builders(app.extensions["settings"])
    ours, bare = [], []
    with app.app_context():
        session = db.session()
        mails = session.scalars(select(OutgoingMail).limit(LETTERS)).all()
        calendars = [_calendar(build(session, mail)) for mail in mails]
        for _round in range(5):
            ours.append(_timed(lambda: [build(session, mail) for mail in mails])[1])
            bare.append(_timed(lambda: [one.to_ical(sorted=False) for one in calendars])[1])
        session.rollback()
    return min(ours), min(bare)


def _calendar(message: bytes | None) -> Calendar:
    """The message's entry as icalendar has it, with the same zone and properties."""
    assert message is not None
    for part in message_from_bytes(message, policy=default).walk():
        if part.get_content_type() == "text/calendar":
            return Calendar.from_ical(part.get_content())
    raise AssertionError("a letter without its calendar part")


def _token(client: FlaskClient, path: str) -> str:
    page = client.get(path).get_data(as_text=True)
    return re.findall(r'name="csrf_token"[^>]*value="([^"]*)"', page)[0]


def _timed(work: Callable[[], Any]) -> tuple[Any, float]:
    before = process_time()
    answer = work()
    return answer, process_time() - before


if __name__ == "__main__":
    began = perf_counter()
    fine = main()
    print(f"in {perf_counter() - began:.0f} s")
    sys.exit(0 if fine else 1)
