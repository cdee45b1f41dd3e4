"""People on the web: who may open what, and how records and places are written."""

import re

import pytest
from sqlalchemy import select

from arenas.database import db
from arenas.directory.people import record
from arenas.models import Account, Affiliation, AuditEntry, Person
from arenas.models.enums import Role, Visibility
from tests.directory.records import account, forum, meeting, organisation, person
from tests.pages import checked, get, post
from tests.statements import recorded

NEW = {"given_name": "Kari", "family_name": "Ås-Øye", "language": "nb", "organisation_id": ""}


@pytest.fixture
def client(sample_copy, signed_in):
    return signed_in(sample_copy, "coordinator@example.org")


@pytest.fixture
def member(sample_copy, signed_in):
    """Signed in as the sample's member, and whose record that is."""
    with sample_copy.app_context():
        query = select(Account.person_id).where(Account.email == "member@example.org")
        own = db.session.scalar(query)
    return signed_in(sample_copy, "member@example.org"), own


def first(app, query):
    with app.app_context():
        return db.session.scalar(query)


def place_of(app, person_id):
    return first(app, select(Affiliation.id).where(Affiliation.person_id == person_id).limit(1))


def test_a_member_opens_his_own_record_with_contacts_and_nobody_elses(member, sample_copy):
    client, own = member
    assert own is not None
    mail = first(sample_copy, select(Person.email).where(Person.id == own))
    page = get(client, f"/people/{own}")
    assert mail in page.text
    assert "innsynsloggen" not in page.text
    for other in (own - 1, own + 1, 1, 450, 0, 10**12):
        if other != own:
            get(client, f"/people/{other}", status=404)


def test_a_member_may_not_write_his_own_record(member):
    client, own = member
    for end in ("edit", "archive", "delete", "affiliations/new"):
        assert client.get(f"/people/{own}/{end}").status_code == 403
        assert post(client, f"/people/{own}/{end}", NEW, at="/account/").status_code == 403


def test_leadership_sees_people_without_contact_data(sample_app, signed_in):
    client = signed_in(sample_app, "leadership@example.org")
    page = get(client, "/people/1")
    assert "Amalie Drømmemo" in page.text
    assert "Oslo kommune" in page.text
    assert "mailto:" not in page.html
    assert "amalie.drommemo" not in page.html
    for end in ("1/edit", "1/delete", "new", "1/affiliations/1/edit"):
        assert client.get(f"/people/{end}").status_code == 403


def test_who_is_not_signed_in_is_asked_to(sample_client):
    for path in ("/people/1", "/people/99999", "/people/new"):
        assert sample_client.get(path).location == f"/login?next={path}"


def test_each_opening_of_anothers_page_is_noted_with_who_and_whom(client, sample_copy):
    for _ in range(2):
        get(client, "/people/7")
    with sample_copy.app_context():
        query = select(AuditEntry).where(AuditEntry.action == "person.view")
        entries = db.session.scalars(query).all()
        assert [(one.kind, one.record_id, one.details) for one in entries] == [
            ("person", 7, {}),
            ("person", 7, {}),
        ]
        assert all(one.account_id and one.at for one in entries)


def test_a_page_that_is_refused_is_not_noted(member, sample_copy):
    client, own = member
    get(client, f"/people/{own}")
    get(client, f"/people/{own + 1}", status=404)
    query = select(AuditEntry).where(AuditEntry.action == "person.view")
    assert first(sample_copy, query) is None


def test_the_record_shows_only_what_the_viewer_may_see(session):
    asker = organisation(session, "Asker")
    kari = person(session, "Kari Nordmann", asker, email="kari@example.org", note="notat")
    seen = record.record(session, account(session), kari.id)
    assert (seen.email, seen.note) == ("kari@example.org", "notat")
    seen = record.record(session, account(session, Role.LEADERSHIP), kari.id)
    assert (seen.contacts, seen.email, seen.note) == (False, None, None)
    seen = record.record(session, account(session, Role.MEMBER, kari), kari.id)
    assert (seen.contacts, seen.email, seen.note) == (True, "kari@example.org", None)


def test_meetings_are_listed_on_behalf_of_whom_also_after_a_change_of_job(session):
    from datetime import date

    asker, moss = organisation(session, "Asker"), organisation(session, "Moss")
    kari = person(session, "Kari Nordmann", moss)
    closed = forum(session, "Indre", Visibility.INTERNAL)
    meeting(session, date(2026, 1, 5), (kari, asker))
    meeting(session, date(2026, 2, 5), (kari, moss), where=closed)
    rows, total = record.took_part(session, account(session), kari.id)
    assert ([row.organisation for row in rows], total) == (["Moss", "Asker"], 2)


@pytest.mark.parametrize("number", [1, 100, 450])
def test_a_record_asks_a_fixed_number_of_statements(sample_app, signed_in, number):
    client = signed_in(sample_app, "coordinator@example.org")
    with recorded(sample_app) as statements:
        get(client, f"/people/{number}")
    statements.at_most(10)


def test_a_new_person_comes_with_a_first_place(client):
    start = get(client, "/people/new?organisation=oslo-kommune")
    chosen = re.search(r'<option[^>]*selected[^>]*value="(\d+)"', start.html)
    number = chosen[1]
    sent = NEW | {"organisation_id": number, "title": "rådgiver", "email": "KARI@example.org"}
    answer = post(client, "/people/new", sent)
    assert answer.status_code == 303
    page = get(client, answer.location)
    assert "Kari Ås-Øye er lagt til i registeret." in page.text
    assert "Oslo kommune" in page.text
    assert "kari@example.org" in page.text


@pytest.mark.parametrize(
    ("field", "wrong", "says"),
    [
        ("given_name", "", "Skriv fornavnet."),
        ("family_name", "x" * 10_000, "Skriv høyst 100 tegn."),
        ("email", "kari@", "Skriv en e-postadresse"),
        ("phone", "abc", "Skriv et telefonnummer med sifre"),
        ("active_to", "31.12.1999", "Sluttdatoen kan ikke være før startdatoen."),
        ("active_from", "i går", "«i går» er ikke en dato."),
    ],
)
def test_what_is_wrong_is_said_beside_the_field(client, field, wrong, says):
    sent = NEW | {"active_from": "01.01.2000", field: wrong}
    page = checked(post(client, "/people/new", sent))
    assert says in page.text
    assert next(c for c in page.controls if c["name"] == field)["aria-invalid"] == "true"


@pytest.mark.parametrize("number", ["999999", "-1", "abc", "1; DROP TABLE person"])
def test_an_organisation_that_is_not_offered_is_refused(client, number):
    page = checked(post(client, "/people/new", NEW | {"organisation_id": number}))
    assert page.headings == ["Ny person"]


def test_a_taken_mail_address_leads_to_its_owner(client):
    sent = NEW | {"email": "amalie.drommemo@oslo-kommune.example.org"}
    page = checked(post(client, "/people/new", sent))
    assert "/people/1" in page.links
    assert "E-postadressen tilhører Amalie Drømmemo." in page.text


@pytest.mark.parametrize("name", ["<script>alert(1)</script>", "=1+1", "O'Neil & <b>", "‮evil"])
def test_a_hostile_name_is_a_name_on_every_page(client, name):
    answer = post(client, "/people/new", NEW | {"family_name": name, "note": name})
    for end in ("", "/edit", "/archive", "/delete", "/affiliations/new"):
        page = get(client, answer.location + end)
        assert "<script>alert" not in page.html
        assert "<b>" not in page.html
        assert "\u202e" not in page.html


def test_the_second_of_two_who_edit_sees_both_texts_and_loses_nothing(client, sample_copy):
    url = "/people/1/edit"
    version = get(client, url).value("version")
    sent = {"given_name": "Amalie", "family_name": "Drømmemo", "language": "nb", "version": version}
    assert post(client, url, sent | {"phone": "22 00 00 01"}).status_code == 303
    page = checked(post(client, url, sent | {"phone": "22 00 00 02"}), 409)
    assert "Telefon 22 00 00 01 22 00 00 02" in page.text
    assert page.value("phone") == "22 00 00 02"
    assert first(sample_copy, select(Person.phone).where(Person.id == 1)) == "22 00 00 01"


def test_a_place_is_added_ended_and_corrected_on_the_persons_page(client, sample_copy):
    answer = post(client, "/people/1/affiliations/new", {"organisation_id": "2", "title": "vara"})
    assert answer.location == "/people/1"
    query = select(Affiliation.id).where(Affiliation.person_id == 1, Affiliation.title == "vara")
    url = f"/people/1/affiliations/{first(sample_copy, query)}/edit"
    page = get(client, url)
    sent = {
        "version": page.value("version"),
        "organisation_id": "2",
        "title": "vara",
        "active_to": "31.12.2025",
    }
    assert post(client, url, sent).status_code == 303
    shown = get(client, "/people/1").text
    assert "til 31.12.2025 Avsluttet" in shown
    page = checked(post(client, url, sent | {"title": "leder"}), 409)
    assert "Tittel vara leder" in page.text


def test_a_place_that_ends_before_it_starts_is_refused_beside_the_field(client, sample_copy):
    sent = {"organisation_id": "2", "active_from": "02.01.2025", "active_to": "01.01.2025"}
    page = checked(post(client, "/people/1/affiliations/new", sent))
    assert "Sluttdatoen kan ikke være før startdatoen." in page.text


@pytest.mark.parametrize("end", ["edit", "delete"])
def test_anothers_place_is_not_found_under_ones_own_address(client, sample_copy, end):
    theirs = place_of(sample_copy, 2)
    url = f"/people/1/affiliations/{theirs}/{end}"
    get(client, url, status=404)
    assert post(client, url, at="/people/1/archive").status_code == 404
    assert place_of(sample_copy, 2) == theirs


def test_who_met_is_kept_and_the_page_says_why(client, sample_copy):
    page = get(client, "/people/1/delete")
    assert "deltakelser i møter" in page.text
    assert "/people/1/archive" in page.links
    assert post(client, "/people/1/delete", at="/people/2/archive").status_code == 409
    assert first(sample_copy, select(Person.id).where(Person.id == 1)) == 1


def test_who_was_added_by_mistake_is_deleted(client):
    made = post(client, "/people/new", NEW).location
    assert post(client, f"{made}/delete").location == "/people/"
    get(client, made, status=404)


def test_an_archived_person_leaves_the_list_and_can_come_back(client):
    post(client, "/people/1/archive")
    assert "/people/1" not in get(client, "/people/?q=drømmemo").links
    assert post(client, "/people/1/restore", at="/people/1").status_code == 303
    assert "/people/1" in get(client, "/people/?q=drømmemo").links


def test_who_edits_what_somebody_deleted_keeps_the_text(client):
    made = post(client, "/people/new", NEW).location
    sent = NEW | {"version": get(client, f"{made}/edit").value("version"), "note": "Det jeg skrev"}
    post(client, f"{made}/delete")
    page = checked(post(client, f"{made}/edit", sent, at="/people/new"), 409)
    assert "Personen ble slettet mens du skrev." in page.text
    assert "Det jeg skrev" in page.html
