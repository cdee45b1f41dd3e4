"""Organisations as a drawing: all of them in their places, or one with those around it."""

from collections.abc import Callable, Iterable
from typing import Any

import numpy as np

from arenas.graphs.drawing import Drawing, Node, Tie, by_weight
from arenas.graphs.figures import Figures
from arenas.graphs.places import ORDER, Layout, Spots
from arenas.graphs.tie_words import organisation_facts, said_met, said_missing
from arenas.models.enums import Sector
from network.backbone import closest_ties
from network.placing import around as ring_places
from network.projection import Projection
from network.records import Organisation

MOST_TIES = 10_000
MOST_MISSING = 20
NEAREST = 24
"""Ties in one picture, missing ones among them, and partners around one organisation."""
MOST_NODES = 400
"""Organisations in one picture that can still be read; every one where every tie is asked for."""

Link = Callable[[str], str]


def organisations(
    found: Figures,
    layout: Layout,
    spots: Spots,
    missing: list[dict[str, Any]],
    link: Link,
    *,
    kind: str,
    every_tie: bool,
    sector: str | None = None,
    place: str | None = None,
) -> Drawing:
    """Everybody, or a sector, a county or both with those they met: the closest ties, or all.

    ``missing`` are pairs of the report that never met though chance would have brought them
    together, the most expected first. Of many organisations those with most meetings are
    drawn, those that were chosen before those they met.
    """
    own = {one.id for one in found.records.organisations if _is_chosen(one, sector, place)}
    gaps = [tie for tie in missing_ties(found, missing) if tie.a in own or tie.b in own]
    gaps = gaps[:MOST_MISSING]
    ties = _touching(found, found.projection if every_tie else found.closest, own)
    near = {end for tie in (*ties, *gaps) for end in (tie.a, tie.b)}
    nodes = [
        node
        for node in by_weight(nodes_of(found, spots, link, layout.places))
        if node.id in own or node.id in near
    ]
    total = len(nodes)
    if total > MOST_NODES and not every_tie:
        nodes.sort(key=lambda node: node.id not in own)
        nodes = nodes[:MOST_NODES]
        ids = {node.id for node in nodes}
        ties = _touching(found, closest_ties(_among(found, ids)), own)
        gaps = [tie for tie in gaps if tie.a in ids and tie.b in ids]
    ties.sort(key=lambda tie: (-tie.weight, tie.a, tie.b))
    return Drawing(
        kind,
        nodes,
        [*ties[:MOST_TIES], *gaps],
        found.projection.edges,
        layout.areas,
        nodes_total=total,
        own=sum(node.id in own for node in nodes),
        own_total=len(own),
    )


def around(
    found: Figures,
    centre: str,
    spots: Spots,
    missing: list[dict[str, Any]],
    link: Link,
    *,
    every_tie: bool,
) -> Drawing:
    """One organisation, its nearest partners on rings about it, and the ties among them."""
    own = [tie for tie in ties_of(found, found.projection) if centre in (tie.a, tie.b)]
    own.sort(key=lambda tie: (-tie.weight, tie.a, tie.b))
    near = own if every_tie else own[:NEAREST]
    gaps = [tie for tie in missing_ties(found, missing) if centre in (tie.a, tie.b)]
    gaps = gaps[: max(NEAREST // 3, 1)]
    partners = [_other(tie, centre) for tie in (*near, *gaps)]
    sector_of = {one.id: one.sector or Sector.OTHER for one in found.records.organisations}
    spread = ring_places([ORDER.index(sector_of[slug]) for slug in partners])
    places = {centre: (0.0, 0.0)} | {
        slug: (x, y) for slug, (x, y) in zip(partners, spread.tolist(), strict=True)
    }
    among = [
        tie
        for tie in ties_of(found, found.closest)
        if tie.a in places and tie.b in places and centre not in (tie.a, tie.b)
    ]
    nodes = [node for node in nodes_of(found, spots, link, places) if node.id in places]
    return Drawing("around", nodes, [*near, *among, *gaps], len(own), centre=centre)


def nodes_of(
    found: Figures, spots: Spots, link: Link, places: dict[str, tuple[float, float]]
) -> list[Node]:
    """Each organisation that has a place, as large as it has meetings."""
    meetings = found.records.meetings.tolist()
    partners = found.projection.degree.tolist()
    most = max(meetings, default=0) or 1
    never = {row["id"]: row["sectors_never_met"] for row in found.report["organisations_detail"]}
    return [
        Node(
            id=one.id,
            name=one.name or one.id,
            label=_short(one, spots),
            sector=one.sector or Sector.OTHER,
            size=round(6 + 12 * (meetings[i] / most) ** 0.5, 1),
            x=places[one.id][0],
            y=places[one.id][1],
            weight=float(meetings[i]),
            url=link(one.id),
            facts=organisation_facts(one, meetings[i], partners[i], never[one.id]),
            hollow=not partners[i],
        )
        for i, one in enumerate(found.records.organisations)
        if one.id in places
    ]


def ties_of(found: Figures, projection: Projection) -> list[Tie]:
    """Every tie of ``projection``, in the order of the ids."""
    ids, names = found.records.ids, found.names
    columns = (projection.a, projection.b, projection.meetings, projection.newman)
    return [
        Tie(
            ids[a],
            ids[b],
            meetings,
            strength,
            words=said_met(names[ids[a]], names[ids[b]], meetings),
        )
        for a, b, meetings, strength in zip(*(c.tolist() for c in columns), strict=True)
    ]


def missing_ties(found: Figures, missing: Iterable[dict[str, Any]]) -> list[Tie]:
    """The pairs that never met, in the order given, of those who are shown."""
    names = found.names
    return [
        Tie(
            row["a"],
            row["b"],
            0,
            0.0,
            row["expected"],
            missing=True,
            words=said_missing(names[row["a"]], names[row["b"]], row["expected"]),
        )
        for row in missing
        if row["a"] in names and row["b"] in names
    ]


def _among(found: Figures, ids: set[str]) -> Projection:
    """The ties between these organisations, with everybody keeping the own number."""
    keep = np.array([slug in ids for slug in found.records.ids], np.bool_)
    ties = found.projection
    both = keep[ties.a] & keep[ties.b]
    return Projection(ties.n, ties.a[both], ties.b[both], ties.meetings[both], ties.newman[both])


def _touching(found: Figures, projection: Projection, own: set[str]) -> list[Tie]:
    return [tie for tie in ties_of(found, projection) if tie.a in own or tie.b in own]


def _other(tie: Tie, centre: str) -> str:
    return tie.b if tie.a == centre else tie.a


def _is_chosen(one: Organisation, sector: str | None, place: str | None) -> bool:
    return sector in (None, one.sector or Sector.OTHER) and place in (None, one.county)


def _short(one: Organisation, spots: Spots) -> str:
    short = spots.get(one.id, (None, None, None))[0]
    return short or one.name or one.id
