"""The forms of answers: to one meeting, and to the dates of a series."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, RadioField, SelectField
from wtforms.validators import InputRequired, Length, Optional

from arenas.errors import N_, Refusal
from arenas.invitations.answering import LONGEST_COMMENT, Choice
from arenas.invitations.invited import Answer, Deputy, Invited
from arenas.invitations.seats import Standing, holds
from arenas.models import Meeting, Participation
from arenas.models.enums import AnswerWay, Response, Seat
from arenas.web.fields import LineField, TextField, menu
from arenas.web.forms import BaseForm

YES, ROOM, ONLINE = "accepted", "accepted-room", "accepted-online"
CHOICES: dict[str, Choice] = {
    YES: (Response.ACCEPTED, None),
    ROOM: (Response.ACCEPTED, Seat.ROOM),
    ONLINE: (Response.ACCEPTED, Seat.ONLINE),
    "tentative": (Response.TENTATIVE, None),
    "declined": (Response.DECLINED, None),
    "delegated": (Response.DELEGATED, None),
}
"""What the buttons send, and what it means."""
OTHERS = (
    ("tentative", _l("Kanskje")),
    ("declined", _l("Nei, jeg kan ikke")),
)
DEPUTY = ("delegated", _l("Jeg sender en annen i mitt sted"))
SAID = {
    YES: (
        _l("Ja, jeg kommer"),
        _l("Sett meg på venteliste. Det er fullt nå."),
        _l("La meg stå på venteliste"),
    ),
    ROOM: (
        _l("Ja, i rommet"),
        _l("Sett meg på venteliste til rommet. Det er fullt nå."),
        _l("La meg stå på venteliste til rommet"),
    ),
    ONLINE: (
        _l("Ja, på nett"),
        _l("Sett meg på venteliste på nett. Det er fullt nå."),
        _l("La meg stå på venteliste på nett"),
    ),
}
"""A yes where there is a seat, where there is none, and of one who waits already."""


def value(participation: Participation, *, hybrid: bool) -> str | None:
    """The answer on record as the form sends it; None where there is none."""
    if participation.response is Response.NEEDS_ACTION:
        return None
    if participation.response not in {Response.ACCEPTED, Response.WAITING}:
        return participation.response.value
    if not hybrid:
        return YES
    return ONLINE if participation.seat is Seat.ONLINE else ROOM


def yes_to(
    standings: Sequence[Standing],
    participation: Participation,
    said: Mapping[str, tuple[Any, ...]],
) -> list[tuple[str, Any]]:
    """The ways to say yes, each with what it means now."""
    names = (ROOM, ONLINE) if len(standings) > 1 else (YES,)
    own = standings[0].seat if len(standings) == 1 else participation.seat or Seat.ROOM
    has = own if holds(participation) else None
    awaits = own if participation.response is Response.WAITING else None
    return [
        (name, said[name][(one.is_full and one.seat is not has) + (one.seat is awaits)])
        for name, one in zip(names, standings, strict=True)
    ]


SHORT = {
    YES: (_l("Ja"), _l("Venteliste"), _l("Venteliste")),
    ROOM: (_l("Ja, i rommet"), _l("Venteliste til rommet"), _l("Venteliste til rommet")),
    ONLINE: (_l("Ja, på nett"), _l("Venteliste på nett"), _l("Venteliste på nett")),
}
"""The same on a button."""


def buttons(standings: Sequence[Standing], participation: Participation) -> list[tuple[str, Any]]:
    """Every answer that one click can give."""
    offered = yes_to(standings, participation, SHORT)
    return [*offered, ("tentative", _l("Kanskje")), ("declined", _l("Nei"))]


class Shown(BaseForm):
    """A form beside what it asks about: whoever answers has seen it as it is."""

    seen = HiddenField()

    def beside(self, meetings: Iterable[Meeting]) -> None:
        """Keep how often the meetings that are shown had changed when the page was made."""
        self.seen.data = _changes(meetings)

    def check_seen(self, meetings: Iterable[Meeting]) -> None:
        """Refuse an answer to what has got another time or place since the page was opened."""
        if self.seen.data and self.seen.data != _changes(meetings):
            raise Refusal(N_("Dette er endret siden du åpnet siden. Se hva som gjelder nå."))


def _changes(meetings: Iterable[Meeting]) -> str:
    return str(sum(one.sequence for one in meetings))


class AnswerForm(Shown):
    """An invitee's answer; a deputy's name and address go with the last choice."""

    answer = RadioField(
        _l("Kommer du?"),
        [InputRequired(_l("Velg et svar."))],
        choices=menu((("accepted", SAID[YES][0]), *OTHERS, DEPUTY)),
    )
    deputy_name = LineField(_l("Navn på den som kommer i stedet"), [Optional(), Length(max=180)])
    deputy_email = LineField(
        _l("E-postadressen til den som kommer i stedet"),
        [Optional(), Length(max=254)],
        description=_l("Invitasjonen sendes dit."),
    )
    comment = TextField(
        _l("Kommentar til den som kaller inn"),
        [Optional(), Length(max=LONGEST_COMMENT)],
        description=_l("Skriv den først: svaret sendes når du trykker på en av knappene."),
    )

    def fit(self, invited: Invited, standings: Sequence[Standing]) -> None:
        """Offer what this invitee can answer: a deputy sends nobody further."""
        participation = invited.participation
        if participation is None:
            return
        sends = participation.instead_of_id is None
        offered = (*yes_to(standings, participation, SAID), *OTHERS, *([DEPUTY] if sends else ()))
        self.answer.choices = menu(offered)
        if not sends and self.deputy_name:
            del self.deputy_name, self.deputy_email

    def buttons(self) -> list[tuple[str, Any]]:
        """The answers that one click can give: all but a deputy, who has to be named."""
        return [(one.value, one.label) for one in self.answer.choices if one.value != DEPUTY[0]]

    def given(self) -> Answer:
        response, seat = CHOICES[self.answer.data]
        deputy = None
        if response is Response.DELEGATED and (self.deputy_name.data or self.deputy_email.data):
            deputy = Deputy(self.deputy_name.data or "", self.deputy_email.data or "")
        return Answer(response, AnswerWay.LINK, self.comment.data, deputy, seat=seat)


class SeriesAnswerForm(Shown):
    """An answer to the dates of a series: one for all, and those that differ from it."""

    answer = RadioField(
        _l("For alle datoene"),
        [Optional()],
        description=_l("Gjelder de datoene som ikke har fått sitt eget svar nedenfor."),
    )
    comment = TextField(
        _l("Kommentar til den som kaller inn"), [Optional(), Length(max=LONGEST_COMMENT)]
    )
    offered: Sequence[Any] = ()

    def own(self) -> dict[int, Choice]:
        """The dates that were answered by themselves, by meeting."""
        return {
            int(name.removeprefix(ON)): CHOICES[field.data]
            for name, field in self._fields.items()
            if name.startswith(ON) and field.data
        }

    def common(self) -> Choice | None:
        return CHOICES[self.answer.data] if self.answer.data else None


ON = "on_"  # and the meeting: the field of one date


def series_form(dates: Iterable[tuple[int, str, bool]]) -> type[SeriesAnswerForm]:
    """The form with a field for each date: its meeting, when it is in words, and whether it is
    hybrid."""
    listed = list(dates)
    fields: dict[str, Any] = {
        f"{ON}{meeting}": SelectField(
            words,
            [Optional()],
            choices=menu((("", _l("Som for alle")), *_short(hybrid=hybrid))),
        )
        for meeting, words, hybrid in listed
    }
    fields["offered"] = menu(_short(hybrid=any(hybrid for *_one, hybrid in listed)))
    return type("FormOfDates", (SeriesAnswerForm,), fields)


def _short(*, hybrid: bool) -> tuple[tuple[str, Any], ...]:
    yes = (ROOM, ONLINE) if hybrid else (YES,)
    named = tuple((name, SAID[name][0] if hybrid else _l("Ja")) for name in yes)
    return (*named, ("tentative", _l("Kanskje")), ("declined", _l("Nei")))
