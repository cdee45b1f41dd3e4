"""What is left out of a feed that would be too long, and what goes with it."""

from datetime import UTC, date, datetime, timedelta

from arenas.calendars import ical, pieces
from arenas.calendars.pieces import Piece

TODAY = date(2026, 11, 23)


def piece(letter: str, days: int, zone: str = "Europe/Oslo") -> Piece:
    """A thousand bytes, the last day so many days from today."""
    return Piece(letter.encode() * 1000, (zone,), TODAY + timedelta(days=days), None)


def kept(given: list[Piece], room: int) -> str:
    """The letters of those that stay where there is room for so many."""
    frame = ical.Frame("x")
    empty, _cut = pieces.file(frame, [piece("-", 0)], limit=100_000, today=TODAY)
    data, cut = pieces.file(frame, given, limit=len(empty) + 1000 * (room - 1), today=TODAY)
    assert cut == (room * 1000 < sum(len(one.data) for one in given))
    return "".join(one.data[:1].decode() for one in given if one.data in data)


def test_what_comes_next_stays_then_what_comes_later_then_the_most_recent() -> None:
    given = [piece("a", -60), piece("b", -30), piece("c", 0), piece("d", 30), piece("e", 60)]
    assert [kept(given, room) for room in range(1, 6)] == ["c", "cd", "cde", "bcde", "abcde"]


def test_a_series_that_goes_on_stays_whole_in_its_place() -> None:
    """Its first date was long ago, its last is to come."""
    running = Piece(b"s" * 2000, ("Europe/Oslo",), TODAY + timedelta(days=90), None)
    given = [running, piece("a", -30), piece("b", 30)]
    assert [kept(given, room) for room in (2, 3, 4)] == ["s", "sb", "sab"]


def test_the_zone_of_a_meeting_that_is_left_out_is_left_out() -> None:
    given = [piece("t", -30, "Asia/Tokyo"), piece("b", 30)]
    data, cut = pieces.file(ical.Frame("x"), given, limit=2300, today=TODAY)
    assert (cut, b"Asia/Tokyo" in data, b"Europe/Oslo" in data) == (True, False, True)


def test_the_first_cancelled_meeting_of_a_series_says_when_it_changes() -> None:
    early, late = (datetime(2026, 12, day, tzinfo=UTC) for day in (1, 15))
    rows = [_row(late, "cancelled"), _row(early, "cancelled"), _row(early, "planned")]
    assert pieces._piece([], rows).cancelled == early
    assert pieces._piece([], rows[2:]).cancelled is None


def _row(ends_at: datetime, state: str) -> object:
    from types import SimpleNamespace

    return SimpleNamespace(ends_at=ends_at, last_day=None, state=state)
