"""Inviting many at once: from the forum, from before, from organisations, from a list."""

import time

import pytest
from sqlalchemy import func, select

from arenas.invitations.gathering import Wanted, gather
from arenas.invitations.pasted import lines
from arenas.models import Affiliation, Participation, Person
from arenas.models.enums import MemberRole, Sector
from tests import pages
from tests.accounts.conftest import account_of
from tests.meetings import records

__all__ = ["account_of"]


@pytest.fixture
def bring(call):
    called = call("Åse Østby")

    def run(**wanted):
        found = gather(called.session, called.meeting.id, Wanted(**wanted), actor=called.actor)
        called.session.commit()
        return found

    run.called = called
    return run


def on_list(called):
    rows = called.session.execute(
        select(Person.family_name, Participation.organisation_id)
        .join(Participation, Participation.person_id == Person.id)
        .where(Participation.meeting_id == called.meeting.id)
    )
    return {row[0]: row[1] for row in rows}


def test_members_come_with_their_seats_and_substitutes_stay_home(bring):
    called = bring.called
    bo = records.make_person(called.session, "Bo Li")
    vara = records.make_person(called.session, "Vera Vara")
    records.make_seat(called.session, called.forum, bo, called.organisation)
    records.make_seat(
        called.session, called.forum, vara, called.organisation, role=MemberRole.SUBSTITUTE
    )
    assert bring(members=True).asked == 1
    assert on_list(called) == {"Østby": called.organisation.id, "Li": called.organisation.id}


def test_those_asked_before_come_as_they_last_stood_there(bring):
    called = bring.called
    earlier = records.make_meeting(called.session, called.forum)
    other = records.make_organisation(called.session, "Halden kommune")
    bo = records.make_person(called.session, "Bo Li")
    records.make_participation(called.session, earlier, bo, other)
    found = bring(former=True)
    assert (found.asked, found.there) == (1, 0)
    assert on_list(called)["Li"] == other.id


def test_an_organisation_s_contact_is_who_most_often_stood_for_it(bring):
    called = bring.called
    cluster = records.make_organisation(called.session, "Klyngen", Sector.CLUSTER)
    often = records.make_person(called.session, "Ofte Her", cluster)
    seldom = records.make_person(called.session, "Sjelden Her", cluster)
    often.email, seldom.email = "often@example.org", "seldom@example.org"
    earlier = records.make_meeting(called.session, called.forum)
    records.make_participation(called.session, earlier, often, cluster)
    assert bring(sectors=(Sector.CLUSTER,)).asked == 1
    assert on_list(called)["Her"] == cluster.id
    assert bring(organisations=(cluster.id,)).there == 1


@pytest.mark.parametrize(
    ("row", "email", "name", "organisation"),
    [
        ("kari@example.org", "kari@example.org", "", ""),
        ("Kari Li <Kari@Example.org>", "kari@example.org", "Kari Li", ""),
        ('"Li, Kari" <kari@example.org>; Ås', "kari@example.org", "Li, Kari", "Ås"),
        ("Kari Li; kari@example.org; Ås kommune", "kari@example.org", "Kari Li", "Ås kommune"),
        ("Kari Li\tkari@example.org\tÅs", "kari@example.org", "Kari Li", "Ås"),
        ("Kari Li, kari@example.org, Ås", "kari@example.org", "Kari Li", "Ås"),
    ],
)
def test_a_line_is_read_as_people_write_it(row, email, name, organisation):
    [line], bad = lines(row)
    assert bad == []
    assert (line.email, line.name, line.organisation) == (email, name, organisation)


def test_a_pasted_list_finds_those_on_record_and_makes_the_others(bring):
    called = bring.called
    bo = records.make_person(called.session, "Bo Li", called.organisation)
    bo.email = "bo@example.org"
    called.session.flush()
    found = bring(pasted="bo@example.org\n\nNy Berg; ny@example.org; ås KOMMUNE\nbo@example.org")
    assert found.asked == 2
    assert on_list(called)["Berg"] == called.organisation.id
    ny = called.session.scalars(select(Person).where(Person.email == "ny@example.org")).one()
    assert called.session.scalar(
        select(Affiliation.organisation_id).where(Affiliation.person_id == ny.id)
    )


def test_each_bad_line_is_told_with_its_number_and_nobody_is_added(bring):
    called = bring.called
    text = (
        "Ny Berg; ny@example.org; Ås kommune\n"
        "ingen adresse\n"
        "Kari; kari@example.org; Ukjent AS\n"
        "unknown@example.org\n"
        "Eve <eve@example.org Bcc: x@example.org>\n"
    )
    found = bring(pasted=text, members=True)
    assert [one.number for one in found.bad] == [2, 3, 4, 5]
    assert found.bad[1].values == {"name": "Ukjent AS"}
    assert on_list(called) == {"Østby": called.organisation.id}
    assert called.session.scalar(select(func.count()).select_from(Person)) == 1


def test_ten_thousand_lines_are_taken_and_one_more_is_refused(bring, account_of):
    called = bring.called
    rows = [f"Navn Navnesen{n}; n{n}@example.org; Ås kommune" for n in range(10_000)]
    began = time.perf_counter()
    found = bring(pasted="\n".join(rows))
    assert found.asked == 10_000
    assert time.perf_counter() - began < 60
    client = account_of("coordinator")
    answer = pages.post(
        client, f"/meetings/{called.meeting.id}/invite", {"pasted": "\n".join([*rows, "x@y.no"])}
    )
    assert answer.status_code == 422
    assert "Listen har 10001 linjer" in answer.get_data(as_text=True)


def test_the_page_tells_what_is_wrong_and_keeps_what_was_written(bring, account_of):
    called = bring.called
    called.session.commit()
    client = account_of("coordinator")
    path = f"/meetings/{called.meeting.id}/invite"
    assert "Ingen får e-post før møtet publiseres" in pages.get(client, path).text
    answer = pages.post(client, path, {"pasted": "hei\nhopp"})
    page = pages.checked(answer, 422)
    assert "Linje 2: Linjen har ingen e-postadresse." in page.text
    done = pages.post(client, path, {"pasted": "Ny Berg; ny@example.org; Ås kommune"})
    assert done.status_code == 303
    called.session.expire_all()
    assert "Berg" in on_list(called)
