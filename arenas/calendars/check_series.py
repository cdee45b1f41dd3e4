"""The rules of RFC 5545 on series: RRULE, EXDATE and RECURRENCE-ID, and how they fit. Pure.

A rule is judged before a library lays it out, and only as far as the dates that are named.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from dateutil.rrule import rrulestr

Property = tuple[str, str, str]  # name, parameters, value

FREQUENCIES = {"DAILY", "WEEKLY", "MONTHLY", "YEARLY"}
PARTS = {
    "FREQ", "UNTIL", "COUNT", "INTERVAL", "BYSECOND", "BYMINUTE", "BYHOUR", "BYDAY",
    "BYMONTHDAY", "BYYEARDAY", "BYWEEKNO", "BYMONTH", "BYSETPOS", "WKST",
}  # fmt: skip
FARTHEST = timedelta(days=40 * 366)
ANY_ZONE = timedelta(hours=14)  # the farthest that a clock is from UTC
_TIME = re.compile(r"(\d{8})T(\d{6})(Z?)")
_DAY = re.compile(r"\d{8}")
_TZID = re.compile(r";TZID=([^;:]+)")


@dataclass(frozen=True)
class Moment:
    """A time as it is written, and in which form: a day, UTC, or on the clocks of a zone."""

    wall: datetime
    form: str


def moment(parameters: str, value: str) -> Moment | None:
    """None where it is no time."""
    try:
        if _DAY.fullmatch(value):
            return Moment(datetime.fromisoformat(value), "a day")
        if match := _TIME.fullmatch(value):
            zone = _TZID.search(parameters)
            form = f"in {zone[1]}" if zone else "in UTC" if match[3] else "floating"
            return Moment(datetime.fromisoformat(f"{match[1]}T{match[2]}"), form)
    except ValueError:  # 31 February
        pass
    return None


def faults(events: Iterable[tuple[int, Sequence[Property]]]) -> Iterator[str]:
    """What is wrong, with the content line on which the event begins."""
    series: dict[str, list[tuple[int, Sequence[Property]]]] = defaultdict(list)
    for line, properties in events:
        series[_first(properties, "UID")[1]].append((line, properties))
    for members in series.values():
        masters = [one for one in members if not _first(one[1], "RECURRENCE-ID")[1]]
        dates = [one for one in members if _first(one[1], "RECURRENCE-ID")[1]]
        for line, properties in dates:
            if _first(properties, "RRULE")[1]:
                yield f"{_where(line)}: a date of a series with an RRULE of its own"
        for line, properties in masters:
            yield from (f"{_where(line)}: {fault}" for fault in _master(properties))
            yield from _dates(properties, dates)


def _where(line: int) -> str:
    return f"VEVENT of content line {line}"


def _first(properties: Sequence[Property], name: str) -> tuple[str, str]:
    return next(((p, v) for n, p, v in properties if n == name), ("", ""))


def _left_out(properties: Sequence[Property]) -> list[tuple[str, Moment | None]]:
    return [
        (value, moment(parameters, value))
        for name, parameters, values in properties
        if name == "EXDATE"
        for value in values.split(",")
    ]


def _master(properties: Sequence[Property]) -> Iterator[str]:
    rules = [value for name, _parameters, value in properties if name == "RRULE"]
    starts = moment(*_first(properties, "DTSTART"))
    if not rules:
        if any(name == "EXDATE" for name, _parameters, _value in properties):
            yield "EXDATE without an RRULE"
        return
    if len(rules) > 1:
        yield "RRULE more than once"
    if starts is not None:
        found = list(_rule(rules[0], starts))
        yield from found or _not_on_rule(rules[0], starts, properties)


def _not_on_rule(rule: str, starts: Moment, properties: Sequence[Property]) -> Iterator[str]:
    if not _has(rule, starts, starts):
        yield "DTSTART is no date of the RRULE"
    for value, left_out in _left_out(properties):
        if left_out is None:
            yield f"EXDATE {value} is no time"
        elif left_out.form != starts.form:
            yield f"EXDATE {value} is {left_out.form}, but DTSTART is {starts.form}"
        elif not _has(rule, starts, left_out):
            yield f"EXDATE {value} is no date of the RRULE"


def _rule(rule: str, starts: Moment) -> Iterator[str]:
    """What is wrong with the rule itself."""
    parts = [part.partition("=") for part in rule.upper().split(";")]
    given = {name: value for name, _equals, value in parts}
    if len(given) < len(parts):
        yield "RRULE names a part twice"
    for name in sorted(set(given) - PARTS):
        yield f"RRULE with an unknown part {name}"
    if given.get("FREQ") not in FREQUENCIES:
        yield f"RRULE with FREQ={given.get('FREQ', '')}: not by day, week, month or year"
    for name in ("INTERVAL", "COUNT"):
        if name in given and not re.fullmatch(r"0*[1-9]\d{0,3}", given[name]):
            yield f"RRULE with {name}={given[name]}"
    yield from _end(given, starts)
    try:
        rrulestr(_endless(rule), dtstart=starts.wall)
    except (ValueError, TypeError, KeyError) as error:
        yield f"RRULE cannot be read: {error}"


def _end(given: Mapping[str, str], starts: Moment) -> Iterator[str]:
    if "UNTIL" not in given:
        return
    if "COUNT" in given:
        yield "RRULE with both UNTIL and COUNT"
    until = moment("", given["UNTIL"])
    wanted = "a day" if starts.form == "a day" else "in UTC"
    if until is None or until.form != wanted:
        yield f"UNTIL={given['UNTIL']} must be {wanted}, since DTSTART is {starts.form}"
    elif until.wall + ANY_ZONE < starts.wall:
        yield f"UNTIL={given['UNTIL']} is before DTSTART"


def _endless(rule: str) -> str:
    parts = rule.upper().split(";")
    return ";".join(one for one in parts if not one.startswith(("UNTIL=", "COUNT=")))


def _has(rule: str, starts: Moment, wanted: Moment) -> bool:
    """Whether the rule brings that date; UNTIL, which is in UTC, is asked to the day."""
    if starts.wall.year > 9900 or not starts.wall <= wanted.wall <= starts.wall + FARTHEST:
        return False
    until = re.search(r"UNTIL=([0-9TZ]+)", rule.upper())
    last = moment("", until[1]) if until else None
    if last is not None and wanted.wall > last.wall + ANY_ZONE:
        return False
    first, named = _late(starts.wall, starts.wall), _late(wanted.wall, starts.wall)
    found = list(rrulestr(f"{_endless(rule)};UNTIL={named:%Y%m%dT%H%M%S}", dtstart=first))
    count = re.search(r"COUNT=(\d+)", rule.upper())
    return named in found and (count is None or len(found) <= int(count[1]))


def _late(wall: datetime, first: datetime) -> datetime:
    """The same day of the calendar, which repeats every 400 years, in its last centuries: a rule
    that never comes is sought to the year 9999, day by day."""
    return wall.replace(year=wall.year + max(0, (9950 - first.year) // 400) * 400)


def _dates(
    master: Sequence[Property], dates: Iterable[tuple[int, Sequence[Property]]]
) -> Iterator[str]:
    """Whether each date that differs is one of the master's."""
    starts = moment(*_first(master, "DTSTART"))
    rule = _first(master, "RRULE")[1]
    if starts is None or (rule and list(_rule(rule, starts))):
        return
    left_out = {found.wall for _value, found in _left_out(master) if found}
    for line, properties in dates:
        parameters, value = _first(properties, "RECURRENCE-ID")
        named = moment(parameters, value)
        if named is None:
            yield f"{_where(line)}: RECURRENCE-ID {value} is no time"
        elif named.form != starts.form:
            yield (
                f"{_where(line)}: RECURRENCE-ID {value} is {named.form}, "
                f"but the DTSTART of its series is {starts.form}"
            )
        elif not rule or named.wall in left_out or not _has(rule, starts, named):
            yield f"{_where(line)}: RECURRENCE-ID {value} is no date of its series"
