"""The coverage of a strategy: its page, the same as a file, and the meetings behind a number."""

from functools import partial
from typing import Any

from flask import Blueprint, Response, render_template
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l

from arenas.accounts.access import SIGNED_IN, actor, requires
from arenas.database import db, now
from arenas.errors import N_, UnknownRecord
from arenas.graphs import words
from arenas.models.enums import Sector
from arenas.strategy import behind, coverage, coverage_page, queries
from arenas.strategy.coverage_page import MONTHS, CoveragePage, StrategyName
from arenas.strategy.coverage_table import table
from arenas.strategy.halves import Half
from arenas.strategy.hidden import hidden_sectors
from arenas.web.current import settings
from arenas.web.filters import local
from arenas.web.labels import choices
from arenas.web.language import localised
from arenas.web.lists import Filter, Listing, ListSpec, day_filter
from network.tables import to_csv

bp = Blueprint("strategy_coverage", __name__, url_prefix="/strategy")
DAYS = (day_filter("start", _l("Møter fra og med")), day_filter("end", _l("Møter til og med")))
MONTH_CHOICES = (("6", _l("6 måneder")), ("24", _l("24 måneder")))
COVERAGE = ListSpec(
    sorts=("number",),
    filters=(
        Filter("strategy", _l("Strategi"), (), int, unset=_l("Den som gjelder")),
        *DAYS,
        Filter(
            "months", _l("Sovende arena: ikke møttes på"), MONTH_CHOICES, int,
            unset=_l("12 måneder"),
        ),
    ),
)  # fmt: skip
STATES = ((coverage.HELD, _l("Holdte")), (coverage.PLANNED, _l("Planlagte")))
MEETINGS = ListSpec(
    sorts=("day",),
    default="-day",
    filters=(
        Filter("state", _l("Møter"), STATES, unset=_l("Holdte og planlagte")),
        Filter("sector", _l("Sektor"), choices(Sector), Sector),
        *DAYS,
    ),
)
STEPS = (1, 3, 10, 30)


def whole_page() -> dict[str, Any]:
    """What the page of the strategy needs; without a strategy little."""
    names, listing = _asked()
    chosen = _chosen(names, listing)
    return {
        "listing": listing,
        "names": names,
        "today": local(now()).date(),
        "page": _read(listing, chosen) if chosen is not None else None,
        "months": listing.filters.get("months", MONTHS),
        "step": step,
        "in_order": coverage_page.in_order,
        "days": days(listing),
        "half_days": partial(half_days, listing),
        "group": words.group,
    }


@bp.get("/coverage.csv")
@requires(*SIGNED_IN)
def file() -> ResponseReturnValue:
    names, listing = _asked()
    chosen = _chosen(names, listing)
    if chosen is None:
        raise UnknownRecord(N_("Det finnes ingen strategi ennå."))
    return Response(
        to_csv(table(_read(listing, chosen))),
        mimetype="text/csv",
        headers={"Content-Disposition": 'attachment; filename="coverage.csv"'},
    )


@bp.get("/activities/<int(max=2147483647):activity_id>/meetings")
@requires(*SIGNED_IN)
def meetings(activity_id: int) -> ResponseReturnValue:
    session, listing = db.session(), _meetings_wanted()
    activity = queries.activity(session, activity_id)
    return render_template(
        "strategy/meetings.html",
        area=activity.priority,
        activity=activity,
        listing=listing,
        page=behind.on_activity(session, _days_of(listing), activity_id, **_picked(listing)),
    )


@bp.get("/priorities/<int(max=2147483647):priority_id>/meetings")
@requires(*SIGNED_IN)
def area_meetings(priority_id: int) -> ResponseReturnValue:
    session, listing = db.session(), _meetings_wanted()
    return render_template(
        "strategy/meetings.html",
        area=queries.priority(session, priority_id),
        activity=None,
        listing=listing,
        page=behind.on_area(session, _days_of(listing), priority_id, **_picked(listing)),
    )


def _meetings_wanted() -> Listing:
    listing = MEETINGS.read()
    if listing.filters.get("sector") in hidden_sectors(db.session()):
        raise UnknownRecord(
            N_("Møtene med denne sektoren vises ikke: færre enn tre personer står bak den.")
        )
    return listing


def _days_of(listing: Listing) -> coverage.Asked:
    start, end = listing.filters.get("start"), listing.filters.get("end")
    return coverage.Asked(actor(), now(), settings().timezone, start, end)


def _picked(listing: Listing) -> dict[str, Any]:
    return {
        "sector": listing.filters.get("sector"),
        "state": listing.filters.get("state"),
        "page": listing.page,
    }


def step(meetings: int) -> int:
    """0 for none, then how many of the limits are reached: 1, 3, 10 and 30 meetings."""
    return sum(meetings >= limit for limit in STEPS)


def days(listing: Listing) -> dict[str, str]:
    """The part of the address that says which days count."""
    return {name: listing.texts[name] for name in ("start", "end") if name in listing.texts}


def half_days(listing: Listing, half: Half) -> dict[str, str]:
    """The same for a half-year, as far as the chosen days reach into it."""
    start, end = listing.filters.get("start"), listing.filters.get("end")
    return {
        "start": max(half.first, start or half.first).isoformat(),
        "end": min(half.last, end or half.last).isoformat(),
    }


def _asked() -> tuple[list[StrategyName], Listing]:
    found = list(coverage_page.names(db.session(), local(now()).date()))
    return found, COVERAGE.read(strategy=[(str(one.id), localised(one)) for one in found])


def _chosen(names: list[StrategyName], listing: Listing) -> int | None:
    """The strategy that the address names, else the first of those in use."""
    named: int | None = listing.filters.get("strategy")
    return named or next((one.id for one in names if one.archived_at is None), None)


def _read(listing: Listing, strategy_id: int) -> CoveragePage:
    return coverage_page.read(
        db.session(),
        actor(),
        strategy_id,
        at=now(),
        zone=settings().timezone,
        start=listing.filters.get("start"),
        end=listing.filters.get("end"),
        months=listing.filters.get("months", MONTHS),
    )
