"""Series: laying their meetings out, moving and cancelling this one and those that follow."""

from dataclasses import asdict, dataclass, field, replace
from datetime import date, time
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from arenas import audit, versions
from arenas.database import now
from arenas.errors import N_, Refusal, UnknownRecord
from arenas.invitations.gathering import Wanted
from arenas.invitations.listed import Pairs
from arenas.invitations.series_telling import in_one_message
from arenas.meetings import inviting, laying_out, moving, recurrence, services, sharing, states
from arenas.meetings.details import Details
from arenas.meetings.moving import Where
from arenas.meetings.recurrence import DAY, Pattern, Repeats
from arenas.meetings.series_hours import Says, say
from arenas.meetings.series_queries import (
    Dated,
    drafts,
    further_days,
    of_meeting,
    on_weekday,
    one,
    pattern_of,
    still_open,
    to_change,
)
from arenas.meetings.when import When
from arenas.models import Account, Series
from arenas.models.enums import MeetingState

KIND = "series"
FOLLOWING, EVERY = "following", "all"
DAILY = frozenset({Repeats.DAY, Repeats.WORKDAY})


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
    made = laying_out.lay_out(
        session, series, days, overlap_is_meant=plan.overlap_is_meant, actor=actor
    )
    audit.record(session, actor, "series.create", KIND, series.id, meetings=len(made))
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
    days, laid_out_to = further_days(series, pattern_of(series))
    if not days:
        raise Refusal(N_("Serien har ingen flere datoer."))
    made = laying_out.lay_out(session, series, days, overlap_is_meant=True, actor=actor)
    series.laid_out_to = laid_out_to
    session.flush()
    audit.record(session, actor, "series.extend", KIND, series.id, meetings=len(made))
    return len(made)


@in_one_message
def move_following(
    session: Session,
    meeting_id: int,
    *,
    scope: str,
    starts: time,
    ends: time,
    where: Where,
    weekday: int | None = None,
    shares: bool = False,
    overlap_is_meant: bool = False,
    version: int | None = None,
    actor: Account,
) -> int:
    """New hours, weekday and place for this one and the following, or all that have not begun.

    Those that have gone their own way stay as they are, but for the one it is said of. One whose
    new day is over, or is one that the series avoids, keeps its day. Later dates of the series
    begin from what is new. With ``shares`` they also get what this one holds (``sharing``).
    Returns how many were reached.

    Raises
    ------
    Refusal
        If the series meets several times a week, and so has no weekday.
    ChangedMeanwhile
        If somebody else has changed the series since ``version``.
    Overlap
        If the forum meets at one of the new times already and that is not said to be meant.
    """
    series, day = _series_of(session, meeting_id)
    if version is not None:
        versions.check(series, version)
    hours = (starts, ends)
    chosen = moves(session, meeting_id, scope=scope, hours=hours, weekday=weekday)
    retimed = [each.meeting for each, when in chosen if When.of(each.meeting) != when]
    for each, when in chosen:
        moving.move(session, each.meeting, when, where, actor=actor)
    if not overlap_is_meant:
        moving.check_overlap(session, series.forum_id, retimed)
    kept = Says.now(series).weekday if weekday is None else weekday
    say(series, Says(starts, ends, *where, kept), day if scope == FOLLOWING else None)
    session.flush()
    if shares:
        others = [each for each, _when in chosen]
        sharing.share(session, series, meeting_id, others, actor=actor)
    audit.record(session, actor, "series.move", KIND, series.id, meetings=len(chosen))
    return len(chosen)


def moves(
    session: Session,
    meeting_id: int,
    *,
    scope: str,
    hours: tuple[time, time],
    weekday: int | None = None,
) -> list[tuple[Dated, When]]:
    """Which meetings ``move_following`` reaches, and when each would then be."""
    series, day = _series_of(session, meeting_id)
    pattern, zone = pattern_of(series), ZoneInfo(series.timezone)
    if weekday is not None and pattern.repeats in DAILY:
        raise Refusal(
            N_("Serien møtes flere dager i uken, så den har ingen ukedag."), field="weekday"
        )
    found = []
    for each in to_change(session, series, meeting_id, day if scope == FOLLOWING else None):
        held_on = each.meeting.starts_at.astimezone(zone).date()
        other = on_weekday(pattern, held_on, weekday)
        when = When.timed((other, hours[0]), (other, hours[1]), zone)
        if when.starts_at <= now():
            when = When.timed((held_on, hours[0]), (held_on, hours[1]), zone)
        found.append((each, when))
    return found


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
    for _day, meeting in chosen:
        version = meeting.version
        if meeting.state is MeetingState.PLANNED:
            states.take(session, meeting.id, "cancel", version=version, actor=actor, reason=reason)
        elif services.has_traces(session, meeting.id):
            continue
        else:
            services.delete_draft(session, meeting.id, actor=actor)
        went += 1
    last = day - DAY if scope == FOLLOWING else now().astimezone(ZoneInfo(series.timezone)).date()
    series.until = max(series.first_day, last)
    series.count = None
    session.flush()
    audit.record(session, actor, "series.cancel", KIND, series.id, meetings=went)
    return went


def delete_drafts(session: Session, meeting_id: int, *, scope: str, actor: Account) -> int:
    """Delete this draft and those that follow, or every draft that has not begun.

    Where nothing is left to come, the series ends. Returns how many went.

    Raises
    ------
    Refusal
        If somebody has answered or been marked at one of them.
    """
    series, day = _series_of(session, meeting_id)
    since = day if scope == FOLLOWING else None
    gone = [each.meeting.id for each in drafts(session, series, since)]
    for draft_id in gone:
        services.delete_draft(session, draft_id, actor=actor)
    if not still_open(session, series, since):
        last = max(series.first_day, day - DAY) if since else series.first_day
        series.until, series.count = last, None
    session.flush()
    audit.record(session, actor, "series.delete", KIND, series.id, meetings=len(gone))
    return len(gone)


def _series_of(session: Session, meeting_id: int) -> tuple[Series, date]:
    found = of_meeting(session, meeting_id)
    if found is None:
        raise UnknownRecord(N_("Møtet hører ikke til noen serie."))
    return found


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
        "seats": details.seats,
        "online_seats": details.online_seats,
        "agenda": [asdict(replace(item, id=None)) for item in details.agenda],
        "documents": [asdict(replace(link, id=None)) for link in details.documents],
        "priorities": sorted(details.priority_ids),
        "activities": sorted(details.activity_ids),
        "with_members": plan.with_members,
        "left_out": sorted(plan.left_out),
        "guests": [list(pair) for pair in (guests or {}).items()],
        "publish": plan.publish,
    }


@in_one_message
def publish_drafts(session: Session, series_id: int, *, actor: Account) -> int:
    """Publish every draft of the series that has not begun; returns how many that were.

    Raises
    ------
    Refusal
        If there is none.
    """
    series = one(session, series_id)
    found = [each.meeting for each in drafts(session, series)]
    if not found:
        raise Refusal(N_("Serien har ingen utkast å publisere."))
    for meeting in found:
        states.take(session, meeting.id, "publish", version=meeting.version, actor=actor)
    audit.record(session, actor, "series.publish", KIND, series.id, meetings=len(found))
    return len(found)
