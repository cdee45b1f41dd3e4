"""What those asked are sent: the question, a reminder, and what came of it."""

from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session, contains_eager, selectinload

from arenas.calendars.writing import words_in
from arenas.config import Settings
from arenas.invitations import tokens
from arenas.invitations.wording import template, translations
from arenas.mail.message import Letter
from arenas.models import OutgoingMail, Poll, PollDate, PollPerson
from arenas.models.enums import PollState
from arenas.polls.asking import ASKED, CALLED_OFF, REMINDER, SETTLED
from arenas.web import dates

STATES = {
    ASKED: PollState.OPEN,
    REMINDER: PollState.OPEN,
    SETTLED: PollState.SETTLED,
    CALLED_OFF: PollState.CALLED_OFF,
}


def poll(session: Session, mail: OutgoingMail, settings: Settings) -> Letter | None:
    """The letter, or None where it is out of date or the person is no longer asked."""
    change = str(mail.payload["change"])
    row = session.scalars(
        select(PollPerson)
        .join(PollPerson.poll)
        .join(Poll.forum)
        .join(PollPerson.person)
        .where(
            PollPerson.poll_id == mail.payload["poll"],
            PollPerson.person_id == mail.person_id,
            Poll.state == STATES[change],
        )
        .options(
            contains_eager(PollPerson.poll).contains_eager(Poll.forum),
            contains_eager(PollPerson.poll).selectinload(Poll.dates),
            contains_eager(PollPerson.person),
            selectinload(PollPerson.organisation),
        )
    ).one_or_none()
    if row is None or (change == REMINDER and row.answered_at is not None):
        return None
    secret = tokens.token(settings.secret_key, row.salt)
    row.token_digest = tokens.digest(secret)
    language = row.person.language.value
    values = _values(row, change, f"{settings.base_url}/polls/answer/{secret}", language)
    return Letter(
        subject=values["subject"],
        text=_text(values, language),
        html=template(language, "poll").render(values),
        language=language,
        sender_name=values["forum"],
        recipient_name=row.person.name,
    )


def when(date: PollDate, zone: str, language: str) -> str:
    """The day, and from when to when, on the clocks of the poll."""
    starts = date.starts_at.astimezone(ZoneInfo(zone))
    ends = date.ends_at.astimezone(ZoneInfo(zone))
    day = dates.weekday_date(starts.date(), language)
    return f"{day} {dates.time_span(starts, ends, language)}".replace(dates.HARD_SPACE, " ")


def _values(row: PollPerson, change: str, link: str, language: str) -> dict[str, Any]:
    """All that the letter says, as text and as HTML."""
    asks = STATES[change] is PollState.OPEN
    poll, _ = row.poll, translations(language).gettext
    forum = words_in(language).of(poll.forum.name, poll.forum.name_en)
    title = poll.title or forum
    chosen = [when(one, poll.timezone, language) for one in poll.dates if one.chosen]
    others = [when(one, poll.timezone, language) for one in poll.dates if not one.chosen]
    prefix, opening = _phrases(language)[change]
    organisation = row.organisation.name if row.organisation else None
    facts: list[tuple[str, str | None]] = [
        (_("Møtet blir"), " ".join(chosen)),
        (_("Arena"), forum),
        (_("Hvor"), poll.place),
        (_("På vegne av"), organisation),
    ]
    if asks:
        facts.append((_("Svar innen"), dates.weekday_date(poll.answer_by, language)))
    return {
        "language": language,
        "forum": forum,
        "subject": f"{prefix} {title}" + (f", {chosen[0]}" if chosen else ""),
        "opening": opening,
        "reason": poll.close_reason if change == CALLED_OFF else None,
        "title": title,
        "facts": [(label, value) for label, value in facts if value],
        "dates_heading": _("Datoene") if asks else _("Disse datoene er frie igjen"),
        "dates": others,
        "answer_link": link if asks else None,
        "link": link,
        "description": poll.description if asks else None,
    }


@lru_cache(maxsize=4)
def _phrases(language: str) -> dict[str, tuple[str, str]]:
    """By what is told: how the subject begins, and the first line."""
    _ = translations(language).gettext
    return {
        ASKED: (_("Når kan du?"), _("Vi skal finne en dato for et møte. Si hvilke som passer.")),
        REMINDER: (
            _("Påminnelse: Når kan du?"),
            _("Vi har ikke fått svar fra deg ennå. Si hvilke datoer som passer."),
        ),
        SETTLED: (
            _("Datoen er bestemt:"),
            _("Takk for hjelpen. Datoen er bestemt, og invitasjonen kommer for seg."),
        ),
        CALLED_OFF: (
            _("Ingen dato ble valgt:"),
            _("Det blir ikke noe møte på noen av datoene vi spurte om."),
        ),
    }


def _text(values: dict[str, Any], language: str) -> str:
    _ = translations(language).gettext
    parts = [values["opening"]]
    if values["reason"]:
        parts.append(f"{_('Årsak:')} {values['reason']}")
    parts.append(
        "\n".join([values["title"], *(f"{name}: {value}" for name, value in values["facts"])])
    )
    if values["answer_link"]:
        told = _("Du trenger ikke å logge inn. Lenken er din egen: ikke send den videre.")
        parts.append(f"{_('Svar på datoene')}:\n{values['answer_link']}\n{told}")
    if values["dates"]:
        parts.append(
            "\n".join([f"{values['dates_heading']}:", *(f"- {one}" for one in values["dates"])])
        )
    if values["description"]:
        parts.append(values["description"])
    if not values["answer_link"]:
        parts.append(f"{_('Se hva du svarte')}: {values['link']}")
    return "\n\n".join(parts) + "\n"
