"""The time that stands in a meeting's form: what is in its way, and other times as buttons.

A button sends the whole form with the time it stands for; the form comes back with that time in
its fields, and nothing is saved.
"""

from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from arenas.database import now
from arenas.errors import Refusal
from arenas.meetings import clashes
from arenas.meetings.alternatives import Alternative
from arenas.meetings.clashes import Clash
from arenas.meetings.forms import MeetingForm, row_id
from arenas.meetings.taken import Asked, Seats
from arenas.meetings.when import When
from arenas.models import Meeting
from arenas.models.enums import MeetingMode, MeetingState
from arenas.web.current import settings
from arenas.web.dates import time_span, weekday_date
from arenas.web.language import current_language, explain

AT = "at"
MOST_NAMED = 5


def page(
    session: Session, form: MeetingForm, meeting: Meeting | None, chosen: Seats | None = None
) -> dict[str, Any]:
    """What the page shows of the form's time: ``finding``, or ``not_looked`` says why not."""
    offered = {"finding": None, "not_looked": "", "schedule": Words}
    if meeting is not None and meeting.state not in {MeetingState.DRAFT, MeetingState.PLANNED}:
        return offered | {"schedule": None}
    asked = of_form(form, meeting, chosen)
    if asked is None or form.day.data is None:
        return offered | {"not_looked": _("Velg arena, dato og klokkeslett først.")}
    zone = settings().timezone
    try:
        wanted = form.wanted(zone, When.of(meeting) if meeting else None)
    except Refusal as refusal:
        return offered | {"not_looked": explain(refusal)}
    found = clashes.look(session, asked, wanted, zone, now(), current_language())
    return offered | {"finding": found}


def of_form(form: MeetingForm, meeting: Meeting | None, chosen: Seats | None) -> Asked | None:
    """Whose time the form asks for; None where it has no forum yet."""
    forum_id = row_id(str(form.forum.data or ""))
    if not forum_id:
        return None
    place = None if form.mode.data == MeetingMode.ONLINE.value else form.place.data
    return Asked(forum_id, meeting.id if meeting else None, place, chosen)


def moved(data: MultiDict[str, str], command: str) -> MultiDict[str, str]:
    """The form as sent, with the time of the button; an unknown time does nothing."""
    changed = MultiDict(list(data.items(multi=True)))
    changed.poplist(AT)
    try:
        starts, ends = (datetime.fromisoformat(part) for part in command.split("/"))
    except ValueError:
        return changed
    last = ends.date().isoformat() if ends.date() != starts.date() else ""
    given = {"day": starts.date().isoformat(), "last_day": last}
    if not changed.get("all_day"):
        given |= {"starts": f"{starts:%H:%M}", "ends": f"{ends:%H:%M}"}
    for name, value in given.items():
        changed.setlist(name, [value])
    return changed


class Words:
    """How a page says a finding."""

    @staticmethod
    def command(one: Alternative) -> str:
        """The time as its button sends it, in wall time."""
        when, zone = one.when, settings().timezone
        if when.first_day is not None and when.last_day is not None:
            return f"{when.first_day.isoformat()}/{when.last_day.isoformat()}"
        parts = (moment.astimezone(zone) for moment in (when.starts_at, when.ends_at))
        return "/".join(f"{part:%Y-%m-%dT%H:%M}" for part in parts)

    @staticmethod
    def time(when: When) -> str:
        """mandag 8. desember 2025 kl. 12.00–14.00"""
        language, zone = current_language(), settings().timezone
        if when.first_day is not None and when.last_day is not None:
            days = sorted({when.first_day, when.last_day})
            return "–".join(weekday_date(day, language) for day in days)
        span = time_span(when.starts_at.astimezone(zone), when.ends_at.astimezone(zone), language)
        return f"{weekday_date(when.day, language)} {span}"

    @staticmethod
    def name(clash: Clash) -> str:
        """The other meeting, or the poll that holds the date."""
        if clash.poll_id is None:
            return clash.title
        return str(_("datoforespørselen «%(title)s»", title=clash.title))

    @staticmethod
    def taken(clash: Clash) -> str:
        """What of ours the other meeting takes."""
        words = [_("arenaen selv")] if clash.forum else []
        words += [_("samme rom")] if clash.room else []
        words += [_some(names) for names in (clash.people, clash.organisations) if names]
        return "; ".join(words)


def _some(names: tuple[str, ...]) -> str:
    """The first names, and how many more."""
    first = ", ".join(names[:MOST_NAMED])
    more = len(names) - MOST_NAMED
    return str(_("%(first)s og %(more)s til", first=first, more=more)) if more > 0 else first
