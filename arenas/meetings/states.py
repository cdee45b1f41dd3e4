"""The life of a meeting: draft, planned, held or cancelled, and the steps between them."""

from sqlalchemy.orm import Session

from arenas import audit, versions
from arenas.database import now
from arenas.errors import N_, Refusal, UnknownRecord
from arenas.invitations import seats
from arenas.invitations import services as invitations
from arenas.meetings.outcomes import are_locked
from arenas.meetings.services import KIND
from arenas.models import Account, Meeting
from arenas.models.enums import MeetingState
from arenas.revision import NETWORK, raise_revision
from arenas.web.cleaning import one_line

DRAFT, PLANNED = MeetingState.DRAFT, MeetingState.PLANNED
HELD, CANCELLED = MeetingState.HELD, MeetingState.CANCELLED

STEPS = {
    "publish": (DRAFT, PLANNED),
    "hold": (PLANNED, HELD),
    "cancel": (PLANNED, CANCELLED),
    "reopen": (None, PLANNED),
}
"""What each step is called, and the state it leads from and to; None: held or cancelled."""

_REFUSED = {
    "publish": N_("Bare et utkast kan publiseres. Dette møtet er det allerede."),
    "hold": N_("Bare et planlagt møte kan merkes som holdt."),
    "cancel": N_("Bare et planlagt møte kan avlyses."),
    "reopen": N_("Bare et holdt eller avlyst møte kan settes tilbake til planlagt."),
}


def possible(meeting: Meeting) -> list[str]:
    """The steps that can be taken now, in the order in which they are offered."""
    return [step for step in STEPS if refusal(meeting, step) is None]


def take(
    session: Session,
    meeting_id: int,
    step: str,
    *,
    version: int,
    actor: Account,
    reason: str | None = None,
) -> Meeting:
    """Take one step; each raises ``sequence`` by one. A cancellation needs its ``reason``.

    Raises
    ------
    UnknownRecord
        If there is no such meeting.
    ChangedMeanwhile
        If somebody else has changed it since ``version``.
    Refusal
        If its state or the hour does not allow the step, or the reason is missing.
    """
    meeting = session.get(Meeting, meeting_id)
    if meeting is None:
        raise UnknownRecord(N_("Møtet finnes ikke."))
    seats.hold(session, meeting)
    versions.check(meeting, version)
    if refused := refusal(meeting, step):
        raise refused
    if step == "reopen" and are_locked(session, meeting_id):
        raise Refusal(N_("Møtets protokoll er publisert og låst. Åpne protokollen igjen først."))
    before = meeting.state
    meeting.cancel_reason = _reason(reason) if step == "cancel" else None
    meeting.state = STEPS[step][1]
    meeting.sequence += 1
    meeting.updated_at = now()
    versions.flush(session)
    audit.record(
        session, actor, f"meeting.{step}", KIND, meeting.id, before=before, after=meeting.state
    )
    if HELD in {before, meeting.state}:
        raise_revision(session, NETWORK)
    invitations.after_step(session, meeting, before)
    return meeting


def refusal(meeting: Meeting, step: str) -> Refusal | None:
    """Why the step cannot be taken now; None where it can."""
    start = STEPS[step][0]
    fits = meeting.state in {HELD, CANCELLED} if start is None else meeting.state is start
    if not fits:
        return Refusal(_REFUSED[step])
    if step == "hold" and meeting.starts_at > now():
        return Refusal(N_("Møtet har ikke startet ennå, så det kan ikke merkes som holdt."))
    return None


def _reason(text: str | None) -> str:
    reason = one_line(text)
    if reason is None:
        raise Refusal(N_("Skriv hvorfor møtet avlyses."), field="reason")
    if len(reason) > 500:
        raise Refusal(N_("Begrunnelsen kan ha høyst 500 tegn."), field="reason")
    return reason
