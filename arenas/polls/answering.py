"""What somebody who was asked says of the dates; the caller commits."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session, contains_eager, selectinload

from arenas import audit
from arenas.database import now
from arenas.errors import N_, Refusal, UnknownRecord
from arenas.invitations import tokens
from arenas.invitations.answering import LONGEST_COMMENT
from arenas.models import Account, Meeting, Poll, PollAnswer, PollDate, PollPerson
from arenas.models.enums import AnswerWay, DateChoice, PollState
from arenas.polls.services import KIND, takes_answers
from arenas.web.cleaning import many_lines


@dataclass(frozen=True)
class Asked:
    """One who was asked, the poll, and what was answered so far by date."""

    row: PollPerson
    poll: Poll
    choices: Mapping[int, DateChoice]

    @property
    def dates(self) -> Sequence[PollDate]:
        return self.poll.dates

    @property
    def is_open(self) -> bool:
        """Whether the link still takes an answer."""
        return takes_answers(self.poll, now())


def by_token(session: Session, token: str, *, lock: bool = False) -> Asked:
    """Whose link it is; ``lock``: nobody else answers by it meanwhile.

    Raises
    ------
    UnknownRecord
        If it is nobody's.
    """
    if len(token) != tokens.LENGTH or not token.isascii():
        raise UnknownRecord(N_("Denne lenken er ikke i bruk."))
    found = _asked(session, PollPerson.token_digest == tokens.digest(token), lock)
    if found is None:
        raise UnknownRecord(N_("Denne lenken er ikke i bruk."))
    return found


def of_poll(session: Session, poll_id: int, asked_id: int, *, lock: bool = False) -> Asked:
    """One of those asked in this poll; raises ``UnknownRecord`` where it is of another."""
    found = _asked(session, (PollPerson.id == asked_id) & (PollPerson.poll_id == poll_id), lock)
    if found is None:
        raise UnknownRecord(N_("Personen er ikke spurt i denne forespørselen."))
    return found


def answer(
    session: Session,
    asked: Asked,
    choices: Mapping[int, DateChoice],
    comment: str | None,
    way: AnswerWay,
    *,
    actor: Account | None = None,
) -> None:
    """Keep what was answered for every date; a later answer takes its place.

    A coordinator who was told (``way``) keeps it as long as the poll is open, whatever the
    last day to answer.

    Raises
    ------
    Refusal
        If no answer is taken any more, one of the dates has none, or the comment is too long.
    """
    poll = asked.poll
    if poll.state is not PollState.OPEN or (way is AnswerWay.LINK and not asked.is_open):
        raise Refusal(N_("Det er ikke lenger mulig å svare."))
    if set(choices) != {date.id for date in poll.dates}:
        raise Refusal(N_("Svar for hver av datoene."))
    comment = many_lines(comment)
    if comment is not None and len(comment) > LONGEST_COMMENT:
        raise Refusal(N_("Kommentaren kan ha høyst 1000 tegn."), field="comment")
    row = asked.row
    session.execute(delete(PollAnswer).where(PollAnswer.asked_id == row.id))
    session.execute(
        insert(PollAnswer),
        [
            {"asked_id": row.id, "date_id": date_id, "choice": choice}
            for date_id, choice in choices.items()
        ],
    )
    row.comment, row.answered_at, row.answered_by = comment, now(), way
    session.flush()
    audit.record(session, actor, "poll.answer", KIND, poll.id, way=way)


def meeting_of(session: Session, poll: Poll) -> Meeting | None:
    """The meeting it became, as long as that is on record."""
    return session.get(Meeting, poll.meeting_id) if poll.meeting_id is not None else None


def change(
    session: Session, poll_id: int, asked_id: int, *, required: bool, actor: Account
) -> None:
    """Say whether the meeting needs this person."""
    asked = of_poll(session, poll_id, asked_id, lock=True)
    _check_open(asked.poll)
    if asked.row.required != required:
        asked.row.required = required
        session.flush()
        audit.record(session, actor, "poll.person", KIND, poll_id, required=required)


def remove(session: Session, poll_id: int, asked_id: int, *, actor: Account) -> None:
    """Ask this person no more: the link is no longer in use, the answers are gone."""
    asked = of_poll(session, poll_id, asked_id, lock=True)
    _check_open(asked.poll)
    session.delete(asked.row)
    session.flush()
    audit.record(session, actor, "poll.person", KIND, poll_id, removed=1)


def _check_open(poll: Poll) -> None:
    if poll.state is not PollState.OPEN:
        raise Refusal(N_("Forespørselen er lukket, så den kan ikke endres."))


def _asked(session: Session, condition: object, lock: bool) -> Asked | None:
    query = (
        select(PollPerson)
        .join(PollPerson.poll)
        .join(Poll.forum)
        .join(PollPerson.person)
        .where(condition)  # type: ignore[arg-type]
        .options(
            contains_eager(PollPerson.poll).contains_eager(Poll.forum),
            contains_eager(PollPerson.poll).selectinload(Poll.dates),
            contains_eager(PollPerson.person),
            selectinload(PollPerson.organisation),
        )
    )
    if lock:
        query = query.with_for_update(of=PollPerson)
    row = session.scalars(query).one_or_none()
    if row is None:
        return None
    answers = session.execute(
        select(PollAnswer.date_id, PollAnswer.choice).where(PollAnswer.asked_id == row.id)
    ).all()
    return Asked(row, row.poll, dict(answers))
