"""Minutes: every save a revision, locked when published, opened again on record, never deleted."""

from datetime import date

import pytest
from sqlalchemy import delete, func, select
from sqlalchemy.exc import IntegrityError

from arenas.errors import Refusal, UnknownRecord
from arenas.meetings import outcomes, states
from arenas.meetings.outcomes import Put
from arenas.minutes import document, queries, services
from arenas.minutes.services import Written
from arenas.models import AuditEntry, Meeting, MinutesRevision, Outcome, OutgoingMail
from arenas.models.enums import Attendance, MeetingState, OutcomeKind, RevisionKind
from arenas.versions import ChangedMeanwhile
from tests.minutes.records import held


@pytest.fixture
def meeting(session):
    return held(session)


def written(general="Møtet ble satt.", **items):
    return Written(general, {int(key[1:]): text for key, text in items.items()})


def save(meeting, text="Møtet ble satt.", version=0, items=None, outcomes=()):
    found = services.save(
        meeting.session,
        meeting.id,
        Written(text, items or {}, outcomes),
        version=version,
        actor=meeting.actor,
    )
    meeting.session.commit()
    return found


def publish(meeting, minutes, mail=False):
    found = services.publish(
        meeting.session, meeting.id, version=minutes.version, mail=mail, actor=meeting.actor
    )
    meeting.session.commit()
    return found


def revisions(meeting):
    rows = meeting.session.scalars(select(MinutesRevision).order_by(MinutesRevision.number))
    return [(one.number, one.kind) for one in rows]


@pytest.mark.usefixtures("database")
def test_each_save_is_a_revision_and_the_same_text_again_is_none(meeting):
    minutes = save(meeting)
    minutes = save(meeting, version=minutes.version)
    save(meeting, "Møtet ble satt kl. 12.", version=minutes.version)
    assert revisions(meeting) == [(1, RevisionKind.SAVED), (2, RevisionKind.SAVED)]


def test_a_text_belongs_to_its_item_and_stays_when_the_item_goes(meeting):
    minutes = save(meeting, items={meeting.items[0].id: "Godkjent."})
    meeting.session.delete(meeting.items[0])
    meeting.session.commit()
    save(meeting, "Nytt.", version=minutes.version, items={meeting.items[1].id: "Drøftet."})
    body = document.body(meeting.session, document.meeting_of(meeting.session, meeting.id), minutes)
    assert [(one["title"], one["text"]) for one in body["items"]] == [
        ("Budsjett", "Drøftet."),
        ("Åpning", "Godkjent."),
    ]


@pytest.mark.usefixtures("database")
def test_who_saves_over_another_s_save_is_told_and_nothing_is_lost(meeting):
    first = save(meeting)
    seen = first.version
    save(meeting, "Karis tekst", version=seen)
    with pytest.raises(ChangedMeanwhile):
        save(meeting, "Olas tekst", version=seen)
    meeting.session.rollback()
    assert services.of_meeting(meeting.session, meeting.id).texts["general"] == "Karis tekst"


def test_two_who_begin_at_once_are_told_apart(meeting):
    save(meeting)
    with pytest.raises(ChangedMeanwhile):
        save(meeting, "Olas tekst", version=0)


def test_published_minutes_are_locked(meeting):
    minutes, _told = publish(meeting, save(meeting))
    assert minutes.is_locked
    with pytest.raises(Refusal, match="låst"):
        save(meeting, "Endret", version=minutes.version)


def test_outcomes_are_locked_with_the_minutes_and_an_action_can_still_be_done(meeting):
    decision = Put(OutcomeKind.DECISION, "Budsjettet vedtas.")
    action = Put(OutcomeKind.ACTION, "Send brev.", None, meeting.kari.id)
    minutes, _told = publish(meeting, save(meeting, outcomes=(decision, action)))
    kept = meeting.session.scalars(select(Outcome).order_by(Outcome.id)).all()
    for change in (
        lambda: outcomes.add(meeting.session, meeting.id, decision, actor=meeting.actor),
        lambda: outcomes.remove(meeting.session, meeting.id, kept[0].id, actor=meeting.actor),
    ):
        with pytest.raises(Refusal, match="låst"):
            change()
    outcomes.tick(meeting.session, meeting.id, kept[1].id, actor=meeting.actor)
    assert kept[1].done_at is not None
    services.reopen(
        meeting.session, meeting.id, version=minutes.version, reason="Feil", actor=meeting.actor
    )
    assert outcomes.add(meeting.session, meeting.id, decision, actor=meeting.actor).number == 2


def test_a_publication_keeps_what_was_read_whatever_is_changed_since(meeting):
    minutes, _told = publish(meeting, save(meeting, items={meeting.items[0].id: "Godkjent."}))
    meeting.items[0].title = "Noe annet"
    meeting.people[0].attendance = Attendance.ABSENT
    meeting.session.commit()
    body = document.published(meeting.session, minutes)
    assert body["items"][0]["title"] == "Åpning"
    marks = [(one["organisation"], one["name"], one["mark"]) for one in body["attendance"]]
    assert marks == [
        ("Ski kommune", "Kari Li", "present"),
        ("Universitetet", "Ola Ås", "excused"),
    ]


def test_a_meeting_with_locked_minutes_stays_held(meeting):
    publish(meeting, save(meeting))
    with pytest.raises(Refusal, match="protokoll er publisert"):
        states.take(
            meeting.session,
            meeting.id,
            "reopen",
            version=meeting.row.version,
            actor=meeting.actor,
        )
    assert meeting.row.state is MeetingState.HELD


def test_opening_again_needs_a_reason_and_stands_in_the_history(meeting):
    minutes, _told = publish(meeting, save(meeting))
    with pytest.raises(Refusal, match="hvorfor"):
        services.reopen(
            meeting.session, meeting.id, version=minutes.version, reason=" ", actor=meeting.actor
        )
    services.reopen(
        meeting.session,
        meeting.id,
        version=minutes.version,
        reason="Feil i sak 2",
        actor=meeting.actor,
    )
    meeting.session.commit()
    newest = queries.history(meeting.session, minutes)[0]
    assert (newest.kind, newest.reason) == (RevisionKind.REOPENED, "Feil i sak 2")
    assert newest.email == meeting.actor.email
    assert meeting.session.scalar(
        select(func.count(AuditEntry.id)).where(AuditEntry.action == "meeting.minutes_reopened")
    )
    with pytest.raises(UnknownRecord):
        document.published(meeting.session, minutes)


def test_published_again_it_is_a_new_edition(meeting):
    minutes, _told = publish(meeting, save(meeting))
    services.reopen(
        meeting.session, meeting.id, version=minutes.version, reason="Feil", actor=meeting.actor
    )
    minutes = save(meeting, "Rettet.", version=minutes.version)
    minutes, _told = publish(meeting, minutes)
    assert document.published(meeting.session, minutes)["edition"] == 2
    assert [kind.value for _number, kind in revisions(meeting)] == [
        "saved", "published", "reopened", "saved", "published",
    ]  # fmt: skip


@pytest.mark.usefixtures("database")
def test_the_database_itself_deletes_no_meeting_with_minutes(meeting):
    publish(meeting, save(meeting))
    with pytest.raises(IntegrityError):
        meeting.session.execute(delete(Meeting).where(Meeting.id == meeting.id))
    meeting.session.rollback()


def test_only_a_held_meeting_s_minutes_are_published_and_only_once(meeting):
    minutes = save(meeting)
    meeting.row.state = MeetingState.PLANNED
    meeting.session.commit()
    with pytest.raises(Refusal, match="holdt"):
        publish(meeting, minutes)
    meeting.session.rollback()
    meeting.row.state = MeetingState.HELD
    minutes, _told = publish(meeting, minutes)
    with pytest.raises(Refusal, match="allerede"):
        publish(meeting, minutes)


def test_a_decision_and_an_action_are_put_down_beside_the_text(meeting):
    item = meeting.items[1].id
    save(
        meeting,
        items={item: "Drøftet."},
        outcomes=(
            Put(OutcomeKind.DECISION, "Budsjettet vedtas.", item),
            Put(OutcomeKind.ACTION, "Send brev.", item, meeting.kari.id, date(2026, 12, 1)),
        ),
    )
    found = meeting.session.scalars(select(Outcome).order_by(Outcome.id)).all()
    assert [(one.kind.value, one.number, one.owner_id) for one in found] == [
        ("decision", 1, None),
        ("action", None, meeting.kari.id),
    ]


def test_an_item_of_another_meeting_is_refused_and_nothing_is_kept(meeting):
    with pytest.raises(UnknownRecord):
        save(meeting, items={999: "Tekst"})
    meeting.session.rollback()
    assert services.of_meeting(meeting.session, meeting.id) is None


def test_a_text_too_long_says_which_field(meeting):
    with pytest.raises(Refusal) as refused:
        save(meeting, items={meeting.items[0].id: "x" * 20_001})
    assert refused.value.field == f"text_{meeting.items[0].id}"


def test_publishing_without_mail_sends_none(meeting):
    publish(meeting, save(meeting))
    assert meeting.session.scalar(select(func.count(OutgoingMail.id))) == 0


def test_a_published_decision_keeps_its_number_when_the_minutes_are_opened_again(meeting):
    decision = Put(OutcomeKind.DECISION, "Budsjettet vedtas.", meeting.items[1].id)
    minutes, _told = publish(meeting, save(meeting, outcomes=(decision,)))
    services.reopen(
        meeting.session,
        meeting.id,
        version=minutes.version,
        reason="Skrivefeil",
        actor=meeting.actor,
    )
    kept = meeting.session.scalars(select(Outcome)).one()
    with pytest.raises(Refusal, match="Vedtak 1/2026 står i en protokoll som er publisert"):
        outcomes.remove(meeting.session, meeting.id, kept.id, actor=meeting.actor)
    new = outcomes.add(meeting.session, meeting.id, decision, actor=meeting.actor)
    outcomes.remove(meeting.session, meeting.id, new.id, actor=meeting.actor)
    assert meeting.session.scalars(select(Outcome)).one().number == 1
