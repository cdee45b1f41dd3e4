"""What came out of a meeting: information, numbered decisions, actions with an owner."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from arenas.database import Model
from arenas.models.enums import OutcomeKind, stored
from arenas.models.meeting import Meeting
from arenas.models.mixins import Stamped
from arenas.models.person import Person


class Outcome(Stamped, Model):
    """One outcome. A decision has its number in the forum and the year, and keeps it.

    ``reminded_at``: the owner of an action was reminded before its due date;
    ``overdue_told_at``: and was told that the date is past.
    """

    __tablename__ = "outcome"
    __table_args__ = (
        CheckConstraint("(kind = 'decision') = (number IS NOT NULL)", name="decisions_numbered"),
        UniqueConstraint("forum_id", "year", "number"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(
        ForeignKey("meeting.id", ondelete="CASCADE"), index=True
    )
    forum_id: Mapped[int] = mapped_column(ForeignKey("forum.id", ondelete="CASCADE"))
    agenda_item_id: Mapped[int | None] = mapped_column(
        ForeignKey("agenda_item.id", ondelete="SET NULL"), index=True
    )
    kind: Mapped[OutcomeKind] = mapped_column(stored(OutcomeKind))
    year: Mapped[int]
    number: Mapped[int | None]
    text: Mapped[str] = mapped_column(Text)
    owner_id: Mapped[int | None] = mapped_column(
        ForeignKey("person.id", ondelete="SET NULL"), index=True
    )
    due_on: Mapped[date | None]
    done_at: Mapped[datetime | None]
    reminded_at: Mapped[datetime | None]
    overdue_told_at: Mapped[datetime | None]
    search_text: Mapped[str] = mapped_column(Text, default="")

    meeting: Mapped[Meeting] = relationship(lazy="raise_on_sql")
    owner: Mapped[Person | None] = relationship(lazy="raise_on_sql")
