"""Many rows at once read back as rows written one by one."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import func, select

from arenas.bulk import insert_rows
from arenas.models import OutgoingMail
from arenas.models.enums import MailState
from tests.statements import recorded

pytestmark = pytest.mark.usefixtures("database")
AT = datetime(2026, 12, 1, 12, 30, tzinfo=UTC)


def row(number, **more):
    return {
        "kind": "letter",
        "recipient": f"p{number}@example.org",
        "subject": 'Møte «%s» \' " ; {"a": 1} %(x)s ?',
        "payload": {"text": "Ås 100 %", "number": number},
        "key": f"{number:032x}",
        "state": MailState.WAITING,
        "attempts": 0,
        "created_at": AT,
        "held_until": AT,
        "next_attempt_at": AT,
        "person_id": None,
    } | more


def test_every_kind_of_value_reads_back_as_it_was_given(session):
    insert_rows(session, OutgoingMail, [row(1), row(2, state=MailState.FAILED, attempts=3)])
    session.commit()
    one, other = session.scalars(select(OutgoingMail).order_by(OutgoingMail.id)).all()
    given = row(1)
    assert {name: getattr(one, name) for name in given} == given
    assert (other.state, other.attempts, other.payload["number"]) == (MailState.FAILED, 3, 2)
    assert (one.topic, one.sent_at, one.error) == (None, None, None)


def test_a_thousand_rows_are_a_few_statements(app, session):
    session.execute(select(1))
    with recorded(app) as statements:
        insert_rows(session, OutgoingMail, [row(number) for number in range(1200)])
    statements.at_most(3)
    assert session.scalar(select(func.count(OutgoingMail.id))) == 1200


def test_nothing_to_insert_is_nothing_and_rows_that_differ_are_refused(session):
    insert_rows(session, OutgoingMail, [])
    with pytest.raises(KeyError):
        insert_rows(session, OutgoingMail, [row(1), {"kind": "letter"}])
    assert session.scalar(select(func.count(OutgoingMail.id))) == 0
