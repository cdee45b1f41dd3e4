"""Whether the program runs, and whether it can serve; and the switch of languages."""

from flask import Blueprint, abort, current_app, redirect, request
from flask.typing import ResponseReturnValue
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from arenas import migrate
from arenas.accounts.access import public
from arenas.database import db
from arenas.web.language import COOKIE, LANGUAGES
from arenas.web.redirects import own_path

bp = Blueprint("web", __name__)
A_YEAR = 365 * 24 * 3600


@bp.get("/healthz")
@public
def health() -> ResponseReturnValue:
    """Alive: nothing else is asked."""
    return {"status": "ok"}


@bp.get("/readyz")
@public
def ready() -> ResponseReturnValue:
    """Able to serve: the database answers and has the schema of this program."""
    try:
        db.session.execute(text("SELECT 1"))
        found = migrate.current(db.engine)
    except SQLAlchemyError:
        current_app.logger.exception("not ready")
        return {"status": "no database"}, 503
    if found != migrate.newest():
        return {"status": "the database is at another version"}, 503
    return {"status": "ok"}


@bp.get("/language/<code>")
@public
def language(code: str) -> ResponseReturnValue:
    """Choose a language in this browser; with an account it is kept there (``/account/``).

    A GET: it sets a wish of this browser and nothing else, so a link from elsewhere does no harm.
    """
    if code not in LANGUAGES:
        abort(404)
    response = redirect(own_path(request.args.get("next")), 303)
    response.set_cookie(
        COOKIE,
        code,
        max_age=A_YEAR,
        httponly=True,
        samesite="Lax",
        secure=current_app.config["SESSION_COOKIE_SECURE"],
    )
    return response
