"""Leadership sheets on the web: the list, a new one, one to read and print, its files."""

from typing import Any

from flask import (
    Blueprint,
    Response,
    current_app,
    flash,
    jsonify,
    redirect,
    render_template,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from arenas.accounts.access import READERS, WRITERS, actor, requires
from arenas.database import db, now
from arenas.errors import ArenaError
from arenas.graphs.reports import SEED
from arenas.sheets import making, paper, queries, services
from arenas.sheets.forms import SheetForm, offered
from arenas.web.current import settings
from arenas.web.filters import local
from arenas.web.forms import BaseForm
from arenas.web.language import current_language
from network.report import to_json

bp = Blueprint("sheets", __name__, url_prefix="/network/sheets")
ID = "<int(max=2147483647):sheet_id>"
FIGURES = "figures.json"


@bp.get("/")
@requires(*READERS)
def index() -> ResponseReturnValue:
    """One whose maker was stopped is taken up again where it is seen: here, or on its page."""
    sheets = queries.newest_first(db.session())
    for one in sheets:
        if services.is_left(one, now()):
            _begin(one.id)
    return render_template("sheets/index.html", sheets=sheets)


@bp.route("/new", methods=["GET", "POST"])
@requires(*READERS)
def new() -> ResponseReturnValue:
    form = SheetForm(data=offered(local(now()).date()))
    if form.validate_on_submit():
        try:
            sheet = services.ask_for(
                db.session(),
                form.asked(),
                samples=settings().draws,
                seed=SEED,
                zone=settings().timezone,
                actor=actor(),
            )
        except ArenaError as error:
            form.refuse(error)
        else:
            db.session.commit()
            _begin(sheet.id)
            return redirect(url_for(".show", sheet_id=sheet.id), 303)
    return render_template("sheets/new.html", form=form), 422 if form.errors else 200


@bp.get(f"/{ID}")
@requires(*READERS)
def show(sheet_id: int) -> ResponseReturnValue:
    """As it was made; while it is being made how far that is."""
    session = db.session()
    sheet = queries.one(session, sheet_id)
    if sheet.body is None:
        if services.is_left(sheet, now()):
            _begin(sheet_id)
        return render_template("sheets/waiting.html", sheet=sheet, form=BaseForm())
    language = current_language()
    return render_template(
        "sheets/show.html",
        sheet=sheet,
        words=services.body_of(sheet.body)["words"][language],
        names=paper.NAMES[language],
        figures=FIGURES,
    )


@bp.get(f"/{ID}/progress.json")
@requires(*READERS)
def progress(sheet_id: int) -> ResponseReturnValue:
    """How many draws there are; ``ready`` when the page would show something else."""
    sheet = queries.one(db.session(), sheet_id)
    ready = sheet.body is not None or sheet.failed_at is not None
    if services.is_left(sheet, now()):
        _begin(sheet_id)
    return jsonify(drawn=sheet.drawn, samples=sheet.samples, ready=ready)


@bp.get(f"/{ID}/files/<name>")
@requires(*READERS)
def file(sheet_id: int, name: str) -> ResponseReturnValue:
    session = db.session()
    if name == FIGURES:
        sheet = queries.one(session, sheet_id)
        if sheet.body is not None:
            figures = services.body_of(sheet.body)["figures"]
            return _file(to_json(figures).encode(), "application/json", name)
    media_type, body = queries.file(session, sheet_id, name)
    return _file(body, media_type, name)


@bp.post(f"/{ID}/again")
@requires(*READERS)
def again(sheet_id: int) -> ResponseReturnValue:
    services.again(db.session(), sheet_id)
    db.session.commit()
    return redirect(url_for(".show", sheet_id=sheet_id), 303)


@bp.route(f"/{ID}/delete", methods=["GET", "POST"])
@requires(*WRITERS)
def delete(sheet_id: int) -> ResponseReturnValue:
    sheet, form = queries.one(db.session(), sheet_id), BaseForm()
    if form.validate_on_submit():
        services.remove(db.session(), sheet_id, actor())
        db.session.commit()
        flash(_("Arket er slettet."))
        return redirect(url_for(".index"), 303)
    return render_template("sheets/delete.html", sheet=sheet, form=form)


def _begin(sheet_id: int) -> None:
    app: Any = current_app
    making.begin(app._get_current_object(), db.engine, sheet_id)


def _file(body: bytes, media_type: str, name: str) -> Response:
    return Response(
        body,
        content_type=media_type,
        headers={"Content-Disposition": f'inline; filename="{name}"'},
    )
