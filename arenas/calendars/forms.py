"""The form of a personal feed: a sentence of choices, each in plain words."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, SelectField
from wtforms.validators import InputRequired, Length

from arenas.calendars.personal import FeedDetails
from arenas.models import PersonalFeed
from arenas.models.enums import Language, Level, Sector
from arenas.web.fields import CheckboxListField, LineField
from arenas.web.forms import BaseForm
from arenas.web.labels import Option, choices

NO_ALARM = -1
LONGEST_NAME = 80
PAST = [
    Option(0, _l("Bare denne måneden og framover")),
    Option(3, _l("Tre måneder tilbake")),
    Option(12, _l("Tolv måneder tilbake")),
]
ALARMS = [
    Option(NO_ALARM, _l("Ingen")),
    Option(15, _l("15 minutter før")),
    Option(60, _l("1 time før")),
    Option(24 * 60, _l("1 dag før")),
    Option(7 * 24 * 60, _l("1 uke før")),
]
LISTS = ("forums", "organisations", "priorities", "sectors", "levels")


class FeedForm(BaseForm):
    name = LineField(
        _l("Navn"),
        [InputRequired(_l("Gi feeden et navn.")), Length(max=LONGEST_NAME)],
        description=_l("Slik heter kalenderen i programmet ditt."),
    )
    own = BooleanField(_l("Møter jeg er innkalt til"), default=True)
    with_unanswered = BooleanField(
        _l("Også dem jeg ikke har svart ja til"),
        default=True,
        description=_l("Møter du har svart nei til, kommer aldri med."),
    )
    forums = CheckboxListField(_l("Arenaer"), coerce=int)
    organisations = CheckboxListField(
        _l("Organisasjoner"),
        coerce=int,
        description=_l("Alle møter der organisasjonen er innkalt eller har plass i arenaen."),
    )
    priorities = CheckboxListField(_l("Innsatsområder"), coerce=int)
    sectors = CheckboxListField(_l("Sektorer"), choices=choices(Sector))
    levels = CheckboxListField(_l("Nivåer"), choices=choices(Level))
    with_cancelled = BooleanField(_l("Vis avlyste møter, merket «Avlyst»"), default=True)
    past_months = SelectField(_l("Hvor langt tilbake"), coerce=int, choices=PAST, default=3)
    alarm = SelectField(_l("Påminnelse"), coerce=int, choices=ALARMS, default=NO_ALARM)
    language = SelectField(_l("Språk"), choices=choices(Language))

    def offer(self, offered: dict[str, list[Option]]) -> None:
        """The records to choose among; of the many organisations the chosen ones first."""
        self.forums.choices = offered["forums"]
        chosen = set(self.organisations.data or ())
        self.organisations.choices = sorted(
            offered["organisations"], key=lambda one: one.value not in chosen
        )
        self.priorities.choices = offered["priorities"]

    def details(self) -> FeedDetails:
        chosen: dict[str, Any] = {name: self[name].data or [] for name in LISTS}
        return FeedDetails(
            name=self.name.data or "",
            own=self.own.data,
            with_unanswered=self.with_unanswered.data,
            with_cancelled=self.with_cancelled.data,
            past_months=self.past_months.data,
            alarm_minutes=None if self.alarm.data == NO_ALARM else self.alarm.data,
            language=Language(self.language.data),
            **chosen,
        )


def values_of(feed: PersonalFeed) -> dict[str, Any]:
    """What the form of an existing feed begins with."""
    return {
        "name": feed.name,
        "with_unanswered": feed.with_unanswered,
        "with_cancelled": feed.with_cancelled,
        "past_months": feed.past_months,
        "alarm": NO_ALARM if feed.alarm_minutes is None else feed.alarm_minutes,
        "language": feed.language.value,
        **feed.selection,
    }
