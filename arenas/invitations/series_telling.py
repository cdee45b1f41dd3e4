"""Telling those invited of dates of a series: one message a person, however many the dates.

What befalls several dates within ``together``, or before the last message went, is one message.
Each date has its own ``Invitation``; what is said of the series as one is in ``SeriesInvitation``.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar, cast

from sqlalchemy import Select, Table, and_, func, insert, or_, select, update
from sqlalchemy.orm import Session, aliased

from arenas.calendars import recurring
from arenas.calendars.recurring import Master
from arenas.invitations import tokens
from arenas.invitations.series_merging import OF_SEATS, TAKEN_OUT, Dates, merged
from arenas.mail import services as outbox
from arenas.mail.services import Draft
from arenas.models import Invitation, Meeting, OutgoingMail, Series, SeriesInvitation
from arenas.models import SeriesOccurrence as Occurrence
from arenas.models.enums import MailState

UNDER_WAY = (MailState.WAITING, MailState.SENDING)
"""One in a sender's hands may yet be put off by the server, and is then dropped for a later one."""
MASTER = (
    Series.uid,
    Series.master_rule,
    Series.master_first_day,
    Series.master_starts,
    Series.master_ends,
    Series.timezone,
    Series.sequence,
    Series.created_at,
    Series.updated_at,
)
P = ParamSpec("P")
R = TypeVar("R")
_HELD = "series_told_together"


@dataclass(frozen=True)
class Telling:
    """What is told of one date, and to whom: rows with ``id`` and ``email``."""

    series_id: int
    meeting_id: int
    sequence: int
    title: str
    people: Sequence[Any]
    change: str


def of(session: Session, meeting_id: int) -> tuple[int, Master] | None:
    """The series that calendars know the meeting as a date of; None where it stands by itself."""
    row: Any = session.execute(
        select(Series.id, Occurrence.day, *MASTER)
        .join(Occurrence, Occurrence.series_id == Series.id)
        .where(Occurrence.meeting_id == meeting_id, Series.uid.is_not(None))
    ).first()
    if row is None:
        return None
    master = Master(*row[2:])
    return (row.id, master) if recurring.is_on_rule(master, row.day) else None


@contextmanager
def together(session: Session) -> Iterator[None]:
    """Dates of series that are told of in here are told of at its end, in one message."""
    if _HELD in session.info:
        yield
        return
    held: list[Telling] = []
    session.info[_HELD] = held
    try:
        yield
    finally:
        del session.info[_HELD]
    _tell(session, held)


def in_one_message(
    work: Callable[Concatenate[Session, P], R],
) -> Callable[Concatenate[Session, P], R]:
    """What ``work`` does to several dates is told in one message a person."""

    @wraps(work)
    def done(session: Session, /, *args: P.args, **kwargs: P.kwargs) -> R:
        with together(session):
            return work(session, *args, **kwargs)

    return done


def tell(
    session: Session, series_id: int, meeting: Meeting, people: Sequence[Any], change: str
) -> int:
    """Queue it, or keep it for the end of ``together``. Returns how many are told."""
    telling = Telling(series_id, meeting.id, meeting.sequence, meeting.title, list(people), change)
    if _HELD in session.info:
        session.info[_HELD].append(telling)
    else:
        _tell(session, [telling])
    return len(people)


def _tell(session: Session, tellings: Iterable[Telling]) -> None:
    by_series: dict[int, list[Telling]] = {}
    for one in tellings:
        by_series.setdefault(one.series_id, []).append(one)
    for series_id, told in by_series.items():
        _Series(session, series_id, told).tell()


class _Series:
    """One series, and what is told of its dates now; a bounded number of statements."""

    def __init__(self, session: Session, series_id: int, told: list[Telling]) -> None:
        self.session, self.series_id, self.told = session, series_id, told
        # Locked: two who tell of the same series at once do so one after the other.
        self.uid, self.sequence = session.execute(
            select(Series.uid, Series.sequence).where(Series.id == series_id).with_for_update()
        ).one()
        self.topic = f"entry:{self.uid}"
        self.meetings = {one.meeting_id: one for one in told}
        self.invitations = {
            (row.meeting_id, row.person_id): row
            for row in session.execute(
                select(
                    Invitation.id,
                    Invitation.meeting_id,
                    Invitation.person_id,
                    Invitation.email,
                    Invitation.withdrawn,
                )
                .join(Occurrence, Occurrence.meeting_id == Invitation.meeting_id)
                .where(Occurrence.series_id == series_id)
            )
        }
        self.known = {
            row.person_id: row
            for row in session.execute(
                select(
                    SeriesInvitation.id,
                    SeriesInvitation.person_id,
                    SeriesInvitation.email,
                    SeriesInvitation.sequence,
                ).where(SeriesInvitation.series_id == series_id)
            )
        }
        self.unheard = {row.recipient: row for row in session.execute(_unheard(self.topic))}

    def tell(self) -> None:
        people: dict[int, str] = {}
        changes: dict[int, Dates] = {}
        for one in self.told:
            for person in one.people:
                people[person.id] = outbox.sent_to(person.email)
                mine = changes.setdefault(person.id, {})
                mine[one.meeting_id] = self._first(one, person.id)
        drafts: list[Draft] = []
        dates: dict[bool, list[dict[str, Any]]] = {True: [], False: []}
        series: dict[bool, list[dict[str, Any]]] = {True: [], False: []}
        for person_id, email in people.items():
            change, number = changes[person_id], self._number(person_id, changes[person_id])
            if self._moved_house(person_id, email):
                change = self._all_of(person_id) | change
            series[person_id in self.known].append(self._series_row(person_id, email, number))
            for meeting_id, what in change.items():
                there = self.invitations.get((meeting_id, person_id))
                dates[there is not None].append(
                    self._date_row(meeting_id, person_id, email, number, what)
                )
            if draft := self._draft(person_id, email, number, change):
                drafts.append(draft)
        _write(self.session, Invitation, dates)
        _write(self.session, SeriesInvitation, series)
        left = [row.email for row in self.known.values() if row.person_id in people]
        outbox.supersede(self.session, self.topic, {*people.values(), *left})
        outbox.queue(self.session, drafts)

    def _first(self, one: Telling, person_id: int) -> str:
        """Who has not got the date in the calendar is not told that it was moved."""
        row = self.invitations.get((one.meeting_id, person_id))
        if one.change == "changed" and (row is None or row.withdrawn):
            return "new"
        return one.change

    def _number(self, person_id: int, change: Dates) -> int:
        """SEQUENCE: over all that the person was told of the series; a seat alone raises none."""
        row = self.known.get(person_id)
        if row is not None and OF_SEATS.issuperset(change.values()):
            return int(row.sequence)
        own = self.sequence + max(self.meetings[meeting].sequence for meeting in change)
        return max(own, row.sequence + 1) if row else own

    def _draft(self, person_id: int, email: str, number: int, change: Dates) -> Draft | None:
        earlier = self.unheard.get(email)
        if earlier is not None:
            before = {int(key): what for key, what in earlier.payload["dates"].items()}
            gone = earlier.attempts > 0 or earlier.state is MailState.SENDING
            change = merged(before, change, gone=gone)
        if not change:
            return None
        first = min(change)
        about = self.meetings.get(first) or self.told[0]
        return Draft(
            kind="series",
            recipient=email,
            subject=about.title,
            payload={
                "series": self.series_id,
                "sequence": number,
                "dates": {str(key): what for key, what in change.items()},
            },
            topic=self.topic,
            person_id=person_id,
            meeting_id=first,
        )

    def _moved_house(self, person_id: int, email: str) -> bool:
        row = self.known.get(person_id)
        return row is not None and row.email != email

    def _all_of(self, person_id: int) -> Dates:
        """For an address that has heard of none: every date that the person is asked to."""
        return {
            meeting: "new"
            for (meeting, person), row in self.invitations.items()
            if person == person_id and not row.withdrawn
        }

    def _date_row(
        self, meeting_id: int, person_id: int, email: str, number: int, what: str
    ) -> dict[str, Any]:
        row = self.invitations.get((meeting_id, person_id))
        values = {"email": email, "withdrawn": what in TAKEN_OUT, "sequence": number}
        if row is not None:
            another = {} if row.email == email else tokens.another()
            return values | another | {"id": row.id}
        return values | {
            "meeting_id": meeting_id,
            "person_id": person_id,
            "reminded": False,
            "answered_with_series": False,
            "deputies": 0,
            **tokens.another(),
        }

    def _series_row(self, person_id: int, email: str, number: int) -> dict[str, Any]:
        row = self.known.get(person_id)
        values: dict[str, Any] = {"email": email, "sequence": number}
        if row is not None:
            moved_house = {} if row.email == email else {"whole": False} | tokens.another()
            return values | moved_house | {"id": row.id}
        return values | {
            "series_id": self.series_id,
            "person_id": person_id,
            "asked_sequence": 0,
            "whole": False,
            "deputies": [],
            **tokens.another(),
        }


def _unheard(topic: str) -> Select[Any]:
    """What a later message takes over, by recipient the last: what waits, what is under way, and
    what was given up since one arrived."""
    other = aliased(OutgoingMail)
    arrived = select(func.max(other.id)).where(
        other.topic == topic,
        other.recipient == OutgoingMail.recipient,
        other.state == MailState.SENT,
    )
    since = OutgoingMail.id > func.coalesce(arrived.correlate(OutgoingMail).scalar_subquery(), 0)
    return (
        select(
            OutgoingMail.recipient, OutgoingMail.payload, OutgoingMail.attempts, OutgoingMail.state
        )
        .where(
            OutgoingMail.topic == topic,
            or_(
                OutgoingMail.state.in_(UNDER_WAY),
                and_(OutgoingMail.state == MailState.FAILED, since),
            ),
        )
        .order_by(OutgoingMail.id)
        .with_for_update()
    )


def _write(session: Session, model: Any, rows: dict[bool, list[dict[str, Any]]]) -> None:
    """``rows``: those to change by their id, and the new ones."""
    if rows[False]:
        session.execute(insert(cast(Table, model.__table__)), rows[False])
    if rows[True]:
        session.execute(update(model), rows[True])
