"""What stands in the way of a time: people, organisations and rooms that are taken elsewhere."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from arenas.meetings.alternatives import DAY, REACH, Alternative, Busy, nearest
from arenas.meetings.participants import active_on
from arenas.meetings.recurrence import JULY, holiday_name
from arenas.meetings.taken import ELSEWHERE, Asked, Seats, Taken, around
from arenas.meetings.when import When
from arenas.models import Forum, ForumMember, Organisation, Participation, Person
from arenas.models.enums import MemberRole

Blackouts = Sequence[Sequence[str]]


@dataclass(frozen=True)
class Clash:
    """Another meeting at the same time, or the date that an open poll holds, and what of ours
    it takes: names in order."""

    meeting_id: int | None
    title: str
    when: When
    people: tuple[str, ...] = ()
    organisations: tuple[str, ...] = ()
    room: bool = False
    forum: bool = False
    poll_id: int | None = None

    @property
    def path(self) -> str:
        return f"/polls/{self.poll_id}" if self.poll_id else f"/meetings/{self.meeting_id}"


@dataclass(frozen=True)
class Finding:
    """What is in the way of the wanted time; ``asked`` is how many people were looked at."""

    asked: int
    holiday: str = ""
    weekend: bool = False
    july: bool = False
    blackout: bool = False
    clashes: tuple[Clash, ...] = ()
    alternatives: tuple[Alternative, ...] = ()

    @property
    def is_clear(self) -> bool:
        days = (self.holiday, self.weekend, self.july, self.blackout)
        return not (any(days) or self.clashes)


def look(
    session: Session, asked: Asked, wanted: When, zone: ZoneInfo, after: datetime, language: str
) -> Finding:
    """Look for clashes and, where there are any, for the nearest times without.

    At most nine statements over the weeks around the wanted day, whatever else is on record.
    """
    seats = _seats(session, asked, wanted.day)
    taken = around(session, asked, seats, [wanted], reach=REACH + DAY)
    clashes = [one for one in taken if one.overlaps(wanted)]
    days = _days(wanted)
    off = blackouts(session, asked.forum_id)
    finding = Finding(
        asked=len(seats),
        holiday=next((name for day in days if (name := holiday_name(day, language))), ""),
        weekend=any(day.weekday() > 4 for day in days),
        july=any(day.month == JULY for day in days),
        blackout=any(is_in(off, day) for day in days),
        clashes=_named(session, clashes),
    )
    if finding.is_clear:
        return finding
    busy = [Busy(one.when.starts_at, one.when.ends_at, one.weight) for one in taken]
    found = nearest(wanted, busy, lambda day: _is_avoided(off, day), zone, after)
    return replace(finding, alternatives=tuple(found))


def along(session: Session, asked: Asked, whens: Sequence[When]) -> list[tuple[Clash, ...]]:
    """The clashes of each of these times, such as a series has; eight statements for all."""
    if not whens:
        return []
    seats = _seats(session, asked, whens[0].day)
    taken = around(session, asked, seats, whens, reach=timedelta())
    met = [[one for one in taken if one.overlaps(when)] for when in whens]
    each = list(dict.fromkeys(one for some in met for one in some))
    named = dict(zip(each, _named(session, each), strict=True))
    return [tuple(named[one] for one in some) for some in met]


def _is_avoided(off: Blackouts, day: date) -> bool:
    return day.month == JULY or bool(holiday_name(day)) or is_in(off, day)


def is_in(off: Blackouts, day: date) -> bool:
    return any(first <= day.isoformat() <= last for first, last in off)


def blackouts(session: Session, forum_id: int) -> Blackouts:
    """The days on which the forum does not meet."""
    return session.scalar(select(Forum.blackouts).where(Forum.id == forum_id)) or []


def _days(wanted: When) -> list[date]:
    """Every day of one that lasts for days; of another the day it begins."""
    last = wanted.last_day or wanted.day
    return [wanted.day + DAY * number for number in range((last - wanted.day).days + 1)]


def _seats(session: Session, asked: Asked, day: date) -> Seats:
    """Who is asked, and on behalf of which organisation."""
    if asked.chosen is not None:
        return asked.chosen
    if asked.meeting_id is not None:
        listed = session.execute(
            select(Participation.person_id, Participation.organisation_id).where(
                Participation.meeting_id == asked.meeting_id,
                Participation.response.not_in(ELSEWHERE),
            )
        ).all()
        if listed:
            return {row.person_id: row.organisation_id for row in listed}
    members = session.execute(
        select(ForumMember.person_id, ForumMember.organisation_id).where(
            ForumMember.forum_id == asked.forum_id,
            ForumMember.role != MemberRole.SUBSTITUTE,
            active_on(ForumMember, day),
        )
    )
    return {row.person_id: row.organisation_id for row in members}


def _named(session: Session, taken: Sequence[Taken]) -> tuple[Clash, ...]:
    """With the names of the people and organisations they take."""
    people = {person for one in taken for person in one.people}
    organisations = {at for one in taken for at in one.organisations}
    names: dict[int, str] = {}
    if people:
        rows = session.execute(
            select(Person.id, Person.given_name, Person.family_name).where(Person.id.in_(people))
        )
        names = {row.id: f"{row.given_name} {row.family_name}" for row in rows}
    places: dict[int, str] = {}
    if organisations:
        found = session.execute(
            select(Organisation.id, Organisation.name).where(Organisation.id.in_(organisations))
        )
        places = {row.id: row.name for row in found}
    return tuple(
        Clash(
            None if one.poll_id else one.row.id,
            one.row.title,
            one.when,
            tuple(sorted(names[key] for key in one.people)),
            tuple(sorted(places[key] for key in one.organisations)),
            one.room,
            one.forum,
            one.poll_id,
        )
        for one in taken
    )
