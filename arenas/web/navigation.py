"""The five words at the top, and what lies under them. Links are made to pages that exist."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from flask import Flask, request
from flask_babel import lazy_gettext as _l
from markupsafe import Markup

from arenas.accounts.access import current_account, may_open
from arenas.models.enums import Role
from arenas.web.language import current_language

# The word, and the pages under it: (label, path).
WORDS: tuple[tuple[Any, tuple[tuple[Any, str], ...]], ...] = (
    (_l("Oversikt"), ((_l("Oversikt"), "/"),)),
    (_l("Møter"), ((_l("Møter"), "/meetings/"),)),
    (_l("Arenaer"), ((_l("Arenaer"), "/forums/"),)),
    (_l("Register"), ((_l("Organisasjoner"), "/organisations/"), (_l("Personer"), "/people/"))),
    (
        _l("Nettverk"),
        (
            (_l("Samarbeidsgap"), "/network/"),
            (_l("Graf"), "/network/graph"),
            (_l("Plan"), "/network/plan"),
            (_l("Strategi"), "/strategy/"),
            (_l("Lederark"), "/network/sheets/"),
        ),
    ),
)


PATHS = tuple(path for _word, pages in WORDS for _label, path in pages)


@dataclass(frozen=True)
class Link:
    label: Any
    path: str
    here: bool


@dataclass(frozen=True)
class Word:
    label: Any
    links: tuple[Link, ...]
    here: bool


def init_app(app: Flask) -> None:
    @lru_cache
    def endpoint(path: str) -> str | None:
        rules = app.url_map.iter_rules()
        return next((rule.endpoint for rule in rules if rule.rule == path), None)

    def link(label: Any, path: str, current: str | None) -> Link | None:
        found = endpoint(path)
        if found is None or not may_open(found):
            return None
        return Link(label, path, path == current)

    @lru_cache(maxsize=256)
    def drawn(language: str, role: Role | None, current: str | None, exactly: bool) -> Markup:
        """Drawn once for each of the readers it can be for; the arguments say all it depends on."""
        words = []
        for label, pages in WORDS:
            links = tuple(made for page in pages if (made := link(*page, current)))
            if links:
                words.append(Word(label, links, any(one.here for one in links)))
        macros = app.jinja_env.get_template("macros/navigation.html").module
        bar: Markup = macros.navigation_bar(words, "page" if exactly else "true")  # type: ignore[attr-defined]
        return bar

    def navigation() -> Markup:
        """What this reader may open, with the present page marked."""
        account = current_account()
        path = request.path
        current = next((page for page in PATHS if _is_at(path, page)), None)
        role = account.role if account else None
        return drawn(current_language(), role, current, path == current)

    app.jinja_env.globals.update(navigation=navigation, here=here)


def here() -> str:
    """The address of the page, to come back to; of a page that was sent, where it was sent to."""
    return request.full_path.rstrip("?")


def _is_at(path: str, page: str) -> bool:
    """The page itself or one below it; the gaps only themselves, as the graph lies below."""
    return path == page if page in {"/", "/network/"} else path.startswith(page)
