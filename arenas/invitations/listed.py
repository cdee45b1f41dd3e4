"""The people of a pasted list: who of them is on record, and putting the others there."""

from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from arenas.errors import N_, Refusal
from arenas.invitations.pasted import Bad, Line, lines
from arenas.mail.services import spellings
from arenas.meetings.participants import active_on
from arenas.models import Affiliation, Organisation, OrganisationAlias, Person
from arenas.text import search_text

MANY = 1000
Pairs = dict[int, int | None]
"""Whom to ask, and on behalf of which organisation."""


@dataclass
class Found:
    """Who was found, the lines whose people are not on record yet, and what is wrong."""

    pairs: Pairs = field(default_factory=dict)
    unknown: list[tuple[Line, int]] = field(default_factory=list)
    bad: list[Bad] = field(default_factory=list)


class BadLines(Refusal):
    """Lines of the list are wrong; ``bad`` says which and how."""

    def __init__(self, bad: list[Bad]) -> None:
        super().__init__(N_("Ingen er lagt til ennå. Rett linjene i listen."), field="pasted")
        self.bad = bad


def read(session: Session, text: str, day: date) -> Found:
    """Find each person of the list, or what is wrong, by line; nothing is changed.

    Raises
    ------
    Refusal
        If the list is too long.
    """
    into = Found()
    found, bad = lines(text)
    if not found and not bad:
        return into
    people = _people(session, [line.email for line in found])
    names = _organisations(session)
    known = places(session, list(people.values()), day)
    for line in found:
        person = people.get(line.email)
        organisation = names.get(line.organisation.casefold()) if line.organisation else None
        if line.organisation and organisation is None:
            words = N_("Organisasjonen «%(name)s» er ikke i registeret.")
            bad.append(Bad(line.number, words, {"name": line.organisation[:80]}))
        elif person is not None:
            organisation = organisation or known.get(person)
            if organisation is None:
                bad.append(Bad(line.number, N_("Skriv hvilken organisasjon personen er fra.")))
            else:
                into.pairs.setdefault(person, organisation)
        elif not line.name or organisation is None:
            words = N_("Adressen er ukjent: skriv navn; adresse; organisasjon.")
            bad.append(Bad(line.number, words))
        else:
            into.unknown.append((line, organisation))
    into.bad = sorted(bad, key=lambda one: one.number)
    return into


def _people(session: Session, emails: list[str]) -> dict[str, int]:
    known: dict[str, int] = {}
    written = {one: email for email in emails for one in spellings(email)}
    names = list(written)
    for start in range(0, len(names), MANY):
        rows = session.execute(
            select(Person.email, Person.id).where(
                Person.email.in_(names[start : start + MANY]), Person.archived_at.is_(None)
            )
        )
        known |= {written[email]: person for email, person in rows if email}
    return known


def _organisations(session: Session) -> dict[str, int]:
    """By every name they are found by."""
    names: dict[str, int] = {}
    for name, organisation in session.execute(
        select(OrganisationAlias.name, OrganisationAlias.organisation_id)
    ):
        names[name.casefold()] = organisation
    for row in session.execute(
        select(Organisation.id, Organisation.name, Organisation.short_name, Organisation.slug)
    ):
        names |= {name.casefold(): row.id for name in row[1:] if name}
    return names


def places(session: Session, people: list[int], day: date) -> dict[int, int]:
    """The organisation of each on the day; of several the newest."""
    found: dict[int, int] = {}
    for start in range(0, len(people), MANY):
        for person, organisation in session.execute(
            select(Affiliation.person_id, Affiliation.organisation_id)
            .where(
                Affiliation.person_id.in_(people[start : start + MANY]),
                active_on(Affiliation, day),
            )
            .order_by(Affiliation.active_from, Affiliation.id)
        ):
            found[person] = organisation
    return found


def make(session: Session, unknown: list[tuple[Line, int]]) -> Pairs:
    """Put these people on record, each with a place in the organisation of the line."""
    made = []
    for line, organisation in unknown:
        given, _, family = line.name.rpartition(" ")
        person = Person(
            given_name=(given or family)[:100],
            family_name=(family if given else "–")[:100],
            email=line.email,
            search_text=search_text(line.name, line.email),
        )
        made.append((person, organisation))
    session.add_all([person for person, _ in made])
    session.flush()
    session.add_all([Affiliation(person_id=person.id, organisation_id=at) for person, at in made])
    session.flush()
    return {person.id: organisation for person, organisation in made}
