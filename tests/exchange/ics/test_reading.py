"""Calendar files of Outlook, Google, Apple, Thunderbird, Nextcloud and Indico, as meant."""

from datetime import date
from zoneinfo import ZoneInfo

import pytest

from arenas.errors import Refusal
from arenas.exchange.ics.reading import CalendarFile, Dated, read
from tests.exchange.ics import files
from tests.exchange.ics.files import calendar

OSLO = ZoneInfo("Europe/Oslo")
TODAY = date(2026, 11, 24)


def opened(content: bytes) -> CalendarFile:
    return read(content, OSLO, TODAY)


def instants(dates: tuple[Dated, ...]) -> list[str]:
    return [f"{one.when.starts_at:%Y-%m-%d %H:%M}" for one in dates]


def test_outlook_names_its_zones_as_windows_does_and_excepts_a_date() -> None:
    [series] = opened(files.OUTLOOK).found
    # First Tuesdays from 1 December, 5 January left out, 2 February moved a day and an hour.
    assert instants(series.dates) == ["2026-12-01 11:00", "2027-02-03 12:00", "2027-03-02 11:00"]
    assert series.dates[1].title == "Styringsgruppe (flyttet)"
    assert [one.key for one in series.dates] == [
        "20261201T110000Z",
        "20270202T110000Z",
        "20270302T110000Z",
    ]
    assert series.dates[0].place == "Rådhuset, rom 3"
    assert series.dates[0].description == "Saker:\n1. Åpning"


def test_people_are_read_without_rooms_and_with_their_addresses_in_small_letters() -> None:
    [series] = opened(files.OUTLOOK).found
    found = [(one.email, one.name) for one in series.dates[0].guests]
    assert found == [("kari.li@ski.example", "Kari Li"), ("ola@uni.example", "Ås, Ola")]


def test_google_gives_utc_a_video_link_and_markup() -> None:
    file = opened(files.GOOGLE)
    idea, gathering = file.found
    assert file.name == "Regionen"
    assert instants(idea.dates) == ["2027-03-08 09:00"]
    assert idea.dates[0].when.timezone == "Europe/Oslo"
    assert idea.dates[0].online_url == "https://meet.google.com/abc-defg-hij"
    assert idea.dates[0].description == "\nHei alle\n- sak 1".replace(" ", "\xa0", 1).strip("\n")
    assert idea.title == "Idémøte 😀"
    when = gathering.dates[0].when
    assert (when.first_day, when.last_day) == (date(2027, 5, 1), date(2027, 5, 2))


def test_apple_keeps_the_wall_time_until_its_last_day_and_alarms_are_no_text() -> None:
    [series] = opened(files.APPLE).found
    assert instants(series.dates) == ["2026-10-26 09:00", "2026-11-02 09:00"]
    assert series.dates[0].online_url == "https://teams.example/møte"
    assert (series.dates[0].place, series.dates[0].description) == (None, None)


def test_thunderbird_has_a_path_before_the_zone_and_a_date_beside_the_rule() -> None:
    [series] = opened(files.THUNDERBIRD).found
    # Yearly from 10 June 2027, two years ahead of today; and 11 September by RDATE.
    assert instants(series.dates) == ["2027-06-10 16:00", "2027-09-11 16:00", "2028-06-10 16:00"]
    first = series.dates[0].when
    assert (first.ends_at - first.starts_at).total_seconds() == 5400


def test_nextcloud_cancels_one_of_three() -> None:
    [series] = opened(files.NEXTCLOUD).found
    assert [one.cancelled for one in series.dates] == [False, True, False]


def test_indico_s_address_stands_in_the_description() -> None:
    [event] = opened(files.INDICO).found
    assert event.dates[0].description == "Program\nhttps://indico.example/event/1422/"


def test_a_fold_inside_a_letter_loses_nothing() -> None:
    content = calendar("UID:a\nDTSTART:20270101T100000Z\nSUMMARY:Møte på Ås")
    folded = content.replace("ø".encode(), b"\xc3\r\n \xb8").replace("Å".encode(), b"\xc3\n\t\x85")
    assert opened(folded).found[0].title == "Møte på Ås"


def test_letters_of_windows_are_read_and_told() -> None:
    content = calendar("UID:a\nDTSTART:20270101T100000Z\nSUMMARY:xyz")
    [event] = opened(content.replace(b"xyz", "Møte på Ås".encode("cp1252"))).found
    assert event.title == "Møte på Ås"
    assert "Noen tegn var ikke UTF-8, og er lest som Windows-1252." in [
        note.text for note in event.notes
    ]


@pytest.mark.parametrize("line_end", [b"\n", b"\r", b"\r\r\n"])
def test_other_line_ends_are_line_ends(line_end: bytes) -> None:
    assert len(opened(files.OUTLOOK.replace(b"\r\n", line_end)).found) == 1


def test_utf_16_with_a_mark_is_read() -> None:
    assert opened(files.GOOGLE.decode().encode("utf-16")).found[0].title == "Idémøte 😀"


@pytest.mark.parametrize(
    ("name", "instant"),
    [
        ("Europe/Oslo", "11:00"),
        ("europe/oslo", "11:00"),
        ("W. Europe Standard Time", "11:00"),
        ("GMT Standard Time", "12:00"),
        ("(UTC+01:00) Amsterdam, Berlin, Bern, Rome, Stockholm, Vienna", "11:00"),
        ("/freeassociation.sourceforge.net/Europe/Oslo", "11:00"),
        ("Eastern Standard Time", "17:00"),
        ("UTC", "12:00"),
    ],
)
def test_zones_are_known_by_many_names(name: str, instant: str) -> None:
    [event] = opened(calendar(f"UID:a\nDTSTART;TZID={name}:20261201T120000")).found
    assert instants(event.dates) == [f"2026-12-01 {instant}"]


def described(name: str, winter: str, summer: str) -> str:
    return f"""
    BEGIN:VTIMEZONE
    TZID:{name}
    BEGIN:STANDARD
    TZOFFSETTO:{winter}
    END:STANDARD
    BEGIN:DAYLIGHT
    TZOFFSETTO:{summer}
    END:DAYLIGHT
    END:VTIMEZONE
    """


def test_an_unknown_zone_is_read_from_what_the_file_says_of_it() -> None:
    head = described("Vår tid", "+0100", "+0200")
    [event] = opened(calendar("UID:a\nDTSTART;TZID=Vår tid:20270701T120000", head=head)).found
    assert instants(event.dates) == ["2027-07-01 10:00"]
    assert event.notes[-1].text.startswith("Tidssonen «%(name)s» er ukjent, men beskrevet")


def test_of_a_zone_that_is_described_wrongly_the_name_counts_and_it_is_told() -> None:
    head = described("Europe/Oslo", "+0500", "+0600")
    [event] = opened(calendar("UID:a\nDTSTART;TZID=Europe/Oslo:20261201T120000", head=head)).found
    assert instants(event.dates) == ["2026-12-01 11:00"]
    assert "annerledes" in event.notes[-1].text


def test_a_time_without_a_zone_is_the_calendar_s_else_ours() -> None:
    event = "UID:a\nDTSTART:20261201T120000"
    assert instants(opened(calendar(event)).found[0].dates) == ["2026-12-01 11:00"]
    abroad = calendar(event, head="X-WR-TIMEZONE:Europe/London")
    assert instants(opened(abroad).found[0].dates) == ["2026-12-01 12:00"]


def test_an_exception_may_name_its_date_as_a_day() -> None:
    """Outlook does, for a series that has hours."""
    content = calendar(
        "UID:a\nDTSTART:20270301T100000Z\nDTEND:20270301T110000Z\nRRULE:FREQ=DAILY;COUNT=2",
        "UID:a\nRECURRENCE-ID;VALUE=DATE:20270302\nDTSTART:20270302T150000Z\n"
        "DTEND:20270302T160000Z\nSUMMARY:Senere",
    )
    assert instants(opened(content).found[0].dates) == ["2027-03-01 10:00", "2027-03-02 15:00"]


def test_of_two_exceptions_for_one_date_the_newest_counts() -> None:
    content = calendar(
        "UID:a\nDTSTART:20270301T100000Z\nDURATION:PT1H\nRRULE:FREQ=DAILY;COUNT=2",
        *(
            f"UID:a\nRECURRENCE-ID:20270302T100000Z\nDTSTART:20270302T1{hour}0000Z\n"
            f"DURATION:PT1H\nSEQUENCE:{sequence}"
            for hour, sequence in ((3, 5), (4, 2))
        ),
    )
    [series] = opened(content).found
    assert instants(series.dates) == ["2027-03-01 10:00", "2027-03-02 13:00"]
    assert any("flere ganger" in note.text for note in series.notes)


def test_midnights_that_outlook_calls_a_day_are_a_day() -> None:
    content = calendar(
        "UID:a\nDTSTART;TZID=Europe/Oslo:20270328T000000\nDTEND;TZID=Europe/Oslo:20270329T000000\n"
        "X-MICROSOFT-CDO-ALLDAYEVENT:TRUE"
    )
    when = opened(content).found[0].dates[0].when  # 23 hours: clocks are put forward that night
    assert (when.first_day, when.last_day) == (date(2027, 3, 28), date(2027, 3, 28))


def test_a_series_far_back_gives_the_dates_a_register_needs() -> None:
    content = calendar("UID:a\nDTSTART:20100105T100000Z\nDURATION:PT1H\nRRULE:FREQ=YEARLY")
    days = [one.when.day.year for one in opened(content).found[0].dates]
    assert days == [2022, 2023, 2024, 2025, 2026, 2027, 2028]  # 5 years of 366 days back, 2 ahead


@pytest.mark.parametrize(
    ("event", "reason"),
    [
        ("DTSTART:20270101T100000Z", "mangler UID"),
        ("UID:a\nSUMMARY:x", "mangler starttid"),
        ("UID:a\nDTSTART:20271301T100000Z", "«20271301T100000Z», som ikke er en tid"),
        ("UID:a\nDTSTART;VALUE=DATE:20270230", "«20270230», som ikke er en tid"),
        ("UID:a\nDTSTART;TZID=Mars/Olympus:20270101T100000", "Tidssonen «Mars/Olympus» er ukjent."),
        ("UID:a\nDTSTART:20270101T100000Z\nDTEND:20270101T090000Z", "slutter før den starter"),
        ("UID:a\nDTSTART:20270101T100000Z\nDTEND:20270401T090000Z", "varer i 89 dager"),
        ("UID:a\nDTSTART:20270101T100000Z\nDTEND;VALUE=DATE:20270102", "slutten en dag"),
        ("UID:a\nDTSTART:18990101T100000Z", "som ikke er en tid i kalenderen"),
        ("UID:a\nDTSTART:20270101T100000Z\nBEGIN:VEVENT", "en annen hendelse inni seg"),
        ("UID:a\nDTSTART:20270101T100000Z\nRRULE:FREQ=SECONDLY", "oftere enn daglig"),
        ("UID:a\nDTSTART:20270101T100000Z\nRRULE:FREQ=DAILY", "flere enn 500 datoer"),
        ("UID:a\nDTSTART:20270101T100000Z\nRRULE:FREQ=SOMETIMES", "regelen kan ikke leses"),
        ("UID:a\nDTSTART:20270101T100000Z\nRRULE:FREQ=DAILY;INTERVAL=0", "regelen kan ikke leses"),
        ("UID:a\nDTSTART:20270101T100000Z\nRRULE:FREQ=DAILY\nRRULE:FREQ=WEEKLY", "flere regler"),
    ],
)
def test_what_cannot_be_read_says_why_and_the_rest_is_read(event: str, reason: str) -> None:
    file = opened(calendar(event, "UID:good\nDTSTART:20270101T100000Z"))
    if "BEGIN:VEVENT" not in event:
        assert [one.uid for one in file.found] == ["good"]
    [bad] = file.unreadable
    assert bad.line == 4
    assert reason in str(Refusal(bad.reason.text, **dict(bad.reason.values)))


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "ingen kalender"),
        (b"<html>Logg inn</html>", "ingen kalender"),
        (b"BEGIN:VCALENDAR\n" + b"BEGIN:X\n" * 1000, "Linje 9"),
        (b"BEGIN:VCALENDAR\n" + b"BEGIN:VEVENT\nEND:VEVENT\n" * 20_001, "flere enn 20000"),
        (b"BEGIN:VCALENDAR\n" + b"x" * 50_000_001, "50 MB"),
    ],
)
def test_a_file_that_is_no_calendar_or_too_much_of_one_is_refused(
    content: bytes, reason: str
) -> None:
    with pytest.raises(Refusal, match=reason):
        opened(content)


@pytest.mark.parametrize("method", ["REPLY", "COUNTER", "refresh"])
def test_an_answer_to_an_invitation_is_no_calendar(method: str) -> None:
    content = calendar("UID:a\nDTSTART:20270101T100000Z", head=f"METHOD:{method}")
    with pytest.raises(Refusal, match="et svar på en innkalling"):
        opened(content)


def test_a_cancellation_cancels_whether_its_events_say_so_or_not() -> None:
    content = calendar("UID:a\nDTSTART:20270101T100000Z", head="METHOD:CANCEL")
    assert [one.cancelled for found in opened(content).found for one in found.dates] == [True]


def test_tasks_are_counted_and_left() -> None:
    content = files.INDICO.replace(
        b"END:VCALENDAR", b"BEGIN:VTODO\r\nUID:t\r\nEND:VTODO\r\nEND:VCALENDAR"
    )
    file = opened(content)
    assert (len(file.found), file.others) == (1, 1)
