"""Pages of polls: the answers so far, and letting one of the dates be the meeting."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from arenas.accounts.access import READERS, WRITERS, actor, requires
from arenas.database import db, now
from arenas.errors import ArenaError
from arenas.meetings.forms import row_id
from arenas.meetings.scheduling import Words
from arenas.meetings.services import Overlap
from arenas.models import Poll
from arenas.models.enums import PollState
from arenas.polls import becoming, beginning, presenting, queries, services
from arenas.polls.forms import CallOffForm
from arenas.polls.obstacles import of_dates
from arenas.visibility import may_write
from arenas.web.forms import BaseForm
from arenas.web.labels import choices
from arenas.web.language import current_language, explain, localised
from arenas.web.lists import Filter, ListSpec

bp = Blueprint("polls", __name__, url_prefix="/polls")

LIST = ListSpec(
    sorts=("open",),
    filters=(
        Filter("state", _l("Tilstand"), choices(PollState), parse=PollState),
        Filter("forum", _l("Arena")),
    ),
)


@bp.get("/")
@requires(*READERS)
def index() -> ResponseReturnValue:
    rows = queries.forum_choices(db.session())
    listing = LIST.read(forum=[(row.slug, localised(row)) for row in rows])
    page = queries.page(
        db.session(),
        state=listing.filters.get("state"),
        forum=listing.filters.get("forum"),
        number=listing.page,
    )
    return render_template("polls/index.html", listing=listing, page=page, today=beginning.today())


@bp.get("/<int:poll_id>")
@requires(*READERS)
def show(poll_id: int) -> ResponseReturnValue:
    return _show_page(poll_id)


@bp.post("/<int:poll_id>/settle")
@requires(*WRITERS)
def settle(poll_id: int) -> ResponseReturnValue:
    """The date in the form becomes the meeting."""
    date_id = row_id(request.form.get("date")) or 0
    try:
        meeting, told = becoming.settle(
            db.session(),
            poll_id,
            date_id,
            version=row_id(request.form.get("version")) or 0,
            actor=actor(),
            overlap_is_meant="overlap_is_meant" in request.form,
        )
    except Overlap as overlap:
        others = [(one.id, one.title, one.starts_at, one.ends_at) for one in overlap.meetings]
        db.session.rollback()
        return _show_page(poll_id, 409, overlap=(date_id, others))
    except ArenaError as error:
        return _refused(poll_id, error)
    db.session.commit()
    text = _("Utkastet er laget med alle som er spurt på listen. Publiser møtet når det er klart.")
    if told:
        text = f"{text} {ngettext('Én får vite datoen.', '%(num)d får vite datoen.', told)}"
    flash(text)
    return redirect(url_for("meetings.show", meeting_id=meeting.id), 303)


@bp.post("/<int:poll_id>/remind")
@requires(*WRITERS)
def remind(poll_id: int) -> ResponseReturnValue:
    try:
        told, silent = services.remind(db.session(), poll_id, actor=actor())
    except ArenaError as error:
        return _refused(poll_id, error)
    db.session.commit()
    if told:
        flash(ngettext("Én får en påminnelse.", "%(num)d får en påminnelse.", told))
    elif silent:
        flash(
            _(
                "Ingen ble minnet om det: de som ikke har svart, fikk e-post det siste døgnet "
                "eller har ingen e-postadresse."
            ),
            "warning",
        )
    else:
        flash(_("Alle har svart."))
    return _back(poll_id)


@bp.route("/<int:poll_id>/close", methods=["GET", "POST"])
@requires(*WRITERS)
def call_off(poll_id: int) -> ResponseReturnValue:
    """A page that says what follows, and the end of the poll."""
    form = CallOffForm()
    poll = services.for_change(db.session(), poll_id)
    if request.method == "GET":
        form.version.data = poll.version
        return render_template("polls/close.html", form=form, poll=poll)
    if not form.validate():
        return render_template("polls/close.html", form=form, poll=poll), 422
    try:
        told = services.call_off(
            db.session(), poll_id, form.reason.data, version=form.version.data or 0, actor=actor()
        )
    except ArenaError as error:
        return _refused(poll_id, error)
    db.session.commit()
    flash(
        ngettext(
            "Forespørselen er trukket tilbake, og én får vite det.",
            "Forespørselen er trukket tilbake, og %(num)d får vite det.",
            told,
        )
        if told
        else _("Forespørselen er trukket tilbake.")
    )
    return _back(poll_id)


@bp.route("/<int:poll_id>/delete", methods=["GET", "POST"])
@requires(*WRITERS)
def delete(poll_id: int) -> ResponseReturnValue:
    form = BaseForm()
    poll = services.for_change(db.session(), poll_id)
    if not form.validate_on_submit():
        return render_template("polls/delete.html", form=form, poll=poll)
    try:
        services.delete(db.session(), poll_id, actor=actor())
    except ArenaError as error:
        return _refused(poll_id, error)
    db.session.commit()
    flash(_("Forespørselen er slettet."))
    return redirect(url_for(".index"), 303)


def _show_page(poll_id: int, status: int = 200, **more: Any) -> ResponseReturnValue:
    session, at = db.session(), now()
    poll = queries.shown(session, poll_id)
    answered = queries.answers(session, poll_id)
    is_open = poll.state is PollState.OPEN
    return render_template(
        "polls/show.html",
        obstacles=of_dates(session, poll, answered, at, current_language()) if is_open else {},
        schedule=Words,
        poll=poll,
        heads={date.id: presenting.short(date) for date in poll.dates},
        dates=poll.dates,
        proposal=presenting.proposal(poll, answered, at),
        groups=presenting.groups(poll, answered),
        coming=presenting.coming(poll, answered),
        asked=len(answered),
        silent=[one for one in answered if one.row.answered_at is None],
        remarks=[one for one in answered if one.row.comment],
        takes_answers=services.takes_answers(poll, at),
        in_words=presenting.in_words,
        writes=may_write(actor()),
        **more,
    ), status


def _refused(poll_id: int, error: ArenaError) -> ResponseReturnValue:
    """Nothing is kept; the reason is told on the poll's page."""
    db.session.rollback()
    services.for_change(db.session(), poll_id)  # of a poll that is not there: 404
    flash(explain(error), "error")
    return _back(poll_id)


def _back(poll_id: int) -> ResponseReturnValue:
    return redirect(url_for("polls.show", poll_id=poll_id), 303)


def title_of(poll: Poll) -> str:
    """What a poll is called: its title, else the forum."""
    return poll.title or localised(poll.forum)


bp.add_app_template_filter(title_of, "poll_title")
