"""Two strategy periods side by side, and the form that says what an activity became."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from arenas.accounts.access import SIGNED_IN, WRITERS, actor, requires
from arenas.database import db, now
from arenas.graphs import words
from arenas.models import Activity
from arenas.strategy import coverage_page, periods, queries
from arenas.strategy.coverage import Asked
from arenas.strategy.coverage_page import StrategyName
from arenas.strategy.parts import pages
from arenas.versions import ChangedMeanwhile
from arenas.web.conflict import VersionedForm
from arenas.web.current import settings
from arenas.web.fields import CheckboxListField, menu
from arenas.web.filters import local
from arenas.web.language import localised
from arenas.web.lists import Filter, ListSpec

bp = Blueprint("strategy_periods", __name__, url_prefix="/strategy")
PERIODS = ListSpec(
    sorts=("number",),
    filters=(
        Filter("old", _l("Før"), (), int, unset=_l("Den nest siste")),
        Filter("new", _l("Nå"), (), int, unset=_l("Den siste")),
    ),
)
BECAME = ListSpec(sorts=("number",), filters=(Filter("strategy", _l("Strategi"), (), int),))


class SuccessorForm(VersionedForm):
    """``version`` is that of the strategy the activity belongs to."""

    new = CheckboxListField(_l("Videreført som"), coerce=int)


@bp.get("/periods")
@requires(*SIGNED_IN)
def index() -> ResponseReturnValue:
    found = _by_start()
    listing = PERIODS.read(old=_menu(found), new=_menu(found))
    newest = [one.id for one in reversed(found)]
    new_id = listing.filters.get("new") or next(iter(newest), None)
    old_id = listing.filters.get("old") or next((one for one in newest if one != new_id), None)
    compared = None
    if old_id is not None and new_id is not None and old_id != new_id:
        asked = Asked(actor(), now(), settings().timezone)
        compared = periods.side_by_side(db.session(), asked, old_id, new_id)
    return render_template(
        "strategy/periods.html",
        listing=listing,
        compared=compared,
        several=len(found) > 1,
        group=words.group,
    )


@bp.route(
    "/activities/<int(max=2147483647):activity_id>/successors",
    methods=["GET", "POST"],
)
@requires(*WRITERS)
def successors(activity_id: int) -> ResponseReturnValue:
    activity = queries.activity(db.session(), activity_id)
    others = [one for one in _by_start() if one.id != activity.priority.strategy_id]
    chosen = BECAME.read(strategy=_menu(others)).filters.get("strategy")
    strategy_id = chosen or next((one.id for one in reversed(others)), None)
    title = _("Hva ble aktivitet %(number)s?", number=activity.number)
    if strategy_id is None:
        return render_template("strategy/no_successor.html", activity=activity, title=title)
    back = url_for("strategy_periods.index", old=activity.priority.strategy_id, new=strategy_id)
    trail = [
        (_("Strategi"), url_for("strategy.index")),
        (_("To perioder side om side"), back),
        (title, None),
    ]
    form = _form(activity, strategy_id, sent=request.method == "POST")
    try:
        if pages.saved(
            form,
            lambda: periods.say_what_it_became(
                db.session(),
                activity_id=activity_id,
                strategy_id=strategy_id,
                version=form.version.data,
                chosen=form.new.data or (),
                actor=actor(),
            ),
            _("Lagret hva aktivitet %(number)s ble.", number=activity.number),
        ):
            return redirect(back, 303)
    except ChangedMeanwhile:
        db.session.rollback()
        activity = queries.activity(db.session(), activity_id)
        there = _form(activity, strategy_id, sent=False)
        return pages.conflict_page(form, there, title, trail, back)
    return pages.form_page(form, title, trail, back, lead=localised(activity, "text"))


def _form(activity: Activity, strategy_id: int, *, sent: bool) -> SuccessorForm:
    strategy = queries.one(db.session(), strategy_id)
    offered = [one for area in strategy.priorities for one in coverage_page.in_order(area)]
    if sent:
        form = SuccessorForm()
    else:
        there = periods.successors(db.session(), activity.id, strategy_id)
        version = activity.priority.strategy.version
        form = SuccessorForm(formdata=None, data={"new": there, "version": version})
    form.new.label.text = _("Videreført i %(name)s som", name=localised(strategy))
    form.new.choices = menu((one.id, f"{one.number} {localised(one, 'text')}") for one in offered)
    return form


def _by_start() -> list[StrategyName]:
    """Strategies in use, the oldest first."""
    found = coverage_page.names(db.session(), local(now()).date())
    return sorted(
        (one for one in found if one.archived_at is None), key=lambda one: (one.starts_on, one.id)
    )


def _menu(found: list[StrategyName]) -> list[tuple[str, str]]:
    return [
        (str(one.id), f"{localised(one)} {one.starts_on.year}–{one.ends_on.year}") for one in found
    ]
