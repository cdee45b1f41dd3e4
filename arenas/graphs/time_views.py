"""The network in time: one sector pair by half-year, and what changed from one to another."""

from typing import Any

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l

from arenas.accounts.access import READERS, requires
from arenas.graphs import choice, files, halves, presenting
from arenas.graphs.changed import changed, changes_of
from arenas.graphs.choice import MEETINGS
from arenas.graphs.halves import Point
from arenas.graphs.lines import chart
from arenas.graphs.reports import Standing
from arenas.graphs.verdicts import largest_gaps
from arenas.models.enums import Sector
from arenas.ordering import alphabetical_key
from arenas.web.current import settings
from arenas.web.labels import label
from arenas.web.lists import Filter, Listing, ListSpec

bp = Blueprint("network_time", __name__, url_prefix="/network")
presenting.offer(bp)

TREND = ListSpec(
    sorts=("half", "meetings", "observed", "expected"),
    filters=(
        *MEETINGS,
        Filter("pair", _l("Sektorpar"), (), unset=_l("Det største gapet")),
    ),
)
CHANGES = ListSpec(
    sorts=("change", "pair", "before", "after", "q"),
    filters=(
        *MEETINGS,
        Filter("before", _l("Fra halvår"), (), unset=_l("Det nest siste hele")),
        Filter("after", _l("Til halvår"), (), unset=_l("Det siste hele")),
    ),
    default="q",
)
HALVES = ListSpec(sorts=CHANGES.sorts, filters=MEETINGS, default=CHANGES.default)
TREND_SORTS: dict[str, Any] = {
    "half": lambda row: row.name,
    "meetings": lambda row: row.events,
    "observed": lambda row: row.observed,
    "expected": lambda row: row.expected,
}
CHANGE_SORTS: dict[str, Any] = {
    "change": lambda row: None if row.change is None else -row.change,
    "pair": lambda row: tuple(alphabetical_key(str(label(Sector(x)))) for x in (row.a, row.b)),
    "before": lambda row: None if row.before is None else -row.before,
    "after": lambda row: None if row.after is None else -row.after,
    "q": lambda row: row.q,
}


@bp.get("/trend")
@requires(*READERS)
def trend() -> ResponseReturnValue:
    listing, drawn, ends, points = _trend()
    return render_template(
        "graphs/trend.html",
        listing=listing,
        found=choice.observed(listing),
        drawn=drawn,
        draws=settings().draws,
        ends=ends,
        points=points,
        chart=chart(points),
        below=[point for point in points if _is_gap(point)],
        known=[point for point in points if point.expected is not None],
        points_in_order=presenting.in_order(points, TREND_SORTS, listing),
    )


@bp.get("/trend.csv")
@requires(*READERS)
def trend_csv() -> ResponseReturnValue:
    listing, _drawn, _ends, points = _trend()
    rows = presenting.in_order(points, TREND_SORTS, listing)
    return presenting.csv_file(files.trend_table(rows), "trend")


@bp.get("/changes")
@requires(*READERS)
def changes() -> ResponseReturnValue:
    listing = choice.read(CHANGES, **_halves_menus())
    drawn = choice.with_draws(listing)
    names, rows = changes_of(listing, drawn)
    return render_template(
        "graphs/changes.html",
        listing=listing,
        found=choice.observed(listing),
        drawn=drawn,
        draws=settings().draws,
        halves=[presenting.half_name(name) for name in names],
        changes=presenting.in_order(rows, CHANGE_SORTS, listing),
        changed=changed(rows),
    )


@bp.get("/changes.csv")
@requires(*READERS)
def changes_csv() -> ResponseReturnValue:
    listing = choice.read(CHANGES, **_halves_menus())
    _names, rows = changes_of(listing, choice.with_draws(listing))
    table = files.changes_table(presenting.in_order(rows, CHANGE_SORTS, listing))
    return presenting.csv_file(table, "changes")


def _trend() -> tuple[Listing, Standing, tuple[str, str] | None, list[Point]]:
    listing = choice.read(TREND, pair=presenting.pair_menu(sorted(Sector)))
    drawn = choice.with_draws(listing)
    ends = _ends(listing, drawn)
    points = halves.points(drawn.kept.trend, *ends) if drawn.kept and ends else []
    return listing, drawn, ends, points


def _ends(listing: Listing, drawn: Standing) -> tuple[str, str] | None:
    """The two sectors that are asked for, else those with the largest gap, else the first two."""
    if "pair" in listing.filters:
        one, _dash, other = listing.filters["pair"].partition("-")
        return one, other
    if drawn.kept is None:
        return None
    report = drawn.kept.report
    largest = largest_gaps(report, 1) or [
        pair for pair in report["sector_pairs"] if pair["a"] != pair["b"]
    ]
    return (largest[0]["a"], largest[0]["b"]) if largest else None


def _is_gap(point: Point) -> bool:
    block = point.pair["meetings_with_both"]
    return point.low is not None and block["observed"] < point.low


def _halves_menus() -> dict[str, list[tuple[str, str]]]:
    """The half-years that the chosen meetings span, the last one first, from and to."""
    days = choice.observed(choice.read(HALVES)).days()
    names = halves.names_between(*days) if days else []
    menu = [(name, presenting.half_name(name)) for name in reversed(names)]
    return {"before": menu, "after": menu}
