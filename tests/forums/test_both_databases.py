"""What SQLite and PostgreSQL must do alike: order, search, periods, links, two editors."""

import pytest

from tests.pages import get, post

PAGES = (
    "/",
    *(f"/forums/?sort={way}{name}" for name in ("name", "kind", "last", "next", "members")
      for way in ("", "-")),
    "/forums/?q=%C3%98stfold&level=local&visibility=public&archived=all",
    "/forums/klimanettverket",
    "/forums/klimanettverket/members?q=halden+kommune",
    "/forums/klimanettverket/members/new?person=5",
    "/forums/new",
    "/strategy/",
    "/strategy/1",
    "/strategy/priorities/1",
)  # fmt: skip


def test_every_page_of_forums_and_strategy_opens(database, sample_copy, signed_in):
    for role in ("coordinator", "leadership", "member"):
        reader = signed_in(sample_copy, f"{role}@example.org")
        for path in PAGES:
            assert reader.get(path).status_code in {200, 403}, (role, path)
    for path in ("/", "/forums/", "/forums/styret"):
        get(sample_copy.test_client(), path)


def test_names_stand_in_the_norwegian_order_and_are_found_without_accents(
    database, sample_copy, signed_in
):
    coordinator = signed_in(sample_copy, "coordinator@example.org")
    for name in ("Åpent råd", "Ærlig råd", "Øvre råd", "zoologisk råd"):
        sent = {"name": name, "kind": "project", "level": "local", "visibility": "public"}
        assert post(coordinator, "/forums/new", sent | {"usual_mode": ""}).status_code == 303
    links = get(coordinator, "/forums/?q=RAD&kind=project").links
    found = [link for link in links if link.endswith("-rad")]
    assert found == [f"/forums/{slug}-rad" for slug in ("zoologisk", "aerlig", "ovre", "apent")]


@pytest.mark.parametrize("act", ["edit", "end", "delete"])
def test_seats_are_changed_under_a_lock(database, sample_copy, signed_in, act):
    coordinator = signed_in(sample_copy, "coordinator@example.org")
    members = "/forums/talentforum/members"
    edit = next(link for link in get(coordinator, members).links if link.endswith("/edit"))
    sent = {"organisation": "0", "role": "chair", "seen": get(coordinator, edit).value("seen")}
    answer = post(coordinator, edit.replace("edit", act), sent, at=edit)
    assert answer.status_code == 303


def test_a_strategy_is_built_and_taken_away(database, sample_copy, signed_in):
    coordinator = signed_in(sample_copy, "coordinator@example.org")
    sent = {"name": "Ny", "starts_on": "01.01.2025", "ends_on": "31.12.2028", "sdgs": ["13"]}
    where = post(coordinator, "/strategy/new", sent).location
    post(coordinator, f"{where}/priorities/new", {"number": "1", "name": "Hav", "sdgs": ["14"]})
    area = next(link for link in get(coordinator, where).links if "/priorities/" in link)
    first = {"number": "1.1", "text": "Tang", "parent": ""}
    post(coordinator, f"{area}/activities/new", first)
    edit = next(link for link in get(coordinator, area).links if "/activities/" in link
                and link.endswith("/edit"))  # fmt: skip
    parent = edit.split("/")[-2]
    child = {"number": "1.1.1", "text": "Tare", "parent": parent}
    assert post(coordinator, f"{area}/activities/new", child).status_code == 303
    assert post(coordinator, f"{where}/delete").status_code == 303
    get(coordinator, where, 404)
