"""A poll of dates for a meeting that is to come: who is asked, and who can on which of them."""

import secrets
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from arenas.database import Model
from arenas.models.enums import (
    AnswerWay,
    DateChoice,
    MeetingMode,
    ParticipationRole,
    PollState,
    stored,
)
from arenas.models.forum import Forum
from arenas.models.meeting import Meeting
from arenas.models.mixins import Stamped, Versioned
from arenas.models.organisation import Organisation
from arenas.models.person import Person


class Poll(Versioned, Stamped, Model):
    """Several dates that a forum may meet on, until one is chosen or none is.

    ``answer_by`` is the last day to answer, on the clocks of ``timezone``. ``quorum`` is how
    many of a sector must be able to come for the sector to be there. ``meeting_id`` is the
    meeting it became, for as long as that is on record.
    """

    __tablename__ = "poll"
    __table_args__ = (CheckConstraint("quorum > 0", name="quorum_positive"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    forum_id: Mapped[int] = mapped_column(ForeignKey("forum.id", ondelete="CASCADE"), index=True)
    meeting_id: Mapped[int | None] = mapped_column(
        ForeignKey("meeting.id", ondelete="SET NULL"), index=True
    )
    title: Mapped[str | None] = mapped_column(String(200))
    description: Mapped[str | None] = mapped_column(Text)
    mode: Mapped[MeetingMode] = mapped_column(stored(MeetingMode), default=MeetingMode.PHYSICAL)
    place: Mapped[str | None] = mapped_column(String(200))
    online_url: Mapped[str | None] = mapped_column(String(500))
    timezone: Mapped[str] = mapped_column(String(64))
    answer_by: Mapped[date]
    quorum: Mapped[int] = mapped_column(default=1)
    state: Mapped[PollState] = mapped_column(stored(PollState), default=PollState.OPEN, index=True)
    close_reason: Mapped[str | None] = mapped_column(String(500))

    forum: Mapped[Forum] = relationship(lazy="raise_on_sql")
    meeting: Mapped[Meeting | None] = relationship(lazy="raise_on_sql")
    dates: Mapped[list["PollDate"]] = relationship(
        cascade="all, delete-orphan", order_by="PollDate.starts_at", lazy="raise_on_sql"
    )


class PollDate(Model):
    """One of the dates; ``chosen``: the meeting was set to it."""

    __tablename__ = "poll_date"
    __table_args__ = (
        UniqueConstraint("poll_id", "starts_at"),
        CheckConstraint("ends_at > starts_at", name="ends_after_start"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    poll_id: Mapped[int] = mapped_column(ForeignKey("poll.id", ondelete="CASCADE"))
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    chosen: Mapped[bool] = mapped_column(default=False)


class PollPerson(Model):
    """Somebody who is asked, on behalf of an organisation.

    ``required``: the sector is not there without him or her. ``salt`` and ``token_digest`` are
    of the link to answer by, as those of an invitation. ``reminded``: by the program itself,
    some days before the last day. Who has answered has answered for every date.
    """

    __tablename__ = "poll_person"
    __table_args__ = (UniqueConstraint("poll_id", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    poll_id: Mapped[int] = mapped_column(ForeignKey("poll.id", ondelete="CASCADE"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    organisation_id: Mapped[int | None] = mapped_column(
        ForeignKey("organisation.id", ondelete="SET NULL"), index=True
    )
    role: Mapped[ParticipationRole] = mapped_column(
        stored(ParticipationRole), default=ParticipationRole.PARTICIPANT
    )
    required: Mapped[bool] = mapped_column(default=False)
    salt: Mapped[str] = mapped_column(String(32), default=lambda: secrets.token_hex(16))
    token_digest: Mapped[str | None] = mapped_column(String(64), unique=True)
    reminded: Mapped[bool] = mapped_column(default=False)
    answered_at: Mapped[datetime | None]
    answered_by: Mapped[AnswerWay | None] = mapped_column(stored(AnswerWay))
    comment: Mapped[str | None] = mapped_column(String(1000))

    poll: Mapped[Poll] = relationship(lazy="raise_on_sql")
    person: Mapped[Person] = relationship(lazy="raise_on_sql")
    organisation: Mapped[Organisation | None] = relationship(lazy="raise_on_sql")


class PollAnswer(Model):
    """What one of those asked says of one date."""

    __tablename__ = "poll_answer"

    asked_id: Mapped[int] = mapped_column(
        ForeignKey("poll_person.id", ondelete="CASCADE"), primary_key=True
    )
    date_id: Mapped[int] = mapped_column(
        ForeignKey("poll_date.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    choice: Mapped[DateChoice] = mapped_column(stored(DateChoice))
