"""A meeting that was held, with two items, somebody there and somebody not."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy.orm import Session

from arenas.models import (
    Account,
    AgendaItem,
    Forum,
    Meeting,
    Organisation,
    Participation,
    Person,
)
from arenas.models.enums import (
    Attendance,
    ForumKind,
    Language,
    MeetingState,
    Role,
    Sector,
)


@dataclass
class Held:
    session: Session
    row: Meeting
    forum: Forum
    actor: Account
    items: list[AgendaItem]
    people: list[Participation]
    kari: Person
    ola: Person

    @property
    def id(self) -> int:
        return self.row.id


def held(session: Session) -> Held:
    """Kari of Ski was there, Ola of the university was excused; he reads English."""
    forum = Forum(slug="styret", name="Styret", name_en="The Board", kind=ForumKind.PROJECT)
    ski = Organisation(slug="ski", name="Ski kommune", sector=Sector.MUNICIPALITY)
    uni = Organisation(slug="uni", name="Universitetet", sector=Sector.ACADEMIA)
    kari = Person(given_name="Kari", family_name="Li", email="kari@ski.example")
    ola = Person(
        given_name="Ola", family_name="Ås", email="ola@uni.example", language=Language.ENGLISH
    )
    actor = Account(email="skriver@example.org", password_hash="x", role=Role.COORDINATOR)
    session.add_all([forum, ski, uni, kari, ola, actor])
    session.flush()
    row = Meeting(
        forum_id=forum.id,
        title="Styremøte",
        state=MeetingState.HELD,
        place="Ås",
        starts_at=datetime(2026, 11, 2, 11, tzinfo=UTC),
        ends_at=datetime(2026, 11, 2, 13, tzinfo=UTC),
    )
    session.add(row)
    session.flush()
    items: list[Any] = [
        AgendaItem(meeting_id=row.id, position=1, number="1/26", title="Åpning"),
        AgendaItem(meeting_id=row.id, position=2, number="2/26", title="Budsjett"),
    ]
    people: list[Any] = [
        Participation(
            meeting_id=row.id,
            person_id=kari.id,
            organisation_id=ski.id,
            attendance=Attendance.PRESENT,
        ),
        Participation(
            meeting_id=row.id,
            person_id=ola.id,
            organisation_id=uni.id,
            attendance=Attendance.EXCUSED,
        ),
    ]
    session.add_all([*items, *people])
    session.commit()
    return Held(session, row, forum, actor, items, people, kari, ola)
