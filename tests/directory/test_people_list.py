"""The list of people: what each role finds, and by what."""

from datetime import date

import pytest

from arenas.directory.people import places, queries
from arenas.directory.people.places import AffiliationDetails
from arenas.directory.people.queries import Filters
from arenas.directory.people.services import archive
from arenas.models.enums import Role, Sector
from tests.directory.records import account, organisation, person
from tests.pages import get
from tests.statements import recorded

TODAY = date(2026, 6, 1)


def names(session, viewer, filters=None, **how):
    found = queries.page(session, viewer, filters or Filters(), TODAY, **how)
    return [row.name for row in found.items]


@pytest.fixture
def coordinator(session):
    return account(session)


def test_people_stand_by_family_name_in_the_norwegian_alphabet(session, coordinator):
    for name in ("Åse Ås", "Ida Ås", "Per Øye", "Ola Aas", "Kim Ærø"):
        person(session, name)
    ordered = ["Ola Aas", "Kim Ærø", "Per Øye", "Åse Ås", "Ida Ås"]
    assert sorted(names(session, coordinator)) == sorted(ordered)
    assert names(session, coordinator)[:3] == ordered[:3]
    assert names(session, coordinator)[3:] == ["Ida Ås", "Åse Ås"]


@pytest.mark.parametrize("words", ["kari", "NORDMANN kari", "as kommune", "kari ås", "kari@ex"])
def test_a_person_is_found_by_name_organisation_and_mail(session, coordinator, words):
    aas = organisation(session, "Ås kommune")
    person(session, "Kari Nordmann", aas, email="kari@example.org")
    person(session, "Ola Fjell", organisation(session, "Moss"))
    assert names(session, coordinator, Filters(words)) == ["Kari Nordmann"]


def test_who_may_not_see_mail_addresses_cannot_search_them_either(session):
    person(session, "Kari Nordmann", email="hemmelig@example.org")
    leader = account(session, Role.LEADERSHIP)
    assert names(session, leader, Filters("hemmelig")) == []
    assert names(session, leader, Filters("@")) == []
    [row] = queries.page(session, leader, Filters("kari"), TODAY).items
    assert row.email is None


def test_a_place_that_is_over_does_not_find_the_person(session, coordinator):
    asker = organisation(session, "Asker", Sector.MUNICIPALITY)
    kari = person(session, "Kari Nordmann")
    over = AffiliationDetails(asker.id, None, None, date(2026, 5, 31))
    places.add(session, kari, over, None)
    for filters in (
        Filters("asker"),
        Filters(organisation="asker"),
        Filters(sector=Sector.MUNICIPALITY),
    ):
        assert names(session, coordinator, filters) == []
    places.add(session, kari, AffiliationDetails(asker.id, None, TODAY, TODAY), None)
    for filters in (
        Filters("asker"),
        Filters(organisation="asker"),
        Filters(sector=Sector.MUNICIPALITY),
    ):
        assert names(session, coordinator, filters) == ["Kari Nordmann"]


def test_both_hats_stand_in_one_row(session, coordinator):
    kari = person(session, "Kari Nordmann", organisation(session, "Moss"))
    places.add(session, kari, AffiliationDetails(organisation(session, "Asker").id), None)
    [row] = queries.page(session, coordinator, Filters(), TODAY).items
    assert [place.name for place in row.places] == ["Asker", "Moss"]


def test_organisation_and_sector_are_one_and_the_same_place(session, coordinator):
    kari = person(session, "Kari Nordmann", organisation(session, "Moss"))
    museum = organisation(session, "Museet", Sector.CULTURE)
    places.add(session, kari, AffiliationDetails(museum.id), None)
    assert names(session, coordinator, Filters(organisation="moss", sector=Sector.CULTURE)) == []


def test_sorted_by_organisation_those_without_stand_last_both_ways(session, coordinator):
    person(session, "A Uten")
    person(session, "B Moss", organisation(session, "Moss"))
    person(session, "C Asker", organisation(session, "Asker"))
    assert names(session, coordinator, sort="organisation") == ["C Asker", "B Moss", "A Uten"]
    falling = names(session, coordinator, sort="organisation", falling=True)
    assert falling == ["B Moss", "C Asker", "A Uten"]


def test_the_archived_are_left_out_until_asked_for(session, coordinator):
    archive(session, person(session, "Kari Nordmann"), None)
    assert names(session, coordinator) == []
    assert names(session, coordinator, Filters(archived="only")) == ["Kari Nordmann"]


@pytest.fixture(scope="module")
def client(sample_app, signed_in):
    return signed_in(sample_app, "coordinator@example.org")


@pytest.mark.parametrize(
    "query", ["page=0", "page=abc", "page=10", "sort=email", "sort=evil", "sector=nope",
              "organisation=finnes-ikke", "organisation=' OR 1=1 --", "archived=2"],
)  # fmt: skip
def test_an_address_that_asks_for_what_is_not_there_is_not_found(client, query):
    get(client, f"/people/?{query}", status=404)


@pytest.mark.parametrize(
    "query", ["", "page=9", "sort=-organisation&page=2", "q=demo oslo", "q=%00",
              "organisation=oslo-kommune&sector=municipality&archived=all"],
)  # fmt: skip
def test_a_list_asks_few_statements_whatever_it_shows(sample_app, client, query):
    with recorded(sample_app) as statements:
        get(client, f"/people/?{query}")
    statements.at_most(9)


def test_leadership_sees_the_list_without_a_mail_address(sample_app, client, signed_in):
    assert "mailto:" in get(client, "/people/").html
    page = get(signed_in(sample_app, "leadership@example.org"), "/people/")
    assert "1–50 av 450" in page.text
    assert "mailto:" not in page.html
    assert "@example.org" not in page.html.replace("leadership@example.org", "")
    assert "/people/new" not in page.links


def test_the_list_is_closed_to_members_and_to_those_not_signed_in(
    sample_app, sample_client, signed_in
):
    assert signed_in(sample_app, "member@example.org").get("/people/").status_code == 403
    assert sample_client.get("/people/").location == "/login?next=/people/"
