"""What each row of a list says again and again, drawn once a language."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from flask import get_template_attribute

from arenas.models.enums import Membership, Sector
from arenas.web.labels import label
from arenas.web.language import current_language


def sector_chips() -> Mapping[Sector, Any]:
    """The chip of every sector, in the language of the page."""
    return _sector_chips(current_language())


@lru_cache
def _sector_chips(_language: str) -> Mapping[Sector, Any]:
    draw = get_template_attribute("macros/ui.html", "sector_chip")
    return {sector: draw(sector) for sector in Sector}


def memberships() -> Mapping[Membership, str]:
    """Whether it is a member, in the language of the page."""
    return _memberships(current_language())


@lru_cache
def _memberships(_language: str) -> Mapping[Membership, str]:
    return {member: str(label(member)) for member in Membership}
