"""Writing minutes, publishing and locking them, opening them again; the caller commits."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from arenas import audit, versions
from arenas.database import now
from arenas.errors import N_, Refusal, UnknownRecord
from arenas.meetings import outcomes
from arenas.meetings.attendance import check_can_mark
from arenas.meetings.outcomes import Put
from arenas.meetings.participants import open_meeting
from arenas.meetings.services import KIND
from arenas.minutes import document, mailing
from arenas.models import Account, Meeting, Minutes, MinutesRevision
from arenas.models.enums import MeetingState, RevisionKind
from arenas.web.cleaning import many_lines, one_line

LONGEST = 20_000


@dataclass(frozen=True)
class Written:
    """What the form gives: a text of the whole, one for each agenda item, and new outcomes."""

    general: str | None
    items: Mapping[int, str | None] = field(default_factory=dict)
    outcomes: tuple[Put, ...] = ()


def of_meeting(session: Session, meeting_id: int) -> Minutes | None:
    return session.scalar(select(Minutes).where(Minutes.meeting_id == meeting_id))


def save(
    session: Session, meeting_id: int, written: Written, *, version: int, actor: Account
) -> Minutes:
    """Keep the texts as a new revision, and the outcomes put down beside them.

    ``version`` is what the writer saw; 0 where there were no minutes. The same texts again make
    no revision.

    Raises
    ------
    ChangedMeanwhile
        If somebody else has saved since.
    Refusal, UnknownRecord
        If the minutes are locked, the meeting has not come so far, or an item is not its own.
    """
    meeting = _writable(session, meeting_id)
    minutes = of_meeting(session, meeting_id)
    if minutes is None:
        if version:
            raise versions.ChangedMeanwhile
        minutes = Minutes(meeting_id=meeting_id, texts={}, edition=0)
        session.add(minutes)
        try:
            session.flush()
        except IntegrityError as error:  # another began them in the same moment
            raise versions.ChangedMeanwhile from error
    elif version != minutes.version:
        raise versions.ChangedMeanwhile
    if minutes.is_locked:
        raise Refusal(N_("Protokollen er publisert og låst. Åpne den igjen først."))
    texts = _texts(meeting, minutes, written)
    if texts != minutes.texts:
        minutes.texts = texts
        minutes.updated_at = now()
        versions.flush(session)
        _revise(session, minutes, RevisionKind.SAVED, texts, actor)
        audit.record(session, actor, "meeting.minutes", KIND, meeting_id)
    for put in written.outcomes:
        outcomes.add(session, meeting_id, put, actor=actor)
    return minutes


def publish(
    session: Session, meeting_id: int, *, version: int, mail: bool, actor: Account
) -> tuple[Minutes, int]:
    """Lock the minutes as they are read now, with people and outcomes; mail them if asked to.

    Returns the minutes and how many will be mailed.

    Raises
    ------
    ChangedMeanwhile
        If somebody else has saved or published them since ``version``.
    Refusal
        If there is nothing to publish, they are locked already, or the meeting is not held.
    """
    meeting = _writable(session, meeting_id)
    minutes = of_meeting(session, meeting_id)
    if minutes is None:
        raise Refusal(N_("Det er ikke skrevet noen protokoll ennå."))
    versions.check(minutes, version)
    if minutes.is_locked:
        raise Refusal(N_("Protokollen er publisert allerede."))
    if meeting.state is not MeetingState.HELD:
        raise Refusal(N_("Merk møtet som holdt før protokollen publiseres."))
    minutes.edition += 1
    minutes.published_at = now()
    versions.flush(session)
    body = document.body(session, meeting, minutes)
    _revise(session, minutes, RevisionKind.PUBLISHED, body, actor)
    audit.record(
        session, actor, "meeting.minutes_published", KIND, meeting_id, edition=minutes.edition
    )
    return minutes, mailing.queue(session, meeting, minutes) if mail else 0


def reopen(
    session: Session, meeting_id: int, *, version: int, reason: str | None, actor: Account
) -> Minutes:
    """Open published minutes for writing; who did it, when and why stands in their history.

    Raises
    ------
    ChangedMeanwhile
        If somebody else was first.
    Refusal
        If they are open, or no reason is given.
    """
    minutes = of_meeting(session, meeting_id)
    if minutes is None:
        raise UnknownRecord(N_("Møtet har ingen protokoll."))
    versions.check(minutes, version)
    if not minutes.is_locked:
        raise Refusal(N_("Protokollen er åpen allerede."))
    why = one_line(reason)
    if why is None:
        raise Refusal(N_("Skriv hvorfor protokollen åpnes."), field="reason")
    if len(why) > 500:
        raise Refusal(N_("Bruk høyst %(number)s tegn."), field="reason", number=500)
    minutes.published_at = None
    versions.flush(session)
    _revise(session, minutes, RevisionKind.REOPENED, minutes.texts, actor, why)
    audit.record(session, actor, "meeting.minutes_reopened", KIND, meeting_id)
    return minutes


def _writable(session: Session, meeting_id: int) -> Meeting:
    meeting = document.meeting_of(session, open_meeting(session, meeting_id).id)
    check_can_mark(meeting)
    return meeting


def _texts(meeting: Meeting, minutes: Minutes, written: Written) -> dict[str, Any]:
    """The texts as they are kept. What stood under an item that is gone stays under its title."""
    items = {str(item.id): item for item in meeting.agenda}
    if not {str(key) for key in written.items} <= items.keys():
        raise UnknownRecord(N_("Saken finnes ikke i dette møtet."))
    before = minutes.texts.get("items", {})
    kept = {key: value for key, value in before.items() if key not in items}
    for key, item in items.items():
        text = _text(written.items.get(item.id), f"text_{item.id}")
        if text:
            kept[key] = {"title": item.title, "text": text}
    return {"general": _text(written.general, "text_0") or "", "items": kept}


def _text(text: str | None, field_name: str) -> str | None:
    cleaned = many_lines(text)
    if cleaned and len(cleaned) > LONGEST:
        raise Refusal(N_("Bruk høyst %(number)s tegn."), field=field_name, number=LONGEST)
    return cleaned


def _revise(
    session: Session,
    minutes: Minutes,
    kind: RevisionKind,
    body: dict[str, Any],
    actor: Account,
    reason: str | None = None,
) -> None:
    last = session.scalar(
        select(func.max(MinutesRevision.number)).where(MinutesRevision.minutes_id == minutes.id)
    )
    session.add(
        MinutesRevision(
            minutes_id=minutes.id,
            number=(last or 0) + 1,
            kind=kind,
            account_id=actor.id,
            reason=reason,
            body=body,
        )
    )
    session.flush()
