"""The forms of who takes part."""

from flask_babel import lazy_gettext as _l
from wtforms import SelectField

from arenas.models.enums import ParticipationRole, Response, Seat
from arenas.web.forms import BaseForm
from arenas.web.labels import choices


class ParticipationForm(BaseForm):
    """One who takes part: on behalf of whom, in which role, with which answer."""

    organisation = SelectField(_l("Representerer"), coerce=int)
    role = SelectField(_l("Rolle i møtet"), choices=choices(ParticipationRole))
    response = SelectField(_l("Svar"), choices=choices(Response))
    seat = SelectField(
        _l("Plass"),
        choices=lambda: [("", "–"), *choices(Seat)],
        description=_l("Et ja gir plass også når det er fullt."),
    )


class PlainForm(BaseForm):
    """A button that asks for nothing but the token."""
