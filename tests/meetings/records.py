"""Records for these tests: each function puts one on record with what the test does not say."""

from datetime import UTC, date, datetime, time
from itertools import count
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from arenas.meetings import services
from arenas.meetings.details import Details
from arenas.meetings.when import When
from arenas.models import (
    Account,
    Affiliation,
    Forum,
    ForumMember,
    Meeting,
    Organisation,
    Participation,
    Person,
)
from arenas.models.enums import (
    ForumKind,
    MeetingMode,
    MeetingState,
    Role,
    Sector,
    Visibility,
)
from arenas.text import search_text, slug

OSLO = ZoneInfo("Europe/Oslo")
DAY = date(2025, 12, 8)
NUMBERS = count(1)


def kept(session: Session, record: Any) -> Any:
    session.add(record)
    session.flush()
    return record


def make_forum(session: Session, name: str = "Styret", **other: Any) -> Forum:
    values = {"kind": ForumKind.POLITICAL, "visibility": Visibility.PUBLIC} | other
    return kept(session, Forum(slug=slug(name), name=name, search_text=search_text(name), **values))


def make_account(
    session: Session, role: Role = Role.COORDINATOR, person: Person | None = None
) -> Account:
    email = f"{role}{next(NUMBERS)}@example.org"
    return kept(session, Account(email=email, role=role, person_id=person.id if person else None))


def make_organisation(
    session: Session, name: str = "Ås kommune", sector: Sector = Sector.MUNICIPALITY
) -> Organisation:
    return kept(session, Organisation(slug=slug(name), name=name, sector=sector))


def make_person(
    session: Session,
    name: str = "Åse Østby",
    organisation: Organisation | None = None,
    since: date | None = None,
    until: date | None = None,
) -> Person:
    given, family = name.rsplit(" ", 1)
    person = kept(
        session, Person(given_name=given, family_name=family, search_text=search_text(name))
    )
    if organisation is not None:
        kept(
            session,
            Affiliation(
                person_id=person.id,
                organisation_id=organisation.id,
                active_from=since,
                active_to=until,
            ),
        )
    return person


def make_seat(
    session: Session, forum: Forum, person: Person, organisation: Organisation, **other: Any
) -> ForumMember:
    return kept(
        session,
        ForumMember(
            forum_id=forum.id, person_id=person.id, organisation_id=organisation.id, **other
        ),
    )


def make_participation(
    session: Session, meeting: Meeting, person: Person, organisation: Organisation, **other: Any
) -> Participation:
    return kept(
        session,
        Participation(
            meeting_id=meeting.id, person_id=person.id, organisation_id=organisation.id, **other
        ),
    )


def at(day: date = DAY, starts: str = "12:00", ends: str = "14:00") -> When:
    return When.timed((day, time.fromisoformat(starts)), (day, time.fromisoformat(ends)), OSLO)


def details(forum: Forum, **other: Any) -> Details:
    values: dict[str, Any] = {
        "when": at(),
        "mode": MeetingMode.PHYSICAL,
        "title": "Budsjettmøte",
        "place": "Rådhuset",
    }
    return Details(forum_id=forum.id, **values | other)


def make_meeting(
    session: Session,
    forum: Forum,
    state: MeetingState = MeetingState.PLANNED,
    **other: Any,
) -> Meeting:
    actor = other.pop("actor", None) or make_account(session, Role.COORDINATOR)
    meeting = services.create(session, details(forum, **other), actor=actor, overlap_is_meant=True)
    meeting.state = state
    session.flush()
    return meeting


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[arg-type]
