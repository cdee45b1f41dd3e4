"""Reminding of a meeting some days before: once, and nobody who has said no."""

from datetime import datetime, timedelta

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from arenas.config import Settings
from arenas.invitations.services import REQUEST, reminder_topic
from arenas.mail import services as outbox
from arenas.mail.services import Draft
from arenas.models import Invitation, Meeting, OutgoingMail, Participation, Person
from arenas.models.enums import MailState, MeetingState, Response

REMINDED = (Response.NEEDS_ACTION, Response.ACCEPTED, Response.TENTATIVE)
FRESH = timedelta(days=1)  # who was written to since then needs no reminder yet


def of_meetings(session: Session, at: datetime, settings: Settings) -> int:
    """Queue what is due at ``at``, as the installation is set. Returns how many."""
    return queue_due(session, at, settings.reminder_days)


def queue_due(session: Session, at: datetime, days: int) -> int:
    """Queue what is due at ``at``, for meetings that begin within ``days``; 0: none.

    Returns how many. The caller commits.
    """
    if days == 0:
        return 0
    rows = session.execute(
        select(Invitation, Meeting.uid, Meeting.title, Person.email)
        .join(Invitation.meeting)
        .join(Person, Person.id == Invitation.person_id)
        .join(
            Participation,
            (Participation.meeting_id == Meeting.id) & (Participation.person_id == Person.id),
        )
        .where(
            Meeting.state == MeetingState.PLANNED,
            Meeting.starts_at > at,
            Meeting.starts_at <= at + timedelta(days=days),
            Invitation.reminded.is_(False),
            Invitation.withdrawn.is_(False),
            Participation.response.in_(REMINDED),
            Person.email.is_not(None),
            Person.archived_at.is_(None),
            ~exists().where(
                OutgoingMail.meeting_id == Meeting.id,
                OutgoingMail.person_id == Person.id,
                OutgoingMail.state != MailState.SUPERSEDED,
                OutgoingMail.created_at > at - FRESH,
            ),
        )
        .order_by(Invitation.id)
    ).all()
    drafts = []
    for row, uid, title, email in rows:
        row.reminded = True
        drafts.append(
            Draft(
                kind="invitation",
                recipient=email or row.email,
                subject=title,
                payload={
                    "method": REQUEST,
                    "change": "reminder",
                    "sequence": row.sequence,
                },
                topic=reminder_topic(uid),
                person_id=row.person_id,
                meeting_id=row.meeting_id,
            )
        )
    session.flush()
    return outbox.queue(session, drafts)
