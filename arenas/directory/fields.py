"""Form fields of the register, and validators that ask its rules."""

import re
from collections.abc import Callable, Sequence
from typing import Any

from flask_babel import gettext as _
from wtforms import Field, Form, StringField, ValidationError

from arenas.errors import Refusal
from arenas.web.cleaning import one_line
from arenas.web.language import explain

_DEGREES = re.compile(r"-?[0-9]{1,3}(?:[.,][0-9]{1,15})?")


def by_rule(rule: Callable[..., Any], *args: Any) -> Callable[[Form, Field], None]:
    """A validator that asks a rule of `arenas.directory.rules` and keeps what it hands back."""

    def validate(form: Form, field: Field) -> None:
        try:
            field.data = rule(field.data, *args)
        except Refusal as refusal:
            raise ValidationError(explain(refusal)) from None

    return validate


class DegreesField(StringField):
    """Degrees with a decimal comma or point."""

    def _value(self) -> str:
        if self.raw_data:
            return " ".join(self.raw_data)
        return "" if self.data is None else f"{self.data:.5f}".replace(".", ",")

    def process_formdata(self, valuelist: Sequence[Any]) -> None:
        text = one_line(valuelist[0]) if valuelist else None
        self.data = None
        if text is None:
            return
        text = text.replace("\u2212", "-").removesuffix("°").strip()
        if not _DEGREES.fullmatch(text):
            raise ValueError(_("«%(text)s» er ikke et tall. Skriv for eksempel 59,91.", text=text))
        self.data = float(text.replace(",", "."))
