"""The forms of a strategy's parts."""

from collections.abc import Collection
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import SelectField
from wtforms.validators import InputRequired, Length

from arenas.models import Activity, CouncilRole, PriorityArea
from arenas.strategy.forms import TOO_LONG
from arenas.strategy.parts.services import ActivityDetails, PriorityDetails, RoleDetails
from arenas.strategy.queries import branches
from arenas.web.conflict import VersionedForm
from arenas.web.fields import CheckboxListField, LineField, TextField, menu
from arenas.web.forms import BaseForm
from arenas.web.language import localised

NUMBER = [InputRequired(_l("Skriv nummeret.")), Length(max=20, message=TOO_LONG)]
MAY_BE_IN_ENGLISH = _l("Vises på engelske sider. Uten den vises den norske teksten.")


class PriorityForm(BaseForm):
    number = LineField(_l("Nummer"), NUMBER, description=_l("Slik strategien teller, som «2»."))
    name = LineField(
        _l("Navn"),
        [InputRequired(_l("Gi innsatsområdet et navn.")), Length(max=200, message=TOO_LONG)],
    )
    name_en = LineField(
        _l("Navn på engelsk"), [Length(max=200, message=TOO_LONG)], description=MAY_BE_IN_ENGLISH
    )
    sdgs = CheckboxListField(_l("FNs bærekraftsmål"), coerce=int)

    def details(self) -> PriorityDetails:
        return PriorityDetails(
            self.number.data or "", self.name.data or "", self.name_en.data, self.sdgs.data or ()
        )


class PriorityEditForm(VersionedForm, PriorityForm):
    """``version`` is that of the strategy."""


class ActivityForm(BaseForm):
    number = LineField(_l("Nummer"), NUMBER, description=_l("Slik strategien teller, som «2.6»."))
    text = TextField(
        _l("Tekst"),
        [InputRequired(_l("Skriv hva aktiviteten går ut på.")), Length(max=2000, message=TOO_LONG)],
        render_kw={"rows": 3},
    )
    text_en = TextField(
        _l("Tekst på engelsk"),
        [Length(max=2000, message=TOO_LONG)],
        description=MAY_BE_IN_ENGLISH,
        render_kw={"rows": 3},
    )
    parent = SelectField(_l("Underaktivitet av"))

    def offer(self, activities: Collection[Activity], own: Activity | None = None) -> None:
        """Any activity that is not itself below another may have this one below it."""
        above = (
            (str(one.id), f"{one.number} {localised(one, 'text')[:80]}")
            for one, _children in branches(activities)
            if own is None or one.id != own.id
        )
        self.parent.choices = menu([("", _l("Ingen, den står for seg selv")), *above])

    def details(self) -> ActivityDetails:
        return ActivityDetails(
            self.number.data or "",
            self.text.data or "",
            self.text_en.data,
            int(self.parent.data) if self.parent.data else None,
        )


class ActivityEditForm(VersionedForm, ActivityForm):
    """``version`` is that of the strategy."""


class RoleForm(BaseForm):
    text = TextField(
        _l("Rolle"),
        [InputRequired(_l("Skriv hva rådet skal gjøre.")), Length(max=2000, message=TOO_LONG)],
        description=_l("Fullfører setningen «Rådet skal …»."),
        render_kw={"rows": 2},
    )
    text_en = TextField(
        _l("Rolle på engelsk"),
        [Length(max=2000, message=TOO_LONG)],
        description=MAY_BE_IN_ENGLISH,
        render_kw={"rows": 2},
    )

    def details(self) -> RoleDetails:
        return RoleDetails(self.text.data or "", self.text_en.data)


class RoleEditForm(VersionedForm, RoleForm):
    """``version`` is that of the strategy."""


def values_of(part: PriorityArea | Activity | CouncilRole, version: int) -> dict[str, Any]:
    """What is on record, as the fields of the form hold it."""
    if isinstance(part, PriorityArea):
        values: dict[str, Any] = {
            "number": part.number,
            "name": part.name,
            "name_en": part.name_en,
            "sdgs": [goal.number for goal in part.sdgs],
        }
    elif isinstance(part, Activity):
        values = {
            "number": part.number,
            "text": part.text,
            "text_en": part.text_en,
            "parent": str(part.parent_id or ""),
        }
    else:
        values = {"text": part.text, "text_en": part.text_en}
    return values | {"version": version}
