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
from arenas.meetings import decisions as register
from arenas.meetings import listing, outcomes, presenting, queries, services
from arenas.meetings.forms import at_most
from arenas.meetings.views import NUMBER
from arenas.models import Meeting, Outcome
from arenas.models.enums import OutcomeKind
from arenas.versions import ChangedMeanwhile
from arenas.web import conflict
from arenas.web.conflict import VersionedForm
from arenas.web.fields import LocalDateField, TextField, menu
from arenas.web.labels import choices
from arenas.web.language import explain, localised
from arenas.web.lists import Filter, ListSpec

bp = Blueprint("meeting_outcomes", __name__, url_prefix="/meetings")

REGISTER = ListSpec(sorts=("time",), filters=(Filter("forum", _l("Arena")),))


class ChangeForm(VersionedForm):
    """What can be put right in one that stands: its kind and number stay."""

    item = SelectField(_l("Sak"), coerce=int)
    text = TextField(
        _l("Tekst"),
        [InputRequired(_l("Skriv hva møtet kom frem til.")), at_most(outcomes.LONGEST)],
        render_kw={"rows": 4},
    )
    owner = SelectField(_l("Hvem har oppgaven"), coerce=int)
    due_on = LocalDateField(_l("Frist"))

    def put(self, kind: OutcomeKind) -> outcomes.Put:
        return outcomes.Put(
            kind=kind,
            text=self.text.data or "",
            item_id=self.item.data or None,
            owner_id=(self.owner and self.owner.data) or None,
            due_on=self.due_on.data if self.due_on else None,
        )


class OutcomeForm(ChangeForm):
    version = None
    kind = RadioField(
        _l("Hva slags"),
        [InputRequired(_l("Velg hva slags resultat det er."))],
        choices=choices(OutcomeKind),
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
        outcomes.add(session, meeting_id, form.put(OutcomeKind(form.kind.data)), actor=actor())
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


@bp.route(f"/<{NUMBER}:meeting_id>/outcomes/<{NUMBER}:outcome_id>/edit", methods=["GET", "POST"])
@requires(*WRITERS)
def edit(meeting_id: int, outcome_id: int) -> ResponseReturnValue:
    """A slip of the pen in a decision is put right; the decision keeps its number."""
    session = db.session()
    meeting = services.for_change(session, meeting_id)
    outcome = outcomes.one(session, meeting_id, outcome_id)
    form = _filled(meeting, outcome)
    if request.method == "GET" or not form.validate():
        return _edit_page(form, meeting, outcome, 422 if form.errors else 200)
    try:
        outcomes.change(
            session,
            meeting_id,
            outcome_id,
            form.put(outcome.kind),
            version=form.version.data,
            actor=actor(),
        )
    except ChangedMeanwhile:
        session.rollback()
        meeting = services.for_change(session, meeting_id)
        outcome = outcomes.one(session, meeting_id, outcome_id)
        saved = _filled(meeting, outcome, formdata=None)
        differences = conflict.meet(form, saved, outcomes.version_of(outcome))
        return _edit_page(form, meeting, outcome, 409, differences)
    except ArenaError as error:
        session.rollback()
        form.refuse(error)
        meeting = services.for_change(session, meeting_id)
        return _edit_page(form, meeting, outcomes.one(session, meeting_id, outcome_id), 422)
    session.commit()
    flash(_("Resultatet er lagret."))
    return redirect(url_for(".index", meeting_id=meeting_id), 303)


@bp.get("/decisions")
@requires(*SIGNED_IN)
def decisions() -> ResponseReturnValue:
    session, viewer = db.session(), actor()
    forums = listing.forum_choices(session, viewer)
    asked = REGISTER.read(forum=[(row.slug, localised(row)) for row in forums])
    page = register.decisions(
        session, viewer, q=asked.q, forum=asked.filters.get("forum"), number=asked.page
    )
    return render_template("meetings/decisions.html", listing=asked, page=page)


def _filled(meeting: Meeting, outcome: Outcome, **formdata: None) -> ChangeForm:
    form = ChangeForm(
        data={
            "version": outcomes.version_of(outcome),
            "item": outcome.agenda_item_id or 0,
            "text": outcome.text,
            "owner": outcome.owner_id or 0,
            "due_on": outcome.due_on,
        },
        **formdata,
    )
    _offer(form, meeting)
    if outcome.kind is not OutcomeKind.ACTION:
        del form.owner, form.due_on
    return form


def _edit_page(
    form: ChangeForm,
    meeting: Meeting,
    outcome: Outcome,
    status: int,
    differences: list[conflict.Difference] | None = None,
) -> ResponseReturnValue:
    page = render_template(
        "meetings/outcome.html",
        form=form,
        meeting=meeting,
        outcome=outcome,
        differences=differences,
    )
    return page, status


def _offer(form: ChangeForm, meeting: Meeting) -> None:
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
