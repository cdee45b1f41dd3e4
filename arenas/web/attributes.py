"""The attributes of a form's controls. WTForms formats each through Markup, which is slow."""

from functools import lru_cache
from typing import Any

from markupsafe import Markup, escape
from wtforms.widgets.core import Input, Select, clean_key


def attributes(**given: Any) -> Markup:
    """The attributes in order of name; True stands alone, False is left out.

    >>> attributes(value='"Kari" <k@x>', required=True, disabled=False, aria_invalid="true")
    Markup('aria-invalid="true" required value="&#34;Kari&#34; &lt;k@x&gt;"')
    """
    return Markup(  # noqa: S704 - each value is escaped
        " ".join(
            _key(name) if value is True else f'{_key(name)}="{_quoted(value)}"'
            for name, value in sorted(given.items())
            if value is not False
        )
    )


def control(widget: Any, field: Any, **given: Any) -> Markup:
    """An ``<input>`` as WTForms draws it: only the flags it may have are asked for, not all."""
    shown = {"id": field.id, "name": field.name, "type": widget.input_type, **given}
    if "value" not in shown:
        shown["value"] = field._value()
    for flag in widget.validation_attrs:
        if flag not in shown and (value := getattr(field.flags, flag)) is not None:
            shown[flag] = value() if callable(value) else value
    return Markup(f"<input {attributes(**shown)}>")  # noqa: S704 - as above


def install() -> None:
    """Let every control of WTForms use them."""
    Input.html_params = staticmethod(attributes)
    Input.__call__ = control
    Select.html_params = staticmethod(attributes)


_key = lru_cache(clean_key)


def _quoted(value: Any) -> str:
    return str(escape(value)).replace('"', "&quot;")
