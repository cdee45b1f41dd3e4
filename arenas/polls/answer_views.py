"""The page of one who is asked: no sign-in, the link is the key.

GET shows the dates and changes nothing: mail scanners open links, and some run scripts, so the
page does not send itself either. A person presses the button.
"""

from flask import Blueprint, Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from arenas.accounts.access import public
from arenas.database import db
from arenas.errors import Refusal
from arenas.models.enums import AnswerWay
from arenas.polls import answering, presenting
from arenas.polls.answering import Asked
from arenas.polls.forms import AnswersForm

bp = Blueprint("poll_answer", __name__, url_prefix="/polls/answer")


@bp.after_request
def _secret(response: Response) -> Response:
    """The address is a secret: it is not kept, not passed on, not listed."""
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    response.headers["Cache-Control"] = "private, no-store"
    return response


@bp.get("/<token>")
@public
def show(token: str) -> ResponseReturnValue:
    """The questions; where no answer is taken any more, what came of them."""
    asked = answering.by_token(db.session(), token)
    if not asked.is_open:
        return _outcome(token, asked)
    dates = presenting.questions(asked.dates)
    form = AnswersForm.of(dates, asked.choices, asked.row.comment)
    return _page(token, asked, form)


@bp.post("/<token>")
@public
def answer(token: str) -> ResponseReturnValue:
    session = db.session()
    asked = answering.by_token(session, token, lock=True)
    if not asked.is_open:
        session.rollback()
        return _outcome(token, answering.by_token(session, token), 409)
    dates = presenting.questions(asked.dates)
    numbers = [number for number, _words in dates]
    form = AnswersForm.of(dates)
    if not form.validate() or form.miss(numbers):
        return _page(token, asked, form), 422
    try:
        answering.answer(session, asked, form.given(numbers), form.comment.data, AnswerWay.LINK)
    except Refusal as refusal:
        session.rollback()
        form.refuse(refusal)
        return _page(token, answering.by_token(session, token), form), 422
    session.commit()
    flash(_("Takk, svaret er registrert."))
    return redirect(url_for(".thanks", token=token), 303)


@bp.get("/<token>/thanks")
@public
def thanks(token: str) -> ResponseReturnValue:
    """What was answered, and the way to change it."""
    asked = answering.by_token(db.session(), token)
    if asked.row.answered_at is None:
        return redirect(url_for(".show", token=token), 303)
    return _outcome(token, asked)


def _page(token: str, asked: Asked, form: AnswersForm) -> str:
    questions = [(presenting.date_and_time(date), form[f"date-{date.id}"]) for date in asked.dates]
    return render_template(
        "polls/answer.html", token=token, asked=asked, poll=asked.poll, form=form,
        questions=questions,
    )  # fmt: skip


def _outcome(token: str, asked: Asked, status: int = 200) -> ResponseReturnValue:
    chosen = next((date for date in asked.dates if date.chosen), None)
    return render_template(
        "polls/outcome.html",
        token=token,
        asked=asked,
        poll=asked.poll,
        meeting=answering.meeting_of(db.session(), asked.poll),
        chosen=presenting.in_words(chosen) if chosen else None,
        answers=[(presenting.in_words(date), asked.choices.get(date.id)) for date in asked.dates],
    ), status
