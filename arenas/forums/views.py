"""Forums on the web: the list, the record, and the forms that change it."""

from collections.abc import Iterable
from typing import Any

from flask import (
    Blueprint,
    flash,
    get_template_attribute,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from arenas.accounts.access import WRITERS, actor, current_account, public, requires
from arenas.database import db, now
from arenas.directory.kept import Revisions, kept, revisions
from arenas.errors import ArenaError, Refusal
from arenas.forums import presenting, queries, services
from arenas.forums.forms import ForumEditForm, ForumForm, values_of
from arenas.forums.members import queries as members
from arenas.models import Account, Activity, Forum, PriorityArea
from arenas.models.enums import ForumKind, Level, Visibility
from arenas.polls.queries import of_forum
from arenas.strategy import choices as strategy_choices
from arenas.versions import ChangedMeanwhile
from arenas.visibility import may_write, reads_all
from arenas.web import conflict
from arenas.web.current import external, settings
from arenas.web.filters import local
from arenas.web.forms import BaseForm
from arenas.web.labels import choices
from arenas.web.language import current_language, explain, localised
from arenas.web.lists import Filter, Listing, ListSpec

bp = Blueprint("forums", __name__, url_prefix="/forums")

FOR_ALL = (
    Filter("kind", _l("Type"), choices(ForumKind), parse=ForumKind),
    Filter("level", _l("Nivå"), choices(Level), parse=Level),
    Filter("priority", _l("Innsatsområde"), parse=int),
)
ARCHIVED = (("only", _l("Bare arkiverte")), ("all", _l("Også arkiverte")))
FOR_THOSE_WHO_READ_ALL = (
    Filter("visibility", _l("Synlighet"), choices(Visibility), parse=Visibility),
    Filter("archived", _l("Arkiv"), ARCHIVED),
)
LIST = ListSpec(queries.SORTS, FOR_ALL)
WHOLE_LIST = ListSpec(queries.SORTS, FOR_ALL + FOR_THOSE_WHO_READ_ALL)
SHOWN_MEETINGS = 5


@bp.get("/")
@public
def index() -> ResponseReturnValue:
    session, viewer = db.session(), current_account()
    under = revisions(session)
    areas = kept(session, under, ("areas", current_language()), lambda: _areas(session))
    listing = (WHOLE_LIST if reads_all(viewer) else LIST).read(priority=areas)
    return render_template("forums/index.html", drawn=_drawn(session, viewer, under, listing))


def _areas(session: Session) -> list[tuple[str, str]]:
    found = strategy_choices.areas(session)
    return [(str(area.id), f"{area.number} {localised(area)}") for area in found]


def _drawn(session: Session, viewer: Account | None, under: Revisions, listing: Listing) -> Any:
    """The list as it was drawn before, where neither the register nor the minute has changed."""
    language, at = current_language(), now()
    given = dict(listing.filters)
    wanted = queries.Wanted(
        q=listing.q,
        sort=listing.sort,
        descending=listing.descending,
        page=listing.page,
        priority_id=given.pop("priority", None),
        **given,
    )
    sight = viewer and (viewer.role, None if reads_all(viewer) else viewer.person_id)
    key = ("forums", sight, language, listing.url(page=listing.page), at.replace(second=0))

    def draw() -> Any:
        page = queries.listed(session, viewer, wanted, at=at, today=local(at).date())
        rows = presenting.rows(page.items, language, settings().timezone)
        whole = get_template_attribute("forums/list.html", "whole")
        return whole(listing, page, rows, may_write(viewer))

    return kept(session, under, key, draw)


@bp.get("/<slug>")
@public
def show(slug: str) -> ResponseReturnValue:
    session, viewer, at = db.session(), current_account(), now()
    forum = queries.one(session, viewer, slug)
    today = local(at).date()
    names_shown = members.may_see_names(session, viewer, forum.id, today=today)
    seats = members.seats(session, forum.id) if names_shown else []
    seated = [] if names_shown else members.organisations(session, forum.id, today=today)
    taken = [seat for seat in seats if seat.taken_on(today)]
    return render_template(
        "forums/show.html",
        forum=forum,
        today=today,
        names_shown=names_shown,
        groups=members.by_sector(taken) if names_shown else members.by_sector(seated),
        coming_seats=[seat for seat in seats if seat.starts_on and seat.starts_on > today],
        former_seats=[seat for seat in seats if seat.ends_on and seat.ends_on < today],
        rhythm=queries.rhythm(session, viewer, forum.id, at=at, zone=settings().timezone),
        served=_served(forum.priorities, forum.activities),
        shown_meetings=SHOWN_MEETINGS,
        feed=_feed(forum),
        polls=of_forum(session, forum.id) if reads_all(viewer) else (),
    )


def _served(
    areas: Iterable[PriorityArea], activities: Iterable[Activity]
) -> list[tuple[PriorityArea, list[Activity]]]:
    """Each priority area with those of its activities that the forum works on."""
    activities = list(activities)
    return [
        (area, [activity for activity in activities if activity.priority_id == area.id])
        for area in areas
    ]


def _feed(forum: Forum) -> str | None:
    """The address of the public calendar, where the forum has one."""
    if forum.visibility is not Visibility.PUBLIC or forum.archived_at is not None:
        return None
    return external(url_for("calendars.forum", slug=forum.slug))


@bp.route("/new", methods=["GET", "POST"])
@requires(*WRITERS)
def new() -> ResponseReturnValue:
    form = ForumForm()
    areas = strategy_choices.areas_with_activities(db.session())
    form.offer(areas)
    if form.validate_on_submit():
        try:
            forum = services.create(db.session(), details=form.details(), actor=actor())
        except ArenaError as error:
            form.refuse(error)
        else:
            db.session.commit()
            flash(_("Arenaen %(name)s er opprettet. Legg til medlemmene nå.", name=forum.name))
            return _to(forum.slug)
    return render_template("forums/new.html", form=form, areas=areas)


@bp.route("/<slug>/edit", methods=["GET", "POST"])
@requires(*WRITERS)
def edit(slug: str) -> ResponseReturnValue:
    forum = queries.one(db.session(), actor(), slug)
    areas = strategy_choices.areas_with_activities(db.session(), also=forum.priorities)
    form = ForumEditForm() if request.method == "POST" else ForumEditForm(data=values_of(forum))
    form.offer(areas)
    if form.validate_on_submit():
        try:
            services.change(
                db.session(),
                forum_id=forum.id,
                version=form.version.data,
                details=form.details(),
                actor=actor(),
            )
        except ChangedMeanwhile:
            return _both_versions(slug, form)
        except ArenaError as error:
            form.refuse(error)
        else:
            db.session.commit()
            flash(_("Endringene er lagret."))
            return _to(slug)
    return render_template("forums/edit.html", form=form, areas=areas, forum=forum)


def _both_versions(slug: str, form: ForumEditForm) -> ResponseReturnValue:
    """409: what somebody else saved beside what was written here, which stays in the form."""
    db.session.rollback()
    forum = queries.one(db.session(), actor(), slug)
    areas = strategy_choices.areas_with_activities(db.session(), also=forum.priorities)
    saved = ForumEditForm(formdata=None, data=values_of(forum))
    for one in (form, saved):
        one.offer(areas)
    differences = conflict.meet(form, saved, forum.version)
    page = render_template(
        "forums/edit.html", form=form, areas=areas, forum=forum, differences=differences
    )
    return page, 409


@bp.route("/<slug>/archive", methods=["GET", "POST"])
@requires(*WRITERS)
def archive(slug: str) -> ResponseReturnValue:
    forum, form, reason = queries.one(db.session(), actor(), slug), BaseForm(), None
    if form.validate_on_submit():
        try:
            services.archive(db.session(), forum_id=forum.id, actor=actor())
        except Refusal as refusal:
            reason = explain(refusal)
        else:
            db.session.commit()
            flash(_("%(name)s er arkivert. Du kan gjenopprette den her.", name=forum.name))
            return _to(slug)
    page = render_template("forums/archive.html", forum=forum, form=form, reason=reason)
    return page, 409 if reason else 200


@bp.post("/<slug>/restore")
@requires(*WRITERS)
def restore(slug: str) -> ResponseReturnValue:
    forum = queries.one(db.session(), actor(), slug)
    try:
        services.restore(db.session(), forum_id=forum.id, actor=actor())
    except Refusal as refusal:
        db.session.rollback()
        flash(explain(refusal), "error")
    else:
        db.session.commit()
        flash(_("%(name)s er gjenopprettet.", name=forum.name))
    return _to(slug)


@bp.route("/<slug>/delete", methods=["GET", "POST"])
@requires(*WRITERS)
def delete(slug: str) -> ResponseReturnValue:
    """Ask first; a forum in use explains, and offers the archive instead."""
    forum, form, status = queries.one(db.session(), actor(), slug), BaseForm(), 200
    if form.validate_on_submit():
        try:
            services.delete(db.session(), forum_id=forum.id, actor=actor())
        except Refusal:
            status = 409
        else:
            db.session.commit()
            flash(_("%(name)s er slettet.", name=forum.name))
            return redirect(url_for("forums.index"), 303)
    uses = services.what_uses(db.session(), forum.id)
    return render_template("forums/delete.html", forum=forum, uses=uses, form=form), status


def _to(slug: str) -> Response:
    return redirect(url_for("forums.show", slug=slug), 303)
