"""The network pages: gaps in words and tables, and the graph with its twin."""

from functools import partial
from typing import Any

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from arenas.accounts.access import READERS, requires
from arenas.errors import N_, UnknownRecord
from arenas.graphs import choice, drawing, gone, pairs, words
from arenas.graphs.choice import MEETINGS
from arenas.graphs.figures import Figures
from arenas.graphs.verdicts import largest_gaps, percent, sentence, verdict
from arenas.models.enums import Sector
from arenas.ordering import alphabetical_key
from arenas.paging import SIZE, Page
from arenas.web.labels import choices, label
from arenas.web.lists import Filter, Listing, ListSpec
from network.records import Organisation

bp = Blueprint("graphs", __name__, url_prefix="/network")
bp.app_errorhandler(gone.GoneChoice)(gone.show)

GAPS = ListSpec(
    sorts=("gap", "meetings", "expected", "density", "pair"), filters=MEETINGS, default="-gap"
)
ORGANISATIONS = ListSpec(
    sorts=("meetings", "contacts", "others", "name", "sector", "county"),
    filters=(
        *MEETINGS,
        Filter("sector", _l("Sektor"), choices(Sector)),
        Filter("place", _l("Vis organisasjoner i"), (), unset=_l("Alle fylker")),
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
    return render_template(
        "graphs/gaps.html",
        listing=listing,
        found=found,
        drawn=drawn,
        report=report,
        pair_of=pairs.by_sectors(report),
        pairs=pairs.in_order(report, listing.sort, descending=listing.descending),
        largest=largest_gaps(report),
    )


@bp.get("/organisations")
@requires(*READERS)
def organisations() -> ResponseReturnValue:
    listing = choice.read(ORGANISATIONS, place=choice.menus().choices["county"])
    found = choice.observed(listing)
    rows = [row for row in found.organisations() if _is_chosen(row, listing)]
    rows.sort(key=ORGANISATION_SORTS["name"])
    rows.sort(key=ORGANISATION_SORTS[listing.sort], reverse=listing.descending)
    return render_template(
        "graphs/organisations.html",
        listing=listing,
        found=found,
        page=_page(rows, listing.page),
    )


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
        page=_page(rows, listing.page),
    )


@bp.context_processor
def _words() -> dict[str, Any]:
    return {
        **choice.page_context(),
        "as_sector": Sector,
        "group": words.group,
        "group_first": words.group_first,
        "percent": percent,
        "sentence": sentence,
        "share_step": _share_step,
        "verdict": verdict,
    }


def _page(rows: list[Any], number: int) -> Page[Any]:
    page = Page(rows[(number - 1) * SIZE : number * SIZE], len(rows), number)
    if number > page.last:
        raise UnknownRecord(N_("Listen har ikke så mange sider."))
    return page


def _share_step(share: float) -> int:
    """0 to 4: under 5 %, under 25 %, under 50 %, up to 75 %, more."""
    return sum(share >= limit for limit in (0.05, 0.25, 0.5, 0.75))


ORGANISATION_SORTS: dict[str, Any] = {
    "meetings": lambda row: row["meetings"],
    "contacts": lambda row: row["contacts"],
    "others": lambda row: row["contacts_other_sectors"],
    "name": lambda row: alphabetical_key(row["name"]),
    "sector": lambda row: alphabetical_key(str(label(Sector(row["sector"])))),
    "county": lambda row: alphabetical_key(row["county"] or ""),
}


def _is_chosen(row: dict[str, Any], listing: Listing) -> bool:
    return all(
        row[key] == listing.filters[name]
        for name, key in (("sector", "sector"), ("place", "county"))
        if name in listing.filters
    )


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
