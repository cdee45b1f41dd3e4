"""What the register asks of a database, on SQLite and on PostgreSQL."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select

from arenas.database import db
from arenas.models import Organisation, Person
from tests.pages import get, post

PATHS = [
    "/organisations/",
    "/organisations/?q=ås kommune&sector=municipality&county=Akershus&membership=unknown",
    "/organisations/?sort=-meetings&archived=all&page=5",
    "/organisations/?sort=last",
    "/organisations/oslo-kommune",
    "/organisations/krodsherad-kommune",
    "/organisations/oslo-kommune/edit",
    "/organisations/oslo-kommune/delete",
    "/people/",
    "/people/?q=demo oslo&organisation=oslo-kommune&sector=municipality&sort=-organisation",
    "/people/?archived=only",
    "/people/1",
    "/people/1/edit",
    "/people/1/delete",
    "/people/new?organisation=oslo-kommune",
]


@pytest.fixture
def client(database, sample_copy, signed_in):
    return signed_in(sample_copy, "coordinator@example.org")


def test_every_page_opens(client):
    for path in PATHS:
        get(client, path)


@pytest.mark.parametrize(
    ("sort", "first"), [("name", "akershus-fylkeskommune"), ("-name", "asnes-kommune")]
)
def test_both_databases_sort_by_the_norwegian_alphabet(client, sort, first):
    links = get(client, f"/organisations/?sort={sort}").links
    records = [link for link in links if link.endswith("kommune")]
    assert records[0] == f"/organisations/{first}"


def test_a_record_lives_from_its_making_to_its_end(client):
    sent = {
        "name": "Nye Ås AS",
        "sector": "industry",
        "membership": "yes",
        "lat": "59,6",
        "lon": "10",
    }
    place = post(client, "/organisations/new", sent).location
    person = post(
        client, "/people/new", {"given_name": "K", "family_name": "Ø", "language": "nb",
                                "organisation_id": ""},
    ).location  # fmt: skip
    for record in (place, person):
        assert post(client, f"{record}/archive").status_code == 303
        assert post(client, f"{record}/restore", at=record).status_code == 303
        assert post(client, f"{record}/delete").status_code == 303
        get(client, record, status=404)


@pytest.mark.parametrize(
    ("url", "sent", "model"),
    [
        (
            "/organisations/moss-kommune/edit",
            {"sector": "municipality", "membership": "unknown"},
            Organisation,
        ),
        ("/people/1/edit", {"given_name": "A", "language": "nb"}, Person),
    ],
)
def test_of_many_who_save_at_once_one_is_first_and_the_others_are_told(
    client, sample_copy, url, sent, model
):
    page = get(client, url)
    form = sent | {"version": page.value("version"), "csrf_token": page.forms[-1]["token"]}
    cookie = client.get_cookie("session")

    def save(number):
        other = sample_copy.test_client()
        other.set_cookie("session", cookie.value)
        name = {"name": f"Moss {number}", "family_name": f"Nr {number}"}
        return other.post(url, data=form | name).status_code

    with ThreadPoolExecutor(6) as pool:
        answers = sorted(pool.map(save, range(6)))
    assert answers == [303, 409, 409, 409, 409, 409]
    with sample_copy.app_context():
        versions = db.session.scalars(select(model.version).where(model.version > 1)).all()
        assert versions == [2]
