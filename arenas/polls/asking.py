"""Who is asked which dates they can, and what they are sent about it; the caller commits.

Each gets a message of his or her own. Who was never reached by the question is not told what
came of it: the invitation to the meeting is the first he or she hears.
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import insert, or_, select
from sqlalchemy.orm import Session

from arenas.errors import N_, Refusal
from arenas.invitations.gathering import Occasion, Wanted, find, settle
from arenas.invitations.pasted import Bad
from arenas.mail import services as outbox
from arenas.mail.services import Draft
from arenas.meetings.participants import ROLE_OF_MEMBER, active_on
from arenas.models import Forum, ForumMember, OutgoingMail, Person, Poll, PollPerson
from arenas.models.enums import MailState, MemberRole, ParticipationRole

MOST = 300
FRESH = timedelta(days=1)  # who was written to since then needs no reminder yet
ASKED, REMINDER, SETTLED, CALLED_OFF = "asked", "reminder", "settled", "called_off"


class Needed(StrEnum):
    """Which of the forum's members the meeting depends on."""

    CHAIR = "chair"
    MEMBERS = "members"
    NOBODY = "nobody"


NEEDED_ROLES = {
    Needed.CHAIR: {MemberRole.CHAIR},
    Needed.MEMBERS: set(MemberRole) - {MemberRole.SUBSTITUTE, MemberRole.OBSERVER},
    Needed.NOBODY: set[MemberRole](),
}


@dataclass(frozen=True)
class Circle:
    """Whom to ask; ``pasted`` is a list of those the meeting depends on besides."""

    wanted: Wanted
    needed: Needed = Needed.CHAIR
    pasted: str = ""


class BadLists(Refusal):
    """Lines of the pasted lists that cannot be used, by the field they stand in."""

    def __init__(self, bad: dict[str, list[Bad]]) -> None:
        super().__init__(N_("Listen må rettes. Ingen er spurt."))
        self.bad = bad


def ask(session: Session, poll: Poll, circle: Circle) -> int:
    """Ask those of the circle who have not been asked yet. Returns how many.

    Raises
    ------
    BadLists
        If a line of a list cannot be used; then nobody is asked.
    Refusal
        If there would be more than ``MOST`` of them.
    """
    found = _found(session, poll, circle)
    there = set(session.scalars(select(PollPerson.person_id).where(PollPerson.poll_id == poll.id)))
    new = [row for row in found if row["person_id"] not in there]
    if len(there) + len(new) > MOST:
        raise Refusal(
            N_("Høyst %(most)s personer kan spørres om samme møte. Dette blir %(number)s."),
            most=MOST,
            number=len(there) + len(new),
        )
    if new:
        session.execute(insert(PollPerson), new)
        tell(session, poll, ASKED, people=[row["person_id"] for row in new])
    return len(new)


def tell(session: Session, poll: Poll, change: str, *, people: Sequence[int]) -> int:
    """Queue one message to each of these; those without an address are left out."""
    rows = session.execute(
        select(Person.id, Person.email)
        .where(Person.id.in_(people), Person.email.is_not(None), Person.archived_at.is_(None))
        .order_by(Person.id)
    ).all()
    forum = session.get(Forum, poll.forum_id) if rows else None
    about = poll.title or (forum.name if forum is not None else "")
    return outbox.queue(session, [draft(poll.id, about, change, row.id, row.email) for row in rows])


def draft(poll_id: int, title: str, change: str, person_id: int, email: str | None) -> Draft:
    return Draft(
        kind="poll",
        recipient=email or "",
        subject=title,
        payload={"poll": poll_id, "change": change},
        topic=reminder_topic(poll_id) if change == REMINDER else topic(poll_id),
        person_id=person_id,
    )


def close(session: Session, poll: Poll, change: str) -> int:
    """Tell what came of it to those whom the question reached. Returns how many are told."""
    reached = session.scalars(
        select(OutgoingMail.person_id).where(
            OutgoingMail.topic == topic(poll.id),
            OutgoingMail.person_id.is_not(None),
            or_(
                OutgoingMail.state.in_([MailState.SENT, MailState.SENDING]),
                OutgoingMail.attempts > 0,
            ),
        )
    )
    asked = set(session.scalars(select(PollPerson.person_id).where(PollPerson.poll_id == poll.id)))
    people = sorted({person for person in reached if person} & asked)
    forget(session, poll)
    return tell(session, poll, change, people=people)


def forget(session: Session, poll: Poll) -> None:
    """Let what still waits to be sent about it not go."""
    for what in (topic(poll.id), reminder_topic(poll.id)):
        outbox.supersede(session, what)


def waiting(session: Session, poll: Poll) -> bool:
    """Whether something about it waits to be sent."""
    query = select(OutgoingMail.id).where(
        OutgoingMail.topic.in_([topic(poll.id), reminder_topic(poll.id)]),
        OutgoingMail.state.in_([MailState.WAITING, MailState.SENDING]),
    )
    return session.scalar(query.limit(1)) is not None


def remind(session: Session, poll: Poll, at: datetime, *, again: bool = True) -> tuple[int, int]:
    """Remind those who have not answered and were not written to within the last day.

    ``again``: those too who were reminded before. Returns how many are reminded, and how many
    have not answered at all.
    """
    written_to = set(
        session.scalars(
            select(OutgoingMail.person_id).where(
                OutgoingMail.topic.in_([topic(poll.id), reminder_topic(poll.id)]),
                OutgoingMail.state != MailState.SUPERSEDED,
                OutgoingMail.created_at > at - FRESH,
            )
        )
    )
    silent = session.scalars(
        select(PollPerson).where(PollPerson.poll_id == poll.id, PollPerson.answered_at.is_(None))
    ).all()
    due = [row for row in silent if row.person_id not in written_to and (again or not row.reminded)]
    for row in due:
        row.reminded = True
    session.flush()
    told = tell(session, poll, REMINDER, people=[row.person_id for row in due])
    return told, len(silent)


def _found(session: Session, poll: Poll, circle: Circle) -> list[dict[str, Any]]:
    """A row for each, with what the forum's seats make of him or her."""
    first = min(one.starts_at for one in poll.dates)
    day = first.astimezone(ZoneInfo(poll.timezone)).date()
    occasion = Occasion(poll.forum_id, day)
    needed = find(session, occasion, Wanted(pasted=circle.pasted))
    listed = {} if needed.bad else settle(session, needed)
    found = find(session, occasion, circle.wanted)  # those just put on record are found
    if needed.bad or found.bad:
        raise BadLists({"required_list": needed.bad, "pasted": found.bad})
    wanted = settle(session, found)
    seats = _seats(session, poll.forum_id, day)
    roles = {
        person: ROLE_OF_MEMBER[seat] for person, seat in seats.items() if seat in ROLE_OF_MEMBER
    }
    return [
        {
            "poll_id": poll.id,
            "person_id": person,
            "organisation_id": organisation,
            "role": roles.get(person, ParticipationRole.PARTICIPANT),
            "required": person in listed or seats.get(person) in NEEDED_ROLES[circle.needed],
            "salt": secrets.token_hex(16),
            "reminded": False,
        }
        for person, organisation in (wanted | listed).items()
    ]


def _seats(session: Session, forum_id: int, day: date) -> dict[int, MemberRole]:
    """The role of each who has a seat on the day; of several the first."""
    seats: dict[int, MemberRole] = {}
    for person, role in session.execute(
        select(ForumMember.person_id, ForumMember.role)
        .where(ForumMember.forum_id == forum_id, active_on(ForumMember, day))
        .order_by((ForumMember.role == MemberRole.SUBSTITUTE), ForumMember.id)
    ):
        seats.setdefault(person, role)
    return seats


def topic(poll_id: int) -> str:
    """What messages about a poll have in common: the last one counts."""
    return f"poll:{poll_id}"


def reminder_topic(poll_id: int) -> str:
    return f"poll-reminder:{poll_id}"
