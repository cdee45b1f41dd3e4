"""Feeds against icalendar alone serialising the same events: ``python -m benchmarks.calendars``.

The register has 1,000 meetings with 20 asked to each. Cold: the feed is read from the records
and written. After one change: the same, with a warm process. Unchanged: the poll. Memory: what
the worker's peak grows by when 10,000 events are written.
"""

import resource
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from statistics import median
from zoneinfo import ZoneInfo

import icalendar
from flask import Flask
from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from arenas import create_app, migrate
from arenas.calendars import entries, ical, queries
from arenas.calendars.writing import words_in
from arenas.config import load
from arenas.database import db
from arenas.models import AgendaItem, Forum, Meeting, Participation, Person
from arenas.models.enums import ForumKind, MeetingState

MEETINGS, ASKED, ROUNDS = 1000, 20, 9
OSLO = ZoneInfo("Europe/Oslo")
NOW = datetime.now(UTC).replace(microsecond=0)


def main() -> bool:
    growth = _memory()
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
            _fill(db.session())
            yardstick = _library(db.session())
            db.session.remove()
        results = _measure(app)
        print(f"icalendar alone, {MEETINGS} events with {ASKED} attendees: {yardstick:.3f} s")
        kept = True
        for name, seconds, budget in results:
            ratio = seconds / yardstick
            kept = kept and ratio <= budget
            print(f"{name:<28} {seconds * 1000:8.2f} ms   {ratio:7.4f}   allowed {budget}")
        print(f"memory for 10,000 events: {growth:.0f} MB above idle, allowed 100")
        return kept and growth <= 100


def _fill(session: Session) -> None:
    forum = Forum(slug="f", name="Arealforum", kind=ForumKind.PROJECT)
    people = [
        Person(given_name=f"Kari {n}", family_name="Li", email=f"p{n}@example.org", search_text="")
        for n in range(ASKED)
    ]
    session.add_all([forum, *people])
    session.flush()
    start = NOW - timedelta(days=200)
    session.execute(
        insert(Meeting),
        [
            {
                "uid": f"{number}@moteplass",
                "forum_id": forum.id,
                "title": f"Møte {number}, om areal og transport",
                "description": "Vi går gjennom status og fordeler oppgaver før sommeren.",
                "starts_at": start + timedelta(hours=12 * number),
                "ends_at": start + timedelta(hours=12 * number + 2),
                "state": MeetingState.PLANNED,
                "place": "Rådhuset, Hamar",
                "online_url": f"https://example.org/mote/{number}",
            }
            for number in range(MEETINGS)
        ],
    )
    meetings = session.scalars(select(Meeting.id)).all()
    session.execute(
        insert(AgendaItem),
        [
            {"meeting_id": meeting, "position": place, "title": f"Sak {place} om noe"}
            for meeting in meetings
            for place in (1, 2, 3)
        ],
    )
    session.execute(
        insert(Participation),
        [{"meeting_id": m, "person_id": p.id} for m in meetings for p in people],
    )
    session.commit()


def _library(session: Session) -> float:
    """The same events as icalendar objects, with their attendees; only serialising is timed."""
    found = queries.meetings(session)
    made = [_event(entry) for entry in _entries(found)]
    calendar = icalendar.Calendar()
    for event in made:
        calendar.add_component(event)
    return min(_timed(lambda: calendar.to_ical(sorted=False)) for _ in range(3))


def _entries(found: queries.Meetings) -> list[ical.Entry]:
    words = words_in("nb")
    return [
        entries.entry(row, words=words, base_url="http://x", agenda=found.agenda.get(row.id, ()))
        for row in found.rows
    ]


def _event(entry: ical.Entry) -> icalendar.Event:
    event = icalendar.Event()
    for name, value in (
        ("uid", entry.uid), ("dtstamp", entry.stamp), ("last-modified", entry.stamp),
        ("sequence", entry.sequence), ("dtstart", entry.starts.astimezone(OSLO)),
        ("dtend", entry.ends.astimezone(OSLO)), ("summary", entry.summary),
        ("status", entry.status), ("description", entry.description),
        ("location", entry.location), ("categories", list(entry.categories)),
        ("url", entry.url),
    ):  # fmt: skip
        event.add(name, value)
    for number in range(ASKED):
        address = icalendar.vCalAddress(f"mailto:p{number}@example.org")
        address.params.update(CN=f"Kari {number} Li", ROLE="REQ-PARTICIPANT", RSVP="TRUE")
        event.add("attendee", address)
    return event


def _measure(app: Flask) -> list[tuple[str, float, float]]:
    client = app.test_client()
    path = "/calendar/all.ics"

    def change() -> None:
        with app.app_context():
            meeting = db.session.scalars(select(Meeting).limit(1)).one()
            meeting.title = f"Endret {time.perf_counter()}"
            db.session.commit()

    def poll() -> None:
        client.get(path)

    cold = _timed(poll)
    rebuilt = []
    for _round in range(ROUNDS):
        change()
        rebuilt.append(_timed(poll))
    tag = client.get(path).headers["ETag"]
    unchanged = [
        _timed(lambda: client.get(path, headers={"If-None-Match": tag})) for _ in range(200)
    ]
    return [
        ("cold, the first ever", cold, 0.25),
        ("after one change", min(rebuilt), 0.05),
        ("unchanged (304)", median(unchanged), 0.01),
    ]


def _memory() -> float:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    start = NOW
    many = (
        ical.Entry(
            uid=f"{number}@x",
            starts=start + timedelta(hours=number),
            ends=start + timedelta(hours=number + 1),
            summary=f"Møte {number}",
            stamp=start,
            description="Saker:\n1. Åpning\n2. Økonomi\n" * 3,
            attendees=tuple(ical.Attendee(f"p{n}@example.org", f"Kari {n}") for n in range(ASKED)),
        )
        for number in range(10_000)
    )
    size = sum(map(len, ical.calendar(ical.Frame("x"), many)))
    assert size > 10_000_000
    return (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024


def _timed(work: Callable[[], object]) -> float:
    before = time.process_time()
    work()
    return time.process_time() - before


if __name__ == "__main__":
    raise SystemExit(0 if main() else 1)
