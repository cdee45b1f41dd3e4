"""What each invitee was last told, and what he or she answered; answers nobody could place."""

import secrets
from datetime import datetime

from sqlalchemy import JSON, ForeignKey, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from arenas.database import Model, now
from arenas.models.enums import AnswerWay, stored
from arenas.models.meeting import Meeting
from arenas.models.person import Person
from arenas.models.series import Series


class Invitation(Model):
    """One person and one meeting, as the person's calendar knows it.

    ``sequence`` is of the last message queued: it grows with each, and is never under the
    meeting's, so that a calendar program takes the newest (RFC 5546, 2.1.5). ``withdrawn``:
    that message took the meeting out of the calendar. The link of the answer page is made
    from ``salt`` and the installation's key; only its digest is kept. ``answer_stamp`` and
    ``answer_sequence`` are of the last answer by a calendar program: an older one is stale.
    ``answered_with_series``: that answer was to the whole series, and a later one to the whole
    takes its place. ``deputies`` counts how often another deputy was named.
    """

    __tablename__ = "invitation"
    __table_args__ = (UniqueConstraint("meeting_id", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id", ondelete="CASCADE"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    email: Mapped[str] = mapped_column(String(254))
    sequence: Mapped[int] = mapped_column(default=0)
    withdrawn: Mapped[bool] = mapped_column(default=False)
    reminded: Mapped[bool] = mapped_column(default=False)
    salt: Mapped[str] = mapped_column(String(32), default=lambda: secrets.token_hex(16))
    token_digest: Mapped[str | None] = mapped_column(String(64), unique=True)
    comment: Mapped[str | None] = mapped_column(String(1000))
    deputy_id: Mapped[int | None] = mapped_column(
        ForeignKey("person.id", ondelete="SET NULL"), index=True
    )
    answered_at: Mapped[datetime | None]
    answered_by: Mapped[AnswerWay | None] = mapped_column(stored(AnswerWay))
    answer_sequence: Mapped[int | None]
    answer_stamp: Mapped[datetime | None]
    answered_with_series: Mapped[bool] = mapped_column(default=False)
    deputies: Mapped[int] = mapped_column(default=0)

    meeting: Mapped[Meeting] = relationship(lazy="raise_on_sql")
    person: Mapped[Person] = relationship(foreign_keys=person_id, lazy="raise_on_sql")
    deputy: Mapped[Person | None] = relationship(foreign_keys=deputy_id, lazy="raise_on_sql")


class SeriesInvitation(Model):
    """One person and a series with a UID of its own, as the person's calendar knows it.

    ``sequence`` is of the last message queued about any of its dates, ``asked_sequence`` of the
    last that held the rule; ``whole``: such a message has been written, so the calendar has the
    rule. ``salt`` and ``token_digest`` are of the link to the page of all the dates.
    ``deputies`` are those named so far, by person, whatever the date.
    """

    __tablename__ = "series_invitation"
    __table_args__ = (UniqueConstraint("series_id", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    series_id: Mapped[int] = mapped_column(ForeignKey("series.id", ondelete="CASCADE"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    email: Mapped[str] = mapped_column(String(254))
    sequence: Mapped[int] = mapped_column(default=0)
    asked_sequence: Mapped[int] = mapped_column(default=0)
    whole: Mapped[bool] = mapped_column(default=False)
    salt: Mapped[str] = mapped_column(String(32), default=lambda: secrets.token_hex(16))
    token_digest: Mapped[str | None] = mapped_column(String(64), unique=True)
    deputies: Mapped[list[int]] = mapped_column(JSON, default=list)

    series: Mapped[Series] = relationship(lazy="raise_on_sql")
    person: Mapped[Person] = relationship(lazy="raise_on_sql")


class StrayReply(Model):
    """A mail that came as an answer and could not be taken as one, for a person to judge.

    ``digest`` is of its content: the same mail is put aside once. ``proposes_from`` and
    ``proposes_to`` are the time that a counter-proposal asks for.
    """

    __tablename__ = "stray_reply"

    id: Mapped[int] = mapped_column(primary_key=True)
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    received_at: Mapped[datetime] = mapped_column(default=now)
    sender: Mapped[str] = mapped_column(String(254), default="")
    subject: Mapped[str] = mapped_column(String(300), default="")
    answer: Mapped[str] = mapped_column(String(40), default="")
    reason: Mapped[str] = mapped_column(String(500))
    invitation_id: Mapped[int | None] = mapped_column(
        ForeignKey("invitation.id", ondelete="SET NULL"), index=True
    )
    proposes_from: Mapped[datetime | None]
    proposes_to: Mapped[datetime | None]
    content: Mapped[bytes] = mapped_column(LargeBinary)
    settled_at: Mapped[datetime | None]

    invitation: Mapped[Invitation | None] = relationship(lazy="raise_on_sql")
