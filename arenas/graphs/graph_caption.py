"""What stands around a picture of the graph that is taken along."""

from flask_babel import gettext as _

from arenas.graphs.graph_page import View
from arenas.graphs.graph_svg import Caption
from arenas.graphs.graph_words import title
from arenas.graphs.presenting import made_line
from arenas.graphs.words import group_first


def caption(view: View) -> Caption:
    """Title with period and choice; what lines mean; what the figures were made of.

    Where the nodes are the sectors, their names stand beside them already.
    """
    by_sectors = view.level == "sectors"
    lines = [
        _("Bånd: har møttes, tykkere jo oftere.")
        if by_sectors
        else _("Bånd: har møttes, tykkere jo sterkere.")
    ]
    if view.drawn.missing:
        lines.append(
            _("Stiplet: under en fjerdedel av de ventede møtene.")
            if by_sectors
            else _("Stiplet: aldri på samme møte, enda det var ventet.")
        )
    lines.append(made_line(view.found, view.standing))
    shown = {node.sector for node in view.drawn.nodes}
    sectors = (
        ()
        if by_sectors
        else [(sector, group_first(sector)) for sector in view.found.sectors if sector in shown]
    )
    return Caption(title(view), " ".join(str(line) for line in lines), sectors)
