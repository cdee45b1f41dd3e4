"""Use cases that change people. They flush; the one who calls commits."""

from dataclasses import dataclass, replace

from sqlalchemy import func, select
from sqlalchemy.orm import Session, selectinload

from arenas import audit, versions
from arenas.database import now
from arenas.directory import rules
from arenas.directory.people import places
from arenas.errors import N_, Conflict, UnknownRecord
from arenas.models import Account, ForumMember, Participation, Person
from arenas.models.enums import Language
from arenas.revision import NETWORK, raise_revision
from arenas.text import search_text

KIND = "person"


@dataclass(frozen=True)
class PersonDetails:
    given_name: str
    family_name: str
    email: str | None = None
    phone: str | None = None
    language: Language = Language.BOKMAL
    note: str | None = None

    def checked(self) -> "PersonDetails":
        """The same as it is stored; raises Refusal at the first rule that is broken."""
        return replace(
            self,
            given_name=rules.name(self.given_name, "given_name", 100),
            family_name=rules.name(self.family_name, "family_name", 100),
            email=rules.email(self.email),
            phone=rules.phone(self.phone),
            note=rules.paragraphs(self.note),
        )


class Duplicate(Conflict):
    """Another person has the mail address; ``existing`` leads to the record."""

    def __init__(self, existing: Person) -> None:
        super().__init__(N_("E-postadressen tilhører %(name)s."), field="email", name=existing.name)
        self.existing = existing.id


@dataclass(frozen=True)
class Uses:
    """What would lose its person if the record were deleted, in numbers."""

    seats: int
    participations: int
    accounts: int

    def __bool__(self) -> bool:
        return bool(self.seats or self.participations or self.accounts)


def create(
    session: Session,
    details: PersonDetails,
    actor: Account | None,
    affiliation: places.AffiliationDetails | None = None,
) -> Person:
    """Put a person on record, with a first affiliation if one is given.

    Raises
    ------
    Refusal
        If a detail breaks a rule; the error names the field.
    Duplicate
        If the mail address is taken.
    """
    details = details.checked()
    _refuse_duplicate(session, details, None)
    person = Person(affiliations=[])
    _write(person, details)
    session.add(person)
    if affiliation is not None:
        person.affiliations.append(places.made(session, affiliation))
    session.flush()
    _tell(session, actor, "person.create", person.id)
    return person


def edit(
    session: Session,
    person: Person,
    details: PersonDetails,
    *,
    version: int,
    actor: Account | None,
) -> bool:
    """Change a person, made from ``version``. False if nothing was changed.

    Raises
    ------
    ChangedMeanwhile
        If somebody else saved the record first.
    Refusal, Duplicate
        As `create`.
    """
    versions.check(person, version)
    details = details.checked()
    _refuse_duplicate(session, details, person.id)
    before = details_of(person)
    if before == details:
        return False
    _write(person, details)
    versions.flush(session)
    changed = [
        field
        for field in PersonDetails.__dataclass_fields__
        if getattr(before, field) != getattr(details, field)
    ]
    _tell(session, actor, "person.edit", person.id, fields=changed)
    return True


def archive(session: Session, person: Person, actor: Account | None) -> None:
    """Take the person out of lists and choices; the history stays."""
    if person.archived_at is None:
        person.archived_at = now()
        versions.flush(session)
        _tell(session, actor, "person.archive", person.id)


def restore(session: Session, person: Person, actor: Account | None) -> None:
    if person.archived_at is not None:
        person.archived_at = None
        versions.flush(session)
        _tell(session, actor, "person.restore", person.id)


def delete(session: Session, person: Person, actor: Account | None) -> None:
    """Take away a person who sat nowhere and met nobody, with the affiliations.

    Raises
    ------
    Conflict
        If forums, meetings or an account refer to the person: then archive.
    """
    if uses(session, person.id):
        raise Conflict(
            N_("%(name)s er i bruk og kan ikke slettes. Personen kan arkiveres."), name=person.name
        )
    session.delete(person)
    versions.flush(session)
    _tell(session, actor, "person.delete", person.id)


def note_view(session: Session, viewer: Account, person_id: int) -> None:
    """Write who opened whose page, and when: never what stood there. One's own is not noted."""
    if viewer.person_id != person_id:
        audit.record(session, viewer, "person.view", KIND, person_id)
        session.flush()


def uses(session: Session, person_id: int) -> Uses:
    counts = (
        select(func.count())
        .select_from(model)
        .where(model.person_id == person_id)
        .scalar_subquery()
        for model in (ForumMember, Participation, Account)
    )
    return Uses(*session.execute(select(*counts)).one())


def by_id(session: Session, person_id: int) -> Person:
    """The person with the affiliations, to be changed.

    Raises
    ------
    UnknownRecord
        If there is none.
    """
    person = session.scalar(
        select(Person).where(Person.id == person_id).options(selectinload(Person.affiliations))
    )
    if person is None:
        raise UnknownRecord(N_("Personen finnes ikke."))
    return person


def details_of(person: Person) -> PersonDetails:
    return PersonDetails(
        **{field: getattr(person, field) for field in PersonDetails.__dataclass_fields__}
    )


def _write(person: Person, details: PersonDetails) -> None:
    """The mail address is no part of the search text: not all who search may see it."""
    for field in PersonDetails.__dataclass_fields__:
        setattr(person, field, getattr(details, field))
    person.search_text = search_text(details.given_name, details.family_name)


def _refuse_duplicate(session: Session, details: PersonDetails, own: int | None) -> None:
    if details.email is None:
        return
    holder = session.scalar(
        select(Person).where(Person.email == details.email, Person.id != (own or 0))
    )
    if holder is not None:
        raise Duplicate(holder)


def _tell(
    session: Session, actor: Account | None, action: str, person_id: int, **what: object
) -> None:
    audit.record(session, actor, action, KIND, person_id, **what)
    raise_revision(session, NETWORK)
