"""Short ways to put organisations, people and meetings on record for a test."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import select

from arenas.directory.organisations import services as organisations
from arenas.directory.organisations.services import OrganisationDetails
from arenas.directory.people import services as people
from arenas.directory.people.places import AffiliationDetails
from arenas.directory.people.services import PersonDetails
from arenas.models import Account, Forum, Meeting, Participation
from arenas.models.enums import Attendance, ForumKind, MeetingState, Role, Sector, Visibility


def details(name="Ås kommune", sector=Sector.MUNICIPALITY, **others):
    return OrganisationDetails(name=name, sector=sector, **others)


def organisation(session, name="Ås kommune", sector=Sector.MUNICIPALITY, **others):
    return organisations.create(session, details(name, sector, **others), None)


def person(session, name="Kari Nordmann", place=None, title=None, **others):
    given, _, family = name.partition(" ")
    affiliation = AffiliationDetails(place.id, title) if place is not None else None
    return people.create(session, PersonDetails(given, family, **others), None, affiliation)


def account(session, role=Role.COORDINATOR, person=None):
    made = Account(
        email=f"{role}-{person.id if person else 0}@example.org",
        role=role,
        person_id=person.id if person else None,
    )
    session.add(made)
    session.flush()
    return made


def forum(session, name="Styret", visibility=Visibility.PUBLIC):
    made = session.scalar(select(Forum).where(Forum.slug == name.lower()))
    made = made or Forum(
        slug=name.lower(), name=name, kind=ForumKind.POLITICAL, visibility=visibility
    )
    session.add(made)
    session.flush()
    return made


def meeting(session, at, *there, state=MeetingState.HELD, where=None, present=Attendance.PRESENT):
    """A meeting of an hour on the day ``at`` (UTC noon); ``there``: (person, organisation)."""
    starts = datetime(at.year, at.month, at.day, 12, tzinfo=UTC)
    made = Meeting(
        forum=where or forum(session),
        title=f"Møte {at:%d.%m.%Y}",
        starts_at=starts,
        ends_at=starts + timedelta(hours=1),
        state=state,
        participations=[
            Participation(person_id=who.id, organisation_id=place.id, attendance=present)
            for who, place in there
        ],
    )
    session.add(made)
    session.flush()
    return made
