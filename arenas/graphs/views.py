"""The network pages: gaps in words and tables, and the graph with its twin."""

from typing import Any

from flask import Blueprint, get_template_attribute, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l

from arenas.accounts.access import READERS, requires
from arenas.database import db, now
from arenas.directory.kept import keep, recall, revisions
from arenas.graphs import choice, files, gone, graph_page, halves, pairs, presenting
from arenas.graphs.changed import changed, changes_of
from arenas.graphs.choice import MEETINGS
from arenas.graphs.figures import Figures
from arenas.graphs.graph_svg import shapes
from arenas.graphs.graph_words import nobody, sentences, title
from arenas.graphs.lines import Chart, chart
from arenas.graphs.notes import notes
from arenas.graphs.reports import Standing
from arenas.graphs.verdicts import largest_gaps
from arenas.models.enums import Sector
from arenas.ordering import alphabetical_key
from arenas.web.current import settings
from arenas.web.filters import local
from arenas.web.labels import choices, label
from arenas.web.language import current_language
from arenas.web.lists import Filter, Listing, ListSpec

bp = Blueprint("graphs", __name__, url_prefix="/network")
bp.app_errorhandler(gone.GoneChoice)(gone.show)
presenting.offer(bp)

MOST_INLINE = 1500
"""Ties of a drawing that stands in the page where there is no script; larger ones are a file."""

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


@bp.get("/")
@requires(*READERS)
def gaps() -> ResponseReturnValue:
    """As it was drawn before, while the register stays as it is and its report is there."""
    session = db.session()
    under = revisions(session)
    key = ("gaps", current_language(), request.query_string, local(now()).date())
    whole = recall(session, under, key)
    if whole is None:
        listing = choice.read(GAPS)
        drawn = choice.with_draws(listing)
        whole = _gaps(listing, drawn)
        if not settings().draws or (drawn.kept is not None and drawn.kept.is_current):
            keep(session, under, key, whole)
    return render_template("graphs/gaps.html", whole=whole)


def _gaps(listing: Listing, drawn: Standing) -> Any:
    """The page under the frame, as markup."""
    found = choice.observed(listing)
    report = drawn.kept.report if drawn.kept else found.report
    largest = largest_gaps(report)
    names, rows = changes_of(listing, drawn)
    draw = get_template_attribute("graphs/_gaps.html", "whole")
    return draw(
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
        notes=notes(report),
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
        crossing=sum(bool(row["contacts_other_sectors"]) for row in rows),
        alone=sum(not row["contacts"] for row in rows),
    )


@bp.get("/organisations.csv")
@requires(*READERS)
def organisations_csv() -> ResponseReturnValue:
    table = files.organisations_table(_organisations()[2])
    return presenting.csv_file(table, "organisations")


@bp.get("/graph")
@requires(*READERS)
def graph() -> ResponseReturnValue:
    view = graph_page.read()
    if not view.is_known:
        withheld = view.centre in view.found.hidden
        return render_template("graphs/not_around.html", view=view, withheld=withheld), 404
    return render_template(
        "graphs/graph.html",
        view=view,
        listing=view.listing,
        found=view.found,
        drawn=view.drawn,
        shapes=shapes(view.drawn, title(view)) if len(view.drawn.ties) <= MOST_INLINE else None,
        sentences=sentences(view),
        nobody=nobody(view) if not view.drawn.ties else None,
        page=presenting.page_of(view.rows, view.listing.page),
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
