"""The register of decisions across meetings, as those who may read it find them."""

import re
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select, true
from sqlalchemy.orm import Session

from arenas.errors import N_, UnknownRecord
from arenas.models import Account, Forum, Meeting, Outcome, Participation
from arenas.models.enums import OutcomeKind
from arenas.paging import SIZE, Page
from arenas.text import normalise
from arenas.visibility import meeting_visible_to, reads_all, seats_of

_NUMBER = re.compile(r"(\d{1,6})(?:/(\d{4}))?", re.ASCII)


def decisions(
    session: Session, viewer: Account, *, q: str, forum: str | None, number: int
) -> Page[Any]:
    """The register: decisions of the meetings that the viewer takes part in or may read.

    Raises
    ------
    UnknownRecord
        If there are not that many pages.
    """
    conditions = [Outcome.kind == OutcomeKind.DECISION, meeting_visible_to(viewer), _own(viewer)]
    conditions += [_says(word) for word in normalise(q).split()[:10]]
    if forum is not None:
        conditions.append(Forum.slug == forum)
    query = (
        select(
            Outcome.id,
            Outcome.number,
            Outcome.year,
            Outcome.text,
            Meeting.id.label("meeting_id"),
            Meeting.title,
            Meeting.starts_at,
            Forum.name,
            Forum.name_en,
        )
        .select_from(Outcome)
        .join(Outcome.meeting)
        .join(Meeting.forum)
        .where(*conditions)
        .order_by(Meeting.starts_at.desc(), Outcome.number.desc())
    )
    counted = (
        select(func.count(Outcome.id)).join(Outcome.meeting).join(Meeting.forum).where(*conditions)
    )
    total = session.scalar(counted) or 0
    if number > 1 and (number - 1) * SIZE >= total:
        raise UnknownRecord(N_("Listen har ikke så mange sider."))
    rows = session.execute(query.limit(SIZE).offset((number - 1) * SIZE)).all()
    return Page(rows, total, number)


def _says(word: str) -> ColumnElement[bool]:
    """The word stands in the text, or is the number of the decision: 12 or 12/2026."""
    said = Outcome.search_text.contains(word, autoescape=True)
    if (match := _NUMBER.fullmatch(word)) is None:
        return said
    number = Outcome.number == int(match[1])
    return or_(said, number & (Outcome.year == int(match[2])) if match[2] else number)


def _own(viewer: Account) -> ColumnElement[bool]:
    """A member reads the outcomes of forums with a seat and of meetings he or she is asked to."""
    if reads_all(viewer):
        return true()
    asked = select(Participation.meeting_id).where(Participation.person_id == viewer.person_id)
    return or_(Outcome.forum_id.in_(seats_of(viewer.person_id)), Outcome.meeting_id.in_(asked))
