"""The invitee's own page: no sign-in, the link is the key.

GET shows the meeting and changes nothing: mail scanners open links, and some run scripts, so
the page does not send itself either. A person presses the button.
"""

from flask import Blueprint, Response, current_app, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from arenas.accounts.access import public
from arenas.calendars import ical, queries, recurring
from arenas.calendars.writing import manner
from arenas.database import db
from arenas.errors import N_, Refusal, UnknownRecord
from arenas.invitations import answering, seats
from arenas.invitations.answer_forms import AnswerForm, value
from arenas.invitations.invited import Invited, by_token
from arenas.models import Meeting
from arenas.models.enums import Response as Answered
from arenas.web.current import settings
from arenas.web.language import current_language

bp = Blueprint("reply", __name__, url_prefix="/reply")


@bp.after_request
def keep_secret(response: Response) -> Response:
    """The address is a secret: it is not kept, not passed on, not listed."""
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    response.headers["Cache-Control"] = "private, no-store"
    return response


@bp.get("/<token>")
@public
def show(token: str) -> ResponseReturnValue:
    invited = by_token(db.session(), token)
    return page(invited, form_of(invited), token=token)


@bp.post("/<token>")
@public
def answer(token: str) -> ResponseReturnValue:
    session = db.session()
    invited = by_token(session, token)
    form = form_of(invited, sent=True)
    if not form.validate():
        return page(invited, form, token=token), 422
    try:
        form.check_seen([invited.meeting])
        answering.answer(session, invited, form.given())
    except Refusal as refusal:
        session.rollback()
        form.refuse(refusal)
        return page(by_token(session, token), form, token=token), 422
    session.commit()
    thank(invited)
    return redirect(url_for("reply.show", token=token), 303)


@bp.get("/<token>/meeting.ics")
@public
def calendar(token: str) -> ResponseReturnValue:
    """The meeting as a file, for programs that show no buttons."""
    invited = by_token(db.session(), token)
    if invited.participation is None:
        raise UnknownRecord(N_("Du er ikke lenger invitert til dette møtet."))
    found = queries.meetings(db.session(), Meeting.id == invited.meeting.id)
    how = manner(current_language(), settings().base_url)
    entry = recurring.single(found, found.rows[0], how)
    body = b"".join(ical.calendar(ical.Frame(), [entry]))
    response = current_app.response_class(body, content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="meeting.ics"'
    return response


def form_of(invited: Invited, *, sent: bool = False) -> AnswerForm:
    """The form as it was ``sent``, or with what was answered before."""
    participation, meeting = invited.participation, invited.meeting
    form = AnswerForm() if sent else AnswerForm(formdata=None)
    form.fit(invited, seats.standings(db.session(), meeting))
    if participation is not None and not sent:
        form.answer.data = value(participation, hybrid=seats.is_hybrid(meeting))
        form.comment.data = invited.invitation.comment
    return form


def thank(invited: Invited) -> None:
    """Say what the answer led to."""
    participation = invited.participation
    if participation is not None and participation.response is Answered.WAITING:
        flash(
            _("Det var ingen plass igjen, så du står på venteliste. Du får beskjed på e-post."),
            "warning",
        )
    else:
        flash(_("Takk, svaret er registrert. Du kan endre det her frem til møtet."))


def page(
    invited: Invited, form: AnswerForm, *, token: str | None = None, series: str | None = None
) -> str:
    """The page of one meeting: by its own link, or as a date of the link of a series.

    One who has been taken off the list sees no more than which meeting it was. A deputy is shown
    as the invitee wrote the address: the register's name for it is not his or hers to look up.
    """
    session, meeting = db.session(), invited.meeting
    form.beside([meeting])
    standings = seats.standings(session, meeting) if seats.is_limited(meeting) else []
    participation = invited.participation
    waits = participation is not None and participation.response is Answered.WAITING
    instead_of = invited.participation.instead_of_id if invited.participation else None
    return render_template(
        "reply/show.html",
        token=token,
        series=series,
        meeting=invited.meeting,
        person=invited.person,
        participation=invited.participation,
        closed=invited.closed,
        deputy=answering.address_of_deputy(session, invited.invitation),
        instead_of=answering.name_of(session, instead_of) if instead_of else None,
        form=form,
        answers=form.buttons(),
        given=value(participation, hybrid=seats.is_hybrid(meeting)) if participation else None,
        agenda=answering.agenda(session, meeting.id) if participation else (),
        standings=standings,
        number=seats.number(session, meeting, participation) if participation and waits else None,
    )
