"""Saying that an action is done, or after all not; the caller commits."""

from sqlalchemy.orm import Session

from arenas import audit
from arenas.actions.queries import may_settle
from arenas.database import now
from arenas.errors import N_, UnknownRecord
from arenas.meetings.services import KIND
from arenas.models import Account, Outcome
from arenas.models.enums import OutcomeKind


def settle(session: Session, action_id: int, *, done: bool, actor: Account) -> Outcome:
    """Record it; saying the same twice changes nothing.

    Raises
    ------
    UnknownRecord
        If there is no such action, or the actor neither has it nor calls meetings.
    """
    action = session.get(Outcome, action_id)
    if (
        action is None
        or action.kind is not OutcomeKind.ACTION
        or not may_settle(actor, action.owner_id)
    ):
        raise UnknownRecord(N_("Oppgaven finnes ikke."))
    if done is (action.done_at is None):
        action.done_at = now() if done else None
        session.flush()
        audit.record(session, actor, "meeting.outcome", KIND, action.meeting_id, changed=1)
    return action
