"""Who gets a forum's minutes without being asked to its meetings."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from arenas.accounts.access import WRITERS, actor, requires
from arenas.database import db
from arenas.errors import Refusal
from arenas.forums import queries
from arenas.minutes import mailing
from arenas.minutes.forms import InformedForm

bp = Blueprint("forum_informed", __name__, url_prefix="/forums/<slug>/informed")


@bp.route("", methods=["GET", "POST"])
@requires(*WRITERS)
def edit(slug: str) -> ResponseReturnValue:
    session = db.session()
    forum = queries.one(session, actor(), slug)
    listed = mailing.informed_of(session, forum.id)
    lines = (f"{one.name} <{one.email}>" if one.name else one.email for one in listed)
    form = InformedForm(data={"addresses": "\n".join(lines)})
    if form.validate_on_submit():
        try:
            bad = mailing.inform(session, forum, form.addresses.data or "", actor=actor())
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            form.addresses.errors = [
                _(
                    "Linje %(number)s: %(reason)s",
                    number=one.number,
                    reason=_(one.text, **one.values),
                )
                for one in bad
            ]
        if not form.errors:
            session.commit()
            flash(_("Listen er lagret."))
            return redirect(url_for("forums.show", slug=slug), 303)
        session.rollback()
        forum = queries.one(session, actor(), slug)
    page = render_template("minutes/informed.html", form=form, forum=forum)
    return page, 422 if form.errors else 200
