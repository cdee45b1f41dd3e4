"""Answering one's own invitation where one has signed in: a button each."""

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from arenas.accounts.access import SIGNED_IN, actor, requires
from arenas.database import db
from arenas.errors import Refusal
from arenas.invitations import own
from arenas.invitations.answer_forms import CHOICES, buttons, value
from arenas.invitations.invited import Answer
from arenas.invitations.own import Own
from arenas.invitations.seats import is_hybrid
from arenas.models import Account
from arenas.models.enums import AnswerWay, Response
from arenas.web.current import settings
from arenas.web.language import explain

bp = Blueprint("own_answers", __name__, url_prefix="/meetings")


@bp.post("/<int(max=2147483647):meeting_id>/answer")
@requires(*SIGNED_IN)
def answer(meeting_id: int) -> ResponseReturnValue:
    choice = CHOICES.get(request.form.get("answer", ""))
    back = url_for("meetings.show", meeting_id=meeting_id)
    if request.form.get("from") == "overview":
        back = url_for("overview.index")
    mine = own.asked(db.session(), actor(), meeting_id)
    if choice is None or choice[0] is Response.DELEGATED:
        flash(_("Velg et svar."), "error")
        return redirect(back, 303)
    try:
        given = Answer(choice[0], AnswerWay.LINK, seat=choice[1])
        own.answer(db.session(), actor(), mine, given)
    except Refusal as refusal:
        db.session.rollback()
        flash(explain(refusal), "error")
        return redirect(back, 303)
    waits = mine.response is Response.WAITING
    db.session.commit()
    if waits:
        flash(_("Det var ingen plass igjen, så du står på venteliste."), "warning")
    else:
        flash(_("Takk, svaret er registrert."))
    return redirect(back, 303)


def asked(account: Account | None, meeting_id: int) -> dict[str, object] | None:
    """What the buttons show; None where the account has nothing to answer."""
    if account is None or account.person_id is None:
        return None
    mine = own.standing(db.session(), account, meeting_id, settings().secret_key)
    return _shown(mine) if mine is not None else None


def _shown(mine: Own) -> dict[str, object]:
    chosen = value(mine.participation, hybrid=is_hybrid(mine.meeting))
    return {
        "response": mine.participation.response,
        "seat": mine.participation.seat,
        "number": mine.number,
        "path": mine.path,
        "buttons": [
            (name, words, name == chosen)
            for name, words in buttons(mine.standings, mine.participation)
        ],
    }
