"""The page for one who came without standing on the list."""

from typing import TypeVar

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import IntegerField, SelectField
from wtforms.validators import InputRequired, NumberRange

from arenas.accounts.access import WRITERS, actor, requires
from arenas.database import db
from arenas.directory import rules
from arenas.directory.fields import by_rule
from arenas.directory.people.queries import organisation_choices
from arenas.directory.people.services import PersonDetails
from arenas.errors import ArenaError
from arenas.meetings import arrivals, attendance, finding, queries, services
from arenas.meetings.arrivals import Behalf
from arenas.meetings.forms import row_id
from arenas.meetings.views import NUMBER
from arenas.models import Meeting
from arenas.web.cleaning import one_line
from arenas.web.fields import LineField, menu
from arenas.web.forms import BaseForm
from arenas.web.language import explain

Form = TypeVar("Form", bound="BehalfForm")
bp = Blueprint("meeting_arrivals", __name__, url_prefix=f"/meetings/<{NUMBER}:meeting_id>")
ALONE = -1
"""Chosen for one who stands for no organisation."""


class BehalfForm(BaseForm):
    organisation = SelectField(_l("På vegne av"), coerce=int)
    instead = SelectField(_l("I stedet for"), coerce=int)

    def behalf(self) -> Behalf:
        chosen = self.organisation.data
        if chosen == ALONE:
            return Behalf(self.instead.data or None, alone=True)
        return Behalf(self.instead.data or None, chosen or None)


class FoundForm(BehalfForm):
    """One of those the search found."""

    person = IntegerField(
        _l("Person"),
        [InputRequired(), NumberRange(1, 2**31 - 1, _l("Personen finnes ikke i registeret."))],
    )


class NewcomerForm(BehalfForm):
    """Somebody whose name is not in the register yet."""

    given_name = LineField(
        _l("Fornavn"),
        [InputRequired(_l("Skriv fornavnet.")), by_rule(rules.name, "given_name", 100)],
    )
    family_name = LineField(
        _l("Etternavn"),
        [InputRequired(_l("Skriv etternavnet.")), by_rule(rules.name, "family_name", 100)],
    )
    email = LineField(
        _l("E-post"), [by_rule(rules.email)], render_kw={"type": "email", "autocomplete": "off"}
    )

    def details(self) -> PersonDetails:
        return PersonDetails(
            given_name=self.given_name.data or "",
            family_name=self.family_name.data or "",
            email=self.email.data,
        )


@bp.route("/attendance/arrivals", methods=["GET", "POST"])
@requires(*WRITERS)
def index(meeting_id: int) -> ResponseReturnValue:
    """Find the person or write the name; whoever it is stands as present after one press."""
    session = db.session()
    meeting = services.for_change(session, meeting_id)
    try:
        attendance.check_can_mark(meeting)
    except ArenaError as error:
        flash(explain(error), "error")
        return redirect(url_for("meetings.show", meeting_id=meeting_id), 303)
    chosen = {name: row_id(request.args.get(name)) or 0 for name in ("instead", "organisation")}
    if request.args.get("organisation") == str(ALONE):
        chosen["organisation"] = ALONE
    found = _offered(FoundForm(data=chosen), meeting, _("Personens egen organisasjon"))
    new = _offered(NewcomerForm(data=chosen), meeting, _("Velg organisasjon"))
    if request.method == "GET":
        return _page(meeting, found, new)
    form = found if "person" in request.form else new
    if not form.validate():
        return _page(meeting, found, new, 422)
    try:
        name = _arrived(meeting_id, form)
    except ArenaError as error:
        session.rollback()
        form.refuse(error)
        return _page(services.for_change(session, meeting_id), found, new, 422)
    session.commit()
    flash(_("%(name)s er ført som møtt.", name=name))
    return redirect(url_for("meeting_attendance.index", meeting_id=meeting_id), 303)


def _arrived(meeting_id: int, form: BehalfForm) -> str:
    session = db.session()
    if isinstance(form, FoundForm):
        person, behalf = form.person.data or 0, form.behalf()
        row = arrivals.arrive(session, meeting_id, person, behalf, actor=actor())
    else:
        assert isinstance(form, NewcomerForm)  # noqa: S101 - there are these two
        row = arrivals.arrive_unknown(
            session, meeting_id, form.details(), form.behalf(), actor=actor()
        )
    return finding.name_of(session, row.person_id)


def _offered(form: Form, meeting: Meeting, nothing: str) -> Form:
    alone = (ALONE, _("Ingen organisasjon"))
    form.organisation.choices = menu([(0, nothing), alone, *organisation_choices(db.session())])
    form.instead.choices = menu([(0, _("Ingen")), *_listed(meeting)])
    return form


def _listed(meeting: Meeting) -> list[tuple[int, str]]:
    return [
        (row.id, f"{row.given_name} {row.family_name}, {row.organisation or '–'}")
        for row in queries.participants(db.session(), meeting.id)
    ]


def _page(
    meeting: Meeting, found: FoundForm, new: NewcomerForm, status: int = 200
) -> ResponseReturnValue:
    q = (one_line(request.args.get("q")) or "")[:100]
    page = render_template(
        "meetings/arrivals.html",
        meeting=meeting,
        form=found,
        new=new,
        q=q,
        found=finding.people(db.session(), meeting, q) if q else None,
        alone=[(ALONE, _("Ingen organisasjon"))],
        organisations={one.value: one.label for one in found.organisation.choices},
        listed={one.value: one.label for one in found.instead.choices},
    )
    return page, status
