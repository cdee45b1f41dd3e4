"""A poll that the examples of routes need: made where missing."""

from datetime import timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from arenas.database import now
from arenas.invitations import tokens
from arenas.models import ForumMember, Poll, PollAnswer, PollDate, PollPerson
from arenas.models.enums import DateChoice, PollState

POLL_TOKEN = "example-of-a-link-to-a-poll-----"


def poll(session: Session) -> int:
    """An open poll of three dates among the members of the first forum, one of whom answered."""
    digest = tokens.digest(POLL_TOKEN)
    found = select(PollPerson.poll_id).where(PollPerson.token_digest == digest)
    seats = session.execute(
        select(ForumMember.forum_id, ForumMember.person_id, ForumMember.organisation_id)
        .where(ForumMember.forum_id == select(func.min(ForumMember.forum_id)).scalar_subquery())
        .order_by(ForumMember.forum_id, ForumMember.person_id)
    ).all()
    if session.scalar(found) is not None or not seats:
        return session.scalar(found) or 1
    first = now() + timedelta(days=20)
    made = Poll(
        forum_id=seats[0].forum_id,
        title="Vårmøte",
        place="Rådhuset",
        timezone="Europe/Oslo",
        answer_by=(now() + timedelta(days=7)).date(),
        quorum=1,
        state=PollState.OPEN,
        dates=[
            PollDate(starts_at=first + days, ends_at=first + days + timedelta(hours=2))
            for days in map(timedelta, (0, 1, 7))
        ],
    )
    session.add(made)
    session.flush()
    people = [
        PollPerson(
            poll_id=made.id,
            person_id=seat.person_id,
            organisation_id=seat.organisation_id,
            required=turn < 2,
            token_digest=digest if turn == 0 else None,
            answered_at=now() if turn == 0 else None,
        )
        for turn, seat in enumerate({seat.person_id: seat for seat in seats}.values())
    ]
    session.add_all(people)
    session.flush()
    answers = zip(made.dates, DateChoice, strict=True)
    session.add_all(
        [PollAnswer(asked_id=people[0].id, date_id=day.id, choice=said) for day, said in answers]
    )
    session.commit()
    return made.id


def poll_token(session: Session) -> str:
    """The link of the one who answered."""
    poll(session)
    return POLL_TOKEN


def asked(session: Session) -> int:
    """The one who answered."""
    poll(session)
    digest = tokens.digest(POLL_TOKEN)
    found = select(PollPerson.id).where(PollPerson.token_digest == digest)
    return session.scalar(found) or 1
