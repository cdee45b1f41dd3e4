"""The mirror and the yield on the sample region, against a second program that reads its files.

What follows knows neither the database nor the analysis: it reads the sample's own CSV files.
"""

import csv
import re
from collections import defaultdict
from datetime import UTC, date, datetime, timedelta
from itertools import combinations
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import func, select, update

from arenas.config import ROOT
from arenas.database import db, now
from arenas.models import Account, Affiliation, Forum, Meeting, Organisation, Participation
from arenas.models.enums import MeetingMode, MeetingState
from tests import made
from tests.pages import get
from tests.statements import recorded

DATA = ROOT / "arenas" / "sample" / "data"
OSLO = ZoneInfo("Europe/Oslo")
NAMED = re.compile(r'<th scope="row"[^>]*><a href="/organisations/([\w-]+)">')


def table(name):
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def files():
    """The held meetings in order (id, moment, organisations there), and each one's sector."""
    sectors = {row["id"]: row["sector"] for row in table("organisations")}
    employer = {row["id"]: row["organisation_id"] for row in table("people")}
    there = defaultdict(set)
    for row in table("attendance"):
        if row["attended"] == "1":
            there[row["meeting_id"]].add(employer[row["person_id"]])
    held = [
        (row["id"], datetime.fromisoformat(row["starts_at"]).astimezone(UTC), there[row["id"]])
        for row in table("meetings")
        if row["status"] == "held"
    ]
    return sorted(held, key=lambda one: (one[1], one[0])), sectors


@pytest.fixture(scope="module")
def leader(sample_app, signed_in):
    return signed_in(sample_app, "leadership@example.org")


def plain(page):
    return page.text.replace("\xa0", " ")


@pytest.mark.parametrize("slug", ["asker-kommune", "skien-kommune", "universitetet-i-oslo"])
@pytest.mark.parametrize("year", [2021, 2023, 2025])
def test_the_new_ones_of_a_year_are_those_a_second_program_finds(leader, files, slug, year):
    held, _sectors = files
    known, new, meetings = set(), set(), 0
    for _number, moment, there in held:
        if slug not in there:
            continue
        others, day = there - {slug}, moment.astimezone(OSLO).date()
        if day.year == year:
            meetings += 1
            new |= others - known
        if day.year <= year:
            known |= others
    page = get(leader, f"/organisations/{slug}/mirror?year={year}")
    number = {0: "ikke møtt noen nye", 1: "møtt én ny"}.get(len(new), f"møtt {len(new)} nye")
    assert re.search(rf"har {number} organisasjone?r? ?på {meetings} møter", plain(page)), (
        number, meetings, plain(page)[:600],
    )  # fmt: skip
    named = set(NAMED.findall(_part(page, "new")))
    unnamed = re.search(r"(\d+|Én) til er med i tallet", plain(page))
    hidden = 0 if unnamed is None else int(unnamed[1].replace("Én", "1"))
    assert named <= new
    assert len(new) - len(named) == hidden


def _part(page, name):
    found = re.search(rf'<section class="section" id="{name}">.*?</section>', page.html, re.DOTALL)
    return found[0] if found else ""


def test_the_sectors_never_met_and_who_could_introduce_are_counted_again(leader, files):
    """Skien: of all sectors, academia, clusters and culture (P2 of the sample's planted facts)."""
    held, sectors = files
    mine = [there for _n, _at, there in held if "skien-kommune" in there]
    met = set().union(*mine) - {"skien-kommune"}
    never = {"cluster", "academia", "culture"}
    assert {sectors[one] for one in met} == set(sectors.values()) - never
    page = get(leader, "/organisations/skien-kommune/mirror")
    assert "Skien kommune har aldri møtt klynger, akademia eller kulturliv." in plain(page)
    ranked = {}
    for sector in ("cluster", "academia", "culture"):
        counts = {}
        for one in met:
            with_own = sum(one in there for there in mine)
            with_them = sum(
                one in there and any(sectors[other] == sector for other in there)
                for _n, _at, there in held
            )
            if with_them:
                counts[one] = (-min(with_own, with_them), -(with_own + with_them), one)
        ranked[sector] = sorted(counts, key=counts.get)[:3]
    found = NAMED.findall(_part(page, "ways"))
    assert found == [one for sector in ranked for one in ranked[sector]]


@pytest.mark.parametrize("place", [0, 40, 173, 400, 547])
def test_what_a_meeting_gave_is_what_a_second_program_finds(leader, files, sample_app, place):
    held, sectors = files
    external, moment, present = held[place]
    last = {}
    for _number, at, there in held[:place]:
        for pair in combinations(sorted(there & present), 2):
            last[pair] = at
    local = moment.astimezone(OSLO)
    since = local.replace(year=local.year - 1)
    pairs = list(combinations(sorted(present), 2))
    first = [pair for pair in pairs if pair not in last]
    across = [pair for pair in first if sectors[pair[0]] != sectors[pair[1]]]
    again = [pair for pair in pairs if pair in last and last[pair] < since]
    with sample_app.app_context():
        number = db.session().scalar(select(Meeting.id).where(Meeting.external_id == external))
    text = plain(get(leader, f"/meetings/{number}"))
    assert f"{len(present)} organisasjoner var representert." in text
    if first:
        said = "Ett par" if len(first) == 1 else f"{len(first)} par"
        assert f"{said} av dem møttes for første gang" in text
        if len(across) > 1:
            assert f"{len(across)} på tvers av sektorer" in text
    else:
        assert "Alle hadde møtt hverandre før." in text
    if len(again) > 1:
        assert f"{len(again)} par møttes igjen etter mer enn tolv måneder." in text
    elif not again:
        assert "møttes igjen etter mer enn tolv måneder" not in text


def test_the_activities_a_meeting_touched_are_named(leader, sample_app):
    row = next(row for row in table("meetings") if row["id"] == "m0001")
    with sample_app.app_context():
        number = db.session().scalar(select(Meeting.id).where(Meeting.external_id == "m0001"))
    numbers = ", ".join(sorted(row["activity_ids"].split("|")))
    assert f"møtet gjaldt aktivitetene {numbers}." in plain(get(leader, f"/meetings/{number}"))


def test_a_member_sees_the_mirror_of_the_own_organisation_alone(sample_app, signed_in):
    member = signed_in(sample_app, "member@example.org")
    own = "/organisations/osloregionen-interkommunalt-politisk-rad/mirror"
    assert own in get(member, "/").links
    assert own in get(member, own.removesuffix("/mirror")).links
    assert "Dere har" in plain(get(member, own))
    assert member.get("/organisations/asker-kommune/mirror").status_code == 404
    assert "mirror" not in get(member, "/organisations/asker-kommune").html


def test_one_who_has_left_the_organisation_no_longer_sees_its_mirror(sample_copy, signed_in):
    member = signed_in(sample_copy, "member@example.org")
    own = "/organisations/osloregionen-interkommunalt-politisk-rad/mirror"
    assert member.get(own).status_code == 200
    with sample_copy.app_context():
        session = db.session()
        person = session.scalar(
            select(Account.person_id).where(Account.email == "member@example.org")
        )
        left = update(Affiliation).where(Affiliation.person_id == person)
        session.execute(left.values(active_to=date(2021, 6, 30)))
        session.commit()
    assert member.get(own).status_code == 404


def test_a_member_is_told_of_a_meeting_what_it_gave_the_own_organisation(sample_app, signed_in):
    member = signed_in(sample_app, "member@example.org")
    with sample_app.app_context():
        session = db.session()
        person = session.scalar(
            select(Account.person_id).where(Account.email == "member@example.org")
        )
        number = session.scalar(
            select(Participation.meeting_id)
            .join(Participation.meeting)
            .where(
                Participation.person_id == person,
                Participation.attendance == "present",
                Meeting.state == MeetingState.HELD,
            )
            .limit(1)
        )
    text = plain(get(member, f"/meetings/{number}"))
    assert "Osloregionen interkommunalt politisk råd møtte" in text
    assert "par av dem møttes for første gang" not in text


def test_who_has_not_signed_in_is_told_nothing_of_what_a_meeting_gave(sample_app, leader):
    with sample_app.app_context():
        number = made.held_meeting(db.session())
    assert "Hva møtet ga" in plain(get(leader, f"/meetings/{number}"))
    assert "Hva møtet ga" not in plain(get(sample_app.test_client(), f"/meetings/{number}"))


def test_an_organisation_one_person_stands_for_is_counted_and_named_nowhere(sample_copy, signed_in):
    """The person is put in everybody's place: the others' seats for that organisation go."""
    with sample_copy.app_context():
        session = db.session()
        one = session.scalars(select(Organisation).where(Organisation.slug == "oslo-kommune")).one()
        people = session.scalars(
            select(Participation.person_id)
            .where(Participation.organisation_id == one.id)
            .distinct()
            .order_by(Participation.person_id)
        ).all()
        session.execute(
            update(Participation)
            .where(Participation.organisation_id == one.id, Participation.person_id != people[0])
            .values(organisation_id=None)
        )
        session.commit()
    leader = signed_in(sample_copy, "leadership@example.org")
    page = get(leader, "/organisations/skien-kommune/mirror")
    assert "/organisations/oslo-kommune" not in page.html
    withheld = get(leader, "/organisations/oslo-kommune/mirror")
    assert "vises bare for organisasjonens egne folk" in withheld.text


def test_the_next_meeting_where_both_could_sit_is_named(sample_copy, signed_in):
    """Skien, a university and the first of those who could introduce are asked to one."""
    leader = signed_in(sample_copy, "leadership@example.org")
    before = _part(get(leader, "/organisations/skien-kommune/mirror"), "ways")
    best = NAMED.findall(before)[0]
    with sample_copy.app_context():
        session = db.session()
        others = update(Meeting).where(Meeting.state == MeetingState.PLANNED)
        session.execute(others.values(state=MeetingState.CANCELLED))
        starts = now() + timedelta(hours=1)
        meeting = Meeting(
            forum_id=session.scalar(select(func.min(Forum.id))),
            title="Bli kjent",
            state=MeetingState.PLANNED,
            mode=MeetingMode.PHYSICAL,
            starts_at=starts,
            ends_at=starts + timedelta(hours=2),
        )
        session.add(meeting)
        session.flush()
        for slug in ("skien-kommune", "universitetet-i-oslo", best):
            row = session.execute(
                select(Participation.person_id, Participation.organisation_id)
                .join(Participation.organisation)
                .where(Organisation.slug == slug)
                .limit(1)
            ).one()
            session.add(Participation(meeting_id=meeting.id, **row._asdict()))
        session.commit()
        number = meeting.id
    after = _part(get(leader, "/organisations/skien-kommune/mirror"), "ways")
    link = f'<a href="/meetings/{number}">Bli kjent</a>'
    assert link not in before
    sentence = after.partition("organisasjoner. Neste møte der begge kan sitte: ")[2]
    assert sentence.startswith(link)
    row = after.partition(f'<a href="/organisations/{best}">')[2].partition("</tr>")[0]
    assert link in row


def test_an_organisation_that_never_met_is_told_so(leader):
    text = plain(get(leader, "/organisations/skiptvet-kommune/mirror"))
    assert "har ikke møtt noen ennå" in text


def test_a_year_it_was_at_no_meeting_is_not_found(leader):
    assert leader.get("/organisations/asker-kommune/mirror?year=1814").status_code == 404


def test_the_mirror_needs_few_statements(leader, sample_app):
    get(leader, "/organisations/skien-kommune/mirror")
    with recorded(sample_app) as statements:
        get(leader, "/organisations/skien-kommune/mirror")
    statements.at_most(14)


def test_both_databases_know_the_mirror_and_the_yield(database, sample_copy, signed_in, files):
    held, _sectors = files
    external, _moment, present = held[173]
    with sample_copy.app_context():
        number = db.session().scalar(select(Meeting.id).where(Meeting.external_id == external))
        db.session.remove()
    leader = signed_in(sample_copy, "leadership@example.org")
    mirror = plain(get(leader, "/organisations/skien-kommune/mirror"))
    assert "Skien kommune har aldri møtt klynger, akademia eller kulturliv." in mirror
    told = plain(get(leader, f"/meetings/{number}"))
    assert f"{len(present)} organisasjoner var representert." in told
