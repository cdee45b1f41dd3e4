"""The form of a series: a meeting's, with how often, until when, and which days are avoided."""

from datetime import date, time
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, IntegerField, RadioField, SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Optional

from arenas.errors import N_, Refusal
from arenas.meetings.forms import CancelForm, StepForm, at_most
from arenas.meetings.invitee_forms import InviteesForm
from arenas.meetings.recurrence import Pattern, Repeats
from arenas.meetings.series import EVERY, FOLLOWING
from arenas.models.enums import MeetingMode, OnHoliday
from arenas.web import dates
from arenas.web.conflict import VersionedForm
from arenas.web.fields import LineField, LocalDateField, LocalTimeField, TextField, menu
from arenas.web.forms import BaseForm
from arenas.web.labels import choices
from arenas.web.language import current_language
from arenas.web.periods import periods

REPEATS = [
    (Repeats.WEEK.value, _l("Uke, samme ukedag")),
    (Repeats.MONTH_WEEKDAY.value, _l("Måned, samme ukedag i måneden (som andre tirsdag)")),
    (Repeats.MONTH_DAY.value, _l("Måned, samme dato")),
    (Repeats.WORKDAY.value, _l("Uke, alle virkedager")),
    (Repeats.DAY.value, _l("Dag")),
]
HOLIDAYS = [
    (OnHoliday.SKIP.value, _l("Hopp over møtet")),
    (OnHoliday.NEXT.value, _l("Flytt til neste virkedag")),
    (OnHoliday.KEEP.value, _l("Hold møtet likevel")),
]
SCOPES = [
    (FOLLOWING, _l("Dette møtet og de som følger")),
    (EVERY, _l("Alle møter i serien som ikke har startet")),
]
ONE = [("one", _l("Bare dette møtet"))]


def _weekday(text: Any) -> int | None:
    """Monday is 0; None keeps the day."""
    return None if text in (None, "", "None") else int(text)


def _weekdays() -> list[SelectChoice]:
    names = dates.WEEKDAYS[current_language()]
    return menu([("", _("Samme dag som nå")), *((str(day), names[day]) for day in range(7))])


class SeriesForm(InviteesForm):
    """A meeting's form whose day is the first of the series."""

    repeats = SelectField(_l("Gjentas hver"), choices=menu(REPEATS))
    every = IntegerField(
        _l("Med mellomrom på"),
        [InputRequired(_l("Skriv et tall."))],
        description=_l("1 er hver gang, 2 er annenhver."),
        render_kw={"min": 1, "max": 52},
    )
    until = LocalDateField(_l("Til og med"))
    count = IntegerField(
        _l("Antall møter"),
        [Optional()],
        description=_l("Står både dato og antall tomme, har serien ingen slutt."),
    )
    on_holiday = RadioField(_l("På helligdager"), choices=menu(HOLIDAYS))
    skips_july = BooleanField(_l("Ingen møter i juli"))
    blackouts = TextField(
        _l("Andre dager uten møter"),
        [at_most(2000)],
        description=_l("En dag eller periode på hver linje: 16.02.2026–20.02.2026"),
        render_kw={"rows": 3},
    )
    publish = BooleanField(_l("Publiser møtene med en gang"))

    def validate_blackouts(self, field: TextField) -> None:
        periods(field.data)

    def pattern(self) -> Pattern:
        first: date = self.day.data  # type: ignore[assignment]  # it is required
        return Pattern(
            repeats=Repeats(self.repeats.data),
            first=first,
            every=1 if self.every.data is None else self.every.data,
            until=self.until.data,
            count=self.count.data,
            on_holiday=OnHoliday(self.on_holiday.data),
            skips_july=self.skips_july.data,
            blackouts=periods(self.blackouts.data),
        )


class EndForm(VersionedForm):
    """When a series on record ends."""

    until = LocalDateField(_l("Til og med"))
    count = IntegerField(
        _l("Antall møter"),
        [Optional()],
        description=_l("I alt, også de som er holdt. Tom dato og tomt antall: ingen slutt."),
    )
    overlap_is_meant = BooleanField(_l("Ja, arenaen skal ha to møter samtidig"))


class RestoreForm(BaseForm):
    """A date as the series says it, also beside another meeting where that is meant."""

    overlap_is_meant = BooleanField(_l("Ja, arenaen skal ha to møter samtidig"))


class MoveForm(VersionedForm):
    """New hours and place for this meeting and others of its series."""

    scope = RadioField(
        _l("Hvilke møter"),
        [InputRequired(_l("Velg hvilke møter det gjelder."))],
        choices=menu(SCOPES),
    )
    weekday = SelectField(_l("Ukedag"), coerce=_weekday, choices=_weekdays)
    starts = LocalTimeField(_l("Fra"), [InputRequired(_l("Skriv når møtet starter."))])
    ends = LocalTimeField(_l("Til"), [InputRequired(_l("Skriv når møtet slutter."))])
    mode = RadioField(
        _l("Møteform"),
        [InputRequired(_l("Velg hvordan dere møtes."))],
        choices=choices(MeetingMode),
    )
    place = LineField(_l("Sted"), [at_most(200)])
    online_url = LineField(_l("Lenke til det digitale møtet"), [at_most(500)])

    shares = BooleanField(
        _l("Gi dem også tittelen, omtalen, sakslisten og dokumentene fra dette møtet"),
        description=_l("Møter med egen saksliste beholder den. Ingen får e-post om dette."),
    )
    overlap_is_meant = BooleanField(_l("Ja, arenaen skal ha to møter samtidig"))

    def hours(self) -> tuple[time, time]:
        starts, ends = self.starts.data, self.ends.data
        if starts is None or ends is None or ends <= starts:
            raise Refusal(N_("Møtet må slutte etter at det starter."), field="ends")
        return starts, ends


class CancelOfSeriesForm(CancelForm):
    """A cancellation that can reach further than one meeting."""

    scope = RadioField(
        _l("Hvilke møter"),
        [InputRequired(_l("Velg hvilke møter det gjelder."))],
        choices=menu(ONE + SCOPES),
    )


class DeleteOfSeriesForm(StepForm):
    """A deletion that can reach further than one draft."""

    scope = RadioField(
        _l("Hvilke møter"),
        [InputRequired(_l("Velg hvilke møter det gjelder."))],
        choices=menu(ONE + SCOPES),
        description=_l("Møter som er publisert, slettes ikke."),
    )
