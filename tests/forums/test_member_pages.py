"""The pages of a forum's members: finding people, giving, changing and ending seats."""

import pytest
from sqlalchemy import select

from arenas.database import db
from arenas.models import Forum, ForumMember, Person
from tests.pages import checked, get, post
from tests.statements import recorded

TALENT = "/forums/talentforum/members"


@pytest.fixture
def coordinator(sample_copy, signed_in):
    return signed_in(sample_copy, "coordinator@example.org")


def first(app, statement):
    with app.app_context():
        return db.session().scalar(statement)


def seat_in(app, slug):
    seats = select(ForumMember.id).join(Forum, Forum.id == ForumMember.forum_id)
    return first(app, seats.where(Forum.slug == slug).order_by(ForumMember.id).limit(1))


def outsider(app, slug):
    """Somebody without a seat in the forum."""
    inside = select(ForumMember.person_id).join(Forum, Forum.id == ForumMember.forum_id)
    people = select(Person.id).where(Person.id.not_in(inside.where(Forum.slug == slug)))
    return first(app, people.order_by(Person.id).limit(1))


def test_a_person_is_found_and_added_for_the_organisation_he_or_she_belongs_to(
    coordinator, sample_copy
):
    person = outsider(sample_copy, "talentforum")
    path = f"{TALENT}/new?person={person}"
    page = get(coordinator, path)
    sent = {"organisation": "0", "role": "observer", "starts_on": "01.12.2026"}
    answer = post(coordinator, path, sent)
    assert answer.status_code == 303
    assert "Tilknytninger" in page.html
    assert "er lagt til" in get(coordinator, TALENT).text
    again = checked(post(coordinator, path, sent))
    assert "sitter allerede i arenaen" in again.text


def test_a_search_that_finds_nobody_offers_to_add_the_person(coordinator):
    page = get(coordinator, f"{TALENT}?q=Finnes+Ikke<b>")
    assert "Ingen i registeret passer" in page.text
    assert "/people/new" in page.links
    assert "Ikke<b>" not in page.html


def test_the_page_of_members_needs_few_statements(coordinator, sample_copy):
    with recorded(sample_copy) as statements:
        get(coordinator, f"{TALENT}?q=halden")
    statements.at_most(9)


@pytest.mark.parametrize("person", ["", "x", "-1", "0", "99999999999999999999"])
def test_an_address_that_names_no_person_leads_back_to_the_search(coordinator, person):
    answer = coordinator.get(f"{TALENT}/new?person={person}")
    assert (answer.status_code, answer.location) == (303, TALENT)


def test_an_unknown_person_is_not_found(coordinator):
    get(coordinator, f"{TALENT}/new?person=999999", 404)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"starts_on": "31.02.2026"}, "er ikke en dato"),
        ({"starts_on": "01.02.2026", "ends_on": "01.01.2026"}, "må slutte etter"),
        ({"organisation": "999999"}, "ikke"),
        ({"role": "king"}, "ikke"),
    ],
)
def test_what_is_wrong_is_said_and_no_seat_is_given(coordinator, sample_copy, changed, said):
    person = outsider(sample_copy, "talentforum")
    path = f"{TALENT}/new?person={person}"
    sent = {"organisation": "0", "role": "member"} | changed
    assert said in checked(post(coordinator, path, sent)).text.casefold()
    given = select(ForumMember.id).join(Forum, Forum.id == ForumMember.forum_id)
    given = given.where(Forum.slug == "talentforum", ForumMember.person_id == person)
    assert first(sample_copy, given) is None


def test_a_seat_is_reached_through_its_own_forum_alone(coordinator, sample_copy):
    theirs = seat_in(sample_copy, "styret")
    for act in ("edit", "delete"):
        get(coordinator, f"{TALENT}/{theirs}/{act}", 404)
        assert post(coordinator, f"{TALENT}/{theirs}/{act}", at=TALENT).status_code == 404
    assert post(coordinator, f"{TALENT}/{theirs}/end", at=TALENT).status_code == 404
    seat = first(sample_copy, select(ForumMember).where(ForumMember.id == theirs))
    assert seat.ends_on is None


def test_the_second_of_two_editors_of_a_seat_sees_both(coordinator, sample_copy):
    path = f"{TALENT}/{seat_in(sample_copy, 'talentforum')}/edit"
    mine = {"organisation": "0", "role": "observer", "seen": get(coordinator, path).value("seen")}
    assert post(coordinator, path, mine | {"role": "chair"}).status_code == 303
    page = checked(post(coordinator, path, mine), 409)
    assert "Leder" in page.text
    assert post(coordinator, path, mine | {"seen": page.value("seen")}).status_code == 303


def test_a_seat_ends_today_by_one_button_and_is_deleted_after_a_question(coordinator, sample_copy):
    member = seat_in(sample_copy, "talentforum")
    assert post(coordinator, f"{TALENT}/{member}/end", at=TALENT).status_code == 303
    assert "slutter i dag" in get(coordinator, TALENT).text
    get(coordinator, f"{TALENT}/{member}/delete")
    assert post(coordinator, f"{TALENT}/{member}/delete").status_code == 303
    get(coordinator, f"{TALENT}/{member}/edit", 404)
