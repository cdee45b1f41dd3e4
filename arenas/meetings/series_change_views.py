"""Pages that change a series; each says first what will happen, and how many are told."""

from collections.abc import Sequence
from datetime import date

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from arenas.accounts.access import WRITERS, actor, requires
from arenas.database import db
from arenas.errors import ArenaError, Refusal
from arenas.meetings import (
    moving,
    restoring,
    series,
    series_dialogs,
    series_end,
    series_preview,
    series_queries,
    services,
)
from arenas.meetings.forms import StepForm
from arenas.meetings.series_forms import EndForm, MoveForm, RestoreForm
from arenas.meetings.services import Overlap
from arenas.meetings.views import NUMBER
from arenas.models import Meeting
from arenas.models.enums import MeetingMode, MeetingState
from arenas.versions import ChangedMeanwhile
from arenas.web.conflict import meet
from arenas.web.language import explain

bp = Blueprint("series_changes", __name__, url_prefix="/meetings")


@bp.route(f"/<{NUMBER}:meeting_id>/following", methods=["GET", "POST"])
@requires(*WRITERS)
def following(meeting_id: int) -> ResponseReturnValue:
    """New hours, weekday and place for this meeting and the following, or all of them."""
    session = db.session()
    meeting = services.for_change(session, meeting_id)
    found = series_queries.of_meeting(session, meeting_id)
    if found is None or meeting.state not in {MeetingState.DRAFT, MeetingState.PLANNED}:
        flash(_("Møtet kan ikke endres sammen med en serie."), "error")
        return redirect(url_for("meetings.show", meeting_id=meeting_id), 303)
    form = MoveForm(
        data=series_dialogs.begin(found[0], meeting, request.args.get("scope", series.FOLLOWING))
    )
    if request.method == "GET":
        return series_dialogs.following(session, form, meeting_id)
    if not form.validate():
        return series_dialogs.following(session, form, meeting_id), 422
    try:
        if request.form.get("do") == "preview":
            times = series_preview.moved(session, form, meeting_id)
            return series_dialogs.following(session, form, meeting_id, times=times)
        moved = _move(form, meeting_id)
    except Overlap as overlap:
        session.rollback()
        form.refuse(overlap)
        times = series_preview.moved(session, form, meeting_id)
        return series_dialogs.following(session, form, meeting_id, times=times, meets=True), 409
    except ChangedMeanwhile as outdated:
        session.rollback()
        form.refuse(outdated)
        found = series_queries.of_meeting(session, meeting_id) or found
        saved = MoveForm(formdata=None, data=series_dialogs.begin(found[0], meeting))
        differences = meet(form, saved, found[0].version)
        page = series_dialogs.following(session, form, meeting_id, differences=differences)
        return page, 409
    except ArenaError as error:
        session.rollback()
        form.refuse(error)
        return series_dialogs.following(session, form, meeting_id), 422
    session.commit()
    flash(ngettext("Ett møte er endret.", "%(num)d møter er endret.", moved))
    return redirect(url_for("meetings.show", meeting_id=meeting_id), 303)


@bp.post(f"/series/<{NUMBER}:series_id>/extend")
@requires(*WRITERS)
def extend(series_id: int) -> ResponseReturnValue:
    """Another year, also where the forum has other meetings then: that is told."""
    session = db.session()
    found = series_queries.one(session, series_id)
    since = found.laid_out_to
    try:
        added = series.extend(session, series_id, actor=actor())
    except Refusal as refusal:
        db.session.rollback()
        flash(explain(refusal), "error")
    else:
        new = [one for one in series_queries.dated(session, series_id) if one.day > since]
        met = moving.overlapped(session, found.forum_id, [one.meeting for one in new])
        titles = ", ".join(one.title for one in met)
        session.commit()
        flash(ngettext("Ett møte er lagt til.", "%(num)d møter er lagt til.", added))
        if titles:
            text = _("Arenaen har allerede møter på noen av datoene: %(titles)s.", titles=titles)
            flash(text, "warning")
    return redirect(url_for("meeting_series.show", series_id=series_id), 303)


@bp.route(f"/series/<{NUMBER}:series_id>/end", methods=["GET", "POST"])
@requires(*WRITERS)
def end(series_id: int) -> ResponseReturnValue:
    """Another last day or number of meetings; those that come are laid out at once."""
    session = db.session()
    found = series_queries.one(session, series_id)
    if request.method == "GET":
        kept = {"version": found.version, "until": found.until, "count": found.count}
        return series_dialogs.ending(session, EndForm(formdata=None, data=kept), series_id)
    form = EndForm()
    if not form.validate():
        return series_dialogs.ending(session, form, series_id), 422
    others: Sequence[Meeting] = ()
    try:
        added = series_end.change(
            session,
            series_id,
            form.until.data,
            form.count.data,
            version=form.version.data or 0,
            overlap_is_meant=form.overlap_is_meant.data,
            actor=actor(),
        )
    except ArenaError as error:
        others = error.meetings if isinstance(error, Overlap) else ()
        page = series_dialogs.ending(session, form, series_id, refused=error, others=others)
        return page, 409 if others or isinstance(error, ChangedMeanwhile) else 422
    session.commit()
    flash(ngettext("Ett møte er lagt til.", "%(num)d møter er lagt til.", added))
    return redirect(url_for("meeting_series.show", series_id=series_id), 303)


@bp.route(f"/series/<{NUMBER}:series_id>/publish", methods=["GET", "POST"])
@requires(*WRITERS)
def publish(series_id: int) -> ResponseReturnValue:
    """Every draft of the series at once: one mail a person, however many the dates."""
    form = StepForm()
    del form.version
    if not form.validate_on_submit():
        return render_template(
            "meetings/series_step.html",
            form=form,
            **series_dialogs.publishing(db.session(), series_id),
        )
    try:
        number = series.publish_drafts(db.session(), series_id, actor=actor())
    except ArenaError as error:
        db.session.rollback()
        flash(explain(error), "error")
    else:
        db.session.commit()
        flash(ngettext("Ett møte er publisert.", "%(num)d møter er publisert.", number))
    return redirect(url_for("meeting_series.show", series_id=series_id), 303)


@bp.route(f"/series/<{NUMBER}:series_id>/restore/<day>", methods=["GET", "POST"])
@requires(*WRITERS)
def restore(series_id: int, day: str) -> ResponseReturnValue:
    """One date as the series says it: a page that tells what follows, and the step itself."""
    wanted = _day(day)
    form = RestoreForm()
    others: list[tuple[int, str]] = []
    status = 200
    if form.validate_on_submit():
        try:
            meeting = restoring.restore(
                db.session(),
                series_id,
                wanted,
                overlap_is_meant=form.overlap_is_meant.data,
                actor=actor(),
            )
        except Refusal as refusal:
            met = refusal.meetings if isinstance(refusal, Overlap) else ()
            others, status = [(one.id, one.title) for one in met], 409 if met else 422
            db.session.rollback()
            form.refuse(refusal)
        else:
            db.session.commit()
            flash(_("Datoen er gjenopprettet."))
            return redirect(url_for("meetings.show", meeting_id=meeting.id), 303)
    page = render_template(
        "meetings/series_step.html",
        form=form,
        others=others,
        **series_dialogs.restoring_of(db.session(), series_id, wanted),
    )
    return page, status


def _move(form: MoveForm, meeting_id: int) -> int:
    """How many were moved; nothing is kept where it is refused."""
    starts, ends = form.hours()
    return series.move_following(
        db.session(),
        meeting_id,
        scope=form.scope.data,
        starts=starts,
        ends=ends,
        where=(MeetingMode(form.mode.data), form.place.data, form.online_url.data),
        weekday=form.weekday.data,
        shares=form.shares.data,
        overlap_is_meant=form.overlap_is_meant.data,
        version=form.version.data,
        actor=actor(),
    )


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        abort(404)
