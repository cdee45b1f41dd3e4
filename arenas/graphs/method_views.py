"""How the figures are made, in plain words, with an example counted from the region's own data."""

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l

from arenas.accounts.access import READERS, requires
from arenas.graphs import choice, pairs, presenting
from arenas.graphs.choice import MEETINGS
from arenas.graphs.evidence_views import invited_together
from arenas.graphs.notes import notes
from arenas.graphs.reports import Standing
from arenas.graphs.verdicts import largest_gaps
from arenas.models.enums import Sector
from arenas.web.current import settings
from arenas.web.lists import Filter, Listing, ListSpec

bp = Blueprint("network_method", __name__, url_prefix="/network/method")
presenting.offer(bp)

METHOD = ListSpec(
    sorts=("pair",),
    filters=(*MEETINGS, Filter("pair", _l("Eksempel"), (), unset=_l("Det største gapet"))),
)


@dataclass(frozen=True)
class Example:
    """One sector pair, step by step. ``fewer`` draws had as few meetings or fewer.

    ``missing`` is what is expected beyond what was seen, ``by_forums`` the part of it that the
    shuffle inside each forum does not expect either, and ``share`` that part of it.
    """

    pair: dict[str, Any]
    sizes: tuple[int, int]
    fewer: int
    compared: int
    missing: float
    by_forums: float | None
    share: float | None
    invited: int | None


@bp.get("/")
@requires(*READERS)
def index() -> ResponseReturnValue:
    listing = choice.read(METHOD, pair=presenting.pair_menu(sorted(Sector)))
    found, drawn = choice.observed(listing), choice.with_draws(listing)
    report = drawn.kept.report if drawn.kept else found.report
    return render_template(
        "graphs/method.html",
        listing=listing,
        found=found,
        drawn=drawn,
        draws=settings().draws,
        report=report,
        example=_example(listing, drawn),
        loosest=found.loosest(),
        notes=notes(report),
    )


def _example(listing: Listing, drawn: Standing) -> Example | None:
    """Of the pair that is asked for, else of the largest gap; None where nothing is expected."""
    if drawn.kept is None:
        return None
    report = drawn.kept.report
    if "pair" in listing.filters:
        one, _dash, other = listing.filters["pair"].partition("-")
        pair = pairs.by_sectors(report)(one, other)
    else:
        pair = next(iter(largest_gaps(report, 1)), None)
    if pair is None or pair.get("withheld") or not pair["meetings_with_both"]["enough_data"]:
        return None
    return example_of(report, pair, invited_together(listing, pair["a"], pair["b"]))


def example_of(report: dict[str, Any], pair: dict[str, Any], invited: int | None) -> Example:
    """The steps from the report's own numbers, so that they are those of the pages."""
    met, inside = pair["meetings_with_both"], pair["inside_forums"]
    missing = met["expected"] - met["observed"]
    by_forums = met["expected"] - inside["expected"] if inside else None
    shown = [one for one in report["sector_pairs"] if not one.get("withheld")]
    return Example(
        pair=pair,
        sizes=(report["sector_sizes"][pair["a"]], report["sector_sizes"][pair["b"]]),
        fewer=round(met["p"] * (report["samples"] + 1)) - 1,
        compared=sum(one["meetings_with_both"]["enough_data"] for one in shown),
        missing=missing,
        by_forums=by_forums,
        share=by_forums / missing if by_forums is not None and missing > 0 else None,
        invited=invited,
    )
