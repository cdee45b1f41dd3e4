"""The dates of a series that is being made or moved, before anything is saved."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy.orm import Session

from arenas.errors import Refusal
from arenas.meetings import clashes, invitee_page, scheduling, series, series_words
from arenas.meetings.clashes import Clash
from arenas.meetings.invitee_page import Whom
from arenas.meetings.recurrence import Occurrence
from arenas.meetings.series_forms import MoveForm, SeriesForm
from arenas.meetings.taken import Asked
from arenas.meetings.when import When
from arenas.models import Meeting
from arenas.models.enums import MeetingMode
from arenas.web.current import settings

SHOWN = 10


class NewTime(NamedTuple):
    """A meeting that would be moved, to when, and what is in the way there."""

    meeting: Meeting
    when: When
    clashes: tuple[Clash, ...]

    @property
    def before(self) -> When:
        return When.of(self.meeting)


def moved(session: Session, form: MoveForm, meeting_id: int) -> list[NewTime]:
    """When each meeting would be that the change reaches; raises ``Refusal`` as the change."""
    chosen = series.moves(
        session,
        meeting_id,
        scope=form.scope.data,
        hours=form.hours(),
        weekday=form.weekday.data,
    )
    if not chosen:
        return []
    whens = [when for _one, when in chosen]
    asked = Asked(
        chosen[0][0].meeting.forum_id,
        meeting_id,
        place=None if form.mode.data == MeetingMode.ONLINE.value else form.place.data,
        but=frozenset(one.meeting.id for one, _when in chosen),
    )
    found = clashes.along(session, asked, whens)
    return [NewTime(one.meeting, when, met) for (one, when), met in zip(chosen, found, strict=True)]


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
