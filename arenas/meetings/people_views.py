"""Pages of who takes part in a meeting, and what they answered."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from arenas.accounts.access import WRITERS, actor, requires
from arenas.database import db
from arenas.directory.people.queries import organisation_choices
from arenas.errors import ArenaError, Refusal
from arenas.invitations import answering, seats
from arenas.mail.queries import troubles
from arenas.meetings import finding, participants, presenting, queries, series_people, services
from arenas.meetings.forms import row_id
from arenas.meetings.people_forms import ParticipationForm
from arenas.meetings.series import FOLLOWING
from arenas.meetings.views import NUMBER
from arenas.models.enums import MeetingMode, MeetingState, ParticipationRole, Response, Seat
from arenas.web.cleaning import one_line
from arenas.web.fields import menu
from arenas.web.language import explain

bp = Blueprint("meeting_people", __name__, url_prefix=f"/meetings/<{NUMBER}:meeting_id>")


@bp.get("/participants")
@requires(*WRITERS)
def index(meeting_id: int) -> ResponseReturnValue:
    """The list, the forum's members who are not on it, and a search for somebody else."""
    session = db.session()
    meeting = services.for_change(session, meeting_id)
    if meeting.state is MeetingState.CANCELLED:
        flash(_("Møtet er avlyst, så deltakerlisten kan ikke endres."), "error")
        return redirect(url_for("meetings.show", meeting_id=meeting_id), 303)
    groups = queries.people(session, meeting, names=True)
    q = (one_line(request.args.get("q")) or "")[:100]
    found = finding.people(session, meeting, q) if q else None
    homeless = any(not one.organisations and not one.asked for one in found or ())
    return render_template(
        "meetings/participants.html",
        meeting=meeting,
        groups=groups,
        answers=presenting.answers(groups),
        waiting=finding.members_not_asked(session, meeting),
        q=q,
        found=found,
        organisations=organisation_choices(session) if homeless else (),
        remarks=answering.remarks(session, meeting_id),
        troubles=troubles(session, meeting_id),
        standings=seats.standings(session, meeting) if seats.is_limited(meeting) else (),
        queue=seats.queue(session, meeting_id),
        later=len(series_people.following(session, meeting_id)),
        also_later=_also_following(),
    )


@bp.post("/participants/members")
@requires(*WRITERS)
def add_members(meeting_id: int) -> ResponseReturnValue:
    try:
        added = participants.add_members(db.session(), meeting_id, actor=actor())
    except Refusal as refusal:
        return _refused(meeting_id, refusal)
    db.session.commit()
    flash(
        ngettext("Ett medlem er lagt til.", "%(num)d medlemmer er lagt til.", added)
        if added
        else _("Alle medlemmene står på listen fra før.")
    )
    return _back(meeting_id)


@bp.post("/participants/add")
@requires(*WRITERS)
def add(meeting_id: int) -> ResponseReturnValue:
    """One person, as the search offered him or her."""
    try:
        row = participants.add_person(
            db.session(),
            meeting_id,
            person_id=_number("person"),
            organisation_id=_number("organisation") if request.form.get("organisation") else None,
            role=ParticipationRole.PARTICIPANT,
            actor=actor(),
        )
        if _also_following():
            whom = {row.person_id: row.organisation_id}
            series_people.add(db.session(), meeting_id, whom, actor=actor())
        name = finding.name_of(db.session(), row.person_id)
    except Refusal as refusal:
        return _refused(meeting_id, refusal)
    db.session.commit()
    flash(_("%(name)s er lagt til.", name=name))
    return _back(meeting_id)


@bp.route(f"/participants/<{NUMBER}:participation_id>", methods=["GET", "POST"])
@requires(*WRITERS)
def edit(meeting_id: int, participation_id: int) -> ResponseReturnValue:
    session = db.session()
    meeting = services.for_change(session, meeting_id)
    row = participants.one(session, meeting_id, participation_id)
    form = ParticipationForm(
        data={
            "organisation": row.organisation_id,
            "role": row.role.value,
            "response": row.response.value,
            "seat": row.seat.value if row.seat else "",
        }
    )
    if meeting.mode is not MeetingMode.HYBRID:
        del form.seat
    form.organisation.choices = menu(finding.organisations(session, row))
    name = finding.name_of(session, row.person_id)
    status = 200
    if form.validate_on_submit():
        try:
            participants.change(
                session,
                meeting_id,
                participation_id,
                role=ParticipationRole(form.role.data),
                response=Response(form.response.data),
                organisation_id=form.organisation.data or None,
                seat=Seat(form.seat.data) if form.seat and form.seat.data else None,
                actor=actor(),
            )
        except Refusal as refusal:
            return _refused(meeting_id, refusal)
        session.commit()
        flash(_("%(name)s er lagret.", name=name))
        if request.args.get("back") == "attendance":
            return redirect(url_for("meeting_attendance.index", meeting_id=meeting_id), 303)
        return _back(meeting_id)
    if form.is_submitted():
        status = 422
    page = render_template(
        "meetings/participant.html",
        meeting=meeting,
        row=row,
        name=name,
        form=form,
        later=len(series_people.following(session, meeting_id)),
    )
    return page, status


@bp.post(f"/participants/<{NUMBER}:participation_id>/seat")
@requires(*WRITERS)
def give_seat(meeting_id: int, participation_id: int) -> ResponseReturnValue:
    """Out of turn, for one who waits."""
    session = db.session()
    try:
        row = participants.give_seat(session, meeting_id, participation_id, actor=actor())
    except Refusal as refusal:
        return _refused(meeting_id, refusal)
    name = finding.name_of(session, row.person_id)
    session.commit()
    flash(_("%(name)s har fått plass og får beskjed.", name=name))
    return _back(meeting_id)


@bp.post(f"/participants/<{NUMBER}:participation_id>/remove")
@requires(*WRITERS)
def remove(meeting_id: int, participation_id: int) -> ResponseReturnValue:
    session = db.session()
    row = participants.one(session, meeting_id, participation_id)
    name = finding.name_of(session, row.person_id)
    dates = 1
    try:
        if _also_following():
            dates = series_people.remove(session, meeting_id, participation_id, actor=actor())
        else:
            participants.remove(session, meeting_id, participation_id, actor=actor())
    except Refusal as refusal:
        return _refused(meeting_id, refusal)
    session.commit()
    if dates > 1:
        flash(_("%(name)s er fjernet fra %(num)s datoer.", name=name, num=dates))
    else:
        flash(_("%(name)s er fjernet fra listen.", name=name))
    return _back(meeting_id)


def _also_following() -> bool:
    """Whether it is meant for the following dates of the series too."""
    return request.values.get("scope") == FOLLOWING


def _number(field: str) -> int:
    return row_id(request.form.get(field)) or 0


def _refused(meeting_id: int, error: ArenaError) -> ResponseReturnValue:
    """Nothing is kept; the reason is told on the page one came from."""
    db.session.rollback()
    flash(explain(error), "error")
    meeting = services.for_change(db.session(), meeting_id)
    if meeting.state is MeetingState.CANCELLED:
        return redirect(url_for("meetings.show", meeting_id=meeting_id), 303)
    return _back(meeting_id)


def _back(meeting_id: int) -> ResponseReturnValue:
    return redirect(url_for("meeting_people.index", meeting_id=meeting_id), 303)
