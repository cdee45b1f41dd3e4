"""Pages of series: laying one out with its dates in sight, and changing what follows."""

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from arenas.accounts.access import READERS, WRITERS, actor, requires
from arenas.database import db
from arenas.errors import ArenaError, Refusal
from arenas.meetings import (
    choosing,
    editing,
    invitee_page,
    recurrence,
    rows,
    scheduling,
    series,
    series_preview,
    series_queries,
    series_words,
    services,
)
from arenas.meetings.recurrence import Occurrence
from arenas.meetings.series_forms import MoveForm, SeriesForm
from arenas.meetings.services import Overlap
from arenas.meetings.views import NUMBER
from arenas.meetings.when import When
from arenas.models.enums import MeetingMode, MeetingState, OnHoliday
from arenas.visibility import may_write
from arenas.web.current import settings
from arenas.web.language import current_language, explain

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
    meetings = series_queries.meetings(session, series_id)
    return render_template(
        "meetings/series.html",
        series=found,
        words=series_words.in_words(found),
        end=series_words.end(found),
        meetings=meetings,
        own_way={one.id for one in meetings if series_queries.has_own_way(found, one)},
        open_ended=found.until is None and found.count is None,
        writes=may_write(actor()),
    )


@bp.post(f"/series/<{NUMBER}:series_id>/extend")
@requires(*WRITERS)
def extend(series_id: int) -> ResponseReturnValue:
    try:
        added = series.extend(db.session(), series_id, actor=actor())
    except Refusal as refusal:
        db.session.rollback()
        flash(explain(refusal), "error")
    else:
        db.session.commit()
        flash(ngettext("Ett møte er lagt til.", "%(num)d møter er lagt til.", added))
    return redirect(url_for(".show", series_id=series_id), 303)


@bp.route(f"/<{NUMBER}:meeting_id>/following", methods=["GET", "POST"])
@requires(*WRITERS)
def following(meeting_id: int) -> ResponseReturnValue:
    """New hours and place for this meeting and the following, with what will happen in words."""
    session = db.session()
    meeting = services.for_change(session, meeting_id)
    found = series_queries.of_meeting(session, meeting_id)
    if found is None or meeting.state not in {MeetingState.DRAFT, MeetingState.PLANNED}:
        flash(_("Møtet kan ikke endres sammen med en serie."), "error")
        return redirect(url_for("meetings.show", meeting_id=meeting_id), 303)
    whole, day = found
    form = MoveForm(
        data={
            "scope": series.FOLLOWING,
            "starts": whole.starts,
            "ends": whole.ends,
            "mode": meeting.mode.value,
            "place": meeting.place,
            "online_url": meeting.online_url,
        }
    )
    status = 200
    if request.method == "POST":
        status = 422
        if form.validate():
            answer = _move(form, meeting_id)
            if answer is not None:
                return answer
            meeting = services.for_change(session, meeting_id)
            whole, day = series_queries.of_meeting(session, meeting_id) or (whole, day)
    after = series_queries.still_open(session, whole, day)
    page = render_template(
        "meetings/following.html",
        form=form,
        meeting=meeting,
        words=series_words.in_words(whole),
        after=after,
        every=series_queries.still_open(session, whole),
        own=[one for one in after if series_queries.has_own_way(whole, one) and one != meeting],
    )
    return page, status


def _move(form: MoveForm, meeting_id: int) -> ResponseReturnValue | None:
    """Done, and on to the meeting; None where it was refused and the form says why."""
    try:
        starts, ends = form.hours()
        moved = series.move_following(
            db.session(),
            meeting_id,
            scope=form.scope.data,
            starts=starts,
            ends=ends,
            where=(MeetingMode(form.mode.data), form.place.data, form.online_url.data),
            actor=actor(),
        )
    except ArenaError as error:
        db.session.rollback()
        form.refuse(error)
        return None
    db.session.commit()
    flash(ngettext("Ett møte er endret.", "%(num)d møter er endret.", moved))
    return redirect(url_for("meetings.show", meeting_id=meeting_id), 303)


def _begin() -> dict[str, Any]:
    return editing.habit() | {
        "repeats": recurrence.Repeats.MONTH_WEEKDAY.value,
        "every": 1,
        "on_holiday": OnHoliday.SKIP.value,
        "skips_july": True,
        "with_members": True,
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
