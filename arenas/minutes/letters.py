"""Published minutes as a letter, with the PDF."""

from datetime import datetime
from html import escape

from sqlalchemy import select
from sqlalchemy.orm import Session

from arenas.config import Settings
from arenas.exchange.pdf import pdf
from arenas.mail.builders import page
from arenas.mail.message import File, Letter
from arenas.minutes import presenting
from arenas.models import MinutesRevision, OutgoingMail
from arenas.models.enums import RevisionKind


def minutes(session: Session, mail: OutgoingMail, settings: Settings) -> Letter | None:
    """The letter of the edition that was published, whatever was done since."""
    found = session.scalars(
        select(MinutesRevision.body)
        .where(
            MinutesRevision.minutes_id == mail.payload["minutes"],
            MinutesRevision.kind == RevisionKind.PUBLISHED,
        )
        .order_by(MinutesRevision.number)
    )
    edition = mail.payload["edition"]
    body = next((one for one in found if one["edition"] == edition), None)
    if body is None:
        return None
    language = str(mail.payload["language"])
    words = presenting.words(body, language, settings.timezone)
    opening, more = presenting.letter(body, language)
    link = f"{settings.base_url}/meetings/{mail.meeting_id}/minutes"
    decided = [one for item in words["items"] for one in item["outcomes"]] + words["outcomes"]
    lines = [f"{one['label']}: {_plain(one)}" for one in decided]
    text = "\n\n".join([opening, *lines, f"{more}: {link}"])
    html = [f"<p>{escape(part)}</p>" for part in (opening, *lines)]
    html.append(f'<p><a href="{escape(link)}">{escape(more)}</a></p>')
    return Letter(
        subject=words["title"],
        text=text + "\n",
        html=page("\n".join(html), language, words["title"]),
        language=language,
        sender_name=words["forum"],
        recipient_name=str(mail.payload["name"]),
        files=(
            File(
                "minutes.pdf" if language == "en" else "protokoll.pdf",
                "application/pdf",
                pdf("minutes.typ", words, datetime.fromisoformat(body["published_at"])),
            ),
        ),
    )


def _plain(outcome: dict[str, object]) -> str:
    blocks = outcome["blocks"]
    lines = [line for one in blocks for line in one["lines"]]  # type: ignore[attr-defined]
    note = f" ({outcome['note']})" if outcome["note"] else ""
    return " ".join(lines) + note
