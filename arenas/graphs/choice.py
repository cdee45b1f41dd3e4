"""Which meetings the network pages count: filters in the address, the same on every page."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import request
from flask_babel import lazy_gettext as _l

from arenas.database import db
from arenas.directory.kept import kept, revisions
from arenas.graphs import background, queries
from arenas.graphs.figures import Figures, figures_of
from arenas.graphs.filters import Evidence, MeetingFilter
from arenas.graphs.gone import GoneChoice
from arenas.graphs.reports import Standing, Wanted, standing
from arenas.models.enums import ForumKind, Level
from arenas.web.cleaning import one_line
from arenas.web.current import settings
from arenas.web.labels import choices
from arenas.web.language import current_language, localised
from arenas.web.lists import Choices, Filter, Listing, ListSpec, day_filter

EVIDENCE: dict[Evidence, Any] = {
    Evidence.PRESENT: _l("Til stede hele møtet"),
    Evidence.ACCEPTED: _l("Takket ja eller møtte"),
    Evidence.INVITED: _l("Invitert"),
}
MEETINGS = (
    day_filter("start", _l("Fra og med")),
    day_filter("end", _l("Til og med")),
    Filter("kind", _l("Arenatype"), choices(ForumKind), ForumKind),
    Filter("level", _l("Nivå"), choices(Level), Level),
    Filter("forum", _l("Arena"), ()),
    Filter("priority", _l("Innsatsområde"), (), int),
    Filter("county", _l("Bare organisasjoner i"), (), unset=_l("Alle fylker")),
    Filter(
        "evidence",
        _l("Regnes som til stede"),
        tuple((rung.value, words) for rung, words in EVIDENCE.items()),
        Evidence,
        unset=_l("Til stede, helt eller delvis"),
    ),
)
NAMES = frozenset(one.name for one in MEETINGS)


@dataclass(frozen=True)
class Menus:
    """What can be chosen that is data. ``forums`` are the ids by the word in the address."""

    forums: Mapping[str, int]
    choices: Mapping[str, Choices]


def menus() -> Menus:
    """The menus of the register as it stands, in the language of the page. One statement warm."""
    session = db.session()
    return kept(session, revisions(session), ("network menus", current_language()), _menus)


def _menus() -> Menus:
    session = db.session()
    forums = queries.forums(session)
    return Menus(
        {row.slug: row.id for row in forums},
        {
            "forum": [(row.slug, localised(row)) for row in forums],
            "priority": [
                (str(row.id), f"{row.number} {localised(row)}")
                for row in queries.priorities(session)
            ],
            "county": [(county, county) for county in queries.counties(session)],
        },
    )


def forum_names() -> dict[str, str]:
    """What each forum is called in the language of the page, by the word in its address."""
    return {slug: str(name) for slug, name in menus().choices["forum"]}


def read(spec: ListSpec, **more: Choices) -> Listing:
    """The list that the address asks for, with every menu of the meetings' filters.

    Raises
    ------
    GoneChoice
        If the address names a forum, a priority area or a county that is not there (any more).
    """
    found = {**menus().choices, **more}
    gone = missing({name: request.args.get(name, "") for name in NAMES}, found)
    if gone:
        args = request.args.to_dict()
        raise GoneChoice(request.path, args, gone)
    return spec.read(request.args, **found)


def missing(texts: Mapping[str, str], found: Mapping[str, Choices]) -> list[str]:
    """The names of the filters in ``texts`` whose record is not among the choices."""
    return [
        name
        for name in ("forum", "priority", "county")
        if (text := one_line(texts.get(name))) and text not in {value for value, _ in found[name]}
    ]


def chosen(listing: Listing) -> MeetingFilter:
    """The choice of meetings that the list stands for."""
    return filter_of(listing.filters)


def filter_of(values: Mapping[str, Any]) -> MeetingFilter:
    """The choice of meetings that values read from an address stand for."""
    plain = {
        name: values[name]
        for name in ("start", "end", "kind", "level", "county", "evidence")
        if name in values
    }
    forum = menus().forums[values["forum"]] if "forum" in values else None
    return MeetingFilter(**plain, priority_id=values.get("priority"), forum_id=forum)


def address(listing: Listing) -> dict[str, str]:
    """The part of the address that says which meetings count."""
    return {name: text for name, text in listing.texts.items() if name in NAMES}


def in_words(listing: Listing) -> str:
    """What the figures are counted over, as every figure says it."""
    used = [
        one.name in NAMES for one in listing.spec.filters if one.name in listing.texts and one.shown
    ]
    parts = zip(listing.chips(), used, strict=True)
    return "; ".join(f"{name}: {words}" for (name, words, _url), ours in parts if ours)


def observed(listing: Listing) -> Figures:
    """What the register shows, as it stands now."""
    return figures_of(db.session(), chosen(listing), settings().timezone)


def wanted(listing: Listing) -> Wanted | None:
    """The report with draws; None where the installation makes none."""
    samples = settings().draws
    return Wanted(chosen(listing), samples, settings().timezone) if samples else None


def with_draws(listing: Listing) -> Standing:
    """The last report with draws; a new one is begun if the register has changed since."""
    asked = wanted(listing)
    if asked is None:
        return Standing(None, 0)
    found = standing(db.session(), asked)
    if found.kept is None or not found.kept.is_current:
        background.ask_for(db.engine, asked)
    return found
