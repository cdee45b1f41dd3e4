"""The forms of a person and of a place in an organisation."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import SelectField, ValidationError
from wtforms.validators import InputRequired

from arenas.directory import rules
from arenas.directory.fields import by_rule
from arenas.directory.people.places import AffiliationDetails
from arenas.directory.people.services import PersonDetails
from arenas.errors import Refusal
from arenas.models.enums import Language
from arenas.web.conflict import VersionedForm
from arenas.web.fields import LineField, LocalDateField, TextField, menu
from arenas.web.forms import BaseForm
from arenas.web.labels import choices
from arenas.web.language import explain


def number_or_none(value: Any) -> int | None:
    return int(value) if value else None


class PersonForm(BaseForm):
    given_name = LineField(
        _l("Fornavn"),
        [InputRequired(_l("Skriv fornavnet.")), by_rule(rules.name, "given_name", 100)],
    )
    family_name = LineField(
        _l("Etternavn"),
        [InputRequired(_l("Skriv etternavnet.")), by_rule(rules.name, "family_name", 100)],
    )
    email = LineField(
        _l("E-post"),
        [by_rule(rules.email)],
        description=_l("Vises bare for koordinatorer og personen selv."),
        render_kw={"type": "email", "autocomplete": "off"},
    )
    phone = LineField(
        _l("Telefon"),
        [by_rule(rules.phone)],
        description=_l("Vises bare for koordinatorer og personen selv."),
        render_kw={"type": "tel", "autocomplete": "off"},
    )
    language = SelectField(
        _l("Språk i invitasjoner"), choices=menu(choices(Language)), default=Language.BOKMAL.value
    )
    note = TextField(
        _l("Merknad"),
        [by_rule(rules.paragraphs)],
        description=_l("Ser bare koordinatorer. Skriv ikke noe du ikke kunne vist personen."),
        render_kw={"rows": 4},
    )

    def details(self) -> PersonDetails:
        return PersonDetails(
            given_name=self.given_name.data or "",
            family_name=self.family_name.data or "",
            email=self.email.data,
            phone=self.phone.data,
            language=Language(self.language.data),
            note=self.note.data,
        )


class PeriodForm(BaseForm):
    """Title and period in an organisation, both days included."""

    title = LineField(
        _l("Tittel"),
        [by_rule(rules.optional_name, "title", 120)],
        description=_l("For eksempel ordfører, næringssjef eller professor."),
    )
    active_from = LocalDateField(_l("Fra"), description=_l("Tomt: fra før registeret begynte."))
    active_to = LocalDateField(
        _l("Til"), description=_l("Til og med denne dagen. Tomt: inntil videre.")
    )

    def validate_active_to(self, field: LocalDateField) -> None:
        try:
            rules.period(self.active_from.data, field.data, "active_to")
        except Refusal as refusal:
            raise ValidationError(explain(refusal)) from None


class NewPersonForm(PersonForm, PeriodForm):
    """A person with the first place; without an organisation there is none."""

    organisation_id = SelectField(_l("Organisasjon"), coerce=number_or_none)

    def affiliation(self) -> AffiliationDetails | None:
        if self.organisation_id.data is None:
            return None
        return _place(self)


class PersonEditForm(VersionedForm, PersonForm):
    """The same with the version that it was made from."""


class AffiliationForm(PeriodForm):
    organisation_id = SelectField(
        _l("Organisasjon"), [InputRequired(_l("Velg organisasjon."))], coerce=number_or_none
    )

    def details(self) -> AffiliationDetails:
        return _place(self)


class AffiliationEditForm(VersionedForm, AffiliationForm):
    """The same with the version of the person that it was made from."""


def _place(form: Any) -> AffiliationDetails:
    return AffiliationDetails(
        organisation_id=form.organisation_id.data,
        title=form.title.data,
        active_from=form.active_from.data,
        active_to=form.active_to.data,
    )


def values_of(details: PersonDetails | AffiliationDetails, version: int) -> dict[str, Any]:
    """What is on record, as the fields of the form hold it."""
    fields = type(details).__dataclass_fields__
    return {field: getattr(details, field) for field in fields} | {"version": version}
