"""Whose invitation it is: found by the link, by its number, or all of a series."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import Session, contains_eager, joinedload

from arenas.database import now
from arenas.errors import N_, UnknownRecord
from arenas.invitations import tokens
from arenas.models import (
    Invitation,
    Meeting,
    Participation,
    Person,
    Series,
    SeriesInvitation,
    SeriesOccurrence,
)
from arenas.models.enums import AnswerWay, MeetingState, Response, Seat


@dataclass(frozen=True)
class Deputy:
    """Who comes instead, as the invitee names him or her."""

    name: str
    email: str


@dataclass(frozen=True)
class Answer:
    """``at`` is when it was given; ``deputy`` goes with DELEGATED alone; ``with_series``: it
    was given to the whole series at once; ``seat``: where, for a yes to a hybrid meeting."""

    response: Response
    way: AnswerWay
    comment: str | None = None
    deputy: Deputy | None = None
    at: datetime | None = None
    with_series: bool = False
    seat: Seat | None = None


@dataclass(frozen=True)
class Invited:
    """The invitation, its meeting and the person's line on the list; None: taken off it."""

    invitation: Invitation
    meeting: Meeting
    person: Person
    participation: Participation | None

    @property
    def closed(self) -> str | None:
        """Why no answer is taken any more; None where one is."""
        if self.meeting.state is MeetingState.CANCELLED:
            return N_("Møtet er avlyst.")
        if self.participation is None or self.invitation.withdrawn:
            return N_("Du er ikke lenger invitert til dette møtet.")
        if self.meeting.ends_at <= now():
            return N_("Møtet er over.")
        if self.meeting.state is not MeetingState.PLANNED:
            return N_("Møtet er ikke åpent for svar.")
        return None


def by_token(session: Session, token: str) -> Invited:
    """Whose link it is.

    Raises
    ------
    UnknownRecord
        If it is nobody's.
    """
    if len(token) != tokens.LENGTH or not token.isascii():
        raise UnknownRecord(N_("Denne lenken er ikke i bruk."))
    found = _invited(session, Invitation.token_digest == tokens.digest(token))
    if found is None:
        raise UnknownRecord(N_("Denne lenken er ikke i bruk."))
    return found


def series_by_token(session: Session, token: str) -> SeriesInvitation:
    """Whose link to all the dates of a series it is; with the person and the series' forum.

    Raises
    ------
    UnknownRecord
        If it is nobody's.
    """
    row = None
    if len(token) == tokens.LENGTH and token.isascii():
        row = session.scalars(
            select(SeriesInvitation)
            .join(SeriesInvitation.series)
            .where(SeriesInvitation.token_digest == tokens.digest(token))
            .options(
                joinedload(SeriesInvitation.person),
                contains_eager(SeriesInvitation.series).joinedload(Series.forum),
            )
        ).one_or_none()
    if row is None:
        raise UnknownRecord(N_("Denne lenken er ikke i bruk."))
    return row


def by_id(session: Session, invitation_id: int) -> Invited | None:
    return _invited(session, Invitation.id == invitation_id)


def of_series(session: Session, series_id: int, person_id: int) -> tuple[Invited, ...]:
    """The dates of the series that the person was asked to, in order; withdrawn ones too."""
    query = (
        _query()
        .join(SeriesOccurrence, SeriesOccurrence.meeting_id == Meeting.id)
        .where(SeriesOccurrence.series_id == series_id, Invitation.person_id == person_id)
        .order_by(SeriesOccurrence.day)
    )
    return tuple(Invited(*row) for row in session.execute(query))


def _invited(session: Session, condition: ColumnElement[bool]) -> Invited | None:
    row = session.execute(_query().where(condition)).one_or_none()
    return Invited(*row) if row is not None else None


def _query() -> Select[*tuple[Any, ...]]:
    return (
        select(Invitation, Meeting, Person, Participation)
        .join(Invitation.meeting)
        .join(Meeting.forum)
        .join(Person, Person.id == Invitation.person_id)
        .outerjoin(
            Participation,
            (Participation.meeting_id == Meeting.id) & (Participation.person_id == Person.id),
        )
        .options(contains_eager(Invitation.meeting).contains_eager(Meeting.forum))
    )
