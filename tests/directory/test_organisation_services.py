"""How organisations are kept."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select

from arenas.directory.organisations import services
from arenas.errors import Conflict, Refusal, UnknownRecord
from arenas.models import AuditEntry, Organisation
from arenas.revision import CALENDAR, NETWORK, revision
from arenas.versions import ChangedMeanwhile
from tests.directory.records import details, organisation, person


def test_the_address_is_made_from_the_name_and_never_changes(session):
    made = organisation(session, "Sør-Odal kommune")
    assert made.slug == "sor-odal-kommune"
    services.edit(session, made, details("Odal kommune"), version=made.version, actor=None)
    assert (made.name, made.slug) == ("Odal kommune", "sor-odal-kommune")


def test_a_former_name_does_not_give_its_address_away(session):
    first = organisation(session, "Klima Øst")
    services.edit(session, first, details("Klima Vest"), version=1, actor=None)
    assert organisation(session, "Klima Øst").slug == "klima-ost-2"


@pytest.mark.parametrize("name", ["New", "!!!", "株式会社"])
def test_a_name_that_gives_no_address_of_its_own_still_gets_one(session, name):
    assert organisation(session, name).slug in {"new-organisation", "organisation"}


def test_what_is_written_is_stored_clean(session):
    made = organisation(
        session,
        "  Ås\x00 \n kommune\u202e ",
        orgnr="958 935 420",
        website="www.as.kommune.no",
        aliases=(" ÅK ", "åk", "", "Aas"),
        lat=59.6612349,
        lon=10.7,
    )
    assert made.name == "Ås kommune"
    assert made.orgnr == "958935420"
    assert made.website == "https://www.as.kommune.no"
    assert [alias.name for alias in made.aliases] == ["Aas", "ÅK"]
    assert made.lat == 59.66123


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("name", "   "),
        ("name", "a" * 201),
        ("short_name", "a" * 61),
        ("orgnr", "958935421"),
        ("orgnr", "12345678"),
        ("orgnr", "１２３４５６７８９"),
        ("municipality_code", "30"),
        ("municipality_code", "030a"),
        ("website", "javascript:alert(1)"),
        ("website", "ftp://as.kommune.no"),
        ("website", "https://as kommune.no"),
        ("website", "https://as.kommune.no@evil.example"),
        ("website", "https://[::1"),
        ("note", "a" * 5_001),
    ],
)
def test_a_wrong_detail_is_refused_at_its_field(session, field, wrong):
    with pytest.raises(Refusal) as refused:
        services.create(session, replace(details(), **{field: wrong}), None)
    assert refused.value.field == field


@pytest.mark.parametrize(
    ("lat", "lon", "field"), [(91, 10, "lat"), (59, -181, "lon"), (59, None, "lon")]
)
def test_coordinates_are_degrees_and_come_in_pairs(session, lat, lon, field):
    with pytest.raises(Refusal) as refused:
        services.create(session, details(lat=lat, lon=lon), None)
    assert refused.value.field == field


def test_not_a_number_is_no_coordinate(session):
    with pytest.raises(Refusal):
        services.create(session, details(lat=float("nan"), lon=10), None)


def test_a_membership_that_ends_before_it_starts_is_refused(session):
    wrong = details(member_from=date(2024, 1, 2), member_until=date(2024, 1, 1))
    with pytest.raises(Refusal) as refused:
        services.create(session, wrong, None)
    assert refused.value.field == "member_until"


@pytest.mark.parametrize("name", ["Ås kommune", "ås  KOMMUNE", "As kommune"])
def test_the_same_name_twice_leads_to_the_first(session, name):
    organisation(session, "Ås kommune")
    with pytest.raises(services.Duplicate) as refused:
        organisation(session, name)
    assert (refused.value.field, refused.value.existing) == ("name", "as-kommune")


def test_a_longer_name_with_the_same_beginning_is_another_organisation(session):
    organisation(session, "Oslo kommune")
    assert organisation(session, "Oslo").slug == "oslo"


def test_the_same_number_twice_leads_to_its_holder(session):
    organisation(session, "Oslo kommune", orgnr="958935420")
    with pytest.raises(services.Duplicate) as refused:
        organisation(session, "Oslo by", orgnr="958935420")
    assert (refused.value.field, refused.value.existing) == ("orgnr", "oslo-kommune")


def test_two_without_a_number_are_no_duplicates(session):
    organisation(session, "En", orgnr="")
    assert organisation(session, "To", orgnr=None).orgnr is None


def test_the_second_of_two_who_edit_is_told_and_changes_nothing(session):
    made = organisation(session)
    services.edit(session, made, details("Første"), version=1, actor=None)
    with pytest.raises(ChangedMeanwhile):
        services.edit(session, made, details("Andre"), version=1, actor=None)
    assert made.name == "Første"


def test_a_change_of_aliases_alone_is_a_new_version(session):
    made = organisation(session, aliases=("ås",))
    services.edit(session, made, details(aliases=("ÅS",)), version=1, actor=None)
    assert made.version == 2


def test_saving_without_a_change_keeps_the_version_and_writes_no_entry(session):
    made = organisation(session, aliases=("b", "a"))
    assert not services.edit(session, made, details(aliases=("a", "b")), version=1, actor=None)
    assert made.version == 1
    assert session.scalars(select(AuditEntry.action)).all() == ["organisation.create"]


def test_an_edit_says_in_the_audit_trail_which_fields_but_not_what(session):
    made = organisation(session)
    services.edit(session, made, details("Nytt navn", note="hemmelig"), version=1, actor=None)
    entry = session.scalar(select(AuditEntry).where(AuditEntry.action == "organisation.edit"))
    assert entry.details == {"fields": ["name", "note"]}
    assert (entry.kind, entry.record_id) == ("organisation", made.id)


def test_each_change_raises_what_feeds_and_graphs_depend_on(session):
    def counters():
        return revision(session, CALENDAR), revision(session, NETWORK)

    seen = [counters()]
    made = organisation(session)
    for change in (services.archive, services.restore):
        seen.append(counters())
        change(session, made, None)
    seen.append(counters())
    assert seen == sorted(set(seen))
    services.restore(session, made, None)
    assert counters() == seen[-1]


def test_what_nobody_uses_can_be_deleted_with_its_aliases(session):
    made = organisation(session, aliases=("ås",))
    services.delete(session, made, None)
    assert session.scalars(select(Organisation)).all() == []


def test_what_is_used_is_not_deleted(session):
    made = organisation(session)
    person(session, place=made)
    with pytest.raises(Conflict):
        services.delete(session, made, None)
    assert services.uses(session, made.id) == services.Uses(1, 0, 0)


def test_an_unknown_address_is_unknown(session):
    with pytest.raises(UnknownRecord):
        services.by_slug(session, "finnes-ikke")
