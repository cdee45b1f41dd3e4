"""Whom a new meeting's form is for, as its page shows it: boxes by sector, and how many."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from arenas.database import now
from arenas.errors import ArenaError, Refusal
from arenas.invitations import gathering
from arenas.invitations.gathering import Occasion
from arenas.invitations.listed import BadLines, Found
from arenas.meetings.forms import row_id
from arenas.meetings.invitee_forms import InviteesForm
from arenas.meetings.invitees import Proposed, propose
from arenas.meetings.taken import Seats
from arenas.models import Person
from arenas.web.current import settings


@dataclass(frozen=True)
class Whom:
    """The boxes of the page, and who stands in the form as asked; None before a forum is chosen."""

    boxes: dict[str, Any] | None = None
    seats: Seats | None = None
    chosen: Sequence[Proposed] = field(default=())


def of_form(session: Session, form: InviteesForm) -> Whom:
    """Two statements."""
    forum_id = row_id(str(form.forum.data or ""))
    if not forum_id:
        return Whom()
    proposal = propose(session, forum_id, _day(form))
    chosen = form.chosen(proposal)
    seats = {one.person_id: one.organisation_id for one in chosen}
    return Whom(form.boxes(proposal), seats, chosen)


def numbers(session: Session, form: InviteesForm, whom: Whom) -> tuple[int, int]:
    """How many people the form asks, those of sectors and lists too, and how many have mail."""
    occasion = Occasion(row_id(str(form.forum.data or "")) or 0, _day(form))
    try:
        found = gathering.find(session, occasion, form.invitees().others)
    except Refusal:
        found = Found()
    people = {one.person_id for one in whom.chosen} | set(found.pairs)
    reached = session.scalars(
        select(Person.id).where(
            Person.id.in_(people), Person.email.is_not(None), Person.archived_at.is_(None)
        )
    ).all()
    return len(people) + len(found.unknown), len(reached) + len(found.unknown)


def _day(form: InviteesForm) -> date:
    return form.day.data or now().astimezone(settings().timezone).date()


def told(error: ArenaError) -> list[dict[str, Any]]:
    """The lines of the pasted list that are wrong, in words."""
    bad = error.bad if isinstance(error, BadLines) else []
    return [{"number": one.number, "words": _(one.text, **one.values)} for one in bad]
