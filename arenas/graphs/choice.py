"""Which meetings the network pages count: filters in the address, the same on every page."""

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _l

from arenas.database import db
from arenas.graphs import background, queries
from arenas.graphs.figures import Figures, figures_of
from arenas.graphs.filters import MeetingFilter
from arenas.graphs.reports import Standing, Wanted, standing
from arenas.models.enums import ForumKind
from arenas.web.current import settings
from arenas.web.labels import choices
from arenas.web.language import localised
from arenas.web.lists import Filter, Listing, day_filter

MEETINGS = (
    day_filter("start", _l("Fra og med")),
    day_filter("end", _l("Til og med")),
    Filter("kind", _l("Arenatype"), choices(ForumKind), ForumKind),
    Filter("priority", _l("Innsatsområde"), (), int),
)


def priorities() -> Sequence[tuple[str, str]]:
    rows = queries.priorities(db.session())
    return [(str(row.id), f"{row.number} {localised(row)}") for row in rows]


def chosen(listing: Listing) -> MeetingFilter:
    days = {name: listing.filters.get(name) for name in ("start", "end", "kind")}
    return MeetingFilter(**days, priority_id=listing.filters.get("priority"))


def address(listing: Listing) -> dict[str, str]:
    """The part of the address that says which meetings count."""
    names = {one.name for one in MEETINGS}
    return {name: text for name, text in listing.texts.items() if name in names}


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


def page_context() -> dict[str, Any]:
    return {"meeting_choice": address, "draws": settings().draws}
