"""Administration: accounts, the sample data, and how the installation is set."""

from flask import Blueprint, current_app, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from wtforms.fields.choices import SelectChoice

from arenas.accounts import queries, services
from arenas.accounts.access import actor, requires
from arenas.accounts.forms import AccountForm, ConfirmForm, NewAccountForm
from arenas.database import db
from arenas.errors import ArenaError
from arenas.models.enums import Role
from arenas.sample import loader
from arenas.web.current import settings
from arenas.web.fields import menu

bp = Blueprint("admin", __name__, url_prefix="/admin")


@bp.get("/")
@requires(Role.ADMIN)
def index() -> ResponseReturnValue:
    return render_template(
        "accounts/admin.html",
        accounts=queries.accounts(db.session()),
        last_seen=queries.last_seen(db.session()),
        sample=loader.is_loaded(db.session()),
        settings=settings().overview(),
        remove_form=ConfirmForm(),
    )


@bp.route("/accounts/new", methods=["GET", "POST"])
@requires(Role.ADMIN)
def new() -> ResponseReturnValue:
    form = NewAccountForm()
    form.person.choices = _people()
    if form.validate_on_submit():
        try:
            account, password = services.create_account(
                db.session(),
                email=form.email.data or "",
                role=Role(form.role.data),
                person_id=int(form.person.data) if form.person.data else None,
                actor=actor(),
            )
        except ArenaError as error:
            form.refuse(error)
        else:
            db.session.commit()
            return render_template("accounts/password.html", account=account, password=password)
    return render_template("accounts/new.html", form=form), 422 if form.errors else 200


@bp.route("/accounts/<int:account_id>/edit", methods=["GET", "POST"])
@requires(Role.ADMIN)
def edit(account_id: int) -> ResponseReturnValue:
    account = services.get(db.session(), account_id)
    form = AccountForm(
        role=account.role.value, person=str(account.person_id or ""), active=account.active
    )
    form.person.choices = _people()
    if form.validate_on_submit():
        try:
            services.change(db.session(), account, form.details(account.email), actor())
        except ArenaError as error:
            form.refuse(error)
        else:
            db.session.commit()
            flash(_("%(email)s er lagret.", email=account.email))
            return redirect(url_for("admin.index"), 303)
    page = render_template("accounts/edit.html", form=form, account=account)
    return page, 422 if form.errors else 200


@bp.post("/accounts/<int:account_id>/password")
@requires(Role.ADMIN)
def password(account_id: int) -> ResponseReturnValue:
    """A new password, shown this once; the account is signed out everywhere."""
    account = services.get(db.session(), account_id)
    made = services.reset_password(db.session(), account, actor())
    db.session.commit()
    return render_template("accounts/password.html", account=account, password=made)


@bp.route("/sample/remove", methods=["GET", "POST"])
@requires(Role.ADMIN)
def remove_sample() -> ResponseReturnValue:
    """Start empty. Whoever is signed in with a sample account is signed out by it."""
    form = ConfirmForm()
    if form.validate_on_submit():
        loader.remove(db.session())
        db.session.commit()
        current_app.extensions["sample_notice"].forget()
        flash(_("Eksempeldataene er fjernet. Registeret er tomt."))
        return redirect("/", 303)
    return render_template("accounts/remove_sample.html", form=form)


def _people() -> list[SelectChoice]:
    return menu([("", "–"), *queries.people(db.session())])
