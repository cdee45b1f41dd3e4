"""Pages that call a meeting, change it, and take it from one state to the next."""

from datetime import date
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from arenas.accounts.access import WRITERS, actor, requires
from arenas.database import db, now
from arenas.errors import ArenaError
from arenas.invitations import reach
from arenas.meetings import (
    choosing,
    habits,
    invitee_page,
    inviting,
    prefill,
    queries,
    rows,
    scheduling,
    series_queries,
    services,
)
from arenas.meetings.forms import MeetingForm
from arenas.meetings.invitee_forms import InviteesForm
from arenas.meetings.invitee_page import Whom
from arenas.meetings.services import Overlap
from arenas.meetings.views import NUMBER
from arenas.meetings.when import When
from arenas.models import Meeting
from arenas.models.enums import MeetingState
from arenas.versions import ChangedMeanwhile
from arenas.web.conflict import meet
from arenas.web.current import settings

bp = Blueprint("meeting_editing", __name__, url_prefix="/meetings")


@bp.route("/new", methods=["GET", "POST"])
@requires(*WRITERS)
def new() -> ResponseReturnValue:
    """The form, filled in from the habit of the forum where one is chosen."""
    if request.method == "GET":
        form = InviteesForm(formdata=None, data=habit() | {"with_members": True})
        return _page(form, habits=choosing.forums_by_slug(db.session()))
    if command := request.form.get("rows"):
        return _rearranged(command)
    if scheduling.AT in request.form:
        return _page(InviteesForm(scheduling.moved(request.form, request.form[scheduling.AT])))
    form = InviteesForm()
    del form.version
    choosing.offer(db.session(), form)
    if not form.validate():
        return _page(form, status=422)
    try:
        meeting = services.create(
            db.session(),
            form.details(settings().timezone),
            actor=actor(),
            overlap_is_meant=form.overlap_is_meant.data,
        )
        inviting.invite(db.session(), meeting, form.invitees(), actor=actor())
    except ArenaError as error:
        return _refused(form, error)
    db.session.commit()
    flash(_("Utkastet er lagret. Publiser møtet når det er klart."))
    return redirect(url_for("meetings.show", meeting_id=meeting.id), 303)


@bp.route(f"/<{NUMBER}:meeting_id>/edit", methods=["GET", "POST"])
@requires(*WRITERS)
def edit(meeting_id: int) -> ResponseReturnValue:
    meeting = services.for_change(db.session(), meeting_id)
    zone = settings().timezone
    if request.method == "GET":
        form = MeetingForm(formdata=None, data=prefill.as_data(meeting, zone))
        return _page(form, meeting)
    if command := request.form.get("rows"):
        return _rearranged(command, meeting)
    if scheduling.AT in request.form:
        moved = scheduling.moved(request.form, request.form[scheduling.AT])
        return _page(MeetingForm(moved), meeting)
    form = MeetingForm()
    choosing.offer(db.session(), form, meeting)
    if not form.validate():
        return _page(form, meeting, status=422)
    title, before = meeting.title, meeting.version
    try:
        services.change(
            db.session(),
            meeting_id,
            form.details(zone, When.of(meeting)),
            version=form.version.data or 0,
            actor=actor(),
            overlap_is_meant=form.overlap_is_meant.data,
        )
    except ChangedMeanwhile:
        return _outdated(form, meeting_id)
    except ArenaError as error:
        return _refused(form, error, meeting)
    changed = meeting.version != before
    db.session.commit()
    flash(_changed(title, meeting) if changed else _("Ingenting var endret."))
    return redirect(url_for("meetings.show", meeting_id=meeting_id), 303)


def habit() -> dict[str, Any]:
    """What a new form begins with: the habit of the forum that the address names."""
    blank: dict[str, Any] = {"agenda": [{"key": "n1"}], "documents": [{}]}
    slug = request.args.get("forum")
    if not slug:
        return blank
    forum = queries.forum_of_slug(db.session(), slug)
    today: date = now().astimezone(settings().timezone).date()
    usual = habits.habit(db.session(), forum, today, settings().timezone)
    return (
        blank
        | {
            "forum": str(forum.id),
            "day": usual.day,
            "starts": usual.starts,
            "ends": usual.ends,
            "mode": usual.mode.value if usual.mode else None,
            "place": usual.place,
            "online_url": usual.online_url,
            "municipality_code": usual.municipality_code,
        }
        | choosing.serves(db.session(), forum)
    )


def _rearranged(command: str, meeting: Meeting | None = None) -> ResponseReturnValue:
    """The form again with its rows as the button wants them; nothing is checked or saved."""
    kind = MeetingForm if meeting else InviteesForm
    form = kind(rows.rearranged(request.form, command))
    kept = form.agenda if command.startswith("agenda") else form.documents
    return _page(form, meeting, focus=rows.touched(command, len(kept.entries)))


def _refused(
    form: MeetingForm, error: ArenaError, meeting: Meeting | None = None
) -> ResponseReturnValue:
    """The form as it was sent, with what stands in its way; nothing of it is kept."""
    others = (
        [(other.id, other.title, When.of(other)) for other in error.meetings]
        if isinstance(error, Overlap)
        else []
    )
    db.session.rollback()
    form.refuse(error)
    if meeting is not None:
        meeting = services.for_change(db.session(), meeting.id)
    status = 409 if isinstance(error, Overlap) else 422
    bad = invitee_page.told(error)
    return _page(form, meeting, status, others=others, bad=bad)


def _outdated(form: MeetingForm, meeting_id: int) -> ResponseReturnValue:
    """Both texts side by side, what was written still in the form."""
    db.session.rollback()
    meeting = services.for_change(db.session(), meeting_id)
    saved = MeetingForm(
        formdata=None, data=prefill.as_data(meeting, settings().timezone, blank=False)
    )
    choosing.offer(db.session(), saved, meeting)
    choosing.offer(db.session(), form, meeting)
    form.forget_rows_but({item.id for item in meeting.agenda}, {d.id for d in meeting.documents})
    return _page(form, meeting, 409, differences=meet(form, saved, meeting.version))


def _page(
    form: MeetingForm, meeting: Meeting | None = None, status: int = 200, **more: Any
) -> ResponseReturnValue:
    if meeting is not None and meeting.state is MeetingState.CANCELLED:
        flash(_("Et avlyst møte kan ikke endres. Sett det tilbake til planlagt først."), "error")
        return redirect(url_for("meetings.show", meeting_id=meeting.id), 303)
    areas = choosing.offer(db.session(), form, meeting)
    form.offer_items()
    is_new = isinstance(form, InviteesForm)
    whom = invitee_page.of_form(db.session(), form) if is_new else Whom()
    return render_template(
        "meetings/edit.html",
        form=form,
        meeting=meeting,
        areas=areas,
        boxes=whom.boxes,
        **_reach(meeting),
        **scheduling.page(db.session(), form, meeting, whom.seats),
        **more,
    ), status


def _reach(meeting: Meeting | None) -> dict[str, Any]:
    """Who hears of a change of this meeting, and whether it is one of a series."""
    if meeting is None:
        return {"hears": None, "of_series": False}
    session, is_told = db.session(), meeting.state is MeetingState.PLANNED
    return {
        "hears": reach.asked(session, [meeting.id]) if is_told else None,
        "of_series": series_queries.of_meeting(session, meeting.id) is not None,
    }


def _changed(title: str, meeting: Meeting) -> str:
    if title != meeting.title:
        return str(_("Møtet er lagret og heter nå «%(title)s».", title=meeting.title))
    return str(_("Endringene er lagret."))
