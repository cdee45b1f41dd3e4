"""The organisation form: what must be filled in, and in which words we say so."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import SelectField, ValidationError
from wtforms.validators import InputRequired

from arenas.directory import rules
from arenas.directory.fields import DegreesField, by_rule
from arenas.directory.organisations.services import OrganisationDetails
from arenas.errors import Refusal
from arenas.models.enums import Membership, Sector
from arenas.web.conflict import VersionedForm
from arenas.web.fields import LineField, LocalDateField, TextField, menu
from arenas.web.forms import BaseForm
from arenas.web.labels import choices
from arenas.web.language import explain


class OrganisationForm(BaseForm):
    name = LineField(
        _l("Navn"),
        [InputRequired(_l("Skriv navnet på organisasjonen.")), by_rule(rules.name, "name", 200)],
    )
    short_name = LineField(
        _l("Kortnavn"),
        [by_rule(rules.optional_name, "short_name", 60)],
        description=_l("Det korte navnet som brukes i lister og grafer."),
    )
    sector = SelectField(
        _l("Sektor"),
        [InputRequired(_l("Velg sektor."))],
        choices=menu([("", _l("Velg sektor")), *choices(Sector)]),
    )
    aliases = TextField(
        _l("Andre navn"),
        description=_l(
            "Ett navn på hver linje: forkortelser og tidligere navn som søket skal finne."
        ),
    )
    orgnr = LineField(
        _l("Organisasjonsnummer"),
        [by_rule(rules.orgnr)],
        description=_l("Ni sifre, slik det står i Enhetsregisteret."),
        render_kw={"inputmode": "numeric"},
    )
    municipality_code = LineField(
        _l("Kommunenummer"),
        [by_rule(rules.municipality_code)],
        description=_l("Fire sifre, for eksempel 0301 for Oslo."),
        render_kw={"inputmode": "numeric"},
    )
    county = LineField(
        _l("Fylke"), [by_rule(rules.optional_name, "county", 60)], render_kw={"list": "counties"}
    )
    lat = DegreesField(
        _l("Breddegrad"),
        [by_rule(rules.degrees, "lat", 90)],
        description=_l("Desimalgrader nord (WGS 84), for eksempel 59,91."),
    )
    lon = DegreesField(
        _l("Lengdegrad"),
        [by_rule(rules.degrees, "lon", 180)],
        description=_l("Desimalgrader øst (WGS 84), for eksempel 10,75."),
    )
    website = LineField(
        _l("Nettsted"),
        [by_rule(rules.website)],
        description=_l("Begynner med https:// eller http://."),
    )
    membership = SelectField(
        _l("Medlemskap"), choices=menu(choices(Membership)), default=Membership.UNKNOWN.value
    )
    member_from = LocalDateField(_l("Medlem fra"))
    member_until = LocalDateField(_l("Medlem til"), description=_l("Til og med denne dagen."))
    note = TextField(_l("Merknad"), [by_rule(rules.paragraphs)], render_kw={"rows": 4})

    def validate_lon(self, field: DegreesField) -> None:
        if (field.data is None) != (self.lat.data is None) and not self.lat.errors:
            raise ValidationError(_l("Skriv både breddegrad og lengdegrad, eller ingen av dem."))

    def validate_member_until(self, field: LocalDateField) -> None:
        try:
            rules.period(self.member_from.data, field.data, "member_until")
        except Refusal as refusal:
            raise ValidationError(explain(refusal)) from None

    def details(self) -> OrganisationDetails:
        return OrganisationDetails(
            name=self.name.data or "",
            short_name=self.short_name.data,
            sector=Sector(self.sector.data),
            aliases=tuple((self.aliases.data or "").split("\n")),
            orgnr=self.orgnr.data,
            municipality_code=self.municipality_code.data,
            county=self.county.data,
            lat=self.lat.data,
            lon=self.lon.data,
            website=self.website.data,
            membership=Membership(self.membership.data),
            member_from=self.member_from.data,
            member_until=self.member_until.data,
            note=self.note.data,
        )


class OrganisationEditForm(VersionedForm, OrganisationForm):
    """The same with the version that it was made from."""


def values_of(details: OrganisationDetails, version: int) -> dict[str, Any]:
    """What is on record, as the fields of the form hold it."""
    values = {field: getattr(details, field) for field in OrganisationDetails.__dataclass_fields__}
    return values | {"aliases": "\n".join(details.aliases), "version": version}
