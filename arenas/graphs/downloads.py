"""The network as files for other programs, and how far the draws are."""

from time import monotonic, sleep
from typing import Any

from flask import Blueprint, Response, jsonify
from flask.typing import ResponseReturnValue

from arenas.accounts.access import READERS, requires
from arenas.database import db
from arenas.exchange.workbook import MEDIA_TYPE, workbook
from arenas.graphs import background, choice
from arenas.graphs.reports import Standing, Wanted, make, standing
from arenas.web.lists import Listing, ListSpec
from network import exchange
from network.report import to_json
from network.tables import report_tables, to_csv

bp = Blueprint("network_files", __name__, url_prefix="/network")
MEETINGS = ListSpec(sorts=("pair",), filters=choice.MEETINGS)
XML = "application/xml"
PATIENCE = 45.0
"""Seconds that a file waits for a report that somebody else is making; then it is the last one."""
BETWEEN_LOOKS = 0.25


@bp.get("/gaps.json")
@requires(*READERS)
def gaps_json() -> ResponseReturnValue:
    return Response(to_json(_report(_listing())), mimetype="application/json")


@bp.get("/gaps.csv")
@requires(*READERS)
def gaps_csv() -> ResponseReturnValue:
    pairs = next(t for t in report_tables(_report(_listing())) if t.name == "sector_pairs")
    return Response(to_csv(pairs), mimetype="text/csv")


@bp.get("/gaps.xlsx")
@requires(*READERS)
def gaps_xlsx() -> ResponseReturnValue:
    return _file(workbook(report_tables(_report(_listing()))), MEDIA_TYPE, "gaps.xlsx")


@bp.get("/export.csv")
@requires(*READERS)
def export_csv() -> ResponseReturnValue:
    found = choice.observed(_listing())
    text = exchange.to_edge_csv(found.records, found.projection)
    return Response(text, mimetype="text/csv")


@bp.get("/export.gexf")
@requires(*READERS)
def export_gexf() -> ResponseReturnValue:
    found = choice.observed(_listing())
    return _file(exchange.to_gexf(found.records, found.projection), XML, "network.gexf")


@bp.get("/export.graphml")
@requires(*READERS)
def export_graphml() -> ResponseReturnValue:
    found = choice.observed(_listing())
    return _file(exchange.to_graphml(found.records, found.projection), XML, "network.graphml")


@bp.get("/export.kumu.json")
@requires(*READERS)
def export_kumu() -> ResponseReturnValue:
    found = choice.observed(_listing())
    text = exchange.to_kumu(found.records, found.projection)
    return Response(text, mimetype="application/json")


@bp.get("/progress.json")
@requires(*READERS)
def progress() -> ResponseReturnValue:
    """How many draws the report being made has; ``ready`` when the page would show it.

    Who waits asks for it again each time: one that was made while the register changed is old
    when it is done, and one whose worker was stopped is nobody's.
    """
    wanted = choice.wanted(_listing())
    if wanted is None:
        return jsonify(drawn=0, samples=0, ready=True)
    found = standing(db.session(), wanted)
    ready = found.kept is not None and found.kept.is_current
    if not ready:
        background.ask_for(db.engine, wanted)
    return jsonify(drawn=found.drawn, samples=wanted.samples, ready=ready)


def _listing() -> Listing:
    return choice.read(MEETINGS)


def _report(listing: Listing) -> dict[str, Any]:
    """The report with draws, made here and now if it must be; without, where none are made.

    Where somebody is at it already the file waits for that: the page says how far it is, but
    who saves a file would not learn that its half is missing.
    """
    wanted = choice.wanted(listing)
    if wanted is None:
        return choice.observed(listing).report
    found = standing(db.session(), wanted)
    if found.kept is None or not found.kept.is_current:
        found = _made(wanted)
    return found.kept.report if found.kept else choice.observed(listing).report


def _made(wanted: Wanted) -> Standing:
    until = monotonic() + PATIENCE
    while True:
        db.session.rollback()  # so that what is made now can be seen
        made_here = make(db.engine, wanted)
        found = standing(db.session(), wanted)
        is_ready = found.kept is not None and found.kept.is_current
        if made_here or is_ready or monotonic() > until:
            return found
        sleep(BETWEEN_LOOKS)


def _file(body: bytes, media_type: str, name: str) -> Response:
    return Response(
        body,
        mimetype=media_type,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
