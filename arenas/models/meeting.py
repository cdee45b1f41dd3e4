"""A meeting, its agenda and documents, and who took part on behalf of whom."""

from datetime import date, datetime
from uuid import uuid4

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    String,
    Table,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from arenas.database import Model
from arenas.models.enums import (
    Attendance,
    MeetingMode,
    MeetingState,
    ParticipationRole,
    Response,
    Seat,
    stored,
)
from arenas.models.forum import Forum
from arenas.models.mixins import Stamped, Versioned
from arenas.models.organisation import Organisation
from arenas.models.person import Person
from arenas.models.strategy import Activity, PriorityArea

meeting_priority = Table(
    "meeting_priority",
    Model.metadata,
    Column("meeting_id", ForeignKey("meeting.id", ondelete="CASCADE"), primary_key=True),
    Column("priority_id", ForeignKey("priority_area.id"), primary_key=True, index=True),
)
meeting_activity = Table(
    "meeting_activity",
    Model.metadata,
    Column("meeting_id", ForeignKey("meeting.id", ondelete="CASCADE"), primary_key=True),
    Column("activity_id", ForeignKey("activity.id"), primary_key=True, index=True),
)


class Meeting(Versioned, Stamped, Model):
    """One gathering of a forum: draft, planned, held or cancelled.

    ``uid`` never changes; ``sequence`` grows by one at each change of time, place or
    state, so that calendar programs replace the old entry (RFC 5545, section 3.8.7.4).
    ``timezone`` is the IANA name of the wall time that was agreed upon. An all-day
    meeting is its days, ``first_day`` to ``last_day``, both included; ``starts_at`` and
    ``ends_at`` are then the midnights around them, and serve for order and overlap only.
    ``seats`` is how many can take part (at a hybrid meeting: in the room), ``online_seats``
    how many online at a hybrid one; None: all who are asked.
    """

    __tablename__ = "meeting"
    __table_args__ = (
        CheckConstraint("ends_at > starts_at", name="ends_after_start"),
        CheckConstraint("last_day >= first_day", name="last_day_after_first"),
        CheckConstraint("(first_day IS NULL) = (last_day IS NULL)", name="both_days_or_none"),
        CheckConstraint("seats > 0", name="seats_positive"),
        CheckConstraint("online_seats > 0", name="online_seats_positive"),
        Index("ix_meeting_forum_id_starts_at", "forum_id", "starts_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    external_id: Mapped[str | None] = mapped_column(String(80), unique=True)
    uid: Mapped[str] = mapped_column(
        String(255), unique=True, default=lambda: f"{uuid4()}@moteplass"
    )
    forum_id: Mapped[int] = mapped_column(ForeignKey("forum.id"))
    title: Mapped[str] = mapped_column(String(200))
    description: Mapped[str | None] = mapped_column(Text)
    starts_at: Mapped[datetime] = mapped_column(index=True)
    ends_at: Mapped[datetime]
    first_day: Mapped[date | None]
    last_day: Mapped[date | None]
    timezone: Mapped[str] = mapped_column(String(64), default="Europe/Oslo")
    state: Mapped[MeetingState] = mapped_column(
        stored(MeetingState), default=MeetingState.DRAFT, index=True
    )
    mode: Mapped[MeetingMode] = mapped_column(stored(MeetingMode), default=MeetingMode.PHYSICAL)
    place: Mapped[str | None] = mapped_column(String(200))
    municipality_code: Mapped[str | None] = mapped_column(String(4))
    online_url: Mapped[str | None] = mapped_column(String(500))
    seats: Mapped[int | None]
    online_seats: Mapped[int | None]
    cancel_reason: Mapped[str | None] = mapped_column(String(500))
    sequence: Mapped[int] = mapped_column(default=0)
    search_text: Mapped[str] = mapped_column(Text, default="")

    forum: Mapped[Forum] = relationship(lazy="raise_on_sql")
    agenda: Mapped[list["AgendaItem"]] = relationship(
        back_populates="meeting",
        cascade="all, delete-orphan",
        order_by="AgendaItem.position",
        lazy="raise_on_sql",
    )
    documents: Mapped[list["Document"]] = relationship(
        back_populates="meeting",
        cascade="all, delete-orphan",
        order_by="Document.id",
        lazy="raise_on_sql",
    )
    participations: Mapped[list["Participation"]] = relationship(
        back_populates="meeting", cascade="all, delete-orphan", lazy="raise_on_sql"
    )
    priorities: Mapped[list[PriorityArea]] = relationship(
        secondary=meeting_priority, order_by=PriorityArea.position, lazy="raise_on_sql"
    )
    activities: Mapped[list[Activity]] = relationship(
        secondary=meeting_activity, order_by=Activity.number, lazy="raise_on_sql"
    )

    @property
    def all_day(self) -> bool:
        return self.first_day is not None


class AgendaItem(Model):
    """A sak on the agenda; ``minutes`` is the time set aside for it."""

    __tablename__ = "agenda_item"
    __table_args__ = (CheckConstraint("minutes > 0", name="minutes_positive"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(
        ForeignKey("meeting.id", ondelete="CASCADE"), index=True
    )
    position: Mapped[int]
    number: Mapped[str | None] = mapped_column(String(20))
    title: Mapped[str] = mapped_column(String(300))
    text: Mapped[str | None] = mapped_column(Text)
    minutes: Mapped[int | None]

    meeting: Mapped[Meeting] = relationship(back_populates="agenda", lazy="raise_on_sql")


class CarriedItem(Model):
    """An item that a meeting did not finish, and what it became on the agenda of a later one.

    Where it is taken off that agenda, it is open again.
    """

    __tablename__ = "carried_item"
    __table_args__ = (CheckConstraint("to_item_id <> item_id", name="to_another"),)

    item_id: Mapped[int] = mapped_column(
        ForeignKey("agenda_item.id", ondelete="CASCADE"), primary_key=True
    )
    to_item_id: Mapped[int] = mapped_column(
        ForeignKey("agenda_item.id", ondelete="CASCADE"), unique=True
    )


class Document(Model):
    """A link to a document, kept where documents are kept."""

    __tablename__ = "document"

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(
        ForeignKey("meeting.id", ondelete="CASCADE"), index=True
    )
    agenda_item_id: Mapped[int | None] = mapped_column(
        ForeignKey("agenda_item.id", ondelete="SET NULL"), index=True
    )
    title: Mapped[str] = mapped_column(String(200))
    url: Mapped[str] = mapped_column(String(500))

    meeting: Mapped[Meeting] = relationship(back_populates="documents", lazy="raise_on_sql")


class Participation(Model):
    """A person at a meeting on behalf of an organisation.

    The tie belongs to the organisation represented on the day: it survives a change of
    job. ``invited`` is False for one who came unasked. ``instead_of_id`` is whom a deputy
    comes in place of; who was on the list for his or her own sake has None. ``answered_at`` is
    when the response last became another; None where it never did.
    ``seat`` is where he or she takes part in a hybrid meeting, or waits for a seat;
    ``waiting_since`` the place in that queue. ``seat_kept``: who has not answered yet has a seat
    all the same (a deputy of one who had, or one who had before the meeting was moved).
    """

    __tablename__ = "participation"
    __table_args__ = (
        UniqueConstraint("meeting_id", "person_id"),
        Index("ix_participation_organisation_id_attendance", "organisation_id", "attendance"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id", ondelete="CASCADE"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    role: Mapped[ParticipationRole] = mapped_column(
        stored(ParticipationRole), default=ParticipationRole.PARTICIPANT
    )
    invited: Mapped[bool] = mapped_column(default=True)
    response: Mapped[Response] = mapped_column(stored(Response), default=Response.NEEDS_ACTION)
    answered_at: Mapped[datetime | None]
    attendance: Mapped[Attendance] = mapped_column(stored(Attendance), default=Attendance.UNKNOWN)
    instead_of_id: Mapped[int | None] = mapped_column(
        ForeignKey("person.id", ondelete="SET NULL"), index=True
    )

    seat: Mapped[Seat | None] = mapped_column(stored(Seat))
    seat_kept: Mapped[bool] = mapped_column(default=False)
    waiting_since: Mapped[datetime | None]

    meeting: Mapped[Meeting] = relationship(back_populates="participations", lazy="raise_on_sql")
    person: Mapped[Person] = relationship(foreign_keys=person_id, lazy="raise_on_sql")
    organisation: Mapped[Organisation | None] = relationship(lazy="raise_on_sql")
