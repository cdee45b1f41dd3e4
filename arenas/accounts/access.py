"""Who may open a page. Every view says it; one that says nothing is closed to all.

::

    @bp.get("/")
    @requires(*READERS)
    def index(): ...
"""

import logging
from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask, current_app, g, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import OperationalError

from arenas.accounts import sign_in
from arenas.database import db
from arenas.engine import READING, writer
from arenas.errors import N_, NotAllowed
from arenas.models.account import Account
from arenas.models.enums import Role
from arenas.web.current import settings

View = TypeVar("View", bound=Callable[..., Any])
PUBLIC: frozenset[Role] = frozenset()
WRITERS = (Role.COORDINATOR,)
READERS = (Role.COORDINATOR, Role.LEADERSHIP)
SIGNED_IN = (Role.COORDINATOR, Role.LEADERSHIP, Role.MEMBER)
log = logging.getLogger(__name__)


def requires(*roles: Role) -> Callable[[View], View]:
    """For these roles, and for the admin, who may all that a coordinator may."""

    def mark(view: View) -> View:
        view.access = frozenset({Role.ADMIN, *roles})  # type: ignore[attr-defined]
        return view

    return mark


def public(view: View) -> View:
    """For everybody. Nothing is read from the session unless the view asks."""
    view.access = PUBLIC  # type: ignore[attr-defined]
    return view


def rule_of(endpoint: str) -> frozenset[Role] | None:
    """The roles that may open the endpoint, ``PUBLIC`` for all, None where nothing is said."""
    rule: frozenset[Role] | None = getattr(current_app.view_functions[endpoint], "access", None)
    return rule


def may_open(endpoint: str) -> bool:
    """Whether the page's reader may follow a link there."""
    rule = rule_of(endpoint)
    if rule is None:
        return False
    account = current_account() if rule else None
    return not rule or (account is not None and account.role in rule)


def current_account() -> Account | None:
    """Who is signed in, asked of the database once a request."""
    kept = g._get_current_object()  # a proxy: asked once
    if "account" not in kept:
        kept.account = None  # whatever is asked below is asked of nobody
        token = session.get("sign_in")
        kept.account = _visitor(token) if token else None
    account: Account | None = kept.account
    return account


def account_language() -> str | None:
    """The language kept with the account, if there is one."""
    account = current_account()
    return account.language.value if account is not None and account.language else None


def _visitor(token: str) -> Account | None:
    visit = sign_in.visit(db.session(), token, settings().session_idle)
    if visit is None:
        session.clear()
        return None
    if visit.is_due and request.method in READING:  # a writer holds the lock itself already
        _note(visit.sign_in_id)
    return visit.account


def _note(sign_in_id: int) -> None:
    """Write down that the browser was seen; while somebody else writes, the next page will do."""
    try:
        with writer(db.engine, patience=100) as connection:
            connection.execute(sign_in.seen(sign_in_id))
    except OperationalError:
        log.info("seen not noted: the database is busy")


def actor() -> Account:
    """Who is signed in, in a view that requires it."""
    account = current_account()
    if account is None:
        raise NotAllowed(N_("Du må logge inn."))
    return account


def has_role(*roles: Role) -> bool:
    """Whether the reader has one of these roles, or is an admin."""
    account = current_account()
    return account is not None and account.role in {Role.ADMIN, *roles}


def init_app(app: Flask) -> None:
    app.before_request(_guard)
    app.jinja_env.globals.update(
        current_account=current_account, has_role=has_role, may_open=may_open, Role=Role
    )


def _guard() -> ResponseReturnValue | None:
    """Closed unless the view says otherwise; who is not signed in is asked to."""
    if request.endpoint is None:
        return None  # no such address: the 404 follows
    rule = rule_of(request.endpoint)
    if rule == PUBLIC and rule is not None:
        return None
    account = current_account() if rule else None
    if account is not None and rule and account.role in rule:
        return None
    if rule and account is None:
        return redirect(url_for("accounts.login", next=_here()), 303)
    log.warning("refused: endpoint=%s account=%s", request.endpoint, account and account.id)
    raise NotAllowed(N_("Rollen din gir ikke tilgang til denne siden."))


def _here() -> str | None:
    """The address asked for, to come back to; not for what would be sent twice."""
    if request.method != "GET":
        return None
    return request.full_path.rstrip("?")
