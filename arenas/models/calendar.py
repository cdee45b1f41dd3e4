"""Feeds as they were last written, so that a poll costs one row; and people's own feeds."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from arenas.database import Model
from arenas.models.account import Account
from arenas.models.enums import Language, stored
from arenas.models.mixins import Stamped


class Rendering(Model):
    """The bytes of one feed in one language, and until when they are right.

    They are right while the calendar's revision is ``revision``, the program that wrote
    them is ``made_by``, and the day is before ``valid_until``: then the window moves on,
    or a cancelled meeting leaves. Writing the same bytes again keeps ``etag`` and
    ``last_modified``; ``last_modified`` never goes back.
    """

    __tablename__ = "calendar_rendering"

    key: Mapped[str] = mapped_column(String(200), primary_key=True)
    made_by: Mapped[str] = mapped_column(String(64))
    revision: Mapped[int]
    valid_until: Mapped[date]
    etag: Mapped[str] = mapped_column(String(64))
    last_modified: Mapped[datetime]
    body: Mapped[bytes] = mapped_column(LargeBinary)


class PersonalFeed(Stamped, Model):
    """A calendar somebody has put together. Its address is secret: only a digest is kept.

    ``selection`` names what it is made of: ``own`` (the meetings its owner is asked to),
    ``forums``, ``organisations``, ``priorities`` (ids), ``sectors`` and ``levels``. A
    meeting is in it if any of them brings it and the owner may see it.
    """

    __tablename__ = "personal_feed"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(
        ForeignKey("account.id", ondelete="CASCADE"), index=True
    )
    name: Mapped[str] = mapped_column(String(80))
    token_digest: Mapped[str] = mapped_column(String(64), unique=True)
    language: Mapped[Language] = mapped_column(stored(Language))
    selection: Mapped[dict[str, Any]] = mapped_column(JSON)
    with_unanswered: Mapped[bool] = mapped_column(default=True)
    with_cancelled: Mapped[bool] = mapped_column(default=True)
    past_months: Mapped[int] = mapped_column(default=3)
    alarm_minutes: Mapped[int | None]
    last_used_at: Mapped[datetime | None]

    account: Mapped[Account] = relationship(lazy="raise_on_sql")
