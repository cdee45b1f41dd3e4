"""The form of a new poll: one form asks, bad input is told, and nothing typed is lost."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from arenas.meetings.recurrence import holiday_name
from arenas.models import Poll
from tests import pages
from tests.polls.conftest import begins, day, today


def filled(poller, **other):
    values = {
        "forum": str(poller.forum.id),
        "title": "Vårmøte",
        "minutes": "90",
        "dates-0-day": day(20),
        "dates-0-starts": "12:00",
        "dates-1-day": day(21),
        "dates-1-starts": "09:00",
        "dates-2-day": "",
        "dates-2-starts": "12:00",
        "mode": "physical",
        "place": "Rådhuset",
        "members": "y",
        "needed": "chair",
        "answer_by": day(7),
        "quorum": "1",
    }
    return {name: value for name, value in (values | other).items() if value is not None}


def send(coordinator, poller, **other):
    data = filled(poller, **other)
    poller.session.rollback()
    return pages.post(coordinator, "/polls/new", data)


def on_record(poller):
    poller.session.expire_all()
    return poller.session.scalars(select(Poll)).all()


def test_a_new_poll_is_one_form_and_asks_the_members(poller, coordinator, database):
    answer = send(coordinator, poller)
    assert answer.status_code == 303
    page = pages.get(coordinator, answer.location)
    assert "4 er spurt." in page.text
    assert "Ingen har svart ennå." in page.text
    assert "Bo Li Halden kommune" in page.text
    [poll] = on_record(poller)
    assert (poll.title, poll.quorum, poll.answer_by) == ("Vårmøte", 1, today() + timedelta(days=7))
    assert [one.starts_at for one in poller.again(poll).dates] == [begins(20), begins(21, "09:00")]


def test_what_is_in_the_way_of_the_dates_is_seen_before_anybody_is_asked(poller, coordinator):
    """The 20th is held by another poll of the forum; the 21st is one of its days without."""
    held = poller.create()
    off = (today() + timedelta(days=21)).isoformat()
    poller.forum.blackouts = [[off, off]]
    poller.session.commit()
    free = next(n for n in range(22, 40) if not holiday_name(today() + timedelta(days=n)))
    answer = send(coordinator, poller, check="1", **{"dates-2-day": day(free)})
    page = pages.checked(answer)
    assert page.value("title") == "Vårmøte"
    assert page.text.count("Opptatt: arenaen selv") == 1
    assert f"/polls/{held.id}" in page.links
    assert page.text.count("Arenaen har satt dagen av som en dag uten møter.") == 1
    assert "Ingenting er i veien." in page.text
    assert len(on_record(poller)) == 1


def test_a_form_that_lacks_what_a_check_needs_says_so(poller, coordinator):
    for lack in ({"forum": ""}, {"minutes": "x"}, {"dates-0-day": "", "dates-1-starts": ""}):
        page = pages.checked(send(coordinator, poller, check="1", **lack))
        assert "minst én dato med klokkeslett først." in page.text, lack
    odd = pages.checked(send(coordinator, poller, check="1", sectors="moon", needed="x"))
    assert "med klokkeslett først." not in odd.text


def test_the_form_begins_from_the_habit_of_the_forum(poller, coordinator):
    page = pages.get(coordinator, "/polls/new?forum=klimaforum")
    assert page.value("answer_by") == day(7)
    assert page.value("quorum") == "1"
    assert len([one for one in page.controls if one["name"].endswith("-day")]) == 5


def test_more_rows_are_offered_until_there_are_twenty_and_nothing_typed_is_lost(
    poller, coordinator
):
    data = filled(poller, more="1", description="Om dette")
    poller.session.rollback()
    page = pages.checked(pages.post(coordinator, "/polls/new", data), 200)
    rows = [one for one in page.controls if one["name"].endswith("-day")]
    assert len(rows) == 6
    assert page.value("dates-1-day") == day(21)
    assert page.value("dates-5-starts") == "12:00"
    assert "Om dette" in page.html
    many = {f"dates-{number}-day": "" for number in range(19)}
    page = pages.checked(pages.post(coordinator, "/polls/new", data | many), 200)
    assert len([one for one in page.controls if one["name"].endswith("-day")]) == 20
    assert on_record(poller) == []


@pytest.mark.parametrize(
    ("other", "said"),
    [
        ({"forum": ""}, "Velg hvilken arena som møtes."),
        ({"dates-1-day": ""}, "Foreslå fra 2 til 20 datoer. Nå er det 1."),
        ({"dates-1-day": "31.02.2027"}, "«31.02.2027» er ikke en dato."),
        ({"dates-1-starts": ""}, "Rad 2: Skriv når møtet starter."),
        ({"dates-1-starts": "kvart over"}, "er ikke et klokkeslett"),
        ({"minutes": "0"}, "Minutter må være fra 1 til 1440."),
        ({"minutes": "to"}, "Minutter må være fra 1 til 1440."),
        ({"members": None}, "Velg hvem som skal spørres."),
        ({"needed": ""}, "Velg hvem møtet er avhengig av."),
        ({"answer_by": ""}, "Når må svarene være inne?"),
        ({"answer_by": day(-1)}, "Svarfristen er passert."),
        ({"answer_by": day(20)}, "Svarfristen må være før den første datoen."),
        ({"quorum": "0"}, "Skriv et tall fra 1 til 50."),
        ({"mode": "online"}, "Legg inn lenken til det digitale møtet."),
        ({"mode": "online", "online_url": "javascript:x"}, "Lenken må begynne med https://"),
        ({"pasted": "Ny; ny@example.org; NMBU\nhei"}, "Liste, linje 2:"),
        ({"required_list": "x\r\nBcc: y@z.no"}, "Andre som må kunne komme, linje 1:"),
    ],
)
def test_bad_input_is_told_and_nothing_typed_is_lost(poller, coordinator, other, said):
    page = pages.checked(send(coordinator, poller, **{"description": "Husk"} | other), 422)
    assert said in page.text
    assert "Husk" in page.html
    assert page.value("dates-0-day") == day(20)
    assert on_record(poller) == []


def test_more_dates_than_twenty_are_told_and_none_is_lost(poller, coordinator):
    many = {f"dates-{n}-day": day(20 + n) for n in range(25)}
    many |= {f"dates-{n}-starts": "12:00" for n in range(25)}
    page = pages.checked(send(coordinator, poller, **many), 422)
    assert "Foreslå fra 2 til 20 datoer. Nå er det 25." in page.text
    assert page.value("dates-24-day") == day(44)
    assert on_record(poller) == []
