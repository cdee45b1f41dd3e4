"""No form is taken that did not come from a page of ours (ASVS 3.5.1).

The session holds a random token; every form carries it, and what is sent without it is refused
before the view. The session cookie is signed, so the token need not be signed once more. A
browser that says the request comes from another site is believed besides.
"""

import secrets
from hmac import compare_digest
from typing import Any

from flask import Flask, request, session
from werkzeug.exceptions import BadRequest
from wtforms.csrf.core import CSRF

SAFE = {"GET", "HEAD", "OPTIONS", "TRACE"}
FIELD = "csrf_token"
HEADER = "X-CSRF-Token"


class ForeignForm(BadRequest):
    """The token is missing or is not that of the session."""


class SessionToken(CSRF):
    """The form's hidden field. ``protect`` has judged what is sent before any form is made."""

    def generate_csrf_token(self, csrf_token_field: Any) -> str:
        return token()

    def validate_csrf_token(self, form: Any, field: Any) -> None:
        if not is_ours(field.data):
            raise ValueError(FIELD)


def init_app(app: Flask) -> None:
    app.before_request(protect)
    app.jinja_env.globals[FIELD] = token


def token() -> str:
    """The session's token, made when it is first asked for."""
    kept: str | None = session.get("csrf")
    if kept is None:
        kept = session["csrf"] = secrets.token_urlsafe(24)
    return kept


def is_ours(given: str | None) -> bool:
    kept = session.get("csrf")
    return bool(kept and given) and compare_digest(str(kept).encode(), str(given).encode())


def protect() -> None:
    """Before each request: whatever may change something must come from a page of ours."""
    if request.method in SAFE or request.endpoint is None:
        return
    if request.headers.get("Sec-Fetch-Site", "none") not in {"none", "same-origin"}:
        raise ForeignForm
    if not is_ours(request.form.get(FIELD) or request.headers.get(HEADER)):
        raise ForeignForm
