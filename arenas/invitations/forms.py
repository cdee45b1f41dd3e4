"""The form that invites many at once."""

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, SelectMultipleField
from wtforms.validators import Optional

from arenas.invitations.gathering import Wanted
from arenas.models.enums import Sector
from arenas.web.fields import CheckboxListField, TextField, menu
from arenas.web.forms import BaseForm
from arenas.web.labels import choices


class GatherForm(BaseForm):
    """Whom to invite: from several places at once."""

    sources = CheckboxListField(
        _l("Fra arenaen"),
        choices=menu(
            (
                ("members", _l("Medlemmene av arenaen")),
                ("former", _l("De som har vært invitert de siste to årene")),
            )
        ),
    )
    sectors = CheckboxListField(
        _l("Sektorer"),
        choices=lambda: choices(Sector),
        description=_l("Én fra hver organisasjon: den som oftest har representert den."),
    )
    organisations = SelectMultipleField(
        _l("Organisasjoner"),
        coerce=int,
        description=_l("Hold Ctrl eller ⌘ nede for å velge flere."),
        render_kw={"size": 8},
    )
    pasted = TextField(
        _l("Liste"),
        [Optional()],
        description=_l(
            "Én på hver linje: navn; e-postadresse; organisasjon. Er adressen kjent, er den nok."
        ),
        render_kw={"rows": 6},
    )

    following = BooleanField(_l("Inviter også til de følgende datoene i serien"))

    def wanted(self) -> Wanted:
        chosen = set(self.sources.data or ())
        return Wanted(
            members="members" in chosen,
            former="former" in chosen,
            organisations=tuple(self.organisations.data or ()),
            sectors=tuple(Sector(value) for value in self.sectors.data or ()),
            pasted=self.pasted.data or "",
        )
