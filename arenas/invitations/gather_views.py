"""The page that invites many at once."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import select

from arenas.accounts.access import WRITERS, actor, requires
from arenas.database import db
from arenas.errors import Refusal
from arenas.invitations import gathering
from arenas.invitations.forms import GatherForm
from arenas.invitations.pasted import Bad
from arenas.invitations.series_telling import together
from arenas.meetings import series_people, services
from arenas.meetings.views import NUMBER
from arenas.models import Organisation
from arenas.models.enums import MeetingState
from arenas.web.fields import menu

bp = Blueprint("meeting_inviting", __name__, url_prefix=f"/meetings/<{NUMBER}:meeting_id>")


@bp.get("/invite")
@requires(*WRITERS)
def invite(meeting_id: int) -> ResponseReturnValue:
    return _page(meeting_id, _form(meeting_id))


@bp.post("/invite")
@requires(*WRITERS)
def gather(meeting_id: int) -> ResponseReturnValue:
    form = _form(meeting_id)
    if not form.validate():
        return _page(meeting_id, form), 422
    try:
        with together(db.session()):
            found = gathering.gather(db.session(), meeting_id, form.wanted(), actor=actor())
            if form.following and form.following.data and found.chosen:
                series_people.add(db.session(), meeting_id, found.chosen, actor=actor())
    except Refusal as refusal:
        db.session.rollback()
        form.refuse(refusal)
        return _page(meeting_id, form), 422
    if found.bad:
        db.session.rollback()
        return _page(meeting_id, form, found.bad), 422
    db.session.commit()
    flash(
        ngettext("Én er lagt til på listen.", "%(num)d er lagt til på listen.", found.asked)
        if found.asked
        else _("Ingen nye ble funnet.")
    )
    return redirect(url_for("meeting_people.index", meeting_id=meeting_id), 303)


def _form(meeting_id: int) -> GatherForm:
    form = GatherForm()
    if not series_people.following(db.session(), meeting_id):
        del form.following
    rows = db.session.execute(
        select(Organisation.id, Organisation.name).order_by(Organisation.name)
    )
    form.organisations.choices = menu((number, name) for number, name in rows)
    return form


def _page(meeting_id: int, form: GatherForm, bad: list[Bad] | None = None) -> str:
    meeting = services.for_change(db.session(), meeting_id)
    return render_template(
        "meetings/invite.html",
        meeting=meeting,
        form=form,
        bad=[(one.number, _(one.text, **one.values)) for one in bad or ()],
        published=meeting.state is MeetingState.PLANNED,
    )
