"""Use cases that change organisations. They flush; the one who calls commits."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session, selectinload

from arenas import audit, versions
from arenas.database import now
from arenas.directory import rules
from arenas.errors import N_, Conflict, Refusal, UnknownRecord
from arenas.models import (
    Account,
    Affiliation,
    ForumMember,
    Organisation,
    OrganisationAlias,
    Participation,
)
from arenas.models.enums import Membership, Sector
from arenas.revision import CALENDAR, NETWORK, raise_revision
from arenas.text import normalise, search_text, slug

KIND = "organisation"
MAX_ALIASES = 50
RESERVED = {"new"}  # addresses of pages


@dataclass(frozen=True)
class OrganisationDetails:
    """What people write about an organisation; coordinates are degrees (WGS 84)."""

    name: str
    sector: Sector
    short_name: str | None = None
    aliases: tuple[str, ...] = ()
    orgnr: str | None = None
    municipality_code: str | None = None
    county: str | None = None
    lat: float | None = None
    lon: float | None = None
    website: str | None = None
    membership: Membership = Membership.UNKNOWN
    member_from: date | None = None
    member_until: date | None = None
    note: str | None = None

    def checked(self) -> "OrganisationDetails":
        """The same as it is stored; raises Refusal at the first rule that is broken."""
        rules.period(self.member_from, self.member_until, "member_until")
        if (self.lat is None) != (self.lon is None):
            raise Refusal(
                N_("Skriv både breddegrad og lengdegrad, eller ingen av dem."),
                field="lon" if self.lon is None else "lat",
            )
        return replace(
            self,
            name=rules.name(self.name, "name", 200),
            short_name=rules.optional_name(self.short_name, "short_name", 60),
            aliases=_aliases(self.aliases),
            orgnr=rules.orgnr(self.orgnr),
            municipality_code=rules.municipality_code(self.municipality_code),
            county=rules.optional_name(self.county, "county", 60),
            lat=rules.degrees(self.lat, "lat", 90),
            lon=rules.degrees(self.lon, "lon", 180),
            website=rules.website(self.website),
            note=rules.paragraphs(self.note),
        )


class Duplicate(Conflict):
    """Another organisation has the name or the number; ``existing`` leads to it."""

    def __init__(self, text: str, field: str, existing: Organisation) -> None:
        super().__init__(text, field=field, name=existing.name)
        self.existing = existing.slug


@dataclass(frozen=True)
class Uses:
    """What would lose its organisation if it were deleted, in numbers."""

    affiliations: int
    seats: int
    participations: int

    def __bool__(self) -> bool:
        return bool(self.affiliations or self.seats or self.participations)


def create(session: Session, details: OrganisationDetails, actor: Account | None) -> Organisation:
    """Put an organisation on record.

    Raises
    ------
    Refusal
        If a detail breaks a rule; the error names the field.
    Duplicate
        If the name or the organisation number is taken.
    """
    details = details.checked()
    _refuse_duplicates(session, details, None)
    organisation = Organisation(slug=_free_slug(session, details.name), aliases=[])
    _write(organisation, details)
    session.add(organisation)
    session.flush()
    _tell(session, actor, "organisation.create", organisation)
    return organisation


def edit(
    session: Session,
    organisation: Organisation,
    details: OrganisationDetails,
    *,
    version: int,
    actor: Account | None,
) -> bool:
    """Change an organisation, made from ``version``. False if nothing was changed.

    Raises
    ------
    ChangedMeanwhile
        If somebody else saved it first.
    Refusal, Duplicate
        As `create`.
    """
    versions.check(organisation, version)
    details = details.checked()
    _refuse_duplicates(session, details, organisation.id)
    before = details_of(organisation)
    if before == details:
        return False
    _write(organisation, details)
    versions.touch(organisation)
    versions.flush(session)
    changed = [
        field
        for field in OrganisationDetails.__dataclass_fields__
        if getattr(before, field) != getattr(details, field)
    ]
    _tell(session, actor, "organisation.edit", organisation, fields=changed)
    return True


def archive(session: Session, organisation: Organisation, actor: Account | None) -> None:
    """Take it out of lists and choices; its history stays. A second call changes nothing."""
    if organisation.archived_at is None:
        organisation.archived_at = now()
        versions.flush(session)
        _tell(session, actor, "organisation.archive", organisation)


def restore(session: Session, organisation: Organisation, actor: Account | None) -> None:
    if organisation.archived_at is not None:
        organisation.archived_at = None
        versions.flush(session)
        _tell(session, actor, "organisation.restore", organisation)


def delete(session: Session, organisation: Organisation, actor: Account | None) -> None:
    """Take away an organisation that nothing refers to.

    Raises
    ------
    Conflict
        If people, seats or meetings refer to it: then it can be archived.
    """
    if uses(session, organisation.id):
        raise Conflict(
            N_("%(name)s er i bruk og kan ikke slettes. Den kan arkiveres."),
            name=organisation.name,
        )
    session.delete(organisation)
    versions.flush(session)
    _tell(session, actor, "organisation.delete", organisation)


def uses(session: Session, organisation_id: int) -> Uses:
    counts = (
        select(func.count())
        .select_from(model)
        .where(model.organisation_id == organisation_id)
        .scalar_subquery()
        for model in (Affiliation, ForumMember, Participation)
    )
    return Uses(*session.execute(select(*counts)).one())


def by_slug(session: Session, address: str) -> Organisation:
    """The organisation with its aliases, to be changed.

    Raises
    ------
    UnknownRecord
        If there is none.
    """
    organisation = session.scalar(
        select(Organisation)
        .where(Organisation.slug == address)
        .options(selectinload(Organisation.aliases))
    )
    if organisation is None:
        raise UnknownRecord(N_("Organisasjonen finnes ikke."))
    return organisation


def details_of(organisation: Organisation) -> OrganisationDetails:
    """What is on record, in the form in which it is written."""
    fields = {
        field: getattr(organisation, field)
        for field in OrganisationDetails.__dataclass_fields__
        if field != "aliases"
    }
    return OrganisationDetails(
        **fields, aliases=tuple(sorted(alias.name for alias in organisation.aliases))
    )


def _aliases(lines: Iterable[str]) -> tuple[str, ...]:
    names: dict[str, str] = {}
    for each in lines:
        if alias := rules.optional_name(each, "aliases", 200):
            names.setdefault(normalise(alias), alias)
    if len(names) > MAX_ALIASES:
        raise Refusal(N_("Skriv høyst %(most)d andre navn."), field="aliases", most=MAX_ALIASES)
    return tuple(sorted(names.values()))


def _write(organisation: Organisation, details: OrganisationDetails) -> None:
    for field in OrganisationDetails.__dataclass_fields__:
        if field != "aliases":
            setattr(organisation, field, getattr(details, field))
    kept = {alias.name: alias for alias in organisation.aliases}
    organisation.aliases = [
        kept.get(name) or OrganisationAlias(name=name) for name in details.aliases
    ]
    organisation.search_text = search_text(
        details.name, details.short_name, details.orgnr, *details.aliases
    )


def _refuse_duplicates(session: Session, details: OrganisationDetails, own: int | None) -> None:
    wanted = normalise(details.name)
    same = select(Organisation).where(
        Organisation.search_text.startswith(wanted, autoescape=True), Organisation.id != (own or 0)
    )
    for other in session.scalars(same):
        if normalise(other.name) == wanted:
            raise Duplicate(N_("%(name)s står allerede i registeret."), "name", other)
    if details.orgnr is None:
        return
    holder = session.scalar(
        select(Organisation).where(
            Organisation.orgnr == details.orgnr, Organisation.id != (own or 0)
        )
    )
    if holder is not None:
        raise Duplicate(N_("Organisasjonsnummeret tilhører %(name)s."), "orgnr", holder)


def _free_slug(session: Session, text: str) -> str:
    """The name as an address; -2, -3 ... where another has it (also archived ones)."""
    wanted = slug(text)[:74].strip("-") or KIND
    wanted = f"{wanted}-{KIND}" if wanted in RESERVED else wanted
    taken = set(
        session.scalars(select(Organisation.slug).where(Organisation.slug.startswith(wanted)))
    )
    return next(
        address
        for number in range(1, len(taken) + 2)
        if (address := wanted if number == 1 else f"{wanted}-{number}") not in taken
    )


def _tell(
    session: Session, actor: Account | None, action: str, organisation: Organisation, **what: object
) -> None:
    audit.record(session, actor, action, KIND, organisation.id, **what)
    raise_revision(session, CALENDAR)
    raise_revision(session, NETWORK)
