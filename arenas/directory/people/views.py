"""People on the web: the list, the record, and the forms that change it."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from arenas.accounts.access import READERS, SIGNED_IN, WRITERS, actor, requires
from arenas.database import db, now
from arenas.directory.drawn import list_of
from arenas.directory.people import queries, record, services
from arenas.directory.people.forms import NewPersonForm, PersonEditForm, PersonForm, values_of
from arenas.engine import writer
from arenas.errors import ArenaError, Conflict, UnknownRecord
from arenas.mail.queries import refused
from arenas.models import Account
from arenas.models.enums import Sector
from arenas.paging import Page
from arenas.versions import ChangedMeanwhile
from arenas.visibility import may_write
from arenas.web import conflict
from arenas.web.fields import menu
from arenas.web.filters import local
from arenas.web.forms import BaseForm
from arenas.web.labels import choices
from arenas.web.lists import Filter, ListSpec

bp = Blueprint("people", __name__, url_prefix="/people")

ARCHIVED = (("only", _l("Bare arkiverte")), ("all", _l("Også arkiverte")))
LIST = ListSpec(
    sorts=queries.SORTS,
    filters=(
        Filter("organisation", _l("Organisasjon")),
        Filter("sector", _l("Sektor"), choices(Sector), parse=Sector),
        Filter("archived", _l("Arkiv"), ARCHIVED, unset=_l("Ikke arkiverte")),
    ),
)


@bp.get("/")
@requires(*READERS)
def index() -> ResponseReturnValue:
    session, viewer, today = db.session(), actor(), local(now()).date()
    under = queries.state(session)
    listing = LIST.read(organisation=queries.represented(session, under, today))

    def page() -> Page[queries.Row]:
        return queries.page(
            session,
            viewer,
            queries.Filters(listing.q, **listing.filters),
            today,
            sort=listing.sort,
            falling=listing.descending,
            number=listing.page,
            under=under,
        )

    drawn = list_of(
        session,
        under,
        (viewer.role, today),
        listing,
        "directory/people/list.html",
        page,
        contacts=may_write(viewer),
        may_add=may_write(viewer),
    )
    return render_template("directory/people/index.html", drawn=drawn)


@bp.get("/<int:person_id>")
@requires(*SIGNED_IN)
def show(person_id: int) -> ResponseReturnValue:
    session, viewer, at = db.session(), actor(), now()
    person = record.record(session, viewer, person_id)
    _note_view(viewer, person_id)
    meetings, taken_part = record.took_part(session, viewer, person_id)
    return render_template(
        "directory/people/show.html",
        person=person,
        today=local(at).date(),
        own=viewer.person_id == person_id,
        places=record.places(session, person_id),
        seats=record.seats(session, viewer, person_id),
        meetings=meetings,
        taken_part=taken_part,
        next_meetings=record.next_meetings(session, viewer, person_id, at),
        refused=refused(session, person_id, person.email) if person.contacts else (),
    )


def _note_view(viewer: Account, person_id: int) -> None:
    """In a transaction of its own: the page itself only reads."""
    if viewer.person_id != person_id:
        with writer(db.engine) as connection, Session(connection) as session:
            services.note_view(session, viewer, person_id)


@bp.route("/new", methods=["GET", "POST"])
@requires(*WRITERS)
def new() -> ResponseReturnValue:
    session = db.session()
    form, existing = _offered(NewPersonForm()), None
    if request.method == "GET":
        form.organisation_id.data = queries.organisation_id(
            session, request.args.get("organisation")
        )
    if form.validate_on_submit():
        try:
            person = services.create(session, form.details(), actor(), form.affiliation())
        except ArenaError as error:
            form.refuse(error)
            existing = getattr(error, "existing", None)
        else:
            db.session.commit()
            flash(_("%(name)s er lagt til i registeret.", name=person.name))
            return _to(person.id)
    return _new_page(form, existing=existing)


@bp.route("/<int:person_id>/edit", methods=["GET", "POST"])
@requires(*WRITERS)
def edit(person_id: int) -> ResponseReturnValue:
    form = PersonEditForm() if request.method == "POST" else None
    try:
        person = services.by_id(db.session(), person_id)
    except UnknownRecord:
        if form is None or form.version.data is None:
            raise
        return _new_page(_offered(NewPersonForm()), gone=True), 409
    if form is None:
        form = PersonEditForm(data=values_of(services.details_of(person), person.version))
    existing = None
    if form.validate_on_submit():
        try:
            changed = services.edit(
                db.session(), person, form.details(), version=form.version.data, actor=actor()
            )
        except ChangedMeanwhile:
            return _both_versions(person_id, form)
        except ArenaError as error:
            form.refuse(error)
            existing = getattr(error, "existing", None)
        else:
            db.session.commit()
            flash(_("Endringene er lagret.") if changed else _("Ingenting var endret."))
            return _to(person_id)
    return _edit_page(person_id, person.name, form, existing=existing)


@bp.route("/<int:person_id>/archive", methods=["GET", "POST"])
@requires(*WRITERS)
def archive(person_id: int) -> ResponseReturnValue:
    person, form = services.by_id(db.session(), person_id), BaseForm()
    if form.validate_on_submit():
        services.archive(db.session(), person, actor())
        db.session.commit()
        flash(_("%(name)s er arkivert. Du kan gjenopprette personen her.", name=person.name))
        return _to(person_id)
    return render_template("directory/people/archive.html", person=person, form=form)


@bp.post("/<int:person_id>/restore")
@requires(*WRITERS)
def restore(person_id: int) -> ResponseReturnValue:
    person = services.by_id(db.session(), person_id)
    services.restore(db.session(), person, actor())
    db.session.commit()
    flash(_("%(name)s er gjenopprettet.", name=person.name))
    return _to(person_id)


@bp.route("/<int:person_id>/delete", methods=["GET", "POST"])
@requires(*WRITERS)
def delete(person_id: int) -> ResponseReturnValue:
    person, form = services.by_id(db.session(), person_id), BaseForm()
    name, status = person.name, 200
    if form.validate_on_submit():
        try:
            services.delete(db.session(), person, actor())
        except ChangedMeanwhile:
            raise
        except Conflict:
            status = 409
        else:
            db.session.commit()
            flash(_("%(name)s er slettet.", name=name))
            return redirect(url_for("people.index"), 303)
    uses = services.uses(db.session(), person_id)
    page = render_template("directory/people/delete.html", person=person, uses=uses, form=form)
    return page, status


def _to(person_id: int) -> Response:
    return redirect(url_for("people.show", person_id=person_id), 303)


def _both_versions(person_id: int, form: PersonEditForm) -> ResponseReturnValue:
    """409: what somebody else saved beside what was written here, which stays in the form."""
    db.session.rollback()
    person = services.by_id(db.session(), person_id)
    values = values_of(services.details_of(person), person.version)
    saved = PersonEditForm(formdata=None, data=values)
    differences = conflict.meet(form, saved, person.version)
    return _edit_page(person_id, person.name, form, differences=differences)


def _offered(form: NewPersonForm) -> NewPersonForm:
    offered = queries.organisation_choices(db.session())
    form.organisation_id.choices = menu([("", _("Ingen")), *offered])
    return form


def _new_page(form: NewPersonForm, **what: Any) -> str:
    return render_template("directory/people/new.html", form=form, **what)


def _edit_page(person_id: int, name: str, form: PersonForm, **what: Any) -> ResponseReturnValue:
    status = 409 if "differences" in what else 200
    page = render_template(
        "directory/people/edit.html", form=form, person_id=person_id, name=name, **what
    )
    return page, status
