"""Views under a name: saved, opened, renamed, shared, deleted, and what they show when gone."""

import pytest
from sqlalchemy import select

from arenas.accounts import services as accounts
from arenas.database import db
from arenas.errors import Refusal
from arenas.graphs import saved
from arenas.graphs.saved import ViewDetails
from arenas.models import Account, Forum, SavedView
from arenas.models.enums import Role
from tests.pages import get, post
from tests.settings import PASSWORD

HOSTILE = '</script><b>"><img src=x onerror=alert(1)>'
TREND = "of=network_time.trend&start=2024-01-01&pair=culture-industry&evil=1"


@pytest.fixture
def leader(sample_copy, signed_in):
    return signed_in(sample_copy, "leadership@example.org")


@pytest.fixture
def coordinator(sample_copy, signed_in):
    return signed_in(sample_copy, "coordinator@example.org")


def save(client, query, **fields):
    answer = post(client, f"/network/views/new?{query}", fields)
    assert answer.status_code == 303, answer.get_data(as_text=True)
    return answer.headers["Location"]


def test_a_view_is_saved_with_its_filters_found_in_the_list_and_opens_where_it_was(
    database, leader
):
    to = save(leader, TREND, name="Kultur og næring")
    assert to == "/network/trend?start=2024-01-01&pair=culture-industry"
    page = get(leader, "/network/views/")
    assert "Kultur og næring" in page.text
    assert to in page.links
    assert get(leader, to).headings == ["Utvikling"]


def test_every_page_of_figures_offers_to_keep_the_view_with_its_choice(leader):
    for path in ("", "trend", "changes", "groups", "organisations"):
        page = get(leader, f"/network/{path}?kind=political&start=2024-01-01")
        link = next(link for link in page.links if link.startswith("/network/views/new"))
        assert "kind=political" in link
        assert "start=2024-01-01" in link
        said = get(leader, link).text
        assert "Arenatype: Politisk" in said


def test_what_others_have_is_seen_only_when_shared_and_cannot_be_changed(leader, coordinator):
    save(leader, "of=graphs.gaps", name="Bare min")
    save(leader, "of=graphs.gaps&kind=political", name="Alles", shared="y")
    page = get(coordinator, "/network/views/")
    assert "Alles" in page.text
    assert "Bare min" not in page.text
    assert "/network/?kind=political" in page.links
    theirs = [link for link in get(leader, "/network/views/").links if link.endswith("/edit")]
    for link in theirs:
        get(coordinator, link, 404)
        get(coordinator, link.replace("/edit", "/delete"), 404)


def test_a_view_is_renamed_shared_and_deleted_by_its_owner(leader, coordinator):
    save(leader, "of=graphs.gaps", name="Gammelt navn")
    edit = next(link for link in get(leader, "/network/views/").links if link.endswith("/edit"))
    post(leader, edit, {"name": "Nytt navn", "shared": "y"})
    assert "Nytt navn" in get(coordinator, "/network/views/").text
    post(leader, edit.replace("/edit", "/delete"))
    assert "er slettet" in get(leader, "/network/views/").text
    assert "Nytt navn" not in get(leader, "/network/views/").text
    assert "Nytt navn" not in get(coordinator, "/network/views/").text


def test_two_views_of_one_owner_cannot_have_one_name_and_what_was_typed_is_kept(
    leader, coordinator
):
    save(leader, "of=graphs.gaps", name="Samme")
    again = post(leader, "/network/views/new?of=graphs.gaps", {"name": "Samme", "shared": "y"})
    text = again.get_data(as_text=True)
    assert again.status_code == 422
    assert "Du har alt en visning med dette navnet." in text
    assert 'value="Samme"' in text
    save(coordinator, "of=graphs.gaps", name="Samme")


@pytest.mark.parametrize("name", ["", "   ", "n" * 81])
def test_a_name_that_is_missing_or_too_long_is_refused(leader, name):
    answer = post(leader, "/network/views/new?of=graphs.gaps", {"name": name})
    assert answer.status_code == 422


def test_a_hostile_name_is_text_in_list_form_question_and_message(leader):
    save(leader, "of=graphs.gaps", name=HOSTILE)
    for link in ("/network/views/", "/network/"):
        page = get(leader, link)
        assert "<b>" not in page.html
    listed = get(leader, "/network/views/")
    assert HOSTILE in listed.text
    for link in listed.links:
        if link.endswith(("/edit", "/delete")):
            assert "<img src=x" not in get(leader, link).html


def test_a_view_of_a_forum_that_has_gone_says_so_in_the_list_and_when_opened(leader, sample_copy):
    with sample_copy.app_context():
        slug = db.session.scalar(select(Forum.slug).order_by(Forum.id).limit(1))
    to = save(leader, f"of=graphs.gaps&forum={slug}", name="Arenaen")
    with sample_copy.app_context():
        forum = db.session.scalar(select(Forum).where(Forum.slug == slug))
        forum.slug = "har-fatt-et-annet-navn"
        from arenas.revision import NETWORK, raise_revision

        raise_revision(db.session(), NETWORK)
        db.session.commit()
    assert f"Arenaen «{slug}» finnes ikke i registeret." in get(leader, "/network/views/").text
    gone = get(leader, to, 410)
    assert "Utvalget finnes ikke lenger" in gone.text
    assert "/network/" in gone.links


def test_a_page_that_cannot_be_kept_is_not_found(leader):
    get(leader, "/network/views/new?of=admin.index", 404)


def test_the_link_of_a_view_asks_a_stranger_to_sign_in_and_then_shows_it(sample_copy):
    stranger = sample_copy.test_client()
    answer = stranger.get("/network/?kind=political&start=2024-01-01")
    assert answer.status_code == 303
    assert "kind%3Dpolitical%26start%3D2024-01-01" in answer.headers["Location"]
    token = get(stranger, answer.headers["Location"])
    signed = stranger.post(
        answer.headers["Location"],
        data={
            "email": "leadership@example.org",
            "password": PASSWORD,
            "csrf_token": token.value("csrf_token"),
            "next": "/network/?kind=political&start=2024-01-01",
        },
    )
    assert signed.headers["Location"] == "/network/?kind=political&start=2024-01-01"


def test_a_member_who_gets_the_link_is_told_that_it_is_not_for_that_role(sample_copy, signed_in):
    member = signed_in(sample_copy, "member@example.org")
    page = get(member, "/network/?kind=political", 403)
    assert "Rollen din gir ikke tilgang" in page.text


def test_an_address_that_is_too_long_and_one_view_too_many_are_refused(session, monkeypatch):
    accounts.create_account(session, email="a@example.org", role=Role.LEADERSHIP, password=PASSWORD)
    owner = session.scalars(select(Account)).one()
    with pytest.raises(Refusal, match="for lang"):
        saved.save(session, owner, ViewDetails("Lang"), page="graphs.gaps", query="x" * 1001)
    monkeypatch.setattr(saved, "MOST", 1)
    saved.save(session, owner, ViewDetails("Én"), page="graphs.gaps", query="")
    with pytest.raises(Refusal, match="1 lagrede"):
        saved.save(session, owner, ViewDetails("To"), page="graphs.gaps", query="")
    assert session.scalars(select(SavedView.name)).all() == ["Én"]
