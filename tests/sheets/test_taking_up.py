"""A sheet whose maker was stopped is taken up where it is seen, and never by two at once."""

from datetime import timedelta
from time import sleep

import pytest
from sqlalchemy import update

from arenas.database import db, now
from arenas.engine import writer
from arenas.models import Sheet
from arenas.sheets import queries, services
from tests.pages import get


def claimed(app, number, ago):
    """As a maker leaves it that was stopped so long ago, with some draws made."""
    with app.app_context(), writer(db.engine) as connection:
        connection.execute(
            update(Sheet).where(Sheet.id == number).values(claimed_at=now() - ago, drawn=7)
        )


def made(app, leader, number):
    for _ in range(600):
        if leader.get(f"/network/sheets/{number}/progress.json").json["ready"]:
            return True
        sleep(0.1)
    return False


def test_the_page_that_waits_takes_up_what_a_stopped_maker_left(drawing_app, ask, leader):
    number = ask()
    claimed(drawing_app, number, timedelta(minutes=2))
    assert made(drawing_app, leader, number)
    assert "Kort sagt" in get(leader, f"/network/sheets/{number}").text


def test_the_list_takes_it_up_too(drawing_app, ask, leader):
    number = ask()
    claimed(drawing_app, number, timedelta(minutes=2))
    assert "Lages nå" in get(leader, "/network/sheets/").text
    for _ in range(600):
        if "Lages nå" not in get(leader, "/network/sheets/").text:
            break
        sleep(0.1)
    assert "Kort sagt" in get(leader, f"/network/sheets/{number}").text


def test_one_that_is_in_other_hands_is_left_to_them(drawing_app, ask, leader):
    number = ask()
    claimed(drawing_app, number, timedelta(seconds=5))
    assert leader.get(f"/network/sheets/{number}/progress.json").json == {
        "drawn": 7, "samples": 40, "ready": False,
    }  # fmt: skip
    with drawing_app.app_context():
        assert not services.is_left(queries.one(db.session(), number), now())


@pytest.mark.parametrize("first", ["fail", "keep"])
def test_a_sheet_that_one_hand_made_has_not_failed_in_another(drawing_app, ask, leader, first):
    number = ask()
    body = {"figures": {}, "words": {}}
    with drawing_app.app_context():
        if first == "fail":
            services.fail(db.engine, number)
        services.keep(db.engine, number, body, [services.File("a", "text/plain", b"")], now())
        services.fail(db.engine, number)
        sheet = queries.one(db.session(), number)
        assert (sheet.failed_at, sheet.made_at is None) == (None, False)
