"""Pages of one who is asked, for the coordinator: the answer as it was told, and the role."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from arenas.accounts.access import WRITERS, actor, requires
from arenas.database import db
from arenas.errors import ArenaError
from arenas.models.enums import AnswerWay, PollState
from arenas.polls import answering, presenting
from arenas.polls.answering import Asked
from arenas.polls.forms import AnswersForm
from arenas.web.language import explain

bp = Blueprint("poll_people", __name__, url_prefix="/polls/<int:poll_id>/people/<int:asked_id>")


@bp.route("/", methods=["GET", "POST"])
@requires(*WRITERS)
def edit(poll_id: int, asked_id: int) -> ResponseReturnValue:
    """Put on record what he or she said by telephone."""
    session = db.session()
    is_sent = request.method == "POST"
    asked = answering.of_poll(session, poll_id, asked_id, lock=is_sent)
    if asked.poll.state is not PollState.OPEN:
        session.rollback()
        flash(_("Forespørselen er lukket, så den kan ikke endres."), "error")
        return _back(poll_id)
    dates = presenting.questions(asked.dates)
    numbers = [number for number, _words in dates]
    if not is_sent:
        return _page(asked, AnswersForm.of(dates, asked.choices, asked.row.comment))
    form = AnswersForm.of(dates)
    if not form.validate() or form.miss(numbers):
        return _page(asked, form), 422
    try:
        answering.answer(
            session,
            asked,
            form.given(numbers),
            form.comment.data,
            AnswerWay.TOLD,
            actor=actor(),
        )
    except ArenaError as error:
        session.rollback()
        form.refuse(error)
        return _page(answering.of_poll(session, poll_id, asked_id), form), 422
    session.commit()
    flash(_("Svaret fra %(name)s er ført.", name=asked.row.person.name))
    return _back(poll_id)


@bp.post("/<any(required, optional):how>")
@requires(*WRITERS)
def need(poll_id: int, asked_id: int, how: str) -> ResponseReturnValue:
    """Say whether the meeting needs this person."""
    try:
        answering.change(db.session(), poll_id, asked_id, required=how == "required", actor=actor())
    except ArenaError as error:
        return _refused(poll_id, error)
    name = answering.of_poll(db.session(), poll_id, asked_id).row.person.name
    db.session.commit()
    flash(
        _("%(name)s må kunne komme.", name=name)
        if how == "required"
        else _("%(name)s kan komme, men møtet er ikke avhengig av det.", name=name)
    )
    return _back(poll_id)


@bp.post("/remove")
@requires(*WRITERS)
def remove(poll_id: int, asked_id: int) -> ResponseReturnValue:
    session = db.session()
    try:
        name = answering.of_poll(session, poll_id, asked_id).row.person.name
        answering.remove(session, poll_id, asked_id, actor=actor())
    except ArenaError as error:
        return _refused(poll_id, error)
    session.commit()
    flash(_("%(name)s er ikke lenger spurt.", name=name))
    return _back(poll_id)


def _page(asked: Asked, form: AnswersForm) -> str:
    questions = [(presenting.date_and_time(date), form[f"date-{date.id}"]) for date in asked.dates]
    return render_template(
        "polls/person.html", asked=asked, poll=asked.poll, form=form, questions=questions
    )


def _refused(poll_id: int, error: ArenaError) -> ResponseReturnValue:
    db.session.rollback()
    flash(explain(error), "error")
    return _back(poll_id)


def _back(poll_id: int) -> ResponseReturnValue:
    return redirect(url_for("polls.show", poll_id=poll_id), 303)
