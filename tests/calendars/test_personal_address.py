"""The secret address of a personal feed, and the pages it is made on."""

import re
from datetime import timedelta
from time import perf_counter
from typing import Any

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from arenas.calendars import personal, personal_feed
from arenas.calendars.personal import FeedDetails
from arenas.database import db
from arenas.engine import writer
from arenas.errors import Refusal
from arenas.models import (
    Account,
    PersonalFeed,
)
from arenas.models.enums import Role
from tests.calendars.conftest import make_feed, make_forum, make_meeting
from tests.calendars.test_feeds import lines, summaries
from tests.pages import form_token
from tests.settings import LONGEST
from tests.statements import recorded


def test_the_token_is_32_random_bytes_and_stands_nowhere(session: Session, owner: Account) -> None:
    feed, token = personal.create(session, owner, FeedDetails(name="Min"))
    session.commit()
    assert re.fullmatch(r"[\w-]{43}", token)
    row = session.execute(select(PersonalFeed.__table__).where(PersonalFeed.id == feed.id)).one()
    assert token not in str(row)
    assert row.token_digest == personal.digest(token)


def test_a_wrong_a_replaced_and_a_revoked_address_are_the_same_404(
    app: Flask, client: FlaskClient, session: Session, owner: Account
) -> None:
    feed, old = personal.create(session, owner, FeedDetails(name="Min"))
    personal.rotate(session, feed, owner)
    gone, revoked = personal.create(session, owner, FeedDetails(name="Borte"))
    session.commit()
    assert client.get(f"/calendar/feeds/{revoked}.ics").status_code == 200
    personal.revoke(session, gone, owner)
    session.commit()
    answers = []
    for token in (old, revoked, "x" * 43, "\x00", "x" * 3000):
        with recorded(app) as statements:
            answer = client.get(f"/calendar/feeds/{token}.ics")
        statements.at_most(2)  # the second is of the page that says 404
        headers = {k: v for k, v in answer.headers.items() if k != "Content-Length"}
        answers.append((answer.status_code, headers))
        assert answer.status_code == 404
    assert all(answer == answers[0] for answer in answers)


def test_a_secret_feed_says_so_and_is_not_modified_in_two_statements(
    app: Flask, client: FlaskClient, session: Session, owner: Account
) -> None:
    path = make_feed(session, owner)
    first = client.get(path)
    with recorded(app) as statements:
        answer = client.get(path, headers={"If-None-Match": first.headers["ETag"]})
    assert answer.status_code == 304
    statements.at_most(1)  # whose it is; the poll itself asks the driver and is not recorded
    for one in (first, answer):
        assert one.headers["Cache-Control"] == "private, no-cache"
        assert one.headers["X-Robots-Tag"] == "noindex"
        assert one.headers["Referrer-Policy"] == "no-referrer"
        assert one.headers["X-Content-Type-Options"] == "nosniff"
        assert "Set-Cookie" not in one.headers


def test_a_token_that_loops_is_told_to_wait_a_minute(
    client: FlaskClient, session: Session, owner: Account, clock: time_machine.Traveller
) -> None:
    path, other = make_feed(session, owner), make_feed(session, owner)
    for _poll in range(personal_feed.POLLS):
        assert client.get(path).status_code == 200
    refused = client.get(path)
    assert (refused.status_code, refused.headers["Retry-After"]) == (429, "60")
    assert client.get(other).status_code == 200
    clock.shift(timedelta(seconds=61))
    assert client.get(path).status_code == 200


def test_the_last_use_is_noted_by_the_hour(
    client: FlaskClient, session: Session, owner: Account, clock: time_machine.Traveller
) -> None:
    path = make_feed(session, owner)
    uses = []
    for minutes in (0, 30, 31):
        clock.shift(timedelta(minutes=minutes))
        client.get(path)
        used = session.scalars(select(PersonalFeed.last_used_at)).one()
        session.rollback()
        uses.append(f"{used:%H:%M}")
    assert uses == ["12:00", "12:00", "13:01"]


def test_a_poll_is_answered_while_somebody_else_writes(
    app: Flask, client: FlaskClient, session: Session, owner: Account
) -> None:
    """An import of a whole register may take seconds: the feed goes out, and is noted later."""
    path = make_feed(session, owner)
    with app.app_context():
        engine = db.engine
    with writer(engine):
        started = perf_counter()
        answer = client.get(path)
        assert perf_counter() - started < LONGEST
    assert answer.status_code == 200
    assert session.scalars(select(PersonalFeed.last_used_at)).one() is None
    session.rollback()
    client.get(path)
    assert session.scalars(select(PersonalFeed.last_used_at)).one() is not None


def test_changing_a_feed_keeps_its_address_and_changes_its_content(
    client: FlaskClient, session: Session, owner: Account
) -> None:
    forum = make_forum(session)
    make_meeting(session, forum)
    feed, token = personal.create(session, owner, FeedDetails(name="Min"))
    session.commit()
    path = f"/calendar/feeds/{token}.ics"
    assert summaries(client, path) == []
    personal.change(session, feed, owner, FeedDetails(name="Ny", own=False, forums=[forum.id]))
    session.commit()
    assert summaries(client, path) == ["Prøveforum: Budsjett"]
    assert "NAME:Ny" in lines(client, path)


def test_an_empty_selection_and_a_twenty_first_feed_are_refused(
    session: Session, owner: Account
) -> None:
    with pytest.raises(Refusal):
        personal.create(session, owner, FeedDetails(name="Tom", own=False))
    for _number in range(personal.MOST):
        personal.create(session, owner, FeedDetails(name="Min"))
    with pytest.raises(Refusal):
        personal.create(session, owner, FeedDetails(name="Min"))


def test_a_member_makes_changes_rotates_and_deletes_a_feed_on_the_pages(
    sample_copy: Flask, signed_in: Any
) -> None:
    client = signed_in(sample_copy, "member@example.org")
    page = client.get("/account/feeds/new")
    data = {"name": "Møtene mine", "own": "y", "past_months": "3", "alarm": "60",
            "language": "nb", "with_cancelled": "y", "csrf_token": form_token(page)}  # fmt: skip
    shown = client.post("/account/feeds/new", data=data)
    assert shown.headers["Cache-Control"] == "no-store"
    address = re.search(r"http://localhost:8000(/calendar/feeds/[\w-]{43}\.ics)", shown.text)
    assert address is not None
    assert f"webcal://localhost:8000{address[1]}" in shown.text
    assert "data:image/svg+xml" in shown.text
    assert client.get(address[1]).status_code == 200
    listed = client.get("/account/feeds/").text
    assert "Møtene mine" in listed
    assert address[1] not in listed
    edit = re.search(r"/account/feeds/(\d+)/edit", listed)
    assert edit is not None
    data |= {"name": "Nytt navn", "csrf_token": form_token(client.get(edit[0]))}
    assert client.post(edit[0], data=data).status_code == 303
    assert b"NAME:Nytt navn" in client.get(address[1]).data
    token = {"csrf_token": data["csrf_token"]}
    rotated = client.post(f"/account/feeds/{edit[1]}/rotate", data=token)
    assert rotated.status_code == 200
    assert client.get(address[1]).status_code == 404
    assert client.get(f"/account/feeds/{edit[1]}/revoke").status_code == 200
    assert client.post(f"/account/feeds/{edit[1]}/revoke", data=token).status_code == 303
    assert "Nytt navn" in client.get("/account/feeds/").text  # the message that it is gone
    assert "Nytt navn" not in client.get("/account/feeds/").text


def test_another_s_feed_is_not_found(sample_copy: Flask, signed_in: Any) -> None:
    from arenas.database import db

    with sample_copy.app_context():
        session = db.session()
        admin = session.scalars(select(Account).where(Account.role == Role.ADMIN)).one()
        feed, _token = personal.create(session, admin, FeedDetails(name="Admins"))
        session.commit()
        number = feed.id
        db.session.remove()
    client = signed_in(sample_copy, "member@example.org")
    token = {"csrf_token": form_token(client.get("/account/feeds/new"))}
    assert client.get(f"/account/feeds/{number}/edit").status_code == 404
    for action in ("rotate", "revoke", "edit"):
        assert client.post(f"/account/feeds/{number}/{action}", data=token).status_code == 404


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": ""},
        {"name": "x" * 81},
        {"forums": "99999"},
        {"sectors": "moon"},
        {"alarm": "7"},
        {"past_months": "x"},
        {"own": ""},
    ],
)
def test_a_wrong_choice_is_said_and_nothing_is_made(
    sample_copy: Flask, signed_in: Any, wrong: dict[str, str]
) -> None:
    client = signed_in(sample_copy, "member@example.org")
    data = {"name": "Min", "own": "y", "past_months": "3", "alarm": "-1", "language": "nb",
            "csrf_token": form_token(client.get("/account/feeds/new"))}  # fmt: skip
    answer = client.post(
        "/account/feeds/new", data={k: v for k, v in (data | wrong).items() if v or k == "name"}
    )
    assert answer.status_code == 422
    assert "field__error" in answer.text
    assert "Du har ingen kalenderfeeder" in client.get("/account/feeds/").text
