"""Pages of series: laying one out with its dates in sight, and what became of it."""

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import ngettext

from arenas.accounts.access import READERS, WRITERS, actor, requires
from arenas.database import db, now
from arenas.errors import ArenaError, Refusal
from arenas.meetings import (
    choosing,
    editing,
    invitee_page,
    recurrence,
    restoring,
    rows,
    scheduling,
    series,
    series_preview,
    series_queries,
    series_words,
)
from arenas.meetings.recurrence import Occurrence
from arenas.meetings.series_forms import SeriesForm
from arenas.meetings.services import Overlap
from arenas.meetings.views import NUMBER
from arenas.meetings.when import When
from arenas.models.enums import MeetingState, OnHoliday
from arenas.visibility import may_write
from arenas.web.current import settings
from arenas.web.language import current_language

bp = Blueprint("meeting_series", __name__, url_prefix="/meetings")


@bp.route("/series/new", methods=["GET", "POST"])
@requires(*WRITERS)
def new() -> ResponseReturnValue:
    """The form, its next dates in sight before anything is saved."""
    if request.method == "GET":
        form = SeriesForm(formdata=None, data=_begin())
        return _page(form, habits=choosing.forums_by_slug(db.session()))
    if command := request.form.get("rows"):
        return _page(SeriesForm(rows.rearranged(request.form, command)))
    if scheduling.AT in request.form:
        return _page(SeriesForm(scheduling.moved(request.form, request.form[scheduling.AT])))
    form = SeriesForm()
    del form.version
    choosing.offer(db.session(), form)
    if not form.validate():
        return _page(form, 422)
    try:
        dates = recurrence.occurrences(form.pattern(), language=current_language())
        if request.form.get("do") != "save":
            return _page(form, dates=dates)
        made = series.start(db.session(), _plan(form), settings().timezone, actor=actor())
    except ArenaError as error:
        return _refused(form, error)
    db.session.commit()
    held = sum(1 for one in dates if one.held_on)
    flash(ngettext("Serien er lagret med ett møte.", "Serien er lagret med %(num)d møter.", held))
    return redirect(url_for(".show", series_id=made.id), 303)


@bp.get(f"/series/<{NUMBER}:series_id>")
@requires(*READERS)
def show(series_id: int) -> ResponseReturnValue:
    session = db.session()
    found = series_queries.one(session, series_id)
    usual = series_queries.usual_days(found)
    dated = series_queries.dated(session, series_id)
    to_come = [
        one.meeting
        for one in dated
        if one.meeting.state in series_queries.OPEN and one.meeting.starts_at > now()
    ]
    return render_template(
        "meetings/series.html",
        series=found,
        words=series_words.in_words(found),
        end=series_words.end(found),
        dated=dated,
        own_way={one.day for one in dated if series_queries.has_own_way(found, one, usual)},
        restorable={
            one.day: one for one in restoring.restorable(session, found, current_language())
        },
        whys=series_words.WHYS,
        drafts=sum(one.meeting.state is MeetingState.DRAFT for one in dated),
        next_open=next(iter(to_come), None),
        next_planned=next((one for one in to_come if one.state is MeetingState.PLANNED), None),
        open_ended=found.until is None and found.count is None,
        writes=may_write(actor()),
    )


def _begin() -> dict[str, Any]:
    begun = editing.habit()
    return begun | {
        "repeats": recurrence.Repeats.MONTH_WEEKDAY.value,
        "every": 1,
        "on_holiday": OnHoliday.SKIP.value,
        "skips_july": True,
        "with_members": True,
        "blackouts": choosing.blackouts(db.session(), begun.get("forum")),
    }


def _plan(form: SeriesForm) -> series.Plan:
    starts, ends = form.starts.data, form.ends.data
    if starts is None or ends is None:  # pragma: no cover - the form has refused it
        raise Refusal("")
    whom = form.invitees()
    return series.Plan(
        pattern=form.pattern(),
        details=form.details(settings().timezone),
        starts=starts,
        ends=ends,
        with_members=whom.with_members,
        left_out=whom.left_out,
        others=whom.others,
        publish=form.publish.data,
        overlap_is_meant=form.overlap_is_meant.data,
    )


def _refused(form: SeriesForm, error: ArenaError) -> ResponseReturnValue:
    others = (
        [(other.id, other.title, When.of(other)) for other in error.meetings]
        if isinstance(error, Overlap)
        else []
    )
    bad = invitee_page.told(error)
    db.session.rollback()
    form.refuse(error)
    return _page(form, 409 if others else 422, others=others, bad=bad)


def _page(
    form: SeriesForm,
    status: int = 200,
    *,
    dates: Sequence[Occurrence] | None = None,
    **more: Any,
) -> ResponseReturnValue:
    session = db.session()
    areas = choosing.offer(session, form)
    form.offer_items()
    whom = invitee_page.of_form(session, form)
    page = render_template(
        "meetings/edit.html",
        form=form,
        meeting=None,
        areas=areas,
        boxes=whom.boxes,
        **scheduling.page(session, form, None, whom.seats),
        **series_preview.page(session, form, dates or (), whom),
        **more,
    )
    return page, status
