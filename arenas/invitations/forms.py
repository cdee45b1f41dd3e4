"""The forms of invitations and answers."""

from flask_babel import lazy_gettext as _l
from wtforms import RadioField
from wtforms.validators import InputRequired, Length, Optional

from arenas.invitations.answering import LONGEST_COMMENT, Answer, Deputy
from arenas.models.enums import AnswerWay, Response
from arenas.web.fields import LineField, TextField, menu
from arenas.web.forms import BaseForm

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
