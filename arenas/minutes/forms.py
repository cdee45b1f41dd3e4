"""The forms of minutes: a text and room for an outcome at each agenda item, on one page."""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, SelectField
from wtforms.validators import Length

from arenas.meetings.outcomes import LONGEST as LONGEST_OUTCOME
from arenas.meetings.outcomes import Put
from arenas.minutes.services import LONGEST, Written
from arenas.models import Meeting, Minutes
from arenas.models.enums import OutcomeKind
from arenas.web.conflict import VersionedForm
from arenas.web.fields import LineField, LocalDateField, TextField, menu
from arenas.web.forms import BaseForm
from arenas.web.labels import choices

WHOLE = 0
"""The key of what belongs to no item."""
TEXT, OUTCOME, SORT, OWNER, DUE = "text", "outcome", "kind", "owner", "due_on"


class MinutesForm(VersionedForm):
    """Made for a meeting by ``minutes_form``: its fields are named ``<what>_<item's id>``."""

    def part(self, key: int, what: str) -> Any:
        return self[f"{what}_{key}"]

    def take_over(self, saved: "MinutesForm", seen: Mapping[int, str]) -> list[str]:
        """Where the writer left a text as it was ``seen``, let what is saved now take its place.

        Returns what the parts are called where it did.
        """
        taken = []
        for name, text in self._fields.items():
            what, _line, key = name.partition("_")
            if what != TEXT or not key.isdigit() or (text.data or "") != seen.get(int(key), ""):
                continue
            if text.data != saved[name].data:
                text.data = saved[name].data
                taken.append(str(text.label.text))
        return taken

    def written(self, keys: list[int]) -> Written:
        """What was written. An outcome without words is none."""
        puts = tuple(
            Put(
                kind=OutcomeKind(self.part(key, SORT).data),
                text=self.part(key, OUTCOME).data,
                item_id=key or None,
                owner_id=self.part(key, OWNER).data or None,
                due_on=self.part(key, DUE).data,
            )
            for key in (WHOLE, *keys)
            if self.part(key, OUTCOME).data
        )
        texts = {key: self.part(key, TEXT).data for key in keys}
        return Written(self.part(WHOLE, TEXT).data, texts, puts)


class PublishForm(VersionedForm):
    mail = BooleanField(_l("Send protokollen på e-post"))


class ReopenForm(VersionedForm):
    reason = LineField(
        _l("Hvorfor åpnes protokollen?"),
        [Length(max=500, message=_l("Bruk høyst %(number)s tegn.", number=500))],
        description=_l("Grunnen blir stående i protokollens historikk."),
    )


class InformedForm(BaseForm):
    """Whom a forum's minutes are sent to besides those asked."""

    addresses = TextField(
        _l("Til orientering"),
        description=_l("Én på hver linje: navn og e-postadresse. Tøm feltet for å fjerne alle."),
        render_kw={"rows": 8},
    )


def minutes_form(
    meeting: Meeting, people: list[tuple[int, str]], formdata: Any = None
) -> MinutesForm:
    """The form for a meeting's items; ``people`` may own an action."""
    fields: dict[str, Any] = {}
    for key, title in ((WHOLE, str(_("Innledning"))), *((i.id, i.title) for i in meeting.agenda)):
        too_long = _l("Bruk høyst %(number)s tegn.", number=LONGEST)
        fields[f"{TEXT}_{key}"] = TextField(
            title, [Length(max=LONGEST, message=too_long)], render_kw={"rows": 5}
        )
        fields[f"{SORT}_{key}"] = SelectField(
            _l("Hva slags"), choices=choices(OutcomeKind), default=OutcomeKind.DECISION.value
        )
        fields[f"{OUTCOME}_{key}"] = TextField(
            _l("Vedtak, oppgave eller orientering"),
            [Length(max=LONGEST_OUTCOME)],
            render_kw={"rows": 2},
        )
        fields[f"{OWNER}_{key}"] = SelectField(
            _l("Hvem har oppgaven"), coerce=int, choices=menu([(0, "–"), *people]), default=0
        )
        fields[f"{DUE}_{key}"] = LocalDateField(_l("Frist"))
    made: type[MinutesForm] = type("MeetingMinutesForm", (MinutesForm,), fields)
    return made() if formdata is None else made(**formdata)


def values_of(minutes: Minutes | None) -> dict[str, Any]:
    """The texts on record as the form's fields."""
    if minutes is None:
        return {"version": 0}
    items = minutes.texts.get("items", {})
    return {
        "version": minutes.version,
        f"{TEXT}_{WHOLE}": minutes.texts.get("general", ""),
        **{f"{TEXT}_{key}": one["text"] for key, one in items.items()},
    }
