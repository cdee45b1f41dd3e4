"""Every reader understands what we write, and all of them the same."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from arenas.calendars import ical
from tests.conformance.readers import MissingReaderError, Seen, Texts, readers, text_readers
from tests.conftest import missing

STAMP = datetime(2026, 11, 1, 8, 30, tzinfo=UTC)


def wall(zone: str, year: int, month: int, day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=ZoneInfo(zone)).astimezone(UTC)


def meeting(uid: str, starts: datetime, hours: float = 2, **others: str) -> ical.Entry:
    return ical.Entry(
        uid=uid,
        starts=starts,
        ends=starts + timedelta(hours=hours),
        summary=others.pop("summary", "Styret: årsmøte"),
        stamp=STAMP,
        **others,  # type: ignore[arg-type]
    )


ENTRIES = [
    meeting("the-friday-before-winter-time", wall("Europe/Oslo", 2026, 10, 23, 10)),
    meeting("over-the-night-to-winter-time", wall("Europe/Oslo", 2026, 10, 24, 22), 10),
    meeting("the-second-half-past-two", datetime(2026, 10, 25, 1, 30, tzinfo=UTC)),
    meeting("the-monday-of-winter-time", wall("Europe/Oslo", 2026, 10, 26, 10)),
    meeting("the-friday-before-summer-time", wall("Europe/Oslo", 2027, 3, 26, 10)),
    meeting("over-the-night-to-summer-time", wall("Europe/Oslo", 2027, 3, 27, 22), 10),
    meeting("the-monday-of-summer-time", wall("Europe/Oslo", 2027, 3, 29, 10)),
    meeting("new-york", wall("America/New_York", 2026, 10, 28, 9), zone="America/New_York"),
    meeting("tokyo", wall("Asia/Tokyo", 2026, 12, 1, 9), zone="Asia/Tokyo"),
    meeting("cancelled", STAMP, summary="Avlyst: Møte, med; tegn", status="CANCELLED"),
    meeting("tentative", STAMP, summary="Ikke sikkert 😀 e\u0301 " * 9 + "!", status="TENTATIVE"),
    ical.Entry(
        uid="one-day",
        starts=date(2026, 10, 25),
        ends=date(2026, 10, 26),
        summary="Hele søndagen",
        stamp=STAMP,
    ),
    ical.Entry(
        uid="three-days",
        starts=date(2027, 3, 27),
        ends=date(2027, 3, 30),
        summary="Konferanse",
        stamp=STAMP,
        location="Hamar",
        description="Saker:\n1. Velkommen\n",
        categories=("Areal, transport", "Klima"),
        conference="https://example.org/mote/1",
        url="https://example.org/meetings/1",
        contact="styret@example.org",
        created=STAMP,
        free=True,
        alarms=(ical.Alarm(60, "Konferanse"),),
    ),
]
EXPECTED = {
    "the-friday-before-winter-time": ("2026-10-23T08:00:00Z", "2026-10-23T10:00:00Z"),
    "over-the-night-to-winter-time": ("2026-10-24T20:00:00Z", "2026-10-25T06:00:00Z"),
    "the-second-half-past-two": ("2026-10-25T01:30:00Z", "2026-10-25T03:30:00Z"),
    "the-monday-of-winter-time": ("2026-10-26T09:00:00Z", "2026-10-26T11:00:00Z"),
    "the-friday-before-summer-time": ("2027-03-26T09:00:00Z", "2027-03-26T11:00:00Z"),
    "over-the-night-to-summer-time": ("2027-03-27T21:00:00Z", "2027-03-28T07:00:00Z"),
    "the-monday-of-summer-time": ("2027-03-29T08:00:00Z", "2027-03-29T10:00:00Z"),
    "new-york": ("2026-10-28T13:00:00Z", "2026-10-28T15:00:00Z"),
    "tokyo": ("2026-12-01T00:00:00Z", "2026-12-01T02:00:00Z"),
    "cancelled": ("2026-11-01T08:30:00Z", "2026-11-01T10:30:00Z"),
    "tentative": ("2026-11-01T08:30:00Z", "2026-11-01T10:30:00Z"),
    "one-day": ("2026-10-25", "2026-10-26"),
    "three-days": ("2027-03-27", "2027-03-30"),
}


# A family of three is five code points; an accent is one of its own; Hebrew runs the other way.
MARKS = "Komma, semikolon; «kolon: 100 %» \"sitat\" 'x' ^ <b>ø</b> 👨‍👩‍👧 🇳🇴 e\u0301 n\u0303 שלום"
TEXTS = [
    Texts("marks", f"Møte: {MARKS}", f"{MARKS}\n\n1. {MARKS}\n\tSlutt", f"Rom 1, {MARKS}"),
    Texts("long", "e\u0301😀" * 100, "Sak 1, åpning; 😀 e\u0301\n" * 500, "ø" * 200),
    Texts("plain", "Styret", "", ""),
]


def read(name: str, data: bytes) -> list[Seen]:
    try:
        return sorted(readers()[name](data))
    except MissingReaderError as error:
        missing(str(error))


@pytest.mark.parametrize("name", readers())
def test_a_reader_sees_every_meeting_at_its_instant(name: str) -> None:
    frame = ical.Frame("Møter", source="https://example.org/calendar/all.ics", colour="teal")
    seen = read(name, b"".join(ical.calendar(frame, ENTRIES)))
    assert seen == sorted(
        Seen(entry.uid, *EXPECTED[entry.uid], entry.summary, entry.status) for entry in ENTRIES
    )


@pytest.mark.parametrize("name", readers())
def test_a_hostile_title_harms_no_reader(name: str) -> None:
    title = 'x\x00\x0b\x85\u2028\r\nATTENDEE:mailto:a@example.org\r\nEND:VEVENT\n"^;,' + "ø" * 10000
    entries = [meeting("hostile", STAMP, summary=title), meeting("after-it", STAMP)]
    seen = read(name, b"".join(ical.calendar(ical.Frame(title), entries)))
    assert [one.uid for one in seen] == ["after-it", "hostile"]
    assert seen[1].summary == ('x ATTENDEE:mailto:a@example.org END:VEVENT "^;,' + "ø" * 10000)


@pytest.mark.parametrize("name", text_readers())
def test_a_reader_shows_the_texts_as_they_were_typed(name: str) -> None:
    """Commas, semicolons, line breaks, emoji, combining marks, and 10,000 characters."""
    assert len(TEXTS[1].description) == 10_000
    entries = [
        meeting(one.uid, STAMP, summary=one.summary, description=one.description,
                location=one.location)
        for one in TEXTS
    ]  # fmt: skip
    try:
        seen = text_readers()[name](b"".join(ical.calendar(ical.Frame("Møter"), entries)))
    except MissingReaderError as error:
        missing(str(error))
    expected = [replace(one, description=one.description.replace("\t", " ")) for one in TEXTS]
    assert sorted(seen) == sorted(expected)
