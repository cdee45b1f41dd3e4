"""The list, the record and its rights, on the sample region."""

from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from arenas.database import db
from arenas.models import Account, Forum, ForumMember, Meeting, Participation, Person
from arenas.models.enums import MeetingMode, MeetingState, Visibility
from tests.pages import get
from tests.statements import recorded

COORDINATOR = "coordinator@example.org"
MEMBER = "member@example.org"


@pytest.fixture
def ask(sample_app) -> Callable[..., list[Any]]:
    """Rows of a SELECT, read in a transaction that is over when they are here."""

    def read(query) -> list[Any]:
        with sample_app.app_context():
            rows = db.session.execute(query).all()
            db.session.rollback()
            return [row[0] if len(row) == 1 else row for row in rows]

    return read


@pytest.fixture
def find(ask) -> Callable[..., int]:
    """The id of the newest meeting that fits."""

    def newest(*conditions) -> int:
        query = select(Meeting.id).join(Meeting.forum).where(*conditions)
        return ask(query.order_by(Meeting.starts_at.desc()).limit(1))[0]

    return newest


PUBLIC = Forum.visibility == Visibility.PUBLIC
INTERNAL = Forum.visibility == Visibility.INTERNAL
HELD = Meeting.state == MeetingState.HELD


def titles(page) -> list[str]:
    return [link for link in page.links if link.startswith("/meetings/") and link[10:].isdigit()]


def test_the_list_begins_with_what_is_coming_and_what_was_held_is_one_click_away(sample_client):
    page = get(sample_client, "/meetings/")
    assert "/meetings/?state=held" in page.links
    held = get(sample_client, "/meetings/?state=held")
    assert len(titles(held)) == 50


def test_a_visitor_sees_no_meeting_of_an_internal_forum_in_the_list(sample_client, ask):
    internal = set(ask(select(Meeting.id).join(Meeting.forum).where(INTERNAL)))
    for number in range(1, 4):
        page = get(sample_client, f"/meetings/?state=all&page={number}")
        assert not {int(link[10:]) for link in titles(page)} & internal


@pytest.mark.parametrize(
    "query",
    [
        "sort=secret",
        "sort=title;drop",
        "page=0",
        "page=-1",
        "page=x",
        "page=99999999999999999999",
        "page=5000",
        "state=gone",
        "state=draft",
        "mode=by-pigeon",
        "kind=secret",
        "forum=not-there",
        "priority=999",
        "priority=1%20or%201",
        "from=yesterday",
        "to=31.02.2025",
    ],
)
def test_an_address_that_asks_for_what_is_not_there_is_not_found(sample_client, query):
    get(sample_client, f"/meetings/?{query}", 404)


def test_the_search_takes_accents_and_capitals_off_and_percent_as_it_stands(sample_client):
    assert titles(get(sample_client, "/meetings/?state=all&q=STYRET"))
    assert titles(get(sample_client, "/meetings/?state=all&q=st%C3%BDret"))
    assert not titles(get(sample_client, "/meetings/?state=all&q=%25"))
    assert not titles(get(sample_client, "/meetings/?state=all&q=_______"))


def test_each_filter_narrows_the_list(sample_client, ask):
    for query in ("forum=styret", "kind=political", "mode=online", "from=01.01.2025&to=2025-06-30"):
        assert titles(get(sample_client, f"/meetings/?state=all&{query}")), query
    first = titles(get(sample_client, "/meetings/?state=all&sort=time"))
    last = titles(get(sample_client, "/meetings/?state=all&sort=-time"))
    moments = dict(ask(select(Meeting.id, Meeting.starts_at)))
    assert moments[int(first[0][10:])] < moments[int(last[0][10:])]
    assert [int(link[10:]) for link in first] == sorted(
        (int(link[10:]) for link in first), key=lambda key: (moments[key], key)
    )


def test_a_day_filter_counts_the_whole_day_in_the_zone_of_the_region(sample_client, ask):
    moment = ask(select(Meeting.starts_at).join(Meeting.forum).where(PUBLIC, HELD))[0]
    day = moment.date().isoformat()
    assert titles(get(sample_client, f"/meetings/?state=all&from={day}&to={day}"))


@pytest.mark.parametrize("query", ["", "?state=held", "?state=all&q=styret&sort=forum&page=1"])
@pytest.mark.parametrize("email", [None, MEMBER, COORDINATOR])
def test_the_list_asks_a_bounded_number_of_statements(
    sample_app, sample_client, signed_in, email, query
):
    client = signed_in(sample_app, email) if email else sample_client
    get(client, f"/meetings/{query}")
    with recorded(sample_app) as statements:
        get(client, f"/meetings/{query}")
    statements.at_most(7)


def test_the_record_asks_a_bounded_number_of_statements_whatever_its_size(
    sample_app, signed_in, find
):
    client = signed_in(sample_app, COORDINATOR)
    meeting = find(HELD, Forum.name.like("%konferanse%"))
    get(client, f"/meetings/{meeting}")
    with recorded(sample_app) as statements:
        get(client, f"/meetings/{meeting}")
    statements.at_most(14)


def test_a_visitor_reads_sectors_but_neither_names_nor_the_way_in(sample_client, ask, find):
    number = find(PUBLIC, HELD, Meeting.mode == MeetingMode.ONLINE)
    page = get(sample_client, f"/meetings/{number}")
    [url] = ask(select(Meeting.online_url).where(Meeting.id == number))
    assert url
    assert url not in page.html
    took_part = select(Participation.person_id).where(Participation.meeting_id == number)
    names = ask(select(Person.given_name, Person.family_name).where(Person.id.in_(took_part)))
    assert names
    assert not [name for name in names if f"{name[0]} {name[1]}" in page.text]
    assert "organisasjon" in page.text
    assert "Historikk" not in page.text
    assert f"/meetings/{number}.ics" in page.links


def test_a_member_reads_names_where_he_takes_part_and_not_elsewhere(
    sample_app, signed_in, ask, find
):
    [me] = ask(select(Account.person_id).where(Account.email == MEMBER))
    mine = select(Participation.meeting_id).where(Participation.person_id == me)
    seats = select(ForumMember.forum_id).where(ForumMember.person_id == me)
    client = signed_in(sample_app, MEMBER)
    inside = find(HELD, Meeting.id.in_(mine))
    page = get(client, f"/meetings/{inside}")
    assert "Møtte" in page.text
    outside = find(HELD, PUBLIC, Meeting.id.not_in(mine), Meeting.forum_id.not_in(seats))
    assert 'class="who"' not in get(client, f"/meetings/{outside}").html


def test_an_internal_meeting_is_not_found_by_visitors_and_a_number_out_of_range_by_nobody(
    sample_client, find
):
    for number in (find(INTERNAL, HELD), 99_999_999, 2_147_483_648):
        get(sample_client, f"/meetings/{number}", 404)


def test_the_record_says_when_in_words_in_both_languages(sample_client, find):
    number = find(PUBLIC, Meeting.title == "Styret 11.01.2021")
    words = get(sample_client, f"/meetings/{number}").text.replace("\u00a0", " ")
    assert "mandag 11. januar 2021" in words
    assert "uke 2, kl. 12.00–14.00" in words
    sample_client.set_cookie("language", "en")
    english = get(sample_client, f"/meetings/{number}").text
    assert "Monday 11 January 2021" in english
    assert "week 2, 12:00–14:00" in english
    sample_client.delete_cookie("language")


@pytest.mark.parametrize("email", [None, MEMBER, "leadership@example.org"])
def test_only_those_who_write_reach_the_pages_that_write(
    sample_app, sample_client, signed_in, find, email
):
    client: FlaskClient = signed_in(sample_app, email) if email else sample_client
    number = find(PUBLIC, HELD)
    for path in (
        "/meetings/new",
        f"/meetings/{number}/edit",
        f"/meetings/{number}/cancel",
        f"/meetings/{number}/delete",
        f"/meetings/{number}/participants",
        f"/meetings/{number}/attendance",
    ):
        assert client.get(path).status_code == (403 if email else 303), path
