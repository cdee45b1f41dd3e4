"""Pages that ask which dates suit: a new poll, a change to it, and more people to ask."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from arenas.accounts.access import WRITERS, actor, requires
from arenas.database import db
from arenas.errors import ArenaError, Refusal
from arenas.meetings.scheduling import Words
from arenas.models.enums import PollState
from arenas.polls import beginning, queries, services
from arenas.polls.asking import BadLists, Needed
from arenas.polls.forms import CircleForm, DetailsForm, PollForm
from arenas.polls.obstacles import Obstacles, of_form
from arenas.versions import ChangedMeanwhile
from arenas.web.conflict import meet
from arenas.web.current import settings
from arenas.web.language import current_language

bp = Blueprint("poll_editing", __name__, url_prefix="/polls")


@bp.route("/new", methods=["GET", "POST"])
@requires(*WRITERS)
def new() -> ResponseReturnValue:
    """One form: filled in from the habit of the forum where one is chosen."""
    session = db.session()
    if request.method == "GET":
        return _new_page(PollForm(formdata=None, data=beginning.filled(session)), fresh=True)
    if "more" in request.form:
        return _new_page(PollForm(beginning.with_more_dates(request.form)))
    if "check" in request.form:
        return _checked_page(PollForm(request.form))
    form = PollForm()
    del form.version
    beginning.offer(session, form)
    if not form.validate():
        return _new_page(form, 422)
    zone = settings().timezone
    try:
        poll = services.create(
            session,
            form.forum_id(),
            form.details(),
            form.chosen_dates(zone),
            form.circle(),
            zone=zone,
            actor=actor(),
        )
    except ArenaError as error:
        session.rollback()
        form.refuse(error)
        return _new_page(form, 422, bad=_bad(error))
    session.commit()
    asked = len(queries.answers(session, poll.id))
    flash(ngettext("Én er spurt.", "%(num)d er spurt.", asked))
    return redirect(url_for("polls.show", poll_id=poll.id), 303)


@bp.route("/<int:poll_id>/edit", methods=["GET", "POST"])
@requires(*WRITERS)
def edit(poll_id: int) -> ResponseReturnValue:
    session = db.session()
    poll = services.for_change(session, poll_id)
    if poll.state is not PollState.OPEN:
        flash(_("Forespørselen er lukket, så den kan ikke endres."), "error")
        return _back(poll_id)
    form = DetailsForm(data=beginning.of_poll(poll))
    if request.method == "GET":
        return render_template("polls/edit.html", form=form, poll=poll)
    if not form.validate():
        return render_template("polls/edit.html", form=form, poll=poll), 422
    try:
        services.change(
            session, poll_id, form.details(), version=form.version.data or 0, actor=actor()
        )
    except ChangedMeanwhile:
        session.rollback()
        poll = services.for_change(session, poll_id)
        saved = DetailsForm(formdata=None, data=beginning.of_poll(poll))
        differences = meet(form, saved, poll.version)
        page = render_template("polls/edit.html", form=form, poll=poll, differences=differences)
        return page, 409
    except ArenaError as error:
        session.rollback()
        form.refuse(error)
        poll = services.for_change(session, poll_id)
        return render_template("polls/edit.html", form=form, poll=poll), 422
    session.commit()
    flash(_("Endringene er lagret."))
    return _back(poll_id)


@bp.route("/<int:poll_id>/ask", methods=["GET", "POST"])
@requires(*WRITERS)
def ask(poll_id: int) -> ResponseReturnValue:
    """Ask more people."""
    session = db.session()
    form = CircleForm(data={"needed": Needed.NOBODY.value})
    beginning.offer_organisations(session, form)
    if request.method == "GET":
        return _ask_page(poll_id, form)
    if not form.validate():
        return _ask_page(poll_id, form, 422)
    try:
        asked = services.ask_more(session, poll_id, form.circle(), actor=actor())
    except ArenaError as error:
        session.rollback()
        form.refuse(error)
        return _ask_page(poll_id, form, 422, bad=_bad(error))
    session.commit()
    flash(
        ngettext("Én til er spurt.", "%(num)d til er spurt.", asked)
        if asked
        else _("Ingen nye ble funnet.")
    )
    return _back(poll_id)


def _new_page(
    form: PollForm,
    status: int = 200,
    *,
    fresh: bool = False,
    bad: Any = (),
    known: dict[int, Obstacles] | None = None,
) -> ResponseReturnValue:
    beginning.offer(db.session(), form)
    habits = beginning.forums(db.session()) if fresh else None
    page = render_template(
        "polls/new.html", form=form, habits=habits, bad=bad, known=known, schedule=Words
    )
    return page, status


def _checked_page(form: PollForm) -> ResponseReturnValue:
    """The form as it was sent, with what is in the way of each date; nobody is asked."""
    try:
        known = of_form(db.session(), form, settings().timezone, current_language())
    except Refusal as refusal:
        form.refuse(refusal)
        return _new_page(form, 422)
    return _new_page(form, known=known)


def _ask_page(
    poll_id: int, form: CircleForm, status: int = 200, *, bad: Any = ()
) -> ResponseReturnValue:
    poll = services.for_change(db.session(), poll_id)
    return render_template("polls/ask.html", form=form, poll=poll, bad=bad), status


def _bad(error: ArenaError) -> list[tuple[Any, int, str]]:
    """(list, line, what is wrong) for each line of the pasted lists that cannot be used."""
    if not isinstance(error, BadLists):
        return []
    names = {"required_list": _("Andre som må kunne komme"), "pasted": _("Liste")}
    return [
        (names[field], one.number, _(one.text, **one.values))
        for field, lines in error.bad.items()
        for one in lines
    ]


def _back(poll_id: int) -> ResponseReturnValue:
    return redirect(url_for("polls.show", poll_id=poll_id), 303)
