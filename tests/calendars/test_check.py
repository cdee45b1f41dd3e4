"""The checker finds each fault it names, and none in what we write."""

from pathlib import Path

import pytest
from click.testing import CliRunner
from flask import Flask
from sqlalchemy import select

from arenas.calendars import check, ical
from arenas.cli import main
from arenas.database import db
from arenas.models import Forum, Organisation
from arenas.models.enums import Visibility
from tests.calendars.test_readers import ENTRIES

GOOD = b"".join(ical.calendar(ical.Frame("Møter", source="https://example.org/a.ics"), ENTRIES))

FAULTS = {
    "a line of its own": (b"STATUS:CONFIRMED\r\n", b"STATUS:CONFIRMED\n"),
    "not a name, a colon": (b"STATUS:CONFIRMED\r\n", b"STATUS CONFIRMED\r\n"),
    "control character": (b"SUMMARY:Styret", b"SUMMARY:\x0bStyret"),
    "not UTF-8": ("årsmøte".encode(), "årsmøte".encode("latin-1")),
    "76 octets": (b"SUMMARY:Styret: \xc3\xa5rsm\xc3\xb8te", b"SUMMARY:" + b"x" * 68),
    "inside an escape": (b"\\; tegn", b"\\\r\n ; tegn"),
    "without its VTIMEZONE": (b"TZID=Asia/Tokyo:", b"TZID=Asia/Seoul:"),
    "RDATE": (b"RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU", b"RDATE:20260329T020000"),
    "is not after": (b"DTEND;VALUE=DATE:20261026", b"DTEND;VALUE=DATE:20261025"),
    "stands twice": (b"UID:tokyo", b"UID:new-york"),
    "is not closed": (b"END:VCALENDAR\r\n", b"X-A:1\r\n"),
    "closes nothing": (b"END:VTIMEZONE", b"END:VEVENT"),
    "floats": (b"DTSTART:20261025T013000Z", b"DTSTART:20261025T013000"),
    "SEQUENCE 0 times": (b"SEQUENCE:0\r\n", b""),
    "addresses": (b"SEQUENCE:0\r\n", b"SEQUENCE:0\r\nATTENDEE:mailto:a@example.org\r\n"),
    "does not end": (b"END:VCALENDAR\r\n", b"END:VCALENDAR"),
}
FAULTS["control character again"] = FAULTS.pop("a line of its own")


def test_what_we_write_has_no_faults() -> None:
    assert check.faults(GOOD) == []


@pytest.mark.parametrize("said", FAULTS)
def test_a_fault_is_found_and_named(said: str) -> None:
    before, after = FAULTS[said]
    assert before in GOOD
    found = check.faults(GOOD.replace(before, after, 1))
    assert any(said.removesuffix(" again") in fault for fault in found), found


def test_no_feed_of_the_sample_region_has_a_fault(sample_app: Flask) -> None:
    with sample_app.app_context():
        forums = db.session.scalars(
            select(Forum.slug).where(Forum.visibility == Visibility.PUBLIC)
        ).all()
        organisations = db.session.scalars(select(Organisation.slug).limit(20)).all()
        db.session.remove()
    client = sample_app.test_client()
    paths = [f"/calendar/forums/{slug}.ics" for slug in forums]
    paths += [f"/calendar/organisations/{slug}.ics" for slug in organisations]
    paths += ["/calendar/all.ics", "/calendar/all.ics?lang=en", "/calendar/priorities/1.ics"]
    for path in paths:
        assert check.faults(client.get(path).data) == [], path


def test_the_command_writes_a_forums_feed_and_checks_a_file(
    tmp_path: Path, sample_app: Flask
) -> None:
    told = sample_app.extensions["settings"]
    environment = {"DATABASE_URL": told.database_url, "MOTEPLASS_SECRET_KEY": told.secret_key}
    runner = CliRunner(env=environment)
    written = runner.invoke(main, ["feed", "styret"])
    assert written.exit_code == 0
    assert written.stdout_bytes.startswith(b"BEGIN:VCALENDAR\r\n")
    assert runner.invoke(main, ["feed", "styret", "--check"]).output.startswith("No faults")
    assert runner.invoke(main, ["feed", "finnes-ikke"]).exit_code == 1
    assert runner.invoke(main, ["feed"]).exit_code == 2
    wrong = tmp_path / "wrong.ics"
    wrong.write_bytes(GOOD.replace(b"VERSION:2.0\r\n", b""))
    refused = runner.invoke(main, ["feed", "--file", str(wrong)])
    assert refused.exit_code == 1
    assert "VERSION 0 times" in refused.output
    assert runner.invoke(main, ["feed", "--check", "--file", "-"], input=GOOD).exit_code == 0
