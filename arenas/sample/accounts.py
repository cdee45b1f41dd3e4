"""The sample's accounts: one a role, two of them seated where their role usually sits."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from arenas.accounts.passwords import hash_password
from arenas.models import Account, Person
from arenas.models.enums import Role
from arenas.sample.loader import SAMPLE_ACCOUNTS

# Which of the invented people signs in: a director, a coordinator, and an adviser who sits in an
# internal forum and public ones and is asked to a coming meeting.
SEATS = {Role.LEADERSHIP: "p0288", Role.COORDINATOR: "p0295", Role.MEMBER: "p0289"}


def create(session: Session, password: str) -> None:
    """Create the sample accounts, all with the same password."""
    seats = select(Person.external_id, Person.id).where(Person.external_id.in_(SEATS.values()))
    people = dict(session.execute(seats).all())
    password_hash = hash_password(password)
    session.add_all(
        Account(
            email=email,
            role=role,
            password_hash=password_hash,
            person_id=people.get(SEATS.get(role, "")),
        )
        for email, role in SAMPLE_ACCOUNTS.items()
    )
    session.flush()
