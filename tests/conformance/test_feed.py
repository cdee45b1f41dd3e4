"""What any feed must hold to: the rules on its bytes, its manners over HTTP, one reading by all."""

import gzip
from collections.abc import Callable
from typing import Any

import pytest

from arenas.calendars import check
from tests.conformance.conftest import Ask
from tests.conformance.readers import MissingReaderError, readers, text_readers
from tests.conformance.readers.expanding import expanders, recurring
from tests.conformance.readers.python import icalendar_reader, icalendar_texts
from tests.conftest import missing


def test_its_bytes_break_no_rule(ask: Ask) -> None:
    assert check.faults(ask().body) == []


def test_it_is_a_calendar_and_the_same_twice(ask: Ask) -> None:
    first, again = ask(), ask()
    assert first.status == 200
    assert first.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert (first.body, first.headers["ETag"]) == (again.body, again.headers["ETag"])
    assert "Set-Cookie" not in first.headers


def test_who_has_it_gets_a_304_without_a_body(ask: Ask) -> None:
    tag, date = (ask().headers[name] for name in ("ETag", "Last-Modified"))
    for sent in (tag, f"W/{tag}", f'"other", {tag}', "*"):
        answer = ask(if_none_match=sent)
        assert (answer.status, answer.body) == (304, b""), sent
        assert answer.headers["ETag"] == tag
    assert ask(if_none_match='"other"').status == 200
    assert ask(if_modified_since=date).status == 304


def test_head_says_what_get_would(ask: Ask) -> None:
    got, head = ask(), ask(method="HEAD")
    assert (head.status, head.body) == (200, b"")
    assert head.headers["ETag"] == got.headers["ETag"]
    assert int(head.headers["Content-Length"]) == len(got.body)


def test_it_is_packed_only_for_those_who_ask(ask: Ask) -> None:
    plain = ask(accept_encoding="identity")
    packed = ask(accept_encoding="gzip")
    assert "Content-Encoding" not in plain.headers
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.body) == plain.body
    assert "Accept-Encoding" in packed.headers["Vary"]


@pytest.mark.parametrize("name", readers())
def test_every_reader_sees_the_same_events(ask: Ask, name: str) -> None:
    data = ask().body
    assert _read(lambda: readers()[name](data)) == sorted(icalendar_reader(data))


@pytest.mark.parametrize("name", text_readers())
def test_every_reader_shows_the_same_texts(ask: Ask, name: str) -> None:
    data = ask().body
    assert _read(lambda: text_readers()[name](data)) == sorted(icalendar_texts(data))


@pytest.mark.parametrize("name", expanders())
def test_every_reader_that_lays_series_out_finds_the_same_meetings(ask: Ask, name: str) -> None:
    data = ask().body
    assert _read(lambda: expanders()[name](data)) == sorted(recurring(data))


def _read(read: Callable[[], list[Any]]) -> list[Any]:
    try:
        return sorted(read())
    except MissingReaderError as error:
        missing(str(error))
