"""Feeds against icalendar alone serialising the same events: ``python -m benchmarks.calendars``.

The register has 1,000 meetings with 20 asked to each. Cold: the feed is read from the records
and written. After one change: the same, with a warm process. Unchanged: the poll. The same with a
register in which the meetings are dates of 20 series. Memory: what the worker's peak grows by when
a calendar of 10,000 events is written, and when a feed is made of 10,000 meetings on record.
"""

import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from statistics import median
from time import perf_counter, process_time
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
from arenas.meetings.recurrence import DAYS
from arenas.models import (
    AgendaItem,
    Forum,
    Meeting,
    Participation,
    Person,
    Series,
    SeriesOccurrence,
)
from arenas.models.enums import ForumKind, MeetingState

MEETINGS, MANY, ASKED, ROUNDS = 1000, 10_000, 20, 9
OSLO = ZoneInfo("Europe/Oslo")
NOON = datetime.now(UTC).replace(hour=12, minute=0, second=0, microsecond=0)
DAY = timedelta(days=1)


def main() -> bool:
    if sys.argv[1:2] == ["--memory"]:
        print(_memory_of_a_feed(sys.argv[2]))
        return True
    written = _memory()
    kept = True
    for series in (0, 20):
        with _register(MEETINGS, series) as (app, url):
            with app.app_context():
                yardstick = _library(db.session())
                db.session.remove()
            results = _measure(app)
        kind = f"in {series} series" if series else "one by one"
        print(f"icalendar alone, {MEETINGS} events with {ASKED} attendees: {yardstick:.3f} s")
        for name, seconds, budget in results:
            ratio = seconds / yardstick
            kept = kept and ratio <= budget
            what = f"{kind}, {name}"
            print(f"{what:<38} {seconds * 1000:8.2f} ms   {ratio:7.4f}   allowed {budget}")
    with _register(MANY, 0) as (_app, url):
        made = _in_a_process_of_its_own(url)
    for what, growth in (("written", written), ("made a feed of", made)):
        kept = kept and growth <= 100
        print(f"memory for {MANY} events {what}: {growth:.0f} MB above idle, allowed 100")
    return kept


@contextmanager
def _register(meetings: int, series: int) -> Iterator[tuple[Flask, str]]:
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/bench.db"
        app = create_app(load({"DATABASE_URL": url, "MOTEPLASS_SECRET_KEY": "x" * 40}))
        with app.app_context():
            migrate.upgrade(db.engine)
            _fill(db.session(), meetings)
            if series:
                _put_in_series(db.session(), series)
            db.session.remove()
        yield app, url
        with app.app_context():
            db.engine.dispose()


def _in_a_process_of_its_own(url: str) -> float:
    """The peak of a process never falls, so that each figure needs a fresh one."""
    command = [sys.executable, "-m", "benchmarks.calendars", "--memory", url]
    return float(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def _memory_of_a_feed(url: str) -> float:
    """Idle is a worker that has served another feed."""
    client = create_app(load({"DATABASE_URL": url, "MOTEPLASS_SECRET_KEY": "x" * 40})).test_client()
    client.get("/calendar/priorities/1.ics")
    assert client.get("/calendar/forums/empty.ics").status_code == 200
    before = _kilobytes("VmRSS")
    assert client.get("/calendar/all.ics").data.count(b"BEGIN:VEVENT") > MEETINGS
    return (_kilobytes("VmHWM") - before) / 1024


def _kilobytes(what: str) -> int:
    """VmRSS is what the process holds now, VmHWM the most it ever held."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.split(f"{what}:")[1].split()[0])


def _fill(session: Session, meetings: int) -> None:
    forum = Forum(slug="f", name="Arealforum", kind=ForumKind.PROJECT)
    empty = Forum(slug="empty", name="Et annet", kind=ForumKind.PROJECT)
    people = [
        Person(given_name=f"Kari {n}", family_name="Li", email=f"p{n}@example.org", search_text="")
        for n in range(ASKED)
    ]
    session.add_all([forum, empty, *people])
    session.flush()
    start = NOON - timedelta(days=200)
    apart = timedelta(hours=12) if meetings <= MEETINGS else timedelta(hours=1)
    session.execute(
        insert(Meeting),
        [
            {
                "uid": f"{number}@moteplass",
                "forum_id": forum.id,
                "title": f"Møte {number}, om areal og transport",
                "description": "Vi går gjennom status og fordeler oppgaver før sommeren.",
                "starts_at": start + apart * number,
                "ends_at": start + apart * number + timedelta(hours=2),
                "state": MeetingState.PLANNED,
                "place": "Rådhuset, Hamar",
                "online_url": f"https://example.org/mote/{number}",
            }
            for number in range(meetings)
        ],
    )
    ids = session.scalars(select(Meeting.id).order_by(Meeting.id)).all()
    session.execute(
        insert(AgendaItem),
        [
            {"meeting_id": meeting, "position": place, "title": f"Sak {place} om noe"}
            for meeting in ids
            for place in (1, 2, 3)
        ],
    )
    if meetings <= MEETINGS:
        session.execute(
            insert(Participation),
            [{"meeting_id": m, "person_id": p.id} for m in ids for p in people],
        )
    session.commit()


def _put_in_series(session: Session, number: int) -> None:
    """Each of 50 dates in a row; every fifth meeting keeps a title, link and hour of its own."""
    meetings = session.scalars(select(Meeting).order_by(Meeting.id)).all()
    length = len(meetings) // number
    first = (NOON - timedelta(days=200)).date()
    for place in range(number):
        series = Series(
            forum_id=meetings[0].forum_id, repeats="week", every=1,
            rule="FREQ=WEEKLY;INTERVAL=1;BYDAY=" + DAYS[(first + DAY * place).weekday()],
            first_day=first + DAY * place, starts=time(10), ends=time(12), laid_out_to=first,
        )  # fmt: skip
        session.add(series)
        session.flush()
        for date, meeting in enumerate(meetings[place * length : (place + 1) * length]):
            day = series.first_day + DAY * 7 * date
            own = date % 5 == 0
            starts = datetime.combine(day, time(15 if own else 10), tzinfo=OSLO)
            meeting.starts_at = starts.astimezone(UTC)
            meeting.ends_at = (starts + timedelta(hours=2)).astimezone(UTC)
            if not own:
                meeting.title, meeting.online_url = f"Fast møte {place}", None
            session.add(SeriesOccurrence(series_id=series.id, day=day, meeting_id=meeting.id))
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
            meeting.title = f"Endret {perf_counter()}"
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
    before = _kilobytes("VmRSS")
    start = NOON
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
        for number in range(MANY)
    )
    size = sum(map(len, ical.calendar(ical.Frame("x"), many)))
    assert size > 10_000_000
    return (_kilobytes("VmHWM") - before) / 1024


def _timed(work: Callable[[], object]) -> float:
    before = process_time()
    work()
    return process_time() - before


if __name__ == "__main__":
    raise SystemExit(0 if main() else 1)
