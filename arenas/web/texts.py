"""gettext for templates: the catalogue is found once a language, not once a text.

Flask-Babel asks for the request's context, domain, locale and catalogue at each call, and Jinja
formats each text whether it has anything to fill in or not; together that was a tenth of a page.
"""

from collections import defaultdict
from typing import Any

from flask import Flask, g
from flask_babel import Babel, Domain, get_locale
from markupsafe import Markup

_catalogues: dict[Any, Any] = {}
_known: defaultdict[Any, dict[str, Markup]] = defaultdict(dict)


class Texts(Domain):
    """Flask-Babel's catalogues, for texts in code: labels of forms, messages, headings."""

    def get_translations(self) -> Any:
        chosen = locale()
        found = _catalogues.get(chosen)
        if found is None:
            found = _catalogues[chosen] = super().get_translations()
        return found


_texts = Texts()


def init_app(app: Flask, babel: Babel) -> None:
    """To be called after Babel has set up Jinja with its own callables."""
    babel.domain_instance = _texts
    app.jinja_env.globals.update({"_": text, "gettext": text, "ngettext": plural})


def text(message: str, **values: Any) -> Markup:
    """The message in the language of the page; what is filled in is escaped."""
    known = _known[locale()]
    translated = known.get(message)
    if translated is None:
        translated = known[message] = Markup(_texts.get_translations().gettext(message))  # noqa: S704 - our own
    return translated % values if values or "%" in message else translated


def plural(one: str, many: str, num: int, **values: Any) -> Markup:
    """The message for ``num`` of something, which it may name as ``%(num)d``."""
    translated = Markup(_texts.get_translations().ngettext(one, many, num))  # noqa: S704 - our own texts
    return translated % {"num": num, **values}


def locale() -> Any:
    """The locale of the request, or of ``force_locale``; Flask-Babel keeps it once chosen."""
    try:  # g is a proxy: asked once, not for each part of the question
        kept = getattr(g._get_current_object().get("_flask_babel"), "babel_locale", None)
    except RuntimeError:  # outside a request and outside the app
        kept = None
    return kept or get_locale()
