"""Calendar files read in, against icalendar alone parsing them: ``python -m benchmarks.reading``.

The file has 10,000 events with 20 asked to each. Read: every event, series and time zone as it
is meant. Stored: compared with a register, and written there as drafts with their people.
"""

import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import TypeVar
from zoneinfo import ZoneInfo

import icalendar

from arenas import create_app, migrate
from arenas.calendars import ical
from arenas.config import load
from arenas.database import db
from arenas.exchange.calendar_files.storing import store
from arenas.exchange.ics.reading import CalendarFile, read
from arenas.models import Forum, MailDomain, Organisation
from arenas.models.enums import ForumKind, Sector

EVENTS, ASKED, ALLOWED = 10_000, 20, 1.5
Result = TypeVar("Result")
OSLO = ZoneInfo("Europe/Oslo")
START = datetime(2027, 1, 4, 9, tzinfo=UTC)


def main() -> bool:
    content = _file()
    yardstick, _events = _timed(lambda: icalendar.Calendar.from_ical(content).walk("VEVENT"))
    reading, file = _timed(lambda: read(content, OSLO, START.date()))
    assert len(file.found) == EVENTS
    storing = _stored(file)
    print(f"icalendar alone, {EVENTS} events with {ASKED} attendees: {yardstick:.2f} s")
    results = (("read", reading), ("read and stored", reading + storing))
    for name, seconds in results:
        print(f"{name:<28} {seconds:8.2f} s   {seconds / yardstick:7.2f}   allowed {ALLOWED}")
    return all(seconds / yardstick <= ALLOWED for _name, seconds in results)


def _file() -> bytes:
    entries = (
        ical.Entry(
            uid=f"{number}@example",
            starts=START + timedelta(hours=number),
            ends=START + timedelta(hours=number + 1),
            summary=f"Møte {number}",
            stamp=START,
            description="Saker:\n1. Åpning\n2. Økonomi\n" * 3,
            attendees=tuple(ical.Attendee(f"p{n}@example.org", f"Kari {n}") for n in range(ASKED)),
        )
        for number in range(EVENTS)
    )
    return b"".join(ical.calendar(ical.Frame("x"), entries))


def _stored(file: CalendarFile) -> float:
    with tempfile.TemporaryDirectory() as folder:
        settings = load(
            {
                "DATABASE_URL": f"sqlite:///{folder}/bench.db",
                "MOTEPLASS_SECRET_KEY": "x" * 40,
            }
        )
        app = create_app(settings)
        with app.app_context():
            migrate.upgrade(db.engine)
            session = db.session()
            forum = Forum(slug="f", name="Arealforum", kind=ForumKind.PROJECT)
            place = Organisation(slug="o", name="Ski", sector=Sector.MUNICIPALITY)
            session.add_all([forum, place])
            session.flush()
            session.add(MailDomain(domain="example.org", organisation_id=place.id))
            session.commit()

            def work() -> None:
                store(session, file, forum.id, {}, actor=None)
                session.commit()

            seconds, _nothing = _timed(work)
            db.session.remove()
        return seconds


def _timed(work: Callable[[], Result]) -> tuple[float, Result]:
    before = time.process_time()
    found = work()
    return time.process_time() - before, found


if __name__ == "__main__":
    raise SystemExit(0 if main() else 1)
