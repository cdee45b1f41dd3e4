"""The form of a strategy as a whole."""

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import ValidationError
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length

from arenas.models import Sdg, Strategy
from arenas.strategy.services import StrategyDetails
from arenas.web.conflict import VersionedForm
from arenas.web.fields import CheckboxListField, LineField, LocalDateField, menu
from arenas.web.forms import BaseForm
from arenas.web.language import localised

TOO_LONG = _l("Bruk høyst %(max)d tegn.")


def goal_choices(goals: Sequence[Sdg]) -> list[SelectChoice]:
    return menu((goal.number, f"{goal.number} {localised(goal)}") for goal in goals)


class StrategyForm(BaseForm):
    name = LineField(
        _l("Navn"),
        [InputRequired(_l("Gi strategien et navn.")), Length(max=200, message=TOO_LONG)],
    )
    name_en = LineField(
        _l("Navn på engelsk"),
        [Length(max=200, message=TOO_LONG)],
        description=_l("Vises på engelske sider. Uten det vises det norske navnet."),
    )
    starts_on = LocalDateField(_l("Fra og med"), [InputRequired(_l("Når begynner perioden?"))])
    ends_on = LocalDateField(_l("Til og med"), [InputRequired(_l("Når slutter perioden?"))])
    sdgs = CheckboxListField(_l("FNs bærekraftsmål"), coerce=int)

    def validate_ends_on(self, field: LocalDateField) -> None:
        if field.data and self.starts_on.data and field.data < self.starts_on.data:
            raise ValidationError(_l("Perioden må slutte etter at den begynner."))

    def details(self) -> StrategyDetails:
        assert self.starts_on.data is not None  # noqa: S101 - the validators saw to it
        assert self.ends_on.data is not None  # noqa: S101
        return StrategyDetails(
            name=self.name.data or "",
            name_en=self.name_en.data,
            starts_on=self.starts_on.data,
            ends_on=self.ends_on.data,
            sdgs=self.sdgs.data or (),
        )


class StrategyEditForm(VersionedForm, StrategyForm):
    """The same with the version that it was made from."""


def values_of(strategy: Strategy) -> dict[str, Any]:
    """What is on record, as the fields of the form hold it."""
    return {
        "name": strategy.name,
        "name_en": strategy.name_en,
        "starts_on": strategy.starts_on,
        "ends_on": strategy.ends_on,
        "sdgs": [goal.number for goal in strategy.sdgs],
        "version": strategy.version,
    }
