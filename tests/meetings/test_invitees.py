"""Whom a new meeting or series is for, chosen in its own form."""

from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine
from sqlalchemy import select

from arenas.database import db
from arenas.meetings import series
from arenas.models import Account, Forum, Meeting, OutgoingMail, Participation, Person
from tests.meetings.records import (
    make_meeting,
    make_organisation,
    make_participation,
    make_person,
    make_seat,
)
from tests.pages import checked, get, post
from tests.statements import recorded

NEW, SERIES = "/meetings/new", "/meetings/series/new"


@pytest.fixture(autouse=True)
def january():
    with time_machine.travel(datetime(2026, 1, 1, 12, tzinfo=UTC), tick=True):
        yield


@pytest.fixture
def people(app, ids) -> dict[str, int]:
    """Everybody with an address; Eva has been to the forum, and Halden has a contact."""
    with app.app_context():
        session = db.session()
        eva = make_person(session, "Eva Lie", make_organisation(session, "Halden kommune"))
        guest = make_participation(
            session, session.get(Meeting, ids["meeting"]), eva, make_organisation(session, "Moss")
        )
        for number, person in enumerate(session.scalars(select(Person)), 1):
            person.email = f"p{number}@example.org"
        session.commit()
        return {"eva": eva.id, "moss": guest.organisation_id}


def values(ids, **other: Any) -> dict[str, Any]:
    return {
        "forum": ids["forum"],
        "day": "13.04.2026",
        "starts": "12.00",
        "ends": "14.00",
        "mode": "physical",
        "place": "Rådhuset",
        "repeats": "week",
        "every": "1",
        "count": "3",
        "on_holiday": "skip",
        "with_members": "y",
        "shown": f"{ids['forum']}:{ids['one']},{ids['other']},",
        "members": [ids["one"], ids["other"]],
    } | other


@pytest.fixture
def listed(app):
    """The family names on each list of the forum's new meetings, by time."""

    def listed_() -> list[list[str]]:
        with app.app_context():
            found: dict[datetime, list[str]] = {}
            for starts, name in db.session.execute(
                select(Meeting.starts_at, Person.family_name)
                .outerjoin(Participation, Participation.meeting_id == Meeting.id)
                .outerjoin(Person, Person.id == Participation.person_id)
                .where(Meeting.starts_at > datetime(2026, 1, 1, tzinfo=UTC))
                .order_by(Meeting.starts_at, Person.family_name)
            ):
                found.setdefault(starts, []).extend([name] if name else [])
            return list(found.values())

    return listed_


def test_members_are_proposed_by_sector_with_every_box_ticked(app, client, ids, people):
    page = get(client, f"{SERIES}?forum=styret")
    boxes = [one for one in page.controls if one["name"] == "members"]
    assert [int(one["value"]) for one in boxes] == [ids["other"], ids["one"]]
    assert all("checked" in one for one in boxes)
    assert "Ola Dahl , NMBU" in page.text
    former = [one for one in page.controls if one["name"] == "former"]
    assert [int(one["value"]) for one in former] == [people["eva"]]
    assert "checked" not in former[0]


def test_a_series_is_for_those_who_are_ticked(client, ids, people, listed):
    sent = values(ids, members=[ids["one"]], former=[people["eva"]], do="save")
    assert post(client, SERIES, sent).status_code == 303
    assert listed() == [["Lie", "Østby"]] * 3


def test_who_came_before_comes_on_behalf_of_whom_she_stood_for_then(app, client, ids, people, read):
    post(client, SERIES, values(ids, former=[people["eva"]], count="1", do="save"))
    standing = select(Participation.organisation_id).where(
        Participation.person_id == people["eva"], Participation.meeting_id > ids["second"]
    )
    assert read(standing) == people["moss"]


def test_sectors_and_a_pasted_list_come_beside_the_members(client, ids, people, listed):
    pasted = "Nils Ny; ny@example.org; Ås kommune\nola@example.org"
    sent = values(ids, sectors=["academia"], pasted=pasted, do="save")
    page = checked(post(client, SERIES, sent), 422)
    assert "Linje 2: Adressen er ukjent" in page.text
    assert "Nils Ny; ny@example.org" in page.html
    assert listed() == []
    sent["pasted"] = "Nils Ny; ny@example.org; Ås kommune"
    assert post(client, SERIES, sent).status_code == 303
    assert listed() == [["Dahl", "Ny", "Østby"]] * 3


def test_the_preview_says_how_many_are_asked_and_mailed_and_keeps_nothing(
    app, client, ids, people, listed
):
    with app.app_context():
        db.session.get(Person, ids["other"]).email = None
        db.session.commit()
    sent = values(
        ids, publish="y", pasted="Nils Ny; ny@example.org; Ås kommune", former=[people["eva"]]
    )
    page = checked(post(client, SERIES, sent | {"do": "preview"}))
    assert "4 personer inviteres." in page.text
    assert "får 3 av dem hver sin e-post med alle datoene" in page.text
    draft = checked(post(client, SERIES, {**sent, "do": "preview", "publish": ""}))
    assert "4 personer settes på listen. Ingen får e-post" in draft.text
    assert listed() == []


def test_publishing_sends_each_invitee_one_message(app, client, ids, people):
    post(client, SERIES, values(ids, publish="y", members=[ids["one"]], do="save"))
    with app.app_context():
        mails = db.session.scalars(select(OutgoingMail)).all()
        assert [(one.kind, len(one.payload["dates"])) for one in mails] == [("series", 3)]


def test_who_joins_the_forum_later_is_asked_and_who_was_left_out_is_not(
    app, client, ids, people, listed
):
    post(client, SERIES, values(ids, members=[ids["one"]], count="", until="", do="save"))
    with app.app_context():
        session = db.session()
        forum = session.get(Meeting, ids["meeting"]).forum_id
        new = make_person(session, "Kari Ny", make_organisation(session, "Bærum"))
        make_seat(session, forum_of(session, forum), new, make_organisation(session, "Lier"))
        actor = session.scalar(select(Account).where(Account.email == "me@example.org"))
        series.extend(session, 1, actor=actor)
        session.commit()
    assert listed()[0] == ["Østby"]
    assert listed()[-1] == ["Ny", "Østby"]


def forum_of(session, forum_id):
    return session.get(Forum, forum_id)


def test_boxes_of_another_forum_leave_nobody_out_and_bring_nobody(app, client, ids, people, listed):
    shown = {"shown": f"{ids['forum'] + 1}:{ids['one']},", "members": [], "former": [people["eva"]]}
    assert post(client, SERIES, values(ids, **shown, do="save")).status_code == 303
    assert listed() == [["Dahl", "Østby"]] * 3


def test_a_new_member_whose_box_was_not_on_the_page_is_not_left_out(client, ids, people, listed):
    shown = {"shown": f"{ids['forum']}:{ids['one']},", "members": []}
    post(client, SERIES, values(ids, **shown, do="save"))
    assert listed() == [["Dahl"]] * 3


def test_one_meeting_is_called_with_its_people_and_mails_nobody(app, client, ids, people, listed):
    sent = values(ids, members=[ids["other"]], former=[people["eva"]])
    assert post(client, NEW, sent).status_code == 303
    assert listed() == [["Dahl", "Lie"]]
    with app.app_context():
        assert db.session.scalars(select(OutgoingMail)).all() == []
    bad = checked(post(client, NEW, values(ids, pasted="ingen adresse", day="14.04.2026")), 422)
    assert "Linje 1: Linjen har ingen e-postadresse." in bad.text
    assert len(listed()) == 1


def test_what_was_ticked_stays_when_the_form_comes_back(client, ids, people):
    sent = values(ids, members=[ids["one"]], former=[people["eva"]], ends="11.00", do="save")
    page = checked(post(client, SERIES, sent), 422)
    boxes = {
        int(one["value"]): "checked" in one
        for one in page.controls
        if one["name"] in {"members", "former"}
    }
    assert boxes == {ids["one"]: True, ids["other"]: False, people["eva"]: True}


STRANGE = (
    {"members": ["x", "1"]},
    {"former": [str(10**30)]},
    {"former": ["-1"]},
    {"sectors": ["moon"]},
)


def test_boxes_that_are_nobodys_are_refused(client, ids, people, listed):
    for wrong in STRANGE:
        assert post(client, SERIES, values(ids, do="save", **wrong)).status_code == 422, wrong
    for shown in ("x", f"{ids['forum']}:x,", "9" * 40):
        checked(post(client, SERIES, values(ids, shown=shown, do="preview")))
    assert listed() == []


def test_the_form_asks_as_many_statements_with_two_hundred_who_came_before(
    app, client, ids, people
):
    def counted() -> int:
        with recorded(app) as statements:
            post(client, SERIES, values(ids, do="preview"))
        return len(statements)

    few = counted()
    with app.app_context():
        session = db.session()
        forum = forum_of(session, ids["forum"])
        place = make_organisation(session, "Lunner")
        held = make_meeting(session, forum)
        for number in range(200):
            make_participation(session, held, make_person(session, f"N{number} X"), place)
        session.commit()
    assert counted() <= few + 1  # a sign-in is stamped now and then
    assert get(client, f"{SERIES}?forum=styret").html.count('name="former"') == 60
