"""The register as records of the analysis: four statements, whatever the size."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Row, Select, case, func, select
from sqlalchemy.orm import Session

from arenas.graphs.filters import MeetingFilter
from arenas.graphs.privacy import Withheld, withheld
from arenas.models import Forum, Meeting, Organisation, Participation, PriorityArea, Strategy
from arenas.models.enums import MeetingState, Sector
from arenas.ordering import alphabetical
from network import records


@dataclass(frozen=True)
class Register:
    """What the analysis reads, and the invitations that stand beside it.

    ``records`` holds the organisations that were asked to or came to at least one of the
    meetings; ``never_came`` how many of the meetings each was asked to, for those who
    came to none. ``hidden`` is what may not be named (`arenas.graphs.privacy`).
    """

    records: records.Records
    names: dict[str, str]
    never_came: list[tuple[str, int]]
    hidden: Withheld


def register(session: Session, chosen: MeetingFilter, zone: ZoneInfo) -> Register:
    """The held meetings that ``chosen`` picks, and who was represented there.

    An organisation was at a meeting when at least one person who represented it was
    present or partly present (or as ``chosen.evidence`` says). Archived organisations and
    forums count: history stays.
    """
    meetings = session.execute(_meetings(chosen, zone)).all()
    seats = session.execute(_seats(chosen, zone)).all()
    organisations = session.execute(_organisations({seat.organisation_id for seat in seats})).all()
    slugs = {row.id: row.slug for row in organisations}
    known = [
        records.Organisation(row.slug, row.name, row.sector.value, row.county)
        for row in organisations
    ]
    came = [
        (slugs[seat.organisation_id], str(seat.meeting_id)) for seat in seats if seat.represented
    ]
    return Register(
        records=records.build(
            known,
            [
                records.Event(
                    str(row.id), row.title, row.starts_at.astimezone(zone).date(), row.slug
                )
                for row in meetings
            ],
            came,
        ),
        names={row.slug: row.name for row in organisations},
        never_came=_never_came(slugs, seats, {slug for slug, _ in came}),
        hidden=withheld(known, _people(session, slugs)),
    )


def priorities(session: Session) -> Sequence[Row[int, str, str, str | None]]:
    """Every priority area (id, number, name, name_en), the newest strategy first."""
    return session.execute(
        select(PriorityArea.id, PriorityArea.number, PriorityArea.name, PriorityArea.name_en)
        .join(PriorityArea.strategy)
        .order_by(Strategy.starts_on.desc(), PriorityArea.position)
    ).all()


def forums(session: Session) -> Sequence[Row[int, str, str, str | None]]:
    """Every forum (id, slug, name, name_en), those that are archived too: history stays."""
    return session.execute(
        select(Forum.id, Forum.slug, Forum.name, Forum.name_en).order_by(
            alphabetical(Forum.name), Forum.id
        )
    ).all()


def counties(session: Session) -> Sequence[str]:
    """The counties that organisations lie in, in text order."""
    query = select(Organisation.county).where(Organisation.county.is_not(None)).distinct()
    return sorted(county for county in session.scalars(query) if county)


def spots(session: Session) -> dict[str, tuple[str | None, float | None, float | None]]:
    """Short name, latitude and longitude of every organisation, by slug."""
    rows = session.execute(
        select(Organisation.slug, Organisation.short_name, Organisation.lat, Organisation.lon)
    )
    return {slug: (short, lat, lon) for slug, short, lat, lon in rows}


def _meetings(chosen: MeetingFilter, zone: ZoneInfo) -> Select[int, str, datetime, str]:
    return (
        select(Meeting.id, Meeting.title, Meeting.starts_at, Forum.slug)
        .join(Meeting.forum)
        .where(*chosen.conditions(zone))
    )


def _seats(chosen: MeetingFilter, zone: ZoneInfo) -> Select[int | None, int, Any]:
    """One row an organisation and meeting: asked or there; ``represented`` is 1 if there."""
    represented = func.max(case((chosen.evidence.counts(), 1), else_=0))
    found = (
        select(
            Participation.organisation_id,
            Participation.meeting_id,
            represented.label("represented"),
        )
        .join(Participation.meeting)
        .join(Meeting.forum)
        .where(Participation.organisation_id.is_not(None), *chosen.conditions(zone))
        .group_by(Participation.organisation_id, Participation.meeting_id)
    )
    if chosen.county is None:
        return found
    return found.join(Participation.organisation).where(Organisation.county == chosen.county)


def _organisations(ids: set[int]) -> Select[int, str, str, Sector, str | None]:
    return select(
        Organisation.id,
        Organisation.slug,
        Organisation.name,
        Organisation.sector,
        Organisation.county,
    ).where(Organisation.id.in_(ids))


def _people(session: Session, slugs: dict[int, str]) -> dict[str, frozenset[int]]:
    """Who has stood for each organisation, asked or there, at the held meetings of the register."""
    rows = session.execute(
        select(Participation.organisation_id, Participation.person_id)
        .join(Participation.meeting)
        .where(Meeting.state == MeetingState.HELD, Participation.organisation_id.is_not(None))
        .distinct()
    )
    found: dict[str, set[int]] = {}
    for organisation_id, person_id in rows:
        if organisation_id in slugs:
            found.setdefault(slugs[organisation_id], set()).add(person_id)
    return {slug: frozenset(people) for slug, people in found.items()}


def _never_came(
    slugs: dict[int, str], seats: Sequence[Row[int | None, int, Any]], came: set[str]
) -> list[tuple[str, int]]:
    """Organisations asked to meetings and seen at none, the most often asked first."""
    asked = Counter(slugs[seat.organisation_id] for seat in seats if seat.organisation_id)
    missing = ((slug, count) for slug, count in asked.items() if slug not in came)
    return sorted(missing, key=lambda item: (-item[1], item[0]))
