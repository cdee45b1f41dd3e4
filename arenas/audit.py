"""The audit trail: one entry a use case, in the same transaction as its change."""

from typing import Any

from sqlalchemy.orm import Session

from arenas.models import Account, AuditEntry


def record(
    session: Session,
    actor: Account | None,
    action: str,
    kind: str,
    record_id: int | None = None,
    **details: Any,
) -> None:
    """Write that ``actor`` (None: a command) did ``action`` to the record of that kind.

    ``details`` are field names, counts and states; never names, addresses or texts of
    people, so that the trail can be kept when a person is erased.
    """
    session.add(
        AuditEntry(
            account_id=actor.id if actor is not None else None,
            action=action,
            kind=kind,
            record_id=record_id,
            details=details,
        )
    )
