"""One view of the graph: the drawing, its sentences and its rows, all from one reading."""

from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from arenas.database import db
from arenas.directory.kept import kept, revisions
from arenas.graphs import background, choice, queries
from arenas.graphs.draw_organisations import around, organisations
from arenas.graphs.draw_sectors import sectors
from arenas.graphs.drawing import Drawing, Tie
from arenas.graphs.figures import Figures, figures_of
from arenas.graphs.filters import MeetingFilter
from arenas.graphs.graph_choice import GRAPH, Half, any_time, graph_address, halves, level
from arenas.graphs.places import Layout, Spots, by_community, by_map, by_sector
from arenas.graphs.reports import Kept, Standing, Wanted, standing
from arenas.ordering import alphabetical_key
from arenas.web.current import settings
from arenas.web.lists import Listing
from network.tables import Table

COLUMNS = ("a", "b", "name_a", "name_b", "tie", "meetings", "strength", "expected")


@dataclass(frozen=True)
class View:
    """What the page, the table, the CSV and the pictures show.

    ``found`` are the figures of the chosen meetings, ``all_time`` those without a period;
    ``standing`` is what there is of the report with draws for this choice; ``awaited``: a new
    one is being made, and this view would show it.
    """

    listing: Listing
    level: str
    found: Figures
    all_time: Figures
    halves: list[Half]
    standing: Standing
    awaited: bool

    @property
    def report(self) -> Kept | None:
        return self.standing.kept

    @property
    def samples(self) -> int:
        return settings().draws

    @property
    def half(self) -> Half | None:
        return next((half for half in self.halves if half.here), None)

    @property
    def centre(self) -> str:
        return str(self.listing.filters.get("around", ""))

    @property
    def is_known(self) -> bool:
        """False where the graph is to be drawn around somebody who is not in these figures."""
        return self.level != "around" or self.centre in self.found.names

    @cached_property
    def drawn(self) -> Drawing:
        return _draw(self)

    @cached_property
    def rows(self) -> list[Tie]:
        """The ties of the drawing in the order that the address asks for."""
        names = self.drawn.names()
        key = {
            "strength": lambda tie: (tie.strength or 0.0, tie.meetings),
            "meetings": lambda tie: tie.meetings,
            "expected": lambda tie: tie.expected or 0.0,
            "name": lambda tie: (alphabetical_key(names[tie.a]), alphabetical_key(names[tie.b])),
        }[self.listing.sort]
        found = sorted(self.drawn.ties, key=lambda tie: (tie.a, tie.b))
        return sorted(found, key=key, reverse=self.listing.descending)

    @property
    def names(self) -> list[tuple[str, str]]:
        """Everybody in these figures (id, name), in the order of the alphabet."""
        return sorted(self.found.names.items(), key=lambda one: alphabetical_key(one[1]))

    def places(self) -> list[tuple[str, int]]:
        """The counties to look into where not everybody is drawn, or one is chosen already:
        each with how many organisations it has of the chosen sector."""
        chosen = self.listing.filters.get("place")
        drawn = self.drawn
        if self.level not in ("organisations", "map") or not (
            chosen or drawn.nodes_total > len(drawn.nodes)
        ):
            return []
        sector = self.listing.filters.get("sector")
        counted = Counter(
            one.county
            for one in self.found.records.organisations
            if one.county and sector in (None, one.sector)
        )
        return [(county, counted[county]) for county in sorted(counted, key=alphabetical_key)]

    def table(self) -> Table:
        """The rows as a file has them: numbers unrounded."""
        names = self.drawn.names()
        return Table(
            "ties",
            COLUMNS,
            tuple(
                (
                    tie.a,
                    tie.b,
                    names[tie.a],
                    names[tie.b],
                    "missing" if tie.missing else "met",
                    tie.meetings,
                    tie.strength,
                    tie.expected,
                )
                for tie in self.rows
            ),
        )


def read() -> View:
    """The view that the address asks for. Four statements warm."""
    listing = choice.read(GRAPH, place=choice.menus().choices["county"])
    chosen = choice.chosen(listing)
    session, zone = db.session(), settings().timezone
    found = figures_of(session, chosen, zone)
    all_time = figures_of(session, any_time(chosen), zone)
    times = halves(all_time, listing)
    half = next((half for half in times if half.here), None)
    kind = level(listing)
    asked = any_time(chosen) if half and kind == "sectors" else chosen
    drawn = _standing(asked, ask=half is None)
    awaited = half is None and bool(settings().draws) and not (drawn.kept and drawn.kept.is_current)
    return View(listing, kind, found, all_time, times, drawn, awaited)


def _standing(chosen: MeetingFilter, *, ask: bool) -> Standing:
    """The last report for a choice; a new one is begun where ``ask`` and it is not current.

    Who slides through the half-years begins none: the trend of the whole has the sectors, and
    single pairs meet too seldom in half a year.
    """
    samples = settings().draws
    if not samples:
        return Standing(None, 0)
    wanted = Wanted(chosen, samples, settings().timezone)
    found = standing(db.session(), wanted)
    if ask and (found.kept is None or not found.kept.is_current):
        background.ask_for(db.engine, wanted)
    return found


def _draw(view: View) -> Drawing:
    filters = view.listing.filters
    wants_missing = "missing" not in filters
    if view.level == "sectors":
        return sectors(view.found, _expected(view), _sector_link(view), missing=wants_missing)
    spots = _spots()
    gaps = _unmet(view) if wants_missing else []
    every_tie = filters.get("ties") == "all"
    link = _around_link(view)
    if view.level == "around":
        return around(view.found, view.centre, spots, gaps, link, every_tie=every_tie)
    return organisations(
        view.found,
        _layout(view, spots),
        spots,
        gaps,
        link,
        kind=view.level,
        every_tie=every_tie,
        sector=filters.get("sector"),
        place=filters.get("place"),
    )


def _layout(view: View, spots: Spots) -> Layout:
    if view.level == "map":
        return by_map(view.all_time, spots)
    return by_community(view.all_time) if "by" in view.listing.filters else by_sector(view.all_time)


def _expected(view: View) -> list[dict[str, Any]]:
    """The sector pairs with what chance would give, in the half-year that is shown."""
    if view.report is None:
        return []
    if view.half is None:
        found: list[dict[str, Any]] = view.report.report["sector_pairs"]
        return found
    name = view.half.name
    period = next((one for one in view.report.trend if one["name"] == name), None)
    return [
        {"a": pair["a"], "b": pair["b"], "meetings_with_both": pair}
        for pair in (period["sector_pairs"] if period else ())
        if not pair.get("withheld")
    ]


def _unmet(view: View) -> list[dict[str, Any]]:
    """Pairs that never met though chance would have brought them together, most expected first."""
    if view.report is None or view.half is not None:
        return []
    rows = [row for row in view.report.report["pairs"]["gaps"] if not row["observed"]]
    if not view.report.is_current:
        rows = [row for row in rows if not view.found.have_met(row["a"], row["b"])]
    return sorted(rows, key=lambda row: (-row["expected"], row["a"], row["b"]))


def _spots() -> Spots:
    session = db.session()
    return kept(session, revisions(session), "network spots", lambda: queries.spots(session))


def _sector_link(view: View) -> Any:
    return lambda sector: graph_address(view.listing, view="organisations", sector=sector)


def _around_link(view: View) -> Any:
    return lambda slug: graph_address(view.listing, around=slug)
