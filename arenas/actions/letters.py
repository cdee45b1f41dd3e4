"""The letter that reminds an owner: what is still to be done when it goes."""

from datetime import date
from html import escape
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from arenas.config import Settings
from arenas.database import now
from arenas.invitations.wording import translations
from arenas.mail.builders import page
from arenas.mail.message import Letter, own_address
from arenas.models import Meeting, Outcome, OutgoingMail, Person
from arenas.web import dates


def actions(session: Session, mail: OutgoingMail, settings: Settings) -> Letter | None:
    """The letter; None where all has been done meanwhile, or given to somebody else."""
    person = session.get(Person, mail.person_id) if mail.person_id else None
    if person is None:
        return None
    rows = session.execute(
        select(Outcome.text, Outcome.due_on, Meeting.id, Meeting.title)
        .join(Outcome.meeting)
        .where(
            Outcome.id.in_(mail.payload["actions"]),
            Outcome.done_at.is_(None),
            Outcome.owner_id == person.id,
        )
        .order_by(Outcome.due_on, Outcome.id)
    ).all()
    if not rows:
        return None
    language = person.language.value
    today = now().astimezone(settings.timezone).date()
    _ = translations(language).gettext
    lines = [_line(row, language, today) for row in rows]
    link = f"{settings.base_url}/actions/"
    opening = _("Hei! Dette er oppgaver du fikk i møter:")
    more = _("Se oppgavene dine, og merk dem som utført:")
    less = _("Har du ingen konto, svarer du bare på denne e-posten når det er gjort.")
    items = [f"{said}\n{title}: {settings.base_url}/meetings/{key}" for said, title, key in lines]
    html = [f"<p>{escape(opening)}</p>", "<ul>"]
    html += [
        f"<li>{escape(said)}<br>"
        f'<a href="{escape(settings.base_url)}/meetings/{key}">{escape(title)}</a></li>'
        for said, title, key in lines
    ]
    html += ["</ul>", f'<p><a href="{escape(link)}">{escape(more.rstrip(":"))}</a></p>']
    html.append(f"<p>{escape(less)}</p>")
    subject = _subject(rows, language, today)
    return Letter(
        subject=subject,
        text="\n\n".join([opening, *items, f"{more} {link}", less]) + "\n",
        html=page("\n".join(html), language, subject),
        language=language,
        sender_name=own_address(settings.mail_from)[0] or "Møteplass",
        recipient_name=person.name,
    )


def _subject(rows: Any, language: str, today: date) -> str:
    """One by its words; several by how many there are."""
    translated = translations(language)
    late = any(row.due_on < today for row in rows)
    if len(rows) > 1:
        pattern = translated.ngettext(
            "%(num)d oppgave venter på deg", "%(num)d oppgaver venter på deg", len(rows)
        )
        return str(pattern % {"num": len(rows)})
    word = translated.gettext("Over fristen:") if late else translated.gettext("Påminnelse:")
    return f"{word} {_short(rows[0].text)}"


def _line(row: Any, language: str, today: date) -> tuple[str, str, int]:
    """The action with its due date, the meeting's title and number."""
    _ = translations(language).gettext
    day = dates.weekday_date(row.due_on, language)
    due = _("fristen var %(day)s") if row.due_on < today else _("frist %(day)s")
    return f"{row.text} ({due % {'day': day}})", row.title, row.id


def _short(text: str) -> str:
    first = text.partition("\n")[0]
    return first if len(first) <= 80 else f"{first[:79].rstrip()}…"
