"""Series as the program lays them out, without a database: rows, and what should be seen."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from arenas.calendars import entries, ical, recurring
from arenas.calendars.entries import Manner
from arenas.calendars.recurring import Master, Member
from arenas.calendars.rows import Row
from arenas.calendars.writing import manner
from arenas.meetings import recurrence
from arenas.meetings.recurrence import Pattern
from arenas.models.enums import MeetingState, Visibility
from tests.conformance.readers import Seen

OSLO = ZoneInfo("Europe/Oslo")
STAMP = datetime(2026, 9, 1, 8, tzinfo=UTC)
NOON, TWO = time(12), time(14)


def master_of(pattern: Pattern, **values: Any) -> Master:
    given = {
        "uid": "series@moteplass",
        "rule": recurrence.rule(pattern),
        "first_day": pattern.first,
        "starts": NOON,
        "ends": TWO,
        "timezone": "Europe/Oslo",
        "sequence": 1,
        "created_at": STAMP,
        "updated_at": STAMP,
    }
    return Master(**given | values)  # type: ignore[arg-type]


def meeting(day: date, *, held: date | None = None, at: time = NOON, **values: Any) -> Member:
    """A meeting of two hours for the rule's ``day``, held then unless something else is said."""
    starts = datetime.combine(held or day, at, tzinfo=OSLO)
    given: dict[str, Any] = {
        "id": day.toordinal(),
        "series_id": 1,
        "series_day": day,
        "forum_id": 1,
        "uid": f"{day}@moteplass",
        "title": f"Styret {held or day:%d.%m.%Y}",
        "description": None,
        "starts_at": starts.astimezone(UTC),
        "ends_at": datetime.combine(starts.date(), TWO if at == NOON else time(at.hour + 2), OSLO)
        .astimezone(UTC),
        "first_day": None,
        "last_day": None,
        "timezone": "Europe/Oslo",
        "state": MeetingState.PLANNED,
        "place": "Hamar",
        "online_url": None,
        "cancel_reason": None,
        "sequence": 1,
        "created_at": STAMP,
        "updated_at": STAMP,
        "forum_slug": "styret",
        "forum_name": "Styret",
        "forum_name_en": None,
        "contact": None,
        "forum_visibility": Visibility.PUBLIC,
    }  # fmt: skip
    return Member(Row(**given | values), day)


def days_long(day: date, first: date, last: date) -> Member:
    """The rule's ``day``, held as whole days."""
    return meeting(
        day,
        first_day=first,
        last_day=last,
        starts_at=datetime.combine(first, time(), OSLO).astimezone(UTC),
        ends_at=datetime.combine(last + timedelta(days=1), time(), OSLO).astimezone(UTC),
    )


def members_of(pattern: Pattern) -> list[Member]:
    """The meetings of the pattern: moved for holidays, or skipped, as it says."""
    return [
        meeting(one.day, held=one.held_on)
        for one in recurrence.occurrences(pattern)
        if one.held_on is not None
    ]


def words() -> Manner:
    return manner("nb", "https://example.org")


def written(master: Master, members: list[Member]) -> bytes:
    """As a feed has them: what is on no day of the rule stands by itself."""
    on_rule = [one for one in members if recurring.is_on_rule(master, one.day)]
    told = recurring.whole(master, on_rule, words()) if on_rule else []
    told += [
        entries.entry(one.row, words=words().words, base_url=words().base_url)
        for one in members
        if one not in on_rule
    ]
    return b"".join(ical.calendar(ical.Frame("Styret", source="https://example.org/s.ics"), told))


def expected(members: list[Member], master: Master | None = None) -> list[Seen]:
    """Straight from the rows; with ``master`` some may be on no day of its rule."""
    return sorted(_expected(one, master) for one in members)


def _expected(one: Member, master: Master | None) -> Seen:
    seen = _seen(one.row)
    if master is None or recurring.is_on_rule(master, one.day):
        return seen
    return replace(seen, uid=one.row.uid, summary=one.row.title)


def _seen(row: Row) -> Seen:
    cancelled = row.state is MeetingState.CANCELLED
    times = (row.first_day, row.last_day and row.last_day + timedelta(days=1))
    if row.first_day is None:
        times = (f"{row.starts_at:%Y-%m-%dT%H:%M:%SZ}", f"{row.ends_at:%Y-%m-%dT%H:%M:%SZ}")
    return Seen(
        "series@moteplass",
        str(times[0]),
        str(times[1]),
        "Avlyst: Styret" if cancelled else "Styret",
        "CANCELLED" if cancelled else "CONFIRMED",
    )
