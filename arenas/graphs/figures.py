"""What the network pages show: the report and the absences, from one reading of the register."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any
from weakref import WeakKeyDictionary
from zoneinfo import ZoneInfo

import numpy as np
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from arenas.database import now
from arenas.graphs.few import Few
from arenas.graphs.filters import MeetingFilter
from arenas.graphs.privacy import shown_bridgeheads, shown_groups
from arenas.graphs.queries import Register, register
from arenas.revision import NETWORK, revision
from network.absence import Bridgehead, NeverMet, bridgeheads, never_met_groups
from network.backbone import closest_ties
from network.communities import Communities, find_communities
from network.projection import Floats, Projection, meeting_weights, project
from network.records import Records
from network.report import observed_report
from network.sectors import Longs, sector_counts
from network.withholding import leave_out, withhold


@dataclass(frozen=True)
class Figures:
    """One filter's figures, as they may be shown: what the rule of `arenas.graphs.privacy`
    withholds is counted in the report's totals and named nowhere.

    ``report`` has the public form; the rest points into it.
    ``never_came`` are (organisation id, meetings it was asked to) of those seen at none.
    ``counts`` are how many organisations of each sector, in text order, were at each meeting,
    those that are not named too. ``revision`` is that of the network they were counted at.
    ``weights`` is what each meeting counts in the strength of a tie, by all who were there;
    ``hidden`` are the ids that are not named.
    """

    records: Records
    projection: Projection
    report: dict[str, Any]
    names: dict[str, str]
    never_met: list[NeverMet]
    bridgeheads: list[Bridgehead]
    never_came: list[tuple[str, int]]
    counts: Longs
    revision: int
    counted_at: datetime
    weights: Floats
    hidden: frozenset[str]

    @cached_property
    def closest(self) -> Projection:
        """The few ties that a picture shows instead of a hairball."""
        return closest_ties(self.projection)

    @cached_property
    def communities(self) -> Communities:
        """Groups that meet among themselves; found with a seed, so that they stay."""
        return find_communities(self.projection)

    @cached_property
    def sector_of(self) -> dict[str, str | None]:
        return {one.id: one.sector for one in self.records.organisations}

    def have_met(self, one: str, other: str) -> bool:
        """Whether two organisations (ids) were ever at the same of the chosen meetings."""
        return self.tie(one, other) is not None

    def tie(self, one: str, other: str) -> tuple[int, float] | None:
        """Shared meetings and strength of the tie of two ids; None where they never met."""
        places = [self.place_of.get(slug, -1) for slug in sorted((one, other))]
        ties = self.projection
        found = np.flatnonzero((ties.a == places[0]) & (ties.b == places[1]))
        if not len(found):
            return None
        return int(ties.meetings[found[0]]), float(ties.newman[found[0]])

    @cached_property
    def place_of(self) -> dict[str, int]:
        return {slug: place for place, slug in enumerate(self.records.ids)}

    @property
    def sectors(self) -> list[str]:
        return sorted(self.report["sector_sizes"])

    def loosest(self) -> dict[str, Any] | None:
        """The two different sectors of which the smallest share of possible pairs has met."""
        across = (pair for pair in self.report["sector_pairs"] if pair["a"] != pair["b"])
        known = [pair for pair in across if pair["density"] is not None]
        return min(known, key=lambda pair: (pair["density"], pair["a"], pair["b"]), default=None)

    def days(self) -> tuple[date, date] | None:
        """The first and the last day of a meeting that counts."""
        days = [event.date for event in self.records.events if event.date is not None]
        return (min(days), max(days)) if days else None

    def organisations(self) -> list[dict[str, Any]]:
        """The report's organisations with name and county, and how often each was asked in vain."""
        asked = dict(self.never_came)
        return [
            {**row, "name": one.name, "county": one.county, "asked_in_vain": asked.get(one.id)}
            for row, one in zip(
                self.report["organisations_detail"], self.records.organisations, strict=True
            )
        ]


def figures(read: Register, revision: int = 0) -> Figures:
    """Everything the pages show, computed once. Time O(sum of squared meeting sizes)."""
    records, hidden = read.records, read.hidden
    projection = project(records)
    report = observed_report(records, projection)
    shown, ties = leave_out(records, projection, hidden.organisations)
    return Figures(
        records=shown,
        projection=ties,
        report=withhold(report, hidden.organisations, hidden.sectors),
        names={slug: name for slug, name in read.names.items() if slug not in hidden.organisations},
        never_met=shown_groups(never_met_groups(records, projection), hidden),
        bridgeheads=shown_bridgeheads(bridgeheads(records, projection), hidden),
        never_came=[one for one in read.never_came if one[0] not in hidden.organisations],
        counts=sector_counts(records),
        revision=revision,
        counted_at=now(),
        weights=meeting_weights(records),
        hidden=hidden.organisations,
    )


_kept: WeakKeyDictionary[Engine, Few[Figures]] = WeakKeyDictionary()


def figures_of(session: Session, chosen: MeetingFilter, zone: ZoneInfo) -> Figures:
    """The figures for a filter; as long as nothing in the register changes, computed once.

    The revision is read first: a change while we count gives a key that is never asked again,
    not a wrong figure under a right key.
    """
    kept = _kept.setdefault(session.get_bind().engine, Few())
    counted_at = revision(session, NETWORK)
    key = (counted_at, chosen, zone.key)
    found = kept.get(key)
    if found is None:
        found = figures(register(session, chosen, zone), counted_at)
        kept.put(key, found)
    return found
