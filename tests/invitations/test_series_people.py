"""One who is put on, or taken off, the lists of all the dates of a series: one message."""

import pytest
from sqlalchemy import select

from arenas.meetings import series, series_people
from arenas.meetings.recurrence import Pattern, Repeats
from arenas.models import Participation
from tests import pages
from tests.accounts.conftest import account_of
from tests.invitations.series_records import BO, DAYS, events_of, method_of, starts_of

__all__ = ["account_of"]
MARCH, APRIL = DAYS[1:3]


def dates_of(called, person):
    called.session.expire_all()
    rows = select(Participation.meeting_id).where(Participation.person_id == person.id)
    there = set(called.session.scalars(rows))
    found = [day for day in DAYS if called.on(day).id in there]
    called.session.rollback()
    return found


@pytest.mark.usefixtures("database")
def test_taken_off_every_date_the_series_goes_out_of_one_calendar(call_series, sent):
    called = call_series()
    sent()
    row, bo = called.row(DAYS[0], "Bo Li"), called.people["Bo Li"]
    number = series_people.remove(called.session, row.meeting_id, row.id, actor=called.actor)
    called.session.commit()
    assert (number, dates_of(called, bo)) == (6, [])
    [(address, message)] = sent().items()
    assert (address, method_of(message)) == (BO, "CANCEL")
    [event] = events_of(message)
    assert "RECURRENCE-ID" not in event


def test_taken_off_the_following_the_earlier_dates_stay(call_series, sent):
    called = call_series()
    sent()
    row = called.row(APRIL, "Bo Li")
    assert series_people.remove(called.session, row.meeting_id, row.id, actor=called.actor) == 4
    called.session.commit()
    [(address, message)] = sent().items()
    assert (address, method_of(message)) == (BO, "REQUEST")
    assert starts_of(message) == [f"{day} 12:00" for day in DAYS[:2]]
    assert message["Subject"].startswith("Ikke lenger invitert: Klimaforum, 4 møter")


def test_added_to_all_dates_one_is_asked_in_one_message(call_series, sent, account_of):
    called = call_series()
    sent()
    cai = called.person("Cai Dahl")
    called.session.commit()
    path = f"/meetings/{called.on(DAYS[0]).id}/participants"
    called.session.rollback()
    form = {"person": cai.id, "organisation": called.organisation.id, "scope": "following"}
    called.session.rollback()
    client = account_of("coordinator")
    assert pages.post(client, f"{path}/add", form, at=f"{path}?q=Cai").status_code == 303
    assert dates_of(called, cai) == DAYS
    called.session.rollback()
    [(address, message)] = sent().items()
    assert address == "cai@example.org"
    assert starts_of(message) == [f"{day} 12:00" for day in DAYS]


def test_a_pasted_list_is_asked_to_all_the_dates(call_series, sent, account_of):
    called = call_series()
    sent()
    path = f"/meetings/{called.on(MARCH).id}/invite"
    called.session.rollback()
    form = {"pasted": "Ny Berg; ny@example.org; Ås kommune", "following": "y"}
    assert pages.post(account_of("coordinator"), path, form).status_code == 303
    [(address, message)] = sent().items()
    assert address == "ny@example.org"
    assert starts_of(message) == [f"{day} 12:00" for day in DAYS[1:]]


def test_dates_laid_out_later_go_by_who_was_added_and_taken_off(call_series):
    called = call_series(pattern=Pattern(Repeats.MONTH_WEEKDAY, DAYS[0]))
    cai, first = called.person("Cai Dahl"), called.on(DAYS[0])
    series_people.add(
        called.session, first.id, {cai.id: called.organisation.id}, actor=called.actor
    )
    row = called.row(DAYS[0], "Bo Li")
    series_people.remove(called.session, first.id, row.id, actor=called.actor)
    assert series.extend(called.session, called.series.id, actor=called.actor) > 0
    last = called.meetings[-1]
    people = select(Participation.person_id).where(Participation.meeting_id == last.id)
    assert set(called.session.scalars(people)) == {cai.id, called.people["Åse Østby"].id}


def test_a_meeting_by_itself_offers_no_following_dates(call, account_of):
    called = call("Åse Østby")
    path = f"/meetings/{called.meeting.id}"
    called.session.commit()
    client = account_of("coordinator")
    assert "følgende" not in pages.get(client, f"{path}/participants").text
    assert "følgende" not in pages.get(client, f"{path}/invite").text
