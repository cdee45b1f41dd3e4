"""Pages of what came out of a meeting, and the register of decisions across meetings."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectField
from wtforms.validators import InputRequired

from arenas.accounts.access import SIGNED_IN, WRITERS, actor, requires
from arenas.database import db
from arenas.errors import ArenaError, Refusal
from arenas.meetings import listing, outcomes, presenting, queries, services
from arenas.meetings.forms import at_most
from arenas.meetings.views import NUMBER
from arenas.models import Meeting
from arenas.models.enums import OutcomeKind
from arenas.web.fields import LocalDateField, TextField, menu
from arenas.web.forms import BaseForm
from arenas.web.labels import choices
from arenas.web.language import explain, localised
from arenas.web.lists import Filter, ListSpec

bp = Blueprint("meeting_outcomes", __name__, url_prefix="/meetings")

REGISTER = ListSpec(sorts=("time",), filters=(Filter("forum", _l("Arena")),))


class OutcomeForm(BaseForm):
    kind = RadioField(
        _l("Hva slags"),
        [InputRequired(_l("Velg hva slags resultat det er."))],
        choices=choices(OutcomeKind),
    )
    item = SelectField(_l("Sak"), coerce=int)
    text = TextField(
        _l("Tekst"),
        [InputRequired(_l("Skriv hva møtet kom frem til.")), at_most(outcomes.LONGEST)],
        render_kw={"rows": 4},
    )
    owner = SelectField(_l("Hvem har oppgaven"), coerce=int)
    due_on = LocalDateField(_l("Frist"))

    def put(self) -> outcomes.Put:
        return outcomes.Put(
            kind=OutcomeKind(self.kind.data),
            text=self.text.data or "",
            item_id=self.item.data or None,
            owner_id=self.owner.data or None,
            due_on=self.due_on.data,
        )


@bp.route(f"/<{NUMBER}:meeting_id>/outcomes", methods=["GET", "POST"])
@requires(*WRITERS)
def index(meeting_id: int) -> ResponseReturnValue:
    session = db.session()
    meeting = services.for_change(session, meeting_id)
    if not presenting.can_mark(meeting):
        flash(_("Resultater kan føres fra den dagen møtet holdes."), "error")
        return redirect(url_for("meetings.show", meeting_id=meeting_id), 303)
    form = OutcomeForm(data={"kind": OutcomeKind.DECISION.value})
    _offer(form, meeting)
    if request.method == "GET":
        return _page(form, meeting)
    if not form.validate():
        return _page(form, meeting, 422)
    try:
        outcomes.add(session, meeting_id, form.put(), actor=actor())
    except ArenaError as error:
        session.rollback()
        form.refuse(error)
        return _page(form, services.for_change(session, meeting_id), 422)
    session.commit()
    flash(_("Resultatet er lagret."))
    return redirect(url_for(".index", meeting_id=meeting_id), 303)


@bp.post(f"/<{NUMBER}:meeting_id>/outcomes/<{NUMBER}:outcome_id>/<any(remove, done):what>")
@requires(*WRITERS)
def change(meeting_id: int, outcome_id: int, what: str) -> ResponseReturnValue:
    session = db.session()
    try:
        if what == "remove":
            outcomes.remove(session, meeting_id, outcome_id, actor=actor())
        else:
            outcomes.tick(session, meeting_id, outcome_id, actor=actor())
    except Refusal as refusal:
        session.rollback()
        flash(explain(refusal), "error")
    else:
        session.commit()
        flash(_("Resultatet er fjernet.") if what == "remove" else _("Oppgaven er oppdatert."))
    return redirect(url_for(".index", meeting_id=meeting_id), 303)


@bp.get("/decisions")
@requires(*SIGNED_IN)
def decisions() -> ResponseReturnValue:
    session, viewer = db.session(), actor()
    forums = listing.forum_choices(session, viewer)
    asked = REGISTER.read(forum=[(row.slug, localised(row)) for row in forums])
    page = outcomes.decisions(
        session, viewer, q=asked.q, forum=asked.filters.get("forum"), number=asked.page
    )
    return render_template("meetings/decisions.html", listing=asked, page=page)


def _offer(form: OutcomeForm, meeting: Meeting) -> None:
    form.item.choices = menu(
        [(0, _("Hele møtet")), *((item.id, item.title[:80]) for item in meeting.agenda)]
    )
    people = queries.participants(db.session(), meeting.id)
    names = [(row.person_id, f"{row.given_name} {row.family_name}") for row in people]
    form.owner.choices = menu([(0, "–"), *names])


def _page(form: OutcomeForm, meeting: Meeting, status: int = 200) -> ResponseReturnValue:
    page = render_template(
        "meetings/outcomes.html",
        form=form,
        meeting=meeting,
        outcomes=outcomes.of_meeting(db.session(), meeting.id),
        items={item.id: item for item in meeting.agenda},
        locked=outcomes.are_locked(db.session(), meeting.id),
    )
    return page, status
