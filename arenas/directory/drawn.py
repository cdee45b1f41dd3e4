"""Lists drawn once: for an address, a language and a right, kept until the register changes."""

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

from flask import get_template_attribute
from sqlalchemy.orm import Session

from arenas.directory.kept import Revisions, kept
from arenas.models.enums import Membership, Sector
from arenas.paging import Page
from arenas.web.labels import label
from arenas.web.language import current_language
from arenas.web.lists import Listing


def list_of(
    session: Session,
    under: Revisions,
    right: object,
    listing: Listing,
    template: str,
    page: Callable[[], Page[Any]],
    **values: Any,
) -> Any:
    """The list that ``listing`` asks for, as markup of the macro ``whole`` in ``template``.

    ``right`` is all that the list depends on beside the address, the language and the
    revisions: the role, and who asks where he sees less than others.
    """
    language = current_language()
    key = (template, right, language, listing.url(page=listing.page))

    def draw() -> Any:
        whole = get_template_attribute(template, "whole")
        return whole(listing, page(), _sector_chips(language), **values)

    return kept(session, under, key, draw)


@lru_cache
def _sector_chips(_language: str) -> Mapping[Sector, Any]:
    """The chip of every sector: each row has one."""
    chip = get_template_attribute("macros/ui.html", "sector_chip")
    return {sector: chip(sector) for sector in Sector}


def memberships() -> Mapping[Membership, str]:
    """Whether it is a member, in the language of the page."""
    return _memberships(current_language())


@lru_cache
def _memberships(_language: str) -> Mapping[Membership, str]:
    return {member: str(label(member)) for member in Membership}
