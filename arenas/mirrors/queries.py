"""What the mirror and the yield read: who was where, and what may not be named."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from arenas.directory import held
from arenas.directory.kept import kept, revisions
from arenas.graphs.privacy import Withheld, withheld
from arenas.models import (
    Account,
    Activity,
    Meeting,
    Organisation,
    Participation,
    meeting_activity,
)
from arenas.models.enums import MeetingState, Sector
from arenas.visibility import meeting_visible_to
from network.encounters import Gathering
from network.records import Organisation as Known


class Entry(NamedTuple):
    """An organisation of the register."""

    id: int
    slug: str
    name: str
    sector: Sector
    county: str | None
    is_archived: bool


@dataclass(frozen=True)
class Everybody:
    """The organisations by slug, and what may not be named (`arenas.graphs.privacy`).

    Nobody has stood for the ``silent`` ones: there is nothing of theirs to withhold.
    """

    entries: dict[str, Entry]
    hidden: Withheld
    silent: frozenset[str]

    def of(self, sector: Sector) -> set[str]:
        """The slugs of the sector's organisations in use."""
        return {
            slug
            for slug, one in self.entries.items()
            if one.sector is sector and not one.is_archived
        }


def everybody(session: Session) -> Everybody:
    """Three statements, and one while nothing in the register has changed."""
    return kept(session, revisions(session), "everybody", lambda: _everybody(session))


def _everybody(session: Session) -> Everybody:
    rows = session.execute(
        select(
            Organisation.id,
            Organisation.slug,
            Organisation.name,
            Organisation.sector,
            Organisation.county,
            Organisation.archived_at.is_not(None),
        )
    )
    entries = {row[1]: Entry(*row) for row in rows}
    stood: dict[int | None, set[int]] = {}
    for organisation_id, person_id in session.execute(
        select(Participation.organisation_id, Participation.person_id)
        .join(Participation.meeting)
        .where(Meeting.state == MeetingState.HELD, Participation.organisation_id.is_not(None))
        .distinct()
    ):
        stood.setdefault(organisation_id, set()).add(person_id)
    people = {slug: frozenset(stood.get(one.id, ())) for slug, one in entries.items()}
    known = [Known(one.slug, one.name, one.sector.value, one.county) for one in entries.values()]
    silent = frozenset(slug for slug, behind in people.items() if not behind)
    return Everybody(entries, withheld(known, people), silent)


def own_gatherings(session: Session, organisation_id: int) -> list[Gathering]:
    """Every held meeting that the organisation was at, with all that were there. One statement."""
    mine = held.attended(Meeting.id).where(Participation.organisation_id == organisation_id)
    return _gatherings(session, _there().where(Meeting.id.in_(mine)))


def gatherings_up_to(session: Session, meeting: Meeting) -> list[Gathering]:
    """The held meeting and those before it, with those of the present that were there."""
    present = held.attended(Participation.organisation_id).where(Meeting.id == meeting.id)
    found = _there().where(
        Participation.organisation_id.in_(present), Meeting.starts_at <= meeting.starts_at
    )
    return _gatherings(session, found)


def visible(session: Session, viewer: Account, ids: Collection[int]) -> set[int]:
    """Those of the meetings whose page the viewer may open."""
    if not ids:
        return set()
    found = (
        select(Meeting.id)
        .join(Meeting.forum)
        .where(Meeting.id.in_(ids), meeting_visible_to(viewer))
    )
    return set(session.scalars(found))


def meetings_with(session: Session, slugs: Iterable[str]) -> dict[str, int]:
    """In how many held meetings each organisation sat with any of these. One statement."""
    wanted = list(slugs)
    with_them = (
        held.attended(Meeting.id)
        .join(Organisation, Organisation.id == Participation.organisation_id)
        .where(Organisation.slug.in_(wanted))
    )
    rows = session.execute(
        held.attended(Organisation.slug, func.count(Meeting.id.distinct()))
        .join(Organisation, Organisation.id == Participation.organisation_id)
        .where(Meeting.id.in_(with_them))
        .group_by(Organisation.slug)
    )
    return {row[0]: row[1] for row in rows}


def activities(session: Session, meeting_id: int) -> list[Any]:
    """The strategy activities that the meeting worked on."""
    found = (
        select(Activity.id, Activity.number, Activity.text, Activity.text_en)
        .join(meeting_activity, meeting_activity.c.activity_id == Activity.id)
        .where(meeting_activity.c.meeting_id == meeting_id)
        .order_by(Activity.number, Activity.id)
    )
    return list(session.execute(found))


def _there() -> Select[Any]:
    return (
        held.attended(Meeting.id, Meeting.starts_at, Organisation.slug)
        .join(Organisation, Organisation.id == Participation.organisation_id)
        .distinct()
    )


def _gatherings(session: Session, query: Select[Any]) -> list[Gathering]:
    found: dict[int, tuple[datetime, set[str]]] = {}
    for meeting_id, at, slug in session.execute(query):
        found.setdefault(meeting_id, (at, set()))[1].add(slug)
    return [Gathering(number, at, frozenset(slugs)) for number, (at, slugs) in found.items()]
