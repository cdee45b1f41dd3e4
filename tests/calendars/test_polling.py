"""How a feed answers those who poll it, and what makes its tag another (RFC 9110)."""

import gzip
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event
from sqlalchemy.orm import Session

from arenas.database import db
from arenas.models import Account, Meeting
from arenas.models.enums import MeetingState
from tests.calendars.conftest import ALL, make_feed, make_forum, make_meeting, tag
from tests.statements import recorded


@pytest.mark.usefixtures("meeting")
def test_an_unchanged_feed_is_answered_without_a_body_in_one_statement(
    app: Flask, client: FlaskClient
) -> None:
    etag = tag(client)
    with recorded(app) as statements:
        answer = client.get(ALL, headers={"If-None-Match": etag})
    assert (answer.status_code, answer.data) == (304, b"")
    statements.at_most(0)  # beside the poll itself, which asks the driver and is not recorded
    assert answer.headers["ETag"] == etag
    assert answer.headers["Cache-Control"] == "public, max-age=300"
    assert answer.headers["Vary"] == "Accept-Encoding"
    assert "Set-Cookie" not in answer.headers
    assert "Content-Type" not in answer.headers


@contextmanager
def asked_of_the_driver(app: Flask) -> Iterator[list[str]]:
    """Every statement that reaches SQLite itself, whatever asks."""
    seen: list[str] = []
    with app.app_context():
        engine = db.engine

    def watch(connection: Any, _record: object, _proxy: object) -> None:
        connection.set_trace_callback(seen.append)

    event.listen(engine.pool, "checkout", watch)
    try:
        yield seen
    finally:
        event.remove(engine.pool, "checkout", watch)


@pytest.mark.usefixtures("meeting")
def test_a_304_is_one_small_select_and_two_for_a_feed_of_one_s_own(
    app: Flask, client: FlaskClient, session: Session, owner: Account
) -> None:
    for path, most in ((ALL, 1), (make_feed(session, owner), 2)):
        headers = {"If-None-Match": tag(client, path)}
        with asked_of_the_driver(app) as seen:
            assert client.get(path, headers=headers).status_code == 304
        assert len(seen) == most, seen
        assert all(one.startswith("SELECT") and "body" not in one for one in seen)


@pytest.mark.usefixtures("meeting")
def test_a_whole_feed_is_two_statements_and_sets_no_cookie(app: Flask, client: FlaskClient) -> None:
    tag(client)
    with recorded(app) as statements:
        answer = client.get(ALL, headers={"Cookie": "session=anything; language=en"})
    statements.at_most(1)
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "Set-Cookie" not in answer.headers


@pytest.mark.usefixtures("database")
@pytest.mark.usefixtures("meeting")
@pytest.mark.parametrize(
    ("header", "status"),
    [
        ("{tag}", 304),
        ("W/{tag}", 304),
        ('"other", W/{tag} , "third"', 304),
        ("*", 304),
        ('"other"', 200),
        ("other", 200),
        ("", 200),
        ('"' + "x" * 4000, 200),
    ],
)
def test_tags_are_compared_weakly_in_a_list_or_as_a_star(
    client: FlaskClient, header: str, status: int
) -> None:
    sent = header.replace("{tag}", tag(client))
    assert client.get(ALL, headers={"If-None-Match": sent}).status_code == status


@pytest.mark.usefixtures("database")
@pytest.mark.usefixtures("meeting")
def test_a_date_counts_only_where_no_tag_is_sent(client: FlaskClient) -> None:
    stamp = client.get(ALL).headers["Last-Modified"]
    assert stamp == "Mon, 23 Nov 2026 12:00:00 GMT"
    earlier = "Mon, 23 Nov 2026 11:59:59 GMT"
    for headers, status in (
        ({"If-Modified-Since": stamp}, 304),
        ({"If-Modified-Since": earlier}, 200),
        ({"If-Modified-Since": "yesterday"}, 200),
        ({"If-Modified-Since": stamp, "If-None-Match": '"other"'}, 200),
    ):
        assert client.get(ALL, headers=headers).status_code == status, headers


@pytest.mark.usefixtures("database")
@pytest.mark.usefixtures("meeting")
def test_head_tells_what_get_would_and_sends_no_body(client: FlaskClient) -> None:
    got, head = client.get(ALL), client.head(ALL)
    assert head.data == b""
    assert dict(head.headers) == dict(got.headers)


@pytest.mark.usefixtures("database")
@pytest.mark.usefixtures("meeting")
def test_gzip_only_for_those_who_ask_with_a_tag_of_its_own(client: FlaskClient) -> None:
    plain = client.get(ALL)
    assert "Content-Encoding" not in plain.headers
    assert (
        "Content-Encoding" not in client.get(ALL, headers={"Accept-Encoding": "gzip;q=0"}).headers
    )
    assert "Content-Encoding" not in client.get(ALL, headers={"Accept-Encoding": "*"}).headers
    asked = {"Accept-Encoding": "br, gzip"}
    packed = client.get(ALL, headers=asked)
    assert packed.headers["Content-Encoding"] == "gzip"
    assert packed.headers["Vary"] == "Accept-Encoding"
    assert gzip.decompress(packed.data) == plain.data
    assert packed.headers["ETag"] != plain.headers["ETag"]
    again = client.get(ALL, headers={**asked, "If-None-Match": packed.headers["ETag"]})
    assert again.status_code == 304


@pytest.mark.usefixtures("meeting")
def test_the_same_records_give_the_same_bytes_tomorrow(
    client: FlaskClient, clock: time_machine.Traveller
) -> None:
    first = client.get(ALL)
    clock.shift(timedelta(days=1))
    again = client.get(ALL)
    assert again.data == first.data
    assert again.headers["Last-Modified"] == first.headers["Last-Modified"]


@pytest.mark.usefixtures("database")
def test_a_new_month_and_the_thirtieth_day_of_a_cancelled_meeting_bring_new_bytes(
    client: FlaskClient, session: Session, clock: time_machine.Traveller
) -> None:
    """Cancelled for 31 October: in the feed through 30 November, the month's last day."""
    forum = make_forum(session)
    make_meeting(session, forum, title="avlyst", days=-25, state=MeetingState.CANCELLED)
    make_meeting(session, forum, title="for et år siden", days=-386)
    session.commit()
    assert client.get(ALL).data.count(b"BEGIN:VEVENT") == 2
    clock.shift(timedelta(days=5))  # 28 November: the last day
    assert client.get(ALL).data.count(b"BEGIN:VEVENT") == 2
    clock.shift(timedelta(days=1))
    assert client.get(ALL).data.count(b"BEGIN:VEVENT") == 1
    clock.shift(timedelta(days=2))  # 1 December: the window moves
    assert client.get(ALL).data.count(b"BEGIN:VEVENT") == 0


@pytest.mark.usefixtures("database")
def test_last_modified_rises_with_each_change_even_within_a_second(
    client: FlaskClient, session: Session, meeting: Meeting
) -> None:
    stamps = [client.get(ALL).headers["Last-Modified"]]
    for title in ("en", "to"):
        meeting.title = title
        session.commit()
        stamps.append(client.get(ALL).headers["Last-Modified"])
    assert [stamp[17:25] for stamp in stamps] == ["12:00:00", "12:00:01", "12:00:02"]


def test_other_settings_write_the_feed_anew(
    app: Flask, client: FlaskClient, meeting: Meeting
) -> None:
    before = tag(client)
    app.extensions["calendars_made_by"] = "another program"
    with recorded(app) as statements:
        assert tag(client) == before
    assert any("UPDATE calendar_rendering" in statement for statement in statements)
