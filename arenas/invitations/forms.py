"""The forms of invitations and answers."""

from collections.abc import Iterable

from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectField, SelectMultipleField
from wtforms.validators import InputRequired, Length, Optional

from arenas.errors import N_
from arenas.invitations.answering import LONGEST_COMMENT
from arenas.invitations.gathering import Wanted
from arenas.invitations.invited import Answer, Deputy, Invited
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


SHORT = {
    Response.ACCEPTED.value: N_("Ja"),
    Response.TENTATIVE.value: N_("Kanskje"),
    Response.DECLINED.value: N_("Nei"),
}


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

    def fit(self, invited: Invited) -> None:
        """Offer what this invitee can answer: a deputy sends nobody further."""
        if invited.participation is not None and invited.participation.instead_of_id is not None:
            self.answer.choices = menu(ANSWERS[:3])
            del self.deputy_name, self.deputy_email

    def given(self) -> Answer:
        response = Response(self.answer.data)
        deputy = None
        if response is Response.DELEGATED and (self.deputy_name.data or self.deputy_email.data):
            deputy = Deputy(self.deputy_name.data or "", self.deputy_email.data or "")
        return Answer(response, AnswerWay.LINK, self.comment.data, deputy)


class SeriesAnswerForm(BaseForm):
    """An answer to the dates of a series: one for all, and those that differ from it."""

    answer = RadioField(
        _l("For alle datoene"),
        [Optional()],
        choices=menu(ANSWERS[:3]),
        description=_l("Gjelder de datoene som ikke har fått sitt eget svar nedenfor."),
    )
    comment = TextField(
        _l("Kommentar til den som kaller inn"), [Optional(), Length(max=LONGEST_COMMENT)]
    )

    def own(self) -> dict[int, Response]:
        """The dates that were answered by themselves, by meeting."""
        return {
            int(name.removeprefix(ON)): Response(field.data)
            for name, field in self._fields.items()
            if name.startswith(ON) and field.data
        }

    def common(self) -> Response | None:
        return Response(self.answer.data) if self.answer.data else None


ON = "on_"  # and the meeting: the field of one date


def series_form(dates: Iterable[tuple[int, str]]) -> type[SeriesAnswerForm]:
    """The form with a field for each date: its meeting, and when it is in words."""
    short = [
        ("", _l("Som for alle")),
        *((value, _l(SHORT[value])) for value, _words in ANSWERS[:3]),
    ]
    fields = {
        f"{ON}{meeting}": SelectField(words, [Optional()], choices=menu(short))
        for meeting, words in dates
    }
    return type("FormOfDates", (SeriesAnswerForm,), fields)


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
