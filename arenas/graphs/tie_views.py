"""A tie of two organisations as a page and a file: which meetings it is made of."""

from typing import Any

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from arenas.accounts.access import READERS, requires
from arenas.database import db
from arenas.graphs import choice, presenting, queries
from arenas.graphs.choice import MEETINGS
from arenas.graphs.figures import Figures
from arenas.graphs.graph_choice import graph_address
from arenas.graphs.tie_words import meetings_in_words
from arenas.graphs.ties import TieEvidence, of_organisations
from arenas.graphs.words import whole
from arenas.ordering import alphabetical_key
from arenas.web.language import localised
from arenas.web.lists import Listing, ListSpec

bp = Blueprint("network_ties", __name__, url_prefix="/network/ties")
presenting.offer(bp)

TIE = ListSpec(sorts=("day", "weight", "title", "forum"), filters=MEETINGS, default="-day")
SORTS: dict[str, Any] = {
    "day": lambda row: (str(row.day or ""), row.meeting),
    "weight": lambda row: row.weight,
    "title": lambda row: alphabetical_key(row.title),
    "forum": lambda row: row.forum,
}


@bp.get("/<one>/<other>")
@requires(*READERS)
def show(one: str, other: str) -> ResponseReturnValue:
    listing, found, tie = _read(one, other)
    return render_template(
        "graphs/tie.html",
        listing=listing,
        found=found,
        tie=tie,
        names=[found.names[slug] for slug in (one, other)],
        rows_in_order=presenting.in_order(tie.meetings, SORTS, listing),
        forums={row.slug: localised(row) for row in queries.forums(db.session())},
        back=graph_address(listing),
        meetings_in_words=meetings_in_words,
        linked=_linked(found, tie),
    )


@bp.get("/<one>/<other>.csv")
@requires(*READERS)
def csv(one: str, other: str) -> ResponseReturnValue:
    return presenting.csv_file(_read(one, other)[2].table(), "meetings")


def _read(one: str, other: str) -> tuple[Listing, Figures, TieEvidence]:
    listing = choice.read(TIE)
    found = choice.observed(listing)
    return listing, found, of_organisations(found, one, other)


def _linked(found: Figures, tie: TieEvidence) -> str:
    """How two who never met are linked: through whom, and how often each step met."""
    if tie.link is None:
        return str(_("Ingen rekke av møter knytter de to sammen."))
    through = [found.names[slug] for slug in tie.link.through]
    if len(through) == 1:
        return str(
            _(
                "Nærmeste ledd er %(through)s, som har vært på %(one)s med den ene og %(other)s "
                "med den andre.",
                through=through[0],
                one=meetings_in_words(tie.link.meetings[0]),
                other=meetings_in_words(tie.link.meetings[1]),
            )
        )
    return str(
        _(
            "Nærmeste vei går gjennom %(through)s (%(steps)s møter i hvert ledd).",
            through=" – ".join(through),
            steps=", ".join(whole(count) for count in tie.link.meetings),
        )
    )
