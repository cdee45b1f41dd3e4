"""Signing in and out, and one's own account."""

from flask import (
    Blueprint,
    Response,
    current_app,
    flash,
    make_response,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from arenas.accounts import passwords, services, sign_in, throttle
from arenas.accounts.access import SIGNED_IN, actor, current_account, public, requires
from arenas.accounts.browsers import browser
from arenas.accounts.forms import LoginForm, PasswordForm
from arenas.database import db
from arenas.errors import Refusal, TooManyAttempts, UnknownRecord
from arenas.models import Account
from arenas.models.enums import Language
from arenas.web.current import settings
from arenas.web.language import explain
from arenas.web.redirects import own_path

bp = Blueprint("accounts", __name__)


@bp.route("/login", methods=["GET", "POST"])
@public
def login() -> ResponseReturnValue:
    target = own_path(request.args.get("next"))
    if current_account() is not None:
        return redirect(target, 303)
    form = LoginForm()
    if not form.validate_on_submit():
        return render_template("accounts/login.html", form=form)
    try:
        account = _admit(form.email.data or "", form.password.data)
    except TooManyAttempts as error:
        form.form_errors.append(explain(error))
        response = make_response(render_template("accounts/login.html", form=form), 429)
        response.headers["Retry-After"] = str(error.retry_after)
        return response
    if account is None:
        current_app.logger.warning("sign-in refused: client=%s", request.remote_addr)
        form.form_errors.append(_("E-post eller passord er feil."))
        return render_template("accounts/login.html", form=form), 401
    _open_session(account)
    return redirect(target, 303)


def _admit(email: str, password: str) -> Account | None:
    """Whose address and password these are. The slow comparison holds no lock.

    An unknown address, a closed account and a wrong password take the same way and time.
    """
    secret = current_app.secret_key
    limits = throttle.keys(str(secret), email, request.remote_addr or "")
    attempts = throttle.write_down(db.session(), limits)
    db.session.commit()
    try:
        throttle.check(db.session(), limits)
    except TooManyAttempts:
        throttle.forget(db.session(), attempts)
        db.session.commit()
        raise
    account = services.find(db.session(), email)
    stored = account.password_hash if account is not None and account.active else None
    db.session.rollback()
    if not passwords.is_right(stored, password):
        return None
    account = services.find(db.session(), email)
    throttle.forget(db.session(), attempts)
    if account is not None and passwords.needs_new_hash(stored):
        account.password_hash = passwords.hash_password(password)
    return account


def _open_session(account: Account) -> None:
    """A new session with a new token: nothing of what was before is kept."""
    length = settings().session_length
    token = sign_in.begin(db.session(), account, request.user_agent.string, length)
    db.session.commit()
    session.clear()
    session["sign_in"] = token
    session.permanent = True


@bp.post("/logout")
@public
def logout() -> ResponseReturnValue:
    """The row goes, so that a copy of the cookie is worth nothing."""
    if token := session.get("sign_in"):
        sign_in.end(db.session(), token)
        db.session.commit()
    session.clear()
    response: Response = make_response(redirect("/", 303))
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response


@bp.get("/account/")
@requires(*SIGNED_IN)
def own() -> ResponseReturnValue:
    return _account_page(PasswordForm())


def _account_page(form: PasswordForm, status: int = 200) -> ResponseReturnValue:
    sign_ins = sign_in.of_account(db.session(), actor(), settings().session_idle)
    this = sign_in.digest(session["sign_in"])
    page = render_template(
        "accounts/own.html", form=form, sign_ins=sign_ins, this=this, browser=browser
    )
    return page, status


@bp.post("/account/password")
@requires(*SIGNED_IN)
def password() -> ResponseReturnValue:
    form = PasswordForm()
    if not form.validate_on_submit():
        return _account_page(form, 422)
    try:
        _change_password(form)
    except Refusal as error:
        form.refuse(error)
        return _account_page(form, 422)
    flash(_("Passordet er endret. Andre innlogginger er avsluttet."))
    return redirect(url_for("accounts.own"), 303)


def _change_password(form: PasswordForm) -> None:
    """Guessing the present password is counted as guessing at sign-in is."""
    account = actor()
    if _admit(account.email, form.present.data) is None:
        raise Refusal(_("Det er ikke passordet ditt."), field="present")
    services.set_password(
        db.session(), account, form.new_password.data, actor=account, keep=session["sign_in"]
    )
    db.session.commit()


@bp.post("/account/language")
@requires(*SIGNED_IN)
def language() -> ResponseReturnValue:
    code = request.form.get("language")
    if code not in set(Language):
        raise UnknownRecord(_("Språket finnes ikke."))
    services.choose_language(db.session(), actor(), Language(code))
    db.session.commit()
    return redirect(own_path(request.form.get("next"), url_for("accounts.own")), 303)


@bp.post("/account/sign-ins/<int:sign_in_id>/end")
@requires(*SIGNED_IN)
def end(sign_in_id: int) -> ResponseReturnValue:
    if not sign_in.end_one(db.session(), actor(), sign_in_id):
        raise UnknownRecord(_("Innloggingen er alt avsluttet."))
    db.session.commit()
    flash(_("Innloggingen er avsluttet."))
    return redirect(url_for("accounts.own"), 303)
