"""The sample region: whole when it is loaded, gone when it is taken away."""

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from arenas.accounts.services import create_account
from arenas.errors import Refusal
from arenas.models import (
    Account,
    Activity,
    Affiliation,
    CouncilRole,
    Forum,
    ForumMember,
    Meeting,
    Organisation,
    Participation,
    Person,
    PriorityArea,
    Sdg,
    Strategy,
)
from arenas.models.enums import Attendance, MeetingState, Role
from arenas.sample import loader

WHOLE = {  # rows of the files, and the members that the arenas file counts
    Organisation: 248,
    Person: 450,
    Affiliation: 450,
    Forum: 26,
    ForumMember: 740,
    Meeting: 604,
    Participation: 12_544,
    PriorityArea: 4,
    Activity: 24,
    CouncilRole: 7,
}


def counts(session, models=tuple(WHOLE)):
    return {model: session.scalar(select(func.count()).select_from(model)) for model in models}


def count(session, *conditions):
    return session.scalar(select(func.count()).where(*conditions))


def test_the_whole_region_is_loaded_and_says_what_it_loads(database, session):
    heard = []
    loader.load(session, lambda what, rows: heard.append((what, rows)))
    assert counts(session) == WHOLE
    assert ("participation", 12_544) in heard
    assert loader.is_loaded(session)


def test_meetings_and_attendance_are_those_of_the_files(sample_session):
    session = sample_session
    states = {state: count(session, Meeting.state == state) for state in MeetingState}
    assert states == {
        MeetingState.DRAFT: 0,
        MeetingState.PLANNED: 25,
        MeetingState.HELD: 548,
        MeetingState.CANCELLED: 31,
    }
    assert count(session, Participation.attendance == Attendance.PRESENT) == 8_782
    assert count(session, Participation.attendance == Attendance.ABSENT) == 2_676
    assert count(session, Meeting.first_day.is_not(None)) == 12


def test_every_organisation_number_of_the_sample_passes_its_check(sample_session):
    numbers = sample_session.scalars(
        select(Organisation.orgnr).where(Organisation.orgnr.is_not(None))
    ).all()
    assert len(numbers) == 214
    for number in numbers:
        digits = [int(digit) for digit in number]
        rest = sum(w * d for w, d in zip((3, 2, 7, 6, 5, 4, 3, 2, 1), digits, strict=True)) % 11
        assert rest == 0, number


def test_it_is_never_mixed_with_a_register_in_use(session):
    session.add(Organisation(slug="egen", name="Egen", sector="culture"))
    session.flush()
    with pytest.raises(Refusal, match="ikke tomt"):
        loader.load(session)
    assert counts(session, (Organisation, Meeting)) == {Organisation: 1, Meeting: 0}


def test_starting_empty_keeps_own_accounts_and_the_goals_and_nothing_else(database, session):
    loader.load(session)
    create_account(
        session, email="admin@example.org", role=Role.ADMIN, password="et langt passord 1"
    )
    own, _password = create_account(
        session, email="kari@example.com", role=Role.ADMIN, password="et langt passord 1"
    )
    own.person_id = session.scalar(select(func.min(Person.id)))
    session.flush()
    loader.remove(session)
    assert set(counts(session).values()) == {0}
    assert session.scalars(select(Account.email)).all() == ["kari@example.com"]
    assert count(session, Sdg.number > 0) == 17
    assert not loader.is_loaded(session)


def test_it_is_taken_away_whole_while_somebody_has_read_a_strategy_with_its_parts(session):
    loader.load(session)
    read = session.scalars(select(Strategy).options(selectinload(Strategy.priorities))).all()
    loader.remove(session)
    assert len(read[0].priorities) == WHOLE[PriorityArea]
    assert set(counts(session).values()) == {0}


def test_a_register_without_sample_data_is_never_emptied(session):
    session.add(Organisation(slug="egen", name="Egen", sector="culture"))
    session.flush()
    with pytest.raises(Refusal, match="ikke lastet inn eksempeldata"):
        loader.remove(session)
    assert counts(session, (Organisation,)) == {Organisation: 1}


def test_it_can_be_loaded_again_with_the_same_calendar_ids(session):
    loader.load(session)
    before = set(session.scalars(select(Meeting.uid)))
    read_before = session.scalars(select(PriorityArea)).all()
    loader.remove(session)
    loader.load(session)
    assert len(read_before) == WHOLE[PriorityArea]
    assert set(session.scalars(select(Meeting.uid))) == before
