"""What the pages on accounts show."""

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from arenas.models import Account, Person, SignIn


def accounts(session: Session) -> Sequence[Account]:
    """All accounts with their persons, those in use first."""
    return session.scalars(
        select(Account)
        .options(joinedload(Account.person))
        .order_by(Account.active.desc(), Account.email)
    ).all()


def last_seen(session: Session) -> dict[int, object]:
    """When each account was last seen, by account."""
    rows = session.execute(
        select(SignIn.account_id, func.max(SignIn.last_seen_at)).group_by(SignIn.account_id)
    )
    return {row[0]: row[1] for row in rows}


def people(session: Session) -> list[tuple[str, str]]:
    """(id, name) of those an account can belong to, for a menu."""
    rows = session.execute(
        select(Person.id, Person.family_name, Person.given_name)
        .where(Person.archived_at.is_(None))
        .order_by(Person.family_name, Person.given_name)
    )
    return [(str(person_id), f"{family}, {given}") for person_id, family, given in rows]
