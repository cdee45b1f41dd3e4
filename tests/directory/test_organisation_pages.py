"""Writing organisations on the web: forms, conflicts, archive, deletion."""

import re

import pytest
from sqlalchemy import select

from arenas.database import db
from arenas.models import AuditEntry, Organisation
from tests.pages import checked, get, post

NEW = {"name": "Nye Ås AS", "sector": "industry", "membership": "unknown"}
HOSTILE = ["<script>alert(1)</script>", "=1+1", '"><img src=x onerror=alert(1)>', "{{ 7*7 }}"]


@pytest.fixture
def client(sample_copy, signed_in):
    return signed_in(sample_copy, "coordinator@example.org")


def fields(client, url):
    """The form as it would be sent unchanged."""
    page = get(client, url)
    sent = {c["name"]: c.get("value", "") for c in page.controls if c["tag"] == "input"}
    for name in ("sector", "membership"):
        menu = re.search(rf'<select[^>]*name="{name}".*?</select>', page.html, re.DOTALL)[0]
        chosen = re.search(r'<option[^>]*selected[^>]*value="(\w*)"', menu) or re.search(
            r'<option value="(\w*)"[^>]*selected', menu
        )
        sent[name] = chosen[1] if chosen else ""
    texts = re.findall(r'<textarea[^>]*name="(\w+)"[^>]*>\s?(.*?)</textarea>', page.html, re.DOTALL)
    sent.pop("q", None)
    return sent | dict(texts)


def stored(app, slug):
    with app.app_context():
        return db.session.scalar(select(Organisation).where(Organisation.slug == slug))


def test_a_new_organisation_gets_its_page_and_is_found_at_once(client):
    answer = post(client, "/organisations/new", NEW | {"aliases": "Nyås\nNÅA"})
    assert (answer.status_code, answer.location) == (303, "/organisations/nye-as-as")
    page = get(client, answer.location)
    assert "Nye Ås AS er lagt til i registeret." in page.text
    assert "/organisations/nye-as-as" in get(client, "/organisations/?q=naa").links


@pytest.mark.parametrize(
    ("field", "wrong", "says"),
    [
        ("name", "", "Skriv navnet på organisasjonen."),
        ("name", "x" * 10_000, "Skriv høyst 200 tegn."),
        ("name", "\x00\x07", "Skriv navnet på organisasjonen."),
        ("sector", "", "Velg sektor."),
        ("orgnr", "958935421", "958 935 421 er ikke et gyldig organisasjonsnummer."),
        ("orgnr", "12", "Et organisasjonsnummer har ni sifre."),
        ("municipality_code", "03", "Et kommunenummer har fire sifre"),
        ("lat", "91", "Skriv et tall fra -90 til 90."),
        ("lat", "nan", "«nan» er ikke et tall."),
        ("lon", "1e3", "«1e3» er ikke et tall."),
        ("lon", "10,7", "Skriv både breddegrad og lengdegrad"),
        ("website", "javascript:alert(1)", "Skriv en nettadresse som begynner med https://"),
        ("member_from", "31.02.2024", "«31.02.2024» er ikke en dato."),
        ("note", "x" * 5_001, "Skriv høyst 5000 tegn."),
    ],
)
def test_what_is_wrong_is_said_beside_the_field_and_kept(client, field, wrong, says):
    page = checked(post(client, "/organisations/new", NEW | {field: wrong}))
    assert says in page.text
    control = next(c for c in page.controls if c["name"] == field)
    assert control["aria-invalid"] == "true"
    assert f"{field}-error" in control["aria-describedby"]
    if field not in {"note", "sector"} and "\x00" not in wrong:
        assert control["value"] == wrong


@pytest.mark.parametrize("sector", ["nope", "MUNICIPALITY", "<script>"])
def test_a_sector_that_is_not_offered_is_refused(client, sector):
    assert "Sektor" in checked(post(client, "/organisations/new", NEW | {"sector": sector})).text


def test_a_membership_that_ends_before_it_starts_is_refused(client):
    dates = {"member_from": "02.01.2024", "member_until": "2024-01-01"}
    page = checked(post(client, "/organisations/new", NEW | dates))
    assert "Sluttdatoen kan ikke være før startdatoen." in page.text


def test_degrees_are_read_with_comma_or_point(client, sample_copy):
    post(client, "/organisations/new", NEW | {"lat": "59,66", "lon": "10.79"})
    made = stored(sample_copy, "nye-as-as")
    assert (made.lat, made.lon) == (59.66, 10.79)


@pytest.mark.parametrize("taken", [{"name": "oslo KOMMUNE"}, {"orgnr": "958 935 420"}])
def test_what_is_taken_leads_to_who_has_it(client, taken):
    page = checked(post(client, "/organisations/new", NEW | taken))
    assert "/organisations/oslo-kommune" in page.links
    assert "Oslo kommune" in page.text


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_name_is_a_name_on_every_page(client, name):
    answer = post(client, "/organisations/new", NEW | {"name": name, "aliases": name})
    assert answer.status_code == 303
    record = answer.location
    paths = ("", "/edit", "/archive", "/delete")
    for path in (*(record + end for end in paths), "/organisations/?q=nr", "/organisations/"):
        page = get(client, path)
        assert "<script>alert" not in page.html
        assert "<img" not in page.html
    assert get(client, record).headings == [name]


def test_a_form_sent_unchanged_says_that_nothing_was_changed(client, sample_copy):
    before = stored(sample_copy, "oslo-kommune").version
    answer = client.post(
        "/organisations/oslo-kommune/edit", data=fields(client, "/organisations/oslo-kommune/edit")
    )
    assert answer.status_code == 303
    assert "Ingenting var endret." in get(client, answer.location).text
    assert stored(sample_copy, "oslo-kommune").version == before


def test_the_second_of_two_who_edit_sees_both_texts_and_loses_nothing(client, sample_copy):
    url = "/organisations/moss-kommune/edit"
    first, second = fields(client, url), fields(client, url)
    assert client.post(url, data=first | {"short_name": "<b>Første</b>"}).status_code == 303
    answer = client.post(url, data=second | {"short_name": "Andre", "note": "Min merknad"})
    page = checked(answer, 409)
    assert "Noen andre endret dette mens du skrev. Ditt er ikke lagret ennå." in page.text
    assert "Kortnavn <b>Første</b> Andre" in page.text
    assert "Merknad – Min merknad" in page.text
    assert "<b>Første" not in page.html
    assert page.value("short_name") == "Andre"
    assert stored(sample_copy, "moss-kommune").short_name == "<b>Første</b>"
    again = second | {"short_name": "Andre", "version": page.value("version")}
    assert client.post(url, data=again).status_code == 303
    assert stored(sample_copy, "moss-kommune").short_name == "Andre"


@pytest.mark.parametrize("version", ["", "abc", "-1", "99999999999999999999"])
def test_a_version_that_was_made_up_saves_nothing(client, sample_copy, version):
    url = "/organisations/moss-kommune/edit"
    answer = client.post(url, data=fields(client, url) | {"name": "Stjålet", "version": version})
    assert answer.status_code in {200, 409}
    assert stored(sample_copy, "moss-kommune").name == "Moss kommune"


def test_who_edits_what_somebody_deleted_keeps_the_text(client):
    post(client, "/organisations/new", NEW)
    url = "/organisations/nye-as-as/edit"
    sent = fields(client, url) | {"note": "Det jeg skrev"}
    assert post(client, "/organisations/nye-as-as/delete").status_code == 303
    page = checked(client.post(url, data=sent), 409)
    assert "Organisasjonen ble slettet mens du skrev." in page.text
    assert "Det jeg skrev" in page.html
    assert next(form for form in page.forms if form.get("action") == "/organisations/new")


def test_what_is_used_says_what_uses_it_and_offers_the_archive(client, sample_copy):
    page = get(client, "/organisations/oslo-kommune/delete")
    assert "12 tilknytninger til personer" in page.text
    assert "/organisations/oslo-kommune/archive" in page.links
    answer = post(
        client, "/organisations/oslo-kommune/delete", at="/organisations/moss-kommune/archive"
    )
    assert answer.status_code == 409
    assert stored(sample_copy, "oslo-kommune") is not None


def test_an_archived_organisation_leaves_the_list_and_can_come_back(client):
    assert post(client, "/organisations/oslo-kommune/archive").status_code == 303
    assert "/organisations/oslo-kommune" not in get(client, "/organisations/?q=oslo kommune").links
    page = get(client, "/organisations/oslo-kommune")
    assert "Arkivert" in page.text
    answer = post(client, "/organisations/oslo-kommune/restore", at="/organisations/oslo-kommune")
    assert answer.status_code == 303
    assert "/organisations/oslo-kommune" in get(client, "/organisations/?q=oslo kommune").links


def test_every_change_says_in_the_audit_trail_who_made_it(client, sample_copy):
    post(client, "/organisations/new", NEW)
    with sample_copy.app_context():
        entry = db.session.scalar(
            select(AuditEntry).where(AuditEntry.action == "organisation.create")
        )
        assert entry.account_id is not None


@pytest.mark.parametrize("end", ["new", "oslo-kommune/edit", "oslo-kommune/archive",
                                 "oslo-kommune/restore", "oslo-kommune/delete"])  # fmt: skip
@pytest.mark.parametrize("role", ["leadership", "member"])
def test_only_those_who_keep_the_register_change_it(sample_app, signed_in, role, end):
    client = signed_in(sample_app, f"{role}@example.org")
    assert post(client, f"/organisations/{end}", NEW, at="/account/").status_code == 403


def test_nothing_is_changed_without_the_forms_token(client, sample_copy):
    for end in ("archive", "delete", "restore", "edit"):
        assert client.post(f"/organisations/alvdal-kommune/{end}").status_code == 400
    assert stored(sample_copy, "alvdal-kommune").version == 1


def test_the_pages_are_in_english_for_those_who_wish(sample_copy, signed_in):
    client = signed_in(sample_copy, "coordinator@example.org")
    page = get(client, "/organisations/skien-kommune", **{"Accept-Language": "en"})
    assert page.lang == "en"
    assert "Sectors it has never met" in page.text
