"""An invitee who has signed in: his or her own answers, one click each; the caller commits."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, contains_eager

from arenas import audit
from arenas.database import now
from arenas.errors import N_, Refusal, UnknownRecord
from arenas.invitations import answering, invited, seats, tokens
from arenas.invitations.invited import Answer
from arenas.invitations.seats import Standing
from arenas.models import (
    Account,
    Invitation,
    Meeting,
    Participation,
    SeriesInvitation,
    SeriesOccurrence,
)
from arenas.models.enums import MeetingState, Response


@dataclass(frozen=True)
class Own:
    """What somebody has answered to a meeting that still takes answers.

    ``path`` leads to the page for a deputy and a comment; None where no mail has gone.
    """

    participation: Participation
    meeting: Meeting
    standings: list[Standing]
    number: int | None
    path: str | None


def standing(session: Session, account: Account, meeting_id: int, secret_key: str) -> Own | None:
    """The account's own answer to the meeting; None where there is nothing to answer."""
    participation = _asked(session, account, meeting_id)
    if participation is None or _closed(participation.meeting):
        return None
    meeting = participation.meeting
    waits = participation.response is Response.WAITING
    return Own(
        participation,
        meeting,
        seats.standings(session, meeting),
        seats.number(session, meeting, participation) if waits else None,
        _path(session, participation, secret_key),
    )


def asked(session: Session, account: Account, meeting_id: int) -> Participation:
    """The account's own line on the meeting's list.

    Raises
    ------
    UnknownRecord
        If the person is not asked to the meeting.
    """
    participation = _asked(session, account, meeting_id)
    if participation is None:
        raise UnknownRecord(N_("Møtet finnes ikke, eller er ikke åpent for deg."))
    return participation


def answer(session: Session, account: Account, participation: Participation, given: Answer) -> None:
    """Keep the account's own answer, also where no invitation has been mailed.

    Raises
    ------
    Refusal
        If the meeting takes no answer any more.
    """
    meeting_id = participation.meeting_id
    row = session.scalar(
        select(Invitation.id).where(
            Invitation.meeting_id == meeting_id, Invitation.person_id == account.person_id
        )
    )
    mine = invited.by_id(session, row) if row is not None else None
    if mine is not None:
        answering.answer(session, mine, given)
        return
    if closed := _closed(participation.meeting):
        raise Refusal(closed)
    if seats.is_limited(participation.meeting):
        seats.lock(session, participation.meeting, participation)
    seats.respond(session, participation.meeting, participation, given.response, given.seat)
    session.flush()
    audit.record(session, account, "meeting.answer", "meeting", meeting_id, changed=1)
    seats.promote(session, participation.meeting)


def _asked(session: Session, account: Account, meeting_id: int) -> Participation | None:
    if account.person_id is None:
        return None
    return session.scalars(
        select(Participation)
        .join(Participation.meeting)
        .join(Meeting.forum)
        .where(
            Participation.meeting_id == meeting_id,
            Participation.person_id == account.person_id,
            Meeting.state != MeetingState.DRAFT,
        )
        .options(contains_eager(Participation.meeting).contains_eager(Meeting.forum))
    ).one_or_none()


def _closed(meeting: Meeting) -> str | None:
    if meeting.state is MeetingState.CANCELLED:
        return N_("Møtet er avlyst.")
    if meeting.ends_at <= now():
        return N_("Møtet er over.")
    return None if meeting.state is MeetingState.PLANNED else N_("Møtet er ikke åpent for svar.")


def _path(session: Session, participation: Participation, secret_key: str) -> str | None:
    """The page that the person's own mail links to: of the date, or of it in its series."""
    found = session.execute(
        select(
            Invitation.salt,
            Invitation.token_digest,
            SeriesInvitation.salt,
            SeriesInvitation.token_digest,
        )
        .outerjoin(SeriesOccurrence, SeriesOccurrence.meeting_id == Invitation.meeting_id)
        .outerjoin(
            SeriesInvitation,
            (SeriesInvitation.series_id == SeriesOccurrence.series_id)
            & (SeriesInvitation.person_id == Invitation.person_id),
        )
        .where(
            Invitation.meeting_id == participation.meeting_id,
            Invitation.person_id == participation.person_id,
            Invitation.withdrawn.is_(False),
        )
    ).one_or_none()
    if found is None:
        return None
    salt, digest, series_salt, series_digest = found
    if digest and tokens.digest(tokens.token(secret_key, salt)) == digest:
        return f"/reply/{tokens.token(secret_key, salt)}"
    if series_digest and tokens.digest(tokens.token(secret_key, series_salt)) == series_digest:
        token = tokens.token(secret_key, series_salt)
        return f"/reply/series/{token}/{participation.meeting_id}"
    return None
