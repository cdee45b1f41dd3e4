"""The dates of rules, against dateutil, which shares nothing with ours but the RFC."""

from datetime import date, datetime, time, timedelta
from itertools import islice

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given, settings
from hypothesis import strategies as st

from arenas.exchange.ics.expansion import Rule, days

DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


def texts(values: st.SearchStrategy[object], most: int = 3) -> st.SearchStrategy[str]:
    return st.lists(values.map(str), min_size=1, max_size=most, unique=True).map(",".join)


@st.composite
def rules(draw: st.DrawFn) -> dict[str, str]:
    """Rules that dateutil reads as the RFC does: it takes BYDAY=MO,2SU for both at once, and the
    first week of BYSETPOS for one that begins at DTSTART."""
    frequency = draw(st.sampled_from(["DAILY", "WEEKLY", "MONTHLY", "YEARLY"]))
    places = (
        ["1", "2", "-1", "5", "-2"]
        if frequency in {"MONTHLY", "YEARLY"} and draw(st.booleans())
        else [""]
    )
    weekday = st.tuples(st.sampled_from(places), st.sampled_from(DAYS)).map("".join)
    optional = {
        "INTERVAL": st.integers(1, 5).map(str),
        "BYMONTH": texts(st.integers(1, 12)),
        "BYDAY": texts(weekday),
        "WKST": st.sampled_from(["MO", "SU"]),
    }
    if frequency != "WEEKLY":
        optional["BYMONTHDAY"] = texts(st.sampled_from([*range(1, 32), -1, -2]))
        optional["BYSETPOS"] = st.sampled_from(["1", "-1", "2", "1,-1"])
    if frequency == "YEARLY":
        optional["BYYEARDAY"] = texts(st.sampled_from([1, 59, 60, 200, 366, -1]))
    parts = draw(st.fixed_dictionaries({}, optional=optional))
    if set(parts) <= {"BYSETPOS", "INTERVAL", "WKST"}:
        parts.pop("BYSETPOS", None)
    return {"FREQ": frequency, **parts}


@settings(max_examples=300, deadline=None)
@given(rules(), st.dates(date(2000, 1, 1), date(2027, 12, 28)))
def test_rules_give_the_dates_that_dateutil_gives(parts: dict[str, str], first: date) -> None:
    found = list(islice(days(Rule.of(parts, first), first, first + timedelta(days=1500)), 40))
    text = ";".join(f"{name}={value}" for name, value in parts.items())
    theirs = iter(rrulestr(f"RRULE:{text}", dtstart=datetime.combine(first, time())))
    assert found == [moment.date() for moment in islice(theirs, len(found))]


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        # RFC 5545, section 3.8.5.3: Monday of week 20; every 4th year's Tuesday after a Monday.
        ("FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO", [date(1997, 5, 12), date(1998, 5, 11)]),
        (
            "FREQ=YEARLY;INTERVAL=4;BYMONTH=11;BYDAY=TU;BYMONTHDAY=2,3,4,5,6,7,8",
            [date(1996, 11, 5), date(2000, 11, 7)],
        ),
        # Sundays of the second week and every Monday: a union, as the RFC says of one BYDAY.
        ("FREQ=MONTHLY;BYDAY=2SU,-1MO;COUNT=2", [date(1997, 1, 12), date(1997, 1, 27)]),
    ],
)
def test_the_rfc_s_own_examples(rule: str, expected: list[date]) -> None:
    parts = dict(part.split("=") for part in rule.split(";"))
    year = 1996 if "INTERVAL" in parts else 1997
    found = days(Rule.of(parts, date(year, 1, 1)), date(year, 1, 1), date(2003, 1, 1))
    assert list(islice(found, len(expected))) == expected
