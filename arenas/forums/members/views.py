"""The seats of a forum on the web: who sits there, a new one, a change, an end."""

from datetime import date

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from arenas.accounts.access import WRITERS, actor, requires
from arenas.database import db, now
from arenas.errors import ArenaError, Refusal, UnknownRecord
from arenas.forums import queries as forum_queries
from arenas.forums.members import queries, services
from arenas.forums.members.forms import SeatForm, values_of
from arenas.models import Forum
from arenas.versions import ChangedMeanwhile
from arenas.web import conflict
from arenas.web.cleaning import one_line
from arenas.web.filters import local
from arenas.web.forms import BaseForm
from arenas.web.language import explain

bp = Blueprint("forum_members", __name__, url_prefix="/forums/<slug>/members")


def _forum(slug: str) -> Forum:
    return forum_queries.one(db.session(), actor(), slug)


def _today() -> date:
    return local(now()).date()


@bp.get("")
@requires(*WRITERS)
def index(slug: str) -> ResponseReturnValue:
    """The seats, and a search for those who are to get one."""
    forum, today = _forum(slug), _today()
    q = (one_line(request.args.get("q")) or "")[:200]
    seats = queries.seats(db.session(), forum.id)
    return render_template(
        "forums/members/index.html",
        forum=forum,
        today=today,
        taken=[seat for seat in seats if seat.taken_on(today)],
        coming=[seat for seat in seats if seat.starts_on and seat.starts_on > today],
        former=[seat for seat in seats if seat.ends_on and seat.ends_on < today],
        seated={seat.person_id for seat in seats if seat.taken_on(today)},
        q=q,
        found=queries.people_found(db.session(), q, today=today),
        most=queries.MOST_FOUND,
    )


@bp.route("/new", methods=["GET", "POST"])
@requires(*WRITERS)
def new(slug: str) -> ResponseReturnValue:
    """A seat for the person that the address names."""
    forum = _forum(slug)
    person_id = request.args.get("person", type=int)
    if person_id is None or not 0 < person_id < 2**31:
        return redirect(url_for("forum_members.index", slug=slug), 303)
    candidate = queries.candidate(db.session(), person_id)
    posted = request.method == "POST"
    form = SeatForm() if posted else SeatForm(data={"starts_on": _today()})
    form.offer(candidate)
    if form.validate_on_submit():
        try:
            services.add(
                db.session(),
                forum_id=forum.id,
                person_id=person_id,
                details=form.details(),
                actor=actor(),
            )
        except UnknownRecord:
            raise
        except ArenaError as error:
            form.refuse(error)
        else:
            db.session.commit()
            flash(_("%(name)s er lagt til.", name=candidate.name))
            return _to(slug)
    return render_template("forums/members/new.html", forum=forum, candidate=candidate, form=form)


@bp.route("/<int(max=2147483647):member_id>/edit", methods=["GET", "POST"])
@requires(*WRITERS)
def edit(slug: str, member_id: int) -> ResponseReturnValue:
    forum = _forum(slug)
    seat = queries.seat(db.session(), forum.id, member_id)
    form = SeatForm() if request.method == "POST" else SeatForm(data=values_of(seat))
    form.offer(queries.candidate(db.session(), seat.person_id, also=seat.organisation_id))
    if form.validate_on_submit():
        try:
            services.change(
                db.session(),
                forum_id=forum.id,
                member_id=member_id,
                seen=form.seen.data or "",
                details=form.details(),
                actor=actor(),
            )
        except ChangedMeanwhile:
            return _both_versions(slug, member_id, form)
        except UnknownRecord:
            raise
        except ArenaError as error:
            form.refuse(error)
        else:
            db.session.commit()
            flash(_("Endringene er lagret."))
            return _to(slug)
    return render_template("forums/members/edit.html", forum=forum, seat=seat, form=form)


def _both_versions(slug: str, member_id: int, form: SeatForm) -> ResponseReturnValue:
    """409: what somebody else saved beside what was written here, which stays in the form."""
    db.session.rollback()
    forum = _forum(slug)
    seat = queries.seat(db.session(), forum.id, member_id)
    values = values_of(seat)
    saved = SeatForm(formdata=None, data=values)
    saved.offer(queries.candidate(db.session(), seat.person_id, also=seat.organisation_id))
    form.seen.data = values["seen"]
    page = render_template(
        "forums/members/edit.html",
        forum=forum,
        seat=seat,
        form=form,
        differences=conflict.differences(form, saved),
    )
    return page, 409


@bp.post("/<int(max=2147483647):member_id>/end")
@requires(*WRITERS)
def end(slug: str, member_id: int) -> ResponseReturnValue:
    forum = _forum(slug)
    seat = queries.seat(db.session(), forum.id, member_id)
    try:
        services.end(
            db.session(), forum_id=forum.id, member_id=member_id, today=_today(), actor=actor()
        )
    except Refusal as refusal:
        db.session.rollback()
        flash(explain(refusal), "error")
    else:
        db.session.commit()
        flash(_("Medlemskapet til %(name)s slutter i dag.", name=seat.person))
    return _to(slug)


@bp.route("/<int(max=2147483647):member_id>/delete", methods=["GET", "POST"])
@requires(*WRITERS)
def delete(slug: str, member_id: int) -> ResponseReturnValue:
    """Ask first: this is for what was entered by mistake."""
    forum, form = _forum(slug), BaseForm()
    seat = queries.seat(db.session(), forum.id, member_id)
    if form.validate_on_submit():
        services.remove(db.session(), forum_id=forum.id, member_id=member_id, actor=actor())
        db.session.commit()
        flash(_("Medlemskapet til %(name)s er slettet.", name=seat.person))
        return _to(slug)
    return render_template("forums/members/delete.html", forum=forum, seat=seat, form=form)


def _to(slug: str) -> Response:
    return redirect(url_for("forum_members.index", slug=slug), 303)
