"""The files of a sheet: the printed one, and its pictures as SVG and PNG."""

import re
from datetime import datetime
from typing import Any

from arenas.exchange.pdf import pdf, png
from arenas.sheets.pictures import matrix_svg, trend_svg
from arenas.sheets.services import File
from arenas.sheets.tables import fewer

PDF, SVG, PNG = "application/pdf", "image/svg+xml", "image/png"
NAMES = {
    "nb": {"sheet": "ark-nb", "matrix": "matrise-nb", "trend": "utvikling-nb"},
    "en": {"sheet": "sheet-en", "matrix": "matrix-en", "trend": "trend-en"},
}

MOST_PAGES = 4
ROWS = (24, 12)
"""Activities that are printed where all of them would take more pages than that."""


def files(words: dict[str, Any], at: datetime) -> list[File]:
    """In the language of the words. The same words and instant give the same bytes."""
    names = NAMES[words["language"]]
    pictures = {"matrix": matrix_svg(words)}
    if words["trend"] is not None:
        pictures["trend"] = trend_svg(words)
    drawn = "" if words["trend"] is None else trend_svg(words, titled=False)
    printed = words | {"picture": drawn}
    found = [File(f"{names['sheet']}.pdf", PDF, _printed(printed, at))]
    for picture, text in pictures.items():
        found.append(File(f"{names[picture]}.svg", SVG, text.encode()))
        found.append(File(f"{names[picture]}.png", PNG, png("picture.typ", text)))
    return found


def _printed(words: dict[str, Any], at: datetime) -> bytes:
    """On four pages at most: a long strategy gives up rows that the page and the figures have."""
    document = pdf("sheet.typ", words, at)
    for rows in ROWS:
        if words["coverage"] is None or _pages(document) <= MOST_PAGES:
            break
        document = pdf("sheet.typ", words | {"coverage": fewer(words["coverage"], rows)}, at)
    return document


def _pages(document: bytes) -> int:
    found = re.search(rb"/Type/Pages/Count (\d+)", document)
    return int(found[1]) if found else 0
