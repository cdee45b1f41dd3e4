"""What the network page shows: the report and the absences, from one reading of the register."""

from dataclasses import dataclass
from typing import Any

from arenas.graphs.queries import Register
from network.absence import Bridgehead, NeverMet, bridgeheads, never_met_groups
from network.projection import Projection, project
from network.records import Records
from network.report import observed_report

Pair = dict[str, Any]


@dataclass(frozen=True)
class Figures:
    """One filter's figures. ``report`` has the public form; the rest points into it.

    ``never_came`` are (organisation id, meetings it was asked to) of those seen at none.
    """

    records: Records
    projection: Projection
    report: dict[str, Any]
    names: dict[str, str]
    never_met: list[NeverMet]
    bridgeheads: list[Bridgehead]
    never_came: list[tuple[str, int]]

    @property
    def sectors(self) -> list[str]:
        return self.records.sectors

    def pair(self, one: str, other: str) -> Pair:
        """The report's entry for two sectors, in either order."""
        return self._pairs[min(one, other), max(one, other)]

    @property
    def _pairs(self) -> dict[tuple[str, str], Pair]:
        return {(pair["a"], pair["b"]): pair for pair in self.report["sector_pairs"]}

    def loosest(self) -> Pair | None:
        """The two different sectors of which the smallest share of possible pairs has met."""
        across = (pair for pair in self.report["sector_pairs"] if pair["a"] != pair["b"])
        known = [pair for pair in across if pair["density"] is not None]
        return min(known, key=lambda pair: (pair["density"], pair["a"], pair["b"]), default=None)


def figures(register: Register) -> Figures:
    """Everything the page shows, computed once. Time O(sum of squared meeting sizes)."""
    records = register.records
    projection = project(records)
    return Figures(
        records=records,
        projection=projection,
        report=observed_report(records, projection),
        names=register.names,
        never_met=never_met_groups(records, projection),
        bridgeheads=bridgeheads(records, projection),
        never_came=register.never_came,
    )
