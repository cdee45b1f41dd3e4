"""A forum with people from four sectors, polls among them, and a mail server that keeps all."""

import re
from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from arenas.database import now
from arenas.invitations.gathering import Wanted
from arenas.models import (
    Account,
    Meeting,
    Organisation,
    OutgoingMail,
    Person,
    Poll,
    PollPerson,
)
from arenas.models.enums import AnswerWay, DateChoice, MailState, MeetingMode, MemberRole, Sector
from arenas.polls import answering, becoming, services
from arenas.polls.asking import Circle
from arenas.polls.services import Dates, PollDetails
from tests import pages
from tests.accounts.conftest import account_of
from tests.invitations.conftest import clock, post, server, session
from tests.mail.conftest import Post
from tests.mail.server import Keeps
from tests.meetings import records

__all__ = ["account_of", "clock", "post", "server", "session"]
OSLO = ZoneInfo("Europe/Oslo")
ANSWERS = {"y": DateChoice.YES, "m": DateChoice.IF_NEEDED, "n": DateChoice.NO}
NOTHING = Circle(Wanted())
MEMBERS = Circle(Wanted(members=True))


def today() -> date:
    return now().astimezone(OSLO).date()


def begins(days: int, clock: str = "12:00") -> datetime:
    return datetime.combine(today() + timedelta(days=days), time.fromisoformat(clock), OSLO)


def details(**other: Any) -> PollDetails:
    values: dict[str, Any] = {
        "title": "Vårmøte",
        "description": "Budsjett",
        "mode": MeetingMode.PHYSICAL,
        "place": "Rådhuset",
        "online_url": None,
        "answer_by": today() + timedelta(days=7),
    }
    return PollDetails(**values | other)


class Poller:
    """A forum with a chair, two members and an observer, each with a seat and an address."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.actor: Account = records.make_account(session)
        self.forum = records.make_forum(session, "Klimaforum", name_en="Climate forum")
        self.places: dict[str, Organisation] = {}
        self.people: dict[str, Person] = {}
        self.seat("Åse Østby", "Ås kommune", Sector.MUNICIPALITY, MemberRole.CHAIR)
        self.seat("Bo Li", "Halden kommune", Sector.MUNICIPALITY)
        self.seat("Cato Ek", "NMBU", Sector.ACADEMIA)
        self.seat("Dag Moe", "Statsforvalteren", Sector.NATIONAL_AUTHORITY, MemberRole.OBSERVER)
        session.commit()

    def seat(
        self, name: str, place: str, sector: Sector, role: MemberRole = MemberRole.MEMBER
    ) -> Person:
        at = self.places.get(place) or records.make_organisation(self.session, place, sector)
        self.places[place] = at
        person = records.make_person(self.session, name, at)
        person.email = f"{name.split()[0].lower().replace('å', 'a')}@example.org"
        records.make_seat(self.session, self.forum, person, at, role=role)
        self.people[name] = person
        return person

    def create(self, *starts: datetime, circle: Circle = MEMBERS, **other: Any) -> Poll:
        given = starts or (begins(20), begins(21), begins(27))
        poll = services.create(
            self.session,
            self.forum.id,
            details(**other),
            Dates(given, 90),
            circle,
            zone=OSLO,
            actor=self.actor,
        )
        self.session.commit()
        return self.again(poll)

    def again(self, poll: Poll) -> Poll:
        """The poll as it is on record now, with its dates."""
        return services.for_change(self.session, poll.id)

    def asked(self, poll: Poll, name: str) -> PollPerson:
        return self.session.scalars(
            select(PollPerson).where(
                PollPerson.poll_id == poll.id, PollPerson.person_id == self.people[name].id
            )
        ).one()

    def say(self, poll: Poll, name: str, letters: str, comment: str | None = None) -> None:
        """``"ymn"``: yes to the first date, if need be to the second, no to the third."""
        asked = answering.of_poll(self.session, poll.id, self.asked(poll, name).id)
        choices = {
            day.id: ANSWERS[letter] for day, letter in zip(asked.dates, letters, strict=True)
        }
        answering.answer(self.session, asked, choices, comment, AnswerWay.TOLD, actor=self.actor)
        self.session.commit()
        self.again(poll)


@pytest.fixture
def poller(session: Session) -> Iterator[Poller]:
    yield Poller(session)
    session.rollback()


@pytest.fixture
def sent(session: Session, post: Post, server: Keeps) -> Callable[[], dict[str, Any]]:
    """Send what waits; the messages by recipient."""

    def send() -> dict[str, Any]:
        session.commit()  # the sender is another, and has to write
        server.taken.clear()
        post.sender().run()
        return dict(zip([to for to, _ in server.taken], server.messages, strict=True))

    return send


@pytest.fixture
def link(sent: Callable[[], dict[str, Any]]) -> Callable[[str], str]:
    """Send what waits; the path of the link that went to an address."""

    def of(recipient: str) -> str:
        text = sent()[recipient].get_body(("plain",)).get_content()
        found = re.search(r"http://localhost:8000(/polls/answer/\S+)", text)
        assert found, text
        return found[1]

    return of


@pytest.fixture
def coordinator(poller: Poller, account_of: Callable[[str], FlaskClient]) -> FlaskClient:
    poller.session.rollback()
    return account_of("coordinator")


def day(days: int) -> str:
    return (today() + timedelta(days=days)).isoformat()


def waiting(session: Session, change: str | None = None) -> list[str]:
    """The recipients of what waits to be sent about polls, of one kind or of all."""
    mails = session.scalars(
        select(OutgoingMail).where(
            OutgoingMail.state == MailState.WAITING, OutgoingMail.kind == "poll"
        )
    ).all()
    return sorted(mail.recipient for mail in mails if change in (None, mail.payload["change"]))


def settle(poller: Poller, poll: Poll, turn: int = 0, **other: Any) -> tuple[Meeting, int]:
    """Let the date at that turn be the meeting."""
    poll = poller.again(poll)
    version = other.pop("version", poll.version)
    made = becoming.settle(
        poller.session,
        poll.id,
        poll.dates[turn].id,
        version=version,
        actor=poller.actor,
        **other,
    )
    poller.session.commit()
    poller.again(poll)
    return made


@pytest.fixture
def polled(poller: Poller) -> Poll:
    """Two of four have answered: the second date has both sectors, the first two people of one."""
    poll = poller.create(quorum=1)
    poller.say(poll, "Åse Østby", "yyn")
    poller.say(poll, "Bo Li", "ymn", "Etter <lunsj>")
    poller.say(poll, "Cato Ek", "nyn")
    poller.session.commit()
    return poll


def token_and_version(client: FlaskClient, path: str) -> dict[str, str]:
    page = pages.get(client, path)
    return {"csrf_token": page.value("csrf_token"), "version": page.value("version")}
