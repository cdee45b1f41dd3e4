"""The five words at the top, and what lies under them. Links are made to pages that exist."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from flask import Flask, current_app, request
from flask_babel import lazy_gettext as _l

from arenas.accounts.access import may_open

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
        ),
    ),
)


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
        rules = current_app.url_map.iter_rules()
        return next((rule.endpoint for rule in rules if rule.rule == path), None)

    def link(label: Any, path: str) -> Link | None:
        found = endpoint(path)
        if found is None or not may_open(found):
            return None
        return Link(label, path, _is_here(path))

    def navigation() -> list[Word]:
        """What this reader may open, with the present page marked."""
        words = []
        for label, pages in WORDS:
            links = tuple(made for page in pages if (made := link(*page)))
            if links:
                words.append(Word(label, links, any(one.here for one in links)))
        return words

    app.jinja_env.globals.update(navigation=navigation, here=here)


def here() -> str:
    """The address of the page, to come back to; of a page that was sent, where it was sent to."""
    return request.full_path.rstrip("?")


def _is_here(path: str) -> bool:
    """The page itself or one below it; the gaps only themselves, as the graph lies below."""
    if path in {"/", "/network/"}:
        return request.path == path
    return request.path.startswith(path)
