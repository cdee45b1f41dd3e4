"""The page of actions: one's own, and for those who read everything everybody's."""

from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from arenas.accounts.access import SIGNED_IN, actor, requires
from arenas.actions import queries, services
from arenas.actions.queries import Choice
from arenas.database import db, now
from arenas.models import Account
from arenas.visibility import reads_all
from arenas.web.filters import local
from arenas.web.lists import Filter, Listing, ListSpec
from arenas.web.redirects import own_path

bp = Blueprint("actions", __name__, url_prefix="/actions")

STATE = Filter("state", _l("Status"), (("done", _l("Utført")),), unset=_l("Åpne"))
OWN = ListSpec(sorts=("due",), filters=(STATE,))
EVERYBODY = ListSpec(
    sorts=("due",),
    filters=(
        Filter("whose", _l("Hvem"), (("mine", _l("Mine")), ("all", _l("Alles")))),
        STATE,
    ),
)


@bp.get("/")
@requires(*SIGNED_IN)
def index() -> ResponseReturnValue:
    session, viewer = db.session(), actor()
    listing = (EVERYBODY if reads_all(viewer) else OWN).read()
    choice = Choice(
        done=listing.filters.get("state") == "done",
        everybody=_everybody(viewer, listing),
        q=listing.q,
    )
    return render_template(
        "actions/index.html",
        listing=listing,
        choice=choice,
        page=queries.page(session, viewer, choice, listing.page),
        today=local(now()).date(),
        may_settle=lambda one: queries.may_settle(viewer, one.owner_id),
    )


@bp.post("/<int:action_id>/<any(done, open):what>")
@requires(*SIGNED_IN)
def settle(action_id: int, what: str) -> ResponseReturnValue:
    """Say that it is done, or after all not; then back to the page one came from."""
    services.settle(db.session(), action_id, done=what == "done", actor=actor())
    db.session.commit()
    flash(_("Oppgaven er utført.") if what == "done" else _("Oppgaven er åpen igjen."))
    return redirect(own_path(request.form.get("back"), "/actions/"), 303)


def _everybody(viewer: Account, listing: Listing) -> bool:
    """What is asked for; unasked everybody's for one who has no actions to call his own."""
    whose = listing.filters.get("whose")
    return whose == "all" or (whose is None and viewer.person_id is None)
