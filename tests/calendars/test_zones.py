"""A VTIMEZONE must tell the time that the zone itself tells, from 2020 through 2035."""

from datetime import datetime, timedelta
from io import StringIO
from zoneinfo import ZoneInfo

import pytest
from dateutil.tz import tzical

from arenas.calendars import zones

ZONES = [
    "Europe/Oslo",
    "Europe/London",
    "Europe/Moscow",
    "America/New_York",
    "America/Mexico_City",  # gave summer time up in 2022
    "America/Santiago",
    "America/Nuuk",  # changed both rule and offset in 2023
    "Africa/Cairo",  # took summer time up again in 2023
    "Africa/Casablanca",  # back for Ramadan, by the moon
    "Asia/Almaty",
    "Asia/Jerusalem",
    "Asia/Kolkata",
    "Asia/Tokyo",
    "Australia/Lord_Howe",  # half an hour
    "Pacific/Auckland",
]


def test_oslo_is_two_rules_from_1970() -> None:
    assert zones.vtimezone("Europe/Oslo").decode().split("\r\n") == [
        "BEGIN:VTIMEZONE",
        "TZID:Europe/Oslo",
        "BEGIN:DAYLIGHT",
        "DTSTART:19700329T020000",
        "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU",
        "TZOFFSETFROM:+0100",
        "TZOFFSETTO:+0200",
        "TZNAME:CEST",
        "END:DAYLIGHT",
        "BEGIN:STANDARD",
        "DTSTART:19701025T030000",
        "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU",
        "TZOFFSETFROM:+0200",
        "TZOFFSETTO:+0100",
        "TZNAME:CET",
        "END:STANDARD",
        "END:VTIMEZONE",
        "",
    ]


@pytest.mark.parametrize("name", ZONES)
def test_wall_times_from_2020_through_2035_are_the_same_instants(name: str) -> None:
    written = tzical(StringIO(zones.vtimezone(name).decode())).get(name)
    zone = ZoneInfo(name)
    wall = datetime(2020, 1, 1, 7, tzinfo=zone)
    while wall.year < 2036:
        if wall.utcoffset() == wall.replace(fold=1).utcoffset():  # not in a skipped or doubled hour
            assert wall.replace(tzinfo=written).utcoffset() == wall.utcoffset(), wall
        wall += timedelta(hours=13)


def test_no_zone_lists_dates() -> None:
    for name in ZONES:
        assert b"RDATE" not in zones.vtimezone(name)


def test_a_name_that_is_no_zone_is_not_known() -> None:
    assert zones.known("Europe/Oslo")
    assert not zones.known("Oslo")
    assert not zones.known("../../etc/passwd")
    assert not zones.known("")
