"""Records that the examples of routes need and the sample region has not: made where missing."""

import zlib
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from arenas.database import now
from arenas.mail import folder, transport
from arenas.mail.builders import letter
from arenas.mail.message import Envelope, write
from arenas.minutes import services
from arenas.models import (
    Account,
    CalendarUpload,
    Forum,
    Invitation,
    Meeting,
    Minutes,
    OutgoingMail,
    Participation,
    SeriesInvitation,
    SeriesOccurrence,
)
from arenas.models.enums import MeetingState, Role, Visibility
from tests.settings import make_settings


def held_meeting(session: Session) -> Any:
    """A held meeting of a public forum."""
    return session.scalar(
        select(Meeting.id)
        .join(Forum, Forum.id == Meeting.forum_id)
        .where(Meeting.state == MeetingState.HELD, Forum.visibility == Visibility.PUBLIC)
        .order_by(Meeting.starts_at.desc())
        .limit(1)
    )


def upload(session: Session) -> int:
    """A calendar file that the admin has brought, made for it."""
    if found := session.scalar(select(func.min(CalendarUpload.id))):
        return found
    owner = session.scalar(select(func.min(Account.id)).where(Account.role == Role.ADMIN))
    if owner is None:
        return 1
    event = b"BEGIN:VEVENT\nUID:a\nDTSTART:20270301T110000Z\nEND:VEVENT\n"
    content = b"BEGIN:VCALENDAR\n" + event + b"END:VCALENDAR\n"
    upload = CalendarUpload(
        account_id=owner,
        forum_id=session.scalar(select(func.min(Forum.id))),
        name="kalender.ics",
        content=zlib.compress(content),
    )
    session.add(upload)
    session.commit()
    return upload.id


def minutes(session: Session) -> Any:
    """The example meeting, its minutes published, made for it."""
    meeting_id = held_meeting(session)
    there = select(Minutes.id).where(Minutes.meeting_id == meeting_id)
    writer = session.scalars(select(Account).where(Account.role == Role.ADMIN)).first()
    if session.scalar(there) is None and writer is not None:
        texts = services.Written("Møtet ble åpnet.")
        made = services.save(session, meeting_id, texts, version=0, actor=writer)
        services.publish(session, meeting_id, version=made.version, mail=False, actor=writer)
        session.commit()
    return meeting_id


def letter_file(session: Session) -> str:
    """A message in the folder of those who have no mail server, made for it."""
    lines, _number = folder.newest(transport.FOLDER)
    if not lines:
        mail = OutgoingMail(subject="Invitasjon", payload={"text": "Du er invitert."})
        made = letter(session, mail, make_settings())
        message = write(made, Envelope("a@example.org", "b@example.org", "0" * 32, now()))
        way = transport.Folder(transport.FOLDER)
        way.open()
        way.send("a@example.org", "b@example.org", message)
        lines, _number = folder.newest(transport.FOLDER)
    return lines[0].name


def series_invitation(session: Session, digest: str) -> None:
    """Somebody who is asked to the last date of a series, with a link of that digest."""
    there = select(SeriesInvitation.id).where(SeriesInvitation.token_digest == digest)
    if session.scalar(there) is not None:
        return
    found = session.execute(
        select(SeriesOccurrence.series_id, Participation.meeting_id, Participation.person_id)
        .join(Participation, Participation.meeting_id == SeriesOccurrence.meeting_id)
        .order_by(SeriesOccurrence.day.desc(), Participation.id)
        .limit(1)
    ).first()
    if found is None:
        return
    series_id, meeting_id, person_id = found
    email = "invited@example.org"
    session.add(Invitation(meeting_id=meeting_id, person_id=person_id, email=email))
    session.add(
        SeriesInvitation(series_id=series_id, person_id=person_id, email=email, token_digest=digest)
    )
    session.commit()
