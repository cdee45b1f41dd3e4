"""Whom to ask, gathered from several places at once; each stands for an organisation.

Forum members, those who came before, organisations (the one who most often stood for each),
a sector, and a pasted list. All or nothing: one bad line, and nobody is asked.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import timedelta

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from arenas import audit
from arenas.errors import N_
from arenas.invitations import services
from arenas.invitations.pasted import Bad, Line, lines
from arenas.meetings.participants import active_on, open_meeting
from arenas.meetings.services import KIND
from arenas.meetings.when import When
from arenas.models import (
    Account,
    Affiliation,
    ForumMember,
    Meeting,
    Organisation,
    OrganisationAlias,
    Participation,
    Person,
)
from arenas.models.enums import MemberRole, ParticipationRole, Response, Sector
from arenas.revision import NETWORK, raise_revision
from arenas.text import search_text

FORMER = timedelta(days=730)
MANY = 1000
Pairs = dict[int, int | None]
"""Whom to ask, and on behalf of which organisation."""


@dataclass(frozen=True)
class Wanted:
    """Where to look for people."""

    members: bool = False
    former: bool = False
    organisations: Collection[int] = ()
    sectors: Collection[Sector] = ()
    pasted: str = ""


@dataclass
class Gathered:
    """How many were asked, were on the list already; and what is wrong, then nobody was."""

    asked: int = 0
    there: int = 0
    bad: list[Bad] = field(default_factory=list)


def gather(session: Session, meeting_id: int, wanted: Wanted, *, actor: Account) -> Gathered:
    """Put them on the meeting's list, and ask them if it is published.

    Raises
    ------
    UnknownRecord, Refusal
        If there is no such meeting, it is cancelled, or the list is too long.
    """
    meeting = open_meeting(session, meeting_id)
    chosen: Pairs = {}
    result = Gathered()
    if wanted.pasted.strip():
        result.bad = _pasted(session, meeting, wanted.pasted, chosen)
        if result.bad:
            return result
    if wanted.members:
        _merge(chosen, _members(session, meeting))
    if wanted.former:
        _merge(chosen, _former(session, meeting))
    if wanted.organisations or wanted.sectors:
        _merge(chosen, _contacts(session, meeting, wanted))
    there = set(
        session.scalars(
            select(Participation.person_id).where(Participation.meeting_id == meeting.id)
        )
    )
    new = {person: organisation for person, organisation in chosen.items() if person not in there}
    result.there, result.asked = len(chosen) - len(new), len(new)
    if new:
        _add(session, meeting, new, actor)
    return result


def _merge(chosen: Pairs, more: Iterable[tuple[int, int | None]]) -> None:
    """What was said of a person first counts: a pasted line before a seat, a seat before a past."""
    for person, organisation in more:
        chosen.setdefault(person, organisation)


def _members(session: Session, meeting: Meeting) -> Iterable[tuple[int, int | None]]:
    rows = session.execute(
        select(ForumMember.person_id, ForumMember.organisation_id)
        .where(
            ForumMember.forum_id == meeting.forum_id,
            ForumMember.role != MemberRole.SUBSTITUTE,
            active_on(ForumMember, When.of(meeting).day),
        )
        .order_by(ForumMember.id)
    )
    return [(person, organisation) for person, organisation in rows]


def _former(session: Session, meeting: Meeting) -> Iterable[tuple[int, int | None]]:
    """Those asked to the forum's meetings of the last two years, as they last stood there."""
    rows = session.execute(
        select(Participation.person_id, Participation.organisation_id)
        .join(Participation.meeting)
        .join(Participation.person)
        .where(
            Meeting.forum_id == meeting.forum_id,
            Meeting.id != meeting.id,
            Meeting.starts_at > meeting.starts_at - FORMER,
            Participation.response != Response.DECLINED,
            Person.archived_at.is_(None),
        )
        .order_by(Meeting.starts_at.desc(), Participation.id)
    )
    return [(person, organisation) for person, organisation in rows]


def _contacts(
    session: Session, meeting: Meeting, wanted: Wanted
) -> Iterable[tuple[int, int | None]]:
    """One for each organisation: who most often stood for it, and can be written to."""
    times = func.count(Participation.id)
    rows = session.execute(
        select(Affiliation.organisation_id, Affiliation.person_id)
        .join(Affiliation.person)
        .join(Affiliation.organisation)
        .outerjoin(
            Participation,
            (Participation.person_id == Affiliation.person_id)
            & (Participation.organisation_id == Affiliation.organisation_id),
        )
        .where(
            Organisation.id.in_(wanted.organisations) | Organisation.sector.in_(wanted.sectors),
            active_on(Affiliation, When.of(meeting).day),
            Person.email.is_not(None),
            Person.archived_at.is_(None),
        )
        .group_by(Affiliation.organisation_id, Affiliation.person_id)
        .order_by(Affiliation.organisation_id, times.desc(), Affiliation.person_id)
    )
    first: dict[int, int] = {}
    for organisation, person in rows:
        first.setdefault(organisation, person)
    return [(person, organisation) for organisation, person in first.items()]


def _pasted(session: Session, meeting: Meeting, text: str, chosen: Pairs) -> list[Bad]:
    """Find or make each person of the list; what is wrong, by line."""
    found, bad = lines(text)
    people = _people(session, [line.email for line in found])
    names = _organisations(session)
    places = _places(session, list(people.values()), meeting)
    unknown: list[tuple[Line, int]] = []
    for line in found:
        person = people.get(line.email)
        organisation = names.get(line.organisation.casefold()) if line.organisation else None
        if line.organisation and organisation is None:
            words = N_("Organisasjonen «%(name)s» er ikke i registeret.")
            bad.append(Bad(line.number, words, {"name": line.organisation[:80]}))
        elif person is not None:
            organisation = organisation or places.get(person)
            if organisation is None:
                bad.append(Bad(line.number, N_("Skriv hvilken organisasjon personen er fra.")))
            else:
                chosen.setdefault(person, organisation)
        elif not line.name or organisation is None:
            words = N_("Adressen er ukjent: skriv navn; adresse; organisasjon.")
            bad.append(Bad(line.number, words))
        else:
            unknown.append((line, organisation))
    if not bad:
        _make(session, unknown, chosen)
    return sorted(bad, key=lambda one: one.number)


def _people(session: Session, emails: list[str]) -> dict[str, int]:
    known: dict[str, int] = {}
    for start in range(0, len(emails), MANY):
        rows = session.execute(
            select(Person.email, Person.id).where(
                Person.email.in_(emails[start : start + MANY]), Person.archived_at.is_(None)
            )
        )
        known |= {email: person for email, person in rows if email}
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


def _places(session: Session, people: list[int], meeting: Meeting) -> dict[int, int]:
    """The organisation of each on the day; of several the newest."""
    places: dict[int, int] = {}
    day = When.of(meeting).day
    for start in range(0, len(people), MANY):
        for person, organisation in session.execute(
            select(Affiliation.person_id, Affiliation.organisation_id)
            .where(
                Affiliation.person_id.in_(people[start : start + MANY]),
                active_on(Affiliation, day),
            )
            .order_by(Affiliation.active_from, Affiliation.id)
        ):
            places[person] = organisation
    return places


def _make(session: Session, unknown: list[tuple[Line, int]], chosen: Pairs) -> None:
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
    chosen.update({person.id: organisation for person, organisation in made})


def _add(session: Session, meeting: Meeting, new: Pairs, actor: Account) -> None:
    rows = [
        {
            "meeting_id": meeting.id,
            "person_id": person,
            "organisation_id": organisation,
            "role": ParticipationRole.PARTICIPANT,
        }
        for person, organisation in new.items()
    ]
    for start in range(0, len(rows), MANY):
        session.execute(insert(Participation), rows[start : start + MANY])
    audit.record(session, actor, "meeting.participant", KIND, meeting.id, added=len(new))
    raise_revision(session, NETWORK)
    services.ask(session, meeting, people=list(new))
