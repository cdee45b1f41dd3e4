"""A sector as a group, as it stands inside a sentence."""

from typing import Any

from flask_babel import lazy_gettext as _l

from arenas.models.enums import Sector
from arenas.web.dates import number
from arenas.web.language import current_language

GROUPS: dict[Sector, Any] = {
    Sector.MUNICIPALITY: _l("kommuner"),
    Sector.COUNTY: _l("fylkeskommuner"),
    Sector.INDUSTRY: _l("næringsliv"),
    Sector.CLUSTER: _l("klynger"),
    Sector.ACADEMIA: _l("akademia"),
    Sector.CULTURE: _l("kulturliv"),
    Sector.NATIONAL_AUTHORITY: _l("statlige myndigheter"),
    Sector.OTHER: _l("andre"),
}


def group(sector: str) -> str:
    return str(GROUPS[Sector(sector)])


def group_first(sector: str) -> str:
    """The group where a sentence begins with it."""
    words = group(sector)
    return words[:1].upper() + words[1:]


def whole(value: float) -> str:
    """A whole number as the language writes it."""
    return number(value, current_language())
