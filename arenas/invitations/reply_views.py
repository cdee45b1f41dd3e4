"""Answers by mail that a person has to judge, and a place to drop one that came elsewhere."""

from flask import Blueprint, current_app, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from arenas.accounts.access import WRITERS, requires
from arenas.database import db
from arenas.errors import N_, UnknownRecord
from arenas.invitations import replies
from arenas.invitations.replies import Fate, Outcome
from arenas.models import Invitation, StrayReply
from arenas.web.forms import BaseForm

bp = Blueprint("replies", __name__, url_prefix="/admin/replies")
MOST_SHOWN = 200
LABELS = {
    "ACCEPTED": _l("Kommer"),
    "TENTATIVE": _l("Kanskje"),
    "DECLINED": _l("Kommer ikke"),
    "DELEGATED": _l("Sender en annen"),
}


class ReplyFileForm(BaseForm):
    """One answer as a file."""

    file = FileField(
        _l("Svaret som fil"),
        [FileRequired(_l("Velg en fil."))],
        description=_l("En .ics- eller .eml-fil, lagret fra e-postprogrammet."),
        render_kw={"accept": ".ics,.eml,text/calendar,message/rfc822"},
    )


@bp.get("/")
@requires(*WRITERS)
def index() -> ResponseReturnValue:
    return _page(ReplyFileForm(formdata=None))


@bp.post("/")
@requires(*WRITERS)
def drop() -> ResponseReturnValue:
    """Take the dropped file as an answer; the one who drops it vouches for its sender."""
    form = ReplyFileForm()
    if not form.validate():
        return _page(form), 422
    outcome = replies.take(db.session(), form.file.data.read(), trusted=True)
    db.session.commit()
    _tell(outcome)
    return redirect(url_for("replies.index"), 303)


@bp.post("/<int:stray_id>/take")
@requires(*WRITERS)
def take(stray_id: int) -> ResponseReturnValue:
    """Believe it after all."""
    stray = _stray(stray_id)
    outcome = replies.take(db.session(), stray.content, trusted=True)
    if outcome.fate in {Fate.TAKEN, Fate.STALE}:
        replies.settle(db.session(), stray)
    db.session.commit()
    _tell(outcome)
    return redirect(url_for("replies.index"), 303)


@bp.post("/<int:stray_id>/settle")
@requires(*WRITERS)
def settle(stray_id: int) -> ResponseReturnValue:
    replies.settle(db.session(), _stray(stray_id))
    db.session.commit()
    flash(_("Meldingen er lagt bort."))
    return redirect(url_for("replies.index"), 303)


@bp.get("/<int:stray_id>.eml")
@requires(*WRITERS)
def show(stray_id: int) -> ResponseReturnValue:
    """As it came, to be saved and opened elsewhere: never shown as a page of ours."""
    response = current_app.response_class(
        _stray(stray_id).content, content_type="application/octet-stream"
    )
    response.headers["Content-Disposition"] = f'attachment; filename="reply-{stray_id}.eml"'
    return response


def _stray(stray_id: int) -> StrayReply:
    stray = db.session().get(StrayReply, stray_id)
    if stray is None:
        raise UnknownRecord(N_("Meldingen finnes ikke."))
    return stray


def _tell(outcome: Outcome) -> None:
    if outcome.fate is Fate.TAKEN:
        flash(_("Svaret fra %(name)s er ført.", name=outcome.who))
    elif outcome.words:
        flash(_("Svaret er ikke ført: %(reason)s", reason=_(outcome.words)), "warning")
    else:
        flash(_("Det var ikke noe svar å føre i filen."), "warning")


def _page(form: ReplyFileForm) -> str:
    strays = db.session.scalars(
        select(StrayReply)
        .where(StrayReply.settled_at.is_(None))
        .options(
            joinedload(StrayReply.invitation).joinedload(Invitation.meeting),
            joinedload(StrayReply.invitation).joinedload(Invitation.person),
        )
        .order_by(StrayReply.id.desc())
        .limit(MOST_SHOWN)
    ).all()
    return render_template("reply/strays.html", strays=strays, form=form, labels=LABELS)
