"""The minutes of a meeting with all their revisions, and who is told of a forum's minutes."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from arenas.database import Model, now
from arenas.models.account import Account
from arenas.models.enums import Language, RevisionKind, stored
from arenas.models.meeting import Meeting
from arenas.models.mixins import Stamped, Versioned


class Minutes(Versioned, Stamped, Model):
    """The minutes as they stand. ``published_at`` None: open for writing; else locked.

    ``texts`` is ``{"general": text, "items": {agenda item's id: {"title", "text"}}}``.
    ``edition`` counts publications. The database deletes no meeting that has minutes.
    """

    __tablename__ = "minutes"

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), unique=True)
    texts: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    edition: Mapped[int] = mapped_column(default=0)
    published_at: Mapped[datetime | None]

    meeting: Mapped[Meeting] = relationship(lazy="raise_on_sql")

    @property
    def is_locked(self) -> bool:
        return self.published_at is not None


class MinutesRevision(Model):
    """What was saved, published or reopened, by whom and when; never changed.

    ``body`` is the texts of a save, and of a publication the whole document as it was read:
    people, outcomes and agenda too. ``reason`` is of a reopening.
    """

    __tablename__ = "minutes_revision"
    __table_args__ = (UniqueConstraint("minutes_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    minutes_id: Mapped[int] = mapped_column(ForeignKey("minutes.id"))
    number: Mapped[int]
    kind: Mapped[RevisionKind] = mapped_column(stored(RevisionKind))
    made_at: Mapped[datetime] = mapped_column(default=now)
    account_id: Mapped[int | None] = mapped_column(
        ForeignKey("account.id", ondelete="SET NULL"), index=True
    )
    reason: Mapped[str | None] = mapped_column(String(500))
    body: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)

    account: Mapped[Account | None] = relationship(lazy="raise_on_sql")


class InformedAddress(Model):
    """Somebody who gets a forum's minutes without being asked to its meetings."""

    __tablename__ = "informed_address"
    __table_args__ = (UniqueConstraint("forum_id", "email"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    forum_id: Mapped[int] = mapped_column(ForeignKey("forum.id", ondelete="CASCADE"))
    email: Mapped[str] = mapped_column(String(254))
    name: Mapped[str] = mapped_column(String(200), default="")
    language: Mapped[Language] = mapped_column(stored(Language), default=Language.BOKMAL)
