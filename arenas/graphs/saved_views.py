"""Views of the network under a name: the list, the form, and the way to delete."""

from dataclasses import replace
from urllib.parse import parse_qs, urlencode

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from arenas.accounts.access import READERS, actor, requires
from arenas.database import db
from arenas.errors import Refusal
from arenas.graphs import choice, evidence_views, gone, presenting, saved, time_views, views
from arenas.graphs.forms import ViewForm
from arenas.graphs.graph_choice import GRAPH
from arenas.models import SavedView
from arenas.web.cleaning import one_line
from arenas.web.forms import BaseForm
from arenas.web.lists import ListSpec

bp = Blueprint("network_views", __name__, url_prefix="/network/views")
presenting.offer(bp)

# The pages that can be kept: what they are called, and what their address can say.
PAGES: dict[str, tuple[object, ListSpec]] = {
    "graphs.gaps": (_l("Samarbeidsgap"), views.GAPS),
    "network_time.trend": (_l("Utvikling"), time_views.TREND),
    "network_time.changes": (_l("Endringer"), time_views.CHANGES),
    "network_evidence.groups": (_l("Grupper"), evidence_views.GROUPS),
    "network_evidence.forums": (_l("Like arenaer"), evidence_views.FORUMS),
    "graphs.organisations": (_l("Organisasjoner"), views.ORGANISATIONS),
    "graphs.graph": (_l("Graf"), GRAPH),
}


@bp.get("/")
@requires(*READERS)
def index() -> ResponseReturnValue:
    session = db.session()
    return render_template(
        "graphs/views.html",
        own=saved.of_account(session, actor()),
        shared=saved.shared_by_others(session, actor()),
        address=address,
        page_name=page_name,
        what_is_gone=what_is_gone,
    )


@bp.route("/new", methods=["GET", "POST"])
@requires(*READERS)
def new() -> ResponseReturnValue:
    """The address holds the view that is to be kept; ``of`` is its page."""
    page = request.args.get("of", "graphs.gaps")
    if page not in PAGES:
        abort(404)
    query = _query(PAGES[page][1])
    form = ViewForm()
    if form.validate_on_submit():
        try:
            saved.save(db.session(), actor(), form.details(), page=page, query=query)
        except Refusal as error:
            form.refuse(error)
        else:
            db.session.commit()
            flash(_("Visningen «%(name)s» er lagret.", name=form.details().name))
            return redirect(_to(page, query), 303)
    return _form_page(form, _("Lagre visningen"), _to(page, query), shown=_in_words(page))


@bp.route("/<int(max=2147483647):view_id>/edit", methods=["GET", "POST"])
@requires(*READERS)
def edit(view_id: int) -> ResponseReturnValue:
    view = saved.get(db.session(), view_id, actor())
    form = ViewForm(data={"name": view.name, "shared": view.shared})
    if form.validate_on_submit():
        try:
            saved.change(db.session(), view, actor(), form.details())
        except Refusal as error:
            form.refuse(error)
        else:
            db.session.commit()
            flash(_("Visningen «%(name)s» er endret.", name=form.details().name))
            return redirect(url_for(".index"), 303)
    return _form_page(form, _("Endre «%(name)s»", name=view.name), url_for(".index"))


@bp.route("/<int(max=2147483647):view_id>/delete", methods=["GET", "POST"])
@requires(*READERS)
def delete(view_id: int) -> ResponseReturnValue:
    view = saved.get(db.session(), view_id, actor())
    form = BaseForm()
    if not form.validate_on_submit():
        return render_template("graphs/view_delete.html", form=form, view=view)
    name = view.name
    saved.remove(db.session(), view, actor())
    db.session.commit()
    flash(_("Visningen «%(name)s» er slettet.", name=name))
    return redirect(url_for(".index"), 303)


def address(view: SavedView) -> str:
    return _to(view.page if view.page in PAGES else "graphs.gaps", view.query)


def page_name(view: SavedView) -> object:
    return PAGES.get(view.page, PAGES["graphs.gaps"])[0]


def what_is_gone(view: SavedView) -> list[str]:
    """What the view counts that is not there any more, a sentence each."""
    texts = {name: values[0] for name, values in parse_qs(view.query).items()}
    names = choice.missing(texts, choice.menus().choices)
    return gone.in_words({name: texts[name] for name in names})


def _query(spec: ListSpec) -> str:
    """What the address says that the page understands; nothing else is kept."""
    known = [*(one.name for one in spec.filters), "sort"]
    found = {name: text for name in known if (text := one_line(request.args.get(name)))}
    return urlencode(found)


def _to(page: str, query: str) -> str:
    return f"{url_for(page)}?{query}" if query else url_for(page)


def _in_words(page: str) -> str:
    """The page and its filters, as the page itself says them."""
    name, spec = PAGES[page]
    found = choice.menus().choices
    known = replace(spec, filters=tuple(one for one in spec.filters if one.name in choice.NAMES))
    said = choice.in_words(known.read(request.args, **found))
    return f"{name}: {said}" if said else str(name)


def _form_page(
    form: ViewForm, title: str, back: str, shown: str | None = None
) -> ResponseReturnValue:
    page = render_template("graphs/view_edit.html", form=form, title=title, back=back, shown=shown)
    return page, 422 if form.errors else 200
