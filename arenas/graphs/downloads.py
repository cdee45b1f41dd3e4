"""The network as files: the report, the sector pairs and the ties, and how far the draws are."""

from collections.abc import Iterator
from typing import Any

from flask import Blueprint, Response, jsonify
from flask.typing import ResponseReturnValue

from arenas.accounts.access import READERS, requires
from arenas.database import db
from arenas.exchange.tables import csv_text
from arenas.graphs import choice, drawing
from arenas.graphs.reports import make, standing
from arenas.web.lists import Listing, ListSpec
from network.report import STATISTICS, to_json

bp = Blueprint("network_files", __name__, url_prefix="/network")
MEETINGS = ListSpec(sorts=("pair",), filters=choice.MEETINGS)
FIGURES = ("observed", "expected", "sd", "low", "high", "gap", "p", "q", "enough_data")


@bp.get("/gaps.json")
@requires(*READERS)
def gaps_json() -> ResponseReturnValue:
    return Response(to_json(_report(_listing())), mimetype="application/json")


@bp.get("/gaps.csv")
@requires(*READERS)
def gaps_csv() -> ResponseReturnValue:
    report = _report(_listing())
    columns = [
        (name, figure)
        for name in (*STATISTICS, "inside_forums")
        for figure in _figures(report, name)
    ]
    header = ("a", "b", "possible_pairs", "density", *(_column(*column) for column in columns))
    return _csv(csv_text(header, _rows(report, columns)))


@bp.get("/export.csv")
@requires(*READERS)
def export_csv() -> ResponseReturnValue:
    found = choice.observed(_listing())
    ties = drawing.ties(found, found.projection)
    rows = ((tie.a, tie.b, tie.meetings, tie.strength) for tie in ties)
    return _csv(csv_text(("a", "b", "meetings", "newman"), rows))


@bp.get("/progress.json")
@requires(*READERS)
def progress() -> ResponseReturnValue:
    """How many draws the report being made has; ``ready`` when the page would show it."""
    wanted = choice.wanted(_listing())
    if wanted is None:
        return jsonify(drawn=0, samples=0, ready=True)
    found = standing(db.session(), wanted)
    ready = found.kept is not None and found.kept.is_current
    return jsonify(drawn=found.drawn, samples=wanted.samples, ready=ready)


def _listing() -> Listing:
    return MEETINGS.read(priority=choice.priorities())


def _report(listing: Listing) -> dict[str, Any]:
    """The report with draws, made here and now if it must be; without, where none are made."""
    wanted = choice.wanted(listing)
    if wanted is None:
        return choice.observed(listing).report
    found = standing(db.session(), wanted)
    if found.kept is None or not found.kept.is_current:
        db.session.rollback()  # so that what is made now can be seen
        make(db.engine, wanted)
        found = standing(db.session(), wanted)
    return found.kept.report if found.kept else choice.observed(listing).report


def _figures(report: dict[str, Any], name: str) -> list[str]:
    """The figures the report has of a statistic: the observed alone, or all of them."""
    first: dict[str, Any] = next(iter(report["sector_pairs"]), {})
    return [figure for figure in FIGURES if figure in first.get(name, {})]


def _column(name: str, figure: str) -> str:
    return name if figure == "observed" else f"{name}_{figure}"


def _rows(report: dict[str, Any], columns: list[tuple[str, str]]) -> Iterator[list[object]]:
    for pair in report["sector_pairs"]:
        fixed = [pair["a"], pair["b"], pair["possible_pairs"], pair["density"]]
        yield fixed + [pair[name][figure] for name, figure in columns]


def _csv(text: str) -> Response:
    return Response(text, mimetype="text/csv")
