"""A person's places in organisations, edited on pages below the person's own."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from arenas.accounts.access import WRITERS, actor, requires
from arenas.database import db
from arenas.directory.people import places, queries, services
from arenas.directory.people.forms import AffiliationEditForm, AffiliationForm, values_of
from arenas.errors import ArenaError
from arenas.models import Person
from arenas.versions import ChangedMeanwhile
from arenas.web import conflict
from arenas.web.fields import menu
from arenas.web.forms import BaseForm

bp = Blueprint("affiliations", __name__, url_prefix="/people/<int:person_id>/affiliations")


@bp.route("/new", methods=["GET", "POST"])
@requires(*WRITERS)
def new(person_id: int) -> ResponseReturnValue:
    person, form = services.by_id(db.session(), person_id), AffiliationForm()
    _offer(form, None)
    if form.validate_on_submit():
        try:
            places.add(db.session(), person, form.details(), actor())
        except ArenaError as error:
            form.refuse(error)
        else:
            db.session.commit()
            flash(_("Tilknytningen er lagret."))
            return _to(person_id)
    return render_template("directory/people/affiliation.html", person=person, form=form)


@bp.route("/<int:affiliation_id>/edit", methods=["GET", "POST"])
@requires(*WRITERS)
def edit(person_id: int, affiliation_id: int) -> ResponseReturnValue:
    person = services.by_id(db.session(), person_id)
    saved = _saved(person, affiliation_id)
    form = AffiliationEditForm(data=saved)
    _offer(form, saved["organisation_id"])
    if form.validate_on_submit():
        try:
            places.edit(
                db.session(),
                person,
                affiliation_id,
                form.details(),
                version=form.version.data,
                actor=actor(),
            )
        except ChangedMeanwhile:
            return _both_versions(person_id, affiliation_id, form)
        except ArenaError as error:
            form.refuse(error)
        else:
            db.session.commit()
            flash(_("Tilknytningen er lagret."))
            return _to(person_id)
    return render_template(
        "directory/people/affiliation.html",
        person=person,
        form=form,
        affiliation_id=affiliation_id,
    )


@bp.route("/<int:affiliation_id>/delete", methods=["GET", "POST"])
@requires(*WRITERS)
def delete(person_id: int, affiliation_id: int) -> ResponseReturnValue:
    """For what was written by mistake; a place that is over gets an end instead."""
    person, form = services.by_id(db.session(), person_id), BaseForm()
    places.of(person, affiliation_id)
    if form.validate_on_submit():
        places.remove(db.session(), person, affiliation_id, actor())
        db.session.commit()
        flash(_("Tilknytningen er slettet."))
        return _to(person_id)
    return render_template(
        "directory/people/affiliation_delete.html",
        person=person,
        form=form,
        affiliation_id=affiliation_id,
    )


def _offer(form: AffiliationForm, present: int | None) -> None:
    offered = queries.organisation_choices(db.session(), present)
    form.organisation_id.choices = menu([("", _("Velg organisasjon")), *offered])


def _saved(person: Person, affiliation_id: int) -> dict[str, Any]:
    affiliation = places.of(person, affiliation_id)
    return values_of(places.details_of(affiliation), person.version)


def _to(person_id: int) -> Response:
    return redirect(url_for("people.show", person_id=person_id), 303)


def _both_versions(
    person_id: int, affiliation_id: int, form: AffiliationEditForm
) -> ResponseReturnValue:
    db.session.rollback()
    person = services.by_id(db.session(), person_id)
    values = _saved(person, affiliation_id)  # deleted meanwhile: not found
    saved = AffiliationEditForm(formdata=None, data=values)
    _offer(saved, None)
    page = render_template(
        "directory/people/affiliation.html",
        person=person,
        form=form,
        affiliation_id=affiliation_id,
        differences=conflict.meet(form, saved, person.version),
    )
    return page, 409
