"""From a sentence to its evidence: a sector pair's meetings, and groups that never met."""

from dataclasses import replace
from typing import Any

from flask import Blueprint, abort, render_template
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l

from arenas.accounts.access import READERS, requires
from arenas.database import db
from arenas.graphs import choice, evidence, files, halves, pairs, presenting
from arenas.graphs.alike import Alike, forums_alike, most_alike
from arenas.graphs.choice import MEETINGS
from arenas.graphs.figures import Figures, figures_of
from arenas.graphs.filters import Evidence
from arenas.graphs.lines import chart
from arenas.models.enums import Sector
from arenas.ordering import alphabetical_key
from arenas.web.current import settings
from arenas.web.labels import choices, label
from arenas.web.lists import Filter, Listing, ListSpec
from network.evidence import sector_go_betweens

bp = Blueprint("network_evidence", __name__, url_prefix="/network")
presenting.offer(bp)

PAIR = ListSpec(sorts=tuple(evidence.SORTS), filters=MEETINGS, default="-day")
GROUPS = ListSpec(
    sorts=("possible", "organisations", "group", "other"),
    filters=(
        *MEETINGS,
        Filter("sector", _l("Gruppens sektor"), choices(Sector)),
        Filter("other", _l("Har aldri møtt"), choices(Sector)),
    ),
    default="-possible",
)
GROUP_SORTS: dict[str, Any] = {
    "possible": lambda row: row.possible_pairs,
    "organisations": lambda row: row.organisations,
    "group": lambda row: (alphabetical_key(str(label(Sector(row.sector)))), row.county),
    "other": lambda row: alphabetical_key(str(label(Sector(row.other)))),
}


FORUMS = ListSpec(sorts=("share", "shared", "either", "forums"), filters=MEETINGS, default="-share")
FORUM_SORTS: dict[str, Any] = {
    "share": lambda row: row.share,
    "shared": lambda row: row.shared,
    "either": lambda row: row.either,
}


@bp.get("/pairs/<one>/<other>")
@requires(*READERS)
def pair(one: str, other: str) -> ResponseReturnValue:
    listing, found, rows = _pair(one, other)
    drawn = choice.with_draws(listing)
    report = drawn.kept.report if drawn.kept else found.report
    figures = pairs.by_sectors(report)(one, other)
    points = halves.points(drawn.kept.trend, one, other) if drawn.kept else []
    return render_template(
        "graphs/pair.html",
        listing=listing,
        found=found,
        drawn=drawn,
        draws=settings().draws,
        one=one,
        other=other,
        pair=figures,
        invited=invited_together(listing, one, other),
        contacts=sum(row.pairs for row in rows),
        points=points,
        chart=chart(points),
        between=sector_go_betweens(found.records, found.projection, one, other),
        forums=choice.forum_names(),
        page=presenting.page_of(rows, listing.page),
    )


@bp.get("/pairs/<one>/<other>.csv")
@requires(*READERS)
def pair_csv(one: str, other: str) -> ResponseReturnValue:
    _listing, _found, rows = _pair(one, other)
    return presenting.csv_file(files.meetings_table(rows), f"{one}-{other}")


@bp.get("/groups")
@requires(*READERS)
def groups() -> ResponseReturnValue:
    listing, found, rows = _groups()
    return render_template(
        "graphs/groups.html",
        listing=listing,
        found=found,
        page=presenting.page_of(rows, listing.page),
    )


@bp.get("/groups.csv")
@requires(*READERS)
def groups_csv() -> ResponseReturnValue:
    return presenting.csv_file(files.groups_table(_groups()[2]), "groups")


@bp.get("/forums")
@requires(*READERS)
def forums() -> ResponseReturnValue:
    listing, names, rows = _forums()
    return render_template(
        "graphs/forums.html",
        listing=listing,
        found=choice.observed(listing),
        names=names,
        alike=most_alike(sorted(rows, key=FORUM_SORTS["share"], reverse=True)),
        page=presenting.page_of(rows, listing.page),
    )


@bp.get("/forums.csv")
@requires(*READERS)
def forums_csv() -> ResponseReturnValue:
    return presenting.csv_file(files.forums_table(_forums()[2]), "forums")


def _forums() -> tuple[Listing, dict[str, str], list[Alike]]:
    listing = choice.read(FORUMS)
    names = choice.forum_names()
    rows = forums_alike(db.session(), choice.chosen(listing), settings().timezone)
    rows.sort(key=lambda row: (alphabetical_key(names[row.a]), alphabetical_key(names[row.b])))
    if listing.sort == "forums":
        return listing, names, rows[::-1] if listing.descending else rows
    return listing, names, presenting.in_order(rows, FORUM_SORTS, listing)


def _pair(one: str, other: str) -> tuple[Listing, Figures, list[evidence.Seen]]:
    if one not in set(Sector) or other not in set(Sector):
        abort(404)
    listing = choice.read(PAIR)
    found = choice.observed(listing)
    rows = evidence.meetings_of(found, one, other)
    return listing, found, presenting.in_order(rows, evidence.SORTS, listing)


def _groups() -> tuple[Listing, Figures, list[Any]]:
    listing = choice.read(GROUPS)
    found = choice.observed(listing)
    rows = [
        row
        for row in found.never_met
        if listing.filters.get("sector", row.sector) == row.sector
        and listing.filters.get("other", row.other) == row.other
    ]
    return listing, found, presenting.in_order(rows, GROUP_SORTS, listing)


def invited_together(listing: Listing, one: str, other: str) -> int | None:
    """At how many of the meetings both stood on the list, where those who came are counted."""
    chosen = choice.chosen(listing)
    if chosen.evidence is Evidence.INVITED:
        return None
    asked = replace(chosen, evidence=Evidence.INVITED)
    found = figures_of(db.session(), asked, settings().timezone)
    pair = pairs.by_sectors(found.report)(one, other)
    return pair["meetings_with_both"]["observed"] if pair else None
