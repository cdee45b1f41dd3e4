"""What a change of a series will do, in words and numbers, before it is done."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from flask import render_template
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy.orm import Session

from arenas.errors import N_, ArenaError, UnknownRecord
from arenas.invitations import reach
from arenas.meetings import restoring, series_queries, series_words, services
from arenas.meetings.restoring import Lost
from arenas.meetings.scheduling import Words
from arenas.meetings.series import DAILY, EVERY, FOLLOWING
from arenas.meetings.series_forms import (
    ONE,
    SCOPES,
    CancelOfSeriesForm,
    DeleteOfSeriesForm,
    EndForm,
    MoveForm,
)
from arenas.meetings.series_preview import NewTime
from arenas.meetings.series_queries import Dated
from arenas.models import Meeting, Series
from arenas.models.enums import MeetingState
from arenas.versions import ChangedMeanwhile
from arenas.web.conflict import Difference
from arenas.web.fields import menu


def begin(series: Series, meeting: Meeting, scope: str = FOLLOWING) -> dict[str, Any]:
    """What the form of a change begins with."""
    return {
        "version": series.version,
        "scope": scope,
        "weekday": None,
        "starts": series.starts,
        "ends": series.ends,
        "mode": meeting.mode.value,
        "place": meeting.place,
        "online_url": meeting.online_url,
    }


def following(
    session: Session,
    form: MoveForm,
    meeting_id: int,
    *,
    times: Sequence[NewTime] = (),
    meets: bool = False,
    differences: Sequence[Difference] = (),
) -> str:
    """The page of the change: how many meetings and people each choice reaches.

    ``times``: when each would be. ``meets``: the forum has others then, which must be meant.
    """
    meeting = services.for_change(session, meeting_id)
    series, day = _of(session, meeting_id)
    reached = {
        FOLLOWING: series_queries.to_change(session, series, meeting_id, day),
        EVERY: series_queries.to_change(session, series, meeting_id, None),
    }
    form.scope.choices = menu(
        (scope, f"{words} ({_reaches(session, reached[scope])})") for scope, words in SCOPES
    )
    if series.repeats in DAILY:
        del form.weekday
    changed = {one.meeting.id for one in reached[FOLLOWING]}
    after = series_queries.still_open(session, series, day)
    return render_template(
        "meetings/following.html",
        form=form,
        meeting=meeting,
        words=series_words.in_words(series),
        own=[one.meeting for one in after if one.meeting.id not in changed],
        times=times,
        differences=differences,
        meets=meets or form.overlap_is_meant.data,
        schedule=Words,
    )


def cancelling(session: Session, form: CancelOfSeriesForm, meeting: Meeting) -> None:
    """Say beside each choice how many meetings go, and how many people hear of it."""
    series, day = _of(session, meeting.id)
    reached = {
        "one": [Dated(day, meeting)],
        FOLLOWING: series_queries.still_open(session, series, day),
        EVERY: series_queries.still_open(session, series),
    }
    form.scope.choices = menu(
        (scope, f"{words} ({_goes(session, reached[scope])})") for scope, words in [*ONE, *SCOPES]
    )


def deleting(session: Session, form: DeleteOfSeriesForm, meeting: Meeting) -> None:
    """Say beside each choice how many drafts go."""
    series, day = _of(session, meeting.id)
    numbers = {
        "one": 1,
        FOLLOWING: len(series_queries.drafts(session, series, day)),
        EVERY: len(series_queries.drafts(session, series)),
    }
    go = {key: ngettext("ett utkast", "%(num)d utkast", number) for key, number in numbers.items()}
    form.scope.choices = menu((scope, f"{words} ({go[scope]})") for scope, words in [*ONE, *SCOPES])


def publishing(session: Session, series_id: int) -> dict[str, Any]:
    """The page that asks before all drafts are published."""
    series = series_queries.one(session, series_id)
    drafts = series_queries.drafts(session, series)
    number = reach.asked(session, [one.meeting.id for one in drafts])
    return {
        "series": series,
        "question": _("Publiser utkastene?"),
        "button": _("Publiser"),
        "sentences": [
            ngettext("Ett utkast publiseres.", "%(num)d utkast publiseres.", len(drafts)),
            ngettext(
                "Én person får én e-post med alle datoene.",
                "%(num)d personer får hver sin e-post med alle datoene.",
                number,
            ),
        ],
    }


def restoring_of(session: Session, series_id: int, day: date) -> dict[str, Any]:
    """The page that asks before a date is restored."""
    series = series_queries.one(session, series_id)
    found = restoring.of_day(session, series, day)
    when = Words.time(found.when)
    said = {
        Lost.CANCELLED: _("Møtet er avlyst. Det settes opp igjen %(when)s.", when=when),
        Lost.OWN_WAY: _(
            "Møtet er endret for seg. Det får tilbake seriens tid og sted: %(when)s.", when=when
        ),
        Lost.NO_MEETING: _("Det er ikke noe møte denne dagen. Det settes opp %(when)s.", when=when),
    }
    return {
        "series": series,
        "question": _("Gjenopprett datoen?"),
        "button": _("Gjenopprett"),
        "sentences": [said[found.lost], _hear(session, series, found.meeting)],
    }


def ending(
    session: Session,
    form: EndForm,
    series_id: int,
    *,
    refused: ArenaError | None = None,
    others: Sequence[Meeting] = (),
) -> str:
    """The page of another end, with what stands in its way; nothing of it is kept."""
    met = [(one.id, one.title) for one in others]
    if refused is not None:
        session.rollback()
        form.refuse(refused)
    series = series_queries.one(session, series_id)
    if isinstance(refused, ChangedMeanwhile):
        form.version.data, form.version.raw_data = series.version, None
    return render_template(
        "meetings/series_end.html",
        form=form,
        series=series,
        words=series_words.in_words(series),
        end=series_words.end(series),
        others=met,
    )


def mails(number: int) -> str:
    return str(
        ngettext("én person får e-post", "%(num)d personer får e-post", number)
        if number
        else _("ingen får e-post")
    )


def _hear(session: Session, series: Series, meeting: Meeting | None) -> str:
    """Who is told when the date is restored."""
    if meeting is not None and meeting.state is not MeetingState.DRAFT:
        number = reach.asked(session, [meeting.id])
        return str(
            ngettext(
                "Én person får beskjed på e-post.",
                "%(num)d personer får beskjed på e-post.",
                number,
            )
        )
    if meeting is None and series.template["publish"]:
        return str(_("De som er med i serien, får beskjed på e-post."))
    return str(_("Det er et utkast. Ingen får e-post."))


def _reaches(session: Session, dated: Sequence[Dated]) -> str:
    planned = [one.meeting.id for one in dated if one.meeting.state is MeetingState.PLANNED]
    number = ngettext("ett møte", "%(num)d møter", len(dated))
    return f"{number}, {mails(reach.asked(session, planned))}"


def _goes(session: Session, dated: Sequence[Dated]) -> str:
    number = ngettext("ett møte", "%(num)d møter", len(dated))
    return f"{number}, {mails(reach.told(session, [one.meeting.id for one in dated]))}"


def _of(session: Session, meeting_id: int) -> tuple[Series, date]:
    found = series_queries.of_meeting(session, meeting_id)
    if found is None:
        raise UnknownRecord(N_("Møtet hører ikke til noen serie."))
    return found
