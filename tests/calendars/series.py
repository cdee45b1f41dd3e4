"""A series on record, what befalls it, and how it is read back."""

from collections.abc import Callable
from datetime import date, time
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from arenas.calendars import check
from arenas.meetings import series, states
from arenas.meetings.recurrence import Pattern, Repeats
from arenas.models import Account, Meeting, Series, SeriesOccurrence
from arenas.models.enums import MeetingMode, MeetingState, OnHoliday
from tests.calendars.conftest import make_forum
from tests.conformance.readers.expanding import recurring
from tests.meetings.records import OSLO, details

TUESDAYS = Pattern(
    Repeats.WEEK, date(2026, 12, 1), every=2, count=6, on_holiday=OnHoliday.NEXT
)  # 1, 15 and 29 December, 12 and 26 January, 9 February
HERE = (MeetingMode.PHYSICAL, "Rådhuset", None)


def start(session: Session, actor: Account, pattern: Pattern = TUESDAYS, **other: Any) -> Series:
    forum = make_forum(session, name="Styret", slug="styret")
    publish = other.pop("publish", True)
    plan = series.Plan(
        pattern,
        details(forum, title="", mode=MeetingMode.PHYSICAL, place="Rådhuset", **other),
        time(12),
        time(14),
        with_members=False,
        publish=publish,
    )
    made = series.start(session, plan, OSLO, actor=actor)
    session.commit()
    return made


def dates(session: Session) -> list[Meeting]:
    return list(
        session.scalars(select(Meeting).join(SeriesOccurrence).order_by(SeriesOccurrence.day))
    )


def on_record(session: Session) -> list[tuple[str, str]]:
    """Start and state of each meeting that is no draft, straight from the tables."""
    session.expire_all()
    return sorted(
        (
            f"{one.starts_at:%Y-%m-%dT%H:%M:%SZ}",
            "CANCELLED" if one.state is MeetingState.CANCELLED else "CONFIRMED",
        )
        for one in session.scalars(select(Meeting).where(Meeting.state != MeetingState.DRAFT))
    )


def in_feed(data: bytes) -> list[tuple[str, str]]:
    assert check.faults(data) == []
    return sorted((one.starts, one.status) for one in recurring(data))


Change = Callable[[Session, Account, list[Meeting]], Any]


def step(name: str) -> Change:
    def take(session: Session, actor: Account, made: list[Meeting]) -> None:
        states.take(
            session, made[1].id, name, version=made[1].version, actor=actor, reason="Sykdom"
        )

    return take


def follow(session: Session, actor: Account, made: list[Meeting]) -> None:
    series.move_following(
        session, made[2].id, scope="following", starts=time(9), ends=time(10), where=HERE,
        actor=actor,
    )  # fmt: skip
