"""Records that the examples of routes need and the sample region has not: made where missing."""

import zlib
from datetime import time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from arenas.database import now
from arenas.mail import folder, transport
from arenas.mail.builders import letter
from arenas.mail.message import Envelope, write
from arenas.meetings import outcomes, series_queries
from arenas.meetings.details import Details
from arenas.meetings.outcomes import Put
from arenas.meetings.recurrence import Pattern, Repeats
from arenas.meetings.series import Plan, start
from arenas.meetings.services import delete_draft
from arenas.meetings.when import When
from arenas.minutes import services
from arenas.models import (
    Account,
    CalendarUpload,
    Forum,
    Invitation,
    Meeting,
    Minutes,
    Outcome,
    OutgoingMail,
    Participation,
    Series,
    SeriesInvitation,
    SeriesOccurrence,
)
from arenas.models.enums import (
    MeetingMode,
    MeetingState,
    OnHoliday,
    OutcomeKind,
    Role,
    Visibility,
)
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


def outcome(session: Session) -> int:
    """A decision of the held meeting, made for it."""
    meeting_id = held_meeting(session)
    found = session.scalar(select(func.min(Outcome.id)).where(Outcome.meeting_id == meeting_id))
    if found:
        return found
    actor = session.scalars(select(Account).where(Account.role == Role.ADMIN)).first()
    if actor is None or meeting_id is None:
        return 1
    made = outcomes.add(session, meeting_id, Put(OutcomeKind.DECISION, "Vedtas."), actor=actor)
    session.commit()
    return made.id


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


def series(session: Session) -> Any:
    """A series of drafts, its second date deleted, made for it."""
    empty = select(func.min(SeriesOccurrence.series_id)).where(
        SeriesOccurrence.meeting_id.is_(None)
    )
    if found := session.scalar(empty):
        return found
    forum = session.scalar(select(func.min(Forum.id)))
    actor = session.scalars(select(Account).where(Account.role == Role.ADMIN)).first()
    if forum is None or actor is None:
        return 1
    zone = ZoneInfo("Europe/Oslo")
    first = now().astimezone(zone).date() + timedelta(days=30)
    pattern = Pattern(Repeats.WEEK, first, count=3, skips_july=False, on_holiday=OnHoliday.KEEP)
    when = When.timed((first, time(6)), (first, time(7)), zone)
    details = Details(forum, when, MeetingMode.PHYSICAL, place="Rådhuset")
    plan = Plan(pattern, details, time(6), time(7), with_members=False)
    made = start(session, plan, zone, actor=actor)
    second = series_queries.meetings(session, made.id)[1]
    delete_draft(session, second.id, actor=actor)
    session.commit()
    return made.id


def series_day(session: Session) -> str:
    """The date of that series that has no meeting."""
    row = session.get(Series, series(session))
    return row.first_day.fromordinal(row.first_day.toordinal() + 7).isoformat() if row else "x"


def series_meeting(session: Session) -> Any:
    number = series(session)
    return session.scalar(
        select(func.min(SeriesOccurrence.meeting_id)).where(SeriesOccurrence.series_id == number)
    )
