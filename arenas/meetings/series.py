"""Series: laying their meetings out, moving and cancelling this one and those that follow."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import date, time
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from arenas import audit
from arenas.database import now
from arenas.errors import N_, Refusal, UnknownRecord
from arenas.invitations import gathering
from arenas.invitations.gathering import Wanted
from arenas.invitations.listed import Pairs
from arenas.invitations.series_telling import in_one_message
from arenas.meetings import inviting, moving, participants, recurrence, services, states
from arenas.meetings.details import Details, Item, Link
from arenas.meetings.recurrence import Pattern
from arenas.meetings.series_queries import has_own_way, of_meeting, one, pattern_of, still_open
from arenas.meetings.when import When
from arenas.models import Account, Series, SeriesOccurrence
from arenas.models.enums import MeetingMode, MeetingState

KIND = "series"
FOLLOWING, EVERY = "following", "all"


@dataclass(frozen=True)
class Plan:
    """A series as its form gives it; ``details.when`` is the first day's hours."""

    pattern: Pattern
    details: Details
    starts: time
    ends: time
    with_members: bool = True
    left_out: frozenset[int] = frozenset()
    others: Wanted = field(default_factory=Wanted)
    publish: bool = False
    overlap_is_meant: bool = False


@in_one_message
def start(session: Session, plan: Plan, zone: ZoneInfo, *, actor: Account) -> Series:
    """Put a series and its meetings on record, an open one a year ahead.

    Raises
    ------
    Refusal, Overlap, UnknownRecord
        As a single meeting, its pattern and its invitees; nothing must then be kept.
    """
    laid_out = recurrence.occurrences(plan.pattern)
    pattern = plan.pattern
    guests = inviting.guests(session, plan.details.forum_id, pattern.first, plan.others)
    series = Series(
        forum_id=plan.details.forum_id,
        repeats=pattern.repeats.value,
        every=pattern.every,
        rule=recurrence.rule(pattern),
        first_day=pattern.first,
        until=pattern.until,
        count=pattern.count,
        starts=plan.starts,
        ends=plan.ends,
        timezone=zone.key,
        on_holiday=pattern.on_holiday,
        skips_july=pattern.skips_july,
        blackouts=[[first.isoformat(), last.isoformat()] for first, last in pattern.blackouts],
        template=begins_with(plan, guests),
        laid_out_to=laid_out[-1].day,
    )
    days = [(one.day, one.held_on) for one in laid_out if one.held_on]
    made = _lay_out(session, series, days, actor, overlap_is_meant=plan.overlap_is_meant)
    audit.record(session, actor, "series.create", KIND, series.id, meetings=made)
    return series


@in_one_message
def extend(session: Session, series_id: int, *, actor: Account) -> int:
    """Lay out another year of an open series; returns how many meetings were added.

    Raises
    ------
    Refusal
        If the series has an end, or no day is left.
    """
    series = one(session, series_id)
    if series.until is not None or series.count is not None:
        raise Refusal(N_("Serien har en slutt, så det kommer ikke flere datoer."))
    found = recurrence.occurrences(pattern_of(series), after=series.laid_out_to)
    days = [(each.day, each.held_on) for each in found if each.held_on]
    if not days:
        raise Refusal(N_("Serien har ingen flere datoer."))
    made = _lay_out(session, series, days, actor, overlap_is_meant=True)
    series.laid_out_to = found[-1].day
    session.flush()
    audit.record(session, actor, "series.extend", KIND, series.id, meetings=made)
    return made


@in_one_message
def move_following(
    session: Session,
    meeting_id: int,
    *,
    scope: str,
    starts: time,
    ends: time,
    where: tuple[MeetingMode, str | None, str | None],
    actor: Account,
) -> int:
    """New hours and place for this one and the following, or for all that have not begun.

    Those that have gone their own way stay as they are, but for the one it is said of. Later
    dates of the series begin from the new ones. Returns how many were changed.
    """
    series, day = _series_of(session, meeting_id)
    chosen = [
        meeting
        for meeting in still_open(session, series, day if scope == FOLLOWING else None)
        if meeting.id == meeting_id or not has_own_way(series, meeting)
    ]
    zone = ZoneInfo(series.timezone)
    for meeting in chosen:
        held_on = meeting.starts_at.astimezone(zone).date()
        when = When.timed((held_on, starts), (held_on, ends), zone)
        moving.move(session, meeting, when, where, actor=actor)
    series.starts, series.ends = starts, ends
    mode, place, online_url = where
    series.template = series.template | {
        "mode": mode.value,
        "place": place,
        "online_url": online_url,
    }
    session.flush()
    audit.record(session, actor, "series.move", KIND, series.id, meetings=len(chosen))
    return len(chosen)


@in_one_message
def cancel_following(
    session: Session, meeting_id: int, *, scope: str, reason: str | None, actor: Account
) -> int:
    """Cancel this one and the following, or all that have not begun; the series ends there.

    Drafts, which nobody was told of, are deleted. Returns how many meetings went.
    """
    series, day = _series_of(session, meeting_id)
    chosen = still_open(session, series, day if scope == FOLLOWING else None)
    went = 0
    for meeting in chosen:
        version = meeting.version
        if meeting.state is MeetingState.PLANNED:
            states.take(session, meeting.id, "cancel", version=version, actor=actor, reason=reason)
        elif not services.has_traces(session, meeting.id):
            services.delete_draft(session, meeting.id, actor=actor)
        went += 1
    last = day if scope == FOLLOWING else now().astimezone(ZoneInfo(series.timezone)).date()
    series.until = max(series.first_day, last)
    series.count = None
    session.flush()
    audit.record(session, actor, "series.cancel", KIND, series.id, meetings=went)
    return went


def _series_of(session: Session, meeting_id: int) -> tuple[Series, date]:
    found = of_meeting(session, meeting_id)
    if found is None:
        raise UnknownRecord(N_("Møtet hører ikke til noen serie."))
    return found


def _lay_out(
    session: Session,
    series: Series,
    days: Sequence[tuple[date, date | None]],
    actor: Account,
    *,
    overlap_is_meant: bool,
) -> int:
    zone = ZoneInfo(series.timezone)
    session.add(series)
    session.flush()
    begins = series.template
    guests = dict(begins.get("guests", ()))
    still = inviting.in_use(session, guests)
    guests = {person: at for person, at in guests.items() if person in still}
    for day, held_on in days:
        if held_on is None:
            continue
        when = When.timed((held_on, series.starts), (held_on, series.ends), zone)
        meeting = services.create(
            session, _details(series, when), actor=actor, overlap_is_meant=overlap_is_meant
        )
        session.add(SeriesOccurrence(series_id=series.id, day=day, meeting_id=meeting.id))
        if begins["with_members"]:
            without = begins.get("left_out", ())
            participants.add_members(session, meeting.id, without=without, actor=actor)
        if guests:
            gathering.add(session, meeting, guests, actor=actor)
        if begins["publish"]:
            states.take(session, meeting.id, "publish", version=meeting.version, actor=actor)
    session.flush()
    return len(days)


def begins_with(plan: Plan, guests: Pairs | None = None) -> dict[str, Any]:
    """What each meeting begins with, as JSON holds it."""
    details = plan.details
    return {
        "title": details.title,
        "mode": details.mode.value,
        "place": details.place,
        "online_url": details.online_url,
        "municipality_code": details.municipality_code,
        "description": details.description,
        "agenda": [asdict(replace(item, id=None)) for item in details.agenda],
        "documents": [asdict(replace(link, id=None)) for link in details.documents],
        "priorities": sorted(details.priority_ids),
        "activities": sorted(details.activity_ids),
        "with_members": plan.with_members,
        "left_out": sorted(plan.left_out),
        "guests": [list(pair) for pair in (guests or {}).items()],
        "publish": plan.publish,
    }


def _details(series: Series, when: When) -> Details:
    begins_with = series.template
    return Details(
        forum_id=series.forum_id,
        when=when,
        mode=MeetingMode(begins_with["mode"]),
        title=begins_with["title"],
        place=begins_with["place"],
        online_url=begins_with["online_url"],
        municipality_code=begins_with["municipality_code"],
        description=begins_with["description"],
        agenda=tuple(Item(**item) for item in begins_with["agenda"]),
        documents=tuple(Link(**link) for link in begins_with["documents"]),
        priority_ids=frozenset(begins_with["priorities"]),
        activity_ids=frozenset(begins_with["activities"]),
    )
