"""The page of who came, made for a tablet in the room; two may be at it at once."""

from collections import Counter

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from arenas.accounts.access import WRITERS, actor, requires
from arenas.database import db
from arenas.errors import N_, Refusal, UnknownRecord
from arenas.meetings import attendance, presenting, queries, services
from arenas.meetings.attendance import Marks
from arenas.meetings.forms import row_id
from arenas.meetings.outcomes import are_locked
from arenas.meetings.people_forms import PlainForm
from arenas.meetings.views import NUMBER
from arenas.models import Meeting
from arenas.models.enums import Attendance, MeetingState
from arenas.web.labels import label
from arenas.web.language import explain

bp = Blueprint("meeting_attendance", __name__, url_prefix=f"/meetings/<{NUMBER}:meeting_id>")


@bp.route("/attendance", methods=["GET", "POST"])
@requires(*WRITERS)
def index(meeting_id: int) -> ResponseReturnValue:
    """Every mark on one page, saved together; the button for all marks only who has none.

    A mark that another has set since the page was drawn is not set over: both are told.
    """
    session = db.session()
    if request.method == "GET":
        if _wants_no_page():
            return {"marks": attendance.on_record(session, meeting_id)}
        return _page(services.for_change(session, meeting_id))
    try:
        marks, seen = _sent()
        changed, met = attendance.mark_over(
            session,
            meeting_id,
            marks,
            seen=seen,
            rest_present="all" in request.form,
            actor=actor(),
        )
    except Refusal as refusal:
        session.rollback()
        return _refused(meeting_id, refusal)
    session.commit()
    if _wants_no_page():
        return ({"marks": met}, 409) if met else ("", 204)
    flash(
        ngettext("Ett oppmøte er lagret.", "%(num)d oppmøter er lagret.", changed)
        if changed
        else _("Ingenting var endret.")
    )
    if met:
        flash(_told(met), "error")
    return redirect(url_for(".index", meeting_id=meeting_id), 303)


def _page(meeting: Meeting) -> ResponseReturnValue:
    try:
        if meeting.state is MeetingState.CANCELLED:
            raise Refusal(N_("Møtet er avlyst, så deltakerlisten kan ikke endres."))
        attendance.check_can_mark(meeting)
    except Refusal as refusal:
        return _refused(meeting.id, refusal)
    groups = queries.people(db.session(), meeting, names=True)
    return render_template(
        "meetings/attendance.html",
        meeting=meeting,
        form=PlainForm(),
        groups=groups,
        organisations=presenting.by_organisation(groups),
        counts=sum((group.marks for group in groups), Counter()),
        names={
            row.person_id: f"{row.given_name} {row.family_name}"
            for group in groups
            for row in group.rows
        },
        attendance_kind=Attendance,
        locked=are_locked(db.session(), meeting.id),
        listed=sum(group.people for group in groups),
    )


def _sent() -> tuple[Marks, Marks]:
    """The marks that were changed on the page, and what they were there before: an untouched
    one never undoes another's."""
    marks: dict[int, Attendance] = {}
    seen: dict[int, Attendance] = {}
    for field, value in request.form.items():
        name, _dash, number = field.partition("-")
        was = request.form.get(f"was-{number}")
        if name != "mark" or value == was:
            continue
        row, known = row_id(number), value in set(Attendance)
        if row is None or not known:
            raise UnknownRecord(N_("Deltakelsen finnes ikke i dette møtet."))
        marks[row] = Attendance(value)
        if was in set(Attendance):
            seen[row] = Attendance(was)
    return marks, seen


def _told(met: Marks) -> str:
    """Whose mark another has set meanwhile, and to what."""
    names = attendance.names(db.session(), met)
    said = ", ".join(f"{names[key]} ({str(label(mark)).lower()})" for key, mark in met.items())
    return str(
        _(
            "Noen andre førte dette mens du hadde siden åpen, og det står: %(marks)s. "
            "Før det om igjen hvis ditt er riktig.",
            marks=said,
        )
    )


def _wants_no_page() -> bool:
    """The script that saves each mark as it is made reads the status alone."""
    return request.headers.get("Accept") == "application/json"


def _refused(meeting_id: int, refusal: Refusal) -> ResponseReturnValue:
    if _wants_no_page():
        return {"error": explain(refusal)}, 422
    flash(explain(refusal), "error")
    return redirect(url_for("meetings.show", meeting_id=meeting_id), 303)
