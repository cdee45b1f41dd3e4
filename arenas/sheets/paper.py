"""The files of a sheet: the printed one, and its pictures as SVG and PNG."""

from datetime import datetime
from typing import Any

from arenas.exchange.pdf import pdf, png
from arenas.sheets.pictures import matrix_svg, trend_svg
from arenas.sheets.services import File

PDF, SVG, PNG = "application/pdf", "image/svg+xml", "image/png"
NAMES = {
    "nb": {"sheet": "ark-nb", "matrix": "matrise-nb", "trend": "utvikling-nb"},
    "en": {"sheet": "sheet-en", "matrix": "matrix-en", "trend": "trend-en"},
}


def files(words: dict[str, Any], at: datetime) -> list[File]:
    """In the language of the words. The same words and instant give the same bytes."""
    names = NAMES[words["language"]]
    pictures = {"matrix": matrix_svg(words)}
    if words["trend"] is not None:
        pictures["trend"] = trend_svg(words)
    drawn = "" if words["trend"] is None else trend_svg(words, titled=False)
    printed = words | {"picture": drawn}
    found = [File(f"{names['sheet']}.pdf", PDF, pdf("sheet.typ", printed, at))]
    for picture, text in pictures.items():
        found.append(File(f"{names[picture]}.svg", SVG, text.encode()))
        found.append(File(f"{names[picture]}.png", PNG, png("picture.typ", text)))
    return found
