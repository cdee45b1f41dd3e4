"""Organisations on the web: the list, the record, and the forms that change it."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from arenas.accounts.access import SIGNED_IN, WRITERS, actor, requires
from arenas.database import db, now
from arenas.directory.drawn import list_of, memberships
from arenas.directory.kept import kept, revisions
from arenas.directory.organisations import queries, record, services
from arenas.directory.organisations.forms import (
    OrganisationEditForm,
    OrganisationForm,
    values_of,
)
from arenas.errors import ArenaError, Conflict, UnknownRecord
from arenas.mirrors.access import may_look
from arenas.models.enums import Membership, Sector
from arenas.paging import Page
from arenas.versions import ChangedMeanwhile
from arenas.visibility import may_write, reads_all
from arenas.web import conflict
from arenas.web.current import external
from arenas.web.filters import local
from arenas.web.forms import BaseForm
from arenas.web.labels import choices
from arenas.web.lists import Filter, ListSpec

bp = Blueprint("organisations", __name__, url_prefix="/organisations")

ARCHIVED = (("only", _l("Bare arkiverte")), ("all", _l("Også arkiverte")))
LIST = ListSpec(
    sorts=queries.SORTS,
    filters=(
        Filter("sector", _l("Sektor"), choices(Sector), parse=Sector),
        Filter("county", _l("Fylke")),
        Filter("membership", _l("Medlemskap"), choices(Membership), parse=Membership),
        Filter("archived", _l("Arkiv"), ARCHIVED, unset=_l("Ikke arkiverte")),
    ),
)


@bp.get("/")
@requires(*SIGNED_IN)
def index() -> ResponseReturnValue:
    session, viewer = db.session(), actor()
    under = queries.state(session)
    listing = LIST.read(county=[(name, name) for name in queries.counties(session, under)])

    def page() -> Page[queries.Row]:
        return queries.page(
            session,
            viewer,
            queries.Filters(listing.q, **listing.filters),
            sort=listing.sort,
            falling=listing.descending,
            number=listing.page,
            under=under,
        )

    drawn = list_of(
        session,
        under,
        (viewer.role, None if reads_all(viewer) else viewer.person_id),
        listing,
        "directory/organisations/list.html",
        page,
        memberships=memberships(),
        may_add=may_write(viewer),
    )
    return render_template("directory/organisations/index.html", drawn=drawn)


@bp.get("/<slug>")
@requires(*SIGNED_IN)
def show(slug: str) -> ResponseReturnValue:
    session, viewer, at = db.session(), actor(), now()
    organisation = services.by_slug(session, slug)
    today = local(at).date()
    people = record.affiliations(session, viewer, organisation.id)
    return render_template(
        "directory/organisations/show.html",
        organisation=organisation,
        today=today,
        names_shown=reads_all(viewer),
        representing=[one for one in people if one.is_on(today)],
        people=people,
        number_representing=record.represented_by(session, organisation.id, today),
        places=record.meeting_places(session, viewer, organisation.id),
        last_meetings=record.last_meetings(session, viewer, organisation.id),
        next_meetings=record.next_meetings(session, viewer, organisation.id, at),
        never_met=kept(
            session,
            revisions(session),
            ("never met", organisation.id),
            lambda: record.sectors_never_met(session, organisation.id),
        ),
        feed=external(url_for("calendars.organisation", slug=slug)),
        may_mirror=may_look(session, viewer, organisation.id, today),
    )


@bp.route("/new", methods=["GET", "POST"])
@requires(*WRITERS)
def new() -> ResponseReturnValue:
    form, existing = OrganisationForm(), None
    if form.validate_on_submit():
        try:
            organisation = services.create(db.session(), form.details(), actor())
        except ArenaError as error:
            form.refuse(error)
            existing = getattr(error, "existing", None)
        else:
            db.session.commit()
            flash(_("%(name)s er lagt til i registeret.", name=organisation.name))
            return _to(organisation.slug)
    return _form_page("new", form, existing=existing)


@bp.route("/<slug>/edit", methods=["GET", "POST"])
@requires(*WRITERS)
def edit(slug: str) -> ResponseReturnValue:
    form = OrganisationEditForm() if request.method == "POST" else None
    try:
        organisation = services.by_slug(db.session(), slug)
    except UnknownRecord:
        if form is None or form.version.data is None:
            raise
        return _form_page("new", form, gone=True)
    details = services.details_of(organisation)
    if form is None:
        form = OrganisationEditForm(data=values_of(details, organisation.version))
    existing = None
    if form.validate_on_submit():
        try:
            changed = services.edit(
                db.session(),
                organisation,
                form.details(),
                version=form.version.data,
                actor=actor(),
            )
        except ChangedMeanwhile:
            return _both_versions(slug, form)
        except ArenaError as error:
            form.refuse(error)
            existing = getattr(error, "existing", None)
        else:
            db.session.commit()
            flash(_("Endringene er lagret.") if changed else _("Ingenting var endret."))
            return _to(slug)
    return _form_page("edit", form, organisation=details, slug=slug, existing=existing)


@bp.route("/<slug>/archive", methods=["GET", "POST"])
@requires(*WRITERS)
def archive(slug: str) -> ResponseReturnValue:
    organisation, form = services.by_slug(db.session(), slug), BaseForm()
    if form.validate_on_submit():
        services.archive(db.session(), organisation, actor())
        db.session.commit()
        flash(_("%(name)s er arkivert. Du kan gjenopprette den her.", name=organisation.name))
        return _to(slug)
    return render_template(
        "directory/organisations/archive.html", organisation=organisation, form=form
    )


@bp.post("/<slug>/restore")
@requires(*WRITERS)
def restore(slug: str) -> ResponseReturnValue:
    organisation = services.by_slug(db.session(), slug)
    services.restore(db.session(), organisation, actor())
    db.session.commit()
    flash(_("%(name)s er gjenopprettet.", name=organisation.name))
    return _to(slug)


@bp.route("/<slug>/delete", methods=["GET", "POST"])
@requires(*WRITERS)
def delete(slug: str) -> ResponseReturnValue:
    organisation, form = services.by_slug(db.session(), slug), BaseForm()
    name, status = organisation.name, 200
    if form.validate_on_submit():
        try:
            services.delete(db.session(), organisation, actor())
        except ChangedMeanwhile:
            raise
        except Conflict:
            status = 409
        else:
            db.session.commit()
            flash(_("%(name)s er slettet.", name=name))
            return redirect(url_for("organisations.index"), 303)
    page = render_template(
        "directory/organisations/delete.html",
        organisation=organisation,
        uses=services.uses(db.session(), organisation.id),
        form=form,
    )
    return page, status


def _to(slug: str) -> Response:
    return redirect(url_for("organisations.show", slug=slug), 303)


def _both_versions(slug: str, form: OrganisationEditForm) -> ResponseReturnValue:
    """409: what somebody else saved beside what was written here, which stays in the form."""
    db.session.rollback()
    organisation = services.by_slug(db.session(), slug)
    details = services.details_of(organisation)
    saved = OrganisationEditForm(
        formdata=None, data=values_of(details, organisation.version), prefix=""
    )
    differences = conflict.meet(form, saved, organisation.version)
    return _form_page("edit", form, organisation=details, slug=slug, differences=differences)


def _form_page(page: str, form: OrganisationForm, **what: object) -> ResponseReturnValue:
    status = 409 if "differences" in what or "gone" in what else 200
    body = render_template(
        f"directory/organisations/{page}.html",
        form=form,
        counties=queries.counties(db.session(), queries.state(db.session())),
        **what,
    )
    return body, status
