"""The page that moves open items on to a later meeting."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from wtforms import SelectField

from arenas.accounts.access import WRITERS, actor, requires
from arenas.database import db
from arenas.errors import Refusal, UnknownRecord
from arenas.meetings import carrying, presenting, services
from arenas.meetings.scheduling import Words
from arenas.meetings.views import NUMBER
from arenas.meetings.when import When
from arenas.models import Meeting
from arenas.web.fields import CheckboxListField, menu
from arenas.web.forms import BaseForm

bp = Blueprint("meeting_carrying", __name__, url_prefix="/meetings")


class CarryForm(BaseForm):
    items = CheckboxListField(_l("Saker"), coerce=int)
    to = SelectField(_l("Til møtet"), coerce=int)


@bp.route(f"/<{NUMBER}:meeting_id>/carry", methods=["GET", "POST"])
@requires(*WRITERS)
def carry(meeting_id: int) -> ResponseReturnValue:
    """Items without an outcome are ticked from the start."""
    session = db.session()
    meeting = services.for_change(session, meeting_id)
    if not presenting.can_mark(meeting):
        flash(_("Saker kan flyttes videre fra den dagen møtet holdes."), "error")
        return redirect(url_for("meetings.show", meeting_id=meeting_id), 303)
    found = carrying.open_items(session, meeting_id)
    form = CarryForm(data={"items": [one.id for one in found if not one.is_done]})
    later = _offer(form, meeting)
    status = 200
    if form.is_submitted():
        status = 422
    if form.validate_on_submit():
        try:
            number = carrying.carry(
                session, meeting_id, form.items.data, form.to.data, actor=actor()
            )
        except (Refusal, UnknownRecord) as error:
            session.rollback()
            form.refuse(error)
            meeting = services.for_change(session, meeting_id)
            later = _offer(form, meeting)
        else:
            session.commit()
            flash(ngettext("Én sak er flyttet.", "%(num)d saker er flyttet.", number))
            return redirect(url_for("meetings.show", meeting_id=meeting_id), 303)
    page = render_template("meetings/carry.html", form=form, meeting=meeting, later=later)
    return page, status


def _offer(form: CarryForm, meeting: Meeting) -> int:
    """Fill the form's menus; returns how many later meetings there are."""
    session = db.session()
    done = _("har et resultat")
    form.items.choices = menu(
        (one.id, f"{one.title} ({done})" if one.is_done else one.title)
        for one in carrying.open_items(session, meeting.id)
    )
    later = carrying.later(session, meeting)
    form.to.choices = menu((one.id, f"{one.title}, {Words.time(When.of(one))}") for one in later)
    return len(later)
