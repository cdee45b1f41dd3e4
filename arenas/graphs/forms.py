"""The form of a saved view."""

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField
from wtforms.validators import DataRequired, Length

from arenas.graphs.saved import ViewDetails
from arenas.web.fields import LineField
from arenas.web.forms import BaseForm


class ViewForm(BaseForm):
    name = LineField(
        _l("Navn"),
        [
            DataRequired(_l("Gi visningen et navn.")),
            Length(max=80, message=_l("Navnet kan ha høyst 80 tegn.")),
        ],
    )
    shared = BooleanField(
        _l("Del med andre"),
        description=_l("Alle som kan åpne nettverket, finner den blant lagrede visninger."),
    )

    def details(self) -> ViewDetails:
        return ViewDetails(self.name.data or "", bool(self.shared.data))
