"""Reminding owners: once some days before the due date, once when it is past, never when done."""

from datetime import date, datetime, timedelta

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from arenas.config import Settings
from arenas.mail import services as outbox
from arenas.mail.services import Draft
from arenas.models import Outcome, Person
from arenas.models.enums import OutcomeKind

LONGEST_OVERDUE = timedelta(days=30)
"""What was due longer ago when the sender first sees it is left to people."""


def queue_due(session: Session, at: datetime, settings: Settings) -> int:
    """Queue one mail to each owner of actions that are due soon or just past their date.

    Returns how many mails. The caller commits.
    """
    days = settings.reminder_days
    if days == 0:
        return 0
    today = at.astimezone(settings.timezone).date()
    rows = session.execute(
        select(Outcome, Person.email)
        .join(Outcome.owner)
        .where(
            Outcome.kind == OutcomeKind.ACTION,
            Outcome.done_at.is_(None),
            Person.email.is_not(None),
            Person.archived_at.is_(None),
            or_(
                and_(
                    Outcome.due_on >= today,
                    Outcome.due_on <= today + timedelta(days=days),
                    Outcome.reminded_at.is_(None),
                ),
                and_(
                    Outcome.due_on < today,
                    Outcome.due_on >= today - LONGEST_OVERDUE,
                    Outcome.overdue_told_at.is_(None),
                ),
            ),
        )
        .order_by(Outcome.owner_id, Outcome.due_on, Outcome.id)
        .with_for_update(of=Outcome, skip_locked=True)
    ).all()
    owners: dict[tuple[int, str], list[Outcome]] = {}
    for action, email in rows:
        _mark(action, today, at)
        owners.setdefault((action.owner_id or 0, email or ""), []).append(action)
    session.flush()
    return outbox.queue(session, [_draft(*whose, actions) for whose, actions in owners.items()])


def _mark(action: Outcome, today: date, at: datetime) -> None:
    if action.due_on is not None and action.due_on < today:
        action.overdue_told_at = at
    else:
        action.reminded_at = at


def _draft(owner_id: int, email: str, actions: list[Outcome]) -> Draft:
    return Draft(
        kind="actions",
        recipient=email,
        subject=actions[0].text.partition("\n")[0],
        payload={"actions": [action.id for action in actions]},
        person_id=owner_id,
        meeting_id=actions[0].meeting_id if len(actions) == 1 else None,
    )
