"""Pages for paper: tagged PDF by typst, from a template of ours and plain data; pictures as PNG.

Data goes in as JSON and comes out as strings: what a person wrote is never read as markup.
Fonts are those that typst brings; nothing is fetched.
"""

import json
import re
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

import typst

from arenas.config import ROOT

_LONG_WORD = re.compile(r"\S{40,}")
_PIECE = re.compile(r".{1,30}", re.DOTALL)
TEMPLATES = ROOT / "templates" / "print"


def pdf(template: str, data: Any, at: datetime) -> bytes:
    """The document, by PDF/UA-1. The same template, data and instant ``at`` (aware) give the
    same bytes.

    The template is a file of ``templates/print``; it reads ``json(bytes(sys.inputs.data))`` and
    sets its language itself. A letter that no font has (an emoji) costs the standard, not the
    document: it is then tagged all the same, with a box in the letter's place.
    """
    written = json.dumps(_breakable(data), ensure_ascii=False)
    try:
        return _compiled(TEMPLATES / template, written, int(at.timestamp()), accessible=True)
    except typst.TypstError as error:
        if "could not be displayed" not in str(error):
            raise
        return _compiled(TEMPLATES / template, written, int(at.timestamp()), accessible=False)


def png(template: str, picture: str, per_inch: float = 144) -> bytes:
    """An SVG picture as PNG, set by a template as `pdf` does."""
    template_path = TEMPLATES / template
    return typst.compile(
        str(template_path),
        root=str(TEMPLATES),
        format="png",
        ppi=per_inch,
        sys_inputs={"data": json.dumps(picture, ensure_ascii=False)},
        ignore_system_fonts=True,
    )


def _breakable(data: Any) -> Any:
    """The same data, where a word longer than a line may be broken every thirty letters."""
    if isinstance(data, str):
        return _LONG_WORD.sub(lambda word: "\u200b".join(_PIECE.findall(word[0])), data)
    if isinstance(data, dict):
        return {key: _breakable(value) for key, value in data.items()}
    return [_breakable(one) for one in data] if isinstance(data, list | tuple) else data


@lru_cache(maxsize=8)
def _compiled(template: Path, data: str, at: int, *, accessible: bool) -> bytes:
    return typst.compile(
        str(template),
        root=str(template.parent),
        format="pdf",
        sys_inputs={"data": data},
        pdf_standards="ua-1" if accessible else None,
        ignore_system_fonts=True,
        timestamp=at,
    )
