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


def install() -> None:
    """Let every control of WTForms use it."""
    Input.html_params = staticmethod(attributes)
    Select.html_params = staticmethod(attributes)


_key = lru_cache(clean_key)


def _quoted(value: Any) -> str:
    return str(escape(value)).replace('"', "&quot;")
