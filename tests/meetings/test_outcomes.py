from datetime import UTC, date, datetime

import pytest
import time_machine
from sqlalchemy import func, select

from arenas.errors import Refusal, UnknownRecord
from arenas.meetings import decisions, outcomes
from arenas.meetings.details import Item
from arenas.meetings.outcomes import Put
from arenas.models import Outcome
from arenas.models.enums import MeetingState, OutcomeKind, Role
from arenas.versions import ChangedMeanwhile
from tests.meetings.records import (
    at,
    make_account,
    make_forum,
    make_meeting,
    make_organisation,
    make_participation,
    make_person,
    make_seat,
    utc,
)
from tests.pages import checked, get, post
from tests.statements import recorded

DECISION, ACTION, INFORMATION = OutcomeKind.DECISION, OutcomeKind.ACTION, OutcomeKind.INFORMATION
HELD = MeetingState.HELD


@pytest.fixture
def forum(session):
    return make_forum(session)


def add(session, meeting, kind=DECISION, text="Budsjettet vedtas.", **other):
    actor = make_account(session)
    return outcomes.add(session, meeting.id, Put(kind, text, **other), actor=actor)


def test_decisions_are_numbered_by_forum_and_year(session, forum):
    first = make_meeting(session, forum, HELD)
    second = make_meeting(session, forum, HELD, when=at(date(2025, 12, 9)))
    later = make_meeting(session, forum, HELD, when=at(date(2026, 1, 5)))
    other = make_meeting(session, make_forum(session, "Rådet"), HELD)
    numbers = [
        (outcome.number, outcome.year)
        for outcome in (add(session, each) for each in (first, second, first, later, other))
    ]
    assert numbers == [(1, 2025), (2, 2025), (3, 2025), (1, 2026), (1, 2025)]
    assert add(session, first, INFORMATION).number is None


def test_an_action_needs_an_owner_on_the_list_and_keeps_its_due_date(session, forum):
    meeting = make_meeting(session, forum, HELD)
    person = make_person(session)
    with pytest.raises(Refusal, match="hvem som har oppgaven"):
        add(session, meeting, ACTION)
    with pytest.raises(UnknownRecord, match="møtets liste"):
        add(session, meeting, ACTION, owner_id=person.id)
    make_participation(session, meeting, person, make_organisation(session))
    action = add(session, meeting, ACTION, owner_id=person.id, due_on=date(2026, 1, 1))
    assert (action.owner_id, action.due_on) == (person.id, date(2026, 1, 1))
    actor = make_account(session)
    assert outcomes.tick(session, meeting.id, action.id, actor=actor).done_at
    assert outcomes.tick(session, meeting.id, action.id, actor=actor).done_at is None
    decision = add(session, meeting)
    with pytest.raises(Refusal, match="Bare en oppgave"):
        outcomes.tick(session, meeting.id, decision.id, actor=actor)


def test_an_item_or_an_outcome_of_another_meeting_is_not_touched(session, forum):
    mine = make_meeting(session, forum, HELD)
    other = make_meeting(session, forum, HELD, agenda=(Item("Fremmed"),))
    with pytest.raises(UnknownRecord, match="Saken"):
        add(session, mine, item_id=other.agenda[0].id)
    foreign = add(session, other)
    actor = make_account(session)
    for change in (outcomes.remove, outcomes.tick):
        with pytest.raises(UnknownRecord):
            change(session, mine.id, foreign.id, actor=actor)


@pytest.mark.parametrize("text", ["", " \n ", "x" * 10_001])
def test_an_outcome_is_a_text_of_some_length(session, forum, text):
    meeting = make_meeting(session, forum, HELD)
    with pytest.raises(Refusal) as refusal:
        add(session, meeting, text=text)
    assert refusal.value.field == "text"


def test_nothing_comes_out_of_a_meeting_that_has_not_been(session, forum):
    for state in (MeetingState.DRAFT, MeetingState.CANCELLED):
        with pytest.raises(Refusal):
            add(session, make_meeting(session, forum, state))
    with time_machine.travel(datetime(2025, 12, 1, tzinfo=UTC), tick=False), pytest.raises(Refusal):
        add(session, make_meeting(session, forum))


def test_a_member_finds_decisions_of_forums_with_a_seat_and_own_meetings_alone(session, forum):
    person, organisation = make_person(session), make_organisation(session)
    seat = make_forum(session, "Rådet")
    make_seat(session, seat, person, organisation)
    asked = make_meeting(session, forum, HELD)
    make_participation(session, asked, person, organisation)
    elsewhere = make_meeting(session, forum, HELD, when=at(date(2025, 12, 9)))
    for meeting in (asked, elsewhere, make_meeting(session, seat, HELD)):
        add(session, meeting, text="Årsmøtet vedtok")

    def found(viewer, q=""):
        page = decisions.decisions(session, viewer, q=q, forum=None, number=1)
        return {row.meeting_id for row in page.items}

    member = make_account(session, Role.MEMBER, person)
    everything = found(make_account(session, Role.LEADERSHIP))
    assert len(everything) == 3
    assert found(member) == everything - {elsewhere.id}
    assert found(make_account(session, Role.MEMBER)) == set()
    assert found(member, "ARSMOTET") == found(member)
    assert found(member, "%") == set()


def test_a_decision_is_found_by_its_number_and_year(session, forum):
    meeting = make_meeting(session, forum, HELD)
    actor = make_account(session)
    for text in ("Planen vedtas.", "Lån på 2 mill. tas opp."):
        outcomes.add(session, meeting.id, Put(DECISION, text), actor=actor)

    def numbers(q):
        page = decisions.decisions(session, actor, q=q, forum=None, number=1)
        return {row.number for row in page.items}

    assert numbers("1/2025") == {1}
    assert numbers("2") == {2}
    assert numbers("1/2024") == numbers("3") == set()
    assert numbers("planen 2") == set()


def test_a_slip_of_the_pen_is_put_right_and_the_decision_keeps_its_number(session, forum):
    meeting = make_meeting(session, forum, HELD)
    actor = make_account(session)
    first = outcomes.add(session, meeting.id, Put(DECISION, "Plaen vedtas."), actor=actor)
    outcomes.add(session, meeting.id, Put(DECISION, "Lån tas opp."), actor=actor)
    seen = outcomes.version_of(first)
    right = Put(DECISION, "Planen vedtas.")
    outcomes.change(session, meeting.id, first.id, right, version=seen, actor=actor)
    assert (first.number, first.text, first.search_text) == (1, "Planen vedtas.", "planen vedtas.")
    with pytest.raises(ChangedMeanwhile):
        outcomes.change(session, meeting.id, first.id, right, version=seen, actor=actor)


def test_an_action_given_to_another_is_reminded_of_anew(session, forum):
    meeting = make_meeting(session, forum, HELD)
    actor = make_account(session)
    town = make_organisation(session)
    one, other = make_person(session), make_person(session, "Ola Dahl")
    for person in (one, other):
        make_participation(session, meeting, person, town)
    day = date(2026, 1, 9)
    action = outcomes.add(
        session, meeting.id, Put(ACTION, "Send brev.", None, one.id, day), actor=actor
    )
    action.reminded_at = utc(2026, 1, 7)
    for owner, reminded in ((one, True), (other, False)):
        outcomes.change(
            session,
            meeting.id,
            action.id,
            Put(ACTION, "Send brevet.", None, owner.id, day),
            version=outcomes.version_of(action),
            actor=actor,
        )
        assert (action.owner_id, bool(action.reminded_at)) == (owner.id, reminded)
    with pytest.raises(Refusal, match="hvem"):
        outcomes.change(
            session,
            meeting.id,
            action.id,
            Put(ACTION, "Send brevet."),
            version=outcomes.version_of(action),
            actor=actor,
        )


def test_a_text_put_right_on_its_page_and_the_one_who_was_late_sees_both(client, ids, read):
    path = f"/meetings/{ids['second']}/outcomes"
    post(client, path, {"kind": "decision", "item": 0, "text": "Plaen vedtas.", "owner": 0})
    at = f"{path}/{read(select(Outcome.id))}/edit"
    seen = get(client, at).value("version")
    sent = {"item": ids["item"], "text": "Planen vedtas.", "version": seen}
    assert post(client, at, sent).status_code == 303
    assert "Vedtak 1/2025 Planen vedtas." in get(client, path).text
    late = checked(post(client, at, sent | {"text": "Planen utsettes."}), 409)
    assert "Planen vedtas." in late.text
    assert "Planen utsettes." in late.text
    now_seen = late.value("version")
    assert post(client, at, {**sent, "text": "Begge.", "version": now_seen}).status_code == 303
    checked(post(client, at, sent | {"text": "", "version": seen}), 422)


def test_outcomes_are_put_down_and_found_again_on_pages(app, client, ids, read):
    path = f"/meetings/{ids['second']}/outcomes"
    hostile = "<script>alert(1)</script> vedtas"
    sent = {"kind": "decision", "item": ids["item"], "text": hostile, "owner": 0}
    assert post(client, path, sent).status_code == 303
    action = {"kind": "action", "item": 0, "text": "Send referat", "owner": ids["one"]}
    assert post(client, path, action | {"due_on": "31.12.2026"}).status_code == 303
    for page in (path, f"/meetings/{ids['second']}", "/meetings/decisions?q=vedtas"):
        html = get(client, page).html
        assert "<script>alert" not in html
        assert "&lt;script&gt;alert" in html
    assert "Åse Østby, frist 31.12.2026" in get(client, path).text
    with recorded(app) as statements:
        get(client, "/meetings/decisions")
    statements.at_most(6)
    done = read(select(Outcome.id).where(Outcome.kind == ACTION))
    assert post(client, f"{path}/{done}/done", at=path).status_code == 303
    assert "utført" in get(client, path).text
    assert post(client, f"{path}/{done}/remove", at=path).status_code == 303
    foreign = f"/meetings/{ids['meeting']}/outcomes/{read(select(Outcome.id))}/remove"
    assert post(client, foreign, at=path).status_code == 404
    wrong = (
        {"kind": "wish"},
        {"text": ""},
        {"item": "999"},
        {"kind": "action", "owner": 0},
        {"kind": "action", "owner": "999"},
        {"due_on": "31.02.2026"},
    )
    for each in wrong:
        checked(post(client, path, sent | each), 422)
    assert read(select(func.count(Outcome.id))) == 1
