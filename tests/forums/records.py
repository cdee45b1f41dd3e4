"""Short ways to put records into the database, for the tests of forums, strategy and overview."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from arenas.models import (
    Account,
    Activity,
    Affiliation,
    Forum,
    ForumMember,
    Meeting,
    Organisation,
    Participation,
    Person,
    PriorityArea,
    Strategy,
)
from arenas.models.enums import ForumKind, MeetingState, Role, Sector
from arenas.text import search_text, slug

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
TODAY = date(2026, 11, 23)


def stored(session: Session, record: Any) -> Any:
    session.add(record)
    session.flush()
    return record


def a_forum(session: Session, name: str = "Klimanettverket", **given: Any) -> Forum:
    given = {"kind": ForumKind.PROFESSIONAL, "slug": slug(name), **given}
    found_by = search_text(name, given.get("name_en"))
    return stored(session, Forum(name=name, search_text=found_by, **given))


def an_organisation(
    session: Session, name: str = "Halden kommune", sector: Sector = Sector.MUNICIPALITY
) -> Organisation:
    return stored(
        session,
        Organisation(name=name, slug=slug(name), sector=sector, search_text=search_text(name)),
    )


def a_person(
    session: Session,
    name: str = "Åse Ødegård",
    organisation: Organisation | None = None,
    **given: Any,
) -> Person:
    first, _space, last = name.partition(" ")
    person = Person(
        given_name=first, family_name=last, search_text=search_text(name), affiliations=[], **given
    )
    if organisation is not None:
        person.affiliations.append(Affiliation(organisation_id=organisation.id))
    return stored(session, person)


def a_seat(
    session: Session,
    forum: Forum,
    person: Person,
    organisation: Organisation | None = None,
    **given: Any,
) -> ForumMember:
    return stored(
        session,
        ForumMember(
            forum_id=forum.id,
            person_id=person.id,
            organisation_id=organisation.id if organisation else None,
            **given,
        ),
    )


def a_meeting(
    session: Session,
    forum: Forum,
    starts_at: datetime = NOW + timedelta(days=7),
    state: MeetingState = MeetingState.PLANNED,
    **given: Any,
) -> Meeting:
    given = {
        "title": f"Møte i {forum.name}",
        "ends_at": starts_at + timedelta(hours=2),
        "priorities": [],
        "activities": [],
        **given,
    }
    return stored(session, Meeting(forum_id=forum.id, starts_at=starts_at, state=state, **given))


def took_part(
    session: Session,
    meeting: Meeting,
    person: Person,
    organisation: Organisation | None = None,
    **given: Any,
) -> Participation:
    return stored(
        session,
        Participation(
            meeting_id=meeting.id,
            person_id=person.id,
            organisation_id=organisation.id if organisation else None,
            **given,
        ),
    )


def an_account(
    session: Session, role: Role = Role.COORDINATOR, person: Person | None = None
) -> Account:
    email = f"{role.value}-{person.id if person else 0}@example.org"
    return stored(session, Account(email=email, role=role, person_id=person.id if person else None))


def a_strategy(
    session: Session,
    name: str = "Strategi 2025–2028",
    starts_on: date = date(2025, 1, 1),
    ends_on: date = date(2028, 12, 31),
    priorities: dict[str, list[str]] | None = None,
) -> Strategy:
    """``priorities``: name of each area -> texts of its activities; numbers by their place."""
    areas = [
        PriorityArea(
            number=str(place),
            name=area,
            position=place,
            sdgs=[],
            activities=[
                Activity(number=f"{place}.{turn}", text=text, position=turn)
                for turn, text in enumerate(texts, start=1)
            ],
        )
        for place, (area, texts) in enumerate((priorities or {}).items(), start=1)
    ]
    return stored(
        session,
        Strategy(
            name=name, starts_on=starts_on, ends_on=ends_on, priorities=areas, roles=[], sdgs=[]
        ),
    )
