"""Forums in the words of a page: a list's rows ready to draw, what repeats itself once."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from flask_babel import gettext as _

from arenas.forums.queries import ForumRow
from arenas.models.enums import Visibility
from arenas.web import dates
from arenas.web.labels import label


class Line(NamedTuple):
    """One forum in the list; ``notes`` are the marks beside its name."""

    slug: str
    name: str
    notes: list[str]
    kind: str
    level: str
    last: str
    next: str
    members: int


def rows(found: Sequence[ForumRow], language: str, zone: ZoneInfo) -> list[Line]:
    """The list's rows with all their words."""
    words = {
        member: str(label(member))
        for member in {row.kind for row in found} | {row.level for row in found}
    }
    internal, archived = _("Intern"), _("Arkivert")
    never, unplanned = _("aldri"), _("ikke planlagt")

    def day(moment: datetime | None, otherwise: str) -> str:
        return dates.day(moment.astimezone(zone).date(), language) if moment else otherwise

    return [
        Line(
            row.slug,
            (row.name_en or row.name) if language == "en" else row.name,
            [internal] * (row.visibility is Visibility.INTERNAL)
            + [archived] * (row.archived_at is not None),
            words[row.kind],
            words[row.level],
            day(row.last_at, never),
            day(row.next_at, unplanned),
            row.members,
        )
        for row in found
    ]
