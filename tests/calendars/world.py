"""A small region with a row in every table that a feed could be made from, and its feeds."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from arenas.database import now
from arenas.models import (
    Account,
    Activity,
    Affiliation,
    AgendaItem,
    CouncilRole,
    Document,
    ForumMember,
    InformedAddress,
    Invitation,
    MailDomain,
    Organisation,
    OrganisationAlias,
    Outcome,
    Participation,
    Person,
    PriorityArea,
    Strategy,
)
from arenas.models.enums import (
    Language,
    MeetingState,
    OutcomeKind,
    Response,
    Role,
    Sector,
    Visibility,
)
from tests.calendars.conftest import make_feed, make_forum, make_meeting
from tests.calendars.series import TUESDAYS, dates, start

LONG_AGO, AHEAD = date(2020, 1, 1), date(2030, 12, 31)


def lay_out(session: Session) -> list[str]:
    """Put it on record; returns the address of each of its feeds, the secret ones included."""
    climate, areal = _strategy(session)
    museum, university = _organisations(session)
    kari, ola = _people(session, university)
    forum = make_forum(
        session, name_en="Trial forum", contact_email="prove@example.org", priorities=[climate]
    )
    inner = make_forum(session, slug="indre", name="Indre", visibility=Visibility.INTERNAL)
    session.add_all(
        ForumMember(forum_id=one.id, person_id=who.id, organisation_id=of.id,
                    starts_on=LONG_AGO, ends_on=AHEAD)
        for one, who, of in ((forum, ola, university), (inner, kari, museum))
    )  # fmt: skip
    session.add(InformedAddress(forum_id=forum.id, email="post@example.org", name="Posten"))
    meeting = make_meeting(
        session, forum, place=f"{museum.name}, rom 1", online_url="https://video.example.org/1",
        description="Om tall", priorities=[areal],
        agenda=[AgendaItem(position=1, title="Åpning"), AgendaItem(position=2, title="Tall")],
        documents=[Document(title="Saksliste", url="https://example.org/")],
        participations=[
            Participation(person=kari, organisation=university, response=Response.ACCEPTED),
            Participation(person=ola, organisation=museum, response=Response.TENTATIVE),
        ],
    )  # fmt: skip
    make_meeting(session, forum, title="Avlyst", days=2, state=MeetingState.CANCELLED,
                 cancel_reason="For få")  # fmt: skip
    make_meeting(session, forum, title="Utkast", days=3, state=MeetingState.DRAFT)
    make_meeting(
        session, inner, title="Hel dag", first_day=date(2026, 12, 1), last_day=date(2026, 12, 2),
        participations=[Participation(person=kari, response=Response.TENTATIVE)],
    )  # fmt: skip
    _beside(session, meeting.id, forum.id, kari.id)
    owner = Account(email="kari@example.org", role=Role.MEMBER, person_id=kari.id)
    reader = Account(email="leder@example.org", role=Role.LEADERSHIP)
    session.add_all([owner, reader, MailDomain(domain="uni.example", organisation=university)])
    actor = Account(email="coordinator@example.org", role=Role.COORDINATOR)
    session.add(actor)
    session.flush()
    start(session, actor, replace(TUESDAYS, count=3))
    session.add_all(
        Participation(meeting_id=one.id, person_id=kari.id, response=response)
        for one, response in zip(
            dates(session), (Response.ACCEPTED, Response.TENTATIVE, Response.NEEDS_ACTION),
            strict=False,
        )
    )  # fmt: skip
    session.commit()
    mine = make_feed(session, owner, alarm_minutes=30)
    mix = make_feed(
        session, reader, own=False, organisations=[museum.id], priorities=[areal.id],
        sectors=["academia"], levels=["national"], language=Language.ENGLISH, past_months=12,
    )  # fmt: skip
    few = make_feed(
        session, owner, with_unanswered=False, with_cancelled=False, forums=[forum.id, inner.id]
    )
    public = [
        "/calendar/all.ics", "/calendar/forums/prove.ics",
        "/calendar/organisations/universitetet.ics", f"/calendar/priorities/{climate.id}.ics",
    ]  # fmt: skip
    return [*public, f"/meetings/{meeting.id}.ics", mine, mix, few]


def _strategy(session: Session) -> list[PriorityArea]:
    strategy = Strategy(name="Strategi", starts_on=LONG_AGO, ends_on=AHEAD)
    areas = [
        PriorityArea(number=number, name=name, name_en=name_en, position=number)
        for number, name, name_en in ((1, "Klima", "Climate"), (2, "Areal", "Land use"))
    ]
    strategy.priorities = areas
    session.add(strategy)
    session.flush()
    session.add_all([
        Activity(priority_id=areas[0].id, number="1.1", text="Gjør noe", position=1),
        CouncilRole(strategy_id=strategy.id, text="Samler", position=1),
    ])  # fmt: skip
    return areas


def _organisations(session: Session) -> tuple[Organisation, Organisation]:
    museum = Organisation(
        slug="museet", name="Museet", sector=Sector.CULTURE, lat=59.91, lon=10.75,
        aliases=[OrganisationAlias(name="M")],
    )  # fmt: skip
    university = Organisation(slug="universitetet", name="Universitetet", sector=Sector.ACADEMIA)
    session.add_all([museum, university])
    session.flush()
    return museum, university


def _people(session: Session, university: Organisation) -> tuple[Person, Person]:
    kari, ola = (
        Person(given_name=given, family_name=family, email=f"{given.lower()}@uni.example",
               search_text=f"{given} {family}".lower())
        for given, family in (("Kari", "Li"), ("Ola", "Dahl"))
    )  # fmt: skip
    session.add_all([kari, ola])
    session.flush()
    session.add(Affiliation(person_id=kari.id, organisation_id=university.id, title="Rådgiver"))
    return kari, ola


def _beside(session: Session, meeting: int, forum: int, person: int) -> None:
    """What stands beside a meeting and is shown in no feed."""
    session.add_all([
        Invitation(meeting_id=meeting, person_id=person, email="kari@uni.example"),
        Outcome(meeting_id=meeting, forum_id=forum, kind=OutcomeKind.ACTION, year=2026,
                text="Ring", owner_id=person),
    ])  # fmt: skip


def others(column: Any, value: Any, keys: list[int]) -> list[Any]:
    """Other values that the column could hold; ``keys`` are those of the table it points to."""
    kind = getattr(column.type, "enum_class", None)
    found: list[Any] = [None] if column.nullable and value is not None else []
    if kind is not None:
        rest = [one for one in kind if one is not value]
        return [*found, *rest[:1], *rest[1:][-1:]]
    if column.foreign_keys:
        return [*found, *[one for one in keys if one != value][:2]]
    return found + _another(column, value)


def _another(column: Any, value: Any) -> list[Any]:
    python = type(value) if value is not None else column.type.python_type
    if python is str:
        return [f"{value or ''}x"]
    if python is bool:
        return [not value]
    if python in {int, float}:
        return [(value or 0) + 1]
    if python is datetime:
        return [(value or now()) - timedelta(hours=1)]
    if python is date:
        day = value or date(2026, 12, 1)
        return [day + timedelta(days=1), day - timedelta(days=1)]
    return []
