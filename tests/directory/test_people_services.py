"""How people and their places in organisations are kept."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select

from arenas.directory.people import places, services
from arenas.directory.people.places import AffiliationDetails
from arenas.directory.people.services import PersonDetails
from arenas.errors import Conflict, Refusal, UnknownRecord
from arenas.models import AuditEntry, Person
from arenas.models.enums import Role
from arenas.versions import ChangedMeanwhile
from tests.directory.records import account, meeting, organisation, person

KARI = PersonDetails("Kari", "Nordmann")


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("given_name", " "),
        ("family_name", "x" * 101),
        ("email", "kari"),
        ("email", "kari@localhost"),
        ("email", "kari@example.org\nBcc: alle@example.org"),
        ("email", "Kari <kari@example.org>"),
        ("email", "a@example.org, b@example.org"),
        ("email", f"{'k' * 250}@example.org"),
        ("phone", "ring meg"),
        ("phone", "1" * 40),
        ("note", "x" * 5_001),
    ],
)
def test_a_wrong_detail_is_refused_at_its_field(session, field, wrong):
    with pytest.raises(Refusal) as refused:
        services.create(session, replace(KARI, **{field: wrong}), None)
    assert refused.value.field == field


def test_the_mail_address_is_stored_in_small_letters_and_belongs_to_one(session):
    first = services.create(session, replace(KARI, email=" Kari@Example.ORG "), None)
    assert first.email == "kari@example.org"
    with pytest.raises(services.Duplicate) as refused:
        services.create(session, PersonDetails("En", "Annen", email="KARI@example.org"), None)
    assert (refused.value.field, refused.value.existing) == ("email", first.id)


def test_two_people_can_have_the_same_name(session):
    one, other = (services.create(session, KARI, None) for _ in range(2))
    assert one.id != other.id


def test_the_search_text_does_not_hold_the_mail_address(session):
    made = services.create(session, replace(KARI, email="hemmelig@example.org"), None)
    assert made.search_text == "kari nordmann"


def test_the_second_of_two_who_edit_is_told(session):
    made = services.create(session, KARI, None)
    services.edit(session, made, replace(KARI, phone="22 00 00 00"), version=1, actor=None)
    with pytest.raises(ChangedMeanwhile):
        services.edit(session, made, replace(KARI, phone="33 00 00 00"), version=1, actor=None)


def test_saving_without_a_change_keeps_the_version(session):
    made = services.create(session, KARI, None)
    assert not services.edit(session, made, KARI, version=1, actor=None)
    assert made.version == 1


def test_a_person_wears_two_hats_at_a_time(session):
    made = services.create(session, KARI, None)
    for name in ("Asker", "Moss"):
        place = organisation(session, name)
        places.add(session, made, AffiliationDetails(place.id, None, date(2024, 1, 1)), None)
    assert len(made.affiliations) == 2


def test_a_place_that_ends_before_it_starts_is_refused(session):
    made, place = services.create(session, KARI, None), organisation(session)
    wrong = AffiliationDetails(place.id, None, date(2024, 1, 2), date(2024, 1, 1))
    with pytest.raises(Refusal) as refused:
        places.add(session, made, wrong, None)
    assert refused.value.field == "active_to"


def test_a_place_of_one_day_is_a_place(session):
    made, place = services.create(session, KARI, None), organisation(session)
    day = date(2024, 1, 1)
    assert places.add(session, made, AffiliationDetails(place.id, None, day, day), None).id


def test_a_place_in_no_organisation_is_refused(session):
    made = services.create(session, KARI, None)
    with pytest.raises(UnknownRecord):
        places.add(session, made, AffiliationDetails(4711), None)


def test_each_change_of_a_place_is_a_new_version_of_the_person(session):
    made, place = services.create(session, KARI, None), organisation(session)
    added = places.add(session, made, AffiliationDetails(place.id), None)
    assert made.version == 2
    ended = AffiliationDetails(place.id, "leder", None, date(2025, 12, 31))
    places.edit(session, made, added.id, ended, version=2, actor=None)
    assert (made.version, added.active_to) == (3, date(2025, 12, 31))
    with pytest.raises(ChangedMeanwhile):
        places.edit(session, made, added.id, ended, version=2, actor=None)
    places.remove(session, made, added.id, None)
    assert (made.version, made.affiliations) == (4, [])


def test_somebody_elses_place_is_not_found(session):
    asker = organisation(session)
    person(session, "Ola Nordmann", asker)
    made = services.create(session, KARI, None)
    for number in (1, 2, 0, -1):
        with pytest.raises(UnknownRecord):
            places.remove(session, made, number, None)


def test_who_met_or_signs_in_is_not_deleted(session):
    asker = organisation(session)
    kari = person(session, "Kari Nordmann", asker)
    meeting(session, date(2026, 1, 5), (kari, asker))
    account(session, Role.MEMBER, kari)
    assert services.uses(session, kari.id) == services.Uses(0, 1, 1)
    with pytest.raises(Conflict):
        services.delete(session, kari, None)


def test_who_never_met_is_deleted_with_the_places(session):
    kari = person(session, "Kari Nordmann", organisation(session))
    services.delete(session, kari, None)
    assert session.scalars(select(Person)).all() == []


def test_the_audit_trail_holds_no_contact_data(session):
    made = services.create(session, replace(KARI, email="kari@example.org"), None)
    changed = replace(KARI, email="ny@example.org", phone="22 00 00 00", note="syk")
    services.edit(session, made, changed, version=1, actor=None)
    entries = session.scalars(select(AuditEntry).where(AuditEntry.kind == "person")).all()
    assert entries[-1].details == {"fields": ["email", "phone", "note"]}
    assert "example.org" not in str([entry.details for entry in entries])


def test_opening_a_page_is_noted_for_others_and_not_for_oneself(session):
    kari, ola = person(session, "Kari Nordmann"), person(session, "Ola Nordmann")
    viewer = account(session, Role.LEADERSHIP, kari)
    services.note_view(session, viewer, kari.id)
    services.note_view(session, viewer, ola.id)
    [entry] = session.scalars(select(AuditEntry).where(AuditEntry.action == "person.view")).all()
    assert (entry.account_id, entry.record_id, entry.details) == (viewer.id, ola.id, {})
