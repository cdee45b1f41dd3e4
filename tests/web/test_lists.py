"""Lists whose state is in the address."""

from datetime import date

import pytest
from sqlalchemy import select
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import NotFound

from arenas.errors import UnknownRecord
from arenas.models import Setting
from arenas.paging import Page, page_of
from arenas.web.lists import Filter, ListSpec, day_filter

SPEC = ListSpec(
    sorts=("name", "met"),
    filters=(
        Filter("sector", "Sektor", [("county", "Fylke"), ("culture", "Kultur")]),
        Filter("forum", "Arena", parse=int),
        day_filter("from", "Fra"),
    ),
)


@pytest.fixture(autouse=True)
def request_context(app):
    with app.test_request_context("/things/"):
        yield


def read(**args):
    return SPEC.read(MultiDict(args))


def test_an_address_without_words_is_the_first_page_by_the_first_column():
    listing = read()
    assert (listing.q, listing.sort, listing.descending, listing.page) == ("", "name", False, 1)
    assert not listing.is_narrowed
    assert listing.url() == "/things/"


def test_an_address_is_read_and_written_alike():
    listing = read(q="  Ås & co ", sort="-met", page="3", sector="county", **{"from": "8.12.2025"})
    assert listing.q == "Ås & co"
    assert (listing.sort, listing.descending, listing.page) == ("met", True, 3)
    assert listing.filters == {"sector": "county", "from": date(2025, 12, 8)}
    kept = "/things/?q=%C3%85s+%26+co&sector=county&from=8.12.2025&sort=-met"
    assert listing.url() == kept
    assert listing.url(page=4) == f"{kept}&page=4"


def test_a_column_turns_round_where_it_is_chosen_already():
    assert read().sort_url("name") == "/things/?sort=-name"
    assert read(sort="-name").sort_url("name") == "/things/"
    assert read().sort_url("met") == "/things/?sort=met"
    assert read(sort="-met").aria_sort("met") == "descending"
    assert read(sort="-met").aria_sort("name") == "none"


def test_each_filter_in_use_can_be_taken_away():
    listing = read(sector="culture", q="x")
    assert listing.chips() == [("Sektor", "Kultur", "/things/?q=x")]


@pytest.mark.parametrize(
    "wrong",
    [
        {"sort": "password"},
        {"sort": "--name"},
        {"page": "0"},
        {"page": "-1"},
        {"page": "x"},
        {"page": "9" * 40},
        {"page": "²"},
        {"sector": "none"},
        {"from": "31.02.2025"},
        {"forum": "x"},
    ],
)
def test_what_the_list_cannot_do_is_not_found(wrong):
    with pytest.raises(NotFound):
        read(**wrong)


def test_empty_and_unknown_words_are_left_aside():
    assert not read(q="", sector="", page="", sort="", utm_source="x").is_narrowed


def test_choices_that_are_data_are_given_when_the_list_is_read():
    assert SPEC.read(MultiDict({"forum": "7"}), forum=[("7", "Styret")]).filters == {"forum": 7}
    with pytest.raises(NotFound):
        SPEC.read(MultiDict({"forum": "8"}), forum=[("7", "Styret")])


def test_a_menu_without_any_choice_accepts_none():
    with pytest.raises(NotFound):
        SPEC.read(MultiDict({"forum": "8"}), forum=[])


def test_the_pages_offered_are_the_ends_and_the_neighbours():
    assert Page([], total=0).numbers() == [1]
    assert Page([], total=120, number=2).numbers() == [1, 2, 3]
    assert Page([], total=1000, number=1).numbers() == [1, 2, None, 20]
    assert Page([], total=1000, number=4).numbers() == [1, 2, 3, 4, 5, None, 20]
    assert (Page([], 101, 3).first_row, Page([], 101, 3).last_row) == (101, 101)


def test_a_page_of_rows_and_how_many_there_are(session):
    session.add_all(Setting(key=f"k{number:03}", value="") for number in range(120))
    session.flush()
    statement = select(Setting.key).where(Setting.key.like("k%")).order_by(Setting.key)
    page = page_of(session, statement, 3)
    assert (page.total, page.last, len(page.items)) == (120, 3, 20)
    assert page.items[0] == "k100"
    with pytest.raises(UnknownRecord):
        page_of(session, statement, 4)
