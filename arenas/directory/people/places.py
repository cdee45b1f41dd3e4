"""Use cases on a person's places in organisations over time. They flush; the caller commits."""

from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy.orm import Session

from arenas import audit, versions
from arenas.directory import rules
from arenas.errors import N_, UnknownRecord
from arenas.models import Account, Affiliation, Organisation, Person
from arenas.revision import NETWORK, raise_revision


@dataclass(frozen=True)
class AffiliationDetails:
    """A place in an organisation, both days included; None: since always, until further notice."""

    organisation_id: int
    title: str | None = None
    active_from: date | None = None
    active_to: date | None = None

    def checked(self) -> "AffiliationDetails":
        rules.period(self.active_from, self.active_to, "active_to")
        return replace(self, title=rules.optional_name(self.title, "title", 120))


def add(
    session: Session, person: Person, details: AffiliationDetails, actor: Account | None
) -> Affiliation:
    """Add a place in an organisation. Overlapping ones are allowed: people wear two hats."""
    affiliation = made(session, details)
    person.affiliations.append(affiliation)
    versions.touch(person)
    versions.flush(session)
    _tell(session, actor, "affiliation.create", person.id, affiliation=affiliation.id)
    return affiliation


def edit(
    session: Session,
    person: Person,
    affiliation_id: int,
    details: AffiliationDetails,
    *,
    version: int,
    actor: Account | None,
) -> None:
    """Correct or end a place in an organisation, made from the person's ``version``.

    Raises
    ------
    UnknownRecord
        If the affiliation is not this person's, or the organisation does not exist.
    ChangedMeanwhile
        If somebody else saved the person first.
    """
    affiliation = of(person, affiliation_id)
    versions.check(person, version)
    changed = made(session, details)
    for field in AffiliationDetails.__dataclass_fields__:
        setattr(affiliation, field, getattr(changed, field))
    versions.touch(person)
    versions.flush(session)
    _tell(session, actor, "affiliation.edit", person.id, affiliation=affiliation_id)


def remove(session: Session, person: Person, affiliation_id: int, actor: Account | None) -> None:
    """Take away one that was written by mistake; one that is over is ended instead."""
    person.affiliations.remove(of(person, affiliation_id))
    versions.touch(person)
    versions.flush(session)
    _tell(session, actor, "affiliation.delete", person.id, affiliation=affiliation_id)


def of(person: Person, affiliation_id: int) -> Affiliation:
    for affiliation in person.affiliations:
        if affiliation.id == affiliation_id:
            return affiliation
    raise UnknownRecord(N_("Tilknytningen finnes ikke."))


def details_of(affiliation: Affiliation) -> AffiliationDetails:
    return AffiliationDetails(
        **{field: getattr(affiliation, field) for field in AffiliationDetails.__dataclass_fields__}
    )


def made(session: Session, details: AffiliationDetails) -> Affiliation:
    """An affiliation that is not yet anybody's; its organisation exists."""
    details = details.checked()
    if session.get(Organisation, details.organisation_id) is None:
        raise UnknownRecord(N_("Organisasjonen finnes ikke."), field="organisation_id")
    return Affiliation(
        **{field: getattr(details, field) for field in AffiliationDetails.__dataclass_fields__}
    )


def _tell(
    session: Session, actor: Account | None, action: str, person_id: int, **what: object
) -> None:
    audit.record(session, actor, action, "person", person_id, **what)
    raise_revision(session, NETWORK)
