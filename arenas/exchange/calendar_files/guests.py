"""Who the addresses of a calendar file are: people by address, organisations by mail domain."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from urllib.parse import urlsplit

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from arenas.errors import N_, Refusal
from arenas.exchange.ics.wording import Guest
from arenas.models import Affiliation, MailDomain, Organisation, Person
from arenas.text import search_text

MANY = 1000
# fmt: off
OPEN_TO_ALL = frozenset(
    {
        "gmail.com", "googlemail.com", "outlook.com", "hotmail.com", "hotmail.no", "live.com",
        "live.no", "msn.com", "yahoo.com", "yahoo.no", "icloud.com", "me.com", "mac.com",
        "online.no", "broadpark.no", "getmail.no", "proton.me", "protonmail.com", "gmx.com",
    }
)
# fmt: on
"""Where anybody can have an address: they say nothing of an organisation."""


@dataclass(frozen=True)
class Unknown:
    """A mail domain that nobody has taught, how many address it, and the likely organisation."""

    domain: str
    guests: int
    suggested: int | None = None


@dataclass(frozen=True)
class Known:
    """``people``: person by address. ``domains``: organisation by mail domain.

    ``new`` are the guests who can be put on record, ``unknown`` the domains that would have to
    be taught first, ``private`` the guests who cannot be placed by their domain.
    """

    people: Mapping[str, int]
    domains: Mapping[str, int]
    new: Sequence[Guest] = ()
    unknown: Sequence[Unknown] = ()
    private: Sequence[Guest] = ()


def domain_of(email: str) -> str:
    return email.rpartition("@")[2]


def known(session: Session, guests: Sequence[Guest]) -> Known:
    """Look the guests up."""
    people = _people(session, [guest.email for guest in guests])
    rows = session.execute(select(MailDomain.domain, MailDomain.organisation_id))
    domains = {row.domain: row.organisation_id for row in rows}
    strangers = [guest for guest in guests if guest.email not in people]
    private = [one for one in strangers if domain_of(one.email) in OPEN_TO_ALL]
    rest = [one for one in strangers if domain_of(one.email) not in OPEN_TO_ALL]
    new = [one for one in rest if domain_of(one.email) in domains]
    counted = Counter(domain for one in rest if (domain := domain_of(one.email)) not in domains)
    return Known(people, domains, new, _unknown(session, counted), private)


def teach(session: Session, taught: Mapping[str, int]) -> None:
    """Remember whose the domains are.

    Raises
    ------
    Refusal
        If a domain is open to all, or an organisation is not on record.
    """
    there = set(
        session.scalars(select(Organisation.id).where(Organisation.id.in_(taught.values())))
    )
    for domain, organisation in taught.items():
        if domain in OPEN_TO_ALL:
            raise Refusal(
                N_("Hvem som helst kan ha en adresse på %(domain)s, så den hører ikke til noen."),
                domain=domain,
            )
        if organisation not in there:
            raise Refusal(N_("Organisasjonen for %(domain)s finnes ikke."), domain=domain)
        session.merge(MailDomain(domain=domain, organisation_id=organisation))
    session.flush()


def put_on_record(session: Session, found: Known) -> dict[str, int]:
    """Make the new ones; returns the person by address, of those known before as well."""
    made = []
    for guest in found.new:
        given, _, family = (guest.name or guest.email.partition("@")[0]).rpartition(" ")
        made.append(
            Person(
                given_name=(given or family)[:100],
                family_name=(family if given else "–")[:100],
                email=guest.email,
                search_text=search_text(guest.name, guest.email),
            )
        )
    session.add_all(made)
    session.flush()
    rows = [
        {"person_id": one.id, "organisation_id": found.domains[domain_of(one.email or "")]}
        for one in made
    ]
    if rows:
        session.execute(insert(Affiliation), rows)
    return {**found.people, **{one.email: one.id for one in made if one.email}}


@dataclass
class Places:
    """Whom a person stands for on a day: the newest affiliation, else the domain's."""

    domains: Mapping[str, int]
    by_person: dict[int, list[tuple[date | None, date | None, int]]] = field(default_factory=dict)

    def of(self, person: int, email: str, day: date) -> int | None:
        found = None
        for since, until, organisation in self.by_person.get(person, ()):
            if (since is None or since <= day) and (until is None or until >= day):
                found = organisation
        return found if found is not None else self.domains.get(domain_of(email))


def places(session: Session, people: Sequence[int], domains: Mapping[str, int]) -> Places:
    found = Places(domains, defaultdict(list))
    for start in range(0, len(people), MANY):
        rows = session.execute(
            select(
                Affiliation.person_id,
                Affiliation.active_from,
                Affiliation.active_to,
                Affiliation.organisation_id,
            )
            .where(Affiliation.person_id.in_(people[start : start + MANY]))
            .order_by(Affiliation.active_from.nulls_first(), Affiliation.id)
        )
        for person, since, until, organisation in rows:
            found.by_person[person].append((since, until, organisation))
    return found


def _people(session: Session, emails: Sequence[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for start in range(0, len(emails), MANY):
        rows = session.execute(
            select(Person.email, Person.id).where(
                Person.email.in_(emails[start : start + MANY]), Person.archived_at.is_(None)
            )
        )
        found |= {email: person for email, person in rows if email}
    return found


def _unknown(session: Session, counted: Mapping[str, int]) -> list[Unknown]:
    if not counted:
        return []
    likely = _likely(session, counted)
    ordered = sorted(counted.items(), key=lambda one: (-one[1], one[0]))
    return [Unknown(domain, number, likely.get(domain)) for domain, number in ordered]


def _likely(session: Session, counted: Mapping[str, int]) -> dict[str, int]:
    """By the organisation's own website, else where most people with such an address are."""
    seen: dict[str, Counter[int]] = defaultdict(Counter)
    for email, organisation in session.execute(
        select(Person.email, Affiliation.organisation_id)
        .join(Affiliation.person)
        .where(Person.email.is_not(None), Affiliation.active_to.is_(None))
    ):
        if (domain := domain_of(email or "")) in counted:
            seen[domain][organisation] += 1
    found = {domain: organisations.most_common(1)[0][0] for domain, organisations in seen.items()}
    for organisation, website in session.execute(
        select(Organisation.id, Organisation.website).where(Organisation.website.is_not(None))
    ):
        host = (urlsplit(website or "").hostname or "").removeprefix("www.")
        if host in counted:
            found[host] = organisation
    return found
