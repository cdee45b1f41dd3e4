"""Errors as pages: in the language of the reader, with the next step, without a trace."""

from flask import Flask, Response, current_app, jsonify, make_response, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException

from arenas.database import db
from arenas.errors import ArenaError, Conflict, NotAllowed, TooManyAttempts, UnknownRecord
from arenas.web.csrf import ForeignForm
from arenas.web.language import explain

STATUS: dict[type[ArenaError], int] = {
    UnknownRecord: 404,
    NotAllowed: 403,
    Conflict: 409,
    TooManyAttempts: 429,
}
TEXTS = {
    400: (_l("Forespørselen kan ikke leses"), _l("Gå tilbake og prøv igjen.")),
    403: (_l("Du har ikke tilgang"), _l("Rollen din gir ikke tilgang til denne siden.")),
    404: (
        _l("Siden finnes ikke"),
        _l("Adressen er feil, eller siden er flyttet eller ikke åpen for deg."),
    ),
    405: (_l("Dette går ikke her"), _l("Siden kan ikke brukes på denne måten.")),
    409: (_l("Noen andre har endret dette"), _l("Last siden på nytt og gjør endringen igjen.")),
    413: (_l("Filen er for stor"), _l("Del den opp, eller velg en mindre fil.")),
    429: (_l("For mange forsøk"), _l("Vent litt før du prøver igjen.")),
    500: (
        _l("Noe gikk galt hos oss"),
        _l("Ingenting er lagret. Prøv igjen om litt; feilen er meldt i loggen."),
    ),
}
LAST_RESORT = (
    '<!doctype html><html lang="nb"><title>Feil</title><h1>Noe gikk galt hos oss</h1>'
    "<p>Prøv igjen om litt. Something went wrong; try again soon.</p></html>"
)


def init_app(app: Flask) -> None:
    app.register_error_handler(ArenaError, show_arena_error)
    app.register_error_handler(StaleDataError, show_stale)
    app.register_error_handler(ForeignForm, show_csrf)
    app.register_error_handler(HTTPException, show_http_error)


def show_arena_error(error: ArenaError) -> ResponseReturnValue:
    status = next((STATUS[kind] for kind in type(error).__mro__ if kind in STATUS), 400)
    response = page(status, explain(error))
    if isinstance(error, TooManyAttempts):
        response.headers["Retry-After"] = str(error.retry_after)
    return response


def show_stale(error: StaleDataError) -> ResponseReturnValue:
    """Somebody else saved the record between our reading and our writing."""
    return page(409)


def show_csrf(error: ForeignForm) -> ResponseReturnValue:
    return page(400, _("Siden var åpen for lenge, eller du er logget ut. Last den på nytt."))


def show_http_error(error: HTTPException) -> ResponseReturnValue:
    """Werkzeug's own errors; an unhandled exception arrives here as a 500, already logged."""
    if error.response is not None or (error.code or 500) < 400:
        return error
    response = page(error.code or 500)
    for name, value in error.get_headers():
        if name in {"Allow", "Retry-After"}:
            response.headers[name] = value
    return response


def page(status: int, message: str | None = None) -> Response:
    """The error as a page, or as JSON where a program asked."""
    try:
        db.session.rollback()
        title, advice = TEXTS.get(status, TEXTS[500 if status >= 500 else 400])
        if request.path.endswith(".json") or request.path.startswith("/api/"):
            body: str | Response = jsonify(status=status, error=message or str(title))
        else:
            body = render_template(
                "errors/error.html", status=status, title=title, message=message or advice
            )
    except Exception:  # the page itself fails, say without a database: say so without one
        if status < 500:
            raise
        current_app.logger.exception("the error page failed")
        body = LAST_RESORT
    response = make_response(body, status)
    response.headers["Cache-Control"] = "no-store"
    return response
