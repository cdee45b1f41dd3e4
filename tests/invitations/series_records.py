"""A monthly series on first Mondays of 2027, called from a forum with two members."""

from datetime import date, time
from typing import Any

import icalendar
import recurring_ical_events
import vobject
from ical.calendar_stream import IcsCalendarStream
from sqlalchemy import select
from sqlalchemy.orm import Session

from arenas.meetings import moving, participants, series, states
from arenas.meetings.recurrence import Pattern, Repeats
from arenas.meetings.when import When
from arenas.models import (
    Account,
    Meeting,
    Organisation,
    Participation,
    Person,
    Series,
    SeriesOccurrence,
)
from arenas.models.enums import Language, MeetingMode, OnHoliday, ParticipationRole, Response
from tests.meetings import records
from tests.meetings.records import OSLO, details

ASE, BO = "ase@example.org", "bo@example.org"
FIRST_MONDAYS = Pattern(
    Repeats.MONTH_WEEKDAY, date(2027, 2, 1), count=6, on_holiday=OnHoliday.SKIP
)  # 1 February, 1 March, 5 April (5 April 2027 is no holiday), 3 May, 7 June; not July; 2 August
DAYS = [date(2027, 2, 1), date(2027, 3, 1), date(2027, 4, 5), date(2027, 5, 3),
        date(2027, 6, 7), date(2027, 8, 2)]  # fmt: skip
HERE = (MeetingMode.PHYSICAL, "Rådhuset", None)


class CalledSeries:
    """The series and those who are asked to all of it."""

    def __init__(self, session: Session, *, publish: bool = True, pattern: Pattern = FIRST_MONDAYS):
        self.session = session
        self.actor: Account = records.make_account(session)
        self.forum = records.make_forum(session, "Klimaforum", name_en="Climate forum")
        self.organisation: Organisation = records.make_organisation(session)
        self.people: dict[str, Person] = {
            "Åse Østby": self.member("Åse Østby"),
            "Bo Li": self.member("Bo Li"),
        }
        plan = series.Plan(
            pattern,
            details(self.forum, title="", mode=MeetingMode.PHYSICAL, place="Rådhuset"),
            time(12),
            time(14),
            with_members=True,
            publish=publish,
        )
        self.series: Series = series.start(session, plan, OSLO, actor=self.actor)
        session.commit()

    def member(self, name: str) -> Person:
        person = self.person(name)
        records.make_seat(self.session, self.forum, person, self.organisation)
        return person

    def person(self, name: str, language: Language = Language.BOKMAL) -> Person:
        person = records.make_person(self.session, name, self.organisation)
        person.email = f"{name.split()[0].lower().replace('å', 'a')}@example.org"
        person.language = language
        self.session.flush()
        return person

    @property
    def meetings(self) -> list[Meeting]:
        return list(
            self.session.scalars(
                select(Meeting)
                .join(SeriesOccurrence)
                .where(SeriesOccurrence.series_id == self.series.id)
                .order_by(SeriesOccurrence.day)
            )
        )

    def on(self, day: date) -> Meeting:
        return self.session.scalars(
            select(Meeting).join(SeriesOccurrence).where(SeriesOccurrence.day == day)
        ).one()

    def add(self, day: date, person: Person) -> None:
        participants.add_person(
            self.session,
            self.on(day).id,
            person_id=person.id,
            organisation_id=self.organisation.id,
            role=ParticipationRole.PARTICIPANT,
            actor=self.actor,
        )

    def remove(self, day: date, name: str) -> None:
        row = self.row(day, name)
        participants.remove(self.session, row.meeting_id, row.id, actor=self.actor)
        self.session.commit()

    def row(self, day: date, name: str) -> Participation:
        return self.session.scalars(
            select(Participation).where(
                Participation.meeting_id == self.on(day).id,
                Participation.person_id == self.people[name].id,
            )
        ).one()

    def answers(self, name: str) -> list[Response]:
        self.session.expire_all()
        return [self.row(day, name).response for day in DAYS]

    def move(self, day: date, to: date, starts: time = time(12), ends: time = time(14)) -> None:
        when = When.timed((to, starts), (to, ends), OSLO)
        moving.move(self.session, self.on(day), when, HERE, actor=self.actor)
        self.session.commit()

    def step(self, day: date, step: str, reason: str | None = None) -> None:
        meeting = self.on(day)
        states.take(
            self.session, meeting.id, step, version=meeting.version, actor=self.actor, reason=reason
        )
        self.session.commit()


def part_of(message: Any) -> bytes:
    """The text/calendar alternative, which every library must be able to read."""
    [part] = [part for part in message.walk() if part.get_content_type() == "text/calendar"]
    data: bytes = part.get_payload(decode=True)
    return data


def events_of(message: Any) -> list[Any]:
    """Its VEVENTs as icalendar has them; vobject and ical must see as many."""
    data = part_of(message)
    events = icalendar.Calendar.from_ical(data).walk("VEVENT")
    assert len(vobject.readOne(data.decode()).vevent_list) == len(events)
    stream = IcsCalendarStream.calendar_from_ics(data.decode())
    assert [one.uid for one in stream.events] == [str(one["UID"]) for one in events]
    return list(events)


def method_of(message: Any) -> str:
    return str(icalendar.Calendar.from_ical(part_of(message))["METHOD"])


def starts_of(message: Any) -> list[str]:
    """When a calendar that has this message alone would show meetings, on Oslo's clocks.

    Two libraries expand the rule, each in its own way, and must agree.
    """
    data = part_of(message)
    between = (date(2026, 1, 1), date(2029, 1, 1))
    calendar = icalendar.Calendar.from_ical(data)
    one = sorted(
        event["DTSTART"].dt.astimezone(OSLO).strftime("%Y-%m-%d %H:%M")
        for event in recurring_ical_events.of(calendar).between(*between)
    )
    stream = IcsCalendarStream.calendar_from_ics(data.decode())
    other = sorted(
        event.start.astimezone(OSLO).strftime("%Y-%m-%d %H:%M")
        for event in stream.timeline.included(*between)
    )
    assert one == other
    return one
