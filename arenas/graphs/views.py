"""The network pages: gaps in words and tables, and the graph with its twin."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from flask import Blueprint, Response, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from arenas.accounts.access import READERS, requires
from arenas.database import db
from arenas.errors import N_, UnknownRecord
from arenas.exchange.tables import csv_text
from arenas.graphs import drawing, queries, words
from arenas.graphs.figures import Figures, figures_of
from arenas.graphs.filters import MeetingFilter
from arenas.models.enums import ForumKind, Sector
from arenas.ordering import alphabetical_key
from arenas.paging import SIZE, Page
from arenas.web.current import settings
from arenas.web.labels import choices, label
from arenas.web.language import localised
from arenas.web.lists import Filter, Listing, ListSpec, day_filter
from network.records import Organisation
from network.report import to_json

bp = Blueprint("graphs", __name__, url_prefix="/network")

MEETINGS = (
    day_filter("start", _l("Fra og med")),
    day_filter("end", _l("Til og med")),
    Filter("kind", _l("Arenatype"), choices(ForumKind), ForumKind),
    Filter("priority", _l("Innsatsområde"), (), int),
)
GAPS = ListSpec(sorts=("density", "meetings", "pair"), filters=MEETINGS)
ORGANISATIONS = ListSpec(
    sorts=("meetings", "contacts", "others", "name", "sector", "county"),
    filters=(
        *MEETINGS,
        Filter("sector", _l("Sektor"), choices(Sector)),
        Filter("county", _l("Fylke"), ()),
    ),
)
GRAPH = ListSpec(
    sorts=("strength", "meetings", "name"),
    filters=(
        *MEETINGS,
        Filter("ties", _l("Bånd"), (("all", _l("Alle bånd")),)),
    ),
    default="-strength",
)


@bp.get("/")
@requires(*READERS)
def gaps() -> ResponseReturnValue:
    listing = GAPS.read(priority=_priorities())
    found = _figures(listing)
    return render_template(
        "graphs/gaps.html", listing=listing, found=found, pairs=_sorted_pairs(found, listing)
    )


@bp.get("/organisations")
@requires(*READERS)
def organisations() -> ResponseReturnValue:
    listing = ORGANISATIONS.read(priority=_priorities(), county=_counties())
    found = _figures(listing)
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
    listing = GRAPH.read(priority=_priorities())
    found = _figures(listing)
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


@bp.get("/gaps.json")
@requires(*READERS)
def gaps_json() -> ResponseReturnValue:
    found = _figures(GAPS.read(priority=_priorities()))
    return Response(to_json(found.report), mimetype="application/json")


@bp.get("/gaps.csv")
@requires(*READERS)
def gaps_csv() -> ResponseReturnValue:
    found = _figures(GAPS.read(priority=_priorities()))
    counts = ("meetings_with_both", "pair_meetings", "linked_pairs")
    rows = (
        (
            pair["a"],
            pair["b"],
            pair["possible_pairs"],
            *(pair[name]["observed"] for name in counts),
            pair["density"],
        )
        for pair in found.report["sector_pairs"]
    )
    return _csv(csv_text(("a", "b", "possible_pairs", *counts, "density"), rows))


@bp.get("/export.csv")
@requires(*READERS)
def export_csv() -> ResponseReturnValue:
    found = _figures(GAPS.read(priority=_priorities()))
    ties = drawing.ties(found, found.projection)
    rows = ((tie.a, tie.b, tie.meetings, tie.strength) for tie in ties)
    return _csv(csv_text(("a", "b", "meetings", "newman"), rows))


@bp.context_processor
def _words() -> dict[str, Any]:
    return {
        "as_sector": Sector,
        "group": words.group,
        "group_first": words.group_first,
        "meeting_choice": _meeting_choice,
        "share_step": _share_step,
    }


def _page(rows: list[Any], number: int) -> Page[Any]:
    page = Page(rows[(number - 1) * SIZE : number * SIZE], len(rows), number)
    if number > page.last:
        raise UnknownRecord(N_("Listen har ikke så mange sider."))
    return page


def _csv(text: str) -> Response:
    return Response(text, mimetype="text/csv")


def _meeting_choice(listing: Listing) -> dict[str, str]:
    """The part of the address that says which meetings count."""
    names = {one.name for one in MEETINGS}
    return {name: text for name, text in listing.texts.items() if name in names}


def _share_step(share: float) -> int:
    """0 to 4: under 5 %, under 25 %, under 50 %, up to 75 %, more."""
    return sum(share >= limit for limit in (0.05, 0.25, 0.5, 0.75))


def _figures(listing: Listing) -> Figures:
    chosen = {name: listing.filters.get(name) for name in ("start", "end", "kind")}
    asked = MeetingFilter(**chosen, priority_id=listing.filters.get("priority"))
    return figures_of(db.session(), asked, settings().timezone)


def _priorities() -> Sequence[tuple[str, str]]:
    rows = queries.priorities(db.session())
    return [(str(row.id), f"{row.number} {localised(row)}") for row in rows]


def _counties() -> Sequence[tuple[str, str]]:
    return [(county, county) for county in queries.counties(db.session())]


def _sorted_pairs(found: Figures, listing: Listing) -> list[dict[str, Any]]:
    """The sector pairs as rows; a pair of nobody, which is undefined, always last."""
    orders = {
        "density": lambda pair: pair["density"],
        "meetings": lambda pair: pair["meetings_with_both"]["observed"],
        "pair": _pair_words,
    }
    known = [pair for pair in found.report["sector_pairs"] if pair["density"] is not None]
    known.sort(key=_pair_words)
    known.sort(key=orders[listing.sort], reverse=listing.descending)
    return known + [pair for pair in found.report["sector_pairs"] if pair["density"] is None]


def _pair_words(pair: dict[str, Any]) -> tuple[str, str]:
    one, other = (alphabetical_key(str(label(Sector(pair[end])))) for end in "ab")
    return one, other


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
        row[name] == listing.filters[name]
        for name in ("sector", "county")
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
