"""Priority areas, activities and roles on the web: new, changed, deleted."""

from flask import Blueprint, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from arenas.accounts.access import WRITERS, actor, requires
from arenas.database import db
from arenas.models import PriorityArea, Strategy
from arenas.strategy import queries
from arenas.strategy.forms import goal_choices
from arenas.strategy.parts import pages, services
from arenas.strategy.parts.forms import (
    ActivityEditForm,
    ActivityForm,
    PriorityEditForm,
    PriorityForm,
    RoleEditForm,
    RoleForm,
    values_of,
)
from arenas.versions import ChangedMeanwhile
from arenas.web.language import localised

bp = Blueprint("strategy_parts", __name__, url_prefix="/strategy")
STRATEGY = "/<int(max=2147483647):strategy_id>"
AREA = "/priorities/<int(max=2147483647):priority_id>"
ACTIVITY = f"{AREA}/activities/<int(max=2147483647):activity_id>"
ROLE = f"{STRATEGY}/roles/<int(max=2147483647):role_id>"


def _whole(strategy: Strategy) -> str:
    return url_for("strategy.show", strategy_id=strategy.id)


def _area(area: PriorityArea) -> str:
    return url_for("strategy.priority", priority_id=area.id)


def _below(strategy: Strategy, *further: tuple[str, str | None]) -> pages.Trail:
    first = (_("Strategi"), url_for("strategy.index"))
    return [first, (localised(strategy), _whole(strategy)), *further]


def _below_area(area: PriorityArea, last: str) -> pages.Trail:
    name = f"{area.number} {localised(area)}"
    return _below(area.strategy, (name, _area(area)), (last, None))


@bp.route(f"{STRATEGY}/priorities/new", methods=["GET", "POST"])
@requires(*WRITERS)
def new_priority(strategy_id: int) -> ResponseReturnValue:
    strategy, form = queries.one(db.session(), strategy_id), PriorityForm()
    form.sdgs.choices = goal_choices(queries.goals(db.session()))
    if pages.saved(
        form,
        lambda: services.add_priority(
            db.session(), strategy_id=strategy_id, details=form.details(), actor=actor()
        ),
        _("Innsatsområdet er lagt til."),
    ):
        return redirect(_whole(strategy), 303)
    title = _("Nytt innsatsområde")
    return pages.form_page(form, title, _below(strategy, (title, None)), _whole(strategy))


def _priority_form(area: PriorityArea | None = None) -> PriorityEditForm:
    """What was sent, or with ``area`` what is on record."""
    form = (
        PriorityEditForm()
        if area is None
        else PriorityEditForm(formdata=None, data=values_of(area, area.strategy.version))
    )
    form.sdgs.choices = goal_choices(queries.goals(db.session()))
    return form


@bp.route(f"{AREA}/edit", methods=["GET", "POST"])
@requires(*WRITERS)
def edit_priority(priority_id: int) -> ResponseReturnValue:
    area = queries.priority(db.session(), priority_id)
    form = _priority_form(None if request.method == "POST" else area)
    title, back = _("Rediger innsatsområde"), _area(area)
    trail = _below_area(area, _("Rediger"))
    try:
        if pages.saved(
            form,
            lambda: services.change_priority(
                db.session(),
                priority_id=priority_id,
                version=form.version.data,
                details=form.details(),
                actor=actor(),
            ),
            _("Endringene er lagret."),
        ):
            return redirect(back, 303)
    except ChangedMeanwhile:
        db.session.rollback()
        there = _priority_form(queries.priority(db.session(), priority_id))
        return pages.conflict_page(form, there, title, trail, back)
    delete = url_for("strategy_parts.delete_priority", priority_id=priority_id)
    return pages.form_page(form, title, trail, back, delete=delete)


@bp.route(f"{AREA}/delete", methods=["GET", "POST"])
@requires(*WRITERS)
def delete_priority(priority_id: int) -> ResponseReturnValue:
    area = queries.priority(db.session(), priority_id)
    return pages.delete_page(
        lambda: services.delete_priority(db.session(), priority_id=priority_id, actor=actor()),
        _("Slette %(name)s?", name=localised(area)),
        _("Aktivitetene i innsatsområdet slettes også."),
        _("Innsatsområdet er slettet."),
        _below_area(area, _("Slett")),
        _whole(area.strategy),
    )


@bp.route(f"{AREA}/activities/new", methods=["GET", "POST"])
@requires(*WRITERS)
def new_activity(priority_id: int) -> ResponseReturnValue:
    area, form = queries.priority(db.session(), priority_id), ActivityForm()
    form.offer(area.activities)
    if pages.saved(
        form,
        lambda: services.add_activity(
            db.session(), priority_id=priority_id, details=form.details(), actor=actor()
        ),
        _("Aktiviteten er lagt til."),
    ):
        return redirect(_area(area), 303)
    title = _("Ny aktivitet")
    return pages.form_page(form, title, _below_area(area, title), _area(area))


@bp.route(f"{ACTIVITY}/edit", methods=["GET", "POST"])
@requires(*WRITERS)
def edit_activity(priority_id: int, activity_id: int) -> ResponseReturnValue:
    area = queries.priority(db.session(), priority_id)
    form = _activity_form(area, activity_id, sent=request.method == "POST")
    title, back = _("Rediger aktivitet"), _area(area)
    trail = _below_area(area, _("Rediger"))
    try:
        if pages.saved(
            form,
            lambda: services.change_activity(
                db.session(),
                priority_id=priority_id,
                activity_id=activity_id,
                version=form.version.data,
                details=form.details(),
                actor=actor(),
            ),
            _("Endringene er lagret."),
        ):
            return redirect(back, 303)
    except ChangedMeanwhile:
        db.session.rollback()
        area = queries.priority(db.session(), priority_id)
        there = _activity_form(area, activity_id, sent=False)
        return pages.conflict_page(form, there, title, trail, back)
    delete = url_for(
        "strategy_parts.delete_activity", priority_id=priority_id, activity_id=activity_id
    )
    return pages.form_page(form, title, trail, back, delete=delete)


def _activity_form(area: PriorityArea, activity_id: int, *, sent: bool) -> ActivityEditForm:
    activity = queries.activity_of(area, activity_id)
    form = (
        ActivityEditForm()
        if sent
        else ActivityEditForm(formdata=None, data=values_of(activity, area.strategy.version))
    )
    form.offer(area.activities, own=activity)
    return form


@bp.route(f"{ACTIVITY}/delete", methods=["GET", "POST"])
@requires(*WRITERS)
def delete_activity(priority_id: int, activity_id: int) -> ResponseReturnValue:
    area = queries.priority(db.session(), priority_id)
    activity = queries.activity_of(area, activity_id)
    return pages.delete_page(
        lambda: services.delete_activity(
            db.session(), priority_id=priority_id, activity_id=activity_id, actor=actor()
        ),
        _("Slette aktivitet %(number)s?", number=activity.number),
        localised(activity, "text"),
        _("Aktiviteten er slettet."),
        _below_area(area, _("Slett")),
        _area(area),
    )


@bp.route(f"{STRATEGY}/roles/new", methods=["GET", "POST"])
@requires(*WRITERS)
def new_role(strategy_id: int) -> ResponseReturnValue:
    strategy, form = queries.one(db.session(), strategy_id), RoleForm()
    if pages.saved(
        form,
        lambda: services.add_role(
            db.session(), strategy_id=strategy_id, details=form.details(), actor=actor()
        ),
        _("Rollen er lagt til."),
    ):
        return redirect(_whole(strategy), 303)
    title = _("Ny rolle")
    return pages.form_page(form, title, _below(strategy, (title, None)), _whole(strategy))


@bp.route(f"{ROLE}/edit", methods=["GET", "POST"])
@requires(*WRITERS)
def edit_role(strategy_id: int, role_id: int) -> ResponseReturnValue:
    strategy = queries.one(db.session(), strategy_id)
    form = _role_form(strategy, role_id, sent=request.method == "POST")
    title, back = _("Rediger rolle"), _whole(strategy)
    trail = _below(strategy, (title, None))
    try:
        if pages.saved(
            form,
            lambda: services.change_role(
                db.session(),
                strategy_id=strategy_id,
                role_id=role_id,
                version=form.version.data,
                details=form.details(),
                actor=actor(),
            ),
            _("Endringene er lagret."),
        ):
            return redirect(back, 303)
    except ChangedMeanwhile:
        db.session.rollback()
        strategy = queries.one(db.session(), strategy_id)
        there = _role_form(strategy, role_id, sent=False)
        return pages.conflict_page(form, there, title, trail, back)
    delete = url_for("strategy_parts.delete_role", strategy_id=strategy_id, role_id=role_id)
    return pages.form_page(form, title, trail, back, delete=delete)


def _role_form(strategy: Strategy, role_id: int, *, sent: bool) -> RoleEditForm:
    role = queries.role_of(strategy, role_id)
    if sent:
        return RoleEditForm()
    return RoleEditForm(formdata=None, data=values_of(role, strategy.version))


@bp.route(f"{ROLE}/delete", methods=["GET", "POST"])
@requires(*WRITERS)
def delete_role(strategy_id: int, role_id: int) -> ResponseReturnValue:
    strategy = queries.one(db.session(), strategy_id)
    role = queries.role_of(strategy, role_id)
    return pages.delete_page(
        lambda: services.delete_role(
            db.session(), strategy_id=strategy_id, role_id=role_id, actor=actor()
        ),
        _("Slette rollen?"),
        localised(role, "text"),
        _("Rollen er slettet."),
        _below(strategy, (_("Slett rolle"), None)),
        _whole(strategy),
    )
