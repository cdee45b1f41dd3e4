"""The whole journey of a series: called, moved, cancelled, answered, attended, closed.

In the real browser, over a real SMTP server and a real maildir. What each step mails is read by
icalendar, vobject and ical, and held to RFC 5545, 5546 and 6047.
"""

import mailbox
import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import icalendar
import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import func, select

from arenas.database import db
from arenas.models import (
    Forum,
    ForumMember,
    Meeting,
    Organisation,
    Participation,
    Person,
    SeriesOccurrence,
)
from arenas.models.enums import Attendance, MeetingState, Response, Sector
from tests.browser.conftest import Live
from tests.browser.office import Hand, Office
from tests.invitations import programs
from tests.invitations.series_records import events_of, method_of, part_of, starts_of
from tests.meetings.records import OSLO

FORUM = "kollektiv-og-jernbaneforum"  # 21 members: 20 from four sectors, and one from a fifth
INVITED = 20
MOST_CLICKS = 11


@pytest.fixture
def office(live: Live, command: Callable[..., Any], tmp_path: Path) -> Iterator[Office]:
    mailbox.Maildir(tmp_path / "replies")
    opened = Office(live, command, tmp_path / "replies")
    yield opened
    opened.running.stop()


def read(live: Live, query: Any) -> list[Any]:
    with live.app.app_context():
        rows = [tuple(row) for row in db.session.execute(query)]
        db.session.remove()
        return rows


def dates(live: Live) -> list[tuple[int, datetime, MeetingState]]:
    """The meetings of the new series in the order of its days."""
    newest = select(func.max(SeriesOccurrence.series_id)).scalar_subquery()
    return read(
        live,
        select(Meeting.id, Meeting.starts_at, Meeting.state)
        .join(SeriesOccurrence, SeriesOccurrence.meeting_id == Meeting.id)
        .where(SeriesOccurrence.series_id == newest)
        .order_by(SeriesOccurrence.day),
    )


def on_clocks(moment: datetime) -> str:
    return f"{moment.astimezone(OSLO):%Y-%m-%d %H:%M}"


def held_to_the_rfcs(mails: dict[str, EmailMessage], method: str) -> list[Any]:
    """Each message is for one person alone and whole; returns its first event, of each."""
    found = []
    for address, message in mails.items():
        assert [one.addr_spec for one in message["To"].addresses] == [address]
        assert message["Cc"] is None
        kinds = [part.get_content_type() for part in message.walk()]
        assert kinds.count("text/plain") == kinds.count("text/html") == 1
        assert method_of(message) == method
        [alternative] = [one for one in message.walk() if one.get_content_type() == "text/calendar"]
        assert alternative.get_param("method") == method
        attached = [part for part in message.walk() if part.get_filename()]
        assert attached[0].get_payload(decode=True) == part_of(message)
        calendar = icalendar.Calendar.from_ical(part_of(message))
        zones = {str(zone["TZID"]) for zone in calendar.walk("VTIMEZONE")}
        assert zones == {"Europe/Oslo"}
        for event in events_of(message):
            assert event["DTSTART"].params["TZID"] == "Europe/Oslo"
            assert {"UID", "DTSTAMP", "SEQUENCE", "ORGANIZER", "SUMMARY"} <= set(event)
            assert str(event["ORGANIZER"]).lower().startswith("mailto:")
            attendee = event["ATTENDEE"]
            assert str(attendee) == f"mailto:{address}"  # one, and nobody else's
            assert {"CN", "ROLE", "PARTSTAT"} <= set(attendee.params)
            assert (attendee.params.get("RSVP") == "TRUE") is (method == "REQUEST")
        found.append(events_of(message)[0])
    assert len({str(event["UID"]) for event in found}) == 1
    return found


def call(visit: Callable[..., Page], live: Live) -> int:
    """Call the monthly series; returns how many clicks and fields it took."""
    [[stranger]] = read(
        live,
        select(ForumMember.person_id)
        .join(ForumMember.organisation)
        .join(ForumMember.forum)
        .where(Organisation.sector == Sector.OTHER, Forum.slug == FORUM),
    )
    page = visit("/meetings/", role="coordinator")
    hand = Hand(page)
    hand.click("main a[href='/meetings/new']")
    hand.click("main a[href='/meetings/series/new']")
    hand.choose("#habit", FORUM)
    hand.click("form[method=get].meeting-form button")
    hand.write("[name=count]", "6")
    hand.write("[name=online_url]", "https://example.org/rom")
    hand.click(f"[name=members][value='{stranger}']")
    hand.write("[name='agenda-0-title']", "Rutetilbudet")
    hand.click("[name=publish]")
    hand.click(".actions button[value=preview]")
    expect(page.locator("#dates")).to_contain_text("Serien får 6 møter")
    expect(page.locator("#dates")).to_contain_text(f"{INVITED} personer inviteres.")
    hand.click("button[value=save]")
    page.get_by_text("Serien er lagret med 6 møter.").wait_for()
    return hand.clicks


def test_a_monthly_series_from_its_form_to_its_closed_minutes(
    visit: Callable[..., Page], live: Live, office: Office
) -> None:
    office.send()  # what waited before
    assert call(visit, live) <= MOST_CLICKS
    (first, first_at, _), (second, second_at, _), *_rest = laid_out = dates(live)
    sectors = read(
        live,
        select(Organisation.sector, func.count())
        .join(Participation, Participation.organisation_id == Organisation.id)
        .where(Participation.meeting_id == first)
        .group_by(Organisation.sector),
    )
    assert (len(sectors), sum(number for _sector, number in sectors)) == (4, INVITED)

    asked = office.send()
    assert len(asked) == INVITED
    for event in held_to_the_rfcs(asked, "REQUEST"):
        assert event["RRULE"]["FREQ"] == ["MONTHLY"]
        assert "RECURRENCE-ID" not in event
        assert event["ATTENDEE"].params["PARTSTAT"] == "NEEDS-ACTION"
    everybody = [on_clocks(at) for _id, at, _state in laid_out]
    assert all(starts_of(message) == everybody for message in asked.values())
    before = sequence_of(asked)

    moved_at = move(visit, first)
    moved = office.send()
    assert set(moved) == set(asked)
    for event in held_to_the_rfcs(moved, "REQUEST"):
        assert event["RECURRENCE-ID"].dt == first_at
        assert event["DTSTART"].dt == moved_at
        assert "RRULE" not in event
    assert sequence_of(moved) > before
    assert uid_of(moved) == uid_of(asked)

    cancel(visit, second)
    off = office.send()
    assert set(off) == set(asked)
    for event in held_to_the_rfcs(off, "CANCEL"):
        assert event["RECURRENCE-ID"].dt == second_at
        assert event["STATUS"] == "CANCELLED"
    assert uid_of(off) == uid_of(asked)
    assert [state for _id, _at, state in dates(live)].count(MeetingState.CANCELLED) == 1

    by_link, by_mail = sorted(moved)[:2]
    answer_by_link(visit, moved[by_link])
    answer_by_mail(office, moved[by_mail])
    page = visit(f"/meetings/{first}", role="coordinator")
    assert "2 Kommer" in " ".join(page.locator("#people").inner_text().split())
    answers = read(
        live,
        select(Person.email, Participation.response)
        .join(Participation, Participation.person_id == Person.id)
        .where(Participation.meeting_id == first, Participation.response == Response.ACCEPTED),
    )
    assert sorted(email for email, _response in answers) == [by_link, by_mail]
    office.send()  # what the calendars of those two are told, if anything

    attend(page, first)
    marks = read(
        live,
        select(Participation.attendance, func.count())
        .where(Participation.meeting_id == first)
        .group_by(Participation.attendance),
    )
    assert dict(marks) == {Attendance.PRESENT: INVITED - 1, Attendance.EXCUSED: 1}

    close(page, first)
    mailed = office.send()
    assert set(asked) <= set(mailed)
    for message in mailed.values():
        [paper] = list(message.iter_attachments())
        assert paper.get_content_type() == "application/pdf"
        assert paper.get_content().startswith(b"%PDF-")
        assert f"/meetings/{first}/minutes" in message.get_body(("plain",)).get_content()
    assert "Rutetilbudet er godt." in page.locator("main").inner_text()


def sequence_of(mails: dict[str, EmailMessage]) -> int:
    [number] = {int(events_of(message)[0]["SEQUENCE"]) for message in mails.values()}
    return number


def uid_of(mails: dict[str, EmailMessage]) -> str:
    [uid] = {str(events_of(message)[0]["UID"]) for message in mails.values()}
    return uid


def move(visit: Callable[..., Page], meeting: int) -> datetime:
    """The meeting has just begun; returns when."""
    starts = datetime.now(OSLO).replace(second=0, microsecond=0) - timedelta(minutes=5)
    ends = starts + timedelta(minutes=90)
    page = visit(f"/meetings/{meeting}/edit", role="coordinator")
    page.locator("[name=day]").fill(f"{starts:%Y-%m-%d}")
    page.locator("[name=starts]").fill(f"{starts:%H:%M}")
    page.locator("[name=ends]").fill(f"{ends:%H:%M}")
    page.locator("[name=last_day]").fill(f"{ends:%Y-%m-%d}")
    page.get_by_role("button", name="Lagre", exact=True).last.click()
    page.get_by_text("Endringene er lagret.").or_(page.get_by_text("heter nå")).wait_for()
    return starts.astimezone(UTC)


def cancel(visit: Callable[..., Page], meeting: int) -> None:
    page = visit(f"/meetings/{meeting}/cancel", role="coordinator")
    page.get_by_label(f"Bare dette møtet (ett møte, {INVITED} personer får e-post)").check()
    page.locator("[name=reason]").fill("Vinterferie")
    page.get_by_role("button", name="Avlys møtet").click()
    page.get_by_text("Begrunnelse: Vinterferie").wait_for()


def answer_by_link(visit: Callable[..., Page], message: EmailMessage) -> None:
    text = message.get_body(("plain",)).get_content()
    [path] = set(re.findall(r"https?://[^/\s]+(/reply/(?!series)\S+)", text))
    page = visit(path)
    page.get_by_role("button", name="Ja, i rommet").click()
    page.get_by_text("Takk, svaret er registrert.").wait_for()


def answer_by_mail(office: Office, message: EmailMessage) -> None:
    """A calendar program's answer to the one date arrives in the maildir."""
    [event] = events_of(message)
    address = str(event["ATTENDEE"]).removeprefix("mailto:")
    calendar = programs.entry(
        f"UID:{event['UID']}", f"SEQUENCE:{event['SEQUENCE']}",
        f"DTSTAMP:{programs.utc(datetime.now(UTC))}",
        f"RECURRENCE-ID:{programs.utc(event['RECURRENCE-ID'].dt.astimezone(UTC))}",
        f"DTSTART:{programs.utc(event['DTSTART'].dt.astimezone(UTC))}",
        f"ORGANIZER:{event['ORGANIZER']}", f"ATTENDEE;PARTSTAT=ACCEPTED:mailto:{address}",
    )  # fmt: skip
    body = f"Content-Type: text/calendar; method=REPLY; charset=utf-8\n\n{calendar}"
    mailbox.Maildir(office.maildir).add(programs.mail(address, body))
    assert "1 answers taken" in office.read_replies()


def attend(page: Page, meeting: int) -> None:
    """One is excused, the rest were there; the meeting is held."""
    page.goto(f"/meetings/{meeting}/attendance")
    page.locator(".marks__label--excused").first.click()
    page.get_by_text("Alt er lagret.").wait_for()
    with page.expect_response(
        lambda answer: answer.request.method == "GET" and answer.url.endswith("/attendance")
    ):  # what is saved is read again
        page.get_by_role("button", name="Alle møtte").click()
    page.locator("[data-count=present]", has_text=str(INVITED - 1)).wait_for()
    page.goto(f"/meetings/{meeting}/hold")
    page.get_by_role("button", name="Merk som holdt").click()
    page.get_by_text("Møtet er merket som holdt.").wait_for()


def close(page: Page, meeting: int) -> None:
    page.goto(f"/meetings/{meeting}/minutes/edit")
    page.get_by_label("Hva ble sagt: Rutetilbudet").fill("Rutetilbudet er godt.")
    page.get_by_role("button", name="Lagre", exact=True).click()
    page.get_by_text("Protokollen er lagret.").wait_for()
    page.goto(f"/meetings/{meeting}/minutes/publish")
    page.locator("[name=mail]").check()
    page.get_by_role("button", name="Publiser og lås").click()
    page.wait_for_url(f"**/meetings/{meeting}/minutes")
