"""The pages of forums: what each reader sees, bad addresses, hostile text, two editors."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
import time_machine
from sqlalchemy import select

from arenas.database import db
from arenas.models import Account, Forum, ForumMember, Person
from arenas.models.enums import Visibility
from tests.pages import checked, get, post
from tests.statements import recorded

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
INTERNAL = "/forums/administrativ-koordineringsgruppe"
HOSTILE = "<script>alert(1)</script>"


@pytest.fixture(autouse=True, scope="module")
def _on_a_monday() -> Iterator[None]:
    """One clock for the whole file: a session signed later than now counts for nothing."""
    with time_machine.travel(NOW, tick=True):
        yield


@pytest.fixture(scope="module")
def readers(sample_app, signed_in):
    """A client a role; None has not signed in."""
    roles = ("admin", "coordinator", "leadership", "member")
    clients = {role: signed_in(sample_app, f"{role}@example.org") for role in roles}
    return clients | {None: sample_app.test_client()}


@pytest.fixture
def coordinator(sample_copy, signed_in):
    return signed_in(sample_copy, "coordinator@example.org")


def names_of_members(app, slug):
    with app.app_context():
        people = select(Person).join(ForumMember, ForumMember.person_id == Person.id)
        people = people.join(Forum, Forum.id == ForumMember.forum_id).where(Forum.slug == slug)
        return [person.name for person in db.session().scalars(people)]


def forum_form(page, **changed):
    """What the form of a forum sends as it stands, with changes."""
    sent = {
        name: page.value(name)
        for name in (
            "name",
            "name_en",
            "contact_email",
            "cadence",
            "usual_minutes",
            "version",
            "usual_mode",
        )
    }
    return (
        sent
        | {"kind": "professional", "level": "regional", "visibility": "public", "usual_mode": ""}
        | changed
    )


def test_the_public_lists_open_forums_alone(readers, sample_app):
    page = get(readers[None], "/forums/")
    assert "24 treff" in page.text
    assert INTERNAL not in page.links
    assert INTERNAL in get(readers["leadership"], "/forums/").links


def test_the_list_needs_few_statements(readers, sample_app):
    with recorded(sample_app) as statements:
        get(readers[None], "/forums/?q=forum&sort=-last")
    statements.at_most(4)


def test_a_record_needs_few_statements(readers, sample_app):
    for role, most in ((None, 8), ("coordinator", 10)):
        with recorded(sample_app) as statements:
            get(readers[role], "/forums/klimanettverket")
        statements.at_most(most)


@pytest.mark.parametrize(
    "query",
    [
        "page=0", "page=99", "page=-1", "page=x", "sort=email", "sort=name;drop", "kind=secret",
        "level=%27", "priority=999", "priority=x",
    ],
)  # fmt: skip
def test_an_address_that_asks_for_what_the_list_cannot_do_is_not_found(readers, query):
    get(readers[None], f"/forums/?{query}", 404)


def test_filters_that_are_not_for_everybody_change_nothing_for_others(readers):
    everybody = get(readers[None], "/forums/").text
    assert get(readers[None], "/forums/?visibility=internal&archived=only").text == everybody
    internal = get(readers["coordinator"], "/forums/?visibility=internal")
    assert "Administrativ koordineringsgruppe" in internal.text


def test_hostile_text_in_the_search_is_shown_as_text(readers):
    page = get(readers[None], f"/forums/?q={HOSTILE}")
    assert HOSTILE not in page.html
    assert "Ingen arenaer passer" in page.text


@pytest.mark.parametrize(
    "path", [INTERNAL, "/forums/finnes-ikke", "/forums/%00", "/forums/" + "a" * 900]
)
def test_internal_and_unknown_forums_answer_alike(readers, path):
    page = get(readers[None], path, 404)
    assert "Arenaen finnes ikke." in page.text


@pytest.mark.parametrize("role", [None, "leadership", "member"])
def test_names_are_shown_by_right_alone(readers, sample_app, role):
    slug = "klimanettverket"
    names = names_of_members(sample_app, slug)
    html = get(readers[role], f"/forums/{slug}").html
    seen = [name for name in names if name in html]
    assert bool(seen) == (role == "leadership" or (role == "member" and _sits(sample_app, slug)))
    assert "Klima- og miljødepartementet" in html


def _sits(app, slug):
    with app.app_context():
        seat = (
            select(ForumMember.id)
            .join(Forum, Forum.id == ForumMember.forum_id)
            .join(Account, Account.person_id == ForumMember.person_id)
            .where(Forum.slug == slug, Account.email == "member@example.org")
        )
        return db.session().scalar(seat) is not None


def test_the_public_page_holds_no_address_of_a_person(readers):
    html = get(readers[None], "/forums/klimanettverket").html
    assert ".example.org" not in html
    assert "/people/" not in html


def test_a_public_forum_offers_its_calendar_and_an_internal_one_does_not(readers):
    links = get(readers[None], "/forums/styret").links
    assert [link for link in links if link.startswith("webcal://")]
    assert any(link.endswith("/calendar/forums/styret.ics") for link in links)
    internal = get(readers["coordinator"], INTERNAL).links
    assert not [link for link in internal if link.endswith(".ics")]


def test_regularity_is_a_table_of_years(readers):
    text = get(readers[None], "/forums/gods-og-logistikkforum").text
    assert "2023" in text
    assert "Ingen møter er planlagt." in text


def test_the_english_name_is_shown_on_english_pages(readers):
    page = checked(readers[None].get("/forums/styret", headers={"Accept-Language": "en"}))
    assert page.headings == ["Board"]


def test_a_coordinator_creates_a_forum_and_is_sent_to_it(coordinator):
    answer = post(
        coordinator,
        "/forums/new",
        {
            "name": "Ungdomsråd Ås",
            "kind": "political",
            "level": "local",
            "visibility": "internal",
            "usual_mode": "",
        },
    )
    assert (answer.status_code, answer.location) == (303, "/forums/ungdomsrad-as")
    page = get(coordinator, answer.location)
    assert page.headings == ["Ungdomsråd Ås"]
    assert "er opprettet" in page.text


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"name": ""}, "Gi arenaen et navn."),
        ({"name": "x" * 201}, "Bruk høyst 200 tegn."),
        ({"name": "STYRET"}, "Det finnes allerede en arena som heter Styret."),
        ({"kind": "secret"}, "Velg"),
        ({"contact_email": "ikke en adresse"}, "Skriv en e-postadresse"),
        ({"contact_email": "a@b.no\r\nBcc: c@d.no"}, "Skriv en e-postadresse"),
        ({"usual_minutes": "0"}, "Skriv et antall minutter"),
        ({"usual_minutes": "en time"}, "ikke"),
        ({"priorities": "999"}, "Ikke"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field_and_nothing_is_stored(coordinator, changed, said):
    sent = {
        "name": "Ny",
        "kind": "project",
        "level": "local",
        "visibility": "public",
        "usual_mode": "",
    } | changed
    page = checked(post(coordinator, "/forums/new", sent))
    assert said.casefold() in page.text.casefold()
    get(coordinator, "/forums/ny", 404)


def test_hostile_names_are_shown_as_text_everywhere(coordinator):
    sent = {"name": HOSTILE, "mandate": HOSTILE, "cadence": HOSTILE}
    sent |= {"kind": "project", "level": "local", "visibility": "public", "usual_mode": ""}
    where = post(coordinator, "/forums/new", sent).location
    for path in (where, f"{where}/edit", f"{where}/archive", f"{where}/delete", "/forums/", "/",
                 f"{where}/members", "/forums/?q=script"):  # fmt: skip
        assert HOSTILE not in get(coordinator, path).html


def test_the_second_of_two_editors_sees_both_texts_and_can_save_once_more(coordinator):
    path = "/forums/styret/edit"
    mine = forum_form(get(coordinator, path), kind="political", mandate="Mitt mandat")
    theirs = mine | {"mandate": f"Deres mandat {HOSTILE}"}
    assert post(coordinator, path, theirs).status_code == 303
    page = checked(post(coordinator, path, mine), 409)
    assert "Deres mandat" in page.text
    assert HOSTILE not in page.html
    assert post(coordinator, path, mine | {"version": page.value("version")}).status_code == 303
    assert "Mitt mandat" in get(coordinator, "/forums/styret").text


def test_a_forum_with_planned_meetings_says_why_it_is_not_archived(coordinator):
    page = checked(post(coordinator, "/forums/styret/archive"), 409)
    assert "møter som er planlagt" in page.text


def test_a_sleeping_forum_is_archived_leaves_the_list_and_comes_back(coordinator, sample_copy):
    path = "/forums/gods-og-logistikkforum"
    assert post(coordinator, f"{path}/archive").status_code == 303
    assert path not in get(coordinator, "/forums/").links
    assert path in get(coordinator, "/forums/?archived=only").links
    get(sample_copy.test_client(), path, 404)
    assert post(coordinator, f"{path}/restore", at=path).status_code == 303
    assert path in get(coordinator, "/forums/").links


def test_a_used_forum_explains_and_an_unused_one_is_deleted(coordinator):
    page = get(coordinator, "/forums/styret/delete")
    assert "er i bruk og kan ikke slettes" in page.text
    checked(post(coordinator, "/forums/styret/delete", at="/forums/styret/edit"), 409)
    sent = {
        "name": "Feil",
        "kind": "project",
        "level": "local",
        "visibility": "public",
        "usual_mode": "",
    }
    post(coordinator, "/forums/new", sent)
    assert post(coordinator, "/forums/feil/delete").status_code == 303
    get(coordinator, "/forums/feil", 404)


def test_nothing_is_changed_by_following_a_link(coordinator, sample_copy):
    for path in ("archive", "delete"):
        get(coordinator, f"/forums/gods-og-logistikkforum/{path}")
    assert coordinator.get("/forums/gods-og-logistikkforum/restore").status_code == 405
    get(coordinator, "/forums/gods-og-logistikkforum")


def test_an_internal_forum_is_open_to_its_member_with_names_and_to_nobody_elses(
    sample_copy, signed_in
):
    from arenas.models import Account

    with sample_copy.app_context():
        session = db.session()
        account = session.scalar(select(Account).where(Account.email == "member@example.org"))
        forum = session.scalar(select(Forum).where(Forum.visibility == Visibility.INTERNAL))
        seat = session.scalar(select(ForumMember).where(ForumMember.forum_id == forum.id))
        account.person_id = seat.person_id
        slug = forum.slug
        session.commit()
    page = get(signed_in(sample_copy, "member@example.org"), f"/forums/{slug}")
    assert names_of_members(sample_copy, slug)[0] in page.text
    assert "Rediger" not in page.text
    get(sample_copy.test_client(), f"/forums/{slug}", 404)
