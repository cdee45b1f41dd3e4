"""VTIMEZONE of any IANA zone, as rules that every calendar program reads alike.

Lists of RDATE to 2038, as the libraries write them, put an October meeting an hour off in
four of twelve programs; one STANDARD and one DAYLIGHT with RRULE from 1970 are read right
by all twelve. A zone whose rule changed since 2019, or that has none (Morocco's follows
Ramadan), gets one component for each change until the rule that stands, if any.
"""

from calendar import monthrange
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

FIRST_YEAR = 2019
LAST_YEAR = 2037  # zone files hold single changes until then
FEWEST_YEARS = 5  # a rule must have held for as many to be one
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
UTC_NAMES = frozenset({"UTC", "Etc/UTC", "Etc/UCT", "Etc/Zulu", "Zulu", "UCT", "Etc/Universal"})


@dataclass(frozen=True, slots=True)
class Change:
    """A change of the clock: ``at`` is the wall time before it, as DTSTART wants it."""

    at: datetime
    before: timedelta
    after: timedelta
    name: str
    daylight: bool


def known(tzid: str) -> bool:
    """Whether there is such a zone; a name from a record may be anything."""
    try:
        ZoneInfo(tzid)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True


@lru_cache(maxsize=600)
def vtimezone(tzid: str) -> bytes:
    """The VTIMEZONE component, right from 2020 on, and as long as the zone's rule stands."""
    zone = ZoneInfo(tzid)
    parts = [f"BEGIN:VTIMEZONE\r\nTZID:{tzid}"]
    parts += _components(zone)
    parts.append("END:VTIMEZONE\r\n")
    return "\r\n".join(parts).encode()


def _components(zone: ZoneInfo) -> Iterator[str]:
    changes = list(_changes(zone))
    ruled, single = _split(changes)
    first = changes[0].before if changes else None
    if single or not ruled:
        start = datetime(FIRST_YEAR, 1, 1, tzinfo=UTC).astimezone(zone)
        offset = first if first is not None else start.utcoffset() or timedelta()
        name = start.tzname() or "STANDARD"
        yield _component(
            Change(datetime(1970, 1, 1), offset, offset, name, bool(start.dst()))  # noqa: DTZ001
        )
    for change in single:
        yield _component(change)
    for group in ruled:
        rule = _rule(group)
        yield _component(group[0] if single else _from_1970(group[0], rule), rule)


def _changes(zone: ZoneInfo) -> Iterator[Change]:
    """Each change of offset or name from FIRST_YEAR to LAST_YEAR, found by halving days."""
    day = timedelta(days=1)
    moment = datetime(FIRST_YEAR, 1, 1, tzinfo=UTC)
    end = datetime(LAST_YEAR, 12, 31, tzinfo=UTC)
    while moment < end:
        if _state(zone, moment) != _state(zone, moment + day):
            yield _change_between(zone, moment, moment + day)
        moment += day


def _state(zone: ZoneInfo, moment: datetime) -> tuple[timedelta | None, str | None]:
    local = moment.astimezone(zone)
    return local.utcoffset(), local.tzname()


def _change_between(zone: ZoneInfo, low: datetime, high: datetime) -> Change:
    before = _state(zone, low)
    while high - low > timedelta(seconds=1):
        middle = low + timedelta(seconds=(high - low).total_seconds() // 2)
        if _state(zone, middle) == before:
            low = middle
        else:
            high = middle
    local = high.astimezone(zone)
    offset = before[0] or timedelta()
    return Change(
        at=(high + offset).replace(tzinfo=None),
        before=offset,
        after=local.utcoffset() or timedelta(),
        name=local.tzname() or "",
        daylight=bool(local.dst()),
    )


def _split(changes: Sequence[Change]) -> tuple[list[list[Change]], list[Change]]:
    """The two changes that recur to the end, each with its years, and those before them."""
    for first in range(len(changes)):
        rest = changes[first:]
        groups = [list(rest[0::2]), list(rest[1::2])]
        whole = rest[-1].at.year == LAST_YEAR and len(groups[1]) >= FEWEST_YEARS
        if not whole:
            break
        if all(_rule(group) for group in groups):
            return groups, list(changes[:first])
    return [], list(changes)


def _rule(group: Sequence[Change]) -> str:
    """The RRULE by which the changes come, one each year; empty if there is none."""
    one = group[0]
    same = {(c.at.month, c.at.weekday(), c.at.time(), c.before, c.after, c.name) for c in group}
    if len(same) > 1 or [c.at.year - one.at.year for c in group] != list(range(len(group))):
        return ""
    days = [change.at.day for change in group]
    weekday = WEEKDAYS[one.at.weekday()]
    start = f"FREQ=YEARLY;BYMONTH={one.at.month}"
    if all(monthrange(c.at.year, c.at.month)[1] - c.at.day < 7 for c in group):
        return f"{start};BYDAY=-1{weekday}"
    if len({(day - 1) // 7 for day in days}) == 1:
        return f"{start};BYDAY={(days[0] - 1) // 7 + 1}{weekday}"
    if max(days) - min(days) == 6:
        month_days = ",".join(str(day) for day in range(min(days), max(days) + 1))
        return f"{start};BYMONTHDAY={month_days};BYDAY={weekday}"
    return ""


def _from_1970(change: Change, rule: str) -> Change:
    """The change as the rule would have placed it in 1970: the form that Outlook reads."""
    month, weekday = change.at.month, change.at.weekday()
    in_month = [
        day
        for day in range(1, monthrange(1970, month)[1] + 1)
        if datetime(1970, month, day).weekday() == weekday  # noqa: DTZ001
    ]
    if "BYDAY=-1" in rule:
        day = in_month[-1]
    elif "BYMONTHDAY" in rule:
        allowed = rule.split("BYMONTHDAY=")[1].split(";")[0].split(",")
        day = next(day for day in in_month if str(day) in allowed)
    else:
        day = in_month[(change.at.day - 1) // 7]
    at = change.at.replace(year=1970, day=day)
    return Change(at, change.before, change.after, change.name, change.daylight)


def _component(change: Change, rule: str = "") -> str:
    kind = "DAYLIGHT" if change.daylight else "STANDARD"
    parts = [
        f"BEGIN:{kind}",
        f"DTSTART:{change.at:%Y%m%dT%H%M%S}",
        f"TZOFFSETFROM:{_offset(change.before)}",
        f"TZOFFSETTO:{_offset(change.after)}",
        f"TZNAME:{change.name}",
        f"END:{kind}",
    ]
    if rule:
        parts.insert(2, f"RRULE:{rule}")
    return "\r\n".join(parts)


def _offset(offset: timedelta) -> str:
    seconds = int(offset.total_seconds())
    minutes, rest = divmod(abs(seconds), 60)
    text = f"{'-' if seconds < 0 else '+'}{minutes // 60:02}{minutes % 60:02}"
    return f"{text}{rest:02}" if rest else text
