"""What the network pages show: the report and the absences, from one reading of the register."""

from collections import OrderedDict
from dataclasses import dataclass
from datetime import date
from threading import Lock
from typing import Any
from weakref import WeakKeyDictionary
from zoneinfo import ZoneInfo

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from arenas.graphs.filters import MeetingFilter
from arenas.graphs.queries import Register, register
from arenas.revision import NETWORK, revision
from network.absence import Bridgehead, NeverMet, bridgeheads, never_met_groups
from network.projection import Projection, project
from network.records import Records
from network.report import observed_report


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


def figures(read: Register) -> Figures:
    """Everything the pages show, computed once. Time O(sum of squared meeting sizes)."""
    records = read.records
    projection = project(records)
    return Figures(
        records=records,
        projection=projection,
        report=observed_report(records, projection),
        names=read.names,
        never_met=never_met_groups(records, projection),
        bridgeheads=bridgeheads(records, projection),
        never_came=read.never_came,
    )


class Kept:
    """The last few figures of one database, by revision and filter."""

    def __init__(self, most: int = 16) -> None:
        self.most = most
        self.lock = Lock()
        self.found: OrderedDict[tuple[Any, ...], Figures] = OrderedDict()

    def get(self, key: tuple[Any, ...]) -> Figures | None:
        with self.lock:
            if key in self.found:
                self.found.move_to_end(key)
            return self.found.get(key)

    def put(self, key: tuple[Any, ...], figures: Figures) -> None:
        with self.lock:
            self.found[key] = figures
            while len(self.found) > self.most:
                self.found.popitem(last=False)


_kept: WeakKeyDictionary[Engine, Kept] = WeakKeyDictionary()


def figures_of(session: Session, chosen: MeetingFilter, zone: ZoneInfo) -> Figures:
    """The figures for a filter; as long as nothing in the register changes, computed once.

    The revision is read first: a change while we count gives a key that is never asked again,
    not a wrong figure under a right key.
    """
    kept = _kept.setdefault(session.get_bind().engine, Kept())
    key = (revision(session, NETWORK), chosen, zone.key)
    found = kept.get(key)
    if found is None:
        found = figures(register(session, chosen, zone))
        kept.put(key, found)
    return found
