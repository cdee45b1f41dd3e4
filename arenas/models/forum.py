"""A forum, its members with role and period, and what it serves in the strategy."""

from datetime import date

from sqlalchemy import JSON, CheckConstraint, Column, ForeignKey, String, Table, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from arenas.database import Model
from arenas.models.enums import ForumKind, Level, MeetingMode, MemberRole, Visibility, stored
from arenas.models.mixins import Archivable, Stamped, Versioned
from arenas.models.organisation import Organisation
from arenas.models.person import Person
from arenas.models.strategy import Activity, PriorityArea

forum_priority = Table(
    "forum_priority",
    Model.metadata,
    Column("forum_id", ForeignKey("forum.id", ondelete="CASCADE"), primary_key=True),
    Column("priority_id", ForeignKey("priority_area.id"), primary_key=True, index=True),
)
forum_activity = Table(
    "forum_activity",
    Model.metadata,
    Column("forum_id", ForeignKey("forum.id", ondelete="CASCADE"), primary_key=True),
    Column("activity_id", ForeignKey("activity.id"), primary_key=True, index=True),
)


class Forum(Versioned, Stamped, Archivable, Model):
    """A standing meeting place.

    ``usual_minutes`` and ``usual_mode`` are the habit that a new meeting begins from.
    ``blackouts`` are pairs of days, ISO, both included, on which it does not meet.
    ``contact_email`` is the one address that a public feed may show.
    """

    __tablename__ = "forum"
    __table_args__ = (CheckConstraint("usual_minutes > 0", name="usual_minutes_positive"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    external_id: Mapped[str | None] = mapped_column(String(80), unique=True)
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    name: Mapped[str] = mapped_column(String(200), index=True)
    name_en: Mapped[str | None] = mapped_column(String(200))
    kind: Mapped[ForumKind] = mapped_column(stored(ForumKind), index=True)
    level: Mapped[Level] = mapped_column(stored(Level), default=Level.REGIONAL)
    visibility: Mapped[Visibility] = mapped_column(stored(Visibility), default=Visibility.PUBLIC)
    mandate: Mapped[str | None] = mapped_column(Text)
    cadence: Mapped[str | None] = mapped_column(String(60))
    contact_email: Mapped[str | None] = mapped_column(String(254))
    usual_minutes: Mapped[int | None]
    usual_mode: Mapped[MeetingMode | None] = mapped_column(stored(MeetingMode))
    blackouts: Mapped[list[list[str]]] = mapped_column(JSON, default=list, server_default="[]")
    search_text: Mapped[str] = mapped_column(Text, default="")

    members: Mapped[list["ForumMember"]] = relationship(
        back_populates="forum", cascade="all, delete-orphan", lazy="raise_on_sql"
    )
    priorities: Mapped[list[PriorityArea]] = relationship(
        secondary=forum_priority, order_by=PriorityArea.position, lazy="raise_on_sql"
    )
    activities: Mapped[list[Activity]] = relationship(
        secondary=forum_activity, order_by=Activity.number, lazy="raise_on_sql"
    )


class ForumMember(Model):
    """A person's seat in a forum on behalf of an organisation, both days included."""

    __tablename__ = "forum_member"
    __table_args__ = (CheckConstraint("ends_on >= starts_on", name="ends_after_start"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    forum_id: Mapped[int] = mapped_column(ForeignKey("forum.id", ondelete="CASCADE"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    role: Mapped[MemberRole] = mapped_column(stored(MemberRole), default=MemberRole.MEMBER)
    starts_on: Mapped[date | None]
    ends_on: Mapped[date | None]

    forum: Mapped[Forum] = relationship(back_populates="members", lazy="raise_on_sql")
    person: Mapped[Person] = relationship(lazy="raise_on_sql")
    organisation: Mapped[Organisation | None] = relationship(lazy="raise_on_sql")
