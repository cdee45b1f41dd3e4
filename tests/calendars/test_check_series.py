"""The checker finds what is wrong with a series, and nothing in the series that we write."""

from datetime import time

import pytest

from arenas.calendars import check
from arenas.models.enums import MeetingState
from tests.conformance.laid_out import master_of, meeting, members_of, written
from tests.conformance.test_series import TUESDAYS

MEMBERS = members_of(TUESDAYS)
GOOD = written(
    master_of(TUESDAYS),
    [
        MEMBERS[0],
        meeting(MEMBERS[1].day, at=time(15)),
        meeting(MEMBERS[2].day, state=MeetingState.CANCELLED, cancel_reason="Sykdom"),
        *MEMBERS[4:],
    ],
)
RULE = b"RRULE:FREQ=WEEKLY;UNTIL=20270427T100000Z;INTERVAL=1;BYDAY=TU\r\n"
LEFT_OUT = b"EXDATE;TZID=Europe/Oslo:20260929T120000\r\n"
DATE = b"RECURRENCE-ID;TZID=Europe/Oslo:20260915T120000\r\n"

FAULTS = {
    "RECURRENCE-ID 20260916T120000 is no date of its series": (DATE, DATE.replace(b"15T", b"16T")),
    "RECURRENCE-ID 20260915T150000 is no date": (DATE, DATE.replace(b"T12", b"T15")),
    "RECURRENCE-ID 20260929T120000 is no date": (DATE, DATE.replace(b"0915", b"0929")),
    "RECURRENCE-ID 20260915T100000Z is in UTC, but the DTSTART of its series is in Europe/Oslo": (
        DATE, b"RECURRENCE-ID:20260915T100000Z\r\n",
    ),
    "RECURRENCE-ID 20260915 is a day": (DATE, b"RECURRENCE-ID;VALUE=DATE:20260915\r\n"),
    "RECURRENCE-ID 20260931T120000 is no time": (DATE, DATE.replace(b"0915", b"0931")),
    "EXDATE 20260929 is a day, but DTSTART is in Europe/Oslo": (
        LEFT_OUT, b"EXDATE;VALUE=DATE:20260929\r\n",
    ),
    "EXDATE 20260929T100000Z is in UTC": (LEFT_OUT, b"EXDATE:20260929T100000Z\r\n"),
    "EXDATE 20260930T120000 is no date of the RRULE": (LEFT_OUT, LEFT_OUT.replace(b"29T", b"30T")),
    "UNTIL=20270427 must be in UTC": (RULE, RULE.replace(b"T100000Z", b"")),
    "UNTIL=20270427T120000 must be in UTC": (RULE, RULE.replace(b"T100000Z", b"T120000")),
    "UNTIL=20250427T100000Z is before DTSTART": (RULE, RULE.replace(b"20270427", b"20250427")),
    "both UNTIL and COUNT": (RULE, RULE.replace(b";BYDAY", b";COUNT=3;BYDAY")),
    "FREQ=SECONDLY": (RULE, RULE.replace(b"WEEKLY", b"SECONDLY")),
    "INTERVAL=0": (RULE, RULE.replace(b"INTERVAL=1", b"INTERVAL=0")),
    "names a part twice": (RULE, RULE.replace(b"INTERVAL=1", b"BYDAY=MO")),
    "unknown part BYMOON": (RULE, RULE.replace(b"BYDAY", b"BYMOON")),
    "cannot be read": (RULE, RULE.replace(b"=TU", b"=XX")),
    "DTSTART is no date of the RRULE": (RULE, RULE.replace(b"=TU", b"=WE")),
    "RRULE more than once": (RULE, RULE + RULE),
    "EXDATE without an RRULE": (RULE, b""),
    "an RRULE of its own": (DATE, DATE + RULE),
}  # fmt: skip


def test_what_we_write_has_no_faults() -> None:
    assert check.faults(GOOD) == []


@pytest.mark.parametrize("said", FAULTS)
def test_a_fault_of_a_series_is_found_and_named(said: str) -> None:
    before, after = FAULTS[said]
    assert before in GOOD
    found = check.faults(GOOD.replace(before, after, 1))
    assert any(said in fault for fault in found), found


@pytest.mark.parametrize(
    "rule", [b"FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30", b"FREQ=YEARLY;INTERVAL=9999", b"FREQ=DAILY"]
)
def test_a_rule_without_end_is_laid_out_only_as_far_as_it_is_asked(rule: bytes) -> None:
    wrong = GOOD.replace(RULE, b"RRULE:" + rule + b"\r\n")
    wrong = wrong.replace(LEFT_OUT, b"EXDATE;TZID=Europe/Oslo:99991231T120000\r\n")
    assert any("EXDATE 99991231T120000 is no date" in fault for fault in check.faults(wrong))
