"""What is queued because its day has come. A room that reminds people names itself here."""

from collections.abc import Callable
from datetime import datetime
from importlib import import_module
from typing import cast

from sqlalchemy.orm import Session

from arenas.config import Settings

Queue = Callable[[Session, datetime, Settings], int]

REMINDERS = (
    "arenas.invitations.reminders:of_meetings",
    "arenas.actions.reminders:queue_due",
    "arenas.polls.reminders:queue_due",
)
"""Each queues what is due at a moment, and says how many."""


def queue(session: Session, at: datetime, settings: Settings) -> int:
    """Queue every reminder that is due. Returns how many; the caller commits."""
    return sum(_named(name)(session, at, settings) for name in REMINDERS)


def _named(name: str) -> Queue:
    module, _, function = name.partition(":")
    return cast(Queue, getattr(import_module(module), function))
