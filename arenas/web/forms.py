"""The base of every form: its errors and hints reach screen readers, its language is the page's."""

from functools import lru_cache
from typing import Any

from flask_wtf import FlaskForm
from wtforms import Field
from wtforms.i18n import DefaultTranslations, get_translations

from arenas.errors import ArenaError
from arenas.web import attributes
from arenas.web.csrf import SessionToken
from arenas.web.language import current_language, explain

attributes.install()
CLASSES = {
    "select": "form-select",
    "checkbox": "form-check-input",
    "radio": "form-check-input",
    "group": "choices",
}


@lru_cache
def _wtforms_texts(language: str) -> Any:
    """WTForms' own messages, read once; forms say what they mean in words of their own."""
    return DefaultTranslations(_Texts(get_translations([language])))


class _Texts:
    def __init__(self, translations: Any) -> None:
        self.ugettext = translations.gettext
        self.ungettext = translations.ngettext


def kind(field: Field) -> str:
    """How a field is drawn: select, checkbox, radio, group (of either) or input."""
    widget = type(field.widget).__name__
    if widget == "ListWidget":
        return "group"
    known = {"CheckboxInput": "checkbox", "RadioInput": "radio", "Select": "select"}
    return known.get(widget, "input")


def _described_by(field: Field) -> str:
    parts = [f"{field.id}-hint"] if field.description else []
    return " ".join([*parts, f"{field.id}-error"] if field.errors else parts)


class BaseForm(FlaskForm):
    """A form whose fields carry their own ARIA: described by hint and error, marked invalid."""

    class Meta(FlaskForm.Meta):
        csrf_class = SessionToken

        def get_translations(self, form: Any) -> Any:
            return _wtforms_texts(current_language())

        def render_field(self, field: Any, render_kw: dict[str, Any]) -> Any:
            if field.widget.__class__.__name__ == "HiddenInput":
                return super().render_field(field, render_kw)
            given = {**(field.render_kw or {}), **render_kw}
            drawn = kind(field)
            own = {
                "class": f"{CLASSES.get(drawn, 'form-control')} {given.get('class', '')}".strip()
            }
            if drawn != "group":
                own |= {"aria-describedby": _described_by(field)} if _described_by(field) else {}
                own |= {"aria-invalid": "true"} if field.errors else {}
            return super().render_field(field, {**given, **own})

    def refuse(self, error: ArenaError) -> None:
        """Show a service's refusal beside its field, or above the form."""
        field = self._fields.get(error.field or "")
        if field is None:
            self.form_errors.append(explain(error))
        else:
            field.errors = [*field.errors, explain(error)]
