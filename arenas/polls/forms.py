"""The forms of polls: which dates, whom to ask, and what somebody answers."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    FormField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
)
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from arenas.clock import instant
from arenas.errors import Refusal
from arenas.invitations.answering import LONGEST_COMMENT
from arenas.invitations.gathering import Wanted
from arenas.meetings.details import place_of
from arenas.meetings.forms import RowForm, Rows, at_most, row_id
from arenas.models.enums import DateChoice, MeetingMode, Sector
from arenas.polls.asking import Circle, Needed
from arenas.polls.services import LONGEST, MOST_QUORUM, Dates, PollDetails
from arenas.web.conflict import VersionedForm
from arenas.web.current import settings
from arenas.web.fields import (
    CheckboxListField,
    LineField,
    LocalDateField,
    LocalTimeField,
    TextField,
    menu,
)
from arenas.web.forms import BaseForm
from arenas.web.labels import choices
from arenas.web.language import explain

MOST_ROWS = 100  # more dates than are allowed are told, and stay in the form
LIST_HINT = _l(
    "Én på hver linje: navn; e-postadresse; organisasjon. Er adressen kjent, er den nok."
)


class DateForm(RowForm):
    """One of the dates; a row without a day is left out."""

    day = LocalDateField(_l("Dato"))
    starts = LocalTimeField(_l("Fra"))

    def is_empty(self) -> bool:
        return not (self.day.data or any(text.strip() for text in self.day.raw_data or ()))


class DetailsForm(VersionedForm):
    """What can be changed while the poll is open."""

    title = LineField(
        _l("Tittel"),
        [Optional(), at_most(200)],
        description=_l("Står tittelen tom, får møtet arenaens navn og dato."),
    )
    description = TextField(
        _l("Om møtet"),
        [Optional(), at_most(10_000)],
        description=_l("Hva møtet gjelder. Dette står også i e-posten til dem som spørres."),
        render_kw={"rows": 4},
    )
    mode = RadioField(
        _l("Møteform"),
        [InputRequired(_l("Velg hvordan dere møtes."))],
        choices=choices(MeetingMode),
    )
    place = LineField(
        _l("Sted"), [at_most(200)], description=_l("For fysiske møter: adresse og rom.")
    )
    online_url = LineField(
        _l("Lenke til det digitale møtet"),
        [at_most(500)],
        description=_l("For møter på nett. Vises bare for dem som deltar."),
    )
    answer_by = LocalDateField(
        _l("Svarfrist"),
        [InputRequired(_l("Når må svarene være inne?"))],
        description=_l("Siste dag for å svare. De som ikke har svart, minnes om det før fristen."),
    )
    quorum = IntegerField(
        _l("Minst så mange fra hver sektor"),
        [
            InputRequired(_l("Skriv et tall.")),
            NumberRange(1, MOST_QUORUM, _l("Skriv et tall fra 1 til %(most)s.", most=MOST_QUORUM)),
        ],
        description=_l("Så mange fra en sektor må kunne komme for at sektoren regnes som med."),
    )

    def validate(self, extra_validators: Any = None) -> bool:
        """Each field by itself, then mode and place together."""
        valid: bool = super().validate(extra_validators)
        if any(self[name].errors for name in ("mode", "place", "online_url")):
            return valid
        try:
            place_of(MeetingMode(self.mode.data), self.place.data, self.online_url.data)
        except Refusal as refusal:
            self.refuse(refusal)
            return False
        return valid

    def details(self) -> PollDetails:
        answer_by: date = self.answer_by.data  # type: ignore[assignment]  # it is required
        return PollDetails(
            title=self.title.data,
            description=self.description.data,
            mode=MeetingMode(self.mode.data),
            place=self.place.data,
            online_url=self.online_url.data,
            answer_by=answer_by,
            quorum=self.quorum.data or 1,
        )


class CircleForm(BaseForm):
    """Whom to ask, and which of them the meeting depends on."""

    members = BooleanField(_l("Medlemmene av arenaen"))
    former = BooleanField(_l("De som har vært invitert de siste to årene"))
    sectors = CheckboxListField(
        _l("Sektorer"),
        choices=lambda: choices(Sector),
        description=_l("Én fra hver organisasjon: den som oftest har representert den."),
    )
    organisations = SelectMultipleField(
        _l("Organisasjoner"),
        coerce=int,
        description=_l("Hold Ctrl eller ⌘ nede for å velge flere."),
        render_kw={"size": 6},
    )
    pasted = TextField(_l("Liste"), [Optional()], description=LIST_HINT, render_kw={"rows": 3})
    needed = RadioField(
        _l("Hvem må kunne komme?"),
        [InputRequired(_l("Velg hvem møtet er avhengig av."))],
        choices=menu(
            (
                (Needed.CHAIR.value, _l("Lederen av arenaen")),
                (Needed.MEMBERS.value, _l("Alle medlemmene, men ikke observatører")),
                (Needed.NOBODY.value, _l("Ingen bestemt")),
            )
        ),
        description=_l("Uten dem regnes ikke sektoren deres som med."),
    )
    required_list = TextField(
        _l("Andre som må kunne komme"), [Optional()], description=LIST_HINT, render_kw={"rows": 3}
    )

    def circle(self) -> Circle:
        return Circle(
            wanted=self.wanted(),
            needed=Needed(self.needed.data),
            pasted=self.required_list.data or "",
        )

    def wanted(self) -> Wanted:
        return Wanted(
            members=bool(self.members.data),
            former=bool(self.former.data),
            organisations=tuple(self.organisations.data or ()),
            sectors=tuple(Sector(each) for each in self.sectors.data or () if each in set(Sector)),
            pasted=self.pasted.data or "",
        )

    def needed_too(self) -> Wanted:
        """Those of the list whom the meeting depends on besides."""
        return Wanted(pasted=self.required_list.data or "")


class PollForm(DetailsForm, CircleForm):
    """A whole new poll."""

    forum = SelectField(_l("Arena"), [InputRequired(_l("Velg hvilken arena som møtes."))])
    minutes = IntegerField(
        _l("Varighet i minutter"),
        [
            InputRequired(_l("Hvor lenge varer møtet?")),
            NumberRange(1, LONGEST, _l("Minutter må være fra 1 til 1440.")),
        ],
    )
    dates = Rows(FormField(DateForm), _l("Datoer"), max_entries=MOST_ROWS)

    def validate(self, extra_validators: Any = None) -> bool:
        """A date that clocks skip, or one without an hour, is told with its row."""
        valid: bool = super().validate(extra_validators)
        if self.dates.errors:
            return False
        faults = []
        for number, entry in enumerate(self.dates.entries, start=1):
            if fault := _fault(entry.form):
                faults.append(_("Rad %(number)s: %(error)s", number=number, error=fault))
        self.dates.errors = faults
        return valid and not faults

    def forum_id(self) -> int:
        return row_id(self.forum.data) or 0

    def chosen_dates(self, zone: ZoneInfo) -> Dates:
        """Raises ``Refusal`` for a time that clocks skip."""
        rows = [entry.form for entry in self.dates.entries if not entry.form.is_empty()]
        return Dates(
            [instant(datetime.combine(row.day.data, row.starts.data), zone) for row in rows],
            self.minutes.data or 0,
        )


class CallOffForm(VersionedForm):
    reason = LineField(
        _l("Begrunnelse"),
        [Optional(), at_most(500)],
        description=_l("Står i e-posten til dem som er spurt."),
    )


class AnswersForm(BaseForm):
    """What one person says of each date; ``of`` makes the fields."""

    rest_no = BooleanField(_l("Nei til datoene jeg ikke har krysset av for"))
    comment = TextField(
        _l("Kommentar til den som kaller inn"),
        [Optional(), Length(max=LONGEST_COMMENT)],
        render_kw={"rows": 3},
    )

    @classmethod
    def of(
        cls,
        dates: Sequence[tuple[int, str]],
        given: Mapping[int, DateChoice] | None = None,
        comment: str | None = None,
    ) -> "AnswersForm":
        """A form with one question for each (id, words) of ``dates``."""
        questions = {
            name_of(date_id): RadioField(words, choices=choices(DateChoice), validate_choice=False)
            for date_id, words in dates
        }
        kind = type("AnswersForm", (cls,), questions)
        kept = {name_of(date_id): choice.value for date_id, choice in (given or {}).items()}
        form: AnswersForm = kind(data={"comment": comment} | kept)
        return form

    def given(self, dates: Sequence[int]) -> dict[int, DateChoice]:
        """What was answered by date; what cannot be an answer is none."""
        found: dict[int, DateChoice] = {}
        for date_id in dates:
            value = self[name_of(date_id)].data
            if value in set(DateChoice):
                found[date_id] = DateChoice(value)
            elif self.rest_no.data:
                found[date_id] = DateChoice.NO
        return found

    def miss(self, dates: Sequence[int]) -> bool:
        """Whether one of the dates has no answer; each that has none says so."""
        missing = [date_id for date_id in dates if date_id not in self.given(dates)]
        for date_id in missing:
            self[name_of(date_id)].errors = [_("Svar ja, om nødvendig eller nei.")]
        return bool(missing)


def name_of(date_id: int) -> str:
    return f"date-{date_id}"


def _fault(row: Any) -> str | None:
    if row.is_empty():
        return None
    if row.starts.data is None:
        return str(_("Skriv når møtet starter."))
    try:
        instant(datetime.combine(row.day.data, row.starts.data), settings().timezone)
    except Refusal as refusal:
        return explain(refusal)
    return None
