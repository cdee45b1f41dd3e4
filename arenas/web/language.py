"""Which language a page is in: the account's, else the switch's cookie, else the browser's wish."""

from collections.abc import Callable
from functools import lru_cache

from babel import Locale
from flask import Flask, Response, g, has_request_context, request
from flask_babel import Babel, gettext
from werkzeug.datastructures import LanguageAccept
from werkzeug.http import parse_accept_header

from arenas.config import ROOT
from arenas.errors import ArenaError
from arenas.web import texts

LANGUAGES = {"nb": "Norsk", "en": "English"}
LOCALES = {code: Locale.parse(code) for code in LANGUAGES}
COOKIE = "language"
WISHES = {"nb": "nb", "no": "nb", "nn": "nb", "da": "nb", "sv": "nb", "en": "en"}


def init_app(app: Flask, account_language: Callable[[], str | None]) -> None:
    """Bind Babel. ``account_language`` asks who is signed in; it is called once a request."""

    def choose() -> Locale:
        if not has_request_context():
            return LOCALES["nb"]
        return LOCALES[account_language() or chosen() or wished()]

    babel = Babel(
        app,
        default_locale="nb",
        default_translation_directories=str(ROOT / "arenas" / "translations"),
        locale_selector=choose,
    )
    texts.init_app(app, babel)
    app.jinja_env.globals.update(
        current_language=current_language, other_language=other_language, languages=LANGUAGES
    )
    app.jinja_env.filters["localised"] = localised
    app.after_request(_tell)


def current_language() -> str:
    """``nb`` or ``en``: of the request, or of ``force_locale`` in a mail."""
    locale = texts.locale()
    return "en" if locale is not None and locale.language == "en" else "nb"


def other_language() -> str:
    return "nb" if current_language() == "en" else "en"


def chosen() -> str | None:
    code = request.cookies.get(COOKIE)
    return code if code in LANGUAGES else None


def wished() -> str:
    """The first of the browser's languages that we have; a Norwegian of any kind reads bokmål."""
    return _first_known(request.headers.get("Accept-Language", "")[:200])


@lru_cache(maxsize=512)
def _first_known(header: str) -> str:
    for code, quality in parse_accept_header(header, LanguageAccept):
        language = WISHES.get(code.lower().split("-")[0])
        if language and quality > 0:
            return language
    return "nb"


def localised(record: object, field: str = "name") -> str:
    """``record.name``, or ``record.name_en`` where the page is in English and there is one."""
    if current_language() == "en" and (english := getattr(record, f"{field}_en", None)):
        return str(english)
    return str(getattr(record, field) or "")


def explain(error: ArenaError) -> str:
    """The error's message in the language of the page."""
    return str(gettext(error.text, **error.values))


def _tell(response: Response) -> Response:
    """Say which language it is in, where a language was chosen at all."""
    if "_flask_babel" in g and hasattr(g._flask_babel, "babel_locale"):
        response.headers.setdefault("Content-Language", current_language())
        if "Vary" in response.headers:
            response.vary.update(("Accept-Language", "Cookie"))
        else:
            response.headers["Vary"] = "Accept-Language, Cookie"
    return response
