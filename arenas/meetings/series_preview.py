"""The next dates of a series that is being made, before anything is saved."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy.orm import Session

from arenas.errors import Refusal
from arenas.meetings import clashes, invitee_page, scheduling, series_words
from arenas.meetings.clashes import Clash
from arenas.meetings.invitee_page import Whom
from arenas.meetings.recurrence import Occurrence
from arenas.meetings.series_forms import SeriesForm
from arenas.meetings.when import When
from arenas.web.current import settings

SHOWN = 10


def page(
    session: Session, form: SeriesForm, dates: Sequence[Occurrence], whom: Whom
) -> dict[str, Any]:
    """The next ten dates with those skipped among them, what clashes, and who hears of it."""
    shown = _first(dates)
    asked, mailed = invitee_page.numbers(session, form, whom) if dates else (0, 0)
    return {
        "dates": list(zip(shown, _clashes(session, form, shown, whom), strict=True)),
        "held": sum(1 for one in dates if one.held_on),
        "asked": asked,
        "mailed": mailed,
        "whys": series_words.WHYS,
    }


def _first(dates: Sequence[Occurrence]) -> list[Occurrence]:
    """As many as hold ten meetings."""
    shown: list[Occurrence] = []
    for one in dates:
        shown.append(one)
        if sum(1 for each in shown if each.held_on) == SHOWN:
            break
    return shown


def _clashes(
    session: Session, form: SeriesForm, shown: Sequence[Occurrence], whom: Whom
) -> list[tuple[Clash, ...]]:
    """Of each date; a skipped one has none."""
    asked = scheduling.of_form(form, None, whom.seats)
    starts, ends, zone = form.starts.data, form.ends.data, settings().timezone
    if asked is None or starts is None or ends is None:
        return [()] * len(shown)
    whens = []
    for day in (one.held_on for one in shown if one.held_on):
        try:
            whens.append(When.timed((day, starts), (day, ends), zone))
        except Refusal:
            return [()] * len(shown)
    found = iter(clashes.along(session, asked, whens))
    return [next(found) if one.held_on else () for one in shown]
