"""Where each organisation is drawn, and the groups behind them.

The places are those of all meetings of the choice, whatever part of time is shown: who is
there in two half-years lies in the same place in both.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from flask_babel import gettext as _

from arenas.graphs.drawing import Area
from arenas.graphs.figures import Figures
from arenas.graphs.words import group, group_first
from arenas.models.enums import Sector
from arenas.ordering import alphabetical_key
from network.placing import disc, disc_radius, grouped, on_map, outline
from network.records import Organisation

ORDER = [sector.value for sector in Sector]
Spots = Mapping[str, tuple[str | None, float | None, float | None]]


@dataclass(frozen=True)
class Layout:
    """A place for each organisation by its id, and the areas behind them."""

    places: dict[str, tuple[float, float]]
    areas: list[Area]


def by_sector(found: Figures) -> Layout:
    """A circle for each sector; within it neighbours on the map are neighbours here."""
    sectors = sorted(found.records.sectors, key=ORDER.index)
    members = sorted(found.records.organisations, key=_by_county)
    return _circles(
        members,
        [sectors.index(one.sector or Sector.OTHER) for one in members],
        [group_first(sector) for sector in sectors],
    )


def by_community(found: Figures) -> Layout:
    """A circle for each group that meets among itself; who has met nobody together, last."""
    label, count = found.communities.label.tolist(), found.communities.count
    number = {
        one.id: min(place, count)
        for one, place in zip(found.records.organisations, label, strict=True)
    }
    members = sorted(
        found.records.organisations,
        key=lambda one: (ORDER.index(one.sector or Sector.OTHER), *_by_county(one)),
    )
    groups: list[list[Organisation]] = [[] for _ in range(count + 1)]
    for one in members:
        groups[number[one.id]].append(one)
    names = [_name(place + 1, groups[place]) for place in range(count)]
    return _circles(members, [number[one.id] for one in members], [*names, _("Har ikke møtt noen")])


def by_map(found: Figures, spots: Spots) -> Layout:
    """On the map by coordinates, counties as areas; who has no point, with the own county."""
    known = {
        one.id: (lat, lon)
        for one in found.records.organisations
        for _short, lat, lon in [spots.get(one.id, (None, None, None))]
        if lat is not None and lon is not None
    }
    middles = _middles(found.records.organisations, known)
    placed = [
        one
        for one in found.records.organisations
        if one.id in known or (one.county or "") in middles
    ]
    points = [known.get(one.id) or middles[one.county or ""] for one in placed]
    place = on_map([lat for lat, _lon in points], [lon for _lat, lon in points])
    places = {one.id: (x, y) for one, (x, y) in zip(placed, place.tolist(), strict=True)}
    rest = [one for one in found.records.organisations if one.id not in places]
    areas = _counties(placed, places)
    if rest:
        radius = disc_radius(len(rest))
        right = max((x for x, _y in places.values()), default=radius) - radius
        above = [y for x, y in places.values() if x > right - radius - 60]
        low = max(above, default=-radius) + radius + 90
        for one, (x, y) in zip(rest, disc(len(rest)).tolist(), strict=True):
            places[one.id] = (round(x + right, 1), round(y + low, 1))
        areas.append(Area(_("Uten kjent sted"), round(right, 1), round(low, 1), radius))
    return Layout(places, areas)


def _circles(members: list[Organisation], label: list[int], names: list[str]) -> Layout:
    place, centres, radii = grouped(label, len(names))
    sizes = Counter(label)
    return Layout(
        {one.id: (x, y) for one, (x, y) in zip(members, place.tolist(), strict=True)},
        [
            Area(name, float(centres[number][0]), float(centres[number][1]), radii[number])
            for number, name in enumerate(names)
            if sizes[number]
        ],
    )


def _by_county(one: Organisation) -> tuple[object, ...]:
    return alphabetical_key(one.county or ""), alphabetical_key(one.name), one.id


def _name(number: int, members: list[Organisation]) -> str:
    """What most of a group have in common: a sector, a county, both or neither."""
    sector, sectors = Counter(one.sector for one in members).most_common(1)[0]
    county, counties = Counter(one.county for one in members).most_common(1)[0]
    most = 2 * sectors > len(members) and sector
    here = 2 * counties > len(members) and county
    words = _("blandet")
    if most and here:
        words = _("mest %(sector)s i %(county)s", sector=group(most), county=here)
    elif most:
        words = _("mest %(sector)s", sector=group(most))
    elif here:
        words = _("mest i %(county)s", county=here)
    return f"{number}: {words}"


def _middles(
    organisations: tuple[Organisation, ...], known: Mapping[str, tuple[float, float]]
) -> dict[str, tuple[float, float]]:
    found: dict[str, list[tuple[float, float]]] = {}
    for one in organisations:
        if one.id in known and one.county:
            found.setdefault(one.county, []).append(known[one.id])
    return {
        county: (float(np.mean([p[0] for p in points])), float(np.mean([p[1] for p in points])))
        for county, points in found.items()
    }


def _counties(placed: list[Organisation], places: Mapping[str, tuple[float, float]]) -> list[Area]:
    """The shape of each county's municipalities (of all it has, where these are few)."""
    found = []
    for county in sorted({one.county for one in placed if one.county}):
        own = [one for one in placed if one.county == county]
        core = [one for one in own if one.sector == Sector.MUNICIPALITY]
        points = np.array([places[one.id] for one in (core if len(core) > 2 else own)])
        corners = outline(points)
        x, y = min(corners, key=lambda corner: corner[1])
        found.append(Area(county, x, y, corners=tuple(corners)))
    return found
