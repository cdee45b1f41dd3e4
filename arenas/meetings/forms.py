"""The forms of meetings: what must be filled in, and in which words we say so."""

from collections.abc import Callable
from datetime import date, time
from typing import Any
from zoneinfo import ZoneInfo

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    FieldList,
    Form,
    FormField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
)
from wtforms.validators import InputRequired, Length, NumberRange, Optional, Regexp

from arenas.errors import N_, Refusal
from arenas.meetings.details import Details, Item, Link, place_of
from arenas.meetings.when import When
from arenas.models.enums import MeetingMode
from arenas.web.cleaning import one_line
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


def at_most(number: int) -> Length:
    return Length(max=number, message=_l("Bruk høyst %(number)s tegn.", number=number))


def row_id(text: str | None) -> int | None:
    """The id in a hidden field; what is no number can be no row of ours."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else None


class RowForm(Form):
    """One row of a list in a form; the list's form carries the token."""

    class Meta(BaseForm.Meta):
        csrf = False

    def is_empty(self) -> bool:
        return not any(
            field.data or getattr(field, "raw_data", None) not in (None, [], [""])
            for name, field in self._fields.items()
            if name not in {"key", "id", "item_key"}
        )


class ItemForm(RowForm):
    id = HiddenField()
    key = HiddenField()
    number = LineField(_l("Saksnummer"), [at_most(20)])
    title = LineField(_l("Sak"), [at_most(300)])
    minutes = IntegerField(
        _l("Minutter"),
        [Optional(), NumberRange(1, 1440, _l("Minutter må være fra 1 til 1440."))],
    )
    text = TextField(_l("Beskrivelse"), [at_most(10_000)], render_kw={"rows": 2})


class LinkForm(RowForm):
    id = HiddenField()
    title = LineField(_l("Tittel"), [at_most(200)])
    url = LineField(_l("Adresse (https://…)"), [at_most(500)])
    item_key = SelectField(_l("Hører til"), validate_choice=False)


class Rows(FieldList):
    """A list of rows whose errors read as sentences: which row, and what is wrong."""

    def validate(self, form: Any, extra_validators: Any = ()) -> bool:
        valid: bool = super().validate(form, extra_validators)
        self.errors = [
            _("Rad %(number)s: %(error)s", number=number, error=" ".join(map(str, errors)))
            for number, entry in enumerate(self.entries, start=1)
            for errors in entry.errors.values()
        ]
        return valid

    def _value(self) -> str:
        """What the rows say to a reader, one a line, when two versions are compared."""
        rows = [
            " ".join(
                str(field.data)
                for name, field in entry.form._fields.items()
                if field.data and name not in {"id", "key", "item_key"}
            )
            for entry in self.entries
        ]
        return "\n".join(row for row in rows if row)


class MeetingForm(VersionedForm):
    forum = SelectField(_l("Arena"), [InputRequired(_l("Velg hvilken arena som møtes."))])
    title = LineField(_l("Tittel"), [at_most(200)])
    day = LocalDateField(_l("Dato"), [InputRequired(_l("Når er møtet?"))])
    starts = LocalTimeField(_l("Fra"))
    ends = LocalTimeField(_l("Til"))
    last_day = LocalDateField(
        _l("Siste dag"), description=_l("Bare når møtet slutter en annen dag.")
    )
    all_day = BooleanField(_l("Hele dagen"))
    overlap_is_meant = BooleanField(_l("Ja, arenaen skal ha to møter samtidig"))
    mode = RadioField(
        _l("Møteform"),
        [InputRequired(_l("Velg hvordan dere møtes."))],
        choices=choices(MeetingMode),
    )
    place = LineField(
        _l("Sted"), [at_most(200)], description=_l("For fysiske møter: adresse og rom.")
    )
    municipality_code = LineField(
        _l("Kommunenummer"),
        [Optional(), Regexp(r"\d{4}\Z", message=_l("Et kommunenummer er fire siffer."))],
        description=_l("Vertskommunen, fire siffer."),
    )
    online_url = LineField(
        _l("Lenke til det digitale møtet"),
        [at_most(500)],
        description=_l("For møter på nett. Vises bare for dem som deltar."),
    )
    seats = IntegerField(
        _l("Antall plasser"),
        [Optional(), NumberRange(1, 100_000, _l("Antallet må være minst 1."))],
        description=_l(
            "La feltet stå tomt når det er plass til alle. For et hybridmøte: plasser i rommet."
        ),
    )
    online_seats = IntegerField(
        _l("Antall plasser på nett"),
        [Optional(), NumberRange(1, 100_000, _l("Antallet må være minst 1."))],
        description=_l("Bare for hybridmøter."),
    )
    description = TextField(_l("Om møtet"), [at_most(10_000)], render_kw={"rows": 4})
    agenda = Rows(FormField(ItemForm), _l("Saksliste"))
    documents = Rows(FormField(LinkForm), _l("Dokumenter"))
    priorities = CheckboxListField(_l("Innsatsområder"), coerce=int)
    activities = CheckboxListField(_l("Aktiviteter"), coerce=int)

    def validate(self, extra_validators: Any = None) -> bool:
        """Each field by itself, then those that belong together, all told at once."""
        valid: bool = super().validate(extra_validators)
        together: list[tuple[tuple[str, ...], Callable[[], object]]] = [
            (("day", "starts", "ends", "last_day"), lambda: self.wanted(settings().timezone, None)),
            (
                ("mode", "place", "online_url"),
                lambda: place_of(
                    MeetingMode(self.mode.data), self.place.data, self.online_url.data
                ),
            ),
        ]
        for names, check in together:
            if any(self[name].errors for name in names):
                continue
            try:
                check()
            except Refusal as refusal:
                self.refuse(refusal)
                valid = False
        return valid

    def offer_items(self) -> None:
        """Let each document be put under one of the items that stand in the form."""
        offered = [("", _("Hele møtet"))] + [
            (entry.form.key.data or "", _item_name(number, entry.form.title.data))
            for number, entry in enumerate(self.agenda.entries, start=1)
        ]
        for entry in self.documents.entries:
            entry.form.item_key.choices = menu(offered)

    def forget_rows_but(self, items: set[int], links: set[int]) -> None:
        """Rows that somebody else has removed meanwhile are new ones when saved again."""
        for rows, known in ((self.agenda, items), (self.documents, links)):
            for entry in rows.entries:
                if row_id(entry.form.id.data) not in known:
                    entry.form.id.data = ""

    def details(self, zone: ZoneInfo, before: When | None = None) -> Details:
        """What was filled in; raises ``Refusal`` for times that cannot be."""
        return Details(
            forum_id=row_id(self.forum.data) or 0,
            when=self.wanted(zone, before),
            mode=MeetingMode(self.mode.data),
            title=self.title.data or "",
            place=self.place.data,
            online_url=self.online_url.data,
            municipality_code=self.municipality_code.data,
            description=self.description.data,
            seats=self.seats.data,
            online_seats=self.online_seats.data,
            agenda=tuple(_item(row.form) for row in self.agenda if not row.form.is_empty()),
            documents=tuple(_link(row.form) for row in self.documents if not row.form.is_empty()),
            priority_ids=frozenset(self.priorities.data or ()),
            activity_ids=frozenset(self.activities.data or ()),
        )

    def wanted(self, zone: ZoneInfo, before: When | None = None) -> When:
        """The time that was filled in; raises ``Refusal`` for one that cannot be."""
        first: date = self.day.data  # type: ignore[assignment]  # it is required
        last: date = self.last_day.data or first
        if self.all_day.data:
            return When.days(first, last, zone)
        if self.starts.data is None:
            raise Refusal(N_("Skriv når møtet starter."), field="starts")
        if self.ends.data is None:
            raise Refusal(N_("Skriv når møtet slutter."), field="ends")
        starts: time = self.starts.data
        return When.timed((first, starts), (last, self.ends.data), zone, before=before)


class CancelForm(VersionedForm):
    reason = LineField(
        _l("Hvorfor avlyses møtet?"),
        [InputRequired(_l("Skriv hvorfor møtet avlyses.")), at_most(500)],
        description=_l("Begrunnelsen vises på møtets side."),
    )


class StepForm(VersionedForm):
    """A step that asks for nothing but a yes."""


def _item_name(number: int, title: str | None) -> str:
    short = (one_line(title) or "")[:60]
    return str(_("Sak %(number)s: %(title)s", number=number, title=short))


def _item(row: Any) -> Item:
    return Item(
        id=_kept_id(row),
        key=row.key.data or "",
        number=row.number.data,
        title=row.title.data or "",
        minutes=row.minutes.data,
        text=row.text.data,
    )


def _link(row: Any) -> Link:
    return Link(
        id=_kept_id(row),
        title=row.title.data or "",
        url=row.url.data or "",
        item_key=row.item_key.data or "",
    )


def _kept_id(row: Any) -> int | None:
    """None for a new row; an id that cannot be one is the id of nothing."""
    if not row.id.data:
        return None
    return row_id(row.id.data) or -1
