"""What the address of the graph asks for: the meetings, the level, and the part of time."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any, cast

from flask import url_for
from flask_babel import lazy_gettext as _l

from arenas.graphs.choice import MEETINGS, address
from arenas.graphs.figures import Figures
from arenas.graphs.filters import MeetingFilter
from arenas.graphs.presenting import half_name
from arenas.models.enums import Sector
from arenas.web.labels import choices
from arenas.web.lists import Filter, Listing, ListSpec
from network.periods import Period, split_periods

LEVELS = (("organisations", _l("Organisasjoner")), ("map", _l("Kart")))

GRAPH = ListSpec(
    sorts=("strength", "meetings", "expected", "name"),
    filters=(
        *MEETINGS,
        Filter("view", _l("Nivå i grafen"), LEVELS, shown=False),
        Filter("by", _l("Gruppert"), (("community", _l("Etter hvem som møtes")),), shown=False),
        Filter("around", _l("Rundt"), shown=False),
        Filter("sector", _l("Sektor"), choices(Sector), shown=False),
        Filter("place", _l("Vis organisasjoner i"), (), shown=False),
        Filter("ties", _l("Bånd"), (("all", _l("Alle bånd")),), shown=False),
        Filter("missing", _l("Det som mangler"), (("no", _l("Skjult")),), shown=False),
    ),
    default="-strength",
)


@dataclass(frozen=True)
class Half:
    """A half-year of the time line: its meetings, and whether it is the one that is shown."""

    name: str
    words: str
    first: date
    last: date
    meetings: int
    here: bool


def level(listing: Listing) -> str:
    """sectors, organisations, map or around."""
    if "around" in listing.filters:
        return "around"
    return str(listing.filters.get("view", "sectors"))


def graph_address(listing: Listing, **more: str) -> str:
    """The graph over the same meetings as ``listing``."""
    return url_for("graphs.graph", **cast("dict[str, Any]", address(listing) | more))


def any_time(chosen: MeetingFilter) -> MeetingFilter:
    """The same choice without its period: what places and time line are made of."""
    return replace(chosen, start=None, end=None)


def halves(found: Figures, listing: Listing) -> list[Half]:
    """The half-years of all meetings of the choice, without holes."""
    days = [event.date for event in found.records.events if event.date]
    here = listing.filters.get("start"), listing.filters.get("end")
    return [_half(period, days, here) for period in split_periods(found.records)]


def _half(period: Period, days: list[date], here: tuple[Any, Any]) -> Half:
    last = period.end - timedelta(days=1)
    return Half(
        period.name,
        half_name(period.name),
        period.start,
        last,
        sum(period.start <= day < period.end for day in days),
        here == (period.start, last),
    )
