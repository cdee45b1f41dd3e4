"""The strategy on the web: the periods side by side, one of them, and a priority area."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from arenas.accounts.access import SIGNED_IN, WRITERS, actor, requires
from arenas.database import db, now
from arenas.errors import ArenaError, Refusal
from arenas.models import PriorityArea
from arenas.strategy import coverage_views, queries, services
from arenas.strategy.forms import StrategyEditForm, StrategyForm, goal_choices, values_of
from arenas.versions import ChangedMeanwhile
from arenas.web import conflict
from arenas.web.current import external
from arenas.web.filters import local
from arenas.web.forms import BaseForm
from arenas.web.language import explain

bp = Blueprint("strategy", __name__, url_prefix="/strategy")
ID = "<int(max=2147483647):strategy_id>"


@bp.get("/")
@requires(*SIGNED_IN)
def index() -> ResponseReturnValue:
    return render_template("strategy/index.html", **coverage_views.whole_page())


@bp.get(f"/{ID}")
@requires(*SIGNED_IN)
def show(strategy_id: int) -> ResponseReturnValue:
    at = now()
    return render_template(
        "strategy/show.html",
        strategy=queries.one(db.session(), strategy_id),
        done=queries.done(db.session(), actor(), at=at),
        branches=queries.branches,
        today=local(at).date(),
    )


@bp.get("/priorities/<int(max=2147483647):priority_id>")
@requires(*SIGNED_IN)
def priority(priority_id: int) -> ResponseReturnValue:
    session, viewer, at = db.session(), actor(), now()
    area = queries.priority(session, priority_id)
    return render_template(
        "strategy/priority.html",
        area=area,
        done=queries.done(session, viewer, at=at),
        branches=queries.branches(area.activities),
        forums=queries.serving_forums(session, viewer, area.id),
        coming=queries.serving_meetings(session, viewer, area.id, at=at, coming=True),
        held=queries.serving_meetings(session, viewer, area.id, at=at, coming=False),
        feed=_feed(area),
    )


def _feed(area: PriorityArea) -> str | None:
    return external(url_for("calendars.priority", number=area.id))


@bp.route("/new", methods=["GET", "POST"])
@requires(*WRITERS)
def new() -> ResponseReturnValue:
    form = StrategyForm()
    _offer(form)
    if form.validate_on_submit():
        try:
            strategy = services.create(db.session(), details=form.details(), actor=actor())
        except ArenaError as error:
            form.refuse(error)
        else:
            db.session.commit()
            flash(_("Strategien er opprettet. Legg inn innsatsområdene nå."))
            return _to(strategy.id)
    return render_template("strategy/form.html", form=form)


@bp.route(f"/{ID}/edit", methods=["GET", "POST"])
@requires(*WRITERS)
def edit(strategy_id: int) -> ResponseReturnValue:
    strategy = queries.one(db.session(), strategy_id)
    posted = request.method == "POST"
    form = StrategyEditForm() if posted else StrategyEditForm(data=values_of(strategy))
    _offer(form)
    if form.validate_on_submit():
        try:
            services.change(
                db.session(),
                strategy_id=strategy_id,
                version=form.version.data,
                details=form.details(),
                actor=actor(),
            )
        except ChangedMeanwhile:
            return _both_versions(strategy_id, form)
        except ArenaError as error:
            form.refuse(error)
        else:
            db.session.commit()
            flash(_("Endringene er lagret."))
            return _to(strategy_id)
    return render_template("strategy/form.html", form=form, strategy=strategy)


def _both_versions(strategy_id: int, form: StrategyEditForm) -> ResponseReturnValue:
    """409: what somebody else saved beside what was written here, which stays in the form."""
    db.session.rollback()
    strategy = queries.one(db.session(), strategy_id)
    saved = StrategyEditForm(formdata=None, data=values_of(strategy))
    _offer(saved)
    differences = conflict.meet(form, saved, strategy.version)
    page = render_template(
        "strategy/form.html", form=form, strategy=strategy, differences=differences
    )
    return page, 409


@bp.post(f"/{ID}/archive")
@requires(*WRITERS)
def archive(strategy_id: int) -> ResponseReturnValue:
    strategy = services.archive(db.session(), strategy_id=strategy_id, actor=actor())
    db.session.commit()
    flash(_("%(name)s er arkivert. Du kan gjenopprette den her.", name=strategy.name))
    return _to(strategy_id)


@bp.post(f"/{ID}/restore")
@requires(*WRITERS)
def restore(strategy_id: int) -> ResponseReturnValue:
    strategy = services.restore(db.session(), strategy_id=strategy_id, actor=actor())
    db.session.commit()
    flash(_("%(name)s er gjenopprettet.", name=strategy.name))
    return _to(strategy_id)


@bp.route(f"/{ID}/delete", methods=["GET", "POST"])
@requires(*WRITERS)
def delete(strategy_id: int) -> ResponseReturnValue:
    strategy, form = queries.one(db.session(), strategy_id), BaseForm()
    page: dict[str, Any] = {"strategy": strategy, "form": form, "reason": None}
    if form.validate_on_submit():
        try:
            services.delete(db.session(), strategy_id=strategy_id, actor=actor())
        except Refusal as refusal:
            page["reason"] = explain(refusal)
        else:
            db.session.commit()
            flash(_("Strategien er slettet."))
            return redirect(url_for("strategy.index"), 303)
    return render_template("strategy/delete.html", **page), 409 if page["reason"] else 200


def _offer(form: StrategyForm) -> None:
    form.sdgs.choices = goal_choices(queries.goals(db.session()))


def _to(strategy_id: int) -> Response:
    return redirect(url_for("strategy.show", strategy_id=strategy_id), 303)
