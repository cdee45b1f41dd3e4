"""The list of organisations: found, narrowed, sorted and turned by its address."""

from datetime import date

import pytest

from arenas.directory.organisations import queries, services
from arenas.directory.organisations.queries import Filters
from arenas.errors import UnknownRecord
from arenas.models.enums import Attendance, MeetingState, Membership, Role, Sector, Visibility
from tests.directory.records import account, forum, meeting, organisation, person
from tests.pages import get
from tests.statements import recorded


def names(session, viewer, filters=None, **how):
    return [row.name for row in queries.page(session, viewer, filters or Filters(), **how).items]


@pytest.fixture
def coordinator(session):
    return account(session)


@pytest.mark.parametrize(
    "words", ["ås", "AS", "aas-regionen", "Kommune ÅS", "958 935", "  ås\tkommune ", "a kommune"]
)
def test_every_word_is_looked_for_in_all_names_without_accents(session, coordinator, words):
    organisation(session, "Ås kommune", orgnr="958935420", aliases=("Aas-regionen",))
    organisation(session, "Bø")
    assert names(session, coordinator, Filters(words)) == ["Ås kommune"]


@pytest.mark.parametrize("words", ["ås finnesikke", "%", "_", "\\", "' OR 1=1 --"])
def test_a_word_that_stands_nowhere_finds_nothing(session, coordinator, words):
    organisation(session, "Ås kommune")
    assert names(session, coordinator, Filters(words)) == []


def test_names_stand_in_the_order_of_the_norwegian_alphabet(session, coordinator):
    for name in ("Ås", "øyer", "Ørje", "Asker", "Ærø", "eSmart", "Zoo"):
        organisation(session, name)
    ordered = ["Asker", "eSmart", "Zoo", "Ærø", "Ørje", "øyer", "Ås"]
    assert names(session, coordinator) == ordered
    assert names(session, coordinator, falling=True) == ordered[::-1]


def test_a_new_name_changes_its_place_at_once(session, coordinator):
    made = organisation(session, "Ås")
    organisation(session, "Moss")
    assert names(session, coordinator) == ["Moss", "Ås"]
    details = services.details_of(made)
    services.edit(session, made, type(details)("Aas", details.sector), version=1, actor=None)
    assert names(session, coordinator) == ["Aas", "Moss"]


def test_filters_narrow_together(session, coordinator):
    organisation(session, "A", county="Akershus", membership=Membership.YES)
    organisation(session, "B", county="Akershus", membership=Membership.NO)
    organisation(session, "C", sector=Sector.CULTURE, county="Akershus", membership=Membership.YES)
    organisation(session, "D", county="Oslo", membership=Membership.YES)
    wanted = Filters(sector=Sector.MUNICIPALITY, county="Akershus", membership=Membership.YES)
    assert names(session, coordinator, wanted) == ["A"]


def test_the_archived_are_left_out_until_asked_for(session, coordinator):
    organisation(session, "A")
    services.archive(session, organisation(session, "B"), None)
    assert names(session, coordinator) == ["A"]
    assert names(session, coordinator, Filters(archived="only")) == ["B"]
    assert names(session, coordinator, Filters(archived="all")) == ["A", "B"]


def test_those_without_a_county_stand_last_both_ways(session, coordinator):
    for name, county in (("A", None), ("B", "Østfold"), ("C", "Oslo"), ("D", "Oslo")):
        organisation(session, name, county=county)
    assert names(session, coordinator, sort="county") == ["C", "D", "B", "A"]
    assert names(session, coordinator, sort="county", falling=True) == ["B", "C", "D", "A"]


@pytest.fixture
def three_meetings(session):
    """Asker: two meetings, the last on 5 March; Moss: one, on 1 April; Ås: asked, never there."""
    asker, moss, aas = (organisation(session, name) for name in ("Asker", "Moss", "Ås"))
    a, m, s = (person(session, f"P {place.name}", place) for place in (asker, moss, aas))
    meeting(session, date(2026, 1, 5), (a, asker))
    meeting(session, date(2026, 3, 5), (a, asker))
    meeting(session, date(2026, 4, 1), (m, moss))
    meeting(session, date(2026, 4, 2), (s, aas), present=Attendance.ABSENT)
    meeting(session, date(2026, 4, 3), (s, aas), state=MeetingState.PLANNED)
    meeting(session, date(2026, 4, 4), (s, aas), state=MeetingState.CANCELLED)


def test_only_held_meetings_with_somebody_there_count(session, coordinator, three_meetings):
    rows = queries.page(session, coordinator, Filters()).items
    assert [(row.name, row.held and row.held.meetings) for row in rows] == [
        ("Asker", 2),
        ("Moss", 1),
        ("Ås", None),
    ]
    assert rows[0].held.last.date() == date(2026, 3, 5)


def test_those_who_never_met_stand_last_both_ways(session, coordinator, three_meetings):
    assert names(session, coordinator, sort="last") == ["Asker", "Moss", "Ås"]
    assert names(session, coordinator, sort="last", falling=True) == ["Moss", "Asker", "Ås"]
    assert names(session, coordinator, sort="meetings") == ["Moss", "Asker", "Ås"]
    assert names(session, coordinator, sort="meetings", falling=True) == ["Asker", "Moss", "Ås"]


def test_two_people_of_one_organisation_at_one_meeting_are_one_meeting(session, coordinator):
    asker = organisation(session, "Asker")
    two = [(person(session, f"P {number}", asker), asker) for number in (1, 2)]
    meeting(session, date(2026, 1, 5), *two)
    assert queries.page(session, coordinator, Filters()).items[0].held.meetings == 1


def test_a_member_counts_the_meetings_he_may_see(session):
    asker = organisation(session, "Asker")
    there = person(session, "P Asker", asker)
    closed = forum(session, "Indre", Visibility.INTERNAL)
    meeting(session, date(2026, 1, 5), (there, asker))
    meeting(session, date(2026, 2, 5), (there, asker), where=closed)
    stranger = account(session, Role.MEMBER, person(session, "En annen"))
    guest = account(session, Role.MEMBER, there)
    for viewer, number in ((account(session), 2), (stranger, 1), (guest, 2)):
        assert queries.page(session, viewer, Filters()).items[0].held.meetings == number


def test_a_page_holds_fifty_and_there_is_no_page_after_the_last(session, coordinator):
    for number in range(101):
        organisation(session, f"Nr {number:03}")
    first = queries.page(session, coordinator, Filters())
    assert (len(first.items), first.total, first.last) == (50, 101, 3)
    assert names(session, coordinator, number=3) == ["Nr 100"]
    with pytest.raises(UnknownRecord):
        queries.page(session, coordinator, Filters(), number=4)


def test_an_empty_register_has_an_empty_first_page(session, coordinator):
    assert queries.page(session, coordinator, Filters()).total == 0


@pytest.fixture(scope="module")
def client(sample_app, signed_in):
    return signed_in(sample_app, "coordinator@example.org")


@pytest.mark.parametrize(
    "query",
    ["page=0", "page=-1", "page=abc", "page=6", "page=99999999999999999999", "page=１",
     "sort=evil", "sort=--name", "sort=name;drop", "sector=nope", "county=Finnmark",
     "membership=maybe", "archived=1"],
)  # fmt: skip
def test_an_address_that_asks_for_what_is_not_there_is_not_found(client, query):
    get(client, f"/organisations/?{query}", status=404)


@pytest.mark.parametrize(
    "query",
    ["", "page=5", "sort=-last", "sort=meetings&page=3", "q=%00%ff", "q=" + "x" * 5000,
     "sector=culture&county=Oslo&membership=no&archived=all&sort=-county&q=museum", "q=<script>"],
)  # fmt: skip
def test_a_list_asks_few_statements_whatever_it_shows(sample_app, client, query):
    with recorded(sample_app) as statements:
        page = get(client, f"/organisations/?{query}")
    statements.at_most(7)
    assert "<script>x" not in page.html


def test_a_list_keeps_its_figures_until_something_changes(sample_app, client):
    get(client, "/organisations/")
    with recorded(sample_app) as statements:
        get(client, "/organisations/?sort=-meetings")
    statements.at_most(5)
    assert not any("participation" in statement for statement in statements)


def test_the_sample_region_has_248_organisations_on_five_pages(client):
    page = get(client, "/organisations/")
    assert "1–50 av 248" in page.text
    assert "/organisations/?page=5" in page.links


def test_only_those_who_may_write_are_offered_a_new_one(sample_app, client, signed_in):
    assert "/organisations/new" in get(client, "/organisations/").links
    for role in ("leadership", "member"):
        page = get(signed_in(sample_app, f"{role}@example.org"), "/organisations/")
        assert "/organisations/new" not in page.links


def test_who_is_not_signed_in_is_asked_to_and_comes_back(sample_client):
    answer = sample_client.get("/organisations/?sector=culture")
    assert answer.status_code == 303
    assert answer.location == "/login?next=/organisations/?sector%3Dculture"
