"""The forms of invitations and answers."""

from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectMultipleField
from wtforms.validators import InputRequired, Length, Optional

from arenas.invitations.answering import LONGEST_COMMENT, Answer, Deputy
from arenas.invitations.gathering import Wanted
from arenas.models.enums import AnswerWay, Response, Sector
from arenas.web.fields import CheckboxListField, LineField, TextField, menu
from arenas.web.forms import BaseForm
from arenas.web.labels import choices

ANSWERS = (
    (Response.ACCEPTED.value, _l("Ja, jeg kommer")),
    (Response.TENTATIVE.value, _l("Kanskje")),
    (Response.DECLINED.value, _l("Nei, jeg kan ikke")),
    (Response.DELEGATED.value, _l("Jeg sender en annen i mitt sted")),
)


class AnswerForm(BaseForm):
    """An invitee's answer; a deputy's name and address go with the last choice."""

    answer = RadioField(
        _l("Kommer du?"),
        [InputRequired(_l("Velg et svar."))],
        choices=menu(ANSWERS),
        validate_choice=True,
    )
    deputy_name = LineField(_l("Navn på den som kommer i stedet"), [Optional(), Length(max=180)])
    deputy_email = LineField(
        _l("E-postadressen til den som kommer i stedet"),
        [Optional(), Length(max=254)],
        description=_l("Invitasjonen sendes dit."),
    )
    comment = TextField(
        _l("Kommentar til den som kaller inn"), [Optional(), Length(max=LONGEST_COMMENT)]
    )

    def given(self) -> Answer:
        response = Response(self.answer.data)
        deputy = None
        if response is Response.DELEGATED and (self.deputy_name.data or self.deputy_email.data):
            deputy = Deputy(self.deputy_name.data or "", self.deputy_email.data or "")
        return Answer(response, AnswerWay.LINK, self.comment.data, deputy)


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

    def wanted(self) -> Wanted:
        chosen = set(self.sources.data or ())
        return Wanted(
            members="members" in chosen,
            former="former" in chosen,
            organisations=tuple(self.organisations.data or ()),
            sectors=tuple(Sector(value) for value in self.sectors.data or ()),
            pasted=self.pasted.data or "",
        )
