"""The pictures of a sheet, drawn from its words: SVG as text, and the same as PNG.

Colours are those of the network pages in daylight: a picture lies on paper. Everything that
stands in one is escaped text.
"""

from typing import Any
from xml.sax.saxutils import escape, quoteattr

FILLS = {
    ("gap", 1): "#fbe3cf",
    ("gap", 2): "#f5c49a",
    ("gap", 3): "#eea063",
    ("overlap", 1): "#dfeaf7",
    ("overlap", 2): "#bdd5ef",
    ("overlap", 3): "#95bbe4",
}
STEPPED = ("gap", "overlap")
INK, SOFT, LINE, DOT, BAND = "#1b2529", "#4d5b61", "#d5dad8", "#0f4c5c", "#c6dfe4"
FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Liberation Sans', Arial, sans-serif"
HATCH = (
    '<pattern id="hatch" width="8" height="8" patternUnits="userSpaceOnUse" '
    'patternTransform="rotate(45)"><rect width="8" height="8" fill="#ffffff"/>'
    '<rect width="4" height="8" fill="#e9ecea"/></pattern>'
)
WIDE = 9.5  # a letter of the title, at most
LETTER = 6.6  # one of the legend, at most
NARROWEST = 480
CELL, ROW, SIDE, HEAD = 104, 58, 132, 44
SLOT, PANEL, LEFT, TOP = 88, 186, 30, 40


def matrix_svg(words: dict[str, Any]) -> str:
    """The sector matrix: a square a pair with its verdict, meetings and how many were expected."""
    matrix = words["matrix"]
    count = len(matrix["sectors"])
    width = max(SIDE + count * CELL + 8, NARROWEST)
    parts, top = _heading(words, width), HEAD + 26
    legend, height = _legend(top + count * ROW + 14, matrix["legend"], width)
    height += 30
    for place, one in enumerate(matrix["sectors"]):
        middle = SIDE + place * CELL + CELL / 2
        parts.append(_text(middle, top - 8, one["label"], 12, weight=600, anchor="middle"))
    for line, row in enumerate(matrix["rows"]):
        y = top + line * ROW
        parts.append(_text(SIDE - 10, y + ROW / 2 + 4, row["label"], 12, weight=600, anchor="end"))
        for place, cell in enumerate(row["cells"]):
            parts.extend(_cell(SIDE + place * CELL, y, cell))
    parts.extend(legend)
    parts.append(_text(0, height - 10, matrix["source"], 11, SOFT))
    return _whole(width, height, matrix["title"], matrix["caption"], parts)


def _heading(words: dict[str, Any], width: float) -> list[str]:
    """The title, cut where it is longer than the picture is wide, and the period."""
    title, room = words["title"], int(width / WIDE)
    if len(title) > room:
        title = f"{title[: room - 1].rstrip()}…"
    return [_text(0, 16, title, 15, weight=700), _text(0, 34, words["period"], 12, SOFT)]


def _legend(y: float, legend: list[dict[str, Any]], width: float) -> tuple[list[str], float]:
    """The colours in words, on as many lines as they need, and where the last one ends."""
    parts, x = [], 0.0
    for one in legend:
        fills = (
            [FILLS[one["kind"], step] for step in (1, 2, 3)]
            if one["kind"] in STEPPED
            else ["url(#hatch)" if one["kind"] == "little" else "#ffffff"]
        )
        room = 17 * len(fills) + 4 + LETTER * len(one["words"])
        if x and x + room > width:
            x, y = 0.0, y + 20
        for fill in fills:
            parts.append(
                f'<rect x="{x:g}" y="{y:g}" width="16" height="12" fill="{fill}" stroke="{LINE}"/>'
            )
            x += 17
        parts.append(_text(x + 4, y + 11, one["words"], 12, SOFT))
        x += room - 17 * len(fills) + 18
    return parts, y + 12


def _cell(x: float, y: float, cell: dict[str, Any]) -> list[str]:
    fill = FILLS.get((cell["kind"], cell["step"]), "#ffffff")
    if cell["kind"] in {"little", "withheld"}:
        fill = "url(#hatch)"
    middle, lines = x + CELL / 2, cell["lines"]
    first = y + ROW / 2 + 4 - 8 * (len(lines) - 1)
    return [
        f'<rect x="{x + 1:g}" y="{y + 1:g}" width="{CELL - 2}" height="{ROW - 2}" '
        f'fill="{fill}" stroke="{LINE}"/>',
        *(
            _text(middle, first + 16 * n, line, 12 if n == 0 else 11,
                  weight=700 if n == 0 else 400, anchor="middle")
            for n, line in enumerate(lines)
        ),
    ]  # fmt: skip


def trend_svg(words: dict[str, Any], *, titled: bool = True) -> str:
    """A panel a pair: dots for the meetings held, a line and a field for what was expected.

    Without its title and source where the page it stands on has them.
    """
    trend = words["trend"]
    slots = max((len(one["points"]) for one in trend["panels"]), default=1)
    width = LEFT + slots * SLOT + 8
    top = TOP if titled else -6
    height = top + len(trend["panels"]) * PANEL + (20 if titled else 0)
    parts = []
    if titled:
        parts = [*_heading(words, width), _text(0, height - 6, trend["source"], 11, SOFT)]
    for place, panel in enumerate(trend["panels"]):
        parts.extend(_panel(top + place * PANEL, panel, slots))
    return _whole(width, height, trend["title"], trend["alt"], parts)


def _panel(y: float, panel: dict[str, Any], slots: int) -> list[str]:
    points = panel["points"]
    most = max((one["high"] or 0, one["observed"] or 0) for one in points)
    top = max(*most, 1) if points else 1
    floor, room = y + PANEL - 44, PANEL - 88

    def at(value: float) -> float:
        return floor - room * value / top

    parts = [
        _text(0, y + 22, panel["title"], 13, weight=600),
        f'<line x1="{LEFT}" x2="{LEFT + slots * SLOT}" y1="{floor:g}" y2="{floor:g}" '
        f'stroke="{SOFT}"/>',
        _text(LEFT - 8, floor + 4, "0", 11, SOFT, anchor="end"),
        _text(LEFT - 8, at(top) + 4, f"{top:.0f}", 11, SOFT, anchor="end"),
    ]
    for place, one in enumerate(points):
        parts.extend(_point(LEFT + place * SLOT + SLOT / 2, floor, at, one))
    return parts


def _point(x: float, floor: float, at: Any, one: dict[str, Any]) -> list[str]:
    parts = [
        _text(x, floor + 16, one["months"], 11, SOFT, anchor="middle"),
        _text(x, floor + 30, one["year"], 11, SOFT, anchor="middle"),
    ]
    if one["expected"] is not None:
        high, low, middle = at(one["high"]), at(one["low"]), at(one["expected"])
        parts += [
            f'<rect x="{x - 20:g}" y="{high:.1f}" width="40" height="{max(low - high, 1):.1f}" '
            f'fill="{BAND}"/>',
            f'<line x1="{x - 20:g}" x2="{x + 20:g}" y1="{middle:.1f}" y2="{middle:.1f}" '
            f'stroke="{SOFT}" stroke-width="2"/>',
        ]
    if one["observed"] is not None:
        y = at(one["observed"])
        parts += [
            f'<circle cx="{x:g}" cy="{y:.1f}" r="5" fill="{DOT}" stroke="#ffffff"/>',
            _text(x, y - 9, f"{one['observed']}", 12, INK, weight=700, anchor="middle"),
        ]
    return parts


def _text(
    x: float,
    y: float,
    words: str,
    size: int,
    fill: str = INK,
    *,
    weight: int = 400,
    anchor: str = "start",
) -> str:
    return (
        f'<text x="{x:g}" y="{y:.1f}" font-size="{size}" font-weight="{weight}" '
        f'fill="{fill}" text-anchor="{anchor}">{escape(words)}</text>'
    )


def _whole(width: float, height: float, title: str, told: str, parts: list[str]) -> str:
    body = "\n".join(parts)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:g}" height="{height:g}" '
        f'viewBox="-12 -8 {width + 24:g} {height + 16:g}" role="img" '
        f"aria-label={quoteattr(title)} font-family={quoteattr(FONT)}>\n"
        f"<title>{escape(title)}</title>\n<desc>{escape(told)}</desc>\n"
        f"<defs>{HATCH}</defs>\n"
        f'<rect x="-12" y="-8" width="100%" height="100%" fill="#ffffff"/>\n{body}\n</svg>\n'
    )
