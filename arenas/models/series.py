"""A series of meetings: its rule in wall time, and what each meeting begins with."""

from collections.abc import Callable
from datetime import date, time
from typing import Any
from uuid import uuid4

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from arenas.database import Model
from arenas.models.enums import OnHoliday, stored
from arenas.models.forum import Forum
from arenas.models.meeting import Meeting
from arenas.models.mixins import Stamped, Versioned


def _at_first(column: str) -> Callable[[Any], Any]:
    """What another column holds when the series is put on record; None for one without UID."""

    def value(context: Any) -> Any:
        given = context.get_current_parameters()
        return given[column] if given.get("uid") else None

    return value


class Series(Versioned, Stamped, Model):
    """When a forum meets again and again.

    ``rule`` is an RRULE (RFC 5545, section 3.3.10) without an end, in the wall time of
    ``timezone``: a meeting at 12.00 stays at 12.00 when clocks are changed. ``until`` is the
    last day and ``count`` the number of meetings; both None is an open series.
    ``blackouts`` are pairs of days, ISO, that the forum does not meet on. ``laid_out_to`` is
    the last day of the rule that has been looked at. ``repeats`` and ``every`` are the rule as
    it was chosen. ``starts``, ``ends`` and the place in ``template`` are of the days to come;
    its ``before`` keeps what was said of those before a change (``arenas.meetings.series_hours``).

    ``uid`` is the series' own in people's calendars, for ever; a series from before it had one
    has None, and its meetings stand there one by one. ``master_rule``, ``master_first_day``,
    ``master_starts`` and ``master_ends`` are the rule and the hours as they were when it was
    laid out, and never change: day and ``master_starts`` are what RECURRENCE-ID names a meeting
    by, whatever has become of the series since. ``timezone`` never changes either. ``sequence``
    grows with each date that comes or goes.
    """

    __tablename__ = "series"
    __table_args__ = (
        CheckConstraint("every > 0", name="every_positive"),
        CheckConstraint("count > 0", name="count_positive"),
        CheckConstraint("until >= first_day", name="until_after_first"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    forum_id: Mapped[int] = mapped_column(ForeignKey("forum.id", ondelete="CASCADE"), index=True)
    repeats: Mapped[str] = mapped_column(String(20))
    every: Mapped[int] = mapped_column(default=1)
    rule: Mapped[str] = mapped_column(String(200))
    first_day: Mapped[date]
    until: Mapped[date | None]
    count: Mapped[int | None]
    starts: Mapped[time]
    ends: Mapped[time]
    timezone: Mapped[str] = mapped_column(String(64), default="Europe/Oslo")
    on_holiday: Mapped[OnHoliday] = mapped_column(stored(OnHoliday), default=OnHoliday.SKIP)
    skips_july: Mapped[bool] = mapped_column(default=True)
    blackouts: Mapped[list[list[str]]] = mapped_column(JSON, default=list)
    template: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    laid_out_to: Mapped[date]
    uid: Mapped[str | None] = mapped_column(
        String(255), unique=True, default=lambda: f"{uuid4()}@moteplass"
    )
    sequence: Mapped[int] = mapped_column(default=0)
    master_rule: Mapped[str | None] = mapped_column(String(200), default=_at_first("rule"))
    master_first_day: Mapped[date | None] = mapped_column(default=_at_first("first_day"))
    master_starts: Mapped[time | None] = mapped_column(default=_at_first("starts"))
    master_ends: Mapped[time | None] = mapped_column(default=_at_first("ends"))

    forum: Mapped[Forum] = relationship(lazy="raise_on_sql")
    occurrences: Mapped[list["SeriesOccurrence"]] = relationship(
        back_populates="series",
        cascade="all, delete-orphan",
        order_by="SeriesOccurrence.day",
        lazy="raise_on_sql",
    )


class SeriesOccurrence(Model):
    """A day of the series' rule and the meeting it became, whatever day that was moved to.

    ``day`` never changes: with the series' ``master_starts`` it names the meeting in calendars.
    ``meeting_id`` None: the draft was deleted, and is not laid out again.
    """

    __tablename__ = "series_occurrence"
    __table_args__ = (UniqueConstraint("series_id", "day"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    series_id: Mapped[int] = mapped_column(ForeignKey("series.id", ondelete="CASCADE"))
    day: Mapped[date]
    meeting_id: Mapped[int | None] = mapped_column(
        ForeignKey("meeting.id", ondelete="SET NULL"), unique=True
    )

    series: Mapped[Series] = relationship(back_populates="occurrences", lazy="raise_on_sql")
    meeting: Mapped[Meeting | None] = relationship(lazy="raise_on_sql")
