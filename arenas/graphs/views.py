"""The network pages: gaps in words and tables, and the graph with its twin."""

from functools import partial
from typing import Any

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from arenas.accounts.access import READERS, requires
from arenas.graphs import choice, drawing, files, gone, halves, pairs, presenting
from arenas.graphs.changed import changed, changes_of
from arenas.graphs.choice import MEETINGS
from arenas.graphs.figures import Figures
from arenas.graphs.lines import Chart, chart
from arenas.graphs.reports import Standing
from arenas.graphs.verdicts import largest_gaps
from arenas.models.enums import Sector
from arenas.ordering import alphabetical_key
from arenas.web.current import settings
from arenas.web.labels import choices, label
from arenas.web.lists import Filter, Listing, ListSpec
from network.records import Organisation

bp = Blueprint("graphs", __name__, url_prefix="/network")
bp.app_errorhandler(gone.GoneChoice)(gone.show)
presenting.offer(bp)

GAPS = ListSpec(
    sorts=("gap", "meetings", "expected", "density", "pair"), filters=MEETINGS, default="-gap"
)
ORGANISATIONS = ListSpec(
    sorts=("meetings", "contacts", "others", "name", "sector", "county"),
    filters=(
        *MEETINGS,
        Filter("sector", _l("Sektor"), choices(Sector)),
        Filter("place", _l("Vis organisasjoner i"), (), unset=_l("Alle fylker")),
        Filter("never", _l("Har aldri møtt"), choices(Sector)),
    ),
)
GRAPH = ListSpec(
    sorts=("strength", "meetings", "name"),
    filters=(
        *MEETINGS,
        Filter("ties", _l("Bånd"), (("all", _l("Alle bånd")),), unset=_l("De nærmeste")),
    ),
    default="-strength",
)


@bp.get("/")
@requires(*READERS)
def gaps() -> ResponseReturnValue:
    listing = choice.read(GAPS)
    found, drawn = choice.observed(listing), choice.with_draws(listing)
    report = drawn.kept.report if drawn.kept else found.report
    largest = largest_gaps(report)
    names, rows = changes_of(listing, drawn)
    return render_template(
        "graphs/gaps.html",
        listing=listing,
        found=found,
        drawn=drawn,
        draws=settings().draws,
        report=report,
        pair_of=pairs.by_sectors(report),
        pairs=pairs.in_order(report, listing.sort, descending=listing.descending),
        largest=largest,
        largest_charts=_charts(drawn, largest),
        halves=[presenting.half_name(name) for name in names],
        changed=changed(rows),
    )


@bp.get("/organisations")
@requires(*READERS)
def organisations() -> ResponseReturnValue:
    listing, found, rows = _organisations()
    return render_template(
        "graphs/organisations.html",
        listing=listing,
        found=found,
        page=presenting.page_of(rows, listing.page),
    )


@bp.get("/organisations.csv")
@requires(*READERS)
def organisations_csv() -> ResponseReturnValue:
    table = files.organisations_table(_organisations()[2])
    return presenting.csv_file(table, "organisations")


@bp.get("/graph")
@requires(*READERS)
def graph() -> ResponseReturnValue:
    listing = choice.read(GRAPH)
    found = choice.observed(listing)
    every_tie = listing.filters.get("ties") == "all"
    drawn = drawing.draw(found, every_tie, _describe, _describe_tie, _link)
    rows = sorted(drawn.ties, key=partial(_tie_order, found, listing.sort))
    if listing.descending:
        rows.reverse()
    return render_template(
        "graphs/graph.html",
        listing=listing,
        found=found,
        drawn=drawn,
        page=presenting.page_of(rows, listing.page),
    )


ORGANISATION_SORTS: dict[str, Any] = {
    "meetings": lambda row: row["meetings"],
    "contacts": lambda row: row["contacts"],
    "others": lambda row: row["contacts_other_sectors"],
    "name": lambda row: alphabetical_key(row["name"]),
    "sector": lambda row: alphabetical_key(str(label(Sector(row["sector"])))),
    "county": lambda row: alphabetical_key(row["county"] or ""),
}


def _charts(drawn: Standing, largest: list[pairs.Pair]) -> list[tuple[pairs.Pair, Chart]]:
    if drawn.kept is None:
        return []
    trend = drawn.kept.trend
    return [(pair, chart(halves.points(trend, pair["a"], pair["b"]))) for pair in largest]


def _organisations() -> tuple[Listing, Figures, list[dict[str, Any]]]:
    listing = choice.read(ORGANISATIONS, place=choice.menus().choices["county"])
    found = choice.observed(listing)
    rows = [row for row in found.organisations() if _is_chosen(row, listing)]
    rows.sort(key=ORGANISATION_SORTS["name"])
    rows.sort(key=ORGANISATION_SORTS[listing.sort], reverse=listing.descending)
    return listing, found, rows


def _is_chosen(row: dict[str, Any], listing: Listing) -> bool:
    same = all(
        row[key] == listing.filters[name]
        for name, key in (("sector", "sector"), ("place", "county"))
        if name in listing.filters
    )
    return same and listing.filters.get("never", "") in ("", *row["sectors_never_met"])


def _tie_order(found: Figures, sort: str, tie: drawing.Tie) -> Any:
    names = (alphabetical_key(found.names[tie.a]), alphabetical_key(found.names[tie.b]))
    return {"strength": tie.strength, "meetings": tie.meetings, "name": names}[sort]


def _describe(one: Organisation, meetings: int, partners: int) -> str:
    said: str = _(
        "%(name)s (%(sector)s): %(meetings)s, %(partners)s",
        name=one.name,
        sector=label(Sector(one.sector or "other")),
        meetings=ngettext("ett møte", "%(num)d møter", meetings),
        partners=ngettext("har møtt én annen", "har møtt %(num)d andre", partners),
    )
    return said


def _describe_tie(one: Organisation, other: Organisation, meetings: int) -> str:
    said: str = _(
        "%(one)s og %(other)s: %(meetings)s",
        one=one.name,
        other=other.name,
        meetings=ngettext("ett møte", "%(num)d møter", meetings),
    )
    return said


def _link(slug: str) -> str:
    return url_for("organisations.show", slug=slug)
