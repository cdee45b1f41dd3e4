"""Forms of accounts: what must be filled in, and in which words we say so."""

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, PasswordField, SelectField
from wtforms.validators import EqualTo, InputRequired, Length

from arenas.accounts.services import AccountDetails
from arenas.models.enums import Role
from arenas.web.fields import LineField
from arenas.web.forms import BaseForm
from arenas.web.labels import choices


class LoginForm(BaseForm):
    email = LineField(
        _l("E-post"),
        [InputRequired(_l("Skriv e-postadressen din.")), Length(max=254)],
        render_kw={"type": "email", "autocomplete": "username", "autofocus": True},
    )
    password = PasswordField(
        _l("Passord"),
        [InputRequired(_l("Skriv passordet ditt."))],
        render_kw={"autocomplete": "current-password"},
    )


class PasswordForm(BaseForm):
    present = PasswordField(
        _l("Nåværende passord"),
        [InputRequired(_l("Skriv passordet du har nå."))],
        render_kw={"autocomplete": "current-password"},
    )
    new_password = PasswordField(
        _l("Nytt passord"),
        [InputRequired(_l("Skriv et nytt passord."))],
        description=_l("Minst 12 tegn. Fire tilfeldige ord er lette å huske, vanskelige å gjette."),
        render_kw={"autocomplete": "new-password"},
    )
    repeated = PasswordField(
        _l("Nytt passord en gang til"),
        [
            InputRequired(_l("Gjenta det nye passordet.")),
            EqualTo("new_password", _l("De to nye passordene er ikke like.")),
        ],
        render_kw={"autocomplete": "new-password"},
    )


class NewAccountForm(BaseForm):
    email = LineField(
        _l("E-post"),
        [InputRequired(_l("Skriv en e-postadresse.")), Length(max=254)],
        render_kw={"type": "email", "autocomplete": "off"},
    )
    role = SelectField(_l("Rolle"), choices=choices(Role), default=Role.MEMBER.value)
    person = SelectField(
        _l("Person i registeret"),
        description=_l("Gir deltakeren tilgang til egne møter og egne opplysninger."),
    )


class AccountForm(BaseForm):
    """What can be changed of an account; its address stays."""

    role = SelectField(_l("Rolle"), choices=choices(Role))
    person = SelectField(
        _l("Person i registeret"),
        description=_l("Gir deltakeren tilgang til egne møter og egne opplysninger."),
    )
    active = BooleanField(_l("Kontoen er i bruk"))

    def details(self, email: str) -> AccountDetails:
        return AccountDetails(
            email=email,
            role=Role(self.role.data),
            person_id=int(self.person.data) if self.person.data else None,
            active=bool(self.active.data),
        )


class ConfirmForm(BaseForm):
    """Nothing but the token: a question that is answered by pressing the button."""
