"""Mail on its way out: written in the same transaction as its cause, sent afterwards."""

from datetime import datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import JSON, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from arenas.database import Model, now
from arenas.models.enums import MailState, stored
from arenas.models.meeting import Meeting
from arenas.models.person import Person


class OutgoingMail(Model):
    """One message to one recipient.

    ``payload`` is what the builder of that ``kind`` needs to write it. ``key`` is the left
    half of its Message-ID, made when it is queued: a repeat is known as such (RFC 5322,
    3.6.4). A later message on the same ``topic`` to the same recipient takes the place of one
    that has not gone. ``held_until`` waits for a burst of edits to end; ``next_attempt_at``
    is when it is tried (again). While ``state`` is sending, the process ``claimed_by`` has it,
    until ``leased_until`` at the most. ``failed_at`` is when it was given up or came back.
    """

    __tablename__ = "outgoing_mail"
    __table_args__ = (
        Index("ix_outgoing_mail_state_next_attempt_at", "state", "next_attempt_at"),
        Index("ix_outgoing_mail_topic_recipient", "topic", "recipient"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(30))
    topic: Mapped[str | None] = mapped_column(String(300))
    recipient: Mapped[str] = mapped_column(String(254))
    subject: Mapped[str] = mapped_column(String(300))
    payload: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    key: Mapped[str] = mapped_column(String(40), unique=True, default=lambda: uuid4().hex)
    person_id: Mapped[int | None] = mapped_column(
        ForeignKey("person.id", ondelete="SET NULL"), index=True
    )
    meeting_id: Mapped[int | None] = mapped_column(
        ForeignKey("meeting.id", ondelete="SET NULL"), index=True
    )
    state: Mapped[MailState] = mapped_column(stored(MailState), default=MailState.WAITING)
    attempts: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime] = mapped_column(default=now)
    held_until: Mapped[datetime] = mapped_column(default=now)
    next_attempt_at: Mapped[datetime] = mapped_column(default=now)
    claimed_by: Mapped[str | None] = mapped_column(String(80))
    leased_until: Mapped[datetime | None]
    sent_at: Mapped[datetime | None]
    failed_at: Mapped[datetime | None]
    error: Mapped[str | None] = mapped_column(String(500))

    person: Mapped[Person | None] = relationship(lazy="raise_on_sql")
    meeting: Mapped[Meeting | None] = relationship(lazy="raise_on_sql")
