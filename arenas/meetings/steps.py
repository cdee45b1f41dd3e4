"""Pages that take a meeting from one state to the next; each says first what follows."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from sqlalchemy.orm import Session

from arenas.accounts.access import WRITERS, actor, requires
from arenas.database import db
from arenas.errors import ArenaError, UnknownRecord
from arenas.invitations import reach
from arenas.meetings import queries, series, series_dialogs, series_queries, services, states
from arenas.meetings.forms import CancelForm, StepForm
from arenas.meetings.series_forms import CancelOfSeriesForm, DeleteOfSeriesForm
from arenas.meetings.views import NUMBER
from arenas.models import Meeting
from arenas.models.enums import MeetingState
from arenas.versions import ChangedMeanwhile, check
from arenas.web.language import explain

bp = Blueprint("meeting_steps", __name__, url_prefix="/meetings")

SAVED = {
    "publish": _l("Møtet er publisert og står nå i kalenderne."),
    "hold": _l("Møtet er merket som holdt."),
    "cancel": _l("Møtet er avlyst."),
    "reopen": _l("Møtet er satt tilbake til planlagt."),
}


@bp.route(
    f"/<{NUMBER}:meeting_id>/<any(publish, hold, cancel, reopen):step>", methods=["GET", "POST"]
)
@requires(*WRITERS)
def take(meeting_id: int, step: str) -> ResponseReturnValue:
    """A page that says what follows, and the step itself."""
    form = _form_of(step, meeting_id)
    if request.method == "GET":
        meeting = services.for_change(db.session(), meeting_id)
        form.version.data = meeting.version
        return _step_page(form, meeting, step)
    if not form.validate():
        return _step_page(form, services.for_change(db.session(), meeting_id), step, 422)
    try:
        _take(meeting_id, step, form)
    except UnknownRecord:
        raise
    except ArenaError as error:
        db.session.rollback()
        meeting = services.for_change(db.session(), meeting_id)
        form.refuse(error)
        form.version.data = meeting.version
        return _step_page(form, meeting, step, 409 if isinstance(error, ChangedMeanwhile) else 422)
    db.session.commit()
    flash(SAVED[step])
    return redirect(url_for("meetings.show", meeting_id=meeting_id), 303)


def _form_of(step: str, meeting_id: int) -> CancelForm | StepForm:
    if step != "cancel":
        return StepForm()
    if series_queries.of_meeting(db.session(), meeting_id) is None:
        return CancelForm()
    return CancelOfSeriesForm(data={"scope": request.args.get("scope", "one")})


def _take(meeting_id: int, step: str, form: CancelForm | StepForm) -> None:
    version = form.version.data or 0
    reason = form.reason.data if isinstance(form, CancelForm) else None
    if isinstance(form, CancelOfSeriesForm) and form.scope.data != "one":
        check(services.for_change(db.session(), meeting_id), version)
        series.cancel_following(
            db.session(), meeting_id, scope=form.scope.data, reason=reason, actor=actor()
        )
    else:
        states.take(db.session(), meeting_id, step, version=version, actor=actor(), reason=reason)


@bp.route(f"/<{NUMBER}:meeting_id>/delete", methods=["GET", "POST"])
@requires(*WRITERS)
def delete(meeting_id: int) -> ResponseReturnValue:
    """The draft, or it and others of its series, is gone for good."""
    meeting = services.for_change(db.session(), meeting_id)
    form = _delete_form(meeting_id)
    if request.method == "GET":
        return _step_page(form, meeting, "delete")
    if not form.validate():
        return _step_page(form, meeting, "delete", 422)
    try:
        gone = _delete(meeting_id, form)
    except ArenaError as error:
        db.session.rollback()
        meeting = services.for_change(db.session(), meeting_id)
        form.refuse(error)
        return _step_page(form, meeting, "delete", 422)
    db.session.commit()
    flash(ngettext("Utkastet er slettet.", "%(num)d utkast er slettet.", gone))
    return redirect(url_for("meetings.index"), 303)


def _delete_form(meeting_id: int) -> StepForm:
    if series_queries.of_meeting(db.session(), meeting_id) is None:
        return StepForm()
    return DeleteOfSeriesForm(data={"scope": request.args.get("scope", "one")})


def _delete(meeting_id: int, form: StepForm) -> int:
    """How many drafts went."""
    if isinstance(form, DeleteOfSeriesForm) and form.scope.data != "one":
        return series.delete_drafts(db.session(), meeting_id, scope=form.scope.data, actor=actor())
    services.delete_draft(db.session(), meeting_id, actor=actor())
    return 1


def _others(session: Session, meeting: Meeting) -> list[Meeting]:
    """What the forum has set up for the time of a cancelled meeting since."""
    if meeting.state is not MeetingState.CANCELLED:
        return []
    return services.overlapping(
        session, meeting.forum_id, meeting.starts_at, meeting.ends_at, meeting.id
    )


def _step_page(
    form: CancelForm | StepForm, meeting: Meeting, step: str, status: int = 200
) -> ResponseReturnValue:
    if step in states.STEPS and status == 200 and step not in states.possible(meeting):
        flash(explain(states.refusal(meeting, step) or abort(404)), "error")
        return redirect(url_for("meetings.show", meeting_id=meeting.id), 303)
    session = db.session()
    if isinstance(form, CancelOfSeriesForm):
        series_dialogs.cancelling(session, form, meeting)
    elif isinstance(form, DeleteOfSeriesForm):
        series_dialogs.deleting(session, form, meeting)
    count = reach.told if step == "cancel" else reach.asked
    page = render_template(
        "meetings/step.html",
        form=form,
        meeting=meeting,
        step=step,
        listed=queries.number_of_people(session, meeting.id),
        mailed=count(session, [meeting.id]),
        others=_others(session, meeting) if step == "reopen" else (),
    )
    return page, status
