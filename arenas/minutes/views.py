"""Pages of minutes: read, write, publish, open again, compare; and who is told of them."""

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy.orm import Session

from arenas.accounts.access import SIGNED_IN, WRITERS, actor, requires
from arenas.database import db, now
from arenas.errors import ArenaError
from arenas.exchange.pdf import pdf
from arenas.meetings import attendance, outcomes, presenting, queries
from arenas.meetings.views import NUMBER
from arenas.minutes import comparing, document, mailing, services
from arenas.minutes import presenting as wording
from arenas.minutes import queries as reading
from arenas.minutes.forms import MinutesForm, PublishForm, ReopenForm, minutes_form, values_of
from arenas.models import Meeting, Minutes
from arenas.models.enums import MeetingState
from arenas.versions import ChangedMeanwhile
from arenas.web import conflict
from arenas.web.current import settings
from arenas.web.language import current_language

bp = Blueprint("minutes", __name__, url_prefix=f"/meetings/<{NUMBER}:meeting_id>")


@bp.get("/minutes")
@requires(*SIGNED_IN)
def show(meeting_id: int) -> ResponseReturnValue:
    """As published; for those who write, also as it would be published now."""
    session = db.session()
    meeting, rights, minutes = reading.readable(session, actor(), meeting_id)
    return render_template(
        "minutes/show.html",
        meeting=meeting,
        rights=rights,
        minutes=minutes,
        words=_words(session, meeting, minutes),
        history=reading.history(session, minutes) if minutes and rights.writes else [],
        may_write=rights.writes and presenting.can_mark(meeting),
        held=meeting.state is MeetingState.HELD,
    )


@bp.get("/minutes.pdf")
@requires(*SIGNED_IN)
def paper(meeting_id: int) -> ResponseReturnValue:
    session = db.session()
    meeting, _rights, minutes = reading.readable(session, actor(), meeting_id)
    words = _words(session, meeting, minutes)
    at = minutes.published_at or minutes.updated_at if minutes else now()
    response = make_response(pdf("minutes.typ", words, at))
    response.headers["Content-Type"] = "application/pdf"
    name = "minutes" if current_language() == "en" else "protokoll"
    response.headers["Content-Disposition"] = f'inline; filename="{name}-{meeting_id}.pdf"'
    return response


@bp.route("/minutes/edit", methods=["GET", "POST"])
@requires(*WRITERS)
def edit(meeting_id: int) -> ResponseReturnValue:
    session = db.session()
    meeting, minutes = _of_writer(meeting_id)
    if not presenting.can_mark(meeting):
        flash(_("Protokollen kan skrives fra den dagen møtet holdes."), "error")
        return redirect(url_for("meetings.show", meeting_id=meeting_id), 303)
    if minutes is not None and minutes.is_locked:
        flash(_("Protokollen er publisert og låst. Åpne den igjen først."), "error")
        return redirect(url_for(".show", meeting_id=meeting_id), 303)
    people = _people(session, meeting_id)
    form = minutes_form(meeting, people, {"data": values_of(minutes)})
    if request.method == "GET":
        return _editor(meeting, form)
    if not form.validate():
        return _editor(meeting, form, status=422)
    written = form.written([item.id for item in meeting.agenda])
    try:
        services.save(session, meeting_id, written, version=form.version.data, actor=actor())
    except ChangedMeanwhile:
        session.rollback()
        meeting, minutes = _of_writer(meeting_id)
        values = {"formdata": None, "data": values_of(minutes)}
        saved = minutes_form(meeting, _people(session, meeting_id), values)
        taken = form.take_over(saved, reading.seen(session, minutes, form.version.data))
        differences = conflict.meet(form, saved, minutes.version if minutes else 0)
        return _editor(meeting, form, differences, taken, status=409)
    except ArenaError as error:
        session.rollback()
        form.refuse(error)
        return _editor(document.meeting_of(session, meeting_id), form, status=422)
    session.commit()
    flash(_("Protokollen er lagret."))
    if "preview" in request.form:
        return redirect(url_for(".show", meeting_id=meeting_id), 303)
    return redirect(url_for(".edit", meeting_id=meeting_id), 303)


@bp.route("/minutes/publish", methods=["GET", "POST"])
@requires(*WRITERS)
def publish(meeting_id: int) -> ResponseReturnValue:
    """Ask, with how many will be told; then publish and lock."""
    session = db.session()
    meeting, minutes = _of_writer(meeting_id)
    version = minutes.version if minutes else 0
    first = minutes is None or minutes.edition == 0
    form = PublishForm(data={"version": version, "mail": first})
    if request.method == "POST" and form.validate():
        try:
            _made, told = services.publish(
                session, meeting_id, version=form.version.data, mail=form.mail.data, actor=actor()
            )
        except ArenaError as error:
            session.rollback()
            form.refuse(error)
            meeting, minutes = _of_writer(meeting_id)
        else:
            session.commit()
            flash(
                _("Protokollen er publisert og låst.")
                + " "
                + ngettext("Én får den på e-post.", "%(num)d får den på e-post.", told)
            )
            return redirect(url_for(".show", meeting_id=meeting_id), 303)
    number = mailing.number(session, meeting)
    page = render_template(
        "minutes/publish.html",
        form=form,
        meeting=meeting,
        number=number,
        unmarked=attendance.unmarked(session, meeting_id),
    )
    return page, 422 if form.errors else 200


@bp.route("/minutes/reopen", methods=["GET", "POST"])
@requires(*WRITERS)
def reopen(meeting_id: int) -> ResponseReturnValue:
    session = db.session()
    meeting, minutes = _of_writer(meeting_id)
    form = ReopenForm(data={"version": minutes.version if minutes else 0})
    if request.method == "POST" and form.validate():
        try:
            services.reopen(
                session,
                meeting_id,
                version=form.version.data,
                reason=form.reason.data,
                actor=actor(),
            )
        except ArenaError as error:
            session.rollback()
            form.refuse(error)
            meeting, minutes = _of_writer(meeting_id)
        else:
            session.commit()
            flash(_("Protokollen er åpnet. De som leser, ser den igjen når den er publisert."))
            return redirect(url_for(".edit", meeting_id=meeting_id), 303)
    return render_template("minutes/reopen.html", form=form, meeting=meeting), (
        422 if form.errors else 200
    )


@bp.get(f"/minutes/compare/<{NUMBER}:before>/<{NUMBER}:after>")
@requires(*WRITERS)
def compare(meeting_id: int, before: int, after: int) -> ResponseReturnValue:
    session = db.session()
    meeting, _rights, minutes = reading.readable(session, actor(), meeting_id)
    if minutes is None:
        return redirect(url_for(".show", meeting_id=meeting_id), 303)
    parts = comparing.compare(
        reading.texts(session, minutes, before), reading.texts(session, minutes, after)
    )
    return render_template(
        "minutes/compare.html", meeting=meeting, before=before, after=after, parts=parts
    )


def _of_writer(meeting_id: int) -> tuple[Meeting, Minutes | None]:
    session = db.session()
    meeting = document.meeting_of(session, meeting_id)
    return meeting, services.of_meeting(session, meeting_id)


def _words(session: Session, meeting: Meeting, minutes: Minutes | None) -> dict[str, Any]:
    locked = minutes is not None and minutes.is_locked
    body = (
        document.published(session, minutes)
        if locked and minutes
        else document.body(session, document.meeting_of(session, meeting.id), minutes)
    )
    return wording.words(body, current_language(), settings().timezone)


def _people(session: Session, meeting_id: int) -> list[tuple[int, str]]:
    rows = queries.participants(session, meeting_id)
    return [(row.person_id, f"{row.given_name} {row.family_name}") for row in rows]


def _editor(
    meeting: Meeting,
    form: MinutesForm,
    differences: Any = None,
    taken: Sequence[str] = (),
    status: int = 200,
) -> ResponseReturnValue:
    page = render_template(
        "minutes/edit.html",
        meeting=meeting,
        form=form,
        differences=differences,
        taken=taken,
        outcomes=presenting.by_item(outcomes.of_meeting(db.session(), meeting.id)),
    )
    return page, status
