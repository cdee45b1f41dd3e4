"""A poll from its first question to what came of it; each is one use case, the caller commits."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session, contains_eager, selectinload

from arenas import audit, versions
from arenas.database import now
from arenas.errors import N_, Refusal, UnknownRecord
from arenas.meetings.details import place_of
from arenas.models import Account, Forum, Poll, PollDate, PollPerson
from arenas.models.enums import MeetingMode, PollState
from arenas.polls import asking
from arenas.polls.asking import Circle
from arenas.web.cleaning import many_lines, one_line

KIND = "poll"
FEWEST, MOST = 2, 20
LONGEST = 24 * 60
AHEAD = timedelta(days=731)
MOST_QUORUM = 50


@dataclass(frozen=True)
class PollDetails:
    """What can be changed while it is open. An empty ``title`` asks for the forum's own."""

    title: str | None
    description: str | None
    mode: MeetingMode
    place: str | None
    online_url: str | None
    answer_by: date
    quorum: int = 1


@dataclass(frozen=True)
class Dates:
    """When the meeting could begin, and how many minutes it lasts."""

    starts: Sequence[datetime]
    minutes: int


def for_change(session: Session, poll_id: int) -> Poll:
    """The poll with its forum and its dates.

    Raises
    ------
    UnknownRecord
        If there is no such poll.
    """
    poll = session.scalars(
        select(Poll)
        .join(Poll.forum)
        .where(Poll.id == poll_id)
        .options(contains_eager(Poll.forum), selectinload(Poll.dates))
    ).one_or_none()
    if poll is None:
        raise UnknownRecord(N_("Datoforespørselen finnes ikke."))
    return poll


def create(
    session: Session,
    forum_id: int,
    details: PollDetails,
    dates: Dates,
    circle: Circle,
    *,
    zone: ZoneInfo,
    actor: Account,
) -> Poll:
    """Put a poll on record and ask those of the circle, each by a message of his or her own.

    Raises
    ------
    UnknownRecord
        If the forum is not on record, or archived.
    Refusal
        If the dates are too few, too many, alike, past or too far away, nobody is to be asked,
        or a text is not allowed.
    BadLists
        If a line of a pasted list cannot be used.
    """
    forum = session.get(Forum, forum_id)
    if forum is None or forum.is_archived:
        raise UnknownRecord(N_("Arenaen finnes ikke, eller er arkivert."), field="forum")
    poll = Poll(forum=forum, timezone=zone.key, state=PollState.OPEN)
    poll.dates = _dates(dates, now())
    with session.no_autoflush:
        _fill(poll, details)
    session.add(poll)
    session.flush()
    asked = asking.ask(session, poll, circle)
    if not asked:
        raise Refusal(N_("Velg hvem som skal spørres."), field="members")
    audit.record(session, actor, "poll.create", KIND, poll.id, asked=asked, dates=len(poll.dates))
    return poll


def change(
    session: Session, poll_id: int, details: PollDetails, *, version: int, actor: Account
) -> Poll:
    """Save the edited poll; the dates stay as they are, since people have answered them.

    Raises
    ------
    ChangedMeanwhile
        If somebody else has saved it since.
    Refusal
        If it is closed, or as ``create``.
    """
    poll = open_poll(session, poll_id)
    versions.check(poll, version)
    later = details.answer_by > poll.answer_by
    with session.no_autoflush:
        _fill(poll, details)
    if later:
        for row in session.scalars(select(PollPerson).where(PollPerson.poll_id == poll.id)):
            row.reminded = False
    versions.flush(session)
    audit.record(session, actor, "poll.change", KIND, poll.id)
    return poll


def ask_more(session: Session, poll_id: int, circle: Circle, *, actor: Account) -> int:
    """Ask more people; those asked already are left alone. Returns how many are new."""
    poll = open_poll(session, poll_id)
    _check_open_for_answers(poll)
    asked = asking.ask(session, poll, circle)
    if asked:
        audit.record(session, actor, "poll.asked", KIND, poll.id, asked=asked)
    return asked


def remind(session: Session, poll_id: int, *, actor: Account) -> tuple[int, int]:
    """Remind the silent ones; returns how many are reminded, and how many are silent.

    Raises
    ------
    Refusal
        If it is closed, or the last day to answer is past.
    """
    poll = open_poll(session, poll_id)
    _check_open_for_answers(poll)
    told, silent = asking.remind(session, poll, now())
    if told:
        audit.record(session, actor, "poll.remind", KIND, poll.id, told=told)
    return told, silent


def call_off(
    session: Session, poll_id: int, reason: str | None, *, version: int, actor: Account
) -> int:
    """Close it without a meeting: those asked can use the dates for something else.

    Returns how many are told.
    """
    poll = open_poll(session, poll_id)
    versions.check(poll, version)
    reason = one_line(reason)
    if reason is not None and len(reason) > 500:
        raise Refusal(N_("Begrunnelsen kan ha høyst 500 tegn."), field="reason")
    poll.state, poll.close_reason = PollState.CALLED_OFF, reason
    versions.flush(session)
    told = asking.close(session, poll, asking.CALLED_OFF)
    audit.record(session, actor, "poll.call_off", KIND, poll.id, told=told)
    return told


def delete(session: Session, poll_id: int, *, actor: Account) -> None:
    """Take a closed poll and its answers off the record; the meeting it became stays.

    Raises
    ------
    Refusal
        If it is open, or word of its end waits to be sent: those asked must hear of it first.
    """
    poll = for_change(session, poll_id)
    if poll.state is PollState.OPEN:
        raise Refusal(N_("Trekk forespørselen tilbake først, så de som er spurt får vite det."))
    if asking.waiting(session, poll):
        raise Refusal(
            N_("Beskjeden til dem som er spurt er ikke sendt ennå. Slett når den er sendt.")
        )
    audit.record(session, actor, "poll.delete", KIND, poll.id)
    session.delete(poll)
    session.flush()


def open_poll(session: Session, poll_id: int) -> Poll:
    """The poll, if it is not closed yet.

    Raises
    ------
    UnknownRecord, Refusal
        If there is none, or it is closed.
    """
    poll = for_change(session, poll_id)
    if poll.state is PollState.SETTLED:
        raise Refusal(N_("Datoen er allerede bestemt."))
    if poll.state is PollState.CALLED_OFF:
        raise Refusal(N_("Forespørselen er allerede trukket tilbake."))
    return poll


def takes_answers(poll: Poll, at: datetime) -> bool:
    """Whether those asked can still answer by their link."""
    return poll.state is PollState.OPEN and _day(at, poll.timezone) <= poll.answer_by


def _check_open_for_answers(poll: Poll) -> None:
    if not takes_answers(poll, now()):
        raise Refusal(N_("Svarfristen er ute. Forleng den først."))


def _dates(given: Dates, at: datetime) -> list[PollDate]:
    starts = sorted(given.starts)
    if not FEWEST <= len(starts) <= MOST:
        raise Refusal(
            N_("Foreslå fra %(fewest)s til %(most)s datoer. Nå er det %(number)s."),
            field="dates",
            fewest=FEWEST,
            most=MOST,
            number=len(starts),
        )
    if len(set(starts)) < len(starts):
        raise Refusal(N_("To av datoene er like."), field="dates")
    if starts[0] <= at:
        raise Refusal(N_("En av datoene er passert."), field="dates")
    if starts[-1] > at + AHEAD:
        raise Refusal(N_("En av datoene er mer enn to år frem."), field="dates")
    if not 0 < given.minutes <= LONGEST:
        raise Refusal(N_("Minutter må være fra 1 til 1440."), field="minutes")
    length = timedelta(minutes=given.minutes)
    return [PollDate(starts_at=start, ends_at=start + length, chosen=False) for start in starts]


def _fill(poll: Poll, details: PollDetails) -> None:
    title, description = one_line(details.title), many_lines(details.description)
    if title is not None and len(title) > 200:
        raise Refusal(N_("Tittelen kan ha høyst 200 tegn."), field="title")
    if not 1 <= details.quorum <= MOST_QUORUM:
        raise Refusal(N_("Skriv et tall fra 1 til %(most)s."), field="quorum", most=MOST_QUORUM)
    poll.place, poll.online_url = place_of(details.mode, details.place, details.online_url)
    poll.title, poll.description, poll.mode = title, description, details.mode
    poll.quorum = details.quorum
    if details.answer_by != poll.answer_by:
        _check_answer_by(poll, details.answer_by)
    poll.answer_by = details.answer_by


def _check_answer_by(poll: Poll, answer_by: date) -> None:
    if answer_by < _day(now(), poll.timezone):
        raise Refusal(N_("Svarfristen er passert."), field="answer_by")
    to_come = [one.starts_at for one in poll.dates if one.starts_at > now()]
    if not to_come:
        raise Refusal(N_("Alle datoene er passert."), field="answer_by")
    if answer_by >= _day(min(to_come), poll.timezone):
        raise Refusal(N_("Svarfristen må være før den første datoen."), field="answer_by")


def _day(moment: datetime, zone: str) -> date:
    return moment.astimezone(ZoneInfo(zone)).date()
