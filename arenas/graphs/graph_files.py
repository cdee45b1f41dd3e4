"""The view of the graph as files: its rows, and its picture as SVG and PNG."""

from flask import Blueprint, Response
from flask.typing import ResponseReturnValue

from arenas.accounts.access import READERS, requires
from arenas.errors import N_, UnknownRecord
from arenas.exchange.pdf import png
from arenas.graphs import graph_page
from arenas.graphs.graph_caption import caption
from arenas.graphs.graph_svg import svg
from network.tables import to_csv

bp = Blueprint("network_graph", __name__, url_prefix="/network")


@bp.get("/graph.csv")
@requires(*READERS)
def csv() -> ResponseReturnValue:
    return Response(to_csv(_view().table()), mimetype="text/csv")


@bp.get("/graph.svg")
@requires(*READERS)
def picture_svg() -> ResponseReturnValue:
    view = _view()
    return _file(svg(view.drawn, caption(view)).encode(), "image/svg+xml", "graph.svg")


@bp.get("/graph.png")
@requires(*READERS)
def picture_png() -> ResponseReturnValue:
    view = _view()
    drawn = svg(view.drawn, caption(view), font="Libertinus Serif")
    return _file(png("picture.typ", drawn, per_inch=96), "image/png", "graph.png")


def _view() -> graph_page.View:
    view = graph_page.read()
    if not view.is_known:
        raise UnknownRecord(N_("Organisasjonen er ikke med i disse tallene."))
    return view


def _file(body: bytes, media_type: str, name: str) -> Response:
    return Response(
        body,
        mimetype=media_type,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
