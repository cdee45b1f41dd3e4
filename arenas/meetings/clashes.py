"""What stands in the way of a time: people, organisations and rooms that are taken elsewhere."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Row, or_, select
from sqlalchemy.orm import Session

from arenas.meetings.alternatives import DAY, REACH, Alternative, Busy, nearest
from arenas.meetings.participants import active_on
from arenas.meetings.recurrence import JULY, holiday_name
from arenas.meetings.when import LONGEST, When
from arenas.models import Forum, ForumMember, Meeting, Organisation, Participation, Person
from arenas.models.enums import MeetingMode, MeetingState, MemberRole, Response
from arenas.text import normalise

Blackouts = Sequence[Sequence[str]]
Seats = Mapping[int, int | None]
"""People, and the organisation that each stands for."""
ELSEWHERE = frozenset({Response.DECLINED, Response.DELEGATED})
"""Who has answered so is not at that meeting."""
STOPS = 1000


@dataclass(frozen=True)
class Asked:
    """Whose time it is: those chosen, else those on the meeting's list, else the members."""

    forum_id: int
    meeting_id: int | None = None
    place: str | None = None
    chosen: Seats | None = None


@dataclass(frozen=True)
class Clash:
    """Another meeting at the same time, and what of ours it takes: names in order."""

    meeting_id: int
    title: str
    when: When
    people: tuple[str, ...] = ()
    organisations: tuple[str, ...] = ()
    room: bool = False
    forum: bool = False


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


@dataclass
class _Taken:
    """A meeting near the wanted time, and who of ours is asked to it."""

    row: Row[*tuple[Any, ...]]
    people: set[int] = field(default_factory=set)
    organisations: set[int] = field(default_factory=set)
    room: bool = False
    forum: bool = False

    @property
    def weight(self) -> int:
        """A room that is taken or the forum itself stops the meeting; people can be missed."""
        stops = STOPS * (self.room or self.forum)
        return stops + len(self.people) + len(self.organisations)

    def overlaps(self, wanted: When) -> bool:
        return bool(self.row.starts_at < wanted.ends_at and wanted.starts_at < self.row.ends_at)


def look(
    session: Session, asked: Asked, wanted: When, zone: ZoneInfo, after: datetime, language: str
) -> Finding:
    """Look for clashes and, where there are any, for the nearest times without.

    At most seven statements over the weeks around the wanted day, whatever else is on record.
    """
    seats = _seats(session, asked, wanted.day)
    taken = _taken(session, asked, seats, [wanted], reach=REACH + DAY)
    clashes = [one for one in taken if one.overlaps(wanted)]
    days = _days(wanted)
    blackouts = _blackouts(session, asked.forum_id)
    finding = Finding(
        asked=len(seats),
        holiday=next((name for day in days if (name := holiday_name(day, language))), ""),
        weekend=any(day.weekday() > 4 for day in days),
        july=any(day.month == JULY for day in days),
        blackout=any(_is_in(blackouts, day) for day in days),
        clashes=_named(session, clashes),
    )
    if finding.is_clear:
        return finding
    busy = [Busy(one.row.starts_at, one.row.ends_at, one.weight) for one in taken]
    found = nearest(wanted, busy, lambda day: _is_avoided(blackouts, day), zone, after)
    return replace(finding, alternatives=tuple(found))


def along(session: Session, asked: Asked, whens: Sequence[When]) -> list[tuple[Clash, ...]]:
    """The clashes of each of these times, such as a series has; six statements for them all."""
    if not whens:
        return []
    seats = _seats(session, asked, whens[0].day)
    taken = _taken(session, asked, seats, whens, reach=timedelta())
    met = [[one for one in taken if one.overlaps(when)] for when in whens]
    each = list({one.row.id: one for some in met for one in some}.values())
    named = {clash.meeting_id: clash for clash in _named(session, each)}
    return [tuple(named[one.row.id] for one in some) for some in met]


def _is_avoided(blackouts: Blackouts, day: date) -> bool:
    return day.month == JULY or bool(holiday_name(day)) or _is_in(blackouts, day)


def _is_in(blackouts: Blackouts, day: date) -> bool:
    return any(first <= day.isoformat() <= last for first, last in blackouts)


def _blackouts(session: Session, forum_id: int) -> Blackouts:
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


def _taken(
    session: Session, asked: Asked, seats: Seats, whens: Sequence[When], *, reach: timedelta
) -> list[_Taken]:
    """The meetings in and around these times that take something of ours, by time."""
    since = min(when.starts_at for when in whens) - reach
    until = max(when.ends_at for when in whens) + reach
    span = (
        Meeting.state != MeetingState.CANCELLED,
        Meeting.starts_at < until,
        Meeting.ends_at > since,
        Meeting.starts_at > since - LONGEST - DAY,  # what no meeting lasts longer than
        Meeting.id != (asked.meeting_id or 0),
    )
    rows = session.execute(
        select(
            Meeting.id,
            Meeting.title,
            Meeting.forum_id,
            Meeting.mode,
            Meeting.place,
            Meeting.starts_at,
            Meeting.ends_at,
            Meeting.first_day,
            Meeting.last_day,
            Meeting.timezone,
        )
        .where(*span)
        .order_by(Meeting.starts_at, Meeting.id)
    )
    found = {row.id: _Taken(row) for row in rows}
    place = normalise(asked.place or "")
    for one in found.values():
        theirs = normalise(one.row.place or "") if one.row.mode is not MeetingMode.ONLINE else ""
        one.room = bool(place) and theirs == place
        one.forum = one.row.forum_id == asked.forum_id
    organisations = {at for at in seats.values() if at is not None}
    for row in _asked_to(session, seats, organisations, span) if found and seats else ():
        one = found[row.meeting_id]
        if row.person_id in seats:
            one.people.add(row.person_id)
        if row.organisation_id in organisations:
            one.organisations.add(row.organisation_id)
    return [one for one in found.values() if one.weight]


def _asked_to(
    session: Session, seats: Seats, organisations: set[int], span: Iterable[Any]
) -> Iterable[Row[*tuple[Any, ...]]]:
    return session.execute(
        select(Participation.meeting_id, Participation.person_id, Participation.organisation_id)
        .join(Participation.meeting)
        .where(
            *span,
            Participation.response.not_in(ELSEWHERE),
            or_(
                Participation.person_id.in_(list(seats)),
                Participation.organisation_id.in_(list(organisations)),
            ),
        )
    )


def _named(session: Session, taken: Sequence[_Taken]) -> tuple[Clash, ...]:
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
            one.row.id,
            one.row.title,
            When(
                one.row.starts_at,
                one.row.ends_at,
                one.row.first_day,
                one.row.last_day,
                one.row.timezone,
            ),
            tuple(sorted(names[key] for key in one.people)),
            tuple(sorted(places[key] for key in one.organisations)),
            one.room,
            one.forum,
        )
        for one in taken
    )
