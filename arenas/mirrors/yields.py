"""What a held meeting gave: to those who read everything the whole, to a member the own part."""

from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from arenas.database import now
from arenas.directory.kept import kept, revisions
from arenas.mirrors import access, queries
from arenas.mirrors.queries import Entry, Everybody
from arenas.models import Account, Meeting
from arenas.models.enums import MeetingState, Sector
from arenas.strategy.halves import months_before
from arenas.visibility import reads_all
from network.encounters import MeetingYield, meeting_yield

MONTHS = 12
"""Two that have not met for so long, and do, have revived their tie."""
MOST = 40


@dataclass(frozen=True)
class Gain:
    """``own`` is the organisation it is told for, None for the meeting as a whole.

    ``new`` and ``again`` are counted over all pairs; ``first`` and ``revived`` name the first
    few of them, without those whose organisation may not be named.
    """

    own: Entry | None
    organisations: int
    new: int
    across: int
    bridged: list[tuple[Sector, Sector, int]]
    again: int
    first: list[tuple[Entry, Entry]]
    revived: list[tuple[Entry, Entry, Any]]
    activities: list[Any]


def of_meeting(
    session: Session, viewer: Account | None, meeting: Meeting, zone: ZoneInfo
) -> list[Gain]:
    """One for who reads everything, one for each organisation of a member's that was there."""
    if viewer is None or meeting.state is not MeetingState.HELD:
        return []
    whole = reads_all(viewer)
    own = set() if whole else access.own_ids(session, viewer, now().astimezone(zone).date())
    if not whole and not own:
        return []
    return kept(
        session,
        revisions(session),
        ("yield", meeting.id, None if whole else frozenset(own)),
        lambda: _gains(session, meeting, zone, None if whole else own),
    )


def _gains(session: Session, meeting: Meeting, zone: ZoneInfo, own: set[int] | None) -> list[Gain]:
    everybody = queries.everybody(session)
    gatherings = queries.gatherings_up_to(session, meeting)
    present = next((one.organisations for one in gatherings if one.id == meeting.id), frozenset())
    if len(present) < 2:
        return []
    found = meeting_yield(
        gatherings,
        meeting.id,
        {slug: one.sector.value for slug, one in everybody.entries.items()},
        since=months_before(meeting.starts_at.astimezone(zone), MONTHS),
    )
    work = queries.activities(session, meeting.id)
    if own is None:
        return [_gain(found, None, everybody, work)]
    mine = sorted(slug for slug in present if everybody.entries[slug].id in own)
    return [_gain(found.of(slug), everybody.entries[slug], everybody, work) for slug in mine]


def _gain(found: MeetingYield, own: Entry | None, everybody: Everybody, work: list[Any]) -> Gain:
    entries = everybody.entries
    hidden = everybody.hidden.organisations - ({own.slug} if own else set())
    shown = found.without(hidden)
    across = sum(entries[a].sector is not entries[b].sector for a, b in found.first)
    bridged = [
        (Sector(one), Sector(other), count)
        for one, other, count in found.bridged
        if everybody.hidden.sectors.isdisjoint((one, other))
    ]
    return Gain(
        own=own,
        organisations=found.organisations,
        new=len(found.first),
        across=across,
        bridged=bridged,
        again=len(found.revived),
        first=[(entries[a], entries[b]) for a, b in shown.first[:MOST]],
        revived=[(entries[a], entries[b], last) for a, b, last in shown.revived[:MOST]],
        activities=work,
    )
