"""The invitee's own page of a series: all its dates at once, or one by one. The link is the key.

As for a single meeting, GET changes nothing and the page does not send itself.
"""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import ngettext

from arenas.accounts.access import public
from arenas.database import db
from arenas.errors import N_, Refusal, UnknownRecord
from arenas.invitations import answering, invited, letters, seats, views
from arenas.invitations.answer_forms import ON, SeriesAnswerForm, series_form, value
from arenas.invitations.invited import Invited
from arenas.models import SeriesInvitation
from arenas.models.enums import Response
from arenas.web.language import current_language

bp = Blueprint("series_reply", __name__, url_prefix="/reply/series/<token>")
bp.after_request(views.keep_secret)
BY_ITSELF = {Response.ACCEPTED, Response.TENTATIVE, Response.DECLINED, Response.WAITING}


@bp.get("")
@public
def show(token: str) -> ResponseReturnValue:
    row, dates = _found(token)
    return _page(token, row, dates, _form(dates, fresh=True))


@bp.post("")
@public
def answer(token: str) -> ResponseReturnValue:
    session = db.session()
    row, dates = _found(token)
    form = _form(dates)
    if not form.validate():
        return _page(token, row, dates, form), 422
    try:
        form.check_seen(one.meeting for one in dates)
        taken = answering.answer_dates(
            session, dates, common=form.common(), own=form.own(), comment=form.comment.data
        )
    except Refusal as refusal:
        session.rollback()
        form.refuse(refusal)
        return _page(token, *_found(token), form), 422
    session.commit()
    flash(
        ngettext(
            "Takk, svaret for én dato er registrert. Du kan endre det her.",
            "Takk, svarene for %(num)d datoer er registrert. Du kan endre dem her.",
            taken,
        )
    )
    return redirect(url_for(".show", token=token), 303)


@bp.get("/<int:meeting_id>")
@public
def show_date(token: str, meeting_id: int) -> ResponseReturnValue:
    """One date by itself: with its agenda, and a deputy for that day."""
    found = _date(token, meeting_id)
    return views.page(found, views.form_of(found), series=token)


@bp.post("/<int:meeting_id>")
@public
def answer_date(token: str, meeting_id: int) -> ResponseReturnValue:
    session = db.session()
    found = _date(token, meeting_id)
    form = views.form_of(found, sent=True)
    if not form.validate():
        return views.page(found, form, series=token), 422
    try:
        form.check_seen([found.meeting])
        answering.answer(session, found, form.given())
    except Refusal as refusal:
        session.rollback()
        form.refuse(refusal)
        return views.page(_date(token, meeting_id), form, series=token), 422
    session.commit()
    views.thank(found)
    return redirect(url_for(".show_date", token=token, meeting_id=meeting_id), 303)


def _found(token: str) -> tuple[SeriesInvitation, tuple[Invited, ...]]:
    session = db.session()
    row = invited.series_by_token(session, token)
    return row, invited.of_series(session, row.series_id, row.person_id)


def _date(token: str, meeting_id: int) -> Invited:
    _row, dates = _found(token)
    for one in dates:
        if one.meeting.id == meeting_id:
            return one
    raise UnknownRecord(N_("Denne lenken er ikke i bruk."))


def _form(dates: tuple[Invited, ...], *, fresh: bool = False) -> SeriesAnswerForm:
    language = current_language()
    form_class = series_form(
        (one.meeting.id, letters.when(one.meeting, language), seats.is_hybrid(one.meeting))
        for one in dates
        if not one.closed
    )
    form = form_class(formdata=None, data=_given(dates)) if fresh else form_class()
    form.answer.choices = form.offered
    return form


def _given(dates: tuple[Invited, ...]) -> dict[str, str | None]:
    """What was answered before, as the form holds it."""
    common: dict[str, str | None] = {}
    own: dict[str, str | None] = {}
    for one in dates:
        if one.participation is None or one.participation.response not in BY_ITSELF:
            continue
        given = value(one.participation, hybrid=seats.is_hybrid(one.meeting))
        if one.invitation.answered_with_series:
            common["answer"] = given
            common["comment"] = one.invitation.comment
        else:
            own[f"{ON}{one.meeting.id}"] = given
    return common | own


def _page(
    token: str,
    row: SeriesInvitation,
    dates: tuple[Invited, ...],
    form: SeriesAnswerForm,
) -> str:
    open_dates = [one for one in dates if not one.closed]
    form.beside(one.meeting for one in dates)
    return render_template(
        "reply/series.html",
        token=token,
        person=row.person,
        forum=row.series.forum,
        dates=[(one, form[f"{ON}{one.meeting.id}"]) for one in open_dates],
        off=[one for one in dates if one.closed and one.meeting.state == "cancelled"],
        form=form,
    )
