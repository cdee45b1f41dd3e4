"""The pages of the strategy: coverage in words, parts by their own parent, two editors."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
import time_machine
from sqlalchemy import select, update

from arenas.database import db
from arenas.models import Account, Activity, CouncilRole, PriorityArea
from tests.pages import checked, get, post
from tests.statements import recorded

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
HOSTILE = "<script>alert(1)</script>"
PERIOD = {"starts_on": "01.01.2025", "ends_on": "31.12.2028"}


@pytest.fixture(autouse=True, scope="module")
def _on_a_monday() -> Iterator[None]:
    """One clock for the whole file: a session signed later than now counts for nothing."""
    with time_machine.travel(NOW, tick=True):
        yield


@pytest.fixture(scope="module")
def readers(sample_app, signed_in):
    roles = ("coordinator", "leadership", "member")
    return {role: signed_in(sample_app, f"{role}@example.org") for role in roles}


@pytest.fixture
def coordinator(sample_copy, signed_in):
    return signed_in(sample_copy, "coordinator@example.org")


def ids(app, kind):
    with app.app_context():
        return dict(db.session().execute(select(kind.number, kind.id)).all())


def test_the_activity_that_no_meeting_works_on_is_named(readers):
    for path in ("/strategy/", "/strategy/1"):
        page = get(readers["leadership"], path)
        assert "Én aktivitet har ingen møter, verken holdte eller planlagte:" in page.text
        assert "2.6 Ta vare på natur- og artsmangfold i regionen" in page.text


def test_pages_need_few_statements(readers, sample_app):
    for path, most in (("/strategy/", 18), ("/strategy/1", 12), ("/strategy/priorities/1", 12)):
        with recorded(sample_app) as statements:
            get(readers["coordinator"], path)
        statements.at_most(most)


def test_a_priority_area_shows_its_forums_and_meetings(readers):
    page = get(readers["member"], "/strategy/priorities/2")
    assert page.headings == ["2 Klima og miljø"]
    assert "/forums/klimanettverket" in page.links
    assert "Rediger" not in page.text


def test_members_see_no_internal_forum_among_those_that_serve(sample_copy, signed_in, readers):
    with sample_copy.app_context():
        db.session().execute(update(Account).values(person_id=None))
        db.session().commit()
    internal = "/forums/regionradslederforum"
    assert internal in get(readers["leadership"], "/strategy/priorities/4").links
    outsider = signed_in(sample_copy, "member@example.org")
    assert internal not in get(outsider, "/strategy/priorities/4").links


@pytest.mark.parametrize(
    "path", ["/strategy/999", "/strategy/0", "/strategy/x", "/strategy/priorities/999",
             "/strategy/99999999999999999999"],
)  # fmt: skip
def test_what_does_not_exist_is_not_found(readers, path):
    get(readers["leadership"], path, 404)


def test_two_periods_stand_side_by_side_the_one_in_force_first(coordinator):
    sent = {"name": "Strategi for fremtiden", "name_en": "Strategy to come", "sdgs": ["11", "13"]}
    answer = post(coordinator, "/strategy/new", sent | PERIOD)
    assert answer.status_code == 303
    page = get(coordinator, "/strategy/")
    assert page.text.index("Strategi for fremtiden") < page.text.index("Strategi for Osloregionen")
    assert "Gjelder nå" in page.text
    assert "Stoppe klimaendringene" in get(coordinator, answer.location).text


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"name": ""}, "Gi strategien et navn."),
        ({"starts_on": ""}, "Når begynner perioden?"),
        ({"starts_on": "32.01.2025"}, "er ikke en dato"),
        ({"starts_on": "01.01.2029"}, "Perioden må slutte etter at den begynner."),
        ({"sdgs": ["18"]}, "18"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field(coordinator, changed, said):
    sent = {"name": "Ny"} | PERIOD | changed
    assert said in checked(post(coordinator, "/strategy/new", sent)).text
    assert "Ny strategi" in get(coordinator, "/strategy/").text


def test_a_priority_area_and_its_activities_are_built_up_and_shown(coordinator):
    strategy = post(coordinator, "/strategy/new", {"name": "Ny"} | PERIOD).location
    sent = {"number": "1", "name": f"Hav {HOSTILE}", "sdgs": ["14"]}
    assert post(coordinator, f"{strategy}/priorities/new", sent).status_code == 303
    area = next(link for link in get(coordinator, strategy).links if "/priorities/" in link)
    first = {"number": "1.10", "text": f"Tang {HOSTILE}"}
    post(coordinator, f"{area}/activities/new", first | {"parent": ""})
    post(coordinator, f"{area}/activities/new", {"number": "1.9", "text": "Tare", "parent": ""})
    page = get(coordinator, area)
    assert page.text.index("Tare") < page.text.index("Tang")
    assert HOSTILE not in page.html
    again = checked(post(coordinator, f"{area}/activities/new", first | {"parent": ""}))
    assert "Nummer 1.10 er i bruk her allerede." in again.text


def test_parts_are_reached_through_their_own_parent_alone(coordinator, sample_copy):
    areas, activities = ids(sample_copy, PriorityArea), ids(sample_copy, Activity)
    wrong = f"/strategy/priorities/{areas['2']}/activities/{activities['1.2']}"
    other = post(coordinator, "/strategy/new", {"name": "Ny"} | PERIOD).location
    with sample_copy.app_context():
        role = db.session().scalar(select(CouncilRole.id).limit(1))
    for path in (wrong, f"{other}/roles/{role}"):
        for act in ("edit", "delete"):
            get(coordinator, f"{path}/{act}", 404)
            assert post(coordinator, f"{path}/{act}", at="/strategy/new").status_code == 404
    assert ids(sample_copy, Activity) == activities


def test_what_is_served_explains_why_it_stays(coordinator, sample_copy):
    areas, activities = ids(sample_copy, PriorityArea), ids(sample_copy, Activity)
    area = f"/strategy/priorities/{areas['2']}"
    for path in ("/strategy/1", area, f"{area}/activities/{activities['2.1']}"):
        page = checked(post(coordinator, f"{path}/delete"), 409)
        assert "kan ikke slettes" in page.text
    unused = f"{area}/activities/{activities['2.6']}/delete"
    assert post(coordinator, unused).status_code == 303
    assert "2.6" not in ids(sample_copy, Activity)


def test_two_editors_of_any_part_of_one_strategy_meet_in_a_conflict(coordinator, sample_copy):
    area = f"/strategy/priorities/{ids(sample_copy, PriorityArea)['2']}"
    activity = f"{area}/activities/{ids(sample_copy, Activity)['2.6']}"
    with sample_copy.app_context():
        role = db.session().scalar(select(CouncilRole.id).limit(1))
    seen = get(coordinator, f"{area}/edit").value("version")
    sent = {
        f"{area}/edit": {"number": "2", "name": "Klima"},
        f"{activity}/edit": {"number": "2.6", "text": "Natur", "parent": ""},
        f"/strategy/1/roles/{role}/edit": {"text": "være pådriver"},
        "/strategy/1/edit": {"name": "Strategi", "starts_on": "01.01.2021",
                             "ends_on": "31.12.2024"},
    }  # fmt: skip
    first, *others = sent
    assert post(coordinator, first, sent[first] | {"version": seen}).status_code == 303
    for path in others:
        page = checked(post(coordinator, path, sent[path] | {"version": seen}), 409)
        newer = sent[path] | {"version": page.value("version")}
        assert post(coordinator, path, newer).status_code == 303


def test_a_role_is_added_changed_and_deleted(coordinator):
    new = "/strategy/1/roles/new"
    assert post(coordinator, new, {"text": f"måle alt {HOSTILE}"}).status_code == 303
    page = get(coordinator, "/strategy/1")
    assert "måle alt" in page.text
    assert HOSTILE not in page.html
    role = [link for link in page.links if "/roles/" in link and link.endswith("/edit")][-1]
    assert post(coordinator, role.replace("/edit", "/delete")).status_code == 303
    assert "måle alt" not in get(coordinator, "/strategy/1").text


def test_an_archived_strategy_leaves_the_choices_and_comes_back(coordinator):
    assert post(coordinator, "/strategy/1/archive", at="/strategy/1").status_code == 303
    assert "Arkiverte" in get(coordinator, "/strategy/").text
    assert "ingen innsatsområder" in get(coordinator, "/forums/new").text
    assert "Klima og miljø" in get(coordinator, "/forums/klimanettverket/edit").text
    assert post(coordinator, "/strategy/1/restore", at="/strategy/1").status_code == 303
    assert "Arkiverte" not in get(coordinator, "/strategy/").text
