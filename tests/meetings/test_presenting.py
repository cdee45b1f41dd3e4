"""The trail of a meeting as its page tells it."""

from datetime import UTC, datetime
from types import SimpleNamespace

from arenas.meetings.presenting import history


def done(minute, action="meeting.attendance", email="kari@example.org", **details):
    at = datetime(2026, 11, 2, 12, minute, tzinfo=UTC)
    return SimpleNamespace(at=at, action=action, email=email, details=details)


def told(*rows):
    return [(one.at.minute, one.action, one.details) for one in history(rows)]


def test_marks_made_one_by_one_in_a_sitting_are_one_line_with_their_sum():
    rows = [done(30 - number, changed=1) for number in range(25)]
    assert told(*rows, done(1, "meeting.hold", before="planned")) == [
        (30, "meeting.attendance", {"changed": 25}),
        (1, "meeting.hold", {"before": "planned"}),
    ]


def test_what_another_did_or_what_is_of_another_kind_is_a_line_of_its_own():
    rows = [
        done(9, changed=1),
        done(8, changed=2, email="ola@example.org"),
        done(7, changed=4, email="ola@example.org"),
        done(6, "meeting.participant", added=1, email="ola@example.org"),
        done(5, "meeting.participant", removed=1, email="ola@example.org"),
        done(4, "meeting.change", fields=["title"]),
        done(3, "meeting.change", fields=["title"]),
    ]
    assert [(minute, details) for minute, _action, details in told(*rows)] == [
        (9, {"changed": 1}),
        (8, {"changed": 6}),
        (6, {"added": 1}),
        (5, {"removed": 1}),
        (4, {"fields": ["title"]}),
        (3, {"fields": ["title"]}),
    ]


def test_a_sitting_ends_after_three_hours_without_a_mark():
    morning = done(0, changed=1)
    morning.at = morning.at.replace(hour=8)
    assert len(history([done(0, changed=1), morning])) == 2


def test_at_most_fifty_lines_are_told():
    rows = [done(number % 60, "meeting.change", fields=["title"]) for number in range(80)]
    assert len(history(rows)) == 50
